#include "main/jobs.hpp"

#include "cooperation/activities/activities.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/training/training.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/iati_out/iati_out.hpp"
#include "exchange/reconciliation/reconciliation.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/events/event.hpp"
#include "platform/mail/delivery.hpp"
#include "platform/records/search.hpp"

#include <chrono>

namespace selatan::program {

std::unique_ptr<jobs::Runner> make_runner(Installation &installation)
{
    auto runner = std::make_unique<jobs::Runner>(installation.store());
    if (auto const accepted = mail::deliver_with(*runner, installation.settings().mail);
        !accepted) {
        throw BadSetting{"SELATAN_MAIL_FROM is not an address that mail can be sent from"};
    }
    // Committed events get their place in the chain within a second.
    runner->chore(std::chrono::milliseconds{500}, [](storage::Store &store) {
        bool const waiting =
            store.read([](storage::Reader &reader) { return events::has_unsealed(reader); });
        if (waiting) {
            store.write([](storage::Tx &tx) { return events::seal(tx); });
        }
    });
    // What was written lately helps to correct what is misspelt in searches.
    runner->chore(std::chrono::seconds{15}, [](storage::Store &store) {
        auto const has_more = [&store] {
            return store.read(
                [](storage::Reader &reader) { return records::has_unlearned(reader); });
        };
        constexpr int batches_most = 10;
        for (int i = 0; i < batches_most && has_more(); ++i) {
            store.write([](storage::Tx &tx) { records::learn_words(tx); });
        }
    });
    runner->handle("auth.forget", [settings = installation.auth().settings](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            auth::forget_ended(tx, settings);
            auth::forget_old_attempts(tx, settings.throttle);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner->recur("auth.forget", std::chrono::hours{1});
    installation.importer().handle_jobs(*runner);
    approvals::register_jobs(*runner, installation.settings().base_url);
    requests::register_jobs(*runner, installation.settings().base_url);
    offers::register_jobs(*runner);
    activities::register_jobs(*runner);
    training::register_jobs(*runner, installation.auth().vault);
    participants::register_jobs(*runner, installation.auth().vault,
                                installation.settings().base_url);
    results::register_jobs(*runner);
    cost_sharing::register_jobs(*runner);
    reported::register_jobs(*runner);
    reported_flows::register_jobs(*runner);
    iati_out::register_jobs(*runner, installation.settings().base_url,
                            installation.settings().iati_publish_every);
    reconciliation::register_jobs(*runner);
    return runner;
}

} // namespace selatan::program

// Publishing of itself: what changed since the last time, and nothing when nothing did.
#include "exchange/iati_out/iati_out.hpp"
#include "exchange/iati_out/publication.hpp"
#include "exchange/iati_out/self_check.hpp"
#include "exchange/iati_out/told_store.hpp"
#include "platform/i18n/words/words.hpp"

#include <algorithm>
#include <utility>

namespace selatan::iati_out {

namespace {

/// The first publication is a person's act: it says that the installation publishes at all.
bool is_on(storage::Reader &reader, std::string const &base_url)
{
    return last_publication(reader).has_value() && publisher_of(reader, base_url).has_value();
}

/// What was published, read by our own validator as others will read it.
Result<void> check_files(storage::Reader &reader, std::string const &base_url)
{
    auto const publisher = publisher_of(reader, base_url);
    for (auto *const write : {write_activities, write_organisation}) {
        std::string file;
        static_cast<void>(
            write(reader, *publisher, [&file](std::string_view piece) { file += piece; }));
        auto const findings =
            file.empty() ? std::vector<std::string>{} : findings_in(file, reader.today());
        if (!findings.empty()) {
            return refuse(Decline::conflict, "", "publishing.not_valid",
                          {{"finding", findings.front()}});
        }
    }
    return {};
}

/// Refused: nothing of it stays.
Result<void> publish_changes(jobs::Work &work, auth::Identity const &by,
                             std::string const &base_url)
{
    return work.store().write([&](storage::Tx &tx) -> Result<void> {
        if (is_on(tx, base_url)) {
            auto const published = publish(tx, by, base_url, Writes::what_changed);
            if (!published) {
                return refuse(published.error());
            }
            if (published->is_written) {
                if (auto checked = check_files(tx, base_url); !checked) {
                    return checked;
                }
            }
        }
        work.complete(tx);
        return {};
    });
}

jobs::Outcome run(jobs::Work &work, std::string const &base_url)
{
    auto const by = auth::program_identity("job");
    auto const note = [&](std::string const &why) {
        work.store().write([&](storage::Tx &tx) { note_failure(tx, by, base_url, why); });
    };
    try {
        auto const done = publish_changes(work, by, base_url);
        if (done) {
            return jobs::Outcome::done();
        }
        // The same tomorrow, unless somebody mends it: trying sooner would not help.
        auto why = words::problem(Language::en, done.error().problems.front());
        note(why);
        return jobs::Outcome::failed(std::move(why));
    } catch (jobs::Lost const &) {
        throw;
    } catch (std::exception const &failure) {
        if (work.is_last_attempt()) {
            note(failure.what());
        }
        throw;
    }
}

} // namespace

void register_jobs(jobs::Runner &runner, std::string const &base_url, std::chrono::hours every)
{
    constexpr std::string_view kind = "iati_out.publish";
    runner.handle(std::string{kind}, [base_url](jobs::Work &work) { return run(work, base_url); });
    if (every > std::chrono::hours{0}) {
        runner.recur(std::string{kind}, every);
    }
}

} // namespace selatan::iati_out

#include "cooperation/training/applicant.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/training/applicant_store.hpp"
#include "cooperation/training/application.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/mail/mail.hpp"
#include "words/applicants.hpp"

#include <algorithm>
#include <chrono>

namespace selatan::training {

namespace {

namespace word = words::applicants;

Result<void> decide_ask(storage::Reader &reader, Head const &head)
{
    auto const call = records::load(reader, calls, head.id);
    ENSURE(call.has_value());
    return decide_window(*call, head.state, reader.now());
}

mail::Message message_to(auth::Email const &to, Head const &call, Language language)
{
    mail::Message message;
    message.to = to.text();
    message.language = language;
    message.about = mail::About{.kind = std::string{calls.kind}, .record = call.id};
    message.has_secret = true;
    message.subject = word::mail_subject(language, call.title_in(language));
    return message;
}

/// A new link, or the way to the account that there is: the same work and the same answer.
void mail_the_way(storage::Tx &tx, auth::Services const &services, Head const &call,
                  auth::Email const &to, Language language, std::string const &base_url)
{
    auto message = message_to(to, call, language);
    if (auth::find_account(tx, to)) {
        message.text = word::mail_exists_text(language, call.title_in(language),
                                              base_url + "/sign-in?next=/calls/" + call.reference +
                                                  "/application");
    } else {
        auto const token = auth::Token::make();
        auto const expires = tx.now().plus(services.settings.invitation_valid);
        put_applicant_link(tx, to.text(), call.id, language, token, expires);
        message.text = word::mail_text(language, call.title_in(language), tx.day_of(expires),
                                       base_url + "/applicant-accounts/" + token.text());
    }
    ENSURE(mail::queue(tx, message).has_value());
}

} // namespace

bool is_applicant(auth::Identity const *identity)
{
    return identity != nullptr && identity->has(auth::Role::participant);
}

Result<void> ask_for_account(storage::Store &store, auth::Services const &services,
                             Head const &call, std::string const &email, Language language,
                             auth::Client const &client, std::string_view base_url)
{
    auto const address = auth::Email::parse(email);
    if (!address || !mail::is_address(address->text())) {
        return refuse(Decline::invalid, "email", "common.not_an_email");
    }
    return store.write([&](storage::Tx &tx) -> Result<void> {
        if (auto const may = decide_ask(tx, call); !may) {
            return refuse(may.error());
        }
        auto const quota =
            auth::count_link_request(tx, services.settings.throttle, auth::AttemptPurpose::account,
                                     address->text(), client.address);
        if (!quota) {
            return refuse(quota.error());
        }
        if (*quota == auth::LinkQuota::send) {
            mail_the_way(tx, services, call, *address, language, std::string{base_url});
        }
        return {};
    });
}

std::optional<ApplicantLink> look_at_applicant_link(storage::Reader &reader,
                                                    auth::Token const &token)
{
    return find_applicant_link(reader, token);
}

Result<std::string> open_account(storage::Store &store, auth::Services &services,
                                 auth::Token const &token, std::string const &name,
                                 std::string const &password)
{
    auto const expired = [] {
        return refuse(Decline::conflict, "", "common.expired_link");
    };
    auto const link =
        store.read([&](storage::Reader &reader) { return find_applicant_link(reader, token); });
    if (!link || !link->is_good) {
        return expired();
    }
    auth::NewAccount const wanted{.email = link->email,
                                  .name = clean(name),
                                  .language = link->language,
                                  .time_zone = services.settings.time_zone};
    if (auto problems = auth::check(wanted); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    auto const address = auth::Email::parse(link->email);
    ENSURE(address.has_value());
    if (auto const may = auth::decide_password(password, *address, services.settings); !may) {
        return refuse(may.error());
    }
    auto const hash = services.hasher.hash(password); // not while a transaction waits
    return store.write([&](storage::Tx &tx) -> Result<std::string> {
        // An administrator may have made an account with this address meanwhile.
        if (auth::find_account(tx, *address) || !spend_applicant_link(tx, token)) {
            return expired();
        }
        auto const program = auth::program_identity("web");
        auto const user = auth::create_account(tx, program, wanted, hash);
        ENSURE(user.has_value());
        auth::NewGrant const for_oneself{.user = *user,
                                         .role = auth::Role::participant,
                                         .scope = auth::Everywhere{},
                                         .valid_from = tx.today(),
                                         .valid_until = std::nullopt};
        ENSURE(auth::grant(tx, program, for_oneself).has_value());
        return link->call;
    });
}

void forget_applicants(storage::Tx &tx)
{
    constexpr int days_kept = 30; // in which the page of an old link still says what to do
    delete_applicant_links(tx, tx.now().plus(-std::chrono::hours{24} * days_kept));
    delete_drafts(tx, tx.today().plus_days(-days_kept));
}

void handle_applicants(jobs::Runner &runner)
{
    runner.handle("training.applicants", [](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            forget_applicants(tx);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("training.applicants", std::chrono::hours{24});
}

} // namespace selatan::training

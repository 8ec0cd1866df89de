#include "platform/account/account.hpp"

#include "base/ensure.hpp"
#include "platform/auth/account.hpp"
#include "platform/i18n/words/words.hpp"
#include "platform/mail/mail.hpp"
#include "words/auth.hpp"

#include <array>

namespace selatan::account {

namespace {

namespace word = words::auth::mail;
using auth::LinkPurpose;

void put_into_outbox(storage::Tx &tx, auth::Addressee const &to, std::string const &product,
                     std::string subject, std::string body, bool has_secret)
{
    auto const queued = mail::queue(
        tx, {.to = to.email,
             .to_name = to.name,
             .subject = std::move(subject),
             .text = std::move(body) + "\n\n" + word::footer(to.language, product) + "\n",
             .html = {},
             .language = to.language,
             .about = mail::About{"user_account", to.user.uuid()},
             .has_secret = has_secret});
    // An account's address and name were parsed by stricter rules than the outbox has.
    ENSURE(queued.has_value());
}

/// The day and hour at which a link ends mean something on the reader's clock only.
std::string time_zone_of(storage::Tx &tx, Id<auth::User> user)
{
    auto const account = auth::find_account(tx, user);
    return account ? account->time_zone : "UTC";
}

} // namespace

auth::Services make_services(auth::Settings settings, secrets::Vault &vault, MailWords words)
{
    auto send_link = [words](storage::Tx &tx, LinkPurpose purpose, auth::Addressee const &to,
                             auth::Token const &token, Instant expires) {
        auto const zone = time_zone_of(tx, to.user);
        bool const invites = purpose == LinkPurpose::invitation;
        auto const link = words.base_url + (invites ? "/invitation/" : "/reset/") + token.text();
        auto const subject = invites ? word::invitation_subject(to.language, words.product)
                                     : word::password_reset_subject(to.language, words.product);
        auto const body = invites ? word::invitation_body(to.language, to.name, words.product, link,
                                                          expires, zone)
                                  : word::password_reset_body(to.language, to.name, words.product,
                                                              link, expires, zone);
        put_into_outbox(tx, to, words.product, subject, body, true);
    };
    auto send_notice = [words](storage::Tx &tx, auth::Notice notice, auth::Addressee const &to) {
        std::array<std::pair<std::string, std::string>, 2> const arguments{
            {{"name", to.name}, {"product", words.product}}};
        auto const say = [&](std::string_view part) {
            auto const *const message = words::find(
                "auth.mail." + std::string{auth::to_code(notice)} + "." + std::string{part});
            ENSURE(message != nullptr);
            return i18n::say_named(*message, to.language, arguments);
        };
        put_into_outbox(tx, to, words.product, say("subject"), say("body"), false);
    };
    return auth::Services{std::move(settings), vault, std::move(send_link), std::move(send_notice)};
}

} // namespace selatan::account

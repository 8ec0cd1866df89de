#include "platform/auth/link.hpp"

#include "platform/auth/account.hpp"
#include "platform/auth/account_store.hpp"
#include "platform/auth/link_store.hpp"
#include "platform/auth/session_store.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/events/event.hpp"

namespace selatan::auth {

namespace {

/// An invitation is for an account that waits for it, a reset for one that signs in already.
bool fits(LinkPurpose purpose, AccountStatus status)
{
    return purpose == LinkPurpose::invitation ? status == AccountStatus::invited
                                              : status == AccountStatus::active;
}

std::optional<Account> account_of_good_link(storage::Reader &reader, LinkPurpose purpose,
                                            Token const &token)
{
    auto const link = store::find_good(reader, purpose, token);
    auto account = link ? find_account(reader, link->user) : std::nullopt;
    return account && fits(purpose, account->status) ? account : std::nullopt;
}

} // namespace

std::optional<LinkView> look_at_link(storage::Reader &reader, LinkPurpose purpose,
                                     Token const &token)
{
    auto const link = store::find_good(reader, purpose, token);
    auto const account = link ? find_account(reader, link->user) : std::nullopt;
    if (!account || !fits(purpose, account->status)) {
        return std::nullopt;
    }
    return LinkView{.email = account->email.text(),
                    .name = account->name,
                    .language = account->language,
                    .time_zone = account->time_zone,
                    .expires = link->expires};
}

Result<Id<User>> set_password_by_link(storage::Store &store, Services &services,
                                      LinkPurpose purpose, Token const &token,
                                      std::string const &password)
{
    auto const invalid = [] {
        return refuse(Decline::conflict, "", "common.expired_link");
    };
    auto const account = store.read(
        [&](storage::Reader &reader) { return account_of_good_link(reader, purpose, token); });
    if (!account) {
        return invalid();
    }
    if (auto may = decide_password(password, account->email, services.settings); !may) {
        return refuse(may.error());
    }
    auto const hash = services.hasher.hash(password);
    return store.write([&](storage::Tx &tx) -> Result<Id<User>> {
        auto const now_stored = find_account(tx, account->id);
        if (!store::spend(tx, purpose, token) || !now_stored ||
            !fits(purpose, now_stored->status)) {
            return invalid();
        }
        store::set_password(tx, account->id, hash);
        if (purpose == LinkPurpose::invitation) {
            store::set_status(tx, account->id, AccountStatus::active);
        } else {
            services.send_notice(tx, Notice::password_changed, addressee_of(*account));
        }
        store::withdraw_links_of(tx, account->id, std::nullopt);
        store::delete_sessions_of(tx, account->id, std::nullopt);
        events::append(tx, {.actor = {.user = account->id.uuid(), .post = account->post},
                            .kind = "user_account",
                            .record = account->id.uuid(),
                            .verb = purpose == LinkPurpose::invitation ? "invitation_accepted"
                                                                       : "password_reset"});
        return account->id;
    });
}

Result<void> request_reset(storage::Store &store, Services const &services,
                           std::string const &email, Client const &client)
{
    auto const address = Email::parse(email);
    if (!address) {
        return refuse(Decline::invalid, "email", "common.not_an_email");
    }
    return store.write([&](storage::Tx &tx) -> Result<void> {
        auto const quota = count_link_request(tx, services.settings.throttle, AttemptPurpose::reset,
                                              address->text(), client.address);
        if (!quota) {
            return refuse(quota.error());
        }
        auto const account = find_account(tx, *address);
        if (account && account->status == AccountStatus::active && *quota == LinkQuota::send) {
            send_link(tx, services, LinkPurpose::password_reset, addressee_of(*account));
        }
        return {};
    });
}

void send_link(storage::Tx &tx, Services const &services, LinkPurpose purpose, Addressee const &to)
{
    auto const token = Token::make();
    auto const valid = purpose == LinkPurpose::invitation
                           ? std::chrono::minutes{services.settings.invitation_valid}
                           : services.settings.reset_valid;
    auto const expires = tx.now().plus(valid);
    store::withdraw_links_of(tx, to.user, purpose);
    store::insert(tx, purpose, to.user, token, expires);
    services.send_link(tx, purpose, to, token, expires);
}

} // namespace selatan::auth

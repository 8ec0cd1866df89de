#include "platform/auth/session.hpp"

#include "platform/auth/account_store.hpp"
#include "platform/auth/grant_store.hpp"
#include "platform/auth/link_store.hpp"
#include "platform/auth/session_store.hpp"
#include "platform/events/event.hpp"

#include <algorithm>

namespace selatan::auth {

namespace {

void record(storage::Tx &tx, Identity const &by, Id<User> user, std::string verb,
            std::string reason = {})
{
    events::append(tx, {.actor = by.actor(),
                        .kind = "user_account",
                        .record = user.uuid(),
                        .verb = std::move(verb),
                        .reason = std::move(reason)});
}

bool is_administrator(std::span<Grant const> grants)
{
    return std::ranges::any_of(
        grants, [](Grant const &grant) { return grant.role == Role::administrator; });
}

} // namespace

bool is_alive(Instant created, Instant last_seen, Settings const &settings, Instant now)
{
    return now < created.plus(settings.session_absolute) &&
           now < last_seen.plus(settings.session_idle);
}

std::optional<SignedInUser> resolve_session(storage::Reader &reader, Settings const &settings,
                                            Token const &token)
{
    auto found = store::find_open(reader, token);
    if (!found || !found->owner_is_active || !found->eyes_are_active ||
        !is_alive(found->created, found->last_seen, settings, reader.now())) {
        return std::nullopt;
    }
    auto grants = store::grants_of_two(reader, found->eyes.user, found->owner);
    // Whoever is no administrator any more looks through nobody's eyes.
    if (found->eyes.viewed_by && !is_administrator(grants.second)) {
        return std::nullopt;
    }
    found->eyes.grants = std::move(grants.first);
    return SignedInUser{
        .identity = std::move(found->eyes),
        .session = {.id = found->id,
                    .created = found->created,
                    .last_seen = found->last_seen,
                    .confirmed = found->confirmed,
                    .csrf = csrf_of(token),
                    .due_for_touch = found->last_seen.plus(settings.touch_every) <= reader.now()}};
}

std::optional<Identity> load_identity(storage::Reader &reader, Id<User> user, std::string via)
{
    auto const account = find_account(reader, user);
    if (!account || account->status != AccountStatus::active) {
        return std::nullopt;
    }
    Identity identity;
    identity.user = user;
    identity.name = account->name;
    identity.language = account->language;
    identity.grants = grants_of(reader, user);
    identity.office = account->office;
    identity.post = account->post;
    identity.via = std::move(via);
    identity.time_zone = account->time_zone;
    identity.theme = account->theme;
    return identity;
}

void touch(storage::Tx &tx, Id<Session> session)
{
    store::set_last_seen(tx, session);
}

Result<void> decide_sensitive(SignedInUser const &by, Settings const &settings, Instant now)
{
    if (auto may = decide_change(by.identity); !may) {
        return may;
    }
    if (by.session.confirmed.plus(settings.confirmation) <= now) {
        return refuse(Decline::forbidden, "", "auth.confirm_password");
    }
    return {};
}

bool needs_second_factor(Identity const &identity, Settings const &settings)
{
    return settings.require_second_factor && identity.via == "web" && !identity.mfa &&
           !identity.viewed_by &&
           (identity.has(Role::administrator) || identity.has(Role::finance_officer));
}

void sign_out(storage::Tx &tx, Token const &token)
{
    store::delete_session(tx, token);
}

Result<void> sign_out_everywhere(storage::Tx &tx, SignedInUser const &by, ThisSession this_session)
{
    if (auto may = decide_change(by.identity); !may) {
        return may;
    }
    store::delete_sessions_of(tx, by.identity.user,
                              this_session == ThisSession::stays ? std::optional{by.session.id}
                                                                 : std::nullopt);
    record(tx, by.identity, by.identity.user, "signed_out_everywhere");
    return {};
}

Result<void> end_session(storage::Tx &tx, Identity const &by, Id<Session> session)
{
    if (auto may = decide_change(by); !may) {
        return may;
    }
    if (!store::delete_session(tx, session, by.user)) {
        return not_found();
    }
    return {};
}

Result<void> start_view_as(storage::Tx &tx, SignedInUser const &by, Id<User> user,
                           std::string const &reason)
{
    if (auto may = decide_administer(by.identity); !may) {
        return may;
    }
    if (by.identity.user == user) {
        return refuse(Decline::conflict, "", "auth.view_as_self");
    }
    auto const viewed = load_identity(tx, user, "web");
    if (!viewed) {
        return not_found();
    }
    if (viewed->has(Role::administrator)) {
        return refuse(Decline::forbidden, "", "auth.view_as_administrator");
    }
    store::set_view_as(tx, by.session.id, user);
    record(tx, by.identity, user, "view_as_started", reason);
    return {};
}

Result<void> end_view_as(storage::Tx &tx, SignedInUser const &by)
{
    if (by.identity.viewed_by) {
        store::set_view_as(tx, by.session.id, std::nullopt);
        record(tx, by.identity, by.identity.user, "view_as_ended");
    }
    return {};
}

std::string_view session_cookie_name(Settings const &settings)
{
    // The prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, 4.1.3.2).
    return settings.secure_cookies ? "__Host-selatan" : "selatan";
}

namespace {

/// Lax, not Strict: a link in a mail must find its reader signed in. No Max-Age: shared computers
/// forget the cookie when the browser closes.
std::string cookie(Settings const &settings, std::string_view value)
{
    return std::string{session_cookie_name(settings)} + '=' + std::string{value} +
           "; Path=/; HttpOnly; SameSite=Lax" + (settings.secure_cookies ? "; Secure" : "");
}

} // namespace

std::string session_cookie(Settings const &settings, Token const &token)
{
    return cookie(settings, token.text());
}

std::string expired_session_cookie(Settings const &settings)
{
    return cookie(settings, "") + "; Max-Age=0";
}

std::string csrf_of(Token const &token)
{
    return token.derive("csrf");
}

void forget_ended(storage::Tx &tx, Settings const &settings)
{
    constexpr std::chrono::days link_kept{30};
    store::delete_sessions(tx, tx.now().plus(-settings.session_absolute),
                           tx.now().plus(-settings.session_idle));
    store::delete_links(tx, tx.now().plus(-link_kept));
}

} // namespace selatan::auth

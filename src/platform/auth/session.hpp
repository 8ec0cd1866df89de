/// \file
/// Sessions: from a cookie to an identity, and everything that ends one.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/auth/identity.hpp"
#include "platform/auth/services.hpp"
#include "platform/auth/token.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::auth {

/// An open session, as its own request sees it.
struct Session {
    Id<Session> id;
    Instant created;
    Instant last_seen;
    Instant confirmed;          ///< when the password or a code was last typed
    std::string csrf;           ///< what every form of this session carries; derived, not stored
    bool due_for_touch = false; ///< call touch()
};

struct SignedInUser {
    Identity identity;
    Session session;
};

/// Is a session still good? Absolute and idle time, Settings::session_absolute and session_idle.
[[nodiscard]] bool is_alive(Instant created, Instant last_seen, Settings const &settings,
                            Instant now);

/// Who holds this token; nothing when the session is over or half open, or the account is not
/// active. Two queries: the session with its account, the grants.
[[nodiscard]] std::optional<SignedInUser>
resolve_session(storage::Reader &reader, Settings const &settings, Token const &token);
void touch(storage::Tx &tx, Id<Session> session);

/// May this session do what could hand the account to somebody else? Refuses `auth.view_only`,
/// then `auth.confirm_password` when the password was typed too long ago.
[[nodiscard]] Result<void> decide_sensitive(SignedInUser const &by, Settings const &settings,
                                            Instant now);
/// Does the installation require a second factor that this session was not opened with? Dispatch
/// then shows the enrolment page, and nothing else.
[[nodiscard]] bool needs_second_factor(Identity const &identity, Settings const &settings);

/// Nothing to end is not an error: the visitor wanted to be out, and is.
void sign_out(storage::Tx &tx, Token const &token);
/// Ends every session of the user. History: user_account "signed_out_everywhere".
enum class ThisSession { stays, ends };
Result<void> sign_out_everywhere(storage::Tx &tx, SignedInUser const &by, ThisSession this_session);
/// Ends one of one's own sessions.
Result<void> end_session(storage::Tx &tx, Identity const &by, Id<Session> session);

struct SessionEntry {
    Id<Session> id;
    Instant created;
    Instant last_seen;
    std::string client;
    std::string agent;
    bool mfa = false;
};
/// Those alive, the one used last first.
[[nodiscard]] std::vector<SessionEntry> sessions_of(storage::Reader &reader,
                                                    Settings const &settings, Id<User> user);

/// "View as": an administrator looks through a user's eyes, and changes nothing. Both ends are in
/// the viewed account's history ("view_as_started", "view_as_ended"). Refuses `auth.view_as_self`,
/// and `auth.view_as_administrator`: that would show nothing new and hide who acts.
Result<void> start_view_as(storage::Tx &tx, SignedInUser const &by, Id<User> user,
                           std::string const &reason);
/// Works while viewing; nothing to end is not an error.
Result<void> end_view_as(storage::Tx &tx, SignedInUser const &by);

/// The cookie: `__Host-selatan`, or `selatan` without TLS.
[[nodiscard]] std::string_view session_cookie_name(Settings const &settings);
/// Values of Set-Cookie headers.
[[nodiscard]] std::string session_cookie(Settings const &settings, Token const &token);
[[nodiscard]] std::string expired_session_cookie(Settings const &settings);

/// The form token of a session, or of any other secret that a cookie holds (the sign-in form's).
[[nodiscard]] std::string csrf_of(Token const &token);

/// Deletes sessions that are over and links that are spent or expired for a month. Called by a job.
void forget_ended(storage::Tx &tx, Settings const &settings);

} // namespace selatan::auth

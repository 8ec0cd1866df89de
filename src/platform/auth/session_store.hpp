/// \file
/// The rows of user_session. For this folder only.
#pragma once

#include "platform/auth/session.hpp"

namespace selatan::auth::store {

/// Half way there, or open.
enum class Stage { second_factor, open };
[[nodiscard]] std::string_view to_code(Stage stage);
[[nodiscard]] bool from_code(std::string_view code, Stage &stage);

enum class SecondFactor { not_given, given };

Id<Session> insert(storage::Tx &tx, Id<User> user, Token const &token, Stage stage,
                   SecondFactor factor, Client const &client);

struct Pending {
    Id<Session> session;
    Id<User> user;
    Instant created;
};
/// A session that waits for its second factor.
[[nodiscard]] std::optional<Pending> find_pending(storage::Reader &reader, Token const &token);

/// An open session, with the account whose eyes it looks through (its own, mostly).
struct Open {
    Id<Session> id;
    Id<User> owner;
    bool owner_is_active = false;
    Instant created;
    Instant last_seen;
    Instant confirmed;
    Identity eyes; ///< without grants
    bool eyes_are_active = false;
};
[[nodiscard]] std::optional<Open> find_open(storage::Reader &reader, Token const &token);

void set_last_seen(storage::Tx &tx, Id<Session> session);
void set_confirmed(storage::Tx &tx, Id<Session> session);
void set_mfa(storage::Tx &tx, Id<Session> session);
void set_view_as(storage::Tx &tx, Id<Session> session, std::optional<Id<User>> user);
void delete_session(storage::Tx &tx, Token const &token);
/// False when the user has no such session.
bool delete_session(storage::Tx &tx, Id<Session> session, Id<User> user);
void delete_sessions_of(storage::Tx &tx, Id<User> user, std::optional<Id<Session>> but);
void delete_sessions(storage::Tx &tx, Instant created_before, Instant last_seen_before);

} // namespace selatan::auth::store

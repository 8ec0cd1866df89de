/// \file
/// The rows of user_account. For this folder only.
#pragma once

#include "platform/auth/account.hpp"

namespace selatan::auth::store {

struct StoredAccount {
    Account account;
    std::optional<PasswordHash> password;
};
[[nodiscard]] std::optional<StoredAccount> find(storage::Reader &reader, Id<User> user);
[[nodiscard]] std::optional<StoredAccount> find(storage::Reader &reader, Email const &email);

/// Refuses `auth.email_taken`.
Result<void> insert(storage::Tx &tx, Account const &account,
                    std::optional<PasswordHash> const &password);
/// Writes everything but password, status and last sign-in, and counts the version up. Refuses
/// `auth.email_taken`.
Result<void> update(storage::Tx &tx, Account const &account);
void set_status(storage::Tx &tx, Id<User> user, AccountStatus status);
void set_password(storage::Tx &tx, Id<User> user, PasswordHash const &password);
/// The same password, hashed with another cost.
void replace_hash(storage::Tx &tx, Id<User> user, PasswordHash const &password);
void set_last_sign_in(storage::Tx &tx, Id<User> user);

} // namespace selatan::auth::store

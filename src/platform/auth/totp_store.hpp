/// \file
/// The rows of totp and recovery_code. For this folder only.
#pragma once

#include "platform/auth/totp.hpp"

namespace selatan::auth::store {

using storage::Bytes;

struct StoredTotp {
    Bytes sealed;
    bool is_confirmed = false;
    std::int64_t last_step = 0;
};
[[nodiscard]] std::optional<StoredTotp> find_totp(storage::Reader &reader, Id<User> user);
/// Replaces an unconfirmed secret; false, and nothing changes, when one is confirmed.
bool put_totp(storage::Tx &tx, Id<User> user, Bytes const &sealed);
void confirm_totp(storage::Tx &tx, Id<User> user, std::int64_t step);
/// False when that step, or a later one, was used already.
bool use_step(storage::Tx &tx, Id<User> user, std::int64_t step);
/// With the recovery codes; false when there was none.
bool delete_totp(storage::Tx &tx, Id<User> user);

void replace_recovery_codes(storage::Tx &tx, Id<User> user, std::span<Bytes const> hashes);
/// False when there is no such code, or it was spent.
bool spend_recovery_code(storage::Tx &tx, Id<User> user, Bytes const &hash);

} // namespace selatan::auth::store

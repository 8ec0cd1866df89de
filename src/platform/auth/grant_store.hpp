/// \file
/// The rows of access_grant. For this folder only.
#pragma once

#include "platform/auth/grant.hpp"

namespace selatan::auth::store {

/// Neither revoked nor over: those that hold today or will.
[[nodiscard]] std::vector<Grant> live_grants(storage::Reader &reader, Id<User> user);
void insert(storage::Tx &tx, Grant const &grant, Id<User> user, std::optional<Uuid> by);

struct OwnedGrant {
    Grant grant;
    Id<User> user;
};
/// One that was not revoked.
[[nodiscard]] std::optional<OwnedGrant> find_unrevoked(storage::Reader &reader, Id<Grant> grant);
void revoke(storage::Tx &tx, Id<Grant> grant, std::optional<Uuid> by);
/// Is there an active account, other than `user`'s, that may administer today?
[[nodiscard]] bool has_other_administrator(storage::Reader &reader, Id<User> user);

/// Those that hold today, of one or two accounts by one query.
struct GrantsOfTwo {
    std::vector<Grant> first;
    std::vector<Grant> second;
};
[[nodiscard]] GrantsOfTwo grants_of_two(storage::Reader &reader, Id<User> first, Id<User> second);

} // namespace selatan::auth::store

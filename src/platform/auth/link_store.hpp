/// \file
/// The rows of mailed_link. For this folder only.
#pragma once

#include "platform/auth/link.hpp"

namespace selatan::auth::store {

void insert(storage::Tx &tx, LinkPurpose purpose, Id<User> user, Token const &token,
            Instant expires);
struct GoodLink {
    Id<User> user;
    Instant expires;
};
/// Neither spent nor expired.
[[nodiscard]] std::optional<GoodLink> find_good(storage::Reader &reader, LinkPurpose purpose,
                                                Token const &token);
/// False when it was no longer good: of several at once, one gets true.
bool spend(storage::Tx &tx, LinkPurpose purpose, Token const &token);
/// Those of one purpose, or all.
void withdraw_links_of(storage::Tx &tx, Id<User> user, std::optional<LinkPurpose> purpose);
void delete_links(storage::Tx &tx, Instant expired_before);

} // namespace selatan::auth::store

/// \file
/// The rows of api_token. For this folder only.
#pragma once

#include "platform/auth/api_token.hpp"

namespace selatan::auth::store {

Id<ApiToken> insert(storage::Tx &tx, Id<User> user, Token const &token, std::string const &name,
                    TokenScopes const &scopes, Instant expires);
struct GoodToken {
    Id<ApiToken> id;
    std::optional<Instant> last_used;
    Identity identity; ///< without grants
};
/// Neither revoked nor expired, and its account active.
[[nodiscard]] std::optional<GoodToken> find_good(storage::Reader &reader, Token const &token);
/// Whose token it is, unless it is revoked.
[[nodiscard]] std::optional<Id<User>> find_owner(storage::Reader &reader, Id<ApiToken> token);
void set_last_used(storage::Tx &tx, Id<ApiToken> token);
void revoke(storage::Tx &tx, Id<ApiToken> token);
void revoke_tokens_of(storage::Tx &tx, Id<User> user);

} // namespace selatan::auth::store

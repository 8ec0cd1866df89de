/// \file
/// Bearer tokens (RFC 6750) for programs: hashed, scoped, expiring, revocable.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/auth/identity.hpp"
#include "platform/auth/services.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/settings.hpp"
#include "platform/auth/token.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::auth {

struct ApiToken; ///< names the identity of a token

struct NewApiToken {
    std::string name; ///< what the user calls it: 1 to 100 characters
    std::string scopes;
    int valid_days = 90;
};

struct IssuedApiToken {
    Id<ApiToken> id;
    std::string secret; ///< `selatan_` and the token: shown once, never again
    Instant expires;
};

/// Every field's problem: `common.required`, `common.too_long`, `auth.token_scopes_malformed`,
/// `auth.token_validity` (1 to Settings::api_token_longest days).
[[nodiscard]] Problems check(NewApiToken const &wanted, Settings const &settings);

/// Refuses without a recent password (`auth.confirm_password`). History: user_account
/// "token_issued".
Result<IssuedApiToken> issue_api_token(storage::Tx &tx, Services const &services,
                                       SignedInUser const &by, NewApiToken const &wanted);
/// One's own, or an administrator anybody's.
Result<void> revoke_api_token(storage::Tx &tx, Identity const &by, Id<ApiToken> token);

struct ApiTokenEntry {
    Id<ApiToken> id;
    std::string name;
    std::string scopes;
    Instant created;
    Instant expires;
    std::optional<Instant> last_used;
    std::optional<Instant> revoked;
};
[[nodiscard]] std::vector<ApiTokenEntry> api_tokens_of(storage::Reader &reader, Id<User> user);

/// The token in an Authorization header: `Bearer selatan_…` (the scheme in any case).
[[nodiscard]] std::optional<Token> parse_bearer(std::string_view header);

struct TokenUser {
    Identity identity;
    Id<ApiToken> token;
    bool due_for_touch = false; ///< call touch_api_token
};
/// Nothing when it is unknown, expired or revoked, or the account is not active. Two queries.
[[nodiscard]] std::optional<TokenUser>
resolve_api_token(storage::Reader &reader, Settings const &settings, Token const &token);
void touch_api_token(storage::Tx &tx, Id<ApiToken> token);

} // namespace selatan::auth

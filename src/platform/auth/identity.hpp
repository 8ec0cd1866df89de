/// \file
/// Who asks: the answer to a cookie, a bearer token or `--as`, and what every verb is handed.
#pragma once

#include "base/country.hpp"
#include "base/result.hpp"
#include "platform/auth/grant.hpp"
#include "platform/auth/token_scope.hpp"
#include "platform/events/event.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::auth {

enum class Theme { system, light, dark };
[[nodiscard]] std::string_view to_code(Theme theme);
[[nodiscard]] bool from_code(std::string_view code, Theme &theme);

struct Identity {
    Id<User> user;
    std::string name;
    Language language = Language::en;
    std::vector<Grant> grants; ///< those that hold today
    std::optional<Uuid> office;
    std::optional<Uuid> post;
    std::string via = "web";           ///< "web", "api", "cli", "job"
    bool mfa = false;                  ///< this session was opened with a second factor
    std::optional<Id<User>> viewed_by; ///< the administrator who looks through this user's eyes
    std::string time_zone = "UTC";     ///< IANA name
    Theme theme = Theme::system;
    std::optional<TokenScopes> token; ///< what a bearer token narrows the user's rights to
    bool is_program = false;          ///< no user at all: `init`, jobs

    [[nodiscard]] bool has(Role role) const;
    [[nodiscard]] bool has_everywhere(Role role) const;
    /// For the history. While viewing as another, the actor is the administrator.
    [[nodiscard]] events::Actor actor() const;
};

/// The program acting for itself, with an administrator's rights: `init`, jobs, the command line
/// of whoever may read the keyring.
[[nodiscard]] Identity program_identity(std::string via);

/// Refuses `auth.view_only` to whoever looks through another's eyes.
[[nodiscard]] Result<void> decide_change(Identity const &by);
/// Refuses `auth.view_only`, `auth.not_administrator`, and `auth.token_scope` for a bearer token
/// without `accounts:admin`.
[[nodiscard]] Result<void> decide_administer(Identity const &by);
/// What a bearer token must allow besides the user's grants; refuses `auth.token_scope`. Always
/// accepted where there is no token.
[[nodiscard]] Result<void> decide_token_use(Identity const &by, std::string_view capability,
                                            TokenAccess access);

/// For `--as EMAIL` and for jobs on a user's behalf; nothing unless the account is active.
[[nodiscard]] std::optional<Identity> load_identity(storage::Reader &reader, Id<User> user,
                                                    std::string via);

} // namespace selatan::auth

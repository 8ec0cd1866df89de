/// \file
/// What a bearer token may be used for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::auth {

/// Ordered: each allows what those before it allow.
enum class TokenAccess { read, write, admin };
[[nodiscard]] std::string_view to_code(TokenAccess access);
[[nodiscard]] bool from_code(std::string_view code, TokenAccess &access);

/// What a token may be used for: a capability's name, or `*` for all, with an access each.
/// It only narrows: the user's grants are asked as well.
class TokenScopes {
public:
    /// `requests:read partners:write`, or `*:read`; sorted and without repeats afterwards.
    [[nodiscard]] static std::optional<TokenScopes> parse(std::string_view text);

    [[nodiscard]] bool allows(std::string_view capability, TokenAccess access) const;
    [[nodiscard]] std::string text() const;

private:
    struct Scope {
        std::string capability;
        TokenAccess access;
    };
    std::vector<Scope> m_scopes;
};

} // namespace selatan::auth

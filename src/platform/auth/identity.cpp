#include "platform/auth/identity.hpp"

#include <algorithm>

namespace selatan::auth {

std::string_view to_code(Theme theme)
{
    constexpr std::array<std::string_view, 3> codes{"system", "light", "dark"};
    return codes.at(static_cast<std::size_t>(theme));
}

bool from_code(std::string_view code, Theme &theme)
{
    for (auto const candidate : {Theme::system, Theme::light, Theme::dark}) {
        if (to_code(candidate) == code) {
            theme = candidate;
            return true;
        }
    }
    return false;
}

bool Identity::has(Role role) const
{
    return std::ranges::any_of(grants, [&](Grant const &grant) { return grant.role == role; });
}

bool Identity::has_everywhere(Role role) const
{
    return std::ranges::any_of(grants, [&](Grant const &grant) {
        return grant.role == role && std::holds_alternative<Everywhere>(grant.scope);
    });
}

events::Actor Identity::actor() const
{
    if (is_program) {
        return {.via = via};
    }
    if (viewed_by) {
        return {.user = viewed_by->uuid(), .via = via};
    }
    return {.user = user.uuid(), .post = post, .via = via};
}

Identity program_identity(std::string via)
{
    Identity identity;
    identity.name = "Selatan";
    identity.grants = {Grant{.role = Role::administrator, .scope = Everywhere{}}};
    identity.via = std::move(via);
    identity.is_program = true;
    return identity;
}

Result<void> decide_change(Identity const &by)
{
    if (by.viewed_by) {
        return refuse(Decline::forbidden, "", "auth.view_only");
    }
    return {};
}

Result<void> decide_administer(Identity const &by)
{
    if (auto may = decide_change(by); !may) {
        return may;
    }
    if (!by.has_everywhere(Role::administrator)) {
        return refuse(Decline::forbidden, "", "auth.not_administrator");
    }
    return decide_token_use(by, "accounts", TokenAccess::admin);
}

Result<void> decide_token_use(Identity const &by, std::string_view capability, TokenAccess access)
{
    if (by.token && !by.token->allows(capability, access)) {
        return refuse(Decline::forbidden, "", "auth.token_scope",
                      {{"scope", std::string{capability} + ':' + std::string{to_code(access)}}});
    }
    return {};
}

} // namespace selatan::auth

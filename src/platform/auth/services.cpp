#include "platform/auth/services.hpp"

#include <array>

namespace selatan::auth {

std::string_view to_code(LinkPurpose purpose)
{
    return purpose == LinkPurpose::invitation ? "invitation" : "password_reset";
}

bool from_code(std::string_view code, LinkPurpose &purpose)
{
    for (auto const candidate : {LinkPurpose::invitation, LinkPurpose::password_reset}) {
        if (to_code(candidate) == code) {
            purpose = candidate;
            return true;
        }
    }
    return false;
}

std::string_view to_code(Notice notice)
{
    constexpr std::array<std::string_view, 6> codes{"password_changed",    "email_changed",
                                                    "second_factor_added", "second_factor_removed",
                                                    "recovery_code_used",  "token_issued"};
    return codes.at(static_cast<std::size_t>(notice));
}

} // namespace selatan::auth

#include "platform/auth/name.hpp"

#include <algorithm>

namespace selatan::auth {

std::size_t count_characters(std::string_view utf8)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void check_name(std::string_view name, std::size_t longest, Problems &problems)
{
    if (name.empty()) {
        problems.push_back({.field = "name", .code = "common.required"});
    } else if (count_characters(name) > longest) {
        problems.push_back({.field = "name",
                            .code = "common.too_long",
                            .arguments = {{"max", std::to_string(longest)}}});
    }
}

} // namespace selatan::auth

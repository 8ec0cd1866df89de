/// \file
/// Who a piece of information is for. Every field, comment and file has one audience.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace selatan {

/// Ordered: each audience sees what those before it see.
enum class Audience {
    everyone,   ///< the public
    partner,    ///< the parties to the record
    internal,   ///< the coordinating body and its ministries
    restricted, ///< those who need it for their work; every look is recorded
};

[[nodiscard]] constexpr std::string_view to_code(Audience audience)
{
    constexpr std::array<std::string_view, 4> codes{"public", "partner", "internal", "restricted"};
    return codes[static_cast<std::size_t>(audience)];
}

[[nodiscard]] constexpr bool from_code(std::string_view code, Audience &audience)
{
    for (auto const candidate :
         {Audience::everyone, Audience::partner, Audience::internal, Audience::restricted}) {
        if (to_code(candidate) == code) {
            audience = candidate;
            return true;
        }
    }
    return false;
}

} // namespace selatan

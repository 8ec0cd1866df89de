/// \file
/// Enumerations that are stored as codes: one table of codes serves both directions, and forms.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace selatan {

/// The code of `value` in a table that lists the codes in the order of the enumerators.
template <typename E, std::size_t N>
[[nodiscard]] constexpr std::string_view code_in(std::array<std::string_view, N> const &codes,
                                                 E value)
{
    return codes[static_cast<std::size_t>(value)];
}

template <typename E, std::size_t N>
[[nodiscard]] constexpr bool value_in(std::array<std::string_view, N> const &codes,
                                      std::string_view code, E &value)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (codes[i] == code) {
            value = static_cast<E>(i);
            return true;
        }
    }
    return false;
}

} // namespace selatan

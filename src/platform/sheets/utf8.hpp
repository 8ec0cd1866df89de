/// \file
/// One code point after the other, for readers and writers that must name the place of a bad one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace selatan::sheets {

inline constexpr char32_t bad_code_point = 0xFFFF'FFFF;
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// The code point at `position`, which moves behind it; `bad_code_point` for a byte that does not
/// belong (RFC 3629), which is skipped alone. `position` is within `text`.
[[nodiscard]] constexpr char32_t next_code_point(std::string_view text, std::size_t &position)
{
    auto const byte = [&](std::size_t offset) -> std::uint32_t {
        return position + offset < text.size() ? static_cast<unsigned char>(text[position + offset])
                                               : 0U;
    };
    auto const first = byte(0);
    if (first < 0x80) {
        ++position;
        return first;
    }
    std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    std::uint32_t value = first & (0xFFU >> (length + 1));
    bool good = first >= 0xC2 && first <= 0xF4;
    for (std::size_t i = 1; i < length && good; ++i) {
        good = (byte(i) & 0xC0U) == 0x80U;
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    if (!good || value < smallest[length] || value > 0x10FFFF ||
        (value >= 0xD800 && value <= 0xDFFF)) {
        ++position;
        return bad_code_point;
    }
    position += length;
    return value;
}

constexpr void append_utf8(std::string &out, char32_t code_point)
{
    auto const c = static_cast<std::uint32_t>(code_point);
    auto const push = [&](std::uint32_t byte) {
        out.push_back(static_cast<char>(byte));
    };
    if (c < 0x80) {
        push(c);
    } else if (c < 0x800) {
        push(0xC0U | (c >> 6U));
        push(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        push(0xE0U | (c >> 12U));
        push(0x80U | ((c >> 6U) & 0x3FU));
        push(0x80U | (c & 0x3FU));
    } else {
        push(0xF0U | (c >> 18U));
        push(0x80U | ((c >> 12U) & 0x3FU));
        push(0x80U | ((c >> 6U) & 0x3FU));
        push(0x80U | (c & 0x3FU));
    }
}

} // namespace selatan::sheets

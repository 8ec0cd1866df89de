/// \file
/// What XML 1.0 (fifth edition) says of characters: section 2.2, Char; 2.3, NameStartChar,
/// NameChar.
#pragma once

#include <array>
#include <cstdint>

namespace selatan::xml {

/// What a byte may be without a closer look. Bytes of 0x80 and above need one everywhere.
namespace byte {
inline constexpr std::uint8_t name_start = 1;
inline constexpr std::uint8_t name = 2;
inline constexpr std::uint8_t text = 4;     ///< but for < & ] and line ends
inline constexpr std::uint8_t value = 8;    ///< but for < & quotes, tabs and line ends
inline constexpr std::uint8_t comment = 16; ///< but for - ? and line ends
} // namespace byte

constexpr std::array<std::uint8_t, 256> make_byte_classes()
{
    std::array<std::uint8_t, 256> classes{};
    for (unsigned c = 0; c < 0x80; ++c) {
        bool const letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
        bool const digit = (c >= '0' && c <= '9') || c == '-' || c == '.';
        bool const shown = c >= 0x20 || c == '\t';
        unsigned bits = 0;
        bits |= letter ? byte::name_start | byte::name : 0U;
        bits |= digit ? byte::name : 0U;
        bits |= shown && c != '<' && c != '&' && c != ']' ? byte::text : 0U;
        bits |= c >= 0x20 && c != '<' && c != '&' && c != '"' && c != '\'' ? byte::value : 0U;
        bits |= shown && c != '-' && c != '?' ? byte::comment : 0U;
        classes[c] = static_cast<std::uint8_t>(bits);
    }
    return classes;
}

inline constexpr auto byte_classes = make_byte_classes();

[[nodiscard]] inline bool is(std::uint8_t what, char c)
{
    return (byte_classes[static_cast<unsigned char>(c)] & what) != 0;
}

/// One character of UTF-8. `length` 0: these bytes are none, or not one that XML allows (`code` is
/// then 0 for wrong bytes); needs `available` to hold it whole, see needed().
struct Decoded {
    std::uint32_t code = 0;
    unsigned length = 0;
};
[[nodiscard]] Decoded decode(char const *at);
/// How many bytes the character that begins with this byte has, as far as the byte tells.
[[nodiscard]] unsigned needed(char first);

[[nodiscard]] bool is_char(std::uint32_t code);
[[nodiscard]] bool is_name_start(std::uint32_t code);
[[nodiscard]] bool is_name_char(std::uint32_t code);

} // namespace selatan::xml

#include "engine/xml/characters.hpp"

#include <algorithm>

namespace selatan::xml {

namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// The ranges of NameStartChar above ASCII.
constexpr std::array<Range, 12> name_starts{{{0xC0, 0xD6},
                                             {0xD8, 0xF6},
                                             {0xF8, 0x2FF},
                                             {0x370, 0x37D},
                                             {0x37F, 0x1FFF},
                                             {0x200C, 0x200D},
                                             {0x2070, 0x218F},
                                             {0x2C00, 0x2FEF},
                                             {0x3001, 0xD7FF},
                                             {0xF900, 0xFDCF},
                                             {0xFDF0, 0xFFFD},
                                             {0x10000, 0xEFFFF}}};
// What NameChar adds to them.
constexpr std::array<Range, 3> name_more{{{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};

template <std::size_t N>
bool in(std::array<Range, N> const &ranges, std::uint32_t code)
{
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](Range const &r) { return code >= r.first && code <= r.last; });
}

std::uint32_t bits_of(char c)
{
    return static_cast<unsigned char>(c);
}

bool continues(char c)
{
    return (bits_of(c) & 0xC0U) == 0x80U;
}

} // namespace

unsigned needed(char first)
{
    auto const c = bits_of(first);
    return c < 0xE0 ? (c < 0x80 ? 1 : 2) : (c < 0xF0 ? 3 : 4);
}

Decoded decode(char const *at)
{
    auto const first = bits_of(at[0]);
    if (first < 0x80) {
        return {first, 1};
    }
    if (first < 0xC2 || first > 0xF4 || !continues(at[1])) {
        return {};
    }
    if (first < 0xE0) {
        return {(first & 0x1FU) << 6U | (bits_of(at[1]) & 0x3FU), 2};
    }
    if (!continues(at[2])) {
        return {};
    }
    auto const low = (bits_of(at[1]) & 0x3FU) << 6U | (bits_of(at[2]) & 0x3FU);
    if (first < 0xF0) {
        auto const code = (first & 0x0FU) << 12U | low;
        return code < 0x800 ? Decoded{} : Decoded{code, is_char(code) ? 3U : 0U};
    }
    if (!continues(at[3])) {
        return {};
    }
    auto const code = (first & 0x07U) << 18U | low << 6U | (bits_of(at[3]) & 0x3FU);
    return code < 0x10000 ? Decoded{} : Decoded{code, is_char(code) ? 4U : 0U};
}

bool is_char(std::uint32_t code)
{
    return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

bool is_name_start(std::uint32_t code)
{
    return code < 0x80 ? is(byte::name_start, static_cast<char>(code)) : in(name_starts, code);
}

bool is_name_char(std::uint32_t code)
{
    return code < 0x80 ? is(byte::name, static_cast<char>(code))
                       : in(name_starts, code) || in(name_more, code);
}

} // namespace selatan::xml

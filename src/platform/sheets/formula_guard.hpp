/// \file
/// A CSV file has no types: a spreadsheet runs whatever begins like a formula. So text that begins
/// like one is written with an apostrophe in front, and read without it; the pair is exact, because
/// text that already has apostrophes before such a beginning gets one more.
#pragma once

#include <string_view>

namespace selatan::sheets {

/// Begins with = + - @, tab, CR or LF, or a full-width form of the four, which some spreadsheets
/// take for the plain one.
[[nodiscard]] constexpr bool begins_like_formula(std::string_view text)
{
    if (text.empty()) {
        return false;
    }
    if (std::string_view{"=+-@\t\r\n"}.find(text.front()) != std::string_view::npos) {
        return true;
    }
    // U+FF1D, U+FF0B, U+FF0D, U+FF20
    auto const three = text.substr(0, 3);
    return three == "\xEF\xBC\x9D" || three == "\xEF\xBC\x8B" || three == "\xEF\xBC\x8D" ||
           three == "\xEF\xBC\xA0";
}

[[nodiscard]] constexpr bool needs_guard(std::string_view text)
{
    auto const first = text.find_first_not_of('\'');
    return first != std::string_view::npos && begins_like_formula(text.substr(first));
}

[[nodiscard]] constexpr bool has_guard(std::string_view text)
{
    return text.starts_with('\'') && needs_guard(text);
}

} // namespace selatan::sheets

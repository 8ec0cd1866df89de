/// \file
/// Numbers as people write them, taken apart digit by digit: no binary fraction ever touches an
/// amount.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::spreadsheet {

enum class NumberFormat : std::uint8_t {
    point, ///< 1,234.5 or 1 234.5
    comma, ///< 1.234,5 or 1 234,5
};
inline constexpr std::array<std::string_view, 2> number_formats{"point", "comma"};
[[nodiscard]] std::string_view to_code(NumberFormat format);
[[nodiscard]] bool from_code(std::string_view code, NumberFormat &format);

/// The number times 10^power as plain digits: "-1234.5". Signs, grouping, "(12)" for minus twelve
/// and exponents are understood; nothing for anything else, or beyond 40 digits.
[[nodiscard]] std::optional<std::string> plain_decimal(std::string_view text, NumberFormat format,
                                                       int power);

/// A plain decimal without its fraction, half to even.
[[nodiscard]] std::string rounded(std::string_view decimal);

} // namespace selatan::spreadsheet

/// \file
/// Workbooks store dates as numbers; only the cell's number format tells them apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::sheets {

enum class Shows : std::uint8_t { number, date, date_and_time, time_of_day };

/// ECMA-376 part 1, 18.8.30: the formats that need no code. Those that depend on the language
/// (27 to 36, 50 to 58) are dates in all of them.
[[nodiscard]] Shows what_builtin_shows(unsigned id);

/// ECMA-376 part 1, 18.8.31. Elapsed time (`[h]:mm`) is a number: it is no moment of a day.
[[nodiscard]] Shows what_code_shows(std::string_view code);

enum class Epoch : std::uint8_t { year_1900, year_1904 };

/// The text of a serial date: "2026-01-31", "2026-01-31T10:30:00" or "10:30:00", to the second.
/// Nothing when Excel has no such day, 29 February 1900 included, which it has only by mistake.
[[nodiscard]] std::optional<std::string> serial_to_text(double serial, Shows shows, Epoch epoch);

/// A number as a reader of the cell means it: whole numbers digit by digit, others to the 15
/// significant digits that Excel keeps, scientific from 10^15 and below 10^-4 ("1e+15"). Nothing
/// when it is none.
[[nodiscard]] std::optional<std::string> number_to_text(std::string_view raw);

} // namespace selatan::sheets

/// \file
/// Which row of a sheet names its columns.
#pragma once

#include "platform/sheets/sheet_reader.hpp"

namespace selatan::sheets {

/// A row kept after the visitor returned.
struct KeptRow {
    std::size_t number = 0;
    std::vector<std::pair<Kind, std::string>> cells;
};

struct HeaderGuess {
    std::size_t first = 0; ///< index among the rows given
    std::size_t count = 0; ///< 0: none
};

/// The first row about as full as most, whose cells could all be names and which differs from what
/// stands below it; further rows that also name what below is numbers or dates belong to it. Rows
/// above are titles and notes.
[[nodiscard]] HeaderGuess guess_header(std::vector<KeptRow> const &rows);

} // namespace selatan::sheets

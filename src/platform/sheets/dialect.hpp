/// \file
/// Which characters a text file uses between and around its cells.
#pragma once

#include "platform/sheets/sheet_reader.hpp"

namespace selatan::sheets {

/// Reads the first rows in every plausible way and keeps the one that gives the most regular table
/// of the most recognisable cells (the idea of van den Burg, Nazábal and Sutton, "Wrangling messy
/// CSV files by detecting row and type patterns", 2019). A first line `sep=;` decides alone.
[[nodiscard]] Dialect detect_dialect(std::string_view text);

/// The character that a first line `sep=;` names, as Excel writes and obeys it.
[[nodiscard]] std::optional<char> named_delimiter(std::string_view text);

} // namespace selatan::sheets

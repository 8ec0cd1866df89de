/// \file
/// A plain table of figures: rows with a heading each, numbers under one another, in a box that
/// scrolls within itself. What a list (list.hpp) has besides, it has not.
#pragma once

#include "platform/html/html.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::html {

struct TableColumn {
    std::string label;
    bool is_number = false;
};

/// The first cell of a row is its heading; on a narrow screen, where rows stand as cards, each
/// other cell says its column's. `spoken`, its caption, is read out, not shown.
[[nodiscard]] Html data_table(std::string_view table_id, std::string_view spoken,
                              std::vector<TableColumn> const &columns,
                              std::vector<std::vector<Html>> const &rows);

} // namespace selatan::html

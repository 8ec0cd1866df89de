/// \file
/// What a file seems to hold, as the batch keeps it between its upload and its mapping.
#pragma once

#include "platform/sheets/detect.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::spreadsheet {

struct DetectedColumn {
    std::string name;
    std::string kind; ///< a code of sheets::ColumnKind
    std::uint64_t filled = 0;
    std::vector<std::string> samples;
};

struct DetectedSheet {
    std::string name;
    bool is_hidden = false;
    std::size_t header_row = 0; ///< from 1; 0: none seems to be there
    std::size_t header_rows = 0;
    std::uint64_t rows = 0;
    std::vector<DetectedColumn> columns;
};

struct Detected {
    std::string format;
    std::string encoding;
    std::string delimiter; ///< of a text file; empty when it has one column
    std::vector<DetectedSheet> sheets;

    /// The first visible one that has rows, else the first; null when there is none.
    [[nodiscard]] DetectedSheet const *main_sheet() const;
};

/// Bounded: 50 sheets, 500 columns each, three samples a column.
[[nodiscard]] Detected detected(sheets::Summary const &summary);
[[nodiscard]] std::string to_json(Detected const &detected);
/// What to_json() wrote; nothing detected for anything else.
[[nodiscard]] Detected detected_from_json(std::string_view json);

} // namespace selatan::spreadsheet

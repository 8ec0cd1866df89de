/// \file
/// The CSV that codelists/ is written in (RFC 4180, LF, a header). Ours only: what users bring is
/// read by platform/sheets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reference {

/// Reads row by row. A row that does not have the header's number of cells is a Bug: the text came
/// with the program.
class Csv {
public:
    explicit Csv(std::string_view text);

    [[nodiscard]] std::vector<std::string> const &header() const { return m_header; }
    /// Moves to the next row; false at the end.
    bool step();
    [[nodiscard]] std::string const &cell(std::size_t column) const { return m_cells.at(column); }
    /// The cell under a heading; a heading that is not there is a Bug.
    [[nodiscard]] std::string const &at(std::string_view heading) const;

private:
    void read_row();

    std::string_view m_rest;
    std::vector<std::string> m_header;
    std::vector<std::string> m_cells;
};

} // namespace selatan::reference

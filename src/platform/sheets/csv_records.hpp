/// \file
/// A text file taken apart into records, whatever the state of its quotes.
#pragma once

#include "platform/sheets/sheet_reader.hpp"

#include <array>
#include <vector>

namespace selatan::sheets {

/// One record after the other. A quoted cell ends at a quote before a delimiter, a line's end or
/// the file's. Where a quote inside stands before something else, the file is damaged and has two
/// likely readings: the quote belongs to the text, or the cell was never meant to be quoted. Both
/// are tried, and the one that comes nearer to the record's usual number of cells is kept.
class CsvRecords {
public:
    enum class Fault {
        none,
        stray_quote,    ///< a quote inside a quoted cell; the cells are the likelier reading
        unclosed_quote, ///< opened in this record and never closed; the quote is text
        cell_too_long,  ///< the cells are of no use
        too_many_cells, ///< the same
        too_damaged,    ///< so many damaged cells that reading them again is the main work
    };

    enum class Ending { none, lf, cr, crlf };

    struct Record {
        std::vector<std::string_view> fields; ///< until the next call of next()
        std::size_t begin = 0;                ///< where in the text
        std::size_t lines = 1;
        Ending ending = Ending::none;
        Fault fault = Fault::none;
        std::size_t fault_column = 0; ///< from 1
    };

    struct Bounds {
        std::size_t longest_cell = 128U << 10U;
        std::size_t most_cells = 16'384; ///< of one record
    };

    CsvRecords(std::string_view text, Dialect const &dialect, Bounds bounds);

    /// False at the end of the text.
    bool next(Record &record);

private:
    enum class Reading { quote_is_text, never_quoted };

    /// Where a field's characters are: in the file, or in `mended` where they had to change.
    struct Piece {
        std::size_t begin = 0;
        std::size_t size = 0;
        bool is_mended = false;
    };

    /// A record in one of its readings.
    struct Attempt {
        std::vector<Piece> pieces;
        std::string mended;
        std::size_t end = 0; ///< before the line end
        Fault fault = Fault::none;
        std::size_t fault_column = 0;
        bool any_quoted = false;
    };

    void read(Attempt &attempt, Reading reading);
    /// Both return where the cell that begins at `at` ends.
    std::size_t read_plain(Attempt &attempt, std::size_t at);
    std::size_t read_quoted(Attempt &attempt, std::size_t at, Reading reading);
    [[nodiscard]] bool is_spent() const;
    [[nodiscard]] bool ends_cell(std::size_t at) const;
    [[nodiscard]] std::size_t distance(Attempt const &attempt) const;
    static void note(Attempt &attempt, Fault fault);

    std::string_view m_text;
    Dialect m_dialect;
    Bounds m_bounds;
    std::size_t m_at = 0;
    std::size_t m_read_again = 0;
    std::array<bool, 256> m_ends_plain{};
    Attempt m_first;
    Attempt m_second;
};

} // namespace selatan::sheets

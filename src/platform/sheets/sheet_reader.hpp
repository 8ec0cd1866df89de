/// \file
/// Reading tables that people send: CSV in any dress, workbooks (XLSX, ODS). What comes in is never
/// trusted: every size is bounded, rows are handed on as they are parsed, and whatever cannot be
/// read is refused with a code of locale/ and the place, never a crash.
///
///     struct Print : sheets::Visitor {
///         bool row(sheets::Row const &row) override
///         {
///             for (auto const &cell : row.cells) { std::cout << cell.text << '|'; }
///             return true;
///         }
///     } print;
///     Result<sheets::Outcome> const outcome = sheets::read_file(path, {}, print);
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::sheets {

/// Where something stands, as the person who made the file sees it.
struct Place {
    std::string sheet;      ///< its name; empty in a text file
    std::size_t row = 0;    ///< from 1; 0 when it concerns the whole sheet
    std::size_t column = 0; ///< from 1; 0 when it concerns the whole row

    /// "Projects!C14", "C14", "Projects!14"; empty for no place.
    [[nodiscard]] std::string to_string() const;
    friend bool operator==(Place const &, Place const &) = default;
};

/// 1 is "A", 27 is "AA", 16384 is "XFD".
[[nodiscard]] std::string column_letters(std::size_t column);

enum class Kind : std::uint8_t {
    empty,
    text,
    number,  ///< `text` is a decimal with a point: "1250.5", very large or small ones "1e+300"
    date,    ///< `text` is ISO 8601: "2026-01-31", "2026-01-31T10:30:00"; no time zone
    boolean, ///< `text` is "true" or "false"
    error,   ///< `text` is what the program shows: "#N/A"
};
[[nodiscard]] std::string_view to_code(Kind kind);

/// Views live until the visitor's row() returns. A text file knows only `empty` and `text`.
struct Cell {
    Kind kind = Kind::empty;
    std::string_view text; ///< UTF-8
    std::string_view raw;  ///< as the file has it: a date's serial number, a number's digits
};

struct Row {
    std::size_t number = 0; ///< from 1, as a spreadsheet shows it
    std::size_t line = 0;   ///< from 1, in a text file, where it begins; 0 in a workbook
    bool hidden = false;
    std::span<Cell const> cells; ///< up to the last one that holds something (in text: all)
};

struct Sheet {
    std::string name; ///< empty in a text file
    std::size_t index = 0;
    bool hidden = false;
};

/// Something that the person should know, though reading went on: a row with too many cells, bytes
/// that are no characters. `code` is a key of locale/, under `sheets.remark`.
struct Remark {
    std::string code;
    Place place;
    std::vector<std::pair<std::string, std::string>> arguments;

    /// For `words::problem()`, which knows its sentence.
    [[nodiscard]] Problem to_problem() const { return {place.to_string(), code, arguments}; }

    friend bool operator==(Remark const &, Remark const &) = default;
};

enum class Format : std::uint8_t { csv, xlsx, ods };
[[nodiscard]] std::string_view to_code(Format format);
[[nodiscard]] bool from_code(std::string_view code, Format &format);

/// How a text file is written. Fields left absent in Options are detected.
struct Dialect {
    /// `one_column` when the file has but one: no character ends a cell then.
    char delimiter = ',';
    char quote = '"';
    /// Makes the next quote part of the text, besides doubling it.
    std::optional<char> escape;
    /// `a, b, "c"`: the blank belongs to the delimiter.
    bool blank_after_delimiter = false;
    /// Cells that most rows have.
    std::size_t columns = 0;

    static constexpr char one_column = '\n';
    friend bool operator==(Dialect const &, Dialect const &) = default;
};

struct Outcome {
    Format format = Format::csv;
    std::string encoding; ///< of a text file: "UTF-8", "windows-1252"
    Dialect dialect;      ///< of a text file
    std::uint64_t sheets = 0;
    std::uint64_t rows = 0;
    std::uint64_t cells = 0; ///< that hold something
    std::uint64_t remarks = 0;

    friend bool operator==(Outcome const &, Outcome const &) = default;
};

class Visitor {
public:
    virtual ~Visitor() = default;
    /// Once, before the first sheet: the file's format, encoding and dialect; nothing is counted.
    virtual void opened(Outcome const & /*so_far*/) {}
    /// False skips the sheet. Text files have one.
    virtual bool sheet(Sheet const & /*sheet*/) { return true; }
    /// False ends the reading, which then counts as complete. Rows without any content are left
    /// out; `number` tells.
    virtual bool row(Row const &row) = 0;
    virtual void remark(Remark const & /*remark*/) {}
};

/// Beyond these the file is refused (sheets.too_…). Bytes unless the name says otherwise.
struct Limits {
    std::uint64_t file = 100U << 20U;
    /// All parts of a workbook together, and how many times its packed size.
    std::uint64_t inflated = 512U << 20U;
    std::uint64_t inflated_times = 200; ///< looked at beyond the first 16 MiB
    std::uint64_t parts = 5'000;
    std::uint64_t sheets = 1'000;
    std::uint64_t strings = 256U << 20U; ///< a workbook's table of shared texts
    std::uint64_t cell = 128U << 10U;    ///< 32,767 characters of four bytes
    std::uint64_t row = 32U << 20U;      ///< text of its cells together
    std::uint64_t columns = 16'384;
    std::uint64_t rows = 2'000'000;   ///< of all sheets
    std::uint64_t cells = 20'000'000; ///< of all sheets, the empty ones between others included
    std::uint64_t remarks = 1'000;    ///< further ones are counted only

    /// For files from anybody (foundations: 20 MB inflated).
    [[nodiscard]] static Limits for_the_public();
};

struct Options {
    Limits limits;
    /// An IANA or ICU name ("windows-1256"); detected when absent.
    std::optional<std::string> encoding;
    std::optional<Dialect> dialect;
    /// Takes off the apostrophe that csv_writer() put before text like "=1+1".
    bool undo_formula_guard = true;
};

/// Reads a whole file that is in memory. An exception of the visitor passes through.
[[nodiscard]] Result<Outcome> read(std::string_view bytes, Options const &options,
                                   Visitor &visitor);

/// The same for a file on disk; a file that cannot be opened or read throws std::system_error.
[[nodiscard]] Result<Outcome> read_file(std::string const &path, Options const &options,
                                        Visitor &visitor);

struct Isolation {
    std::chrono::seconds processor{20};
    /// Waiting for the child; the visitor's own time does not count.
    std::chrono::seconds silence{30};
    std::uint64_t memory = 1U << 30U;
};

/// The same in a child process that may use only so much processor and memory, open no file and no
/// socket, and start nothing: a fault of a parser costs that child, and the file is refused
/// (sheets.reader_failed). The child is this very program, so main() must call child_main() first.
[[nodiscard]] Result<Outcome> isolated_read_file(std::string const &path, Options const &options,
                                                 Visitor &visitor, Isolation const &isolation = {});

/// The first thing in main(). When this process was started by isolated_read_file() it does that
/// work and ends the process; otherwise it returns at once.
void child_main(int argc, char **argv);

} // namespace selatan::sheets

/// \file
/// Writing tables: what lists export and what people fill in, as CSV or as a workbook.
///
///     std::string out;
///     auto writer = sheets::csv_writer(sheets::into(out));
///     writer->header({{.title = "Partner"}, {.title = "Amount"}});
///     writer->row({partner.name, sheets::decimal(partner.amount)});
///     writer->finish();
#pragma once

#include "base/date.hpp"
#include "base/money.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace selatan::sheets {

/// units / 10^digits, exactly.
struct Decimal {
    std::int64_t units = 0;
    int digits = 0; ///< 0 to 18

    [[nodiscard]] std::string to_string() const;
    friend bool operator==(Decimal const &, Decimal const &) = default;
};

/// The amount alone: its currency belongs in a column of its own.
[[nodiscard]] inline Decimal decimal(Money const &money)
{
    return {money.minor_units(), minor_digits(money.currency())};
}

/// Clickable in a workbook where the address is http, https or mailto; its address in CSV.
struct Link {
    std::string url;
    std::string text; ///< shown in its place; the address when empty

    friend bool operator==(Link const &, Link const &) = default;
};

/// One cell as written; monostate leaves it empty. Owns what it holds, so that rows may be kept.
using Value =
    std::variant<std::monostate, std::string, bool, std::int64_t, Decimal, Date, Instant, Link>;

struct Column {
    enum class Look {
        plain,
        error, ///< what is wrong with the row: stands out in a workbook
    };

    std::string title;
    Look look = Look::plain;
    int width_characters = 0; ///< 0: chosen from the title
    /// Not empty: the only entries that a workbook lets people choose in this column.
    std::vector<std::string> choices;
    /// Shown in a workbook beside the cell being filled in. 255 characters are kept.
    std::string hint;
};

/// Takes the file, piece by piece, in order.
using Sink = std::function<void(std::string_view)>;

/// Appends to `out`, which outlives the writer. Whoever streams may empty it between rows.
[[nodiscard]] Sink into(std::string &out);

/// A table going out, fed row by row in constant memory. Calls come in the order of their
/// declaration; anything else, or a row longer than the header, is a Bug. A full disk throws.
class TableWriter {
public:
    virtual ~TableWriter() = default;
    TableWriter(TableWriter const &) = delete;
    TableWriter &operator=(TableWriter const &) = delete;

    virtual void header(std::vector<Column> columns) = 0;
    /// Missing values at the end are empty cells.
    virtual void row(std::span<Value const> values) = 0;
    /// The last piece has gone into the sink when this returns.
    virtual void finish() = 0;

    void row(std::initializer_list<Value> values)
    {
        row(std::span<Value const>{values.begin(), values.size()});
    }

protected:
    TableWriter() = default;
};

struct CsvStyle {
    char delimiter = ',';
    /// Without the mark Excel takes UTF-8 for the machine's own encoding.
    bool byte_order_mark = true;
};

/// RFC 4180 in UTF-8, rows reach the sink at once. Text that a spreadsheet would run as a formula
/// gets an apostrophe in front (formula_guard.hpp); numbers and dates are not text and get none.
[[nodiscard]] std::unique_ptr<TableWriter> csv_writer(Sink sink, CsvStyle style = {});

struct WorkbookStyle {
    /// Shortened and cleaned to what a workbook accepts; "Sheet" when nothing is left.
    std::string sheet_name;
    /// Name of the hidden sheet that holds the choices of drop-downs.
    std::string lists_name = "Lists";
    bool right_to_left = false;
    /// Rows below the header that a template's drop-downs reach.
    std::uint32_t rows_with_choices = 5000;
    /// Written into the file's properties; the library's clock when absent.
    std::optional<Instant> made_at;
};

/// Office Open XML workbook. The sink gets everything in finish(); until then rows are in a
/// temporary file. Rows beyond Excel's 1,048,576 go on in a further sheet with the same header;
/// text beyond its 32,767 characters is cut and ends in an ellipsis.
[[nodiscard]] std::unique_ptr<TableWriter> xlsx_writer(Sink sink, WorkbookStyle style = {});

/// A file without a name, gone with its last owner: for a table too large to hold until sent.
///     auto spool = std::make_shared<sheets::Spool>();
///     ... xlsx_writer(spool->sink()) ...
///     response.stream = [spool](std::string &piece) { return spool->next(piece); };
class Spool {
public:
    /// In the system's directory for temporary files.
    Spool();
    ~Spool();
    Spool(Spool const &) = delete;
    Spool &operator=(Spool const &) = delete;

    /// Appends; used before the first next().
    [[nodiscard]] Sink sink();
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    /// Replaces `piece` by the next 256 KiB; false when that was the last.
    [[nodiscard]] bool next(std::string &piece);
    /// A path that opens this file in this process, for libraries that want one.
    [[nodiscard]] std::string path() const;
    /// After something else wrote through path(): looks up the size again.
    void measure();

private:
    int m_file = -1;
    std::uint64_t m_size = 0;
    std::uint64_t m_read = 0;
};

} // namespace selatan::sheets

#include "base/address_sanitizer.hpp"
#include "base/ensure.hpp"
#include "platform/sheets/table_writer.hpp"
#include "platform/sheets/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <xlsxwriter.h>

#ifdef SELATAN_ADDRESS_SANITIZER
#include <sanitizer/lsan_interface.h>
#endif

namespace selatan::sheets {

namespace {

// Excel's own limits ("Excel specifications and limits").
constexpr std::uint32_t max_rows = 1'048'576;
constexpr std::size_t max_columns = 16'384;
constexpr std::size_t max_cell_units = 32'767; ///< of UTF-16
constexpr std::size_t max_links = 65'530;
constexpr std::size_t max_url = 2'000;
/// Beyond this a double no longer holds every integer.
constexpr std::int64_t max_exact = std::int64_t{1} << 53;

/// ECMA-376 part 1, 22.9.2.19 ST_Xstring: a reader takes `_xHHHH_` for a character.
bool looks_like_escape(std::string_view text)
{
    auto const is_hex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    };
    return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
           std::all_of(text.begin() + 2, text.begin() + 6, is_hex);
}

/// What the file may hold: UTF-8 that XML allows, no longer than a cell. Control characters are
/// left to the library, which escapes them.
std::string for_cell(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    std::size_t units = 0;
    std::size_t cut = 0; // where an ellipsis still fits
    for (std::size_t i = 0; i < text.size();) {
        auto const start = i;
        if (looks_like_escape(text.substr(start))) {
            out += "_x005F";
            units += 6;
        }
        auto const c = next_code_point(text, i);
        bool const bad = c == bad_code_point || c == 0xFFFE || c == 0xFFFF || c == 0;
        units += !bad && c > 0xFFFF ? 2 : 1;
        if (units > max_cell_units) {
            out.resize(cut);
            out += "\xE2\x80\xA6";
            break;
        }
        if (bad) {
            out += replacement_character;
        } else {
            out.append(text.substr(start, i - start));
        }
        if (units < max_cell_units) {
            cut = out.size();
        }
    }
    return out;
}

bool is_plain(std::string_view text)
{
    return text.size() < max_cell_units && std::all_of(text.begin(), text.end(), [](char c) {
               return c >= ' ' && c < '\x7F' && c != '_';
           });
}

/// The first `count` code points.
std::string first_of(std::string_view text, std::size_t count)
{
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count) {
        static_cast<void>(next_code_point(text, end));
    }
    return std::string{text.substr(0, end)};
}

/// At most 31 characters, none of []:*?/\, no apostrophe at the ends, and not "History".
std::string sheet_name_from(std::string_view wanted)
{
    std::string kept;
    for (char const c : for_cell(wanted)) {
        if (static_cast<unsigned char>(c) >= ' ') {
            kept.push_back(std::string_view{"[]:*?/\\"}.find(c) == std::string_view::npos ? c
                                                                                          : ' ');
        }
    }
    kept = first_of(kept, 28); // room for the number of a further sheet
    auto const first = kept.find_first_not_of("' ");
    if (first == std::string::npos) {
        return "Sheet";
    }
    kept = kept.substr(first, kept.find_last_not_of("' ") - first + 1);
    return kept == "History" ? "History 1" : kept;
}

bool is_clickable(std::string_view url)
{
    auto const begins = [&](std::string_view scheme) {
        return url.starts_with(scheme);
    };
    return (begins("https://") || begins("http://") || begins("mailto:")) &&
           url.size() <= max_url &&
           std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

/// Days as Excel counts them, which is exact from 1 March 1900 on: its calendar has a 29 February
/// before that day.
constexpr double excel_serial(std::chrono::sys_days day)
{
    return static_cast<double>(
        (day - std::chrono::sys_days{std::chrono::year{1899} / 12 / 30}).count());
}
constexpr double first_exact_serial = 61;

struct CloseWorkbook {
    // Only closing frees a workbook: one that was never finished is closed too, for its memory.
    void operator()(lxw_workbook *book) const { workbook_close(book); }
};

class XlsxWriter final : public TableWriter {
public:
    XlsxWriter(Sink sink, WorkbookStyle style)
        : m_sink{std::move(sink)}, m_style{std::move(style)}, m_name{sheet_name_from(
                                                                  m_style.sheet_name)}
    {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        m_path = m_spool.path();
        m_book.reset(workbook_new_opt(m_path.c_str(), &options));
        if (!m_book) {
            throw std::runtime_error{"cannot begin a workbook"};
        }
        if (m_style.made_at) {
            lxw_doc_properties properties{};
            properties.created = static_cast<time_t>(m_style.made_at->micros() / 1'000'000);
            workbook_set_properties(m_book.get(), &properties);
        }
        m_heading = new_format();
        format_set_bold(m_heading);
        format_set_text_wrap(m_heading);
        format_set_align(m_heading, LXW_ALIGN_VERTICAL_TOP);
        format_set_bg_color(m_heading, 0xE7ECEF);
        format_set_bottom(m_heading, LXW_BORDER_THIN);
        m_error_heading = new_format();
        format_set_bold(m_error_heading);
        format_set_align(m_error_heading, LXW_ALIGN_VERTICAL_TOP);
        format_set_bg_color(m_error_heading, 0x9B1C1C);
        format_set_font_color(m_error_heading, 0xFFFFFF);
        m_error = new_format();
        format_set_bg_color(m_error, 0xFDE8E8);
        format_set_font_color(m_error, 0x7A1414);
        m_date = new_format();
        format_set_num_format(m_date, "yyyy-mm-dd");
        m_instant = new_format();
        format_set_num_format(m_instant, "yyyy-mm-dd hh:mm:ss");
        m_integer = new_format();
        format_set_num_format(m_integer, "0");
    }

    void header(std::vector<Column> columns) override
    {
        ENSURE(m_columns.empty() && !columns.empty() && columns.size() <= max_columns);
        m_columns = std::move(columns);
        begin_sheet();
        write_lists();
    }

    void row(std::span<Value const> values) override
    {
        ENSURE(!m_columns.empty() && !m_finished && values.size() <= m_columns.size());
        if (m_next_row == max_rows) {
            end_sheet();
            begin_sheet();
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            m_column = static_cast<lxw_col_t>(i);
            m_look = m_columns[i].look == Column::Look::error ? m_error : nullptr;
            std::visit([this](auto const &value) { write(value); }, values[i]);
        }
        ++m_next_row;
    }

    void finish() override
    {
        ENSURE(!m_columns.empty() && !m_finished);
        m_finished = true;
        end_sheet();
        auto const error = workbook_close(m_book.release());
        if (error != LXW_NO_ERROR) {
            throw std::runtime_error{std::string{"cannot write a workbook: "} +
                                     lxw_strerror(error)};
        }
        m_spool.measure();
        std::string piece;
        bool more = true;
        while (more) {
            more = m_spool.next(piece);
            m_sink(piece);
        }
    }

private:
    lxw_format *new_format()
    {
        auto *const format = workbook_add_format(m_book.get());
        ENSURE(format != nullptr);
        return format;
    }

    lxw_format *decimal_format(int digits)
    {
        auto &format = m_decimals.at(static_cast<std::size_t>(digits));
        if (format == nullptr) {
            format = new_format();
            format_set_num_format(
                format,
                ("#,##0" + (digits > 0 ? "." + std::string(static_cast<std::size_t>(digits), '0')
                                       : std::string{}))
                    .c_str());
        }
        return format;
    }

    void begin_sheet()
    {
        ++m_sheets;
        auto const name = m_sheets == 1 ? m_name : m_name + " " + std::to_string(m_sheets);
        m_sheet = workbook_add_worksheet(m_book.get(), name.c_str());
        if (m_sheet == nullptr) {
            throw std::runtime_error{"cannot add a sheet to a workbook"};
        }
        if (m_style.right_to_left) {
            worksheet_right_to_left(m_sheet);
        }
        worksheet_freeze_panes(m_sheet, 1, 0);
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            auto const &column = m_columns[i];
            auto const at = static_cast<lxw_col_t>(i);
            // Titles are mostly Latin text: bytes are near enough to characters for a width.
            auto const width =
                column.width_characters > 0
                    ? std::min(column.width_characters, 255)
                    : static_cast<int>(std::clamp<std::size_t>(column.title.size() + 3, 12, 40));
            worksheet_set_column(m_sheet, at, at, width, nullptr);
            auto const title = for_cell(column.title);
            worksheet_write_string(m_sheet, 0, at, title.c_str(),
                                   column.look == Column::Look::error ? m_error_heading
                                                                      : m_heading);
        }
        m_next_row = 1;
    }

    void end_sheet()
    {
        worksheet_autofilter(m_sheet, 0, 0, std::max(m_next_row, std::uint32_t{2}) - 1,
                             static_cast<lxw_col_t>(m_columns.size() - 1));
    }

    /// Choices stand on a sheet of their own because a list inside a cell's rule ends at 255
    /// characters.
    void write_lists()
    {
        std::size_t longest = 0;
        for (auto const &column : m_columns) {
            longest = std::max(longest, column.choices.size());
        }
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            if (!m_columns[i].hint.empty() && m_columns[i].choices.empty()) {
                add_rule(i, LXW_VALIDATION_TYPE_ANY, nullptr);
            }
        }
        if (longest == 0) {
            return;
        }
        ENSURE(longest < max_rows);
        auto lists_name = sheet_name_from(m_style.lists_name);
        if (lists_name == m_name) {
            lists_name += "_";
        }
        auto *const lists = workbook_add_worksheet(m_book.get(), lists_name.c_str());
        if (lists == nullptr) {
            throw std::runtime_error{"cannot add a sheet to a workbook"};
        }
        worksheet_hide(lists);
        // Row by row: in constant memory a row is gone once the next begins.
        for (std::size_t row = 0; row < longest; ++row) {
            lxw_col_t list = 0;
            for (auto const &column : m_columns) {
                if (row < column.choices.size()) {
                    worksheet_write_string(lists, static_cast<lxw_row_t>(row), list,
                                           for_cell(column.choices[row]).c_str(), nullptr);
                }
                list = static_cast<lxw_col_t>(list + (column.choices.empty() ? 0 : 1));
            }
        }
        std::string quoted;
        for (char const c : lists_name) {
            quoted += c == '\'' ? "''" : std::string(1, c);
        }
        lxw_col_t list = 0;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            auto const &choices = m_columns[i].choices;
            if (choices.empty()) {
                continue;
            }
            std::array<char, LXW_MAX_CELL_RANGE_LENGTH> range{};
            lxw_rowcol_to_range_abs(range.data(), 0, list,
                                    static_cast<lxw_row_t>(choices.size() - 1), list);
            add_rule(i, LXW_VALIDATION_TYPE_LIST_FORMULA,
                     ("='" + quoted + "'!" + range.data()).c_str());
            ++list;
        }
    }

    void add_rule(std::size_t column, std::uint8_t type, char const *formula)
    {
        std::string formula_text{formula != nullptr ? formula : ""};
        auto hint = first_of(for_cell(m_columns[column].hint), 255);
        lxw_data_validation rule{};
        rule.validate = type;
        rule.value_formula = formula != nullptr ? formula_text.data() : nullptr;
        rule.input_message = hint.empty() ? nullptr : hint.data();
#ifdef SELATAN_ADDRESS_SANITIZER
        // libxlsxwriter 1.1.4 copies the formula of a list twice and frees it once.
        __lsan::ScopedDisabler const known;
#endif
        worksheet_data_validation_range(m_sheet, 1, static_cast<lxw_col_t>(column),
                                        std::min(m_style.rows_with_choices, max_rows - 1),
                                        static_cast<lxw_col_t>(column), &rule);
    }

    void write(std::monostate)
    {
        if (m_look != nullptr) {
            worksheet_write_blank(m_sheet, m_next_row, m_column, m_look);
        }
    }
    void write(std::string const &value)
    {
        text(value);
    }
    void write(bool value)
    {
        worksheet_write_boolean(m_sheet, m_next_row, m_column, value, m_look);
    }
    void write(std::int64_t value)
    {
        if (value > max_exact || value < -max_exact) {
            text(std::to_string(value));
        } else {
            number(static_cast<double>(value), m_integer);
        }
    }
    void write(Decimal const &value)
    {
        if (value.units > max_exact || value.units < -max_exact) {
            text(value.to_string());
            return;
        }
        // The division rounds once, so the file gets the double nearest to the decimal as long as
        // the power of ten is exact, which it is up to 10^22.
        double divisor = 1;
        for (int i = 0; i < value.digits; ++i) {
            divisor *= 10;
        }
        number(static_cast<double>(value.units) / divisor, decimal_format(value.digits));
    }
    void write(Date value)
    {
        auto const serial = excel_serial(value.days());
        if (serial < first_exact_serial) {
            text(value.to_string());
        } else {
            number(serial, m_date);
        }
    }
    void write(Instant value)
    {
        auto const day = value.date().days();
        auto const serial = excel_serial(day);
        if (serial < first_exact_serial) {
            text(value.to_string());
            return;
        }
        auto const seconds =
            (value.micros() - Instant::at_start_of(value.date()).micros()) / 1'000'000;
        number(serial + static_cast<double>(seconds) / 86'400.0, m_instant);
    }
    void write(Link const &value)
    {
        if (!is_clickable(value.url) || m_links == max_links) {
            text(value.text.empty() ? value.url : value.text);
            return;
        }
        ++m_links;
        auto const shown = for_cell(value.text.empty() ? value.url : value.text);
        worksheet_write_url_opt(m_sheet, m_next_row, m_column, value.url.c_str(), m_look,
                                shown.c_str(), nullptr);
    }

    void text(std::string const &value)
    {
        if (value.empty()) {
            write(std::monostate{});
        } else if (is_plain(value)) {
            worksheet_write_string(m_sheet, m_next_row, m_column, value.c_str(), m_look);
        } else {
            worksheet_write_string(m_sheet, m_next_row, m_column, for_cell(value).c_str(), m_look);
        }
    }

    void number(double value, lxw_format *format)
    {
        worksheet_write_number(m_sheet, m_next_row, m_column, value,
                               m_look != nullptr ? m_look : format);
    }

    Sink m_sink;
    WorkbookStyle m_style;
    std::string m_name;
    Spool m_spool;
    std::string m_path;
    std::unique_ptr<lxw_workbook, CloseWorkbook> m_book;
    std::vector<Column> m_columns;
    lxw_format *m_heading = nullptr;
    lxw_format *m_error_heading = nullptr;
    lxw_format *m_error = nullptr;
    lxw_format *m_date = nullptr;
    lxw_format *m_instant = nullptr;
    lxw_format *m_integer = nullptr;
    std::array<lxw_format *, 19> m_decimals{};

    lxw_worksheet *m_sheet = nullptr;
    int m_sheets = 0;
    std::uint32_t m_next_row = 0;
    lxw_col_t m_column = 0;
    lxw_format *m_look = nullptr;
    std::size_t m_links = 0;
    bool m_finished = false;
};

} // namespace

std::unique_ptr<TableWriter> xlsx_writer(Sink sink, WorkbookStyle style)
{
    return std::make_unique<XlsxWriter>(std::move(sink), std::move(style));
}

} // namespace selatan::sheets

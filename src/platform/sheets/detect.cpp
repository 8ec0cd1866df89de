#include "platform/sheets/detect.hpp"

#include "platform/sheets/header_guess.hpp"
#include "platform/sheets/utf8.hpp"

#include <algorithm>
#include <array>

namespace selatan::sheets {

namespace {

constexpr std::size_t rows_for_header = 100;
constexpr std::size_t samples_kept = 5;
constexpr std::size_t sample_characters = 80;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Digits at the front, taken off.
std::string_view take_digits(std::string_view &text)
{
    auto const end = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                              text.begin());
    auto const digits = text.substr(0, end);
    text.remove_prefix(end);
    return digits;
}

bool is_clock_time(std::string_view text)
{
    return text.size() >= 5 && is_digit(text[0]) &&
           text.find_first_not_of("0123456789:.Z+-") == std::string_view::npos;
}

/// 2026-01-31, 31/01/2026, 1.2.2026, 2026/1/31, with a time behind or not.
bool is_date(std::string_view text)
{
    auto const first = take_digits(text);
    if (first.empty() || text.empty() ||
        std::string_view{"-/."}.find(text[0]) == std::string_view::npos) {
        return false;
    }
    auto const separator = text[0];
    text.remove_prefix(1);
    auto const second = take_digits(text);
    if (second.empty() || second.size() > 2 || text.empty() || text[0] != separator) {
        return false;
    }
    text.remove_prefix(1);
    auto const third = take_digits(text);
    bool const year_first = first.size() == 4 && (third.size() == 1 || third.size() == 2);
    bool const year_last = third.size() == 4 && first.size() <= 2;
    if (!year_first && !year_last) {
        return false;
    }
    if (text.starts_with('T') || text.starts_with(' ')) {
        return is_clock_time(text.substr(1));
    }
    return text.empty();
}

/// Plain, grouped by comma, point, blank or apostrophe, with a decimal comma or point, a currency
/// sign or a percent sign.
ColumnKind number_kind(std::string_view text)
{
    for (std::string_view const sign : {"-", "+", "$", "\xE2\x82\xAC", "\xC2\xA3", "-"}) {
        if (text.starts_with(sign)) {
            text.remove_prefix(sign.size());
        }
    }
    if (text.ends_with('%')) {
        text.remove_suffix(1);
    }
    auto const whole = take_digits(text);
    if (whole.empty()) {
        return ColumnKind::text;
    }
    if (text.empty()) {
        return ColumnKind::integer;
    }
    // Groups: the same mark before every three digits.
    auto const mark = text[0];
    bool const may_group =
        whole.size() <= 3 && std::string_view{",. '"}.find(mark) != std::string_view::npos;
    std::size_t groups = 0;
    auto rest = text;
    while (may_group && rest.size() >= 4 && rest[0] == mark &&
           std::all_of(rest.begin() + 1, rest.begin() + 4, is_digit) &&
           (rest.size() == 4 || !is_digit(rest[4]))) {
        rest.remove_prefix(4);
        ++groups;
    }
    if (groups > 0 && rest.empty()) {
        // "1.250" may be either; one group after a point is as likely a decimal.
        return groups == 1 && mark == '.' ? ColumnKind::decimal : ColumnKind::integer;
    }
    if (groups > 0 && rest[0] != mark) {
        text = rest;
    }
    if (text[0] == '.' || text[0] == ',') {
        text.remove_prefix(1);
        take_digits(text);
    }
    if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
        text.remove_prefix(text.size() > 1 && (text[1] == '-' || text[1] == '+') ? 2 : 1);
        if (take_digits(text).empty()) {
            return ColumnKind::text;
        }
    }
    return text.empty() ? ColumnKind::decimal : ColumnKind::text;
}

ColumnKind kind_of(Cell const &cell)
{
    switch (cell.kind) {
    case Kind::empty:
        return ColumnKind::empty;
    case Kind::number:
        return cell.text.find_first_of(".e") == std::string_view::npos ? ColumnKind::integer
                                                                       : ColumnKind::decimal;
    case Kind::date:
        return ColumnKind::date;
    case Kind::boolean:
        return ColumnKind::boolean;
    case Kind::error:
        return ColumnKind::text;
    case Kind::text:
        break;
    }
    return guess_kind(cell.text);
}

std::string first_characters(std::string_view text)
{
    std::size_t end = 0;
    for (std::size_t i = 0; i < sample_characters && end < text.size(); ++i) {
        static_cast<void>(next_code_point(text, end));
    }
    return std::string{text.substr(0, end)} + (end < text.size() ? "\xE2\x80\xA6" : "");
}

} // namespace

std::string_view to_code(ColumnKind kind)
{
    constexpr std::array<std::string_view, 6> codes{"empty",   "text", "integer",
                                                    "decimal", "date", "boolean"};
    return codes.at(static_cast<std::size_t>(kind));
}

ColumnKind guess_kind(std::string_view text)
{
    text = trimmed(text);
    if (text.empty()) {
        return ColumnKind::empty;
    }
    if (text.size() > 40) {
        return ColumnKind::text;
    }
    // Codes keep their leading zeros: "007" is not seven.
    bool const code =
        text.size() > 1 && text[0] == '0' && std::all_of(text.begin(), text.end(), is_digit);
    if (code) {
        return ColumnKind::text;
    }
    if (is_date(text)) {
        return ColumnKind::date;
    }
    for (std::string_view const word : {"true", "false", "TRUE", "FALSE", "True", "False"}) {
        if (text == word) {
            return ColumnKind::boolean;
        }
    }
    return number_kind(text);
}

SheetGuess const *Summary::main_sheet() const
{
    auto const found = std::find_if(sheets.begin(), sheets.end(), [](SheetGuess const &guess) {
        return !guess.sheet.hidden && guess.rows > 0;
    });
    return found == sheets.end() ? nullptr : &*found;
}

class Detector::Collected {
public:
    void begin(Sheet const &sheet)
    {
        settle();
        m_sheets.push_back({.sheet = sheet});
        m_first_rows.clear();
        m_kinds.clear();
        m_settled = false;
    }

    void row(Row const &row)
    {
        if (m_settled) {
            count(row.cells, row.number);
            return;
        }
        auto &kept = m_first_rows.emplace_back();
        kept.number = row.number;
        for (auto const &cell : row.cells) {
            kept.cells.emplace_back(cell.kind, cell.text);
        }
        if (m_first_rows.size() == rows_for_header) {
            settle();
        }
    }

    Summary summary(Outcome outcome)
    {
        settle();
        return {std::move(outcome), std::move(m_sheets), std::move(remarks)};
    }

    std::vector<Remark> remarks;

private:
    /// How often each kind was seen in a column.
    using Kinds = std::array<std::uint64_t, 6>;

    /// Chooses the header once enough rows are there, and counts those below it.
    void settle()
    {
        if (m_settled || m_sheets.empty()) {
            return;
        }
        m_settled = true;
        auto &guess = m_sheets.back();
        auto const header = guess_header(m_first_rows);
        guess.header_row = header.count > 0 ? m_first_rows[header.first].number : 0;
        guess.header_rows = header.count;
        for (std::size_t i = 0; i < m_first_rows.size(); ++i) {
            auto const &cells = m_first_rows[i].cells;
            if (header.count > 0 && i < header.first) {
                continue;
            }
            if (header.count > 0 && i < header.first + header.count) {
                widen(cells.size());
                for (std::size_t column = 0; column < cells.size(); ++column) {
                    auto &name = guess.columns[column].name;
                    auto const part = trimmed(cells[column].second);
                    name += (name.empty() || part.empty() ? "" : " ") + std::string{part};
                }
                continue;
            }
            m_views.clear();
            for (auto const &[kind, text] : cells) {
                m_views.push_back({kind, text, text});
            }
            count(m_views, m_first_rows[i].number);
        }
        m_first_rows.clear();
    }

    void widen(std::size_t columns)
    {
        if (columns > m_kinds.size()) {
            m_kinds.resize(columns);
            m_sheets.back().columns.resize(columns);
        }
    }

    /// Another table stands below the first one, under the same names.
    void look_for_header(std::span<Cell const> cells, std::size_t number)
    {
        auto const &columns = m_sheets.back().columns;
        std::size_t same = 0;
        for (std::size_t i = 0; i < std::min(cells.size(), columns.size()); ++i) {
            auto const text = trimmed(cells[i].text);
            same += !text.empty() && text == columns[i].name ? 1 : 0;
        }
        if (same >= 2 && same * 2 > columns.size() && m_headers_again++ < most_headers_again) {
            remarks.push_back(
                {"sheets.remark.header_again", Place{m_sheets.back().sheet.name, number, 0}, {}});
        }
    }

    void count(std::span<Cell const> cells, std::size_t number)
    {
        look_for_header(cells, number);
        ++m_sheets.back().rows;
        widen(cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto const seen = kind_of(cells[i]);
            if (seen == ColumnKind::empty) {
                continue;
            }
            auto &column = m_sheets.back().columns[i];
            ++column.filled;
            ++m_kinds[i][static_cast<std::size_t>(seen)];
            column.kind = verdict(m_kinds[i], column.filled);
            if (column.samples.size() < samples_kept) {
                auto sample = first_characters(trimmed(cells[i].text));
                if (std::find(column.samples.begin(), column.samples.end(), sample) ==
                    column.samples.end()) {
                    column.samples.push_back(std::move(sample));
                }
            }
        }
    }

    /// What at least nineteen in twenty are; integers are decimals too.
    static ColumnKind verdict(Kinds const &kinds, std::uint64_t all)
    {
        auto const seen = [&](ColumnKind kind) {
            return kinds[static_cast<std::size_t>(kind)];
        };
        auto const enough = [&](std::uint64_t number) {
            return number * 20 >= all * 19;
        };
        for (auto const kind : {ColumnKind::integer, ColumnKind::date, ColumnKind::boolean}) {
            if (enough(seen(kind))) {
                return kind;
            }
        }
        return enough(seen(ColumnKind::integer) + seen(ColumnKind::decimal)) ? ColumnKind::decimal
                                                                             : ColumnKind::text;
    }

    static constexpr std::size_t most_headers_again = 20;

    std::vector<SheetGuess> m_sheets;
    std::size_t m_headers_again = 0;
    std::vector<KeptRow> m_first_rows;
    std::vector<Kinds> m_kinds;
    std::vector<Cell> m_views;
    bool m_settled = false;
};

Detector::Detector() : m_collected{std::make_unique<Collected>()}
{
}
Detector::~Detector() = default;

bool Detector::sheet(Sheet const &sheet)
{
    m_collected->begin(sheet);
    return true;
}

bool Detector::row(Row const &row)
{
    m_collected->row(row);
    return true;
}

void Detector::remark(Remark const &remark)
{
    m_collected->remarks.push_back(remark);
}

Summary Detector::summary(Outcome outcome)
{
    return m_collected->summary(std::move(outcome));
}

Result<Summary> detect(std::string_view bytes, Options const &options)
{
    Detector detector;
    return read(bytes, options, detector).map([&](Outcome outcome) {
        return detector.summary(std::move(outcome));
    });
}

Result<Summary> detect_file(std::string const &path, Options const &options)
{
    Detector detector;
    return read_file(path, options, detector).map([&](Outcome outcome) {
        return detector.summary(std::move(outcome));
    });
}

Result<Summary> isolated_detect_file(std::string const &path, Options const &options,
                                     Isolation const &isolation)
{
    Detector detector;
    return isolated_read_file(path, options, detector, isolation).map([&](Outcome outcome) {
        return detector.summary(std::move(outcome));
    });
}

} // namespace selatan::sheets

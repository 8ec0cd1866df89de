#include "platform/sheets/dialect.hpp"

#include "platform/sheets/csv_records.hpp"
#include "platform/sheets/detect.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace selatan::sheets {

namespace {

constexpr std::size_t sample_bytes = 64 * 1024;
constexpr std::size_t sample_records = 200;
constexpr std::string_view delimiters = ",;\t| ";

/// Whole lines only, so that a cut record does not count as a faulty one.
std::string_view sample_of(std::string_view text)
{
    if (text.size() <= sample_bytes) {
        return text;
    }
    auto const sample = text.substr(0, sample_bytes);
    auto const end = sample.find_last_of("\r\n");
    return end == std::string_view::npos ? sample : sample.substr(0, end + 1);
}

/// 1 for what is recognisably one cell: nothing, a number, a date, a text that could not be split
/// by another delimiter. 0 for what looks cut or uncut.
double recognised(std::string_view cell)
{
    while (!cell.empty() && cell.front() == ' ') {
        cell.remove_prefix(1);
    }
    while (!cell.empty() && cell.back() == ' ') {
        cell.remove_suffix(1);
    }
    if (cell.empty()) {
        return 1;
    }
    auto const kind = guess_kind(cell);
    if (kind != ColumnKind::text && kind != ColumnKind::empty) {
        return 1;
    }
    bool const quotes_at_one_end = (cell.front() == '"') != (cell.back() == '"');
    if (quotes_at_one_end || cell.find_first_of(";\t|") != std::string_view::npos) {
        return 0;
    }
    return cell.find(',') == std::string_view::npos ? 1 : 0.6;
}

struct Score {
    double value = 0;
    Dialect dialect;
};

Score score(std::string_view sample, Dialect dialect)
{
    CsvRecords records{sample, dialect, {}};
    CsvRecords::Record record;
    std::map<std::size_t, std::size_t> widths;
    std::size_t rows = 0;
    std::size_t faults = 0;
    std::size_t cells = 0;
    double known = 0;
    while (rows < sample_records && records.next(record)) {
        if (record.fields.size() == 1 && record.fields[0].empty()) {
            continue;
        }
        ++rows;
        ++widths[record.fields.size()];
        faults += record.fault == CsvRecords::Fault::none ? 0 : 1;
        for (auto const field : record.fields) {
            known += recognised(field);
            ++cells;
        }
    }
    if (rows == 0) {
        return {0, dialect};
    }
    auto const usual =
        *std::max_element(widths.begin(), widths.end(),
                          [](auto const &a, auto const &b) { return a.second < b.second; });
    dialect.columns = usual.first;
    double pattern = 0;
    for (auto const &[width, count] : widths) {
        // A row alone in its width is more often a faulty row than a table: it weighs little.
        pattern += static_cast<double>(count) * static_cast<double>(width - 1) /
                   static_cast<double>(width);
    }
    auto const regular = static_cast<double>(usual.second) / static_cast<double>(rows);
    auto const sound = 1 - static_cast<double>(faults) / static_cast<double>(rows);
    pattern = pattern / static_cast<double>(rows) * regular;
    return {pattern * sound * known / static_cast<double>(cells), dialect};
}

/// A quote that only ever stands inside words is an apostrophe.
bool opens_cells(std::string_view sample, char quote, char delimiter)
{
    for (auto at = sample.find(quote); at != std::string_view::npos;
         at = sample.find(quote, at + 1)) {
        auto const before = at == 0 ? '\n' : sample[at - 1];
        if (before == '\n' || before == '\r' || before == delimiter ||
            (before == ' ' && at > 1 && sample[at - 2] == delimiter)) {
            return true;
        }
    }
    return false;
}

bool blank_follows_delimiter(std::string_view sample, char delimiter)
{
    std::size_t with = 0;
    std::size_t without = 0;
    for (auto at = sample.find(delimiter); at != std::string_view::npos;
         at = sample.find(delimiter, at + 1)) {
        auto const next = at + 1 < sample.size() ? sample[at + 1] : '\n';
        // Text has blanks after its commas: what tells is that nothing else follows one.
        if (next == ' ') {
            ++with;
        } else if (next != '\r' && next != '\n') {
            ++without;
        }
    }
    return with > 0 && without * 20 <= with;
}

} // namespace

std::optional<char> named_delimiter(std::string_view text)
{
    if (text.starts_with('"')) {
        text.remove_prefix(1);
    }
    if (!text.starts_with("sep=") || text.size() < 6) {
        return std::nullopt;
    }
    auto const after = text[5];
    bool const alone = after == '\r' || after == '\n' || after == '"';
    return alone && text[4] != '\r' && text[4] != '\n' ? std::optional{text[4]} : std::nullopt;
}

Dialect detect_dialect(std::string_view text)
{
    auto const named = named_delimiter(text);
    if (named) {
        text.remove_prefix(std::min(text.size(), text.find_first_of("\r\n")));
    }
    auto const sample = sample_of(text);
    Score best;
    best.dialect = {.delimiter = Dialect::one_column, .columns = 1};
    std::string const named_only(named ? 1 : 0, named.value_or(' '));
    for (char const delimiter : named ? std::string_view{named_only} : delimiters) {
        if (sample.find(delimiter) == std::string_view::npos && !named) {
            continue;
        }
        for (char const quote : std::string_view{"\"'"}) {
            if (quote == '\'' && !opens_cells(sample, quote, delimiter)) {
                continue;
            }
            Dialect dialect{.delimiter = delimiter, .quote = quote};
            dialect.blank_after_delimiter =
                delimiter != ' ' && blank_follows_delimiter(sample, delimiter);
            auto candidate = score(sample, dialect);
            if (sample.find(std::string{'\\', quote}) != std::string_view::npos) {
                dialect.escape = '\\';
                auto const escaping = score(sample, dialect);
                if (escaping.value > candidate.value) {
                    candidate = escaping;
                }
            }
            // Blanks are in every text and apostrophes in many: they must be clearly better.
            candidate.value *= delimiter == ' ' ? 0.5 : 1;
            candidate.value *= quote == '\'' ? 0.95 : 1;
            if (candidate.value > best.value) {
                best = candidate;
            }
        }
    }
    // Sentences with commas are still one column.
    if (best.dialect.columns == 1 && !named) {
        best.dialect.delimiter = Dialect::one_column;
        best.dialect.blank_after_delimiter = false;
    }
    return best.dialect;
}

} // namespace selatan::sheets

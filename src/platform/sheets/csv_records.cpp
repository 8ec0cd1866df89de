#include "platform/sheets/csv_records.hpp"

#include <algorithm>
#include <cstring>

namespace selatan::sheets {

namespace {

std::uint8_t byte(char c)
{
    return static_cast<std::uint8_t>(c);
}

bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || byte(c) >= 0x80;
}

/// `Jacket"The next level`: a delimiter is missing. Inches (`24"`) and words in quotes are not
/// meant, nor apostrophes where they are the quote.
bool runs_into_quoted(std::string_view cell, char quote)
{
    auto const at = quote == '"' ? cell.find(quote) : std::string_view::npos;
    if (at == std::string_view::npos || at == 0 || at + 1 == cell.size()) {
        return false;
    }
    auto const before = cell[at - 1];
    auto const after = cell[at + 1];
    return before != ' ' && is_letter(after) && (is_letter(before) || after < 'a');
}

} // namespace

CsvRecords::CsvRecords(std::string_view text, Dialect const &dialect, Bounds bounds)
    : m_text{text}, m_dialect{dialect}, m_bounds{bounds}
{
    m_ends_plain[byte('\r')] = true;
    m_ends_plain[byte('\n')] = true;
    m_ends_plain[byte(dialect.delimiter)] = true;
}

bool CsvRecords::next(Record &record)
{
    record = Record{.fields = std::move(record.fields), .begin = m_at};
    record.fields.clear();
    if (m_at == m_text.size()) {
        return false;
    }
    auto *chosen = &m_first;
    read(m_first, Reading::quote_is_text);
    bool const damaged =
        m_first.fault == Fault::stray_quote || m_first.fault == Fault::unclosed_quote;
    bool const several_lines =
        damaged &&
        m_text.substr(m_at, m_first.end - m_at).find_first_of("\r\n") != std::string_view::npos;
    if (damaged && (distance(m_first) != 0 || several_lines)) {
        read(m_second, Reading::never_quoted);
        m_read_again += m_second.end - m_at;
        if (distance(m_second) < distance(m_first) + (several_lines ? 1 : 0)) {
            chosen = &m_second;
        }
    }
    for (auto const &piece : chosen->pieces) {
        auto const from = piece.is_mended ? std::string_view{chosen->mended} : m_text;
        record.fields.push_back(from.substr(piece.begin, piece.size));
    }
    record.fault = chosen->fault;
    record.fault_column = chosen->fault_column;
    m_at = chosen->end;
    if (m_at < m_text.size()) {
        bool const cr = m_text[m_at] == '\r';
        bool const crlf = cr && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n';
        record.ending = crlf ? Ending::crlf : cr ? Ending::cr : Ending::lf;
        m_at += crlf ? 2 : 1;
    }
    if (chosen->any_quoted) {
        auto const inside = m_text.substr(record.begin, chosen->end - record.begin);
        for (std::size_t i = 0; i < inside.size(); ++i) {
            bool const lf_of_crlf = inside[i] == '\n' && i > 0 && inside[i - 1] == '\r';
            record.lines += (inside[i] == '\n' && !lf_of_crlf) || inside[i] == '\r' ? 1 : 0;
        }
    }
    return true;
}

void CsvRecords::read(Attempt &attempt, Reading reading)
{
    attempt.pieces.clear();
    attempt.mended.clear();
    attempt.fault = Fault::none;
    attempt.fault_column = 0;
    attempt.any_quoted = false;
    for (auto at = m_at;;) {
        if (m_dialect.blank_after_delimiter && !attempt.pieces.empty() && at < m_text.size() &&
            m_text[at] == ' ') {
            ++at;
        }
        at = at < m_text.size() && m_text[at] == m_dialect.quote ? read_quoted(attempt, at, reading)
                                                                 : read_plain(attempt, at);
        bool const goes_on = at < m_text.size() && m_text[at] == m_dialect.delimiter &&
                             m_dialect.delimiter != Dialect::one_column;
        if (!goes_on) {
            attempt.end = at;
            return;
        }
        if (attempt.pieces.size() == m_bounds.most_cells) {
            attempt.end = m_text.size();
            note(attempt, Fault::too_many_cells);
            return;
        }
        ++at;
    }
}

std::size_t CsvRecords::read_plain(Attempt &attempt, std::size_t at)
{
    auto end = at;
    while (end < m_text.size() && !m_ends_plain[byte(m_text[end])]) {
        ++end;
    }
    auto const cell = m_text.substr(at, end - at);
    if (runs_into_quoted(cell, m_dialect.quote)) {
        note(attempt, Fault::stray_quote);
    }
    attempt.pieces.push_back({at, cell.size(), false});
    if (cell.size() > m_bounds.longest_cell) {
        note(attempt, Fault::cell_too_long);
    }
    return end;
}

std::size_t CsvRecords::read_quoted(Attempt &attempt, std::size_t at, Reading reading)
{
    if (is_spent()) {
        note(attempt, Fault::too_damaged);
        return read_plain(attempt, at);
    }
    auto const mended_begin = attempt.mended.size();
    auto const quote = m_dialect.quote;
    auto begin = at + 1; // of what has not been copied to `mended` yet
    auto position = begin;
    auto const finish = [&](std::size_t end) {
        attempt.any_quoted = true;
        if (attempt.mended.size() == mended_begin) {
            attempt.pieces.push_back({begin, end - begin, false});
        } else {
            attempt.mended.append(m_text.substr(begin, end - begin));
            attempt.pieces.push_back({mended_begin, attempt.mended.size() - mended_begin, true});
        }
    };
    auto const leave_out_one = [&](std::size_t where) {
        attempt.mended.append(m_text.substr(begin, where - begin));
        begin = where + 1;
    };
    auto furthest =
        m_text.size() - at > m_bounds.longest_cell ? at + m_bounds.longest_cell : m_text.size();
    auto const not_quoted_after_all = [&] {
        attempt.mended.resize(mended_begin);
        m_read_again += position - at;
        return read_plain(attempt, at);
    };
    bool stray = false;
    while (position < furthest) {
        auto const c = m_text[position];
        if (m_dialect.escape == c && position + 1 < m_text.size() &&
            (m_text[position + 1] == quote || m_text[position + 1] == c)) {
            leave_out_one(position);
            position += 2;
            continue;
        }
        if (c != quote) {
            if (m_dialect.escape) {
                ++position;
            } else {
                auto const *const found = static_cast<char const *>(
                    std::memchr(m_text.data() + position, quote, furthest - position));
                position =
                    found == nullptr ? furthest : static_cast<std::size_t>(found - m_text.data());
            }
            continue;
        }
        if (ends_cell(position + 1)) {
            finish(position);
            return position + 1;
        }
        if (m_text[position + 1] == quote) {
            leave_out_one(position);
            position += 2;
            continue;
        }
        auto after = position + 1;
        while (after < m_text.size() && m_text[after] == ' ') {
            ++after;
        }
        if (ends_cell(after)) {
            finish(position);
            return after;
        }
        note(attempt, Fault::stray_quote);
        if (reading == Reading::never_quoted) {
            return not_quoted_after_all();
        }
        if (!stray) {
            // From here on the cell is a guess, which had better not swallow further lines.
            stray = true;
            auto const line = m_text.substr(position, furthest - position);
            furthest = position + std::min(line.find_first_of("\r\n"), line.size());
            m_read_again += furthest - position;
        }
        ++position;
    }
    if (!stray) {
        // Never closed, or so far away that it was not meant.
        note(attempt, Fault::unclosed_quote);
    }
    return not_quoted_after_all();
}

/// A file made of nothing but open quotes would cost its square; real damage stays far below the
/// file's own size.
bool CsvRecords::is_spent() const
{
    return m_read_again > 8 * m_text.size() + (1U << 20U);
}

bool CsvRecords::ends_cell(std::size_t at) const
{
    return at >= m_text.size() || m_ends_plain[byte(m_text[at])];
}

std::size_t CsvRecords::distance(Attempt const &attempt) const
{
    auto const expected = m_dialect.columns;
    auto const found = attempt.pieces.size();
    return expected == 0 ? 0 : found > expected ? found - expected : expected - found;
}

void CsvRecords::note(Attempt &attempt, Fault fault)
{
    if (fault > attempt.fault) {
        attempt.fault = fault;
        attempt.fault_column = attempt.pieces.size() + (fault == Fault::cell_too_long ? 0 : 1);
    }
}

} // namespace selatan::sheets

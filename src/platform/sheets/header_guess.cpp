#include "platform/sheets/header_guess.hpp"

#include "platform/sheets/detect.hpp"

#include <algorithm>
#include <set>

namespace selatan::sheets {

namespace {

constexpr std::size_t longest_name = 250;

bool is_filled(std::pair<Kind, std::string> const &cell)
{
    return cell.first != Kind::empty &&
           cell.second.find_first_not_of(" \t\r\n") != std::string::npos;
}

std::size_t filled(KeptRow const &row)
{
    return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), is_filled));
}

ColumnKind kind_of(std::pair<Kind, std::string> const &cell)
{
    switch (cell.first) {
    case Kind::number:
        return ColumnKind::decimal;
    case Kind::date:
        return ColumnKind::date;
    case Kind::boolean:
        return ColumnKind::boolean;
    default:
        return guess_kind(cell.second);
    }
}

bool is_value(ColumnKind kind)
{
    return kind == ColumnKind::integer || kind == ColumnKind::decimal || kind == ColumnKind::date;
}

bool is_year(std::pair<Kind, std::string> const &cell)
{
    return cell.second.size() == 4 && cell.second >= "1900" && cell.second <= "2100";
}

/// Names only, or names and then years, as tables of statistics have them.
bool could_name(KeptRow const &row)
{
    std::size_t names = 0;
    std::size_t years = 0;
    std::set<std::string_view> different;
    for (auto const &cell : row.cells) {
        if (!is_filled(cell)) {
            continue;
        }
        different.insert(cell.second);
        if (is_year(cell)) {
            ++years;
        } else if (is_value(kind_of(cell)) || cell.first == Kind::error ||
                   cell.second.size() > longest_name) {
            return false;
        } else {
            ++names;
        }
    }
    return names > 0 && (years == 0 || years >= 2) && different.size() * 2 >= names + years;
}

std::size_t usual_fill(std::vector<KeptRow> const &rows)
{
    std::vector<std::size_t> fills;
    fills.reserve(rows.size());
    for (auto const &row : rows) {
        fills.push_back(filled(row));
    }
    auto const middle = fills.begin() + static_cast<std::ptrdiff_t>(fills.size() / 2);
    std::nth_element(fills.begin(), middle, fills.end());
    return *middle;
}

/// Some column has a text here and mostly numbers or dates below: only a name can.
bool names_values(std::vector<KeptRow> const &rows, std::size_t at)
{
    auto const &row = rows[at];
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
        if (!is_filled(row.cells[column]) || is_value(kind_of(row.cells[column]))) {
            continue;
        }
        std::size_t values = 0;
        std::size_t all = 0;
        for (auto below = at + 1; below < rows.size(); ++below) {
            if (column < rows[below].cells.size() && is_filled(rows[below].cells[column])) {
                ++all;
                values += is_value(kind_of(rows[below].cells[column])) ? 1 : 0;
            }
        }
        if (all > 0 && values * 2 > all) {
            return true;
        }
    }
    return false;
}

} // namespace

HeaderGuess guess_header(std::vector<KeptRow> const &rows)
{
    if (rows.empty()) {
        return {};
    }
    auto const usual = usual_fill(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        // Data leave cells empty, headers seldom: more is as good as the usual.
        if (filled(rows[i]) * 10 < usual * 6) {
            continue;
        }
        if (!could_name(rows[i])) {
            return {}; // data began
        }
        HeaderGuess guess{i, 1};
        while (i + guess.count + 1 < rows.size() && guess.count < 5 &&
               filled(rows[i + guess.count]) * 10 >= usual * 6 &&
               could_name(rows[i + guess.count]) && names_values(rows, i + guess.count)) {
            ++guess.count;
        }
        return guess;
    }
    return {};
}

} // namespace selatan::sheets

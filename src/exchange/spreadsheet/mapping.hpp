/// \file
/// How the columns of a stranger's table become the fields of a noun. A mapping is a value, a JSON
/// file that can be shared (import.md), and a row of the table `import_mapping`.
///
///     { "name": "Our partners' register", "kind": "reported_activity", "source": "register-2026",
///       "key": ["No"],
///       "fields": { "title":   {"column": "Project"},
///                   "country": {"column": "Country", "values": {"Africa, regional": ""}},
///                   "start_on":{"columns": ["Started", "Planned"], "date": "day_first"} } }
#pragma once

#include "base/country.hpp"
#include "base/result.hpp"
#include "exchange/spreadsheet/detected.hpp"
#include "exchange/spreadsheet/number.hpp"
#include "platform/records/noun.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::spreadsheet {

enum class DateFormat : std::uint8_t {
    iso,         ///< 2026-01-31, what stands behind it is ignored; also cells that are dates
    day_first,   ///< 31/1/2026, 31.01.2026, 31-1-2026
    month_first, ///< 1/31/2026
    year,        ///< 2026: its first day
};
inline constexpr std::array<std::string_view, 4> date_formats{"iso", "day_first", "month_first",
                                                              "year"};
[[nodiscard]] std::string_view to_code(DateFormat format);
[[nodiscard]] bool from_code(std::string_view code, DateFormat &format);

/// Which pieces of a cell that holds several.
enum class Take : std::uint8_t {
    all,
    only,    ///< the piece, where there is exactly one; else nothing
    several, ///< all, where there is more than one; else nothing
    first,
    last,
};
inline constexpr std::array<std::string_view, 5> takes{"all", "only", "several", "first", "last"};
[[nodiscard]] std::string_view to_code(Take take);
[[nodiscard]] bool from_code(std::string_view code, Take &take);

/// What to do with a value that cannot be understood: a code that no list knows, no date, no
/// number.
enum class Unknown : std::uint8_t {
    refused,  ///< the row fails: never guess
    left_out, ///< the field stays empty; another field keeps the words
};

/// Where one field's value comes from, and what is done to it, in the order of the members.
struct Rule {
    std::string field;

    std::vector<std::string> columns; ///< by title; the first that holds something
    std::string pattern;              ///< instead: "{Country}: {Theme}", titles in braces
    std::string constant;             ///< instead, or where all of those are empty

    /// Cells and pieces of them that stand for another value; empty: for none. Compared folded.
    std::vector<std::pair<std::string, std::string>> values;
    std::string separator; ///< between several pieces in one cell; empty: it holds one
    Take take = Take::all;
    DateFormat date = DateFormat::iso;
    std::optional<NumberFormat> number; ///< of a number; makes a plain decimal of a text, too
    int power_of_ten = 0;               ///< of the unit: 6 where figures are in millions
    Unknown unknown = Unknown::refused;
    std::size_t at_most = 0; ///< characters kept; 0: all, and too many are a problem

    friend bool operator==(Rule const &, Rule const &) = default;
};

struct Mapping {
    std::string name;
    std::string kind; ///< of the noun that rows become
    /// Names the row's origin: the same key of the same source is the same record.
    std::string source;
    std::string notes;          ///< for people: where the file is found, what is left out
    std::string sheet;          ///< empty: the first that has rows
    std::size_t header_row = 0; ///< from 1, as a spreadsheet counts; 0: to be detected
    std::size_t header_rows = 1;
    std::vector<std::string> key;     ///< columns; none: equal rows are the same
    Language language = Language::en; ///< of texts for fields in several languages
    std::vector<Rule> rules;

    [[nodiscard]] Rule const *rule(std::string_view field) const;
    friend bool operator==(Mapping const &, Mapping const &) = default;
};

/// Refuses with what is wrong and where ("fields.country.take").
[[nodiscard]] Result<Mapping> parse_mapping(std::string_view json);
[[nodiscard]] std::string to_json(Mapping const &mapping);

/// Does it fit the noun: fields that there are and that may be set, required ones with a source?
/// Codes spreadsheet.unknown_field, common.required, spreadsheet.no_column.
[[nodiscard]] Problems check_mapping(Mapping const &mapping, records::Noun const &noun);

/// A first mapping by the titles of the columns, in any of the six languages.
[[nodiscard]] Mapping guess_mapping(DetectedSheet const &sheet, records::Noun const &noun);

} // namespace selatan::spreadsheet

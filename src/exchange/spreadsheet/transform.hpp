/// \file
/// One row of a table becomes the Input of one record, by a mapping's rules. Pure: what is wrong is
/// told by field, column and code.
#pragma once

#include "exchange/spreadsheet/mapping.hpp"
#include "platform/records/codes.hpp"
#include "platform/records/input.hpp"

#include <map>
#include <unordered_map>

namespace selatan::spreadsheet {

/// Where a problem stands, besides its row.
struct CellProblem {
    std::size_t column = 0; ///< from 1; 0 when it concerns the whole row
    Problem problem;
};

/// Answers again what a code list answered before: a register names its forty countries thirty
/// thousand times.
class RememberingCodes final : public records::CodeLists {
public:
    explicit RememberingCodes(records::CodeLists const &codes) : m_codes{&codes} {}

    [[nodiscard]] std::vector<records::Option> options(std::string_view list,
                                                       Language language) const override
    {
        return m_codes->options(list, language);
    }
    [[nodiscard]] std::string name(std::string_view list, std::string_view code,
                                   Language language) const override;
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override;

private:
    using Key = std::pair<std::string, std::string>; ///< list, text
    records::CodeLists const *m_codes;
    mutable std::map<Key, std::string> m_names; ///< in English
    mutable std::map<Key, std::optional<std::string>> m_resolved;
};

/// A mapping bound to a table's columns and a noun's fields.
class Transform {
public:
    /// `titles` of the table's columns, in order. Refuses spreadsheet.no_such_column for each that
    /// the mapping names and the table lacks, and what check_mapping() finds. All outlive it.
    [[nodiscard]] static Result<Transform> bind(Mapping const &mapping, records::Noun const &noun,
                                                records::CodeLists const &codes,
                                                std::vector<std::string> titles);

    /// Appends what is wrong to `problems`.
    [[nodiscard]] records::Input apply(std::span<sheets::Cell const> cells,
                                       std::vector<CellProblem> &problems) const;
    /// What tells the row from others: its key's texts; empty where the mapping has no key.
    /// spreadsheet.empty_key when it has one and the row has nothing there.
    [[nodiscard]] std::string key_of(std::span<sheets::Cell const> cells,
                                     std::vector<CellProblem> &problems) const;

    /// The column that a field comes from, from 1; 0 when it comes from none.
    [[nodiscard]] std::size_t column_of(std::string_view field) const;
    [[nodiscard]] std::string const &title_of(std::size_t column) const;
    /// The first of the key's columns; 0 without a key.
    [[nodiscard]] std::size_t key_column() const { return m_key.empty() ? 0 : m_key.front(); }

private:
    struct Piece { ///< of a pattern
        std::string text;
        std::size_t column = 0; ///< from 1; 0: the text itself
    };
    struct Bound {
        Rule const *rule = nullptr;
        records::Field const *field = nullptr;
        std::string input_name; ///< "names.en" of a field in several languages
        std::vector<std::size_t> columns;
        std::vector<Piece> pattern;
        std::unordered_map<std::string, std::string> values;  ///< by folded text
        std::unordered_map<std::string, std::string> choices; ///< own codes by folded names
    };

    Transform() = default;
    [[nodiscard]] std::optional<std::size_t> find_column(std::string_view title) const;
    [[nodiscard]] std::string source_text(Bound const &bound, std::span<sheets::Cell const> cells,
                                          std::size_t &column) const;
    [[nodiscard]] std::vector<std::string> pieces(Bound const &bound,
                                                  std::string const &text) const;
    /// The text that the form would have sent; a problem's code when there is none.
    [[nodiscard]] char const *convert(Bound const &bound, std::string &text) const;

    records::CodeLists const *m_codes = nullptr;
    std::vector<std::string> m_titles;
    std::vector<Bound> m_bounds;
    std::vector<std::size_t> m_key;
};

/// A date as a file writes it; nothing when it is none in that format.
[[nodiscard]] std::optional<Date> read_date(std::string_view text, DateFormat format);

} // namespace selatan::spreadsheet

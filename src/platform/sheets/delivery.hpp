/// \file
/// Between a parser and the visitor: counts, keeps the limits that all formats share, and remembers
/// why reading stopped.
#pragma once

#include "platform/sheets/sheet_reader.hpp"

namespace selatan::sheets {

using Argument = std::pair<std::string, std::string>;
using Arguments = std::vector<Argument>;

/// A limit as the sentence about it says it.
[[nodiscard]] Argument many(std::uint64_t limit);
[[nodiscard]] Argument kilobytes(std::uint64_t bytes);
[[nodiscard]] Argument megabytes(std::uint64_t bytes);

class Delivery {
public:
    Delivery(Visitor &visitor, Limits const &limits) : m_visitor{visitor}, m_limits{limits} {}

    [[nodiscard]] Limits const &limits() const { return m_limits; }
    [[nodiscard]] Outcome &outcome() { return m_outcome; }

    /// Whether the visitor wants the sheet; false too when there are too many.
    bool begin_sheet(Sheet sheet);
    /// False when reading is over. Rows without content are not passed on.
    bool row(Row const &row);
    /// `code` without the prefix "sheets.remark."; the sheet is the one that was begun last.
    void remark(std::string_view code, std::size_t row, std::size_t column,
                Arguments arguments = {});
    /// The first refusal stays. `code` without the prefix "sheets.".
    void refuse(std::string_view code, Arguments arguments = {}, std::size_t row = 0,
                std::size_t column = 0);
    void refuse_too_large(std::string_view code, Argument limit, std::size_t row = 0,
                          std::size_t column = 0);
    void refuse(Refusal refusal);

    /// Refused, or the visitor has seen enough.
    [[nodiscard]] bool is_over() const { return m_over; }
    [[nodiscard]] Result<Outcome> result() const;

private:
    Visitor &m_visitor;
    Limits m_limits;
    Outcome m_outcome;
    Sheet m_sheet;
    std::uint64_t m_cells = 0;
    bool m_over = false;
    std::optional<Refusal> m_refusal;
};

/// A refusal that has no place in a sheet.
[[nodiscard]] Refusal refusal_of(std::string_view code, Arguments arguments = {},
                                 Decline decline = Decline::invalid);

} // namespace selatan::sheets

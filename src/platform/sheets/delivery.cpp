#include "platform/sheets/delivery.hpp"

namespace selatan::sheets {

Argument many(std::uint64_t limit)
{
    return {"limit", std::to_string(limit)};
}

Argument kilobytes(std::uint64_t bytes)
{
    return {"kilobytes", std::to_string((bytes + 1023) >> 10U)};
}

Argument megabytes(std::uint64_t bytes)
{
    return {"megabytes", std::to_string((bytes + (1U << 20U) - 1) >> 20U)};
}

Refusal refusal_of(std::string_view code, Arguments arguments, Decline decline)
{
    return {decline, {{"", "sheets." + std::string{code}, std::move(arguments)}}};
}

bool Delivery::begin_sheet(Sheet sheet)
{
    if (m_over) {
        return false;
    }
    if (m_outcome.sheets == m_limits.sheets) {
        refuse_too_large("too_many_sheets", many(m_limits.sheets));
        return false;
    }
    if (m_outcome.sheets++ == 0) {
        auto so_far = m_outcome;
        so_far.sheets = 0;
        m_visitor.opened(so_far);
    }
    m_sheet = std::move(sheet);
    return m_visitor.sheet(m_sheet);
}

bool Delivery::row(Row const &row)
{
    std::uint64_t filled = 0;
    std::uint64_t bytes = 0;
    for (auto const &cell : row.cells) {
        filled += cell.kind == Kind::empty ? 0 : 1;
        bytes += cell.text.size();
    }
    if (m_over || filled == 0) {
        return !m_over;
    }
    m_cells += row.cells.size();
    if (m_outcome.rows == m_limits.rows) {
        refuse_too_large("too_many_rows", many(m_limits.rows), row.number);
    } else if (row.cells.size() > m_limits.columns) {
        refuse_too_large("too_many_columns", many(m_limits.columns), row.number);
    } else if (bytes > m_limits.row) {
        refuse_too_large("row_too_long", megabytes(m_limits.row), row.number);
    } else if (m_cells > m_limits.cells) {
        refuse_too_large("too_many_cells", many(m_limits.cells), row.number);
    } else {
        ++m_outcome.rows;
        m_outcome.cells += filled;
        m_over = !m_visitor.row(row);
    }
    return !m_over;
}

void Delivery::remark(std::string_view code, std::size_t row, std::size_t column,
                      Arguments arguments)
{
    if (m_outcome.remarks++ < m_limits.remarks) {
        m_visitor.remark({"sheets.remark." + std::string{code}, Place{m_sheet.name, row, column},
                          std::move(arguments)});
    }
}

void Delivery::refuse(std::string_view code, Arguments arguments, std::size_t row,
                      std::size_t column)
{
    auto refusal = refusal_of(code, std::move(arguments));
    if (m_outcome.sheets > 0) {
        refusal.problems[0].field = Place{m_sheet.name, row, column}.to_string();
    }
    refuse(std::move(refusal));
}

void Delivery::refuse_too_large(std::string_view code, Argument limit, std::size_t row,
                                std::size_t column)
{
    if (!m_refusal) {
        refuse(code, {std::move(limit)}, row, column);
        m_refusal->decline = Decline::too_large;
    }
}

void Delivery::refuse(Refusal refusal)
{
    if (!m_refusal) {
        m_refusal = std::move(refusal);
    }
    m_over = true;
}

Result<Outcome> Delivery::result() const
{
    if (m_refusal) {
        return selatan::refuse(*m_refusal);
    }
    return m_outcome;
}

} // namespace selatan::sheets

#include "cooperation/reference/csv.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace selatan::reference {

Csv::Csv(std::string_view text) : m_rest{text}
{
    read_row();
    m_header = m_cells;
}

bool Csv::step()
{
    if (m_rest.empty()) {
        return false;
    }
    read_row();
    ENSURE(m_cells.size() == m_header.size());
    return true;
}

std::string const &Csv::at(std::string_view heading) const
{
    auto const found = std::ranges::find(m_header, heading);
    ENSURE(found != m_header.end());
    return m_cells[static_cast<std::size_t>(found - m_header.begin())];
}

void Csv::read_row()
{
    std::size_t count = 0;
    auto const next_cell = [&]() -> std::string & {
        // Cells are used again: most rows then allocate nothing.
        if (count == m_cells.size()) {
            m_cells.emplace_back();
        }
        m_cells[count].clear();
        return m_cells[count++];
    };
    auto *cell = &next_cell();
    bool quoted = false;
    std::size_t i = 0;
    for (; i < m_rest.size(); ++i) {
        auto const c = m_rest[i];
        if (quoted) {
            if (c != '"') {
                *cell += c;
            } else if (i + 1 < m_rest.size() && m_rest[i + 1] == '"') {
                *cell += '"';
                ++i;
            } else {
                quoted = false;
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            cell = &next_cell();
        } else if (c == '\n') {
            ++i;
            break;
        } else {
            *cell += c;
        }
    }
    ENSURE(!quoted);
    m_rest.remove_prefix(i);
    m_cells.resize(count);
}

} // namespace selatan::reference

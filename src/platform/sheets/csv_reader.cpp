#include "platform/sheets/csv_records.hpp"
#include "platform/sheets/dialect.hpp"
#include "platform/sheets/encoding.hpp"
#include "platform/sheets/formula_guard.hpp"
#include "platform/sheets/readers.hpp"
#include "platform/sheets/utf8.hpp"

#include <algorithm>

namespace selatan::sheets {

namespace {

class CsvReader {
public:
    CsvReader(std::string_view text, Dialect const &dialect, Options const &options,
              Delivery &delivery)
        : m_records{text,
                    dialect,
                    {.longest_cell = options.limits.cell, .most_cells = options.limits.columns}},
          m_dialect{dialect}, m_undo_guard{options.undo_formula_guard},
          m_delivery{delivery}, m_any_nul{text.find('\0') != std::string_view::npos},
          m_any_replaced{text.find(replacement_character) != std::string_view::npos}
    {
    }

    void read(std::size_t first_line)
    {
        auto line = first_line;
        CsvRecords::Record record;
        for (std::size_t number = 1; m_records.next(record); ++number) {
            look_at_ending(record, number);
            if (!look_at_fault(record, number)) {
                return;
            }
            fill_cells(record, number);
            look_at_width(number);
            if (!m_delivery.row({.number = number, .line = line, .cells = m_cells})) {
                return;
            }
            line += record.lines;
        }
    }

private:
    void fill_cells(CsvRecords::Record const &record, std::size_t number)
    {
        m_cells.clear();
        m_without_nuls.clear();
        m_without_nuls.reserve(record.fields.size());
        for (auto const field : record.fields) {
            auto text = field;
            if (m_any_nul && text.find('\0') != std::string_view::npos) {
                m_delivery.remark("nul", number, m_cells.size() + 1);
                auto &kept = m_without_nuls.emplace_back(text);
                std::erase(kept, '\0');
                text = kept;
            }
            if (m_any_replaced && text.find(replacement_character) != std::string_view::npos) {
                m_delivery.remark("unreadable_characters", number, m_cells.size() + 1);
            }
            if (m_undo_guard && has_guard(text)) {
                text.remove_prefix(1);
            }
            m_cells.push_back({text.empty() ? Kind::empty : Kind::text, text, field});
        }
    }

    /// False when reading cannot go on.
    bool look_at_fault(CsvRecords::Record const &record, std::size_t number)
    {
        using Fault = CsvRecords::Fault;
        switch (record.fault) {
        case Fault::none:
            return true;
        case Fault::stray_quote:
            m_delivery.remark("stray_quote", number, record.fault_column);
            return true;
        case Fault::unclosed_quote:
            m_delivery.remark("unclosed_quote", number, record.fault_column);
            return true;
        case Fault::cell_too_long:
            m_delivery.refuse_too_large("cell_too_long", kilobytes(m_delivery.limits().cell),
                                        number, record.fault_column);
            return false;
        case Fault::too_many_cells:
            m_delivery.refuse_too_large("too_many_columns", many(m_delivery.limits().columns),
                                        number);
            return false;
        case Fault::too_damaged:
            break;
        }
        m_delivery.refuse("too_damaged", {}, number);
        return false;
    }

    void look_at_width(std::size_t number)
    {
        auto const usual = m_dialect.columns;
        auto const found = m_cells.size();
        auto const filled = static_cast<std::size_t>(
            std::count_if(m_cells.begin(), m_cells.end(),
                          [](Cell const &cell) { return cell.kind != Kind::empty; }));
        // Titles and notes above the table are not held against it.
        m_table_began = m_table_began || found == usual || filled * 10 >= usual * 6;
        if (found != usual && usual > 1 && m_table_began && filled > 0) {
            m_delivery.remark("ragged_row", number, std::min(found, usual) + 1,
                              {{"found", std::to_string(found)}, {"usual", std::to_string(usual)}});
        }
    }

    void look_at_ending(CsvRecords::Record const &record, std::size_t number)
    {
        using Ending = CsvRecords::Ending;
        if (record.ending == Ending::none || record.ending == m_ending) {
            return;
        }
        if (m_ending != Ending::none && !m_said_mixed) {
            m_said_mixed = true;
            m_delivery.remark("mixed_line_ends", number, 0);
        }
        m_ending = record.ending;
    }

    CsvRecords m_records;
    Dialect m_dialect;
    bool m_undo_guard;
    Delivery &m_delivery;
    bool m_any_nul;
    bool m_any_replaced;
    bool m_table_began = false;
    bool m_said_mixed = false;
    CsvRecords::Ending m_ending = CsvRecords::Ending::none;
    std::vector<Cell> m_cells;
    std::vector<std::string> m_without_nuls; ///< reserved: cells look into it
};

} // namespace

void read_csv(std::string_view bytes, Options const &options, Delivery &delivery)
{
    Decoded decoded;
    auto const encoding = options.encoding ? *options.encoding : detect_encoding(bytes);
    if (!decode(bytes, encoding, decoded)) {
        delivery.refuse("unknown_encoding", {{"encoding", encoding}});
        return;
    }
    auto text = decoded.text;
    auto const dialect = options.dialect ? *options.dialect : detect_dialect(text);
    std::size_t first_line = 1;
    if (named_delimiter(text)) {
        // Spreadsheets obey the line and do not show it: rows count from the next.
        auto const end = std::min(text.find_first_of("\r\n"), text.size());
        auto const ending = text.substr(end).starts_with("\r\n") ? 2U : 1U;
        text.remove_prefix(std::min(end + ending, text.size()));
        first_line = 2;
    }
    delivery.outcome().format = Format::csv;
    delivery.outcome().encoding = decoded.encoding;
    delivery.outcome().dialect = dialect;
    if (delivery.begin_sheet({})) {
        CsvReader{text, dialect, options, delivery}.read(first_line);
    }
}

} // namespace selatan::sheets

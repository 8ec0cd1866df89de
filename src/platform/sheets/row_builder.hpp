/// \file
/// One row of a workbook while its cells arrive, in any order, with gaps.
#pragma once

#include "platform/sheets/sheet_reader.hpp"

#include <algorithm>

namespace selatan::sheets {

class RowBuilder {
public:
    void clear()
    {
        m_pieces.clear();
        m_texts.clear();
    }

    /// Copies both; `raw` may be the same as `text`, and is then kept once. Columns count from 1,
    /// at most Limits::columns, which the caller has checked.
    void put(std::size_t column, Kind kind, std::string_view text, std::string_view raw)
    {
        auto &piece = at(column);
        piece = {kind, nullptr, m_texts.size(), text.size(), m_texts.size(), text.size()};
        m_texts.append(text);
        if (raw != text) {
            piece.raw = m_texts.size();
            piece.raw_size = raw.size();
            m_texts.append(raw);
        }
    }

    /// Text that lives longer than the row.
    void put_lasting(std::size_t column, std::string_view text)
    {
        at(column) = {
            text.empty() ? Kind::empty : Kind::text, text.data(), 0, text.size(), 0, text.size()};
    }

    /// Up to the last cell that holds something; until the next clear().
    [[nodiscard]] std::span<Cell const> cells()
    {
        while (!m_pieces.empty() && m_pieces.back().kind == Kind::empty) {
            m_pieces.pop_back();
        }
        m_cells.clear();
        m_cells.reserve(m_pieces.size());
        for (auto const &piece : m_pieces) {
            auto const *const from = piece.lasting != nullptr ? piece.lasting : m_texts.data();
            m_cells.push_back({piece.kind,
                               {from + piece.text, piece.text_size},
                               {from + piece.raw, piece.raw_size}});
        }
        return m_cells;
    }

private:
    struct Piece {
        Kind kind = Kind::empty;
        char const *lasting = nullptr; ///< instead of m_texts, which moves while it grows
        std::size_t text = 0;
        std::size_t text_size = 0;
        std::size_t raw = 0;
        std::size_t raw_size = 0;
    };

    Piece &at(std::size_t column)
    {
        if (m_pieces.size() < column) {
            m_pieces.resize(column);
        }
        return m_pieces[column - 1];
    }

    std::vector<Piece> m_pieces;
    std::string m_texts;
    std::vector<Cell> m_cells;
};

} // namespace selatan::sheets

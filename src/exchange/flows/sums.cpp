// What figures add to the sums.
#include "exchange/flows/figures.hpp"

#include <algorithm>

namespace selatan::reported_flows {

namespace {

/// So much of one amount without a rate is added, so that no sum leaves 64 bits: no payment is
/// more.
constexpr std::int64_t added_most = 100'000'000'000'000'000;

struct Piece {
    Place key = nowhere;
    std::int64_t counted = 0;
    std::int64_t left_out = 0;
};

class Adder {
public:
    Adder(Sign sign, Keys &keys, Difference &difference)
        : m_sign{static_cast<std::int64_t>(sign)}, m_keys{keys}, m_difference{difference}
    {
    }

    void add(Figured const &of, std::span<Part const> parts)
    {
        m_difference.transactions += of.money == Money::budget ? 0 : m_sign;
        if (!of.usd) {
            auto &sum = m_difference.unrated[{of.currency.value_or(""), of.money, of.year}];
            sum.hundredths += m_sign * std::clamp(of.hundredths, -added_most, added_most);
            sum.transactions += m_sign;
            return;
        }
        if (*of.usd == 0) {
            return;
        }
        Piece all{.counted = *of.usd - of.left_out, .left_out = of.left_out};
        all.key = m_keys.place(Dimension::all, "");
        add(of, all);
        for (auto const key : of.owners) {
            if (key != nowhere) {
                all.key = key;
                add(of, all);
            }
        }
        // Without a key of its own, a dimension is in the parts.
        m_countries.clear();
        m_categories.clear();
        if (of.owner(Owner::country) != nowhere) {
            all.key = of.owner(Owner::country);
            m_countries.push_back(all);
        }
        if (of.owner(Owner::sector) != nowhere) {
            all.key = of.owner(Owner::sector);
            add_to_category(all);
        }
        for (auto const &part : parts) {
            Piece const piece{part.key, part.counted, part.left_out};
            add(of, piece);
            auto const dimension = m_keys.at(part.key).dimension;
            if (dimension == Dimension::country) {
                m_countries.push_back(piece);
            } else if (dimension == Dimension::sector) {
                add_to_category(piece);
            }
        }
        for (auto piece : m_countries) {
            piece.key = m_keys.corridor(of.owner(Owner::provider), piece.key);
            add(of, piece);
        }
        for (auto const &piece : m_categories) {
            if (piece.counted != 0 || piece.left_out != 0) {
                add(of, piece);
            }
        }
    }

private:
    void add_to_category(Piece const &sector)
    {
        auto const key = m_keys.category(sector.key);
        auto const known = std::find_if(m_categories.begin(), m_categories.end(),
                                        [&](Piece const &one) { return one.key == key; });
        auto &piece =
            known == m_categories.end() ? m_categories.emplace_back(Piece{.key = key}) : *known;
        piece.counted += sector.counted;
        piece.left_out += sector.left_out;
    }

    void add(Figured const &of, Piece const &piece)
    {
        for (auto const year : {std::int64_t{0}, of.year}) {
            add({.key = piece.key, .money = of.money, .only_south = false, .year = year}, piece);
            if (of.is_south) {
                add({.key = piece.key, .money = of.money, .only_south = true, .year = year}, piece);
            }
        }
    }

    void add(Cell const &cell, Piece const &piece)
    {
        auto &sum = m_difference.cells[cell];
        sum.counted += m_sign * piece.counted;
        sum.left_out += m_sign * piece.left_out;
        sum.transactions += m_sign;
    }

    std::int64_t m_sign;
    Keys &m_keys;
    Difference &m_difference;
    std::vector<Piece> m_countries;
    std::vector<Piece> m_categories;
};

} // namespace

std::size_t CellHash::operator()(Cell const &cell) const
{
    // Years have fourteen bits, money two.
    constexpr int year_bits = 14;
    auto const all = (static_cast<std::uint64_t>(cell.key) << (year_bits + 3)) |
                     (static_cast<std::uint64_t>(cell.year) << 3) |
                     (static_cast<std::uint64_t>(cell.money) << 1) |
                     static_cast<std::uint64_t>(cell.only_south);
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;
    constexpr int upper_half = 32;
    return static_cast<std::size_t>((all * golden) >> upper_half);
}

void add(Figures const &figures, Sign sign, Keys &keys, Difference &difference)
{
    Adder adder{sign, keys, difference};
    auto part = figures.parts.begin();
    for (std::size_t i = 0; i < figures.transactions.size(); ++i) {
        auto const first = part;
        while (part != figures.parts.end() && part->transaction == i) {
            ++part;
        }
        adder.add(figures.transactions[i], {first, part});
    }
}

} // namespace selatan::reported_flows

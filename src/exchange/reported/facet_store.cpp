#include "exchange/reported/facet_store.hpp"

#include "base/ensure.hpp"
#include "exchange/reported/row_values.hpp"
#include "exchange/reported/value_lists.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace selatan::reported {

namespace {

using storage::Value;

constexpr std::string_view digits = "0123456789abcdef";

void append_member(std::string &text, std::int64_t member)
{
    text += digits[static_cast<std::size_t>(member) >> 4U];
    text += digits[static_cast<std::size_t>(member) & 0xFU];
}

constexpr std::uint8_t no_digit = 0x80;
constexpr auto values_of_digits = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}();

std::string text_of(Members const &members)
{
    std::string text;
    for (std::int64_t i = 0; i < block_size; ++i) {
        if (members[static_cast<std::size_t>(i)]) {
            append_member(text, i);
        }
    }
    return text;
}

struct Row {
    std::int64_t facet = 0;
    std::int64_t block = 0;
    std::string members;
};

/// Puts rows; where there is one already, it gets the members that the expression says.
void put(storage::Tx &tx, std::vector<Row> const &rows, std::string_view members)
{
    // So many rows go into one statement, as far as there are so many left.
    static constexpr std::array<std::size_t, 3> rows_at_a_time{64, 8, 1};
    std::vector<Value> values;
    auto next = rows.begin();
    for (auto const size : rows_at_a_time) {
        auto const sql =
            "INSERT INTO iati_facet_block (facet, block, members) VALUES " +
            marks("(?, ?, ?)", size) +
            " ON CONFLICT (facet, block) DO UPDATE SET members = " + std::string{members};
        while (static_cast<std::size_t>(rows.end() - next) >= size) {
            values.clear();
            for (auto const end = next + static_cast<std::ptrdiff_t>(size); next != end; ++next) {
                values.emplace_back(next->facet);
                values.emplace_back(next->block);
                values.emplace_back(next->members);
            }
            tx.send_with(sql, values);
        }
    }
}

} // namespace

Members members_from(std::string_view text)
{
    ENSURE(text.size() % 2 == 0);
    Members members;
    unsigned all = 0;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        unsigned const high = values_of_digits[static_cast<unsigned char>(text[i])];
        unsigned const low = values_of_digits[static_cast<unsigned char>(text[i + 1])];
        all |= high | low;
        members[(high * digits.size() + low) % block_size] = true;
    }
    ENSURE((all & no_digit) == 0);
    return members;
}

FacetIndex::FacetIndex(storage::Tx &tx, std::int64_t last_activity)
    : m_tx{tx}, m_last_block{last_activity / block_size}
{
}

void FacetIndex::add(Pairs pairs)
{
    // In the order of the key, so that neighbours go into one page of the index.
    std::ranges::sort(pairs);
    std::vector<Row> known;
    std::vector<Row> fresh;
    auto last_block = m_last_block;
    for (auto const &[facet, activity] : pairs) {
        auto const block = activity / block_size;
        auto &rows = block > m_last_block ? fresh : known;
        if (rows.empty() || rows.back().facet != facet || rows.back().block != block) {
            rows.push_back({facet, block, {}});
        }
        append_member(rows.back().members, activity % block_size);
        last_block = std::max(last_block, block);
    }
    put(m_tx, known, "iati_facet_block.members || excluded.members");
    static constexpr std::array<std::string_view, 3> columns{"facet", "block", "members"};
    copy_parts(m_tx, "iati_facet_block", columns, fresh,
               [](std::vector<Value> &row, Row const &one) {
                   row = {one.facet, one.block, one.members};
               });
    m_last_block = last_block;
}

void FacetIndex::remove(Pairs const &pairs)
{
    std::map<std::pair<std::int64_t, std::int64_t>, Members> leaving;
    for (auto const &[facet, activity] : pairs) {
        leaving[{facet, activity / block_size}].set(
            static_cast<std::size_t>(activity % block_size));
    }
    static std::string const sql = "WITH wanted (facet, block) AS (VALUES " + marks("(?, ?)") +
                                   ") SELECT b.facet, b.block, b.members FROM wanted w"
                                   " CROSS JOIN iati_facet_block b"
                                   " WHERE b.facet = w.facet AND b.block = w.block";
    std::vector<std::pair<std::int64_t, std::int64_t>> keys;
    keys.reserve(leaving.size());
    for (auto const &[key, members] : leaving) {
        keys.push_back(key);
    }
    std::vector<Row> left;
    std::vector<std::int64_t> emptied;
    for (std::size_t begin = 0; begin < keys.size(); begin += values_at_a_time) {
        std::vector<Value> values;
        for (std::size_t i = 0; i < values_at_a_time; ++i) {
            auto const &[facet, block] = keys[std::min(begin + i, keys.size() - 1)];
            values.emplace_back(facet);
            values.emplace_back(block);
        }
        for (auto row : m_tx.query_with(sql, values)) {
            auto const facet = row.next<std::int64_t>();
            auto const block = row.next<std::int64_t>();
            auto const found = leaving.find({facet, block});
            if (found == leaving.end()) {
                continue; // the last, which fills up the list, again
            }
            auto const members = members_from(row.next<std::string_view>()) & ~found->second;
            leaving.erase(found);
            left.push_back({facet, block, text_of(members)});
            if (members.none()) {
                emptied.push_back(facet);
            }
        }
    }
    put(m_tx, left, "excluded.members");
    run_for(m_tx, "DELETE FROM iati_facet_block WHERE members = '' AND facet IN (", emptied);
}

} // namespace selatan::reported

#include "exchange/reported/matching_store.hpp"

#include "exchange/reported/facets.hpp"
#include "exchange/reported/value_lists.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

namespace selatan::reported {

namespace {

using storage::Value;

/// Facets of which an activity must have one.
struct Sieve {
    std::vector<Value> facets;
    std::int64_t blocks = 0; ///< that they have, up to a bound
};

/// Beyond so many blocks it does not matter which sieve leads.
constexpr std::int64_t many_blocks = 1000;
/// So many blocks are looked at first, the newest; then four times as many, and so on.
constexpr std::size_t blocks_tried = 64;
constexpr std::size_t more_each_time = 4;

Sieve sieve_of(storage::Reader &reader, std::vector<std::string> const &names)
{
    Sieve sieve;
    std::vector<Value> values{many_blocks};
    values.insert(values.end(), names.begin(), names.end());
    for (auto row : reader.query_with(
             "SELECT n.id, (SELECT count(*) FROM (SELECT 1 FROM iati_facet_block b"
             " WHERE b.facet = n.id LIMIT ?) c) FROM iati_facet_name n WHERE n.name IN (" +
                 marks("?", names.size()) + ")",
             values)) {
        sieve.facets.emplace_back(row.next<std::int64_t>());
        sieve.blocks += row.next<std::int64_t>();
    }
    return sieve;
}

/// The rarest first.
std::vector<Sieve> sieves_of(storage::Reader &reader, Wanted const &wanted)
{
    std::vector<Sieve> sieves;
    sieves.reserve(wanted.facets.size());
    for (auto const &facet : wanted.facets) {
        sieves.push_back(sieve_of(reader, {facet}));
    }
    for (auto const &forms : sought_words(wanted.words)) {
        std::vector<std::string> names;
        for (auto const &form : forms) {
            names.push_back(std::string{facets::word} + ":" + form);
        }
        sieves.push_back(sieve_of(reader, names));
    }
    std::ranges::sort(sieves, {}, &Sieve::blocks);
    return sieves;
}

/// Which blocks are asked for: a condition on `block`.
struct Range {
    std::string condition;
    std::vector<Value> values;

    void add(std::string_view more, std::vector<Value> const &of)
    {
        condition.append(" AND ").append(more);
        values.insert(values.end(), of.begin(), of.end());
    }
};

std::string facet_in(Sieve const &sieve)
{
    return "facet IN (" + marks("?", sieve.facets.size()) + ")";
}

struct Read {
    Blocks blocks;
    bool is_cut = false; ///< there are more
};

Read read_blocks(storage::Reader &reader, Sieve const &sieve, Range const &range,
                 std::optional<std::size_t> most)
{
    auto values = sieve.facets;
    values.insert(values.end(), range.values.begin(), range.values.end());
    auto sql = "SELECT block, members FROM iati_facet_block WHERE " + facet_in(sieve) +
               range.condition + " ORDER BY block DESC";
    if (most) {
        sql += " LIMIT ?";
        values.emplace_back(static_cast<std::int64_t>(*most));
    }
    Read read;
    std::size_t rows = 0;
    for (auto row : reader.query_with(sql, values)) {
        auto const block = row.next<std::int64_t>();
        auto const members = members_from(row.next<std::string_view>());
        if (!read.blocks.empty() && read.blocks.back().first == block) {
            read.blocks.back().second |= members;
        } else {
            read.blocks.emplace_back(block, members);
        }
        ++rows;
    }
    read.is_cut = most && rows == *most;
    if (read.is_cut && sieve.facets.size() > 1) {
        read.blocks.pop_back(); // another facet's row of this block may be missing
    }
    return read;
}

void keep_common(Blocks &blocks, Blocks const &others)
{
    auto other = others.begin();
    std::erase_if(blocks, [&](auto &one) {
        while (other != others.end() && other->first > one.first) {
            ++other;
        }
        if (other == others.end() || other->first != one.first) {
            return true;
        }
        one.second &= other->second;
        return one.second.none();
    });
}

void keep_older(Blocks &blocks, std::int64_t before)
{
    if (!blocks.empty() && blocks.front().first == before / block_size) {
        auto const from = static_cast<std::size_t>(before % block_size);
        blocks.front().second &= from == 0 ? Members{} : ~Members{} >> (Members{}.size() - from);
    }
}

Blocks under_identifier(storage::Reader &reader, std::string const &identifier)
{
    Blocks blocks;
    for (auto row : reader.query("SELECT a.id FROM iati_identifier i"
                                 " JOIN iati_activity a ON a.identifier = i.id"
                                 " AND a.ended_by IS NULL WHERE i.text = ? ORDER BY a.id DESC",
                                 identifier)) {
        auto const id = row.next<std::int64_t>();
        if (blocks.empty() || blocks.back().first != id / block_size) {
            blocks.emplace_back(id / block_size, Members{});
        }
        blocks.back().second.set(static_cast<std::size_t>(id % block_size));
    }
    return blocks;
}

} // namespace

bool is_sieved(Wanted const &wanted)
{
    return !wanted.facets.empty() || !wanted.identifier.empty() ||
           !sought_words(wanted.words).empty();
}

Blocks passing(storage::Reader &reader, Wanted const &wanted, std::size_t enough)
{
    auto const sieves = sieves_of(reader, wanted);
    if (std::ranges::any_of(sieves, [](Sieve const &sieve) { return sieve.facets.empty(); })) {
        return {};
    }
    Range older;
    if (wanted.before) {
        older.add("block <= ?", {*wanted.before / block_size});
    }
    // The rarest leads: of the others only its blocks are read.
    auto const narrowed = [&](Blocks blocks, Range const &leading, auto first) {
        for (auto sieve = first; sieve != sieves.end() && !blocks.empty(); ++sieve) {
            Range common;
            common.add("block BETWEEN ? AND ?", {blocks.back().first, blocks.front().first});
            common.add(leading.condition, leading.values);
            keep_common(blocks, read_blocks(reader, *sieve, common, {}).blocks);
        }
        if (wanted.before) {
            keep_older(blocks, *wanted.before);
        }
        return blocks;
    };
    if (!wanted.identifier.empty()) {
        auto blocks = under_identifier(reader, wanted.identifier);
        if (wanted.before) {
            std::erase_if(blocks,
                          [&](auto const &one) { return one.first > *wanted.before / block_size; });
        }
        return narrowed(std::move(blocks),
                        {"block IN (SELECT a.id / " + std::to_string(block_size) +
                             " FROM iati_identifier i JOIN iati_activity a ON a.identifier = i.id"
                             " WHERE i.text = ?)",
                         {wanted.identifier}},
                        sieves.begin());
    }
    auto const &lead = sieves.front();
    Range const leading{
        "block IN (SELECT block FROM iati_facet_block WHERE " + facet_in(lead) + ")", lead.facets};
    // A block has one activity or 256, and of what passes several sieves nobody knows how much
    // there is; so by and by, until there is enough. Few rounds: they grow.
    Blocks all;
    auto range = older;
    for (auto most = blocks_tried;; most *= more_each_time) {
        auto read = read_blocks(reader, lead, range, most);
        auto next = range;
        if (!read.blocks.empty()) {
            next = older;
            next.add("block < ?", {read.blocks.back().first});
        }
        auto blocks = narrowed(std::move(read.blocks), leading, sieves.begin() + 1);
        std::ranges::move(blocks, std::back_inserter(all));
        if (!read.is_cut || size_of(all) >= enough) {
            return all;
        }
        range = std::move(next);
    }
}

std::size_t size_of(Blocks const &blocks)
{
    std::size_t size = 0;
    for (auto const &[block, members] : blocks) {
        size += members.count();
    }
    return size;
}

std::vector<std::int64_t> newest(Blocks const &blocks, std::size_t most)
{
    std::vector<std::int64_t> ids;
    for (auto const &[block, members] : blocks) {
        for (auto member = block_size; member-- > 0;) {
            if (ids.size() == most) {
                return ids;
            }
            if (members[static_cast<std::size_t>(member)]) {
                ids.push_back(block * block_size + member);
            }
        }
    }
    return ids;
}

} // namespace selatan::reported

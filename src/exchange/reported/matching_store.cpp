#include "exchange/reported/matching_store.hpp"

#include "base/text.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/value_lists.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>

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

/// Behind every text that begins with another.
constexpr std::string_view last_character = "\xF4\x8F\xBF\xBF";
/// A beginning that more words have is too short to be sought.
constexpr std::int64_t words_most = 500;
/// Shorter ones begin nearly everything.
constexpr std::size_t shortest_beginning = 3;
/// A word's stem is what the index may have of it.
constexpr std::size_t shortest_stem = 4;

/// Words that are one of its forms, or begin with it.
Sieve sieve_of_word(storage::Reader &reader, std::string const &word,
                    std::vector<std::string> const &forms)
{
    auto const named = [](std::string_view form) {
        return std::string{facets::word} + ":" + std::string{form};
    };
    std::vector<std::string> names;
    names.reserve(forms.size());
    for (auto const &form : forms) {
        names.push_back(named(form));
    }
    auto sieve = sieve_of(reader, names);
    if (word.size() >= shortest_beginning) {
        for (auto row :
             reader.query("SELECT id FROM iati_facet_name WHERE name > ? AND name < ? LIMIT ?",
                          named(word), named(word) + std::string{last_character}, words_most)) {
            sieve.facets.emplace_back(row.next<std::int64_t>());
            sieve.blocks = many_blocks;
        }
    }
    // "sanitati": the index has "sanit".
    for (auto size = word.size(); sieve.facets.empty() && size > shortest_stem; --size) {
        sieve = sieve_of(reader, {named(std::string_view{word}.substr(0, size - 1))});
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
    auto const words = plain_words(wanted.words);
    auto const forms = sought_words(wanted.words);
    for (std::size_t i = 0; i < words.size(); ++i) {
        sieves.push_back(sieve_of_word(reader, words[i], forms[i]));
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

Blocks blocks_of(storage::Rows rows)
{
    Blocks blocks;
    for (auto row : rows) {
        auto const id = row.next<std::int64_t>();
        if (blocks.empty() || blocks.back().first != id / block_size) {
            blocks.emplace_back(id / block_size, Members{});
        }
        blocks.back().second.set(static_cast<std::size_t>(id % block_size));
    }
    return blocks;
}

Blocks under_identifier(storage::Reader &reader, std::string const &identifier)
{
    return blocks_of(reader.query("SELECT a.id FROM iati_identifier i"
                                  " JOIN iati_activity a ON a.identifier = i.id"
                                  " AND a.ended_by IS NULL WHERE i.text = ? ORDER BY a.id DESC",
                                  identifier));
}

/// What somebody types who looks for an identifier: one word with digits in it.
bool looks_like_identifier(std::string_view words)
{
    return words.size() >= shortest_beginning && words.find(' ') == std::string_view::npos &&
           words.find_first_of("0123456789") != std::string_view::npos;
}

Blocks under_beginning(storage::Reader &reader, std::string const &beginning)
{
    constexpr std::int64_t identifiers_most = 5000;
    return blocks_of(reader.query("SELECT a.id FROM (SELECT id FROM iati_identifier WHERE text >= ?"
                                  " AND text < ? ORDER BY text LIMIT ?) i"
                                  " JOIN iati_activity a ON a.identifier = i.id"
                                  " AND a.ended_by IS NULL ORDER BY a.id DESC",
                                  beginning, beginning + std::string{last_character},
                                  identifiers_most));
}

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

} // namespace

bool is_sieved(Wanted const &wanted)
{
    return !wanted.facets.empty() || !wanted.identifier.empty() ||
           !sought_words(wanted.words).empty();
}

Blocks passing(storage::Reader &reader, Wanted const &asked, std::size_t enough)
{
    auto wanted = asked;
    Blocks begun;
    if (asked.identifier.empty() && looks_like_identifier(asked.words)) {
        begun = under_beginning(reader, asked.words);
        if (begun.empty()) {
            begun = under_beginning(reader, upper(asked.words));
        }
        if (!begun.empty()) {
            wanted.words.clear();
        }
    }
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
            if (!leading.condition.empty()) {
                common.add(leading.condition, leading.values);
            }
            keep_common(blocks, read_blocks(reader, *sieve, common, {}).blocks);
        }
        if (wanted.before) {
            keep_older(blocks, *wanted.before);
        }
        return blocks;
    };
    auto const up_to = [&](Blocks blocks) {
        if (wanted.before) {
            std::erase_if(blocks,
                          [&](auto const &one) { return one.first > *wanted.before / block_size; });
        }
        return blocks;
    };
    if (!begun.empty()) {
        return narrowed(up_to(std::move(begun)), Range{}, sieves.begin());
    }
    if (!wanted.identifier.empty()) {
        auto blocks = up_to(under_identifier(reader, wanted.identifier));
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

std::vector<CodeCount> count_by(storage::Reader &reader, Wanted const &wanted,
                                std::string_view kind, std::size_t limit)
{
    auto const blocks = passing(reader, wanted, std::numeric_limits<std::size_t>::max());
    if (blocks.empty()) {
        return {};
    }
    std::unordered_map<std::int64_t, Members> members{blocks.begin(), blocks.end()};
    std::unordered_map<std::string, std::int64_t> counts;
    auto const begin = std::string{kind} + ":";
    auto const end = std::string{kind} + ";"; // the character behind the colon
    for (auto row : reader.query("SELECT n.name, b.block, b.members FROM iati_facet_name n"
                                 " JOIN iati_facet_block b ON b.facet = n.id"
                                 " WHERE n.name > ? AND n.name < ? AND b.block BETWEEN ? AND ?",
                                 begin, end, blocks.back().first, blocks.front().first)) {
        auto name = row.next<std::string>();
        auto const block = members.find(row.next<std::int64_t>());
        if (block != members.end()) {
            auto const has = members_from(row.next<std::string>()) & block->second;
            counts[name.substr(begin.size())] += static_cast<std::int64_t>(has.count());
        }
    }
    std::vector<CodeCount> all;
    all.reserve(counts.size());
    for (auto const &[code, count] : counts) {
        if (count > 0) {
            all.push_back({code, count});
        }
    }
    std::ranges::sort(all, [](CodeCount const &a, CodeCount const &b) {
        return std::tie(b.activities, a.code) < std::tie(a.activities, b.code);
    });
    all.resize(std::min(all.size(), limit));
    return all;
}

} // namespace selatan::reported

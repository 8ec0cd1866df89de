#include "platform/records/everywhere_store.hpp"

#include "platform/records/search.hpp"
#include "platform/storage/marks.hpp"

#include <algorithm>

namespace selatan::records::store {

namespace {

using storage::Value;

/// A condition that several kinds share. Asked once for all of them: with a branch for each of the
/// program's sixty nouns PostgreSQL thinks longer about the query than it works on it.
struct Shared {
    Filter condition;
    std::vector<Value> kinds;
};

void add(std::vector<Shared> &all, std::string_view kind, Filter condition)
{
    auto const same = std::ranges::find_if(all, [&](Shared const &one) {
        return one.condition.sql == condition.sql && one.condition.values == condition.values;
    });
    auto &shared = same != all.end()
                       ? *same
                       : all.emplace_back(Shared{.condition = std::move(condition), .kinds = {}});
    shared.kinds.emplace_back(std::string{kind});
}

/// "(r.kind IN (?, ?) AND …) OR (r.kind IN (?) AND …)", of rows that are of these kinds anyway.
Filter any_of(std::vector<Shared> const &all)
{
    if (all.size() == 1) {
        return all.front().condition;
    }
    Filter any;
    for (auto const &[condition, kinds] : all) {
        any.sql += any.sql.empty() ? "(" : " OR (";
        any.sql += "r.kind IN (" + storage::marks(kinds.size()) + ") AND " + condition.sql + ")";
        any.values.insert(any.values.end(), kinds.begin(), kinds.end());
        any.values.insert(any.values.end(), condition.values.begin(), condition.values.end());
    }
    return any;
}

} // namespace

std::vector<std::string> unknown_words(storage::Reader &reader,
                                       std::vector<std::string> const &words)
{
    std::vector<std::string> unknown;
    if (words.empty()) {
        return unknown;
    }
    std::string sql;
    std::vector<Value> values;
    for (std::size_t i = 0; i < words.size(); ++i) {
        sql += (i == 0 ? "" : " UNION ALL ");
        sql += "SELECT " + std::to_string(i) +
               " WHERE NOT EXISTS (SELECT 1 FROM search_word WHERE word >= ? AND word < ?)";
        values.emplace_back(words[i]);
        values.emplace_back(words[i] + "\xF4\x8F\xBF\xBF"); // behind every word that begins so
    }
    for (auto row : reader.query_with(sql, values)) {
        unknown.push_back(words[row.next<std::size_t>()]);
    }
    return unknown;
}

std::vector<std::string> words_with(storage::Reader &reader, std::vector<std::uint64_t> const &keys)
{
    std::vector<std::string> words;
    if (keys.empty()) {
        return words;
    }
    std::vector<Value> values;
    values.reserve(keys.size());
    for (auto const key : keys) {
        values.emplace_back(static_cast<std::int64_t>(key));
    }
    for (auto row :
         reader.query_with("SELECT DISTINCT word FROM search_spelling WHERE spelling_key IN (" +
                               storage::marks(keys.size()) + ")",
                           values)) {
        words.push_back(row.next<std::string>());
    }
    return words;
}

Matches matching(storage::Reader &reader, std::span<Noun const *const> nouns,
                 auth::Identity const *identity, EverywhereQuery const &query,
                 std::string_view expression)
{
    std::vector<Noun const *> asked;
    asked.reserve(nouns.size());
    std::vector<Shared> seen;
    for (auto const *const noun : nouns) {
        if ((query.kind.empty() || noun->kind == query.kind) &&
            could(*noun->policy, identity, verbs::see)) {
            add(seen, noun->kind, compile(*noun->policy, identity, verbs::see));
            asked.push_back(noun);
        }
    }
    Matches matches;
    auto &hits = matches.hits;
    if (asked.empty() || expression.empty()) {
        return matches;
    }
    // One after the other, the newest first, until there is enough; PostgreSQL has to be told how
    // much that is.
    auto found = search_candidates(reader.engine(), search_within(asked, identity), expression,
                                   looked_at_most);
    auto const may_see = any_of(seen);
    auto sql =
        found.with +
        "SELECT r.id, r.kind, r.reference, r.title, r.state, r.country, r.changed_at, r.titles"
        " FROM (" +
        found.rows + ") f CROSS JOIN record r WHERE r.id = f.record AND (" + may_see.sql + ")";
    auto values = std::move(found.values);
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    if (query.country) {
        sql += " AND r.country = ?";
        values.emplace_back(query.country->to_string());
    }
    if (query.since) {
        sql += " AND r.changed_at >= ?";
        values.emplace_back(storage::to_value(reader.start_of(*query.since)));
    }
    if (reader.engine() == storage::Engine::postgresql) {
        sql += " ORDER BY f.id DESC LIMIT ?";
        values.emplace_back(std::int64_t{ranked_most} + 1);
    }
    int rows = 0;
    for (auto row : reader.query_with(sql, values)) {
        if (++rows > ranked_most) {
            matches.is_all = false;
            break; // the rest is not even looked for
        }
        Hit hit;
        hit.id = row.next<Uuid>();
        auto const kind = row.next<std::string>();
        hit.noun = *std::ranges::find(nouns, std::string_view{kind}, &Noun::kind);
        hit.reference = row.next<std::string>();
        hit.title = row.next<std::string>();
        hit.state = row.next<std::string>();
        hit.country = row.next<std::optional<CountryCode>>();
        hit.changed_at = row.next<Instant>();
        hit.titles = row.next<std::string>();
        hits.push_back(std::move(hit));
    }
    std::ranges::sort(hits, std::ranges::greater{}, &Hit::id);
    // Some were found in what they say to another audience, too. Not std::ranges::unique: clang 14
    // cannot read libstdc++'s.
    auto const is_same = [](Hit const &one, Hit const &other) {
        return one.id == other.id;
    };
    hits.erase(std::unique(hits.begin(), hits.end(), is_same), hits.end());
    return matches;
}

} // namespace selatan::records::store

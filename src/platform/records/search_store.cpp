#include "platform/records/search.hpp"

#include "base/ensure.hpp"
#include "base/spelling.hpp"
#include "base/text.hpp"
#include "platform/records/sought.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace selatan::records {

namespace {

using storage::Value;

/// Up to here taking all costs no more than finding the newest.
constexpr std::int64_t few_matches = 10'000;

/// The words as they stand and their stems in every language: a search in French finds what was
/// written in French, whatever language the record was made in.
std::string tokens_to_store(std::string_view text)
{
    std::string stored;
    for (auto const &token : tokens_in_every_language(text)) {
        stored += (stored.empty() ? "" : " ") + token;
    }
    return stored;
}

/// " AND d.kind IN (?, ?) AND d.audience <= ?"
Filter suits(SearchWithin const &within)
{
    Filter filter{.sql = " AND d.kind IN (", .values = {}};
    for (auto const kind : within.kinds) {
        filter.sql += filter.values.empty() ? "?" : ", ?";
        filter.values.emplace_back(std::string{kind});
    }
    filter.sql += ") AND d.audience <= ?";
    filter.values.emplace_back(std::int64_t{static_cast<int>(within.audience)});
    return filter;
}

/// The tokens of reach, which are letters and digits, between these.
std::string joined(std::vector<std::string> const &tokens, std::string_view open,
                   std::string_view between, std::string_view close)
{
    std::string text{open};
    for (auto const &token : tokens) {
        text += (text.size() == open.size() ? "" : std::string{between}) + token;
    }
    return text + std::string{close};
}

void remove_level(storage::Tx &tx, Uuid record, Audience audience)
{
    auto const level = static_cast<int>(audience);
    if (tx.engine() == storage::Engine::sqlite) {
        tx.run("DELETE FROM search_tokens WHERE rowid IN"
               " (SELECT id FROM search_document WHERE record = ? AND audience = ?)",
               record, level);
    }
    tx.send("DELETE FROM search_document WHERE record = ? AND audience = ?", record, level);
}

} // namespace

bool is_searched(Field const &field)
{
    constexpr std::array kinds{Kind::text, Kind::long_text, Kind::multilingual, Kind::email,
                               Kind::url};
    return field.audience <= Audience::internal && !field.is_passing &&
           std::ranges::find(kinds, field.kind) != kinds.end();
}

void remove_from_index(storage::Tx &tx, Uuid record)
{
    if (tx.engine() == storage::Engine::sqlite) {
        tx.run("DELETE FROM search_tokens WHERE rowid IN"
               " (SELECT id FROM search_document WHERE record = ?)",
               record);
    }
    tx.send("DELETE FROM search_document WHERE record = ?", record);
}

std::vector<SearchText> tokenised(std::vector<SearchText> texts)
{
    for (auto &text : texts) {
        text.text = tokens_to_store(text.text);
    }
    return texts;
}

void index_again(storage::Tx &tx, Uuid record, std::string_view kind,
                 std::vector<SearchText> const &before, std::vector<SearchText> after)
{
    auto const same_in = [](std::vector<SearchText> const &texts) {
        return [&texts](SearchText const &one) {
            return std::ranges::any_of(texts, [&](SearchText const &other) {
                return other.audience == one.audience && other.text == one.text;
            });
        };
    };
    for (auto const &text : before) {
        if (!same_in(after)(text)) {
            remove_level(tx, record, text.audience);
        }
    }
    std::erase_if(after, same_in(before));
    index_new_record(tx, record, kind, tokenised(std::move(after)));
}

void index_new_record(storage::Tx &tx, Uuid record, std::string_view kind,
                      std::vector<SearchText> const &tokenised_texts)
{
    for (auto const &[audience, stored] : tokenised_texts) {
        if (stored.empty()) {
            continue;
        }
        auto const level = static_cast<int>(audience);
        if (tx.engine() == storage::Engine::sqlite) {
            auto const id =
                tx.one<std::int64_t>("INSERT INTO search_document (record, kind, audience)"
                                     " VALUES (?, ?, ?) RETURNING id",
                                     record, kind, level);
            tx.run("INSERT INTO search_tokens (rowid, tokens, reach)"
                   " SELECT ?, ?, reach FROM record_reach WHERE record = ?",
                   id, stored, record);
            tx.run("INSERT INTO search_unlearned (document) VALUES (?) ON CONFLICT DO NOTHING", id);
        } else {
            tx.send("WITH made AS (INSERT INTO search_document (record, kind, audience, tokens,"
                    "   reach)"
                    "  SELECT record, ?, CAST(? AS bigint), "
                    "   array_to_tsvector(string_to_array(?, ' ')), reach"
                    "  FROM record_reach WHERE record = ? RETURNING id)"
                    " INSERT INTO search_unlearned (document) SELECT id FROM made"
                    " ON CONFLICT DO NOTHING",
                    kind, level, stored, record);
        }
    }
}

void index_reach(storage::Tx &tx, Uuid record)
{
    if (tx.engine() == storage::Engine::sqlite) {
        tx.run("UPDATE search_tokens"
               " SET reach = (SELECT v.reach FROM record_reach v WHERE v.record = ?)"
               " WHERE rowid IN (SELECT id FROM search_document WHERE record = ?)",
               record, record);
    } else {
        tx.send("UPDATE search_document d SET reach = v.reach FROM record_reach v"
                " WHERE d.record = ? AND v.record = d.record AND d.reach <> v.reach",
                record);
    }
}

Filter search_filter(storage::Engine engine, SearchWithin const &within, Language language,
                     std::string_view words)
{
    auto const expression = match_expression(engine, sought_in(language, words));
    if (expression.empty()) {
        return {.sql = "1 = 1", .values = {}};
    }
    auto candidates = search_candidates(engine, within, expression, search_candidates_most);
    return {.sql =
                "r.id IN (" + candidates.with + "SELECT f.record FROM (" + candidates.rows + ") f)",
            .values = std::move(candidates.values)};
}

Candidates search_candidates(storage::Engine engine, SearchWithin const &within,
                             std::string_view expression, int most)
{
    ENSURE(!expression.empty());
    auto suiting = suits(within);
    Value const newest{std::int64_t{most}};
    Candidates candidates;
    auto const add = [&candidates](std::vector<Value> const &more) {
        candidates.values.insert(candidates.values.end(), more.begin(), more.end());
    };
    if (engine == storage::Engine::sqlite) {
        std::string match = "tokens : (" + std::string{expression} + ")";
        if (!within.reach.empty()) {
            match += joined(within.reach, " AND reach : (\"", "\" OR \"", "\")");
        }
        candidates.rows = "SELECT d.id, d.record FROM search_tokens t"
                          " JOIN search_document d ON d.id = t.rowid"
                          " WHERE t.search_tokens MATCH ?" +
                          suiting.sql + " ORDER BY t.rowid DESC LIMIT ?";
        add({std::move(match)});
        add(suiting.values);
        add({newest});
        return candidates;
    }
    if (!within.reach.empty()) {
        suiting.sql += " AND d.reach && CAST(? AS text[])";
        suiting.values.emplace_back(joined(within.reach, "{", ",", "}"));
    }
    // PostgreSQL either takes all that its index finds, which is best for a rare word, or walks
    // back from the newest until enough have matched, which is best for a common one. It cannot
    // know how rare the beginning of a word is, so it is asked: what has few matches is taken
    // whole. Both ways are in order, so whoever wants fewer than `most` stops it early.
    Value const match{std::string{expression}};
    Value const few{std::int64_t{few_matches}};
    candidates.with = "WITH few AS MATERIALIZED (SELECT d.id, d.record FROM search_document d"
                      "  WHERE d.tokens @@ CAST(? AS tsquery)" +
                      suiting.sql + "  LIMIT ?) ";
    candidates.rows = "(SELECT id, record FROM few"
                      "  WHERE (SELECT count(*) FROM few) < ? ORDER BY id DESC LIMIT ?)"
                      " UNION ALL (SELECT d.id, d.record FROM search_document d"
                      "  WHERE (SELECT count(*) FROM few) = ? AND d.tokens @@ CAST(? AS tsquery)" +
                      suiting.sql + " ORDER BY d.id DESC LIMIT ?)";
    add({match});
    add(suiting.values);
    add({few, few, newest, few, match});
    add(suiting.values);
    add({newest});
    return candidates;
}

bool has_unlearned(storage::Reader &reader)
{
    return reader.one<std::int64_t>("SELECT document FROM search_unlearned LIMIT 1").has_value();
}

void learn_words(storage::Tx &tx)
{
    std::vector<std::int64_t> documents;
    std::set<std::string> words;
    auto const is_sqlite = tx.engine() == storage::Engine::sqlite;
    // The newest first: what somebody just wrote does not wait for a great import.
    for (auto row : tx.query(
             is_sqlite ? "SELECT u.document, t.tokens FROM search_unlearned u"
                         " LEFT JOIN search_tokens t ON t.rowid = u.document"
                         " ORDER BY u.document DESC LIMIT ?"
                       : "SELECT u.document, array_to_string(tsvector_to_array(d.tokens), ' ')"
                         " FROM search_unlearned u LEFT JOIN search_document d ON d.id = u.document"
                         " ORDER BY u.document DESC LIMIT ?",
             learned_at_once)) {
        documents.push_back(row.next<std::int64_t>());
        auto const tokens = row.next<std::optional<std::string>>().value_or("");
        std::string_view rest = tokens;
        while (!rest.empty()) {
            auto const word = rest.substr(0, rest.find(' '));
            if (can_be_corrected(word)) {
                words.emplace(word);
            }
            rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        }
    }
    for (auto const &word : words) {
        if (tx.run("INSERT INTO search_word (word) VALUES (?) ON CONFLICT DO NOTHING", word) == 0) {
            continue;
        }
        for (auto const key : spelling_keys(word)) {
            tx.run("INSERT INTO search_spelling (spelling_key, word) VALUES (?, ?)",
                   static_cast<std::int64_t>(key), word);
        }
    }
    for (auto const document : documents) {
        tx.run("DELETE FROM search_unlearned WHERE document = ?", document);
    }
}

} // namespace selatan::records

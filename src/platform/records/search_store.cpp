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

} // namespace

bool is_searched(Field const &field)
{
    constexpr std::array kinds{Kind::text, Kind::long_text, Kind::multilingual, Kind::email,
                               Kind::url};
    return field.audience <= Audience::internal &&
           std::ranges::find(kinds, field.kind) != kinds.end();
}

void remove_from_index(storage::Tx &tx, Uuid record)
{
    if (tx.engine() == storage::Engine::sqlite) {
        tx.run("DELETE FROM search_tokens WHERE rowid IN"
               " (SELECT id FROM search_document WHERE record = ?)",
               record);
    }
    tx.run("DELETE FROM search_document WHERE record = ?", record);
}

std::vector<SearchText> tokenised(std::vector<SearchText> texts)
{
    for (auto &text : texts) {
        text.text = tokens_to_store(text.text);
    }
    return texts;
}

void index_record(storage::Tx &tx, Uuid record, std::string_view kind,
                  std::vector<SearchText> const &texts)
{
    remove_from_index(tx, record);
    index_new_record(tx, record, kind, tokenised(texts));
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
            tx.run("INSERT INTO search_tokens (rowid, tokens) VALUES (?, ?)", id, stored);
            tx.run("INSERT INTO search_unlearned (document) VALUES (?) ON CONFLICT DO NOTHING", id);
        } else {
            tx.run("WITH made AS (INSERT INTO search_document (record, kind, audience, tokens)"
                   "  VALUES (?, ?, ?, array_to_tsvector(string_to_array(?, ' '))) RETURNING id)"
                   " INSERT INTO search_unlearned (document) SELECT id FROM made"
                   " ON CONFLICT DO NOTHING",
                   record, kind, level, stored);
        }
    }
}

Filter search_filter(storage::Engine engine, std::string_view kind, Language language,
                     std::string_view typed, Audience audience)
{
    return search_filter(engine, std::array{kind},
                         match_expression(engine, sought_in(language, typed)), audience,
                         search_candidates_most);
}

Filter search_candidates(storage::Engine engine, std::span<std::string_view const> kinds,
                         std::string expression, Audience audience, int most)
{
    ENSURE(!expression.empty());
    Value const match{std::move(expression)};
    std::vector<Value> suits;
    std::string suiting = " AND d.kind IN (";
    for (auto const kind : kinds) {
        suiting += suits.empty() ? "?" : ", ?";
        suits.emplace_back(std::string{kind});
    }
    suiting += ") AND d.audience <= ?";
    suits.emplace_back(std::int64_t{static_cast<int>(audience)});
    Value const newest{std::int64_t{most}};

    Filter filter;
    auto const add = [&filter](std::vector<Value> const &more) {
        filter.values.insert(filter.values.end(), more.begin(), more.end());
    };
    if (engine == storage::Engine::sqlite) {
        filter.sql = "SELECT d.record FROM search_tokens t"
                     " JOIN search_document d ON d.id = t.rowid WHERE t.tokens MATCH ?" +
                     suiting + " ORDER BY t.rowid DESC LIMIT ?";
        add({match});
        add(suits);
        add({newest});
        return filter;
    }
    // PostgreSQL either takes all that its index finds, which is best for a rare word, or walks
    // back from the newest until enough have matched, which is best for a common one. It cannot
    // know how rare the beginning of a word is, so it is asked: what has few matches is taken
    // whole.
    Value const few{std::int64_t{few_matches}};
    filter.sql = "WITH few AS MATERIALIZED (SELECT d.id, d.record FROM search_document d"
                 "  WHERE d.tokens @@ CAST(? AS tsquery)" +
                 suiting +
                 "  LIMIT ?)"
                 " (SELECT record FROM few WHERE (SELECT count(*) FROM few) < ?"
                 "  ORDER BY id DESC LIMIT ?)"
                 " UNION ALL (SELECT d.record FROM search_document d"
                 "  WHERE (SELECT count(*) FROM few) = ? AND d.tokens @@ CAST(? AS tsquery)" +
                 suiting + " ORDER BY d.id DESC LIMIT ?)";
    add({match});
    add(suits);
    add({few, few, newest, few, match});
    add(suits);
    add({newest});
    return filter;
}

Filter search_filter(storage::Engine engine, std::span<std::string_view const> kinds,
                     std::string expression, Audience audience, int most)
{
    if (expression.empty()) {
        return {.sql = "1 = 1", .values = {}};
    }
    auto filter = search_candidates(engine, kinds, std::move(expression), audience, most);
    filter.sql = "r.id IN (" + filter.sql + ")";
    return filter;
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
    for (auto row : tx.query(
             is_sqlite ? "SELECT u.document, t.tokens FROM search_unlearned u"
                         " LEFT JOIN search_tokens t ON t.rowid = u.document"
                         " ORDER BY u.document LIMIT ?"
                       : "SELECT u.document, array_to_string(tsvector_to_array(d.tokens), ' ')"
                         " FROM search_unlearned u LEFT JOIN search_document d ON d.id = u.document"
                         " ORDER BY u.document LIMIT ?",
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

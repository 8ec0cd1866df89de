#include "platform/records/search.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace selatan::records {

namespace {

using storage::Value;

constexpr std::size_t typed_words_most = 12;
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

/// `token` in the quotes of the engine's query language.
std::string quoted(std::string_view token, char quote)
{
    std::string text{quote};
    for (char const c : token) {
        text += c;
        if (c == quote || (quote == '\'' && c == '\\')) {
            text += c;
        }
    }
    return text + quote;
}

/// One group per word that was typed: its beginning, or its stem.
std::string match_expression(storage::Engine engine, Language language, std::string_view typed)
{
    bool const sqlite = engine == storage::Engine::sqlite;
    char const quote = sqlite ? '"' : '\'';
    std::string expression;
    std::size_t count = 0;
    for (auto const &word : plain_words(typed)) {
        if (++count > typed_words_most) {
            break;
        }
        std::string group = quoted(word, quote) + (sqlite ? " *" : ":*");
        for (auto const &stem : tokens(language, word)) {
            if (stem != word) {
                group += (sqlite ? " OR " : " | ") + quoted(stem, quote);
            }
        }
        if (!expression.empty()) {
            expression += sqlite ? " AND " : " & ";
        }
        expression += "(" + group + ")";
    }
    return expression;
}

} // namespace

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
        } else {
            tx.run("INSERT INTO search_document (record, kind, audience, tokens)"
                   " VALUES (?, ?, ?, array_to_tsvector(string_to_array(?, ' ')))",
                   record, kind, level, stored);
        }
    }
}

Filter search_filter(storage::Engine engine, std::string_view kind, Language language,
                     std::string_view typed, Audience audience)
{
    auto expression = match_expression(engine, language, typed);
    if (expression.empty()) {
        return {.sql = "1 = 1", .values = {}};
    }
    auto const level = std::int64_t{static_cast<int>(audience)};
    Value const match{std::move(expression)};
    Value const of_kind{std::string{kind}};
    Value const most{std::int64_t{search_candidates_most}};
    if (engine == storage::Engine::sqlite) {
        return {.sql = "r.id IN (SELECT d.record FROM search_tokens t"
                       " JOIN search_document d ON d.id = t.rowid"
                       " WHERE t.tokens MATCH ? AND d.kind = ? AND d.audience <= ?"
                       " ORDER BY t.rowid DESC LIMIT ?)",
                .values = {match, of_kind, level, most}};
    }
    // PostgreSQL either takes all that its index finds, which is best for a rare word, or walks
    // back from the newest until enough have matched, which is best for a common one. It cannot
    // know how rare the beginning of a word is, so it is asked: what has few matches is taken
    // whole.
    Value const few{std::int64_t{few_matches}};
    return {.sql = "r.id IN (WITH few AS MATERIALIZED (SELECT d.id, d.record FROM search_document d"
                   "  WHERE d.tokens @@ CAST(? AS tsquery) AND d.kind = ? AND d.audience <= ?"
                   "  LIMIT ?)"
                   " (SELECT record FROM few WHERE (SELECT count(*) FROM few) < ?"
                   "  ORDER BY id DESC LIMIT ?)"
                   " UNION ALL (SELECT d.record FROM search_document d"
                   "  WHERE (SELECT count(*) FROM few) = ? AND d.tokens @@ CAST(? AS tsquery)"
                   "  AND d.kind = ? AND d.audience <= ? ORDER BY d.id DESC LIMIT ?))",
            .values = {match, of_kind, level, few, few, most, few, match, of_kind, level, most}};
}

} // namespace selatan::records

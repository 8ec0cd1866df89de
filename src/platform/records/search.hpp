/// \file
/// Finding records by words: the rows that lists' word filters look in, on either engine.
#pragma once

#include "platform/records/access.hpp"
#include "platform/records/field.hpp"
#include "platform/records/reach.hpp"
#include "platform/storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

/// What a record says to one audience.
struct SearchText {
    Audience audience = Audience::internal;
    std::string text;
};

/// Is what stands in the field found by its words? What is restricted or passing is not.
[[nodiscard]] bool is_searched(Field const &field);

/// Replaces what is indexed of a record, where it differs.
void index_again(storage::Tx &tx, Uuid record, std::string_view kind,
                 std::vector<SearchText> const &before, std::vector<SearchText> after);

/// Each text's tokens in its place: most of the work of indexing, and it needs no transaction.
[[nodiscard]] std::vector<SearchText> tokenised(std::vector<SearchText> texts);
/// For a record that is new, from texts that were tokenised before.
void index_new_record(storage::Tx &tx, Uuid record, std::string_view kind,
                      std::vector<SearchText> const &tokenised_texts);
/// Its parties are others now. A new country or organisation tells itself.
void index_reach(storage::Tx &tx, Uuid record);
/// Forgets what was indexed of a record.
void remove_from_index(storage::Tx &tx, Uuid record);

/// Newest first, this many are looked at: broader searches want another word.
inline constexpr int search_candidates_most = 1000;

/// A condition over `record r`: every word (or its beginning, or its stem) stands in what may be
/// looked in. Words without a letter or digit are ignored; "1 = 1" when nothing is left.
[[nodiscard]] Filter search_filter(storage::Engine engine, SearchWithin const &within,
                                   Language language, std::string_view words);
/// The newest `most` documents that match, the newest first, from an expression of
/// `match_expression` that is not empty. A record comes once for each audience in whose words it
/// was found, one after the other.
struct Candidates {
    std::string with;                   ///< a WITH clause or nothing: stands first
    std::string rows;                   ///< a query of `id` and `record`
    std::vector<storage::Value> values; ///< of both, in this order
};
[[nodiscard]] Candidates search_candidates(storage::Engine engine, SearchWithin const &within,
                                           std::string_view expression, int most);

/// Learns the words of documents that are new, to correct misspelt ones by; of at most
/// `learned_at_once` documents.
void learn_words(storage::Tx &tx);
[[nodiscard]] bool has_unlearned(storage::Reader &reader);
inline constexpr int learned_at_once = 500;

} // namespace selatan::records

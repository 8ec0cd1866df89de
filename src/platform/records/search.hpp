/// \file
/// Finding records by words: the rows that lists' word filters look in, on either engine.
#pragma once

#include "platform/records/access.hpp"
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

/// Replaces what is indexed of a record.
void index_record(storage::Tx &tx, Uuid record, std::string_view kind,
                  std::vector<SearchText> const &texts);

/// Newest first, this many are looked at: broader searches want another word.
inline constexpr int search_candidates_most = 1000;

/// A condition over `record r`: every word (or its beginning, or its stem) stands in what `audience`
/// may read. Words without a letter or digit are ignored; "1 = 1" when nothing is left.
[[nodiscard]] Filter search_filter(storage::Engine engine, std::string_view kind, Language language,
                                   std::string_view words, Audience audience);

} // namespace selatan::records

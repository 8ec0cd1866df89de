/// \file
/// What the one search box asks the database.
#pragma once

#include "platform/records/everywhere.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace selatan::records::store {

/// Those of `words` that no record has, nor any word that begins so. One query.
[[nodiscard]] std::vector<std::string> unknown_words(storage::Reader &reader,
                                                     std::vector<std::string> const &words);
/// The words that share one of these keys. One query.
[[nodiscard]] std::vector<std::string> words_with(storage::Reader &reader,
                                                  std::vector<std::uint64_t> const &keys);

struct Matches {
    std::vector<Hit> hits; ///< without reasons; at most `ranked_most`
    bool is_all = true;
};
/// The newest records that match and may be seen. One query.
[[nodiscard]] Matches matching(storage::Reader &reader, std::span<Noun const *const> nouns,
                               auth::Identity const *identity, EverywhereQuery const &query,
                               std::string_view expression);

} // namespace selatan::records::store

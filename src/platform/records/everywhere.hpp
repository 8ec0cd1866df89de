/// \file
/// The one search box: records of every kind that somebody may see, the most fitting first, each
/// with the reason why it was found. Understands beginnings, other forms, other languages' words
/// and slips of the finger.
#pragma once

#include "base/excerpt.hpp"
#include "platform/records/record.hpp"
#include "platform/records/sought.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::records {

struct EverywhereQuery {
    std::string words;
    std::string kind; ///< of a noun; empty: every kind
    std::optional<CountryCode> country;
    std::optional<Date> since; ///< changed on that day or later
    int first = 0;             ///< of the records found, from 0
    int limit = 20;
};

/// Why a record was found: what was typed, and the place that has it.
struct Reason {
    std::string typed;
    Likeness likeness = Likeness::as_typed;
    Field const *field = nullptr; ///< nothing: its reference or its name
    Excerpt place;
};

struct Hit {
    Noun const *noun = nullptr;
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::optional<CountryCode> country;
    Instant changed_at;
    std::string titles;          ///< in other languages, as stored
    std::vector<Reason> reasons; ///< one for each thing sought that a field shows
};

/// A misspelt word and what it was read as.
struct Correction {
    std::string typed;
    std::vector<std::string> read_as;
};

struct Everywhere {
    std::vector<Hit> hits;                              ///< those from `first` on
    int count = 0;                                      ///< all of them, at most `ranked_most`
    bool is_all = true;                                 ///< false: only the newest were looked at
    std::vector<std::pair<Noun const *, int>> kinds;    ///< of all, the most frequent first
    std::vector<std::pair<CountryCode, int>> countries; ///< likewise
    std::vector<Correction> corrections;
};

/// Of all records that have the words, the newest are looked at, and of those that may be seen the
/// newest are ranked.
inline constexpr int looked_at_most = 5000;
inline constexpr int ranked_most = 1000;

/// What somebody who reads `identity`'s audience finds. The number of queries does not depend on
/// how much there is: two for corrections, one for all, one for each kind among the hits.
[[nodiscard]] Everywhere search_everywhere(storage::Reader &reader,
                                           std::span<Noun const *const> nouns,
                                           auth::Identity const *identity, CodeLists const &codes,
                                           EverywhereQuery const &query);

} // namespace selatan::records

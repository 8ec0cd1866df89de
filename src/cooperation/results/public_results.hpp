/// \file
/// What everybody may read of results: agreed indicators with their verified figures, and the
/// ratings that every party let out. Of which projects, whoever publishes says.
#pragma once

#include "cooperation/results/progress.hpp"
#include "cooperation/results/rating.hpp"
#include "platform/html/html.hpp"
#include "platform/records/access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::results {

/// Conditions over a table `n` with a column `project`.
struct MayTell {
    records::Filter results;
    records::Filter people; ///< of these, also how many women and men
};

/// Those behind a figure; what nobody said stays unsaid.
struct Behind {
    std::optional<std::int64_t> women;
    std::optional<std::int64_t> men;
};

/// An agreed indicator. What was not verified is not in it; people reached, and the women and men
/// behind a figure, only where people may be told.
struct PublicResult {
    std::string project; ///< its reference
    std::string reference;
    Indicator indicator;
    Progress progress;
    std::optional<Behind> people; ///< at least one of them is known
};
/// By project, the newest first; of each the highest level first. Four queries, however many.
[[nodiscard]] std::vector<PublicResult> public_results(storage::Reader &reader,
                                                       MayTell const &may_tell);
/// The same of the projects of one country, for an officer or partner: what `by` may see of them.
[[nodiscard]] std::vector<PublicResult> results_in(storage::Reader &reader,
                                                   auth::Identity const *by, CountryCode country);

/// What one party said.
struct PublicRating {
    std::string party;
    std::optional<CountryCode> country; ///< a party that is a country is named in words of its own
    Rating rating;                      ///< without a score where it did not rate
};
struct PublicRound {
    Date period_from;
    Date period_until;
    std::vector<PublicRating> ratings;
};
/// Rounds that were published, the newest first.
[[nodiscard]] std::vector<PublicRound> public_rounds(storage::Reader &reader,
                                                     records::Filter const &may_tell);

// -- As the portal shows them; empty where there is nothing to tell -------------------------------

[[nodiscard]] html::Html told_results(Language language, std::vector<PublicResult> const &all);
/// A row for each question, a column for each party; there is no mean of them.
[[nodiscard]] html::Html told_ratings(Language language, storage::Reader &reader,
                                      std::vector<PublicRound> const &shown);

} // namespace selatan::results

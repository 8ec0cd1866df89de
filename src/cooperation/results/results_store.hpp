/// \file
/// What results ask the database besides their own fields.
#pragma once

#include "cooperation/results/progress.hpp"
#include "cooperation/results/rating.hpp"
#include "platform/records/access.hpp"
#include "platform/records/record.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace selatan::results {

[[nodiscard]] std::string state_of(storage::Reader &reader, Uuid record);
[[nodiscard]] std::optional<CountryCode> country_of(storage::Reader &reader, Uuid record);
[[nodiscard]] bool has_attachment(storage::Reader &reader, Uuid record);
void set_audience(storage::Tx &tx, Uuid record, Audience audience);
void set_due(storage::Tx &tx, Uuid record, Date due);

/// Who takes part in the project sees the record, as soon as the project is shared with them; the
/// public never does by this alone.
void share_with_parties(storage::Tx &tx, Uuid record, Uuid project);
/// Records whose project has a party that they have not, or another audience: with their projects.
[[nodiscard]] std::vector<std::pair<Uuid, Uuid>> behind_their_projects(storage::Reader &reader,
                                                                       int most);

// -- Closing a project ----------------------------------------------------------------------------

/// Activities that are neither verified nor cancelled.
[[nodiscard]] std::int64_t open_activities(storage::Reader &reader, Uuid project);
/// An evaluation after the end that says what it found.
[[nodiscard]] bool has_ex_post_findings(storage::Reader &reader, Uuid project);

// -- Indicators -----------------------------------------------------------------------------------

[[nodiscard]] bool has_target(storage::Reader &reader, Uuid indicator);
/// Is there a target for that day already, not counting `but`?
[[nodiscard]] bool target_on(storage::Reader &reader, Uuid indicator, Date until,
                             std::optional<Uuid> but);

struct FigureRow {
    Measured measured;
    std::string reference;
    std::string part;
    std::optional<std::int64_t> women;
    std::optional<std::int64_t> men;
    std::optional<std::int64_t> young;
};
/// An indicator with all that its progress is reckoned from.
struct IndicatorRow {
    Uuid id;
    std::string reference;
    std::string state;
    Indicator indicator;
    std::vector<Milestone> milestones;
    std::vector<FigureRow> figures; ///< the oldest first
};
/// Those of a project that `may_see` lets through and that were not dropped, by level; four queries
/// however many there are. `only`: one of them.
[[nodiscard]] std::vector<IndicatorRow> indicators_of(storage::Reader &reader, Uuid project,
                                                      records::Filter const &may_see,
                                                      std::optional<Uuid> only = {});

/// People that a project's activities reached, as their reports say.
struct Reached {
    People verified;
    People reported; ///< not verified yet, beside the verified
    std::optional<Date> last_verified_on;
    std::optional<Date> last_reported_on;
};
[[nodiscard]] Reached people_reached(storage::Reader &reader, Uuid project);

// -- Ratings --------------------------------------------------------------------------------------

/// A party that takes part; `country` its own, or its organisation's.
struct RatingParty {
    Uuid id;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation;
};
[[nodiscard]] std::vector<RatingParty> parties_taking_part(storage::Reader &reader, Uuid project);

struct RatingRow {
    Uuid id;
    std::string state;
    std::string reference;
    std::string party;                  ///< its name
    std::optional<CountryCode> country; ///< a party that is a country is named in words of its own
    bool has_consented = false;
};
/// That there are ratings, never what they say.
[[nodiscard]] std::vector<RatingRow> ratings_in(storage::Reader &reader, Uuid round);
/// What they say, of those that `may_see` lets through.
[[nodiscard]] std::map<Uuid, Rating> readable_ratings(storage::Reader &reader, Uuid round,
                                                      records::Filter const &may_see);
[[nodiscard]] std::vector<Uuid> rounds_closed_before(storage::Reader &reader, Date today, int most);

/// For the example installation.
[[nodiscard]] std::optional<Uuid> first_active_project(storage::Reader &reader);

/// Those that figures are entered of.
[[nodiscard]] std::vector<Uuid> agreed_indicators(storage::Reader &reader);

} // namespace selatan::results

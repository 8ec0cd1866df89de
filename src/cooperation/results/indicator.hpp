/// \file
/// An indicator of a project: what is to change, from where, to where, by when; and the figures
/// that were measured, each verified by somebody who did not enter it.
#pragma once

#include "base/coded.hpp"
#include "cooperation/projects/project.hpp"
#include "cooperation/results/quantity.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace selatan::results {

using records::Head;
using records::Saved;

enum class Level { output, outcome, impact };
inline constexpr std::array<std::string_view, 3> levels{"output", "outcome", "impact"};
[[nodiscard]] constexpr std::string_view to_code(Level level)
{
    return code_in(levels, level);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Level &level)
{
    return value_in(levels, code, level);
}

/// Whither it is meant to go.
enum class Direction { up, down };
inline constexpr std::array<std::string_view, 2> directions{"up", "down"};
[[nodiscard]] constexpr std::string_view to_code(Direction direction)
{
    return code_in(directions, direction);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Direction &direction)
{
    return value_in(directions, code, direction);
}

/// Where its figures come from. People that activities reached are not typed a second time: a
/// course's participants are in its activity's report.
enum class Origin { measured, people_reached };
inline constexpr std::array<std::string_view, 2> origins{"measured", "people_reached"};
[[nodiscard]] constexpr std::string_view to_code(Origin origin)
{
    return code_in(origins, origin);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Origin &origin)
{
    return value_in(origins, code, origin);
}

/// What of a country's resilience it strengthens.
inline constexpr std::array<std::string_view, 3> resiliences{"food", "energy", "environment"};

struct Indicator {
    std::string title; ///< the statement: "Trainers who teach seed production"
    std::optional<Id<projects::Project>> project;
    Level level = Level::output;
    std::string unit;
    Direction direction = Direction::up;
    Origin origin = Origin::measured;
    Quantity baseline; ///< empty: nothing is known, counted as nothing
    std::optional<std::int64_t> baseline_year;
    std::string method; ///< how it is measured, from what source
    std::string sdg;    ///< goal, target or indicator
    records::Codes resilience;
};

/// What is to be reached by the end of a day.
struct Target {
    std::optional<Id<Indicator>> indicator;
    std::optional<Date> until;
    Quantity value;
};

/// What was measured.
struct Figure {
    std::optional<Id<Indicator>> indicator;
    std::optional<Date> measured_on;
    Quantity value;
    std::string part; ///< of the whole, a region or group: stands beside it, is not added to it
    std::optional<std::int64_t> women;
    std::optional<std::int64_t> men;
    std::optional<std::int64_t> young; ///< of both, those aged 15 to 24
    std::string evidence;              ///< an address; or the record has an attachment
    std::string remark;
    std::optional<CountryCode> country; ///< of whoever measured
    std::optional<Id<partners::Organisation>> organisation;

    std::string verification; ///< what was compared; written by the verb alone
    std::optional<Date> verified_on;
};

extern records::NounOf<Indicator> const indicators;
extern records::NounOf<Target> const targets;
extern records::NounOf<Figure> const figures;

namespace indicator_states {
inline constexpr std::string_view draft = "draft";
inline constexpr std::string_view agreed = "agreed";
inline constexpr std::string_view dropped = "dropped";
} // namespace indicator_states

namespace figure_states {
inline constexpr std::string_view entered = "entered";
inline constexpr std::string_view returned = "returned";
inline constexpr std::string_view verified = "verified";
} // namespace figure_states

// -- What verbs ask for -------------------------------------------------------------------------

struct Why {
    std::string reason;
};
struct FigureVerification {
    std::string verification;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Every problem: `results.baseline_year_missing` on "baseline_year"; `results.people_go_up` on
/// "direction", `results.people_in_people` on "baseline": people reached are counted from nothing.
[[nodiscard]] Problems decide_indicator(Indicator const &indicator);
/// `results.target_missing`: nothing to measure it against.
[[nodiscard]] Result<void> decide_agree(bool has_target);
/// `results.target_behind_baseline` on "value": a target on the wrong side of where it began.
[[nodiscard]] Problems decide_target(Indicator const &indicator, Target const &target);
/// `results.people_are_read` on "indicator"; `results.indicator_not_agreed` on "indicator";
/// `common.in_the_future` on "measured_on"; `results.young_exceed` on "young".
[[nodiscard]] Problems decide_figure(Indicator const &indicator, std::string_view indicator_state,
                                     Figure const &figure, Date today);
/// `results.own_figure`: who entered or changed it does not verify it; `results.evidence_missing`.
[[nodiscard]] Result<void> decide_verify(Figure const &figure, bool has_attachment,
                                         std::set<Uuid> const &authors, auth::Identity const &by);

// -- Verbs ----------------------------------------------------------------------------------------

/// Statement, unit and baseline are fixed from now on, and figures are entered.
[[nodiscard]] Result<Saved> agree(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
/// Back to the draft; figures stay.
[[nodiscard]] Result<Saved> revise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Why const &wanted);
[[nodiscard]] Result<Saved> drop(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Why const &wanted);
[[nodiscard]] Result<Saved> verify_figure(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          FigureVerification const &wanted);
/// To whoever entered it, verified or not.
[[nodiscard]] Result<Saved> return_figure(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          Why const &wanted);
[[nodiscard]] Result<Saved> submit_figure(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version);

} // namespace selatan::results

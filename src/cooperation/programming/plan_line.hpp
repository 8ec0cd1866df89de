/// \file
/// A line of a plan: what is to be done for whom, by which office, for how much. Before it is
/// established it changes freely; from then on it holds its amount of every ceiling that it counts
/// for. A ministry's report on its own budget is a line too, and counts against no ceiling.
#pragma once

#include "base/coded.hpp"
#include "cooperation/matching/match.hpp"
#include "cooperation/programming/plan_year.hpp"
#include "cooperation/reference/rates.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace selatan::programming {

/// Whence a line comes.
enum class Source { match, request, proposal, renewal, humanitarian, own_budget, carried_over };
inline constexpr std::array<std::string_view, 7> sources{
    "match", "request", "proposal", "renewal", "humanitarian", "own_budget", "carried_over"};
[[nodiscard]] constexpr std::string_view to_code(Source source)
{
    return code_in(sources, source);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Source &source)
{
    return value_in(sources, code, source);
}

/// What an appraisal found.
enum class Finding { recommended, with_conditions, not_recommended };
inline constexpr std::array<std::string_view, 3> findings{"recommended", "with_conditions",
                                                          "not_recommended"};
[[nodiscard]] constexpr std::string_view to_code(Finding finding)
{
    return code_in(findings, finding);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Finding &finding)
{
    return value_in(findings, code, finding);
}

struct PlanLine {
    std::optional<Id<PlanYear>> plan;
    std::string title;
    std::optional<CountryCode> country;                     ///< whom it is for
    std::optional<Id<partners::Organisation>> organisation; ///< the executing office
    std::optional<Id<partners::Organisation>> fund;         ///< nothing: the central budget
    Source source = Source::proposal;
    std::optional<Id<matching::Match>> request_match;
    std::optional<Id<requests::Request>> request;
    std::string sector; ///< DAC purpose code
    std::string modality;
    std::int64_t amount = 0; ///< of the plan's year, whole units of `currency`
    std::optional<Currency> currency;
    records::Codes countries; ///< others that it counts for: a regional activity
    std::string justification;
    std::string authority; ///< the decision that permits to commit later years

    // Written by verbs alone.
    std::optional<Finding> finding;
    std::string appraisal;
    std::optional<Date> appraised_on;
    std::optional<std::int64_t> rank;
    bool included = false; ///< above the cut: the plan's establishment takes it
    /// Frozen when it was established: units of the plan's currency, the rate, its day and source.
    std::optional<std::int64_t> plan_amount;
    std::string rate;
    std::optional<Date> rate_on;
    std::string rate_source;
    std::string last_document; ///< of the last change of the established amount
    std::optional<std::int64_t> deferred_to;
    std::optional<Id<PlanLine>> earlier; ///< the line that it carries on

    [[nodiscard]] bool is_humanitarian() const { return source == Source::humanitarian; }
    [[nodiscard]] bool is_own_budget() const { return source == Source::own_budget; }
};

extern records::NounOf<PlanLine> const plan_lines;

namespace line_states {
inline constexpr std::string_view proposed = "proposed";
inline constexpr std::string_view appraised = "appraised";
inline constexpr std::string_view ranked = "ranked";
inline constexpr std::string_view established = "established";
inline constexpr std::string_view reported = "reported";
inline constexpr std::string_view deferred = "deferred";
inline constexpr std::string_view dropped = "dropped";
} // namespace line_states
extern records::Machine const line_machine;

// -- What verbs ask for ---------------------------------------------------------------------------

struct Appraisal {
    Finding finding = Finding::recommended;
    std::string appraisal;
    std::string override_reason; ///< why it goes on although an office is against it
};
struct Ranking {
    std::int64_t rank = 1;
    bool included = true;
};
struct NewAmount {
    std::int64_t amount = 0; ///< in the line's own currency
    std::string reason;
    std::string document;
};
struct LineDeferral {
    std::int64_t deferred_to = 0;
    std::string reason;
};
struct Dropping {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// A line about to be proposed or reported. `programming.plan_closed`;
/// `programming.proposals_closed` unless it is humanitarian, a ministry's own, or carried over;
/// `programming.not_a_fund` on "fund"; `common.required` on what its source names ("request_match",
/// "request"); `programming.made_by_verbs` on "source" for what only `carry_over` makes.
[[nodiscard]] Problems decide_line(PlanLine const &line, std::string_view plan_state,
                                   bool fund_funds);
/// `programming.plan_closed`; `programming.not_the_time` in a state of the plan that does not
/// appraise. (What the offices said is asked of approvals::decide_go_ahead after it.)
[[nodiscard]] Result<void> decide_appraise(std::string_view plan_state);
/// `programming.plan_closed`; `programming.not_the_time`; `programming.not_recommended` when it is
/// to be included against its appraisal.
[[nodiscard]] Result<void> decide_rank(PlanLine const &line, Ranking const &wanted,
                                       std::string_view plan_state);
/// Alone, outside the establishment of the whole plan: what is humanitarian whenever the books are
/// open, anything else that is ranked while the plan is being revised. `programming.plan_closed`,
/// `programming.not_ranked`, `programming.not_the_time`, `programming.authority_missing` (slices
/// without an authority to commit later years).
[[nodiscard]] Result<void> decide_establish(PlanLine const &line, std::string_view line_state,
                                            std::string_view plan_state, bool has_slices);
/// `programming.same_amount` on "amount"; `programming.needs_revision`: more is possible while the
/// plan is being revised only, except for what is humanitarian; less whenever the plan is in force.
[[nodiscard]] Result<void> decide_revise_amount(PlanLine const &line, NewAmount const &wanted,
                                                std::string_view plan_state);
/// `programming.plan_closed`; `programming.not_a_later_year` on "deferred_to": not after the plan's
/// year, or more than ten years away.
[[nodiscard]] Result<void> decide_defer(LineDeferral const &wanted, std::int64_t plan_year,
                                        std::string_view plan_state);

// -- Money ----------------------------------------------------------------------------------------

/// `amount` units at the rate, half away from zero; nothing past `largest_amount`.
[[nodiscard]] std::optional<std::int64_t> converted(std::int64_t amount,
                                                    reference::Rate const &rate);
/// An amount in the plan's currency and the rate that made it so.
struct Valued {
    std::int64_t amount = 0;
    std::string rate;
    Date on;
    std::string source;
};
/// `programming.no_rate` (arguments from, to, day) on "currency", `programming.amount_too_large`.
[[nodiscard]] Result<Valued> valued(reference::Exchange &exchange, PlanLine const &line,
                                    Currency plan_currency, Date today);

// -- Verbs ----------------------------------------------------------------------------------------

/// A proposal, or a ministry's report on its own budget (state `reported`). A request that it
/// answers becomes `proposed` where its state and the person's role allow.
[[nodiscard]] Result<Saved> propose(storage::Tx &tx, auth::Identity const &by,
                                    PlanLine const &wanted);
/// With the opinions of the offices that were asked: unless it is not recommended, as
/// approvals::decide_go_ahead.
[[nodiscard]] Result<Saved> appraise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Appraisal const &wanted);
[[nodiscard]] Result<Saved> rank(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Ranking const &wanted);
/// Freezes the rate, holds the amount, and takes the request into the portfolio.
[[nodiscard]] Result<Saved> establish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version);
[[nodiscard]] Result<Saved> revise_amount(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          NewAmount const &wanted);
/// Gives back what it held.
[[nodiscard]] Result<Saved> defer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, LineDeferral const &wanted);
/// Gives back what it held.
[[nodiscard]] Result<Saved> drop(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Dropping const &wanted);

/// Establishes all of these lines of one plan, in order, or none of them.
[[nodiscard]] Result<void> establish_all(storage::Tx &tx, auth::Identity const &by,
                                         Head const &plan, std::vector<Head> const &lines);
/// Everything that is wrong with a line about to be made, or changed (before: as it is stored).
[[nodiscard]] Problems check_line(storage::Reader &reader, auth::Identity const &by,
                                  PlanLine const &line, PlanLine const *before);

} // namespace selatan::programming

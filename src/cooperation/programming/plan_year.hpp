/// \file
/// A plan year: the calendar by which the year's cooperation is proposed, appraised, ranked and
/// established under ceilings, and the state that it is in.
#pragma once

#include "platform/records/record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::programming {

using records::Head;
using records::Saved;

/// Amounts are whole units of a currency; a thousand billion of the smallest units in use is more
/// than any such plan, and products with a rate of exchange still fit 128 bits.
inline constexpr std::int64_t largest_amount = 1'000'000'000'000'000;
inline constexpr int first_year = 2000;
inline constexpr int last_year = 2100;

struct PlanYear {
    std::string title;
    std::int64_t year = 0;
    std::optional<Currency> currency; ///< of ceilings and totals
    std::optional<Date> proposals_due;
    std::optional<Date> appraisal_due;
    std::optional<Date> ceilings_due;
    std::optional<Date> establishment_due;
    std::string notes;

    // Written by verbs alone.
    std::int64_t revision = 0;   ///< 0 until it is established; then 1, and one more each revision
    bool over_committed = false; ///< some ceiling is below what is held of it
    std::optional<Date> established_on;
    std::string established_document;
    std::string budget_document;
    std::string audit_document;
};

extern records::NounOf<PlanYear> const plan_years;

// -- The machine ----------------------------------------------------------------------------------

namespace plan_states {
inline constexpr std::string_view open = "open";
inline constexpr std::string_view proposals_in = "proposals_in";
inline constexpr std::string_view appraised = "appraised";
inline constexpr std::string_view ranked = "ranked";
inline constexpr std::string_view ceiling_set = "ceiling_set";
inline constexpr std::string_view established = "established";
inline constexpr std::string_view budgeted = "budgeted";
inline constexpr std::string_view executing = "executing";
inline constexpr std::string_view revised = "revised";
inline constexpr std::string_view closed = "closed";
inline constexpr std::string_view audited = "audited";
} // namespace plan_states

/// Open to audited, with the steps back; `programming.md` draws it.
extern records::Machine const plan_machine;

/// The books are closed: nothing of the plan changes any more.
[[nodiscard]] bool is_closed(std::string_view plan_state);
/// Ceilings bind what is established: from the establishment of the plan to its closing.
[[nodiscard]] bool is_in_force(std::string_view plan_state);
/// Does the plan take new proposals: while it is open, and while it is being revised.
[[nodiscard]] bool takes_proposals(std::string_view plan_state);

// -- What verbs ask for ---------------------------------------------------------------------------

/// Title, calendar and notes; the currency only while nothing is counted in it.
struct Amendment {
    std::string title;
    std::optional<Currency> currency;
    std::optional<Date> proposals_due;
    std::optional<Date> appraisal_due;
    std::optional<Date> ceilings_due;
    std::optional<Date> establishment_due;
    std::string notes;
};
/// A decision taken outside: its number and date, or the letter that tells it.
struct Decision {
    std::string document;
};
struct StepBack {
    std::string reason;
};
struct Revising {
    std::string reason;
    std::string document;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// What the lines of a plan look like when it wants to go on.
struct LineCounts {
    std::int64_t proposed = 0; ///< without humanitarian ones: they do not wait for the calendar
    std::int64_t appraised = 0;
    std::int64_t ranked_and_included = 0;
    std::int64_t established = 0;
};

/// Of four dates of a calendar, the one that comes before an earlier step's:
/// `programming.calendar_order`.
[[nodiscard]] Result<void> decide_calendar(PlanYear const &plan);
/// `programming.lines_to_appraise` (argument count).
[[nodiscard]] Result<void> decide_finish_appraisal(LineCounts const &lines);
/// `programming.lines_to_rank` (argument count).
[[nodiscard]] Result<void> decide_finish_ranking(LineCounts const &lines);
/// `programming.no_total_ceiling`: none is allocated (or revised) for the whole.
[[nodiscard]] Result<void> decide_set_ceilings(bool total_is_allocated);
/// `programming.nothing_to_establish`: no ranked line is included and none is established.
[[nodiscard]] Result<void> decide_establish_plan(LineCounts const &lines);
/// `programming.not_budgeted`: no budget was recorded yet.
[[nodiscard]] Result<void> decide_execute(PlanYear const &plan);
/// `programming.currency_in_use` on "currency"; then as `decide_calendar`.
[[nodiscard]] Result<void> decide_amend(PlanYear const &before, PlanYear const &after,
                                        bool counts_something);

// -- Verbs ----------------------------------------------------------------------------------------
// Who may is asked before, by `records::find` with the verb.

[[nodiscard]] Result<Saved> amend(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, Amendment const &wanted);
[[nodiscard]] Result<Saved> close_proposals(storage::Tx &tx, auth::Identity const &by,
                                            Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> finish_appraisal(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> finish_ranking(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> set_ceilings(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version);
/// Every ranked line that is included is established, or none is: the first ceiling that would be
/// broken is named (commitment.hpp).
[[nodiscard]] Result<Saved> establish_plan(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version,
                                           Decision const &wanted);
[[nodiscard]] Result<Saved> budget(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Decision const &wanted);
[[nodiscard]] Result<Saved> execute(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version);
/// Keeps the plan as it stands (plan_revision.hpp) and opens it to changes.
[[nodiscard]] Result<Saved> revise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Revising const &wanted);
[[nodiscard]] Result<Saved> close_plan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                       std::int64_t version);
[[nodiscard]] Result<Saved> record_audit(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version,
                                         Decision const &wanted);
/// Takes proposals again.
[[nodiscard]] Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, StepBack const &wanted);
/// To the state before, as long as the plan is not established.
[[nodiscard]] Result<Saved> step_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, StepBack const &wanted);
/// A line for each slice that earlier plans promised to this year, and for each line that was
/// deferred to it. Once each: what was carried over already is left alone.
[[nodiscard]] Result<Saved> carry_over(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                       std::int64_t version);

/// The day whose members a group of countries has for the whole year.
[[nodiscard]] Date first_day_of(PlanYear const &plan);

/// The clock of the state that a plan is in: what its calendar says is due next.
[[nodiscard]] std::optional<Date> due_in(PlanYear const &plan, std::string_view state);

} // namespace selatan::programming

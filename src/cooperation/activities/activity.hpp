/// \file
/// An activity: one thing that is done under a project, in whatever modality. Planned and costed
/// together, carried out and reported by its implementer, verified by somebody else.
#pragma once

#include "base/coded.hpp"
#include "cooperation/projects/project.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace selatan::activities {

using records::Head;
using records::Saved;

/// What is given besides people's time in a room, in its own unit.
enum class Unit { expert_days, days, months, items, tonnes };
inline constexpr std::array<std::string_view, 5> units{"expert_days", "days", "months", "items",
                                                       "tonnes"};
[[nodiscard]] constexpr std::string_view to_code(Unit unit)
{
    return code_in(units, unit);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Unit &unit)
{
    return value_in(units, code, unit);
}

struct Activity {
    std::string title;
    std::optional<Id<projects::Project>> project;
    std::string modality;
    std::optional<CountryCode> country;                     ///< served; none: as the project
    std::optional<Id<partners::Organisation>> organisation; ///< the implementer
    std::string purpose;
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::string time_zone; ///< IANA; on whose calendar these are days
    std::string venue;
    std::optional<CountryCode> venue_country;
    std::optional<Unit> unit;
    std::optional<std::int64_t> planned_quantity;
    std::optional<std::int64_t> planned_women;
    std::optional<std::int64_t> planned_men;

    // Written by verbs alone.
    std::optional<std::int64_t> cost; ///< whole units of the currency
    std::optional<Currency> currency;
    std::string cost_basis;
    std::optional<Date> started_on;
    std::optional<Date> delivered_on;
    std::optional<std::int64_t> delivered_quantity;
    std::optional<std::int64_t> reached_women;
    std::optional<std::int64_t> reached_men;
    std::string report;
    std::string verification;
    std::optional<Date> verified_on;
    std::string costs_borne_by;
    std::string people_informed;
};

extern records::NounOf<Activity> const activities;

namespace states {
inline constexpr std::string_view planned = "planned";
inline constexpr std::string_view costed = "costed";
inline constexpr std::string_view scheduled = "scheduled";
inline constexpr std::string_view running = "running";
inline constexpr std::string_view delivered = "delivered";
inline constexpr std::string_view reported = "reported";
inline constexpr std::string_view verified = "verified";
inline constexpr std::string_view postponed = "postponed";
inline constexpr std::string_view cancelled = "cancelled";
} // namespace states

extern records::Machine const machine;

/// An implementer reports within so many days after delivery; the desk shows when they are over.
inline constexpr int report_days = 30;

// -- What verbs ask for -------------------------------------------------------------------------

struct Costing {
    std::int64_t cost = 0;
    Currency currency;
    std::string cost_basis; ///< how it was reckoned
};
struct Scheduling {
    Date starts;
    Date ends;
    std::string time_zone;
    std::string venue;
    std::optional<CountryCode> venue_country;
};
struct Beginning {
    Date started_on;
};
struct Delivery {
    Date delivered_on;
};
struct Report {
    std::optional<std::int64_t> reached_women;
    std::optional<std::int64_t> reached_men;
    std::optional<std::int64_t> delivered_quantity;
    std::string report;
};
struct ReportReturn {
    std::string reason;
};
struct Verification {
    std::string verification; ///< what was looked at
};
struct Postponement {
    std::string reason;
};
struct Cancellation {
    std::string reason;
    std::string costs_borne_by;
    std::string people_informed;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Every problem: `records.period_reversed` on "ends"; `activities.unknown_time_zone` on
/// "time_zone"; `activities.unit_missing` on "unit" of a quantity without one.
[[nodiscard]] Problems decide_activity(Activity const &activity);
/// `activities.project_over` on "project": nothing is planned any more under a project
/// that is cancelled or closed.
[[nodiscard]] Problems decide_project(std::string_view project_state);
/// `activities.project_not_active`; `activities.implementer_missing`; then on the form's fields
/// `records.period_reversed` ("ends"), `activities.unknown_time_zone` ("time_zone").
[[nodiscard]] Result<void> decide_schedule(Activity const &activity, std::string_view project_state,
                                           Scheduling const &wanted);
/// `activities.project_not_active`; `common.in_the_future` on "started_on".
[[nodiscard]] Result<void> decide_begin(std::string_view project_state, Beginning const &wanted,
                                        Date today);
/// `common.in_the_future`, `activities.delivered_before_start` on "delivered_on".
[[nodiscard]] Result<void> decide_deliver(Activity const &activity, Delivery const &wanted,
                                          Date today);
/// `activities.people_missing` on "reached_women": where people were to be reached, how many were;
/// `activities.quantity_missing` on "delivered_quantity", likewise.
[[nodiscard]] Result<void> decide_report(Activity const &activity, Report const &wanted);
/// `activities.own_report`: who reported does not verify.
[[nodiscard]] Result<void> decide_verify(std::optional<Uuid> reporter, auth::Identity const &by);

// -- Verbs ----------------------------------------------------------------------------------------

[[nodiscard]] Result<Saved> cost(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Costing const &wanted);
[[nodiscard]] Result<Saved> schedule(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Scheduling const &wanted);
[[nodiscard]] Result<Saved> begin(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, Beginning const &wanted);
[[nodiscard]] Result<Saved> deliver(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Delivery const &wanted);
[[nodiscard]] Result<Saved> report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Report const &wanted);
/// The report is asked for again.
[[nodiscard]] Result<Saved> return_report(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          ReportReturn const &wanted);
[[nodiscard]] Result<Saved> verify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Verification const &wanted);
[[nodiscard]] Result<Saved> postpone(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Postponement const &wanted);
/// Postponed without a new date: back to the plan, its cost reckoned anew.
[[nodiscard]] Result<Saved> replan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version);
[[nodiscard]] Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Cancellation const &wanted);

/// Who takes part in the project sees the activity, as soon as the project is shared.
void share_with_parties(storage::Tx &tx, Uuid activity, Uuid project);
/// The same for all activities whose project has parties or an audience that they have not yet; at
/// most a thousand at a time. Returns how many.
int share_with_latecomers(storage::Tx &tx);

/// "Bogor, Indonesia"; empty where neither is said.
[[nodiscard]] std::string venue_of(Language language, Activity const &activity,
                                   records::CodeLists const &codes);

} // namespace selatan::activities

/// \file
/// A project: an established line of the plan, formulated with the partners, appraised, approved,
/// put on a legal basis by each party, and begun. Its end is in closing.hpp.
#pragma once

#include "cooperation/approvals/standing.hpp"
#include "cooperation/programming/plan_line.hpp"
#include "cooperation/projects/party.hpp"

#include <optional>
#include <span>
#include <string>

namespace selatan::projects {

struct Project {
    std::string title;
    std::optional<CountryCode> country; ///< whom it serves; of several, who leads
    std::optional<Id<partners::Organisation>> organisation; ///< the implementing office
    std::optional<Id<programming::PlanLine>> line;
    std::optional<Id<requests::Request>> request;
    std::optional<Id<matching::Match>> agreed_match;
    std::string objective;
    std::string results;     ///< that are expected
    std::string arrangement; ///< code list: South-South or triangular
    std::string geography;   ///< code list: bilateral, regional …
    std::string domain;
    records::Codes modalities;
    std::string sector;
    records::Codes sdgs;
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::int64_t minimum_parties = 2; ///< it starts when so many are bound
    bool tied = false;                ///< goods or services must come from a party
    std::string conditions;           ///< what is demanded in return; empty: nothing

    // Written by verbs alone.
    std::string formulated_with;
    std::optional<Date> formulated_on;
    std::string appraisal;
    std::string approval_document;
    std::optional<Date> approved_on;
    std::string override_reason;
    std::optional<Date> in_force_on;
    std::string cancelled_by;
    std::string notice;
    std::string costs;
    std::string costs_borne_by;
    std::string people_informed;
    std::string money_returned;
    std::optional<Date> operations_closed_on;
    std::string completion_document;
    std::string left_reason; ///< why it ended although something was left
    std::optional<Date> accounts_closed_on;
    std::string accounts_document;
    std::optional<Date> evaluated_on; ///< after the end
};

extern records::NounOf<Project> const projects;

namespace states {
inline constexpr std::string_view idea = "idea";
inline constexpr std::string_view concept_ = "concept";
inline constexpr std::string_view formulated = "formulated";
inline constexpr std::string_view appraised = "appraised";
inline constexpr std::string_view approved = "approved";
inline constexpr std::string_view legal_basis_in_force = "legal_basis_in_force";
inline constexpr std::string_view active = "active";
inline constexpr std::string_view suspended = "suspended";
inline constexpr std::string_view operationally_closed = "operationally_closed";
inline constexpr std::string_view financially_closed = "financially_closed";
inline constexpr std::string_view ex_post_evaluated = "ex_post_evaluated";
inline constexpr std::string_view cancelled = "cancelled";
} // namespace states

/// Idea to the evaluation after its end, with every way back; projects.md draws it.
extern records::Machine const machine;

// -- What verbs ask for -------------------------------------------------------------------------

struct Concept {
    std::string objective;
    std::string results;
};
struct Formulation {
    std::string formulated_with; ///< the offices that wrote it together
    Date formulated_on;
};
struct Appraisal {
    std::string appraisal;
    std::string override_reason;
};
struct Approval {
    std::string approval_document;
    std::string override_reason;
};
struct SendingBack {
    std::string reason;
};
struct Suspension {
    std::string reason;
};
struct Cancellation {
    std::string cancelled_by; ///< the party that ends it
    std::string reason;
    std::string notice; ///< the document that gave notice, and its day
    std::string costs;
    std::string costs_borne_by;
    std::string people_informed; ///< participants and offices that were told
    std::string money_returned;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `records.period_reversed` on "ends".
[[nodiscard]] Problems decide_project(Project const &project);
/// Of those who take part: `projects.too_few_parties` (fewer than the stated minimum),
/// `projects.requester_missing`, `projects.provider_missing`, `projects.facilitator_missing` (of a
/// triangular one), `projects.shares_exceed` (more than 100 % together); then
/// `common.in_the_future` on "formulated_on".
[[nodiscard]] Result<void> decide_formulate(Project const &project,
                                            std::span<PartyStanding const> all,
                                            Formulation const &wanted, Date today);
/// What `approvals::decide_go_ahead` refuses, of the opinions for appraisal.
[[nodiscard]] Result<void> decide_appraise(approvals::Standing const &standing,
                                           Appraisal const &wanted);
/// `projects.line_missing`; `projects.acceptance_missing`: fewer parties than the stated minimum
/// accepted; then what `approvals::decide_go_ahead` refuses, of the opinions for approval.
[[nodiscard]] Result<void> decide_approve(Project const &project,
                                          std::span<PartyStanding const> all,
                                          approvals::Standing const &standing,
                                          Approval const &wanted);
/// `projects.legal_basis_missing`: fewer parties than the stated minimum are bound.
[[nodiscard]] Result<void> decide_enter_force(Project const &project,
                                              std::span<PartyStanding const> all);
/// `projects.start_missing`: no first day.
[[nodiscard]] Result<void> decide_start(Project const &project);
/// `common.required` on "costs_borne_by": costs that nobody bears are not settled.
[[nodiscard]] Result<void> decide_cancel(Cancellation const &wanted);

// -- Verbs ----------------------------------------------------------------------------------------

/// From now on the parties see it.
[[nodiscard]] Result<Saved> write_concept(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          Concept const &wanted);
[[nodiscard]] Result<Saved> formulate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Formulation const &wanted);
[[nodiscard]] Result<Saved> appraise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Appraisal const &wanted);
[[nodiscard]] Result<Saved> approve(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Approval const &wanted);
/// Back to the concept, to be formulated anew.
[[nodiscard]] Result<Saved> send_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, SendingBack const &wanted);
[[nodiscard]] Result<Saved> enter_force(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                        std::int64_t version);
[[nodiscard]] Result<Saved> start(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
[[nodiscard]] Result<Saved> suspend(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Suspension const &wanted);
[[nodiscard]] Result<Saved> resume(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version);
[[nodiscard]] Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Cancellation const &wanted);

} // namespace selatan::projects

/// \file
/// A budget item: one line of one party, or of the pool, in money or in kind. In-kind stays in its
/// own unit; its value in money is the party's to give, with its method, and to take back.
#pragma once

#include "cooperation/cost_sharing/cost_plan.hpp"
#include "cooperation/funds/amount.hpp"
#include "cooperation/funds/obligation.hpp"

#include <array>
#include <optional>
#include <string>

namespace selatan::cost_sharing {

using funds::Amount;

enum class Contribution { cash, in_kind };
inline constexpr std::array<std::string_view, 2> contributions{"cash", "in_kind"};
[[nodiscard]] constexpr std::string_view to_code(Contribution contribution)
{
    return code_in(contributions, contribution);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Contribution &contribution)
{
    return value_in(contributions, code, contribution);
}

enum class Unit { expert_day, staff_day, place, item, month, tonne };
inline constexpr std::array<std::string_view, 6> units{"expert_day", "staff_day", "place",
                                                       "item",       "month",     "tonne"};
[[nodiscard]] constexpr std::string_view to_code(Unit unit)
{
    return code_in(units, unit);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Unit &unit)
{
    return value_in(units, code, unit);
}

struct CostItem {
    std::string line; ///< the budget line, in the same words for every party
    std::optional<std::int64_t> line_number;
    std::optional<Id<CostPlan>> plan;
    std::optional<Id<projects::Party>> party; ///< nothing: the pool
    Contribution contribution = Contribution::cash;
    Amount amount; ///< of cash
    std::optional<Currency> currency;
    Amount quantity; ///< of what is given in kind
    std::optional<Unit> unit;
    std::string grade;

    // Written by verbs alone.
    Amount money_value;
    std::optional<Currency> value_currency;
    std::string value_method;
    std::string value_version;
    std::string value_document;
    std::optional<Date> valued_on;
};

extern records::NounOf<CostItem> const cost_items;

namespace item_states {
inline constexpr std::string_view planned = "planned";
inline constexpr std::string_view dropped = "dropped";
} // namespace item_states

/// What a party spent or gave outside our books: by its word, with source and document.
struct CostReport {
    std::string what;
    std::optional<Id<CostItem>> item;
    Date reported_on;
    Amount amount; ///< in the item's own currency or unit
    std::string source;
    std::string document;
};

extern records::NounOf<CostReport> const cost_reports;

namespace report_states {
inline constexpr std::string_view reported = "reported";
inline constexpr std::string_view taken_back = "taken_back";
} // namespace report_states

// -- What verbs ask for ---------------------------------------------------------------------------

struct Reporting {
    std::string what;
    Date reported_on;
    Amount amount;
    std::string source;
    std::string document;
};
struct Assignment {
    std::optional<Id<funds::Obligation>> obligation;
};
struct Valuation {
    Amount money_value;
    std::optional<Currency> value_currency;
    std::string value_method;
    std::string value_version;
    std::string value_document;
};
struct TakingBack {
    std::string reason;
};

// -- Rules: pure ----------------------------------------------------------------------------------

/// Every field's problem. On "party": `cost_sharing.pool_has_no_party` (cash of a pool), else
/// `common.required`, `cost_sharing.party_of_another_project`. Of cash: `common.required`,
/// `cost_sharing.amount_not_in_currency` on "amount", `common.required`,
/// `cost_sharing.pool_currency` on "currency", `cost_sharing.cash_has_no_quantity` on "quantity"
/// and "unit". In kind: `common.required` on "quantity" and "unit",
/// `cost_sharing.in_kind_has_no_amount` on "amount" and "currency".
[[nodiscard]] Problems decide_item(CostItem const &item, CostPlan const &plan,
                                   std::optional<Uuid> project_of_party);

/// What an assignment looks at: whose money pays for the obligation, and for what.
struct ObligationMoney {
    Uuid project;
    Currency currency;
    std::optional<Uuid> party; ///< of the project, whose money it is
    Uuid fund;
};
/// The first one broken: `cost_sharing.not_cash` (what is given in kind is reported),
/// `cost_sharing.other_project`, `cost_sharing.other_currency`, `cost_sharing.other_payer`.
[[nodiscard]] Result<void> decide_assign(CostItem const &item, CostPlan const &plan,
                                         ObligationMoney const &obligation);
/// `common.in_the_future` on "reported_on"; `cost_sharing.amount_not_in_currency` on "amount".
[[nodiscard]] Result<void> decide_report(CostItem const &item, Reporting const &wanted, Date today);
/// `cost_sharing.not_in_kind`; `cost_sharing.amount_not_in_currency` on "money_value".
[[nodiscard]] Result<void> decide_value(CostItem const &item, Valuation const &wanted);

// -- Verbs ----------------------------------------------------------------------------------------
// Besides what their rules refuse: `cost_sharing.plan_closed`; `cost_sharing.not_yours_to_report`
// to whoever is neither the item's party nor an officer who holds its letter.

[[nodiscard]] Result<Saved> report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Reporting const &wanted);
[[nodiscard]] Result<Saved> take_back_report(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version,
                                             TakingBack const &wanted);
/// An obligation pays for one item at most: it leaves the one that it paid for.
[[nodiscard]] Result<Saved> assign(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Assignment const &wanted);
[[nodiscard]] Result<Saved> value(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, Valuation const &wanted);
/// `cost_sharing.no_value`.
[[nodiscard]] Result<Saved> withdraw_value(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version,
                                           TakingBack const &wanted);
/// `cost_sharing.has_actuals`.
[[nodiscard]] Result<Saved> drop(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, TakingBack const &wanted);

/// May this person report on it, and say what it is worth? The item's own party, or an officer who
/// holds its letter; of a pool any party of the project.
[[nodiscard]] bool may_speak(storage::Reader &reader, auth::Identity const &by,
                             CostItem const &item);

[[nodiscard]] CostItem load_item(storage::Reader &reader, Uuid item);

} // namespace selatan::cost_sharing

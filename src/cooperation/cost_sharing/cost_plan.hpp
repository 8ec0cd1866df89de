/// \file
/// How the costs of a project are shared: each party funds its own items (parallel), or all pay
/// into one undivided pool of which each bears its share. Each party confirms its own column.
#pragma once

#include "cooperation/funds/fund.hpp"
#include "cooperation/projects/project.hpp"

#include <array>
#include <optional>
#include <string>

namespace selatan::cost_sharing {

using records::Head;
using records::Saved;

enum class Arrangement { parallel, pool };
inline constexpr std::array<std::string_view, 2> arrangements{"parallel", "pool"};
[[nodiscard]] constexpr std::string_view to_code(Arrangement arrangement)
{
    return code_in(arrangements, arrangement);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Arrangement &arrangement)
{
    return value_in(arrangements, code, arrangement);
}

struct CostPlan {
    std::optional<Id<projects::Project>> project;
    Arrangement arrangement = Arrangement::parallel;
    std::optional<Currency> currency;         ///< of a pool
    std::optional<Id<funds::Fund>> pool_fund; ///< where our books keep the pool
    std::string document;                     ///< the agreement on costs
};

extern records::NounOf<CostPlan> const cost_plans;

namespace plan_states {
inline constexpr std::string_view open = "open";
inline constexpr std::string_view closed = "closed"; ///< settled: nothing more is added or reported
} // namespace plan_states

// -- Rules: pure, every field's problem -----------------------------------------------------------

/// On "currency": `common.required` of a pool, `cost_sharing.pool_alone` of none,
/// `cost_sharing.fund_currency` where the pool's fund counts another; `cost_sharing.pool_alone` on
/// "pool_fund"; `cost_sharing.fixed` on "project" and, once there are items, on "arrangement" and
/// "currency".
[[nodiscard]] Problems decide_plan(CostPlan const &plan, CostPlan const *before, bool has_items,
                                   std::optional<Currency> fund_currency);

// -- Verbs ----------------------------------------------------------------------------------------

/// A person confirms the columns of the parties that it speaks for, as they stand:
/// `cost_sharing.plan_closed`, `cost_sharing.not_your_column`, `cost_sharing.nothing_to_confirm`,
/// `cost_sharing.confirmed_already`.
[[nodiscard]] Result<Saved> confirm(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version);
/// `cost_sharing.unconfirmed`: a party with something in its column has not confirmed it.
[[nodiscard]] Result<Saved> settle(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version);
[[nodiscard]] Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version);

[[nodiscard]] CostPlan load_plan(storage::Reader &reader, Uuid plan);

/// Whoever takes part in the project sees how its costs are shared: the plan, its items and
/// reports.
void share_with_parties(storage::Tx &tx, Uuid plan);
/// Those whose project has other parties by now; returns how many plans.
int share_with_latecomers(storage::Tx &tx);

} // namespace selatan::cost_sharing

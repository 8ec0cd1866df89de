/// \file
/// How far the money of a plan line or of a project has come: a few figures, each of which opens to
/// the entries that make it up.
#pragma once

#include "base/coded.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "platform/web/route.hpp"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace selatan::funds {

/// Whose money.
enum class Whose { line, project };

/// Each is a sum of balances; what belongs to which: `roles_of`.
enum class MoneyFigure {
    allocated,   ///< to a line, of a fund
    obligated,   ///< promised, with what was paid of it
    paid,        ///< to payees
    used,        ///< accounted for by them
    to_obligate, ///< of a line: allocated and not promised yet
    to_be_paid,  ///< of a project: promised and not paid yet
};
inline constexpr std::array<std::string_view, 6> money_figures{
    "allocated", "obligated", "paid", "used", "to_obligate", "to_be_paid"};
[[nodiscard]] constexpr std::string_view to_code(MoneyFigure figure)
{
    return code_in(money_figures, figure);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, MoneyFigure &figure)
{
    return value_in(money_figures, code, figure);
}

/// The accounts whose balances add up to a figure.
[[nodiscard]] std::span<Role const> roles_of(MoneyFigure figure);
/// Those shown of a line and of a project, in their order.
[[nodiscard]] std::span<MoneyFigure const> figures_of(Whose whose);

/// The balance of the accounts of one role that belong to a line or project, in one currency; as
/// their own side counts.
struct RoleSum {
    Role role = Role::bank;
    Money sum;
};
/// Of the funds that `may_see` lets through.
[[nodiscard]] std::vector<RoleSum> sums_of(storage::Reader &reader, Whose whose, Uuid record,
                                           records::Filter const &may_see);
/// The entries that make up a figure, the oldest first; their amounts add up to it. What an entry
/// takes from one of its accounts to another is no change of it.
[[nodiscard]] std::vector<Movement> movements_of(storage::Reader &reader, Whose whose, Uuid record,
                                                 MoneyFigure figure,
                                                 records::Filter const &may_see);

/// /ledger/plan-lines/{id}/entries and /ledger/projects/{id}/entries, with `figure`.
void add_standing_routes(web::Router &router);

} // namespace selatan::funds

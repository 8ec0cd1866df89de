/// \file
/// What the accounts of a fund are for. The debit side says where money is or went, the credit side
/// what it is for; both add up to the same (funds.md draws it).
#pragma once

#include "base/coded.hpp"
#include "engine/ledger/book.hpp"

#include <array>
#include <compare>
#include <string_view>

namespace selatan::funds {

enum class Role {
    bank,        ///< money at the treasury or the bank
    receivable,  ///< committed by a contributor and not received: of a contribution
    advance,     ///< paid and not yet accounted for: of a disbursement
    expenditure, ///< accounted for: of an obligation
    exchange,    ///< the position between two currencies
    promised,    ///< what receivables are worth to the fund: of a contribution
    unallocated, ///< free for any line; of a contribution: for what it is earmarked
    allocation,  ///< allocated and not obligated: of an allocation
    obligation,  ///< obligated and not approved for payment: of an obligation
    payable,     ///< approved and not paid: of a disbursement
    spent,       ///< paid: of an obligation
    authorised,  ///< allocated in all, against what the plan established: of a plan line
    plan,        ///< the other side of it
};
inline constexpr std::array<std::string_view, 13> account_roles{
    "bank",       "receivable", "advance", "expenditure", "exchange",   "promised", "unallocated",
    "allocation", "obligation", "payable", "spent",       "authorised", "plan"};
[[nodiscard]] constexpr std::string_view to_code(Role role)
{
    return code_in(account_roles, role);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Role &role)
{
    return value_in(account_roles, code, role);
}

[[nodiscard]] constexpr ledger::Kind kind_of(Role role)
{
    switch (role) {
    case Role::bank:
    case Role::receivable:
    case Role::advance:
    case Role::exchange:
        return ledger::Kind::asset;
    case Role::expenditure:
        return ledger::Kind::expense;
    case Role::promised:
        return ledger::Kind::liability;
    case Role::authorised:
    case Role::plan:
        return ledger::Kind::memorandum;
    default:
        return ledger::Kind::fund;
    }
}

/// May its balance stand on the other side? Only where it is the counterpart of something.
[[nodiscard]] constexpr bool may_turn(Role role)
{
    return role == Role::exchange || role == Role::plan;
}

/// Are the days of all that it holds those of the world: of receipts, payments, refunds? Its
/// balance is then right on any day. (The others hold what was decided here, and when: today.)
[[nodiscard]] constexpr bool keeps_days(Role role)
{
    return role == Role::bank || role == Role::receivable || role == Role::advance;
}

/// What tells one account from another.
struct AccountKey {
    Uuid fund;
    Role role = Role::bank;
    Uuid subject; ///< the fund itself where the role is not of anything else
    Currency currency;

    friend auto operator<=>(AccountKey const &, AccountKey const &) = default;
};

} // namespace selatan::funds

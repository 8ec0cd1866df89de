/// \file
/// An allocation: money of a fund set aside for an established line of a plan, never more than the
/// plan established. Proposed by one person, approved by another.
#pragma once

#include "cooperation/funds/contribution.hpp"
#include "cooperation/programming/plan_line.hpp"

#include <optional>
#include <string>

namespace selatan::funds {

struct Allocation {
    std::optional<Id<Fund>> fund;
    std::optional<Id<programming::PlanLine>> line;
    std::optional<Id<Contribution>> contribution; ///< an earmarked one; nothing: free money
    Amount amount;                                ///< in the fund's currency
    std::string document;
};

extern records::NounOf<Allocation> const allocations;

/// Of allocations and obligations.
namespace promise_states {
inline constexpr std::string_view proposed = "proposed";
inline constexpr std::string_view in_force = "in_force";
inline constexpr std::string_view closed = "closed";
inline constexpr std::string_view refused = "refused";
} // namespace promise_states
extern records::Machine const promise_machine;

struct MoneyRefusal {
    std::string reason;
};

/// What an allocation's rules look at besides itself.
struct LineMoney {
    std::string state;                       ///< the line's
    std::optional<Uuid> fund;                ///< the organisation that it names as its fund
    std::optional<std::int64_t> plan_amount; ///< whole units of the plan's currency
    std::optional<Currency> plan_currency;
};

/// `funds.amount_not_in_currency` on "amount"; on "line": `funds.line_not_established`,
/// `funds.line_of_another_fund`, `funds.plan_in_other_currency`; on "contribution":
/// `funds.of_another_fund`, `funds.not_earmarked`.
[[nodiscard]] Problems decide_allocation(Allocation const &allocation, Fund const &fund,
                                         LineMoney const &line, Contribution const *contribution);

/// Everything that is wrong with an allocation about to be proposed.
[[nodiscard]] Problems check_allocation(storage::Reader &reader, Allocation const &wanted);
/// What the ledger would say to its approval as things stand.
[[nodiscard]] std::optional<Problem> foresee_allocation(storage::Reader &reader,
                                                        Allocation const &wanted);

/// `funds.two_people`, whatever `check_allocation` finds by now, `funds.above_the_line`,
/// `funds.not_enough`.
[[nodiscard]] Result<Saved> approve_allocation(storage::Tx &tx, auth::Identity const &by,
                                               Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> refuse_allocation(storage::Tx &tx, auth::Identity const &by,
                                              Head const &head, std::int64_t version,
                                              MoneyRefusal const &wanted);
/// Gives back what is not obligated. `funds.open_obligations`.
[[nodiscard]] Result<Saved> close_allocation(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version);

/// Books what an allocation holds back to whence it came: with its closing, and when a payee gives
/// money back afterwards.
[[nodiscard]] Result<void> give_back(storage::Tx &tx, auth::Identity const &by, Uuid id,
                                     Allocation const &allocation);

[[nodiscard]] Allocation load_allocation(storage::Reader &reader, Uuid allocation);

} // namespace selatan::funds

/// \file
/// An obligation: an allocation's money promised to a payee for a project. Proposed by one person,
/// approved by another; what is not paid in the end is released.
#pragma once

#include "cooperation/funds/allocation.hpp"
#include "cooperation/projects/project.hpp"

#include <optional>
#include <string>

namespace selatan::funds {

struct Obligation {
    std::string title; ///< what for
    std::optional<Id<Allocation>> allocation;
    std::optional<Id<projects::Project>> project;
    std::optional<Id<partners::Organisation>> organisation; ///< the payee
    Amount amount;                                          ///< in the fund's currency
    std::string document; ///< contract, order, exchange of letters
};

extern records::NounOf<Obligation> const obligations;

/// What an obligation's rules look at besides itself.
struct ProjectMoney {
    std::string state;
    std::optional<Uuid> line;
};

/// `funds.amount_not_in_currency` on "amount"; `funds.allocation_not_in_force` on "allocation"; on
/// "project": `funds.project_of_another_line`, `funds.project_not_running` (neither active nor with
/// its legal basis in force).
[[nodiscard]] Problems decide_obligation(Obligation const &obligation, Fund const &fund,
                                         Allocation const &allocation,
                                         std::string_view allocation_state,
                                         ProjectMoney const &project);
[[nodiscard]] Problems check_obligation(storage::Reader &reader, Obligation const &wanted);
/// What the ledger would say to its approval as things stand.
[[nodiscard]] std::optional<Problem> foresee_obligation(storage::Reader &reader,
                                                        Obligation const &wanted);

[[nodiscard]] Result<Saved> approve_obligation(storage::Tx &tx, auth::Identity const &by,
                                               Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> refuse_obligation(storage::Tx &tx, auth::Identity const &by,
                                              Head const &head, std::int64_t version,
                                              MoneyRefusal const &wanted);
/// Releases what was not approved for payment. `funds.open_disbursements`.
[[nodiscard]] Result<Saved> close_obligation(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version);

[[nodiscard]] Obligation load_obligation(storage::Reader &reader, Uuid obligation);

} // namespace selatan::funds

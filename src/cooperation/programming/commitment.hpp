/// \file
/// What established lines hold of a plan's ceilings, kept so that the database itself refuses to
/// pass one: rows with CHECK (held <= the ceiling), changed in the transaction of the verb, in the
/// order of their ids. The ledger will take their place when it comes.
#pragma once

#include "cooperation/programming/ceiling.hpp"
#include "cooperation/reference/codelists.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace selatan::programming {

/// The ceiling in force of one scope, and what is held of it.
struct Hold {
    Uuid id;
    Scope scope = Scope::total;
    std::string code; ///< the fund's id, or the group's code
    Stage stage = Stage::indicative;
    std::int64_t amount = 0;
    std::int64_t held = 0;
    std::int64_t frozen = 0; ///< what was held when the ceiling was cut below it; else 0

    [[nodiscard]] std::int64_t left() const { return amount - held; } ///< negative when over
    [[nodiscard]] bool is_over() const { return held > amount; }
};

/// What a line wants to hold from now on; 0 gives everything back.
struct Claim {
    Uuid line;
    std::int64_t amount = 0; ///< in the plan's currency
    std::optional<Uuid> fund;
    std::vector<CountryCode> countries;
};

/// A line's own country and the others that it counts for, each once.
[[nodiscard]] std::vector<CountryCode> countries_of(std::optional<CountryCode> country,
                                                    std::string_view codes);

/// Does a claim count on that ceiling? All do on the total; a fund's on its fund; on a group's
/// those of which any country is a member on the day. Groups are taken as they are on the first
/// day of the plan's year: a plan means the same however late a line enters.
[[nodiscard]] bool counts_on(Claim const &claim, Hold const &hold,
                             reference::Codelists const &lists, Date day);

/// A ceiling would be passed: names it, its amount, what is held and what was wanted.
[[nodiscard]] Refusal ceiling_reached(Hold const &hold, std::string const &name,
                                      std::int64_t wanted, Currency currency);

/// All of these claims of one plan, or none. `programming.over_committed` when any takes more than
/// it holds while the year is over-committed; `programming.no_total_ceiling`;
/// `programming.ceiling_reached` for the first ceiling, in the order of their ids, that would be
/// passed. What is given back may end the over-commitment.
[[nodiscard]] Result<void> commit(storage::Tx &tx, auth::Identity const &by, Uuid plan,
                                  std::vector<Claim> const &claims);

/// After a ceiling of this scope was recorded: what is in force now, and everything held of it.
void restate(storage::Tx &tx, auth::Identity const &by, Uuid plan, Scope scope,
             std::string const &code);

} // namespace selatan::programming

#pragma once

#include "cooperation/programming/commitment.hpp"

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace selatan::programming {

/// In the order of their ids: the order in which they are changed, whoever changes them.
[[nodiscard]] std::vector<Hold> holds_of(storage::Reader &reader, Uuid plan);

/// What lines hold, by line and hold.
using Holdings = std::map<std::pair<Uuid, Uuid>, std::int64_t>;
[[nodiscard]] Holdings holdings_of(storage::Reader &reader, std::span<Claim const> claims);
/// The same of everything that one plan's lines hold.
[[nodiscard]] Holdings all_holdings(storage::Reader &reader, Uuid plan);

/// Takes from a hold if it has so much left; the check of the table would refuse all the same.
[[nodiscard]] bool take(storage::Tx &tx, Uuid hold, std::int64_t amount);
/// Always possible.
void give_back(storage::Tx &tx, Uuid hold, std::int64_t amount);
/// 0: holds nothing of it any more.
void write_holding(storage::Tx &tx, Uuid line, Uuid hold, std::int64_t amount);

/// The ceiling in force of a scope: of the latest day, and of one day the last entered.
struct InForce {
    Stage stage = Stage::indicative;
    std::int64_t amount = 0;
};
[[nodiscard]] std::optional<InForce> ceiling_in_force(storage::Reader &reader, Uuid plan,
                                                      Scope scope, std::string const &code);
/// Writes what is in force, over or under what is held. Returns the hold, new or changed.
Uuid write_hold(storage::Tx &tx, Uuid plan, Scope scope, std::string const &code,
                InForce const &ceiling);
/// What is held of a new hold, of whatever was established before there was one.
void write_held(storage::Tx &tx, Uuid hold, std::int64_t held);
/// The established lines of a plan, as they claim.
[[nodiscard]] std::vector<Claim> claims_of_established(storage::Reader &reader, Uuid plan);

} // namespace selatan::programming

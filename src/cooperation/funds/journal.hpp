/// \file
/// Everything that was booked, as a journal that `ledger` and `hledger` read: so that anybody can
/// check the sums with a program that is not ours.
#pragma once

#include "engine/ledger/journal.hpp"
#include "platform/storage/store.hpp"

#include <functional>
#include <string_view>

namespace selatan::funds {

/// In the order of the funds and their numbers; `out` gets it entry by entry.
void write_journal(storage::Reader &reader, ledger::Dialect dialect,
                   std::function<void(std::string_view)> const &out);

} // namespace selatan::funds

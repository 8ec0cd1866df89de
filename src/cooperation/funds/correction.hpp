/// \file
/// A correction: takes back an entry that was a mistake, by its mirror on a day of the open period,
/// and its record to where it stood before. Proposed by one person, approved by another.
#pragma once

#include "cooperation/funds/disbursement.hpp"
#include "cooperation/funds/ledger_store.hpp"

#include <optional>
#include <string>

namespace selatan::funds {

struct Correction {
    std::string title; ///< what is wrong
    std::optional<Id<Fund>> fund;
    std::int64_t number = 0; ///< of the entry
    std::string document;
};

extern records::NounOf<Correction> const corrections;

namespace correction_states {
inline constexpr std::string_view proposed = "proposed";
inline constexpr std::string_view booked = "booked";
inline constexpr std::string_view refused = "refused";
} // namespace correction_states

/// Receipts, payments, liquidations and refunds: for what is promised there are verbs.
[[nodiscard]] bool is_correctable(Act act);

/// `funds.no_such_entry`; `funds.not_correctable` (only receipts, payments, liquidations and
/// refunds are taken back so: for what is promised there are verbs); `funds.corrected_already`;
/// `funds.later_entries` (what came after it about the same record is taken back first).
[[nodiscard]] Result<void> decide_correction(StoredEntry const *entry, StoredEntry const *last);

[[nodiscard]] Problems check_correction(storage::Reader &reader, Correction const &wanted);

[[nodiscard]] Result<Saved> approve_correction(storage::Tx &tx, auth::Identity const &by,
                                               Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> refuse_correction(storage::Tx &tx, auth::Identity const &by,
                                              Head const &head, std::int64_t version,
                                              MoneyRefusal const &wanted);

} // namespace selatan::funds

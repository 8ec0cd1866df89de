/// \file
/// Accounts, entries and postings as they are stored.
#pragma once

#include "cooperation/funds/booking.hpp"
#include "platform/records/access.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace selatan::funds {

// -- Booking --------------------------------------------------------------------------------------

/// A fund as whoever posts holds it: until the transaction ends nobody else posts to it.
struct HeldFund {
    std::int64_t next_number = 0;
    std::optional<Date> closed_until;
};
[[nodiscard]] HeldFund hold_fund(storage::Tx &tx, Uuid fund);

/// The accounts with these keys, those that were missing opened, in the order of their ids.
struct KeyedAccount {
    AccountKey key;
    ledger::Account account;
};
[[nodiscard]] std::vector<KeyedAccount> hold_accounts(storage::Tx &tx,
                                                      std::span<AccountKey const> wanted);
/// The accounts of a stored entry, in the order of their ids.
[[nodiscard]] std::vector<KeyedAccount> accounts_of(storage::Reader &reader,
                                                    ledger::Entry const &entry);
/// The least that an account held, as its own side counts it, at the end of a day or of any later
/// one. What was taken back and what took it back count for nothing.
[[nodiscard]] Money least_since(storage::Reader &reader, ledger::Account const &account, Date day);
void write_balance(storage::Tx &tx, ledger::Balanced const &balanced);
/// Never below what it holds: a ceiling that was cut lets nothing more pass.
void write_ceiling(storage::Tx &tx, ledger::AccountId account, Money most);

struct StoredEntry {
    ledger::Transfer transfer;
    Uuid fund;
    std::int64_t number = 0;
    Instant booked_at;
    std::optional<Uuid> booked_by;
    Act act = Act::receipt;
    Uuid record;
    std::string document;
    std::optional<ledger::TransferId> reversed_by;
};
void write_entry(storage::Tx &tx, StoredEntry const &stored);
[[nodiscard]] std::optional<StoredEntry> find_entry(storage::Reader &reader, ledger::TransferId id);
[[nodiscard]] std::optional<StoredEntry> find_entry(storage::Reader &reader, Uuid fund,
                                                    std::int64_t number);
/// The newest entry about a record that is neither a correction nor corrected.
[[nodiscard]] std::optional<StoredEntry> last_standing_entry(storage::Reader &reader, Uuid record);

[[nodiscard]] Signatures signatures_of(storage::Reader &reader, Uuid record);
void write_signatures(storage::Tx &tx, Uuid record, Signatures const &signatures);

// -- Balances -------------------------------------------------------------------------------------

/// An account's balance as its own side counts it; zero when there is no such account.
[[nodiscard]] Money balance_of(storage::Reader &reader, AccountKey const &key);
/// Of everything that a fund holds in a role, by currency.
[[nodiscard]] Balance balances_of(storage::Reader &reader, Uuid fund, Role role);

/// What the books say of themselves.
struct BooksCheck {
    std::int64_t entries = 0;
    std::int64_t unbalanced_entries = 0; ///< postings that do not sum to zero per currency
    std::int64_t differing_accounts = 0; ///< balances that are not the sum of their postings,
                                         ///< or of their months
    [[nodiscard]] bool are_right() const { return unbalanced_entries + differing_accounts == 0; }
};
[[nodiscard]] BooksCheck check_books(storage::Reader &reader);

} // namespace selatan::funds

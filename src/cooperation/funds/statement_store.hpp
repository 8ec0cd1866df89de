/// \file
/// What the ledger's pages ask: balances on a day, an account's movements, an entry, and how far
/// each plan line has come.
#pragma once

#include "cooperation/funds/ledger_store.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::funds {

/// A record as a link needs it.
struct RecordName {
    std::string kind;
    std::string reference;
    std::string title;
};
struct AccountRow {
    KeyedAccount account; ///< with its balance on the day asked for
    RecordName fund;
    RecordName subject;
};
/// The accounts of the funds that `may_see` lets through, at the end of `on` (nothing: now), by
/// fund, role and subject. `only`: one of them.
[[nodiscard]] std::vector<AccountRow> accounts_at(storage::Reader &reader,
                                                  records::Filter const &may_see,
                                                  std::optional<Date> on,
                                                  std::optional<Uuid> fund = {});
[[nodiscard]] std::optional<AccountRow>
find_account(storage::Reader &reader, records::Filter const &may_see, ledger::AccountId id);
/// The accounts of one record, and of one entry's postings.
[[nodiscard]] std::vector<AccountRow> accounts_about(storage::Reader &reader, Uuid record);
[[nodiscard]] std::vector<AccountRow> accounts_in(storage::Reader &reader,
                                                  ledger::Entry const &entry);

struct Movement {
    ledger::TransferId entry;
    std::int64_t number = 0;
    Date on;
    Act act = Act::receipt;
    std::string document;
    RecordName record;
    Money amount; ///< debits positive
    /// The rate that it was booked at; of entries about a record alone.
    std::optional<ledger::Quote> quote = {};
};
struct AccountStatement {
    Money opening;
    std::vector<Movement> movements; ///< the oldest first
    Money closing;
};
[[nodiscard]] AccountStatement statement_of(storage::Reader &reader, AccountRow const &account,
                                            Date from, Date until);

/// The entries about a record, the newest first; each with its amount in the fund's currency.
[[nodiscard]] std::vector<Movement> entries_about(storage::Reader &reader, Uuid record);
/// Every entry of a fund with its postings, in the order of its numbers, one after the other.
struct JournalRow {
    std::string fund;
    std::int64_t number = 0;
    Date on;
    Act act = Act::receipt;
    RecordName record;
    std::string document;
    std::optional<ledger::Quote> quote;
    Role role = Role::bank;
    ledger::Kind kind = ledger::Kind::asset;
    RecordName subject;
    Money amount;
};
void each_journal_row(storage::Reader &reader, std::function<void(JournalRow const &)> const &take);

/// How far a plan line, or a project, has come. Each is part of the one before it.
struct Execution {
    RecordName record;
    Money planned;   ///< what the plan established; zero of a project
    Money allocated; ///< zero of a project
    Money obligated; ///< in force, with what was paid of it
    Money paid;
    Money used; ///< accounted for by the payee
};
/// Of the lines that `may_see` lets through and that have an established amount. `country`: those
/// of one country.
[[nodiscard]] std::vector<Execution> executions(storage::Reader &reader,
                                                records::Filter const &may_see,
                                                std::optional<CountryCode> country = {});

/// The money of a project in one fund's currency.
struct ProjectMoneyRow {
    RecordName project;
    Money asked;     ///< requested and not yet approved for payment
    Money obligated; ///< in force, with what was paid of it
    Money paid;
    Money used; ///< accounted for by the payee
};
/// Of the projects that `may_see` lets through and that anything was obligated for.
[[nodiscard]] std::vector<ProjectMoneyRow> money_of_projects(storage::Reader &reader,
                                                             records::Filter const &may_see);

} // namespace selatan::funds

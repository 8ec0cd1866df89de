/// \file
/// Accounts, transfers, and the one rule that says whether a transfer may be booked. Pure: stores
/// load the accounts that a transfer names, ask `decide`, and write what it answers.
#pragma once

#include "base/coded.hpp"
#include "base/date.hpp"
#include "engine/ledger/entry.hpp"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace selatan::ledger {

/// What a balance says. Assets and expenses say where money is or went, and stand on the debit
/// side; the others say whose it is or what it is for, and stand on the credit side.
enum class Kind { asset, expense, liability, fund, income, memorandum };
inline constexpr std::array<std::string_view, 6> kinds{"asset", "expense", "liability",
                                                       "fund",  "income",  "memorandum"};
[[nodiscard]] constexpr std::string_view to_code(Kind kind)
{
    return code_in(kinds, kind);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Kind &kind)
{
    return value_in(kinds, code, kind);
}
[[nodiscard]] constexpr bool is_debit_side(Kind kind)
{
    return kind == Kind::asset || kind == Kind::expense;
}

struct Account {
    AccountId id;
    Kind kind = Kind::asset;
    Currency currency;
    /// Limits of `own_balance()`; nothing: none.
    std::optional<std::int64_t> least = 0;
    std::optional<std::int64_t> most = {};
    bool is_closed = false;
    std::int64_t balance = 0; ///< minor units; debits are positive

    /// As the account's own side counts it: positive where it usually stands.
    [[nodiscard]] Money own_balance() const
    {
        return {is_debit_side(kind) ? balance : -balance, currency};
    }
};

/// At what rate one currency became another: dated and sourced.
struct Quote {
    std::string rate; ///< a decimal: units of the second currency for one of the first
    Date on;
    std::string source;

    friend bool operator==(Quote const &, Quote const &) = default;
};

/// What happened on one day, booked once. The id is whoever asks's: the same transfer sent again
/// is the same transfer.
struct Transfer {
    TransferId id;
    Date on;
    Entry entry;
    std::optional<TransferId> reverses = {};
    std::optional<Quote> quote = {};

    friend bool operator==(Transfer const &, Transfer const &) = default;
};

/// Why a transfer is not booked, in descending precedence: the first rule broken is the one told.
enum class Rule {
    id_reused,         ///< another transfer has this id
    reversed_already,  ///< what it takes back was taken back before
    not_its_reversal,  ///< it is not the mirror of what it takes back, or that is not known
    nothing_moved,     ///< its legs cancel out
    period_closed,     ///< its day lies in a closed period
    account_unknown,   ///< from here on: the first account in the order of the ids
    account_closed,    //
    currency_differs,  ///< the account counts another currency
    amount_too_large,  ///< the balance would leave 64 bits
    balance_too_small, ///< the account would go below its least
    balance_too_large, ///< the account would go above its most
};

struct Refused {
    Rule rule = Rule::id_reused;
    AccountId account = {}; ///< of the rules about accounts
    Money moved = {0, Currency{}};

    friend bool operator==(Refused const &, Refused const &) = default;
};

/// The new balance of each account that a transfer touches, in the order of their ids.
struct Balanced {
    AccountId account;
    std::int64_t balance = 0;

    friend bool operator==(Balanced const &, Balanced const &) = default;
};

/// What is known when a transfer comes.
struct Known {
    std::span<Account const> accounts;  ///< at least those that it names, by id
    std::optional<Date> closed_until;   ///< the last day of the closed period
    Transfer const *same_id = nullptr;  ///< booked before under its id
    Transfer const *reversed = nullptr; ///< the one that it takes back
    bool is_reversed_already = false;
};

/// The balances after the transfer; none when it was booked before, content and all.
[[nodiscard]] tl::expected<std::vector<Balanced>, Refused> decide(Known const &known,
                                                                  Transfer const &wanted);

/// The transfer that takes `booked` back.
[[nodiscard]] Transfer reversal_of(Transfer const &booked, TransferId id, Date on);

/// A whole ledger in memory: what-if questions, tests, and figures to hold a store against.
class Book {
public:
    /// An account that is there already is a Bug.
    void open(Account const &account);
    void close(AccountId account);
    void close_until(Date day) { m_closed_until = day; }

    [[nodiscard]] std::optional<Refused> post(Transfer const &wanted);

    [[nodiscard]] Account const &account(AccountId id) const;
    [[nodiscard]] std::map<AccountId, Account> const &accounts() const { return m_accounts; }
    /// In the order in which they were booked.
    [[nodiscard]] std::vector<Transfer> const &transfers() const { return m_transfers; }
    /// Debits less credits of everything, which is nothing.
    [[nodiscard]] Balance sum() const;

private:
    [[nodiscard]] Transfer const *find(TransferId id) const;

    std::map<AccountId, Account> m_accounts;
    std::vector<Transfer> m_transfers;
    std::map<TransferId, std::size_t> m_places;
    std::map<TransferId, TransferId> m_reversals; ///< what was taken back, and by what
    std::optional<Date> m_closed_until;
};

} // namespace selatan::ledger

/// \file
/// Entries of double-entry bookkeeping: what one account gets, another gives. An Entry is made of
/// such pairs alone, so that none can be out of balance in any currency.
#pragma once

#include "base/id.hpp"
#include "base/money.hpp"

#include <optional>
#include <span>
#include <vector>

namespace selatan::ledger {

struct Account;
struct Transfer;
using AccountId = Id<Account>;
using TransferId = Id<Transfer>;

/// One account's part of an entry: debits are positive, credits negative.
struct Posting {
    AccountId account;
    Money amount;

    friend bool operator==(Posting const &, Posting const &) = default;
};

/// The largest amount of one leg, in minor units: sixty-four of them still fit into 64 bits.
inline constexpr std::int64_t largest_amount = 100'000'000'000'000'000;
inline constexpr int legs_most = 64;

/// A balanced set of postings: their sum is zero in each currency, and no way leads to one whose
/// sum is not. At most one posting per account and currency, none of them zero, in the order of
/// the accounts' ids.
class Entry {
public:
    /// Debits one account and credits another. Equal accounts, and an amount that is not between 1
    /// and `largest_amount`, are Bugs: amounts are believed where they enter.
    Entry(AccountId debit, AccountId credit, Money amount);

    /// Both at once.
    Entry &operator+=(Entry const &other);
    friend Entry operator+(Entry a, Entry const &b) { return a += b; }

    /// What was stored: nothing unless it balances, currency by currency.
    [[nodiscard]] static std::optional<Entry> balanced(std::span<Posting const> postings);
    /// The same with debits and credits exchanged: how a mistake is taken back.
    [[nodiscard]] Entry reversed() const;

    [[nodiscard]] std::span<Posting const> postings() const { return m_postings; }

    /// Of what it does, however many legs it was made of.
    friend bool operator==(Entry const &a, Entry const &b) { return a.m_postings == b.m_postings; }

private:
    Entry() = default;
    void add(Posting const &posting);

    std::vector<Posting> m_postings;
    int m_legs = 0;
};

// -- Two phases -----------------------------------------------------------------------------------

/// What is reserved leaves its source for an account of its own, which may not go below zero. It is
/// settled from there in parts, and what is left is released. So a promise is a balance like any
/// other, seen in every trial balance, and no second mechanism guards it. Both accounts are of the
/// credit side: they say what money is for, not where it is.
struct Reservation {
    AccountId source;
    AccountId held;
};
[[nodiscard]] Entry reserve(Reservation const &reservation, Money amount);
[[nodiscard]] Entry settle(Reservation const &reservation, AccountId used, Money amount);
[[nodiscard]] Entry release(Reservation const &reservation, Money amount);

// -- Exchange -------------------------------------------------------------------------------------

/// A side of an exchange: the account that gives or gets, and the exchange account of its currency.
struct Side {
    AccountId account;
    AccountId exchange;
    Money amount;
};
/// One currency for another, as two legs that balance each in its own: `given` is credited, `got`
/// debited, and the exchange accounts hold the position between the two currencies.
[[nodiscard]] Entry exchange(Side const &given, Side const &got);

} // namespace selatan::ledger

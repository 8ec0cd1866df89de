/// \file
/// Booking on the ledger: the one way in which a balance changes. Whoever calls it has decided that
/// the act is right; the ledger decides whether the money is there.
#pragma once

#include "base/result.hpp"
#include "cooperation/funds/account.hpp"
#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace selatan::funds {

/// What happened, as statements and journals say it.
enum class Act {
    commitment,
    receipt,
    write_off,
    allocation,
    allocation_return,
    obligation,
    obligation_release,
    approval,
    approval_release,
    payment,
    liquidation,
    refund,
    correction,
};
inline constexpr std::array<std::string_view, 13> ledger_acts{
    "commitment",        "receipt",    "write_off",          "allocation",
    "allocation_return", "obligation", "obligation_release", "approval",
    "approval_release",  "payment",    "liquidation",        "refund",
    "correction"};
[[nodiscard]] constexpr std::string_view to_code(Act act)
{
    return code_in(ledger_acts, act);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Act &act)
{
    return value_in(ledger_acts, code, act);
}

struct Leg {
    AccountKey debit;
    AccountKey credit;
    Money amount;
};

/// The most that an account may hold from now on: the line's amount.
struct NewCeiling {
    AccountKey account;
    Money most;
};

struct Booking {
    ledger::TransferId id; ///< drawn by whoever asks: the same again books nothing
    Uuid fund;
    Act act = Act::receipt;
    Uuid record; ///< what it happened to
    Date on;
    std::string document; ///< the evidence: number and date
    std::vector<Leg> legs;
    std::optional<NewCeiling> ceiling = {};
    std::optional<ledger::Quote> quote = {};
};

/// Books it in the caller's transaction and returns the entry's number within its fund. The first
/// rule broken is the one told: `funds.entry_reused`; `funds.period_closed` (argument day);
/// `funds.not_enough` (arguments role, held, wanted); `funds.above_the_line` (amount, wanted);
/// `funds.not_enough_then` (role, day, held, wanted): it is there now, and was not on its day.
[[nodiscard]] Result<std::int64_t> book(storage::Tx &tx, auth::Identity const &by,
                                        Booking const &wanted);

/// `funds.not_enough`, with the role of the account and the two amounts.
[[nodiscard]] Problem not_enough(Role role, Money held, Money wanted);
/// `funds.period_closed`, with the last day of it.
[[nodiscard]] Problem period_closed(std::optional<Date> closed_until);
/// `funds.above_the_line`, with what the plan established and what is allocated of it.
[[nodiscard]] Problem above_the_line(Money most, Money held, Money wanted);
/// What `book` would say, as things stand, to whoever takes the amount from the account; nothing
/// where it is there.
[[nodiscard]] std::optional<Problem> foresee(storage::Reader &reader, AccountKey const &from,
                                             std::optional<Money> wanted);

/// Books the mirror of an entry, on a day of the open period. `funds.corrected_already` besides.
[[nodiscard]] Result<std::int64_t> book_reversal(storage::Tx &tx, auth::Identity const &by,
                                                 ledger::TransferId mistake, Uuid record,
                                                 std::string const &document);

// -- Two people -----------------------------------------------------------------------------------

enum class Hand { asked, verified, approved };
/// Whose hands it went through so far.
struct Signatures {
    std::optional<Uuid> asked_by;
    std::optional<Uuid> verified_by;
    std::optional<Uuid> approved_by;
};
/// `funds.two_people`: who asked or verified does not approve, who asked does not verify. The
/// program itself is nobody, and signs nothing.
[[nodiscard]] Result<void> decide_hand(Signatures const &before, Hand hand, Uuid user);
/// Decides and writes it; the table refuses the same. Asking anew begins anew.
/// `funds.nobody_asked`: a program made the record, so that there is no first person.
[[nodiscard]] Result<void> sign(storage::Tx &tx, auth::Identity const &by, Uuid record, Hand hand);

} // namespace selatan::funds

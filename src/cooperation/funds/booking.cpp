#include "cooperation/funds/booking.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/ledger_store.hpp"

#include <algorithm>

namespace selatan::funds {

namespace {

using ledger::Rule;

/// A rule of the ledger as a refusal. Those that only a mistake of ours could break are Bugs.
Refusal refusal_of(ledger::Refused const &refused, std::span<KeyedAccount const> accounts,
                   std::optional<Date> closed_until)
{
    auto const amount_of = [](Money money) {
        return Money{money.minor_units() < 0 ? -money.minor_units() : money.minor_units(),
                     money.currency()};
    };
    auto const conflict = [](std::string code,
                             std::vector<std::pair<std::string, std::string>> arguments = {}) {
        return Refusal{Decline::conflict, {{"", std::move(code), std::move(arguments)}}};
    };
    switch (refused.rule) {
    case Rule::id_reused:
        return conflict("funds.entry_reused");
    case Rule::reversed_already:
        return conflict("funds.corrected_already");
    case Rule::period_closed:
        return {Decline::conflict, {period_closed(closed_until)}};
    case Rule::balance_too_small:
    case Rule::balance_too_large: {
        auto const at = std::ranges::find(accounts, refused.account,
                                          [](KeyedAccount const &one) { return one.account.id; });
        ENSURE(at != accounts.end());
        if (refused.rule == Rule::balance_too_large) {
            return {Decline::conflict,
                    {above_the_line({*at->account.most, at->key.currency},
                                    at->account.own_balance(), amount_of(refused.moved))}};
        }
        return {Decline::conflict,
                {not_enough(at->key.role, at->account.own_balance(), amount_of(refused.moved))}};
    }
    case Rule::amount_too_large:
        return conflict("funds.too_large");
    case Rule::not_its_reversal:
    case Rule::nothing_moved:
    case Rule::account_unknown:
    case Rule::account_closed:
    case Rule::currency_differs:
        break;
    }
    throw Bug{"the ledger refused what the funds should not have asked"};
}

std::vector<ledger::Account> plain(std::span<KeyedAccount const> accounts)
{
    std::vector<ledger::Account> all;
    for (auto const &one : accounts) {
        all.push_back(one.account);
    }
    return all;
}

std::optional<Uuid> user_of(auth::Identity const &by)
{
    return by.is_program ? std::nullopt : std::optional{by.user.uuid()};
}

Result<std::int64_t> write(storage::Tx &tx, auth::Identity const &by, Booking const &wanted,
                           ledger::Transfer const &transfer, HeldFund const &held,
                           std::span<ledger::Balanced const> balances)
{
    for (auto const &balanced : balances) {
        write_balance(tx, balanced);
    }
    write_entry(tx, {.transfer = transfer,
                     .fund = wanted.fund,
                     .number = held.next_number,
                     .booked_at = tx.now(),
                     .booked_by = user_of(by),
                     .act = wanted.act,
                     .record = wanted.record,
                     .document = wanted.document,
                     .reversed_by = {}});
    return held.next_number;
}

/// The limits hold on every day, not only at the end: nothing is paid out before it came.
Result<void> decide_then(storage::Reader &reader, std::span<KeyedAccount const> accounts,
                         ledger::Transfer const &transfer)
{
    for (auto const &posting : transfer.entry.postings()) {
        auto const at = std::ranges::find(accounts, posting.account,
                                          [](KeyedAccount const &one) { return one.account.id; });
        ENSURE(at != accounts.end());
        auto const &account = at->account;
        auto const moved = posting.amount.minor_units();
        auto const taken = ledger::is_debit_side(account.kind) ? -moved : moved;
        if (!account.least || !keeps_days(at->key.role) || taken <= 0) {
            continue;
        }
        auto const held = least_since(reader, account, transfer.on);
        if (held.minor_units() - taken < *account.least) {
            return refuse(
                Decline::conflict, "", "funds.not_enough_then",
                {{"role", std::string{to_code(at->key.role)}},
                 {"day", transfer.on.to_string()},
                 {"held", Money{std::max<std::int64_t>(held.minor_units(), 0), account.currency}
                              .to_string()},
                 {"wanted", Money{taken, account.currency}.to_string()}});
        }
    }
    return {};
}

ledger::Entry entry_of(std::vector<Leg> const &legs, std::span<KeyedAccount const> accounts)
{
    auto const id_of = [&](AccountKey const &key) {
        auto const at = std::ranges::find(accounts, key, &KeyedAccount::key);
        ENSURE(at != accounts.end());
        return at->account.id;
    };
    ENSURE(!legs.empty());
    auto const one = [&](Leg const &leg) {
        return ledger::Entry{id_of(leg.debit), id_of(leg.credit), leg.amount};
    };
    auto entry = one(legs.front());
    for (auto const &leg : std::span{legs}.subspan(1)) {
        entry += one(leg);
    }
    return entry;
}

} // namespace

Result<std::int64_t> book(storage::Tx &tx, auth::Identity const &by, Booking const &wanted)
{
    // The fund first, then the accounts in the order of their ids: whoever else posts does the
    // same.
    auto const held = hold_fund(tx, wanted.fund);
    std::vector<AccountKey> keys;
    for (auto const &leg : wanted.legs) {
        keys.push_back(leg.debit);
        keys.push_back(leg.credit);
    }
    auto accounts = hold_accounts(tx, keys);
    if (wanted.ceiling) {
        auto const at = std::ranges::find(accounts, wanted.ceiling->account, &KeyedAccount::key);
        ENSURE(at != accounts.end());
        auto const most =
            std::max(wanted.ceiling->most.minor_units(), at->account.own_balance().minor_units());
        at->account.most = most;
        write_ceiling(tx, at->account.id, {most, at->key.currency});
    }
    ledger::Transfer const transfer{.id = wanted.id,
                                    .on = wanted.on,
                                    .entry = entry_of(wanted.legs, accounts),
                                    .quote = wanted.quote};
    auto const same_id = find_entry(tx, wanted.id);
    auto const known = plain(accounts);
    auto const answer = ledger::decide({.accounts = known,
                                        .closed_until = held.closed_until,
                                        .same_id = same_id ? &same_id->transfer : nullptr},
                                       transfer);
    if (!answer) {
        return refuse(refusal_of(answer.error(), accounts, held.closed_until));
    }
    if (same_id) {
        return same_id->number;
    }
    // Nothing is booked on a day to come, so that today's entry is the last one.
    if (wanted.on < tx.today()) {
        if (auto const may = decide_then(tx, accounts, transfer); !may) {
            return refuse(may.error());
        }
    }
    return write(tx, by, wanted, transfer, held, *answer);
}

Problem not_enough(Role role, Money held, Money wanted)
{
    return {"",
            "funds.not_enough",
            {{"role", std::string{to_code(role)}},
             {"held", held.to_string()},
             {"wanted", wanted.to_string()}}};
}

Problem period_closed(std::optional<Date> closed_until)
{
    return {"",
            "funds.period_closed",
            {{"day", closed_until ? closed_until->to_string() : std::string{}}}};
}

Problem above_the_line(Money most, Money held, Money wanted)
{
    return {
        "",
        "funds.above_the_line",
        {{"amount", most.to_string()}, {"held", held.to_string()}, {"wanted", wanted.to_string()}}};
}

std::optional<Problem> foresee(storage::Reader &reader, AccountKey const &from,
                               std::optional<Money> wanted)
{
    auto const held = balance_of(reader, from);
    return wanted && held.minor_units() < wanted->minor_units()
               ? std::optional{not_enough(from.role, held, *wanted)}
               : std::nullopt;
}

Result<std::int64_t> book_reversal(storage::Tx &tx, auth::Identity const &by,
                                   ledger::TransferId mistake, Uuid record,
                                   std::string const &document)
{
    auto const stored = find_entry(tx, mistake);
    ENSURE(stored.has_value());
    auto const held = hold_fund(tx, stored->fund);
    auto const transfer =
        ledger::reversal_of(stored->transfer, tx.new_id<ledger::Transfer>(), tx.today());
    auto const accounts = accounts_of(tx, stored->transfer.entry);
    auto const known = plain(accounts);
    auto const answer = ledger::decide({.accounts = known,
                                        .closed_until = held.closed_until,
                                        .reversed = &stored->transfer,
                                        .is_reversed_already = stored->reversed_by.has_value()},
                                       transfer);
    if (!answer) {
        return refuse(refusal_of(answer.error(), accounts, held.closed_until));
    }
    Booking const booking{.id = transfer.id,
                          .fund = stored->fund,
                          .act = Act::correction,
                          .record = record,
                          .on = transfer.on,
                          .document = document,
                          .legs = {}};
    return write(tx, by, booking, transfer, held, *answer);
}

// -- Two people -----------------------------------------------------------------------------------

Result<void> decide_hand(Signatures const &before, Hand hand, Uuid user)
{
    bool const asked = before.asked_by == user;
    bool const verified = before.verified_by == user;
    if ((hand == Hand::verified && asked) || (hand == Hand::approved && (asked || verified))) {
        return refuse(Decline::forbidden, "", "funds.two_people");
    }
    return {};
}

Result<void> sign(storage::Tx &tx, auth::Identity const &by, Uuid record, Hand hand)
{
    if (by.is_program) {
        return refuse(Decline::forbidden, "", "funds.two_people");
    }
    auto signatures = signatures_of(tx, record);
    auto const user = by.user.uuid();
    if (hand != Hand::asked && !signatures.asked_by) {
        return refuse(Decline::conflict, "", "funds.nobody_asked");
    }
    if (auto const may = decide_hand(signatures, hand, user); !may) {
        return refuse(may.error());
    }
    switch (hand) {
    case Hand::asked:
        signatures = {.asked_by = user, .verified_by = {}, .approved_by = {}};
        break;
    case Hand::verified:
        signatures.verified_by = user;
        break;
    case Hand::approved:
        signatures.approved_by = user;
        break;
    }
    write_signatures(tx, record, signatures);
    return {};
}

} // namespace selatan::funds

#include "engine/ledger/book.hpp"
#include "engine/ledger/journal.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace selatan::ledger {
namespace {

using selatan::testing::day;

AccountId account(std::uint8_t number)
{
    Uuid id;
    id.bytes[15] = number;
    return AccountId{id};
}

TransferId transfer(std::uint32_t number)
{
    Uuid id;
    for (std::size_t i = 0; i < 4; ++i) {
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return TransferId{id};
}

Currency const usd = *Currency::parse("USD");
Currency const idr = *Currency::parse("IDR");

Money dollars(std::int64_t cents)
{
    return {cents, usd};
}

// A small fund: a bank, money not promised yet, an obligation, what was spent.
AccountId const bank = account(1);
AccountId const free_money = account(2);
AccountId const held = account(3);
AccountId const spent = account(4);

Book fund_with(std::int64_t cents)
{
    Book book;
    book.open({.id = bank, .kind = Kind::asset, .currency = usd});
    book.open({.id = free_money, .kind = Kind::fund, .currency = usd});
    book.open({.id = held, .kind = Kind::fund, .currency = usd});
    book.open({.id = spent, .kind = Kind::fund, .currency = usd, .least = std::nullopt});
    if (cents > 0) {
        EXPECT_EQ(
            book.post({transfer(1), day("2026-01-05"), Entry{bank, free_money, dollars(cents)}}),
            std::nullopt);
    }
    return book;
}

std::int64_t own(Book const &book, AccountId id)
{
    return book.account(id).own_balance().minor_units();
}

// -- Entries --------------------------------------------------------------------------------------

TEST(LedgerEntry, balances_whatever_it_is_made_of)
{
    auto const entry = Entry{bank, free_money, dollars(70)} + Entry{held, free_money, dollars(5)} +
                       Entry{free_money, bank, dollars(20)};
    ASSERT_EQ(entry.postings().size(), 3U);
    EXPECT_EQ(entry.postings()[0], (Posting{bank, dollars(50)}));
    EXPECT_EQ(entry.postings()[1], (Posting{free_money, dollars(-55)}));
    EXPECT_EQ(entry.postings()[2], (Posting{held, dollars(5)}));
    EXPECT_EQ(entry.reversed().reversed(), entry);
    EXPECT_TRUE((entry + entry.reversed()).postings().empty());
}

TEST(LedgerEntry, is_not_made_of_nothing_or_of_one_account)
{
    EXPECT_THROW((Entry{bank, bank, dollars(1)}), Bug);
    EXPECT_THROW((Entry{bank, held, dollars(0)}), Bug);
    EXPECT_THROW((Entry{bank, held, dollars(-1)}), Bug);
    EXPECT_THROW((Entry{bank, held, dollars(largest_amount + 1)}), Bug);
    auto entry = Entry{bank, held, dollars(largest_amount)};
    for (int i = 1; i < legs_most; ++i) {
        entry += Entry{bank, held, dollars(largest_amount)};
    }
    EXPECT_EQ(entry.postings()[0].amount.minor_units(), largest_amount * legs_most);
    EXPECT_THROW((entry += Entry{bank, held, dollars(1)}), Bug);
}

TEST(LedgerEntry, that_was_stored_is_believed_only_when_it_balances)
{
    std::vector<Posting> postings{{bank, dollars(10)}, {held, dollars(-10)}};
    ASSERT_TRUE(Entry::balanced(postings));
    EXPECT_EQ(*Entry::balanced(postings), (Entry{bank, held, dollars(10)}));
    postings[1].amount = dollars(-9);
    EXPECT_FALSE(Entry::balanced(postings));
    postings[1].amount = Money{-10, idr};
    EXPECT_FALSE(Entry::balanced(postings)) << "each currency for itself";
    EXPECT_TRUE(Entry::balanced({}));
}

// -- Rules, in descending precedence
// ---------------------------------------------------------------

TEST(LedgerRules, are_told_in_the_order_of_their_precedence)
{
    auto book = fund_with(100);
    book.open({.id = account(5), .kind = Kind::asset, .currency = idr});
    book.open({.id = account(6), .kind = Kind::fund, .currency = usd});
    book.close(account(6));
    book.open({.id = account(7), .kind = Kind::fund, .currency = usd, .most = 40});
    book.open({.id = account(8),
               .kind = Kind::asset,
               .currency = usd,
               .balance = std::numeric_limits<std::int64_t>::max() - 10});
    book.close_until(day("2026-01-31"));
    auto const open_day = day("2026-02-01");
    auto const first =
        Transfer{transfer(1), day("2026-01-05"), Entry{bank, free_money, dollars(100)}};
    ASSERT_EQ(book.post(first), std::nullopt) << "the same again is the same";
    ASSERT_EQ(book.post(reversal_of(first, transfer(2), open_day)), std::nullopt);
    ASSERT_EQ(book.post({transfer(3), open_day, Entry{bank, free_money, dollars(100)}}),
              std::nullopt);

    struct Row {
        Rule rule;
        AccountId account;
        Transfer wanted;
    };
    auto const moving = [&](AccountId debit, AccountId credit, Money amount) {
        return Transfer{transfer(50), open_day, Entry{debit, credit, amount}};
    };
    auto twice = reversal_of(first, transfer(50), day("2026-01-01"));
    auto other_mirror = moving(bank, free_money, dollars(1));
    other_mirror.reverses = transfer(3);
    auto unknown_mirror = other_mirror;
    unknown_mirror.reverses = transfer(77);
    auto nothing = moving(bank, free_money, dollars(1));
    nothing.entry += nothing.entry.reversed();
    nothing.on = day("2026-01-01");
    auto late = moving(account(99), account(98), dollars(1));
    late.on = day("2026-01-31");
    std::vector<Row> const rows{
        {Rule::id_reused, {}, {transfer(1), open_day, first.entry}},
        {Rule::reversed_already, {}, twice},
        {Rule::not_its_reversal, {}, other_mirror},
        {Rule::not_its_reversal, {}, unknown_mirror},
        {Rule::nothing_moved, {}, nothing},
        {Rule::period_closed, {}, late},
        {Rule::account_unknown, account(99), moving(account(6), account(99), dollars(1))},
        {Rule::account_closed, account(6), moving(account(5), account(6), dollars(1))},
        {Rule::currency_differs, account(5), moving(account(5), free_money, dollars(1))},
        {Rule::amount_too_large, account(8), moving(account(8), bank, dollars(1000))},
        {Rule::balance_too_small, bank, moving(account(7), bank, dollars(101))},
        {Rule::balance_too_small, held, moving(held, free_money, dollars(1))},
        {Rule::balance_too_large, account(7), moving(bank, account(7), dollars(41))},
    };
    for (auto const &row : rows) {
        auto const refused = book.post(row.wanted);
        ASSERT_TRUE(refused) << static_cast<int>(row.rule);
        EXPECT_EQ(static_cast<int>(refused->rule), static_cast<int>(row.rule));
        EXPECT_EQ(refused->account, row.account) << static_cast<int>(row.rule);
    }
    EXPECT_EQ(book.transfers().size(), 3U) << "what is refused leaves no trace";
}

TEST(LedgerRules, let_an_account_come_nearer_to_its_limit)
{
    Book book;
    book.open({.id = bank, .kind = Kind::asset, .currency = usd, .balance = -50});
    book.open({.id = free_money, .kind = Kind::fund, .currency = usd, .balance = 50});
    EXPECT_EQ(book.post({transfer(1), day("2026-01-05"), Entry{bank, free_money, dollars(20)}}),
              std::nullopt);
    EXPECT_EQ(
        book.post({transfer(2), day("2026-01-05"), Entry{free_money, bank, dollars(1)}})->account,
        bank);
}

TEST(LedgerRules, make_a_repeated_transfer_one_transfer)
{
    auto book = fund_with(0);
    auto const once =
        Transfer{transfer(9), day("2026-03-01"), Entry{bank, free_money, dollars(100)}};
    EXPECT_EQ(book.post(once), std::nullopt);
    EXPECT_EQ(book.post(once), std::nullopt);
    EXPECT_EQ(own(book, bank), 100);
    auto other = once;
    other.quote = Quote{"1", day("2026-03-01"), "IMF"};
    EXPECT_EQ(book.post(other)->rule, Rule::id_reused);
}

// -- Two phases -----------------------------------------------------------------------------------

TEST(LedgerReservation, is_settled_in_parts_and_released)
{
    auto book = fund_with(100);
    Reservation const obligation{.source = free_money, .held = held};
    auto const on = day("2026-02-01");
    std::uint32_t next = 10;
    auto const post = [&](Entry const &entry) {
        return book.post({transfer(next++), on, entry});
    };
    EXPECT_EQ(post(reserve(obligation, dollars(101)))->rule, Rule::balance_too_small);
    EXPECT_EQ(post(reserve(obligation, dollars(80))), std::nullopt);
    EXPECT_EQ(post(reserve(obligation, dollars(21)))->rule, Rule::balance_too_small);
    EXPECT_EQ(post(settle(obligation, spent, dollars(30))), std::nullopt);
    EXPECT_EQ(post(settle(obligation, spent, dollars(40))), std::nullopt);
    EXPECT_EQ(post(settle(obligation, spent, dollars(11)))->account, held);
    EXPECT_EQ(post(release(obligation, dollars(11)))->account, held);
    EXPECT_EQ(post(release(obligation, dollars(10))), std::nullopt);
    EXPECT_EQ(own(book, held), 0);
    EXPECT_EQ(own(book, spent), 70);
    EXPECT_EQ(own(book, free_money), 30);
    EXPECT_TRUE(book.sum().amounts().empty());
}

// -- Exchange -------------------------------------------------------------------------------------

TEST(LedgerExchange, balances_in_each_currency_and_keeps_the_position)
{
    Book book;
    auto const receivable = account(10);
    auto const promised = account(11);
    auto const position_usd = account(12);
    auto const position_idr = account(13);
    book.open({.id = receivable, .kind = Kind::asset, .currency = usd, .least = std::nullopt});
    book.open({.id = promised, .kind = Kind::asset, .currency = idr});
    book.open({.id = position_usd, .kind = Kind::asset, .currency = usd, .least = std::nullopt});
    book.open({.id = position_idr, .kind = Kind::asset, .currency = idr, .least = std::nullopt});
    auto const entry = exchange({receivable, position_usd, dollars(100)},
                                {promised, position_idr, Money{1'647'790, idr}});
    EXPECT_EQ(book.post({transfer(1),
                         day("2026-01-05"),
                         entry,
                         {},
                         Quote{"16477.9", day("2026-01-05"), "IMF"}}),
              std::nullopt);
    EXPECT_EQ(own(book, position_usd), 100);
    EXPECT_EQ(own(book, position_idr), -1'647'790);
    EXPECT_TRUE(book.sum().amounts().empty());
    EXPECT_THROW(static_cast<void>(exchange({receivable, position_usd, dollars(1)},
                                            {promised, position_idr, dollars(1)})),
                 Bug);
}

// -- Random histories -----------------------------------------------------------------------------

/// What a careful clerk would do: nothing kept but the list of what was booked, everything counted
/// anew each time.
struct Clerk {
    std::vector<Account> accounts;
    std::vector<Transfer> booked;
    std::optional<Date> closed_until;

    [[nodiscard]] std::int64_t balance(Account const &account) const
    {
        auto sum = account.balance;
        for (auto const &transfer : booked) {
            for (auto const &posting : transfer.entry.postings()) {
                sum += posting.account == account.id ? posting.amount.minor_units() : 0;
            }
        }
        return sum;
    }
    bool books(Transfer const &wanted)
    {
        for (auto const &transfer : booked) {
            if (transfer.id == wanted.id) {
                return transfer == wanted;
            }
            if (wanted.reverses && transfer.reverses == wanted.reverses) {
                return false;
            }
        }
        if (wanted.entry.postings().empty() || (closed_until && wanted.on <= *closed_until)) {
            return false;
        }
        for (auto const &posting : wanted.entry.postings()) {
            auto const at = std::ranges::find(accounts, posting.account, &Account::id);
            if (at == accounts.end() || at->currency != posting.amount.currency()) {
                return false;
            }
            auto const before = balance(*at);
            auto const after = before + posting.amount.minor_units();
            auto const side = is_debit_side(at->kind) ? 1 : -1;
            if ((at->least && side * after < *at->least && side * after < side * before) ||
                (at->most && side * after > *at->most && side * after > side * before)) {
                return false;
            }
        }
        booked.push_back(wanted);
        return true;
    }
};

class LedgerHistories : public ::testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Seeds, LedgerHistories, ::testing::Range(1U, 9U));

TEST_P(LedgerHistories, agree_with_a_clerk_who_counts_everything_anew)
{
    std::mt19937 random{GetParam()};
    auto const any = [&](int least, int most) {
        return std::uniform_int_distribution{least, most}(random);
    };
    Book book;
    Clerk clerk;
    for (int i = 1; i <= 12; ++i) {
        Account one;
        one.id = account(static_cast<std::uint8_t>(i));
        one.kind = static_cast<Kind>(any(0, 5));
        one.currency = i % 4 == 0 ? idr : usd;
        one.least = any(0, 2) == 0 ? std::nullopt : std::optional<std::int64_t>{0};
        one.most = any(0, 3) == 0 ? std::optional<std::int64_t>{any(50, 300)} : std::nullopt;
        book.open(one);
        clerk.accounts.push_back(one);
    }
    auto const today = day("2026-01-01");
    int refused = 0;
    for (int step = 0; step < 600; ++step) {
        auto const leg = [&] {
            auto const debit = any(1, 12);
            auto const credit = (debit + any(0, 11)) % 12 + 1;
            auto const currency = any(0, 9) == 0 ? idr : usd;
            return Entry{
                account(static_cast<std::uint8_t>(debit)),
                account(static_cast<std::uint8_t>(credit == debit ? debit % 12 + 1 : credit)),
                Money{any(1, 90), currency}};
        };
        auto const number =
            static_cast<std::uint32_t>(any(0, 19) == 0 ? any(1, step + 1) : 1000 + step);
        Transfer wanted{transfer(number), today.plus_days(any(0, 60)), leg()};
        for (int more = any(0, 2); more > 0; --more) {
            wanted.entry += leg();
        }
        if (any(0, 9) == 0 && !clerk.booked.empty()) {
            auto const which = any(0, static_cast<int>(clerk.booked.size()) - 1);
            auto const &one = clerk.booked[static_cast<std::size_t>(which)];
            wanted = any(0, 1) == 0 ? one : reversal_of(one, wanted.id, wanted.on);
        }
        if (any(0, 99) == 0) {
            clerk.closed_until = today.plus_days(any(0, 20));
            book.close_until(*clerk.closed_until);
        }
        bool const is_booked = clerk.books(wanted);
        ASSERT_EQ(!book.post(wanted).has_value(), is_booked) << "step " << step;
        refused += is_booked ? 0 : 1;
        ASSERT_TRUE(book.sum().amounts().empty());
    }
    EXPECT_EQ(book.transfers(), clerk.booked);
    for (auto const &one : clerk.accounts) {
        EXPECT_EQ(book.account(one.id).balance, clerk.balance(one));
    }
    EXPECT_GT(refused, 100) << "limits were met";
    EXPECT_GT(clerk.booked.size(), 50U);
}

// -- The journal ----------------------------------------------------------------------------------

TEST(LedgerJournal, says_nothing_that_a_reader_could_take_for_something_else)
{
    EXPECT_EQ(account_part("Bank:  of\n(Jakarta); 1"), "Bank- of -Jakarta-- 1");
    EXPECT_EQ(account_part(" \t"), "-");
    auto const text = journal_entry(
        {.on = day("2026-01-05"),
         .code = "FND-1/2)",
         .description = "Rice; seed | for\nMaliana",
         .note = "rate: 1",
         .postings = {{"assets:bank", dollars(125050)}, {"funds:free", dollars(-125050)}}});
    EXPECT_EQ(text, "\n2026-01-05 * (FND-1/2-) Rice- seed - for Maliana\n"
                    "    ; rate- 1\n"
                    "    assets:bank  1250.50 USD\n"
                    "    funds:free  -1250.50 USD\n");
    EXPECT_TRUE(journal_head(Dialect::hledger, "x").ends_with("decimal-mark .\n"));
}

} // namespace
} // namespace selatan::ledger

#include "engine/flows/counted_once.hpp"
#include "engine/flows/shares.hpp"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <numeric>
#include <random>

namespace selatan::flows {
namespace {

// --- Shares -------------------------------------------------------------------------------------

constexpr Millionths percent = whole / 100;

std::int64_t sum_of(Split const &split)
{
    return std::accumulate(split.parts.begin(), split.parts.end(), split.rest);
}

TEST(Shares, a_third_each_makes_the_whole)
{
    std::vector<Millionths> const thirds{333'333, 333'333, 333'334};
    EXPECT_EQ(split(100, thirds).parts, (std::vector<std::int64_t>{33, 33, 34}));
    EXPECT_EQ(split(100, thirds).sum, Sum::complete);
    std::vector<Millionths> const rounded{333'300, 333'300, 333'300};
    EXPECT_EQ(split(100, rounded).parts, (std::vector<std::int64_t>{34, 33, 33}));
    EXPECT_EQ(split(100, rounded).sum, Sum::complete);
}

TEST(Shares, what_is_less_than_the_whole_leaves_a_rest)
{
    std::vector<Millionths> const shares{60 * percent, 20 * percent};
    auto const split_up = split(1001, shares);
    EXPECT_EQ(split_up.parts, (std::vector<std::int64_t>{601, 200}));
    EXPECT_EQ(split_up.rest, 200);
    EXPECT_EQ(split_up.sum, Sum::short_of);
}

TEST(Shares, what_is_more_than_the_whole_is_made_smaller)
{
    std::vector<Millionths> const shares{100 * percent, 100 * percent};
    EXPECT_EQ(split(101, shares).parts, (std::vector<std::int64_t>{51, 50}));
    EXPECT_EQ(split(101, shares).rest, 0);
    EXPECT_EQ(split(101, shares).sum, Sum::over);
}

TEST(Shares, unsaid_ones_share_what_is_left)
{
    EXPECT_EQ(split(90, std::vector<Millionths>{not_said}).parts, (std::vector<std::int64_t>{90}));
    EXPECT_EQ(split(90, std::vector<Millionths>{not_said}).sum, Sum::complete);
    std::vector<Millionths> const two{not_said, not_said};
    EXPECT_EQ(split(91, two).parts, (std::vector<std::int64_t>{46, 45}));
    EXPECT_EQ(split(91, two).sum, Sum::unsaid);
    std::vector<Millionths> const mixed{50 * percent, not_said, not_said};
    EXPECT_EQ(split(100, mixed).parts, (std::vector<std::int64_t>{50, 25, 25}));
    EXPECT_EQ(split(100, mixed).sum, Sum::complete);
}

TEST(Shares, nobody_named_means_that_all_is_rest)
{
    EXPECT_EQ(split(7, {}).rest, 7);
    std::vector<Millionths> const zero{0, 0};
    EXPECT_EQ(split(7, zero).rest, 7);
    EXPECT_EQ(split(7, zero).parts, (std::vector<std::int64_t>{0, 0}));
}

TEST(Shares, parts_and_rest_are_the_amount_whatever_is_said)
{
    std::mt19937_64 random{7};
    for (int round = 0; round < 5000; ++round) {
        std::vector<Millionths> shares(random() % 12);
        for (auto &share : shares) {
            share = static_cast<Millionths>(random() % (whole * 2)) - whole / 10;
        }
        auto const amount = static_cast<std::int64_t>(random());
        auto const split_up = split(amount, shares);
        ASSERT_EQ(split_up.parts.size(), shares.size());
        // Sums may pass 64 bits on the way, and come back: all parts have one sign.
        ASSERT_EQ(sum_of(split_up), amount);
        for (auto const part : split_up.parts) {
            ASSERT_TRUE(part == 0 || (part < 0) == (amount < 0));
        }
    }
    for (auto const amount : {std::numeric_limits<std::int64_t>::min(),
                              std::numeric_limits<std::int64_t>::max(), std::int64_t{0}}) {
        std::vector<Millionths> const shares{1, 2, 99 * percent, std::int64_t{1} << 62U};
        EXPECT_EQ(sum_of(split(amount, shares)), amount);
    }
}

// --- Counted once -------------------------------------------------------------------------------

struct Told {
    std::vector<ToldActivity> activities;
    std::vector<ToldTransaction> transactions;

    ActivityIndex activity(ToldActivity one)
    {
        one.identity =
            one.identity == none ? static_cast<std::uint32_t>(activities.size()) : one.identity;
        activities.push_back(one);
        return static_cast<ActivityIndex>(activities.size() - 1);
    }
    ActivityIndex activity(std::uint32_t publisher, std::uint32_t parent = none)
    {
        return activity({.publisher = publisher, .identity = none, .parent = parent});
    }
    TransactionIndex spent(ActivityIndex by, std::int64_t amount, std::int32_t day,
                           std::uint32_t to = none)
    {
        transactions.push_back({.activity = by,
                                .measure = Measure::spent,
                                .day = day,
                                .amount = amount,
                                .counterpart = to});
        return static_cast<TransactionIndex>(transactions.size() - 1);
    }
    TransactionIndex plans(ActivityIndex by, std::int64_t amount, int year)
    {
        std::chrono::sys_days const day{std::chrono::year{year} / 1 / 1};
        transactions.push_back({.activity = by,
                                .measure = Measure::budget,
                                .day = static_cast<std::int32_t>(day.time_since_epoch().count()),
                                .amount = amount});
        return static_cast<TransactionIndex>(transactions.size() - 1);
    }
    void promises(ActivityIndex by, std::int64_t amount, std::uint32_t to)
    {
        transactions.push_back(
            {.activity = by, .measure = Measure::committed, .amount = amount, .counterpart = to});
    }
    TransactionIndex received(ActivityIndex by, std::int64_t amount, std::int32_t day,
                              std::uint32_t from)
    {
        transactions.push_back({.activity = by,
                                .measure = Measure::incoming,
                                .day = day,
                                .amount = amount,
                                .counterpart = from});
        return static_cast<TransactionIndex>(transactions.size() - 1);
    }
    [[nodiscard]] Counted counted() const { return count_once(activities, transactions); }
    [[nodiscard]] std::int64_t total() const
    {
        std::int64_t sum = 0;
        for (auto const &one : transactions) {
            sum += one.measure == Measure::spent ? one.amount : 0;
        }
        for (auto const &one : counted().left_out) {
            sum -= transactions[one.transaction].measure == Measure::spent ? one.amount : 0;
        }
        return sum;
    }
};

TEST(CountedOnce, what_nobody_else_tells_is_counted)
{
    Told told;
    auto const a = told.activity(1);
    told.spent(a, 100, 10);
    told.spent(a, 100, 10); // two equal payments on one day are two payments
    EXPECT_EQ(told.total(), 200);
    EXPECT_TRUE(told.counted().left_out.empty());
}

TEST(CountedOnce, an_activity_told_by_two_publishers_counts_as_its_own_tells_it)
{
    Told told;
    auto const other = told.activity({.publisher = 1, .identity = 5, .is_secondary = true});
    auto const own = told.activity({.publisher = 2, .identity = 5, .is_own = true});
    auto const repeated = told.spent(other, 100, 10);
    told.spent(own, 90, 10);
    auto const counted = told.counted();
    ASSERT_EQ(counted.left_out.size(), 1U);
    EXPECT_EQ(counted.left_out[0].transaction, repeated);
    EXPECT_EQ(counted.left_out[0].reason, Reason::told_twice);
    EXPECT_EQ(counted.left_out[0].instead, own);
    EXPECT_EQ(told.total(), 90);
}

TEST(CountedOnce, a_telling_without_money_takes_nobodys_place)
{
    Told told;
    auto const other = told.activity({.publisher = 1, .identity = 5});
    told.activity({.publisher = 2, .identity = 5, .is_own = true});
    told.spent(other, 100, 10);
    EXPECT_EQ(told.total(), 100);
}

TEST(CountedOnce, a_parent_that_repeats_its_parts_is_left_out)
{
    Told told;
    auto const parent = told.activity(1);
    auto const one = told.activity(1, parent);
    auto const two = told.activity(1, parent);
    told.spent(parent, 100, 10); // the year's sum of both
    told.spent(one, 60, 12);
    told.spent(two, 40, 30);
    told.spent(parent, 25, 800); // one payment as the part tells it
    told.spent(parent, 70, 810); // another that no part tells
    told.spent(two, 25, 800);
    auto const counted = told.counted();
    EXPECT_EQ(counted.left_out.size(), 2U);
    EXPECT_EQ(told.total(), 60 + 40 + 25 + 70);
    EXPECT_EQ(counted.left_out[0].reason, Reason::in_parts);
}

TEST(CountedOnce, three_levels_that_tell_the_same_count_once)
{
    Told told;
    auto const top = told.activity(1);
    auto const middle = told.activity(1, top);
    auto const bottom = told.activity(1, middle);
    for (auto const one : {top, middle, bottom}) {
        told.spent(one, 100, 10);
    }
    EXPECT_EQ(told.total(), 100);
}

TEST(CountedOnce, another_publishers_part_is_no_repetition)
{
    Told told;
    auto const parent = told.activity(1);
    auto const part = told.activity(2, parent);
    told.spent(parent, 100, 10);
    told.spent(part, 100, 10);
    EXPECT_EQ(told.total(), 200);
}

TEST(CountedOnce, of_a_chain_the_last_link_counts_and_what_stayed_on_the_way)
{
    Told told;
    auto const ministry = told.activity(1);
    auto const fund = told.activity(2);
    auto const agency = told.activity(3);
    auto const first = told.spent(ministry, 100, 10, told.activities[fund].identity);
    auto const second = told.spent(fund, 80, 20, told.activities[agency].identity);
    told.spent(agency, 50, 30);
    auto const counted = told.counted();
    ASSERT_EQ(counted.left_out.size(), 2U);
    EXPECT_EQ(counted.left_out[0].transaction, first);
    EXPECT_EQ(counted.left_out[0].amount, 80);
    EXPECT_EQ(counted.left_out[0].instead, fund);
    EXPECT_EQ(counted.left_out[1].transaction, second);
    EXPECT_EQ(counted.left_out[1].amount, 50);
    EXPECT_EQ(told.total(), 100); // 20 at the ministry's end, 30 at the fund's, 50 spent
}

TEST(CountedOnce, the_receivers_word_links_a_chain_too)
{
    Told told;
    auto const ministry = told.activity(1);
    auto const agency = told.activity(2);
    told.spent(ministry, 100, 10);
    told.received(agency, 100, 14, told.activities[ministry].identity);
    told.spent(agency, 100, 90);
    EXPECT_EQ(told.total(), 100);
}

TEST(CountedOnce, what_two_gave_is_passed_on_once)
{
    Told told;
    auto const one = told.activity(1);
    auto const two = told.activity(2);
    auto const fund = told.activity(3);
    told.spent(one, 100, 10, told.activities[fund].identity);
    told.spent(two, 100, 20, told.activities[fund].identity);
    told.spent(fund, 120, 30);
    auto const counted = told.counted();
    ASSERT_EQ(counted.left_out.size(), 2U);
    EXPECT_EQ(counted.left_out[0].amount, 100); // the earliest first
    EXPECT_EQ(counted.left_out[1].amount, 20);
    EXPECT_EQ(told.total(), 200);
}

TEST(CountedOnce, parts_pass_on_what_their_parent_received)
{
    Told told;
    auto const ministry = told.activity(1);
    auto const programme = told.activity(2);
    auto const part = told.activity(2, programme);
    told.spent(ministry, 100, 10, told.activities[programme].identity);
    told.spent(programme, 100, 400);
    told.spent(part, 100, 400);
    EXPECT_EQ(told.total(), 100);
}

TEST(CountedOnce, in_a_circle_nothing_is_left_out)
{
    Told told;
    auto const a = told.activity(1);
    auto const b = told.activity(2);
    told.spent(a, 100, 10, told.activities[b].identity);
    told.spent(b, 100, 20, told.activities[a].identity);
    told.spent(a, 5, 30, told.activities[a].identity); // to itself: nobody else's
    EXPECT_EQ(told.total(), 205);
    EXPECT_EQ(told.counted().in_circle.size(), 2U);
}

TEST(CountedOnce, money_of_two_kinds_is_not_compared)
{
    Told told;
    auto const one = told.activity(1);
    auto const two = told.activity(2);
    told.spent(one, 100, 10, told.activities[two].identity);
    auto const other = told.spent(two, 100, 20);
    told.transactions[other].unit = 1;
    EXPECT_TRUE(told.counted().left_out.empty());
}

Told random_graph(std::mt19937 &random, bool with_parents)
{
    Told told;
    auto const below = [&](std::size_t most) {
        return static_cast<std::uint32_t>(random() % most);
    };
    auto const count = 1 + below(25);
    for (std::uint32_t i = 0; i < count; ++i) {
        told.activity({.publisher = below(4),
                       .identity = with_parents ? below(count) : i,
                       .is_secondary = below(2) == 0,
                       .is_own = below(2) == 0,
                       .parent = with_parents && below(2) == 0 ? below(count) : none});
    }
    auto const payments = below(80);
    for (std::uint32_t i = 0; i < payments; ++i) {
        // Few different days and amounts, so that they often agree; now and then a refund.
        told.transactions.push_back(
            {.activity = below(count),
             .measure = with_parents ? static_cast<Measure>(below(measures)) : Measure::spent,
             .day = static_cast<std::int32_t>(below(4) * 300),
             .amount = static_cast<std::int64_t>(below(6) * 10) -
                       (with_parents && below(8) == 0 ? 40 : 0),
             .unit = static_cast<std::uint16_t>(with_parents ? below(2) : 0),
             .counterpart = below(2) == 0 ? below(count + 3) : none});
    }
    return told;
}

TEST(CountedOnce, a_budget_in_the_parts_budgets_counts_once)
{
    Told told;
    auto const parent = told.activity(1);
    auto const part = told.activity(1, told.activities[parent].identity);
    auto const of_parent = told.plans(parent, 100, 2019);
    told.plans(parent, 50, 2020);
    told.plans(part, 60, 2019);
    told.plans(part, 40, 2019);
    auto const counted = told.counted();
    ASSERT_EQ(counted.left_out.size(), 1U);
    EXPECT_EQ(counted.left_out[0].transaction, of_parent);
    EXPECT_EQ(counted.left_out[0].reason, Reason::in_parts);
}

TEST(CountedOnce, a_budget_counts_once_as_far_as_it_was_promised_to_who_plans_it_too)
{
    Told told;
    auto const giver = told.activity(1);
    auto const receiver = told.activity(2);
    auto const other = told.activity(3);
    auto const first = told.plans(giver, 100, 2019);
    auto const second = told.plans(giver, 100, 2020);
    told.plans(giver, 100, 2021);
    told.plans(receiver, 70, 2019);
    told.plans(receiver, 70, 2020);
    told.plans(other, 5, 2019);
    told.promises(giver, 90, told.activities[receiver].identity);
    told.promises(giver, 90, told.activities[other].identity);
    auto const counted = told.counted();
    ASSERT_EQ(counted.left_out.size(), 2U) << "the payments are nobody's yet";
    EXPECT_EQ(counted.left_out[0].transaction, first);
    EXPECT_EQ(counted.left_out[0].amount, 75) << "of both, but no more than they plan";
    EXPECT_EQ(counted.left_out[0].instead, receiver);
    EXPECT_EQ(counted.left_out[1].transaction, second);
    EXPECT_EQ(counted.left_out[1].amount, 20) << "what is left of the promise";
    EXPECT_EQ(counted.left_out[1].reason, Reason::passed_on);
}

TEST(CountedOnce, counted_and_left_out_are_all_there_is_in_any_graph)
{
    std::mt19937 random{42};
    for (int round = 0; round < 4000; ++round) {
        auto const told = random_graph(random, true);
        auto const counted = told.counted();
        TransactionIndex last = none;
        for (auto const &one : counted.left_out) {
            ASSERT_TRUE(last == none || one.transaction > last);
            last = one.transaction;
            auto const amount = told.transactions[one.transaction].amount;
            // A part of it, of the same sign: what is counted has that sign too.
            ASSERT_TRUE(amount > 0 ? one.amount > 0 && one.amount <= amount
                                   : one.amount < 0 && one.amount >= amount);
            ASSERT_NE(one.instead, told.transactions[one.transaction].activity);
        }
        for (auto const one : counted.in_circle) {
            ASSERT_FALSE(std::binary_search(
                counted.left_out.begin(), counted.left_out.end(), LeftOut{.transaction = one},
                [](LeftOut const &a, LeftOut const &b) { return a.transaction < b.transaction; }));
        }
    }
}

TEST(CountedOnce, a_total_is_never_less_than_what_one_activity_spent)
{
    std::mt19937 random{43};
    for (int round = 0; round < 4000; ++round) {
        auto const told = random_graph(random, false);
        std::map<ActivityIndex, std::int64_t> spent;
        std::int64_t most = 0;
        for (auto const &one : told.transactions) {
            spent[one.activity] += one.amount;
            most = std::max(most, spent[one.activity]);
        }
        ASSERT_GE(told.total(), most);
    }
}

TEST(CountedOnce, a_very_long_chain_neither_hangs_nor_overflows)
{
    Told told;
    constexpr std::uint32_t length = 200'000;
    for (std::uint32_t i = 0; i < length; ++i) {
        told.activity(i);
    }
    for (std::uint32_t i = 0; i < length; ++i) {
        told.spent(i, 100, static_cast<std::int32_t>(i % 5000), i + 1 < length ? i + 1 : none);
    }
    EXPECT_EQ(told.total(), 100);
    told.transactions.back().counterpart = 0; // and now it is a circle
    EXPECT_EQ(told.total(), 100 * std::int64_t{length});
}

} // namespace
} // namespace selatan::flows

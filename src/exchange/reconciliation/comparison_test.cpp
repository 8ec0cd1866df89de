#include "exchange/reconciliation/comparison.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::reconciliation {
namespace {

using selatan::testing::day;

Sum paid(std::int64_t units, std::string_view currency, std::optional<std::int64_t> dollars)
{
    return {.measure = Measure::spent,
            .year = 2024,
            .currency = Currency::parse(currency),
            .hundredths = units * 100,
            .cents = dollars ? std::optional{*dollars * 100} : std::nullopt};
}

Compared of(Facts const &ours, Facts const &theirs, Topic topic)
{
    return compare(ours, theirs)[static_cast<std::size_t>(topic)];
}

TEST(Comparison, has_a_row_for_every_topic_in_its_order)
{
    auto const all = compare({}, {});
    ASSERT_EQ(all.size(), topics.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(all[i].topic), i);
        EXPECT_EQ(all[i].verdict, Verdict::untold);
    }
}

TEST(Comparison, a_month_either_way_is_the_same_day_for_two_tellers)
{
    Facts ours;
    Facts theirs;
    ours.starts = day("2024-03-01");
    theirs.starts = day("2024-04-01");
    EXPECT_EQ(of(ours, theirs, Topic::starts).verdict, Verdict::same);
    theirs.starts = day("2024-04-02");
    auto const apart = of(ours, theirs, Topic::starts);
    EXPECT_EQ(apart.verdict, Verdict::differs);
    EXPECT_EQ(apart.days, 32);
    theirs.starts.reset();
    EXPECT_EQ(of(ours, theirs, Topic::starts).verdict, Verdict::only_ours);
    EXPECT_EQ(of(theirs, ours, Topic::starts).verdict, Verdict::only_theirs);
}

TEST(Comparison, money_within_a_twentieth_is_the_same)
{
    Facts ours;
    Facts theirs;
    ours.money = {paid(1000, "USD", 1000)};
    theirs.money = {paid(950, "USD", 950)};
    EXPECT_EQ(of(ours, theirs, Topic::spent).verdict, Verdict::same);
    theirs.money = {paid(900, "USD", 900)};
    auto const apart = of(ours, theirs, Topic::spent);
    EXPECT_EQ(apart.verdict, Verdict::differs);
    EXPECT_EQ(apart.percent, 10);
    EXPECT_EQ(apart.dollars, 100);
    EXPECT_EQ(apart.ours, "USD 1000.00");
}

TEST(Comparison, one_currency_needs_no_rate_and_two_do)
{
    Facts ours;
    Facts theirs;
    ours.money = {paid(1000, "IDR", std::nullopt)};
    theirs.money = {paid(2000, "IDR", std::nullopt)};
    auto const one = of(ours, theirs, Topic::spent);
    EXPECT_EQ(one.verdict, Verdict::differs);
    EXPECT_EQ(one.percent, 50);
    EXPECT_FALSE(one.dollars.has_value());
    theirs.money = {paid(2000, "USD", 2000)};
    EXPECT_EQ(of(ours, theirs, Topic::spent).verdict, Verdict::not_comparable);
    ours.money = {paid(30'000'000, "IDR", 2000)};
    EXPECT_EQ(of(ours, theirs, Topic::spent).verdict, Verdict::same);
}

TEST(Comparison, a_country_in_common_is_no_contradiction)
{
    Facts ours;
    Facts theirs;
    ours.countries = {*CountryCode::parse("TLS"), *CountryCode::parse("FJI")};
    theirs.countries = {*CountryCode::parse("FJI")};
    EXPECT_EQ(of(ours, theirs, Topic::countries).verdict, Verdict::same);
    theirs.countries = {*CountryCode::parse("KEN")};
    EXPECT_EQ(of(ours, theirs, Topic::countries).verdict, Verdict::differs);
}

TEST(Comparison, closed_and_finalised_are_one_state_and_words_are_none)
{
    struct Row {
        std::string_view ours;
        std::string_view theirs;
        Verdict verdict;
    };
    for (auto const &row : {Row{"3", "4", Verdict::same}, Row{"2", "2", Verdict::same},
                            Row{"2", "4", Verdict::differs}, Row{"2", "5", Verdict::differs},
                            Row{"2", "", Verdict::only_ours}}) {
        Facts ours;
        Facts theirs;
        ours.status = row.ours;
        theirs.status = row.theirs;
        EXPECT_EQ(of(ours, theirs, Topic::status).verdict, row.verdict)
            << row.ours << " " << row.theirs;
    }
    Facts ours;
    Facts theirs;
    ours.status = "2";
    theirs.status_text = "Implementation";
    EXPECT_EQ(of(ours, theirs, Topic::status).verdict, Verdict::not_comparable);
}

} // namespace
} // namespace selatan::reconciliation

#include "engine/linkage/linkage.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace selatan::linkage {
namespace {

using selatan::testing::day;

Account rice_in_guinea()
{
    Account account;
    account.own = {key_of("PRJ-2026-0007")};
    account.titles = {title_of("Rice seed multiplication with farmers of Upper Guinea")};
    account.countries = {*CountryCode::parse("GIN")};
    account.starts = day("2024-03-01");
    account.ends = day("2027-02-28");
    account.organisations = {key_of("Ministry of Agriculture of Guinea")};
    account.sectors = {"31161"};
    account.dollars = 500'000;
    return account;
}

/// Enough others that words have their weight.
Index index_with_others()
{
    std::vector<Account> ours{rice_in_guinea()};
    for (auto const *const title :
         {"Fisheries training with Pacific islands", "Support to irrigation with farmers",
          "Health training programme", "Support to vocational training", "Roads of the north",
          "Programme of scholarships", "Seed bank of the highlands"}) {
        Account other;
        other.titles = {title_of(title)};
        ours.push_back(std::move(other));
    }
    Index index{std::move(ours)};
    for (int i = 0; i < 200; ++i) {
        std::vector<Title> const told{title_of("Support to the programme of the state")};
        index.meet(told);
    }
    return index;
}

bool has(Likeness const &likeness, Sign sign)
{
    return std::ranges::find(likeness.reasons, sign, &Reason::sign) != likeness.reasons.end();
}

TEST(Linkage, an_account_is_likely_itself)
{
    auto const pairs = index_with_others().likely(rice_in_guinea(), 5);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs.front().ours, 0U);
    EXPECT_EQ(pairs.front().likeness.score(), 100);
    EXPECT_EQ(pairs.front().likeness.reasons.front().sign, Sign::same_identifier);
}

TEST(Linkage, the_same_project_is_found_by_its_words_in_another_order)
{
    auto told = rice_in_guinea();
    told.own = {key_of("XM-DAC-41114-PROJECT-1")};
    told.titles = {title_of("Upper Guinea: multiplication of rice seeds with farmers")};
    told.starts = day("2024-03-20");
    auto const pairs = index_with_others().likely(told, 5);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_GE(pairs.front().likeness.score(), 95);
    EXPECT_TRUE(has(pairs.front().likeness, Sign::title));
    EXPECT_TRUE(has(pairs.front().likeness, Sign::country));
    EXPECT_TRUE(has(pairs.front().likeness, Sign::start));
}

TEST(Linkage, an_identifier_that_is_named_finds_what_no_word_does)
{
    Account told;
    told.titles = {title_of("Projet semencier")};
    told.named = {key_of(" prj-2026-0007")};
    told.countries = {*CountryCode::parse("GIN")};
    auto const pairs = index_with_others().likely(told, 5);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_TRUE(has(pairs.front().likeness, Sign::names_the_other));
}

TEST(Linkage, words_of_another_language_with_the_same_root_are_met)
{
    std::vector<Account> ours(1);
    ours[0].titles = {title_of("Modernización de la agricultura familiar")};
    Index index{std::move(ours)};
    for (int i = 0; i < 50; ++i) {
        std::vector<Title> const others{title_of("Proyecto de la red de escuelas")};
        index.meet(others);
    }
    std::vector<Title> const told{title_of("Modernisation de l’agriculture familiale")};
    EXPECT_TRUE(index.resembles_any(told));
}

TEST(Linkage, titles_that_share_only_common_words_are_not_compared)
{
    std::vector<Title> const told{title_of("Support to the programme of elections")};
    EXPECT_FALSE(index_with_others().resembles_any(told));
}

TEST(Linkage, what_each_says_moves_the_odds)
{
    auto const index = index_with_others();
    auto const same = index.compare(0, rice_in_guinea()).bits;
    struct Row {
        Sign sign;
        void (*differ)(Account &);
    };
    for (auto const &row : {
             Row{Sign::other_country,
                 [](Account &told) {
                     told.countries = {*CountryCode::parse("KEN")};
                 }},
             Row{Sign::other_period,
                 [](Account &told) {
                     told.starts = day("2012-01-01");
                     told.ends = day("2014-01-01");
                 }},
             Row{Sign::other_sector,
                 [](Account &told) {
                     told.sectors = {"15110"};
                 }},
             Row{Sign::other_amount,
                 [](Account &told) {
                     told.dollars = 90'000'000;
                 }},
         }) {
        auto told = rice_in_guinea();
        told.own = {};
        auto const before = index.compare(0, told);
        row.differ(told);
        auto const after = index.compare(0, told);
        EXPECT_LT(after.bits, before.bits) << to_code(row.sign);
        EXPECT_LT(after.bits, same) << to_code(row.sign);
        EXPECT_TRUE(has(after, row.sign)) << to_code(row.sign);
    }
}

TEST(Linkage, silence_speaks_neither_for_nor_against)
{
    Account told;
    told.titles = rice_in_guinea().titles;
    auto const likeness = index_with_others().compare(0, told);
    ASSERT_EQ(likeness.reasons.size(), 1U);
    EXPECT_EQ(likeness.reasons.front().sign, Sign::title);
}

TEST(Linkage, one_word_in_common_tells_no_more_than_that_word)
{
    std::vector<Account> ours(2);
    ours[0].titles = {title_of("Health")};
    ours[1].titles = {title_of("Rice in Upper Guinea")};
    Index index{std::move(ours)};
    for (int i = 0; i < 100; ++i) {
        std::vector<Title> const told{title_of("Health")};
        index.meet(told);
    }
    Account told;
    told.titles = {title_of("Health")};
    EXPECT_LT(index.compare(0, told).score(), score_to_propose);
}

TEST(Linkage, every_sign_has_its_code)
{
    for (auto const code : signs) {
        Sign sign{};
        EXPECT_TRUE(from_code(code, sign));
        EXPECT_EQ(to_code(sign), code);
    }
}

} // namespace
} // namespace selatan::linkage

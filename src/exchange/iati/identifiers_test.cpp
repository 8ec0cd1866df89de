#include "exchange/iati/identifiers.hpp"

#include <gtest/gtest.h>

namespace selatan::iati {
namespace {

TEST(IatiIdentifiers, counts_how_often_each_was_met)
{
    Identifiers identifiers;
    EXPECT_FALSE(identifiers.contains("A"));
    EXPECT_EQ(identifiers.add("A"), 1U);
    EXPECT_EQ(identifiers.add("B"), 1U);
    EXPECT_EQ(identifiers.add("A"), 2U);
    EXPECT_EQ(identifiers.add("A"), 3U);
    EXPECT_EQ(identifiers.add(""), 1U);
    EXPECT_TRUE(identifiers.contains("B"));
    EXPECT_TRUE(identifiers.contains(""));
    EXPECT_FALSE(identifiers.contains("C"));
}

TEST(IatiIdentifiers, counts_as_far_as_anybody_repeats_one)
{
    Identifiers identifiers;
    for (std::uint32_t times = 1; times <= 1000; ++times) {
        ASSERT_EQ(identifiers.add("A"), times);
        ASSERT_EQ(identifiers.add("B" + std::to_string(times)), 1U);
    }
    EXPECT_EQ(identifiers.add("B500"), 2U);
    EXPECT_TRUE(identifiers.contains("A"));
}

TEST(IatiIdentifiers, contains_what_others_contain_once_they_are_added)
{
    Identifiers some;
    Identifiers others;
    some.add("A");
    for (int i = 0; i < 1000; ++i) {
        others.add("B" + std::to_string(i));
    }
    some.add_all(others);
    EXPECT_EQ(some.add("B7"), 2U);
    EXPECT_TRUE(some.contains("A"));
    EXPECT_TRUE(some.contains("B999"));
    EXPECT_FALSE(some.contains("C"));
}

TEST(IatiIdentifiers, know_in_how_many_sets_each_was)
{
    Identifiers twice;
    twice.add("A");
    twice.add("A");
    twice.add("B");
    Identifiers once;
    once.add("A");
    Identifiers all;
    all.add_all(twice);
    all.add_all(once);
    EXPECT_EQ(all.times("A"), 2U);
    EXPECT_EQ(all.times("B"), 1U);
    EXPECT_EQ(all.times("C"), 0U);
    EXPECT_EQ(Identifiers{}.times("A"), 0U);
    for (int i = 0; i < 100; ++i) {
        all.add_all(once);
    }
    EXPECT_EQ(all.times("A"), 102U);
    EXPECT_EQ(all.times("B"), 1U);
}

TEST(IatiIdentifiers, each_takes_less_than_sixteen_bytes)
{
    Identifiers identifiers;
    std::size_t repeated = 0;
    for (std::size_t i = 1; i <= 300'000; ++i) {
        repeated += identifiers.add("XM-DAC-41114-PROJECT-" + std::to_string(i)) > 1 ? 1U : 0U;
        if (i % 50'000 == 0) {
            EXPECT_LT(identifiers.bytes(), i * 16) << i;
        }
    }
    EXPECT_EQ(repeated, 0U);
    auto const once = identifiers.bytes();
    for (std::size_t i = 1; i <= 300'000; ++i) {
        EXPECT_EQ(identifiers.add("XM-DAC-41114-PROJECT-" + std::to_string(i)), 2U);
    }
    EXPECT_EQ(identifiers.bytes(), once);
    for (std::size_t i = 1; i <= 300'000; i += 1000) {
        EXPECT_TRUE(identifiers.contains("XM-DAC-41114-PROJECT-" + std::to_string(i)));
        EXPECT_FALSE(identifiers.contains("XM-DAC-41114-project-" + std::to_string(i)));
    }
}

} // namespace
} // namespace selatan::iati

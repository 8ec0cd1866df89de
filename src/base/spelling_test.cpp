#include "base/spelling.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <iterator>

namespace selatan {
namespace {

bool share_a_key(std::string_view one, std::string_view other)
{
    auto const a = spelling_keys(one);
    auto const b = spelling_keys(other);
    std::vector<std::uint64_t> both;
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    return !both.empty();
}

TEST(Spelling, counts_the_slips_between_two_words)
{
    EXPECT_EQ(slips_between("malaria", "malaria"), 0);
    EXPECT_EQ(slips_between("mlaria", "malaria"), 1);
    EXPECT_EQ(slips_between("malarria", "malaria"), 1);
    EXPECT_EQ(slips_between("mataria", "malaria"), 1);
    EXPECT_EQ(slips_between("amlaria", "malaria"), 1);
    EXPECT_EQ(slips_between("", "abc"), 3);
    EXPECT_EQ(slips_between("kitten", "sitting"), 3);
    EXPECT_EQ(slips_between("ca", "abc"), 3); // a swapped pair is not edited again
}

TEST(Spelling, counts_letters_and_not_bytes)
{
    EXPECT_EQ(slips_between("تدريب", "تدريپ"), 1);
    EXPECT_EQ(slips_between("воды", "вода"), 1);
}

TEST(Spelling, gives_words_one_slip_apart_a_key_in_common)
{
    for (auto const typed : {"malaria", "mlaria", "malarria", "mataria", "amlaria", "malari"}) {
        EXPECT_TRUE(share_a_key(typed, "malaria")) << typed;
    }
    EXPECT_TRUE(share_a_key("الزراعه", "الزراع"));
    EXPECT_FALSE(share_a_key("fisheries", "malaria"));
}

TEST(Spelling, corrects_words_of_letters_that_are_neither_short_nor_endless)
{
    EXPECT_TRUE(can_be_corrected("rice"));
    EXPECT_TRUE(can_be_corrected("زراعه"));
    EXPECT_FALSE(can_be_corrected("ict"));
    EXPECT_FALSE(can_be_corrected("2026"));
    EXPECT_FALSE(can_be_corrected("covid19"));
    EXPECT_FALSE(can_be_corrected(std::string(25, 'a')));
    EXPECT_FALSE(can_be_corrected(""));
}

} // namespace
} // namespace selatan

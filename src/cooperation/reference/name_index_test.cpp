#include "cooperation/reference/name_index.hpp"

#include <gtest/gtest.h>

namespace selatan::reference {
namespace {

TEST(LeadingCode, is_found_alone_announced_or_before_words)
{
    struct {
        std::string_view folded;
        std::string_view code;
    } const cases[]{
        {"3", "3"},
        {" 3.c ", "3.c"},
        {"sdg 3", "3"},
        {"sdg3", "3"},
        {"sdg-3.c.1", "3.c.1"},
        {"goal 3. ensure healthy lives", "3"},
        {"goal 3 ensure healthy lives", "3"},
        {"3. ensure healthy lives", "3"},
        {"11220 primary education", "11220"},
        {"5 star hotels", ""},
        {"forum 3", ""},
        {"zero hunger", ""},
        {"", ""},
        {"...", ""},
    };
    for (auto const &[folded, code] : cases) {
        EXPECT_EQ(leading_code(folded), code) << folded;
    }
}

TEST(NameIndex, prefers_the_surest_match)
{
    NameIndex index;
    index.add("Congo", "COG", Match::name);
    index.add("Congo", "COD", Match::alias);
    index.add_code("CG", "COG");
    ASSERT_EQ(index.find("congo").size(), 1U);
    EXPECT_EQ(index.find("congo").front().code, "COG");
    EXPECT_EQ(index.find("cg").front().match, Match::code);
}

TEST(NameIndex, a_turn_of_phrase_is_an_alias)
{
    NameIndex index;
    index.add("Iran (Islamic Republic of)", "IRN", Match::name);
    EXPECT_EQ(index.find("IRAN (ISLAMIC REPUBLIC OF)").front().match, Match::name);
    EXPECT_EQ(index.find("Islamic Republic of Iran").front().match, Match::alias);
    EXPECT_EQ(index.find("Iran").front().match, Match::alias);
    // Articles and punctuation do not count: the name itself.
    EXPECT_EQ(index.find("Iran, Islamic Republic of").front().match, Match::name);
}

TEST(NameIndex, proposes_the_closest_spellings_first)
{
    NameIndex index;
    index.add("Mauritania", "MRT", Match::name);
    index.add("Mauritius", "MUS", Match::name);
    auto const found = index.find("Mauritanie");
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().code, "MRT");
    EXPECT_EQ(found.front().match, Match::similar);
    EXPECT_TRUE(index.find("Mau").empty());
}

} // namespace
} // namespace selatan::reference

#include "cooperation/matching/prose.hpp"

#include <gtest/gtest.h>

namespace selatan::matching {
namespace {

std::vector<std::string> words_of(Prose const &prose)
{
    std::vector<std::string> words;
    for (std::size_t i = 0; i < prose.tokens().size(); ++i) {
        words.push_back(prose.word(i));
    }
    return words;
}

TEST(CommonWords, stand_in_every_fourth_title_and_say_nothing_of_one_record)
{
    std::vector<std::string> titles;
    for (std::string const subject :
         {"Midwives", "Ice", "Floods", "Pumps", "Nurses", "Workshops", "Vessels", "Crafts",
          "Shelter", "Budgets", "Seed", "Solar pumps", "Pumps again"}) {
        titles.push_back("Example: " + subject);
    }
    auto const common = common_words(titles);
    Prose prose;
    prose.add("An example of solar pumps: midwives and floods");
    prose.leave_out(common);
    // Three of thirteen titles speak of pumps: not every fourth.
    EXPECT_EQ(words_of(prose),
              (std::vector<std::string>{"An", "solar", "pumps", "midwives", "floods"}));
    titles.emplace_back("Pumps once more");
    prose.leave_out(common_words(titles));
    EXPECT_EQ(words_of(prose), (std::vector<std::string>{"An", "solar", "midwives", "floods"}));
}

TEST(CommonWords, are_none_where_too_few_titles_tell)
{
    EXPECT_TRUE(common_words({}).empty());
    EXPECT_TRUE(common_words({"Example: one", "Example: two", "Example: three"}).empty());
}

} // namespace
} // namespace selatan::matching

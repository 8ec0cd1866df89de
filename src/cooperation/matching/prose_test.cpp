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

TEST(Prose, has_no_articles_and_no_words_of_one_letter)
{
    Prose prose;
    prose.add("A course for ten inspectors of fisheries, or an email from Unit B");
    EXPECT_EQ(words_of(prose), (std::vector<std::string>{"course", "ten", "inspectors", "fisheries",
                                                         "email", "from", "Unit"}));
    Prose portuguese;
    portuguese.add("Um curso de pesca para as ilhas e o porto");
    EXPECT_EQ(words_of(portuguese), (std::vector<std::string>{"curso", "pesca", "ilhas", "porto"}));
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
    EXPECT_EQ(words_of(prose), (std::vector<std::string>{"solar", "pumps", "midwives", "floods"}));
    titles.emplace_back("Pumps once more");
    prose.leave_out(common_words(titles));
    EXPECT_EQ(words_of(prose), (std::vector<std::string>{"solar", "midwives", "floods"}));
}

TEST(CommonWords, are_none_where_too_few_titles_tell)
{
    EXPECT_TRUE(common_words({}).empty());
    EXPECT_TRUE(common_words({"Example: one", "Example: two", "Example: three"}).empty());
}

} // namespace
} // namespace selatan::matching

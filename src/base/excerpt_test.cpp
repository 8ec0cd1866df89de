#include "base/excerpt.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace selatan {
namespace {

std::optional<Excerpt> look_for(std::string_view text, std::string const &token, int around = 60)
{
    return excerpt(
        text,
        [&](std::vector<std::string> const &tokens) {
            return std::ranges::find(tokens, token) != tokens.end();
        },
        around);
}

TEST(Excerpt, shows_a_word_as_it_stands_with_what_is_around_it)
{
    auto const found = look_for("Nurses were trained in Dili.", "train");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->before, "Nurses were ");
    EXPECT_EQ(found->match, "trained");
    EXPECT_EQ(found->after, " in Dili.");
}

TEST(Excerpt, cuts_between_words_and_says_that_there_is_more)
{
    auto const found =
        look_for("one two three four five malaria six seven eight nine ten", "malaria", 10);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->before, "…four five ");
    EXPECT_EQ(found->match, "malaria");
    EXPECT_EQ(found->after, " six seven…");
    auto const narrow = look_for("one two three four five malaria six seven", "malaria", 8);
    ASSERT_TRUE(narrow);
    EXPECT_EQ(narrow->before, "…five ");
    EXPECT_EQ(narrow->after, " six…");
}

TEST(Excerpt, takes_the_lines_of_a_text_as_one)
{
    auto const found = look_for("first\n\nmalaria\nlast", "malaria");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->before, "first  ");
    EXPECT_EQ(found->after, " last");
}

TEST(Excerpt, finds_words_of_every_script)
{
    auto const arabic = look_for("دورة في الزراعة المستدامة", "الزراعه");
    ASSERT_TRUE(arabic);
    EXPECT_EQ(arabic->match, "الزراعة");
    EXPECT_FALSE(look_for("", "a"));
    EXPECT_FALSE(look_for("nothing of the kind", "malaria"));
}

TEST(Excerpt, looks_at_the_beginning_of_an_endless_text_only)
{
    std::string text(excerpt_bytes_most + 10, ' ');
    EXPECT_FALSE(look_for(text + "malaria", "malaria"));
    EXPECT_TRUE(look_for("malaria" + text, "malaria"));
    // A character that the limit would part is left out whole.
    std::string const letters(excerpt_bytes_most - 1, 'a');
    EXPECT_FALSE(look_for(letters + "é", "é"));
}

} // namespace
} // namespace selatan

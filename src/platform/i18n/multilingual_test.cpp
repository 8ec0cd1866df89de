#include "platform/i18n/multilingual.hpp"

#include "base/ensure.hpp"

#include <gtest/gtest.h>

namespace selatan::i18n {
namespace {

TEST(MultilingualText, the_language_asked_for_comes_first)
{
    MultilingualText text{Language::fr, "Riz"};
    text.set(Language::en, "Rice");
    auto const picked = text.pick(Language::en);
    EXPECT_EQ(picked.text, "Rice");
    EXPECT_EQ(picked.language, Language::en);
    EXPECT_FALSE(picked.is_fallback);
}

TEST(MultilingualText, a_missing_language_falls_back_to_the_original_and_says_so)
{
    MultilingualText text{Language::fr, "Riz"};
    text.set(Language::en, "Rice");
    auto const picked = text.pick(Language::ar);
    EXPECT_EQ(picked.text, "Riz");
    EXPECT_EQ(picked.language, Language::fr);
    EXPECT_TRUE(picked.is_fallback);
}

TEST(MultilingualText, nothing_written_is_no_text_in_the_language_asked_for)
{
    auto const picked = MultilingualText{}.pick(Language::es);
    EXPECT_EQ(picked.text, "");
    EXPECT_EQ(picked.language, Language::es);
    EXPECT_FALSE(picked.is_fallback);
}

TEST(MultilingualText, removing_the_original_makes_english_or_any_other_the_original)
{
    MultilingualText text{Language::fr, "Riz"};
    text.set(Language::es, "Arroz");
    text.set(Language::en, "Rice");
    text.set(Language::fr, "");
    EXPECT_EQ(text.original(), Language::en);
    text.set(Language::en, "");
    EXPECT_EQ(text.original(), Language::es);
    text.set(Language::es, "");
    EXPECT_TRUE(text.empty());
    EXPECT_EQ(text, MultilingualText{});
}

TEST(MultilingualText, a_machine_translation_is_marked_until_a_person_writes)
{
    MultilingualText text{Language::id, "Padi"};
    text.set(Language::en, "Paddy", TextSource::machine);
    EXPECT_TRUE(text.pick(Language::en).is_machine);
    EXPECT_FALSE(text.pick(Language::id).is_machine);
    text.set(Language::en, "Rice");
    EXPECT_FALSE(text.pick(Language::en).is_machine);
}

TEST(MultilingualText, what_is_stored_comes_back_the_same)
{
    MultilingualText text{Language::ar, "أرز \"أبيض\"\n"};
    text.set(Language::en, "Rice", TextSource::machine);
    auto const json = text.to_json();
    EXPECT_EQ(json, "{\"en\":\"Rice\",\"ar\":\"أرز \\\"أبيض\\\"\\n\",\"original\":\"ar\","
                    "\"machine\":[\"en\"]}");
    EXPECT_EQ(MultilingualText::parse(json), text);
    EXPECT_EQ(MultilingualText{}.to_json(), "{}");
    EXPECT_EQ((MultilingualText{Language::fr, "Riz"}.to_json()), "{\"fr\":\"Riz\"}");
}

TEST(MultilingualText, the_first_language_is_the_original_where_none_is_named)
{
    auto const text = MultilingualText::parse(R"({"pt":"Arroz","en":"Rice"})");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->original(), Language::pt);
}

TEST(MultilingualText, only_its_own_shape_is_parsed)
{
    for (std::string_view const bad :
         {"", "[]", "null", "\"en\"", "{", R"({"en":1})", R"({"de":"Reis"})", R"({"en":null})",
          R"({"en":"a\u0000b"})", "{\"en\":\"\xff\"}", R"({"en":"Rice","original":"fr"})",
          R"({"en":"Rice","original":1})", R"({"en":"Rice","machine":"en"})",
          R"({"en":"Rice","machine":["fr"]})", R"({"en":"Rice"} x)"}) {
        EXPECT_FALSE(MultilingualText::parse(bad)) << bad;
    }
}

TEST(MultilingualText, an_original_must_have_a_text)
{
    MultilingualText text{Language::fr, "Riz"};
    EXPECT_THROW(text.set_original(Language::en), Bug);
}

} // namespace
} // namespace selatan::i18n

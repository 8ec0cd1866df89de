#include "platform/i18n/words/words.hpp"

#include "words/common.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace selatan {
namespace {

TEST(Words, arabic_nouns_follow_their_number)
{
    struct Row {
        std::int64_t count;
        std::string_view said;
    };
    for (Row const &row : {Row{0, "لا سجلات"},
                           {1, "سجل واحد"},
                           {2, "سجلان"},
                           {3, "3 سجلات"},
                           {11, "11 سجلًا"},
                           {100, "100 سجل"},
                           {12345, "12,345 سجلًا"}}) {
        EXPECT_EQ(words::common::list_count(Language::ar, row.count), row.said);
    }
}

TEST(Words, an_exact_number_wins_over_its_category)
{
    EXPECT_EQ(words::common::clock_due_in(Language::fr, 0), "Échéance aujourd’hui");
    EXPECT_EQ(words::common::clock_due_in(Language::fr, 1), "Échéance dans 1 jour ouvrable");
    EXPECT_EQ(words::common::clock_due_in(Language::fr, 2), "Échéance dans 2 jours ouvrables");
}

TEST(Words, a_text_without_arguments_is_a_view_of_static_memory)
{
    auto const once = words::common::action_save(Language::id);
    EXPECT_EQ(once, "Simpan");
    EXPECT_EQ(once.data(), words::common::action_save(Language::id).data());
}

TEST(Words, a_group_is_looked_up_by_code)
{
    EXPECT_EQ(words::common::opinion(Language::fr, "favourable"), "Favorable");
    EXPECT_EQ(words::common::opinion(Language::fr, "enthusiastic"), std::nullopt);
    EXPECT_EQ(words::common::opinion(Language::fr, ""), std::nullopt);
    // A sentence that needs arguments has no text to look up.
    EXPECT_EQ(words::common::problem(Language::fr, "too_long"), std::nullopt);
}

TEST(Words, slots_come_as_pieces_in_reading_order)
{
    i18n::Slotted const expected{{0, "Remove a filter, or "}, {1, "clear them all"}, {0, "."}};
    EXPECT_EQ(words::common::list_empty_filtered_hint(Language::en), expected);
    for (auto const language : languages) {
        auto const pieces = words::common::list_empty_filtered_hint(language);
        EXPECT_EQ(std::count_if(pieces.begin(), pieces.end(),
                                [](auto const &piece) { return piece.slot == 1; }),
                  1);
    }
}

TEST(Words, an_instant_in_a_sentence_is_on_the_readers_clock)
{
    auto const at = Instant::parse("2026-11-21T18:29:00Z").value();
    EXPECT_EQ(words::common::form_saved_at(Language::en, at, "Asia/Jakarta"),
              "Saved at 22 Nov 2026, 01:29");
    auto const day = Date::parse("2026-09-12").value();
    EXPECT_EQ(words::common::clock_due_on(Language::es, day), "Vence el 12 de septiembre de 2026");
}

TEST(Words, latin_text_is_isolated_in_arabic_and_only_there)
{
    EXPECT_EQ(words::common::problem_unknown_reference(Language::en, "REQ-2026-0041"),
              "There is no record with the reference REQ-2026-0041.");
    EXPECT_EQ(words::common::problem_unknown_reference(Language::ar, "REQ-2026-0041"),
              "لا يوجد سجل بالمرجع \u2068REQ-2026-0041\u2069.");
    EXPECT_EQ(words::common::list_sort_by(Language::ar, "الاسم"), "ترتيب حسب الاسم");
}

TEST(Words, a_problem_becomes_a_sentence)
{
    EXPECT_EQ(words::problem(Language::en, {"title", "common.too_long", {{"max", "200"}}}),
              "This may have at most 200 characters.");
    EXPECT_EQ(words::problem(Language::en, {"title", "common.too_long", {{"max", "1"}}}),
              "This may have at most 1 character.");
    EXPECT_EQ(
        words::problem(Language::id, {"", "common.out_of_range", {{"max", "9999"}, {"min", "1"}}}),
        "Nilainya harus antara 1 dan 9.999.");
    EXPECT_EQ(words::problem(Language::en,
                             {"", "common.out_of_range", {{"min", "1.5"}, {"max", "2026-01-01"}}}),
              "This must lie between 1.5 and 2026-01-01.");
}

TEST(Words, a_problem_never_leaves_a_person_without_a_sentence)
{
    EXPECT_EQ(words::problem(Language::en, {"", "nowhere.at_all", {}}),
              "This is not possible (nowhere.at_all).");
    EXPECT_EQ(words::problem(Language::en, {"", "", {}}), "This is not possible ().");
    EXPECT_EQ(words::problem(Language::en, {"", "common.too_long", {}}),
              "This may have at most … characters.");
    EXPECT_EQ(words::problem(Language::en, {"", "common.too_long", {{"max", "lots"}}}),
              "This may have at most lots characters.");
}

TEST(Words, every_problem_has_a_sentence_in_every_language)
{
    int problems = 0;
    for (auto const *const message : words::catalogue()) {
        if (!message->key.starts_with("common.problem.") ||
            message->key == "common.problem.unknown") {
            continue;
        }
        ++problems;
        std::set<std::string> said;
        std::string const code =
            "common." +
            std::string{message->key.substr(std::string_view{"common.problem."}.size())};
        for (auto const language : languages) {
            Problem const problem{
                "", code, {{"max", "7"}, {"min", "3"}, {"id", "x1"}, {"reference", "R-1"}}};
            auto const sentence = words::problem(language, problem);
            EXPECT_EQ(sentence.find(code), std::string::npos) << sentence;
            EXPECT_EQ(sentence.find("…"), std::string::npos) << sentence;
            said.insert(sentence);
        }
        EXPECT_EQ(said.size(), languages.size()) << code << " is the same in two languages";
    }
    EXPECT_GT(problems, 25);
}

TEST(Words, every_message_can_be_said_whatever_its_arguments)
{
    for (auto const *const message : words::catalogue()) {
        for (auto const language : languages) {
            EXPECT_FALSE(i18n::say_named(*message, language, {}).empty()) << message->key;
        }
    }
}

TEST(Words, the_catalogue_is_sorted_and_found_by_key)
{
    auto const all = words::catalogue();
    for (std::size_t i = 1; i < all.size(); ++i) {
        EXPECT_LT(all[i - 1]->key, all[i]->key);
    }
    ASSERT_NE(words::find("common.action.save"), nullptr);
    EXPECT_EQ(words::find("common.action.save")->key, "common.action.save");
    EXPECT_EQ(words::find("common.action.sav"), nullptr);
    EXPECT_EQ(words::find(""), nullptr);
}

} // namespace
} // namespace selatan

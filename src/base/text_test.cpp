#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace selatan {
namespace {

using Words = std::vector<std::string>;

TEST(Text, words_of_one_family_share_a_token_in_every_language)
{
    struct Case {
        Language language;
        std::string_view one;
        std::string_view other;
        std::string_view token;
    };
    static constexpr std::array<Case, 16> cases{{
        {Language::en, "training", "Trained", "train"},
        {Language::en, "countries", "country's", "countri"},
        {Language::id, "pembangunan", "membangun", "bangun"},
        {Language::id, "Pelatihan", "melatih", "latih"},
        {Language::id, "pertanian", "bertani", "tani"},
        {Language::fr, "formations", "formation", "format"},
        {Language::fr, "l'eau", "L’eau", "eau"},
        {Language::fr, "d'experts", "expert", "expert"},
        {Language::es, "Cooperación", "cooperaciones", "cooper"},
        {Language::es, "niños", "niño", "nin"},
        {Language::pt, "cooperação", "cooperações", "cooper"},
        {Language::pt, "irrigação", "irrigações", "irrig"},
        {Language::ar, "المدرسين", "مُدَرِّسُونَ", "مدرس"},
        {Language::ar, "الزراعة", "زراعي", "زراع"},
        {Language::ar, "أحمد", "احمد", "احمد"},
        {Language::ar, "مـــــاء", "ماء", "ماء"},
    }};
    for (auto const &[language, one, other, token] : cases) {
        EXPECT_EQ(tokens(language, one), Words{std::string{token}}) << one;
        EXPECT_EQ(tokens(language, other), Words{std::string{token}}) << other;
    }
}

TEST(Text, tokens_follow_the_text_and_keep_repeats)
{
    EXPECT_EQ(tokens(Language::en, "Rice, more rice; and (again) rice!"),
              (Words{"rice", "more", "rice", "and", "again", "rice"}));
    EXPECT_EQ(tokens(Language::id, "negara-negara"), (Words{"negara", "negara"}));
    EXPECT_EQ(tokens(Language::en, " \t\n--- …"), Words{});
    EXPECT_EQ(tokens(Language::ar, ""), Words{});
}

TEST(Text, numbers_and_references_are_found_as_written)
{
    EXPECT_EQ(tokens(Language::en, "Target 6.1, indicator 17.3.1 in REQ-2026-0041"),
              (Words{"target", "6.1", "indic", "17.3.1", "in", "req", "2026", "0041"}));
    EXPECT_EQ(tokens(Language::ar, "١٢٣"), Words{"123"});
}

TEST(Text, joined_words_are_split_and_initials_are_joined)
{
    EXPECT_EQ(plain_words("www.kemlu.go.id"), (Words{"www", "kemlu", "go", "id"}));
    EXPECT_EQ(plain_words("U.N.D.P. snake_case"), (Words{"undp", "snake", "case"}));
    EXPECT_EQ(plain_words("l·l"), Words{"ll"}); // Catalan's middle dot: single letters join
}

TEST(Text, apostrophes_belong_to_the_word_whatever_their_shape)
{
    EXPECT_EQ(plain_words("Jum'at Jum’at Qur`an"), (Words{"jumat", "jumat", "qur", "an"}));
    EXPECT_EQ(plain_words("Nukuʻalofa Nuku'alofa"), (Words{"nukualofa", "nukualofa"}));
}

TEST(Text, no_token_is_longer_than_the_limit_and_none_is_cut_inside_a_character)
{
    std::string const ascii(5000, 'a');
    ASSERT_EQ(plain_words(ascii).size(), 1U);
    EXPECT_EQ(plain_words(ascii).front().size(), longest_token);
    std::string three_bytes;
    for (int i = 0; i < 100; ++i) {
        three_bytes += "한";
    }
    for (auto const &token : plain_words(three_bytes)) {
        EXPECT_LE(token.size(), longest_token);
        EXPECT_TRUE(is_valid_utf8(token));
    }
}

TEST(Text, folding_forgets_what_readers_do_not_distinguish)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> cases{{
        {"Côte d’Ivoire", "cote d'ivoire"},
        {"TÜRKİYE", "turkiye"},
        {"São Tomé e Príncipe", "sao tome e principe"},
        {"Łódź Ærø", "lodz aero"},
        {"STRASSE", "strasse"},
        {"Straße", "strasse"},
        {"ＦＵＬＬ ﬁ", "full fi"},
        {"مُدَرِّسُونَ", "مدرسون"},
        {"إندونيسيا آسيا ٱلله", "اندونيسيا اسيا الله"},
        {"على مدرسة", "علي مدرسه"},
        {"۱۲ ١٢", "12 12"},
        {"हिन्दी", "हिन्दी"}, // vowel signs spell the word
        {"한국", "한국"},   // and Hangul comes out composed
        {"soft\u00ADhyphen", "softhyphen"},
    }};
    for (auto const &[text, folded] : cases) {
        EXPECT_EQ(fold(text), folded) << text;
        EXPECT_EQ(fold(fold(text)), folded) << text;
    }
}

TEST(Text, utf8_is_judged_by_rfc_3629)
{
    static constexpr std::array<std::pair<std::string_view, bool>, 14> cases{{
        {"", true},
        {"abc é ع 한 😀", true},
        {"\xC3\xA9", true},
        {"\xF4\x8F\xBF\xBF", true},  // U+10FFFF
        {"\xC3", false},             // ends early
        {"\x80", false},             // continuation alone
        {"\xC0\xAF", false},         // overlong '/'
        {"\xE0\x80\xAF", false},     // overlong
        {"\xF0\x82\x82\xAC", false}, // overlong
        {"\xED\xA0\x80", false},     // surrogate
        {"\xF4\x90\x80\x80", false}, // above U+10FFFF
        {"\xF8\x88\x80\x80\x80", false},
        {"\xFF", false},
        {"a\xE2\x82", false},
    }};
    for (auto const &[text, valid] : cases) {
        EXPECT_EQ(is_valid_utf8(text), valid) << text;
    }
}

TEST(Text, cleaning_leaves_one_tidy_line)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> cases{{
        {"  Ministry \t of\n\nHealth  ", "Ministry of Health"},
        {"non\u00A0breaking\u3000space", "non breaking space"},
        {"e\u0301tude", "étude"},
        {"bell\x07 del\x7F c1\u0080", "bell del c1"},
        {"evil\u202Egpj.exe", "evilgpj.exe"},
        {"\uFEFFmark", "mark"},
        {"e\u200B\u0301", "é"}, // composes once the invisible space is gone
        {"می\u200Cخواهم", "می\u200Cخواهم"},
        {"\xFF byte", "\uFFFD byte"},
        {" \n\t ", ""},
    }};
    for (auto const &[text, cleaned] : cases) {
        EXPECT_EQ(clean(text), cleaned) << text;
        EXPECT_EQ(clean(clean(text)), cleaned) << text;
    }
    EXPECT_EQ(clean(std::string_view{"a\0b", 3}), "ab");
}

TEST(Text, cleaning_lines_keeps_paragraphs)
{
    EXPECT_EQ(clean_lines("\r\nDear  Sir,\r\n\r\n\r\n\r\nfirst \nsecond\u2028third\r\n \n"),
              "Dear Sir,\n\nfirst\nsecond\nthird");
    EXPECT_EQ(clean_lines("one\rtwo"), "one\ntwo");
    EXPECT_EQ(clean_lines("\n\n"), "");
}

TEST(Text, names_sort_as_readers_expect)
{
    Words names{"Zambia", "Åland", "angola", "Émirats", "Algeria", "Egypt", "Ecuador", "إندونيسيا"};
    std::ranges::sort(names, {}, sort_key);
    EXPECT_EQ(names, (Words{"Åland", "Algeria", "angola", "Ecuador", "Egypt", "Émirats", "Zambia",
                            "إندونيسيا"}));
    EXPECT_EQ(sort_key("Peru"), sort_key("Peru"));
    EXPECT_NE(sort_key("peru"), sort_key("Peru"));
}

TEST(Text, long_sort_keys_are_cut_and_still_ordered)
{
    std::string const long_a = "a" + std::string(5000, 'x');
    std::string const long_b = "b" + std::string(5000, 'x');
    EXPECT_EQ(sort_key(long_a).size(), longest_sort_key);
    EXPECT_LT(sort_key(long_a), sort_key(long_b));
    EXPECT_LT(sort_key("a"), sort_key(long_a));
}

TEST(Text, truncating_counts_what_readers_see)
{
    EXPECT_EQ(truncate("short", 10), "short");
    EXPECT_EQ(truncate("exactly", 7), "exactly");
    EXPECT_EQ(truncate("a longer text", 8), "a longe…");
    EXPECT_EQ(truncate("👩‍👩‍👧‍👦👍🏽é", 3),
              "👩‍👩‍👧‍👦👍🏽é");
    EXPECT_EQ(truncate("👩‍👩‍👧‍👦👍🏽éx", 3),
              "👩‍👩‍👧‍👦👍🏽…");
    EXPECT_EQ(truncate("abc", 1), "…");
    EXPECT_EQ(truncate("abc", 0), "");
    EXPECT_EQ(truncate("\xFF", 1), "\uFFFD");
}

TEST(Text, likely_duplicates_are_alike_whatever_the_order_of_words)
{
    EXPECT_DOUBLE_EQ(similarity("Rice cultivation training", "training: RICE cultivation"), 1.0);
    EXPECT_GT(similarity("Training on rice cultivation", "Trainings in rice cultivation"), 0.6);
    EXPECT_LT(similarity("Training on rice cultivation", "Pelatihan bidan desa"), 0.1);
    EXPECT_DOUBLE_EQ(similarity("", ""), 0.0);
    EXPECT_DOUBLE_EQ(similarity("São Tomé", "sao tome"), 1.0);
    EXPECT_DOUBLE_EQ(similarity("ab", "cd"), similarity("cd", "ab"));
}

TEST(Text, hashes_of_tokens_can_be_stored)
{
    // Stored in the database: a change of these values needs a migration.
    EXPECT_EQ(token_hash(""), 0xEFD01F60BA992926U);
    EXPECT_EQ(token_hash("bangun"), token_hash(tokens(Language::id, "pembangunan").front()));
    EXPECT_NE(token_hash("ab"), token_hash("ba"));
}

TEST(Text, is_cleaned_alike_with_and_without_a_letter_beyond_ascii)
{
    std::string text;
    for (char c = 1; c > 0 && c < 127; ++c) {
        text += c;
        text += c % 3 == 0 ? " \t " : "a";
    }
    text += "\x7F\x0B b";
    EXPECT_EQ(clean(text) + "\xC3\xA9", clean(text + "\xC3\xA9"));
    EXPECT_EQ(clean_lines("  a \x01 b ") + "\xC3\xA9", clean_lines("  a \x01 b\xC3\xA9"));
}

TEST(Text, tokens_in_every_language_are_those_of_each_and_the_plain_words)
{
    static constexpr std::array<std::string_view, 4> texts{
        "Trainings of the experts: l\xE2\x80\x99"
        "eau, pembangunan dan pelatihan, 6.1 U.N.D.P.",
        "Cooperaci\xC3\xB3n t\xC3\xA9"
        "cnica; coop\xC3\xA9rations et coop\xC3\xA9ration; forma\xC3\xA7\xC3\xB5"
        "es",
        "\xD8\xA7\xD9\x84\xD9\x85\xD8\xAF\xD8\xB1\xD8\xB3\xD9\x8A\xD9\x86 b.org aims:water",
        "",
    };
    for (auto const text : texts) {
        std::set<std::string> expected;
        for (auto &word : plain_words(text)) {
            expected.insert(std::move(word));
        }
        for (auto const language : languages) {
            for (auto &token : tokens(language, text)) {
                expected.insert(std::move(token));
            }
        }
        EXPECT_EQ(tokens_in_every_language(text), Words(expected.begin(), expected.end())) << text;
    }
}

TEST(Text, threads_do_not_disturb_each_other)
{
    std::string const text = "Pembangunan jembatan dan pelatihan petani di Timor-Leste";
    auto const expected = tokens(Language::id, text);
    std::vector<std::thread> threads;
    std::array<bool, 4> same{};
    for (auto &mine : same) {
        threads.emplace_back([&] {
            mine = true;
            for (int i = 0; i < 50; ++i) {
                mine = mine && tokens(Language::id, text) == expected &&
                       fold("Côte d’Ivoire") == "cote d'ivoire";
            }
        });
    }
    for (auto &thread : threads) {
        thread.join();
    }
    EXPECT_TRUE(std::ranges::all_of(same, [](bool ok) { return ok; }));
}

} // namespace
} // namespace selatan

#include "base/word_forms.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <string_view>

namespace selatan {
namespace {

/// As a search does: a word of the text is found by what begins like it, by its stems, or by
/// another form of what was typed.
bool finds(std::string_view typed, std::string_view text)
{
    auto const words = tokens_in_every_language(text);
    auto const has = [&words](std::string const &token, bool begins) {
        return std::ranges::any_of(words, [&](std::string const &word) {
            return begins ? word.starts_with(token) : word == token;
        });
    };
    auto const has_stem = [&has](std::string const &word) {
        return std::ranges::any_of(tokens_in_every_language(word),
                                   [&](std::string const &stem) { return has(stem, false); });
    };
    return std::ranges::any_of(plain_words(typed), [&](std::string const &word) {
        auto const forms = other_forms(word);
        return has(word, true) || has_stem(std::string{typed}) ||
               std::ranges::any_of(forms, [&](WordForm const &form) {
                   return form.begins ? has(form.word, true) : has_stem(form.word);
               });
    });
}

TEST(WordForms, bring_together_what_stemmers_keep_apart)
{
    struct Pair {
        std::string_view one;
        std::string_view other;
    };
    static constexpr std::array<Pair, 27> pairs{{
        {"صحة", "الصحة"},
        {"صحة", "والصحة"},
        {"صحة", "وصحة"},
        {"الصحة", "والصحة"},
        {"الصِّحَّة", "صحة"},
        {"تعاون", "التعاون"},
        {"تَعَاوُن", "والتعاون"},
        {"زراعة", "والزراعة"},
        {"مستشفى", "المستشفيات"},
        {"دورات", "الدورة"},
        {"القدرات", "قدرة"},
        {"صحية", "الصحية"},
        {"للمياه", "والمياه"},
        {"kirim", "pengiriman"},
        {"mengirim", "dikirimkan"},
        {"tulis", "menulis"},
        {"tulis", "penulisan"},
        {"teliti", "penelitian"},
        {"pakai", "pemakaian"},
        {"formação", "formações"},
        {"formacao", "formações"},
        {"regiões", "região"},
        {"sustentáveis", "sustentável"},
        {"papel", "papéis"},
        {"luz", "luces"},
        {"travail", "travaux"},
        {"organisation", "organizations"},
    }};
    for (auto const &[one, other] : pairs) {
        EXPECT_TRUE(finds(one, other)) << one << " in " << other;
    }
    // Both ways, but for beginnings, which go one way by their nature.
    for (auto const &[one, other] : {pairs[0], pairs[5], pairs[9], pairs[13], pairs[19], pairs[23],
                                     pairs[24], pairs[25], pairs[26]}) {
        EXPECT_TRUE(finds(other, one)) << other << " in " << one;
    }
}

TEST(WordForms, keep_apart_what_only_looks_alike)
{
    // The conjunction's letter is the word's own.
    for (auto const &form : other_forms("وزاره")) {
        EXPECT_FALSE(form.word.starts_with("زار")) << form.word;
    }
    EXPECT_FALSE(finds("ال", "الصحة") && finds("ال", "صحة"));
    EXPECT_FALSE(finds("mental", "tal"));
    EXPECT_FALSE(finds("person", "erson"));
    EXPECT_TRUE(other_forms("rice").empty());
    EXPECT_TRUE(other_forms("").empty());
    EXPECT_TRUE(other_forms("ao").empty());
}

} // namespace
} // namespace selatan

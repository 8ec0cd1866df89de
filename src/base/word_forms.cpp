#include "base/word_forms.hpp"

#include <algorithm>
#include <array>

namespace selatan {

namespace {

/// Each Arabic letter has two bytes.
constexpr std::size_t arabic_letter = 2;
constexpr std::string_view article = "ال";

bool is_arabic(std::string_view word)
{
    // U+0600–U+06FF, and no digits: those were made Western.
    return !word.empty() && word.size() % arabic_letter == 0 &&
           static_cast<unsigned char>(word.front()) >= 0xD8 &&
           static_cast<unsigned char>(word.front()) <= 0xDB;
}

/// Without what is written onto the noun; nothing when the rest is too short to be one.
std::string_view bare(std::string_view word)
{
    // The longer first. A conjunction alone may as well be the word's own first letter.
    static constexpr std::array<std::string_view, 8> before{"وبال", "وال", "فال",   "بال",
                                                            "كال",  "ولل", article, "لل"};
    for (auto const prefix : before) {
        if (word.starts_with(prefix) && word.size() >= prefix.size() + 2 * arabic_letter) {
            return word.substr(prefix.size());
        }
    }
    return word;
}

void add(std::vector<WordForm> &forms, std::string_view word, std::string form, bool begins)
{
    if (form != word && std::ranges::find(forms, form, &WordForm::word) == forms.end()) {
        forms.push_back({.word = std::move(form), .begins = begins});
    }
}

void add_arabic(std::vector<WordForm> &forms, std::string_view word)
{
    static constexpr std::string_view singular = "ه"; // the teh marbuta, folded
    static constexpr std::string_view plural = "ات";
    static constexpr std::array<std::string_view, 4> before{"", article, "وال", "و"};
    auto const noun = bare(word);
    std::vector<std::string> nouns{std::string{noun}};
    auto const exchange = [&](std::string_view from, std::string_view to) {
        if (noun.ends_with(from) && noun.size() >= from.size() + 2 * arabic_letter) {
            nouns.push_back(std::string{noun.substr(0, noun.size() - from.size())}.append(to));
        }
    };
    exchange(singular, plural);
    exchange(plural, singular);
    for (auto const &one : nouns) {
        for (auto const prefix : before) {
            // Two letters begin too much.
            add(forms, word, std::string{prefix}.append(one), one.size() > 2 * arabic_letter);
        }
    }
}

bool is_vowel(char c)
{
    return std::string_view{"aeiou"}.find(c) != std::string_view::npos;
}

void add_indonesian(std::vector<WordForm> &forms, std::string_view word)
{
    struct Swallowed {
        std::string_view prefix;
        std::string_view letter;
    };
    static constexpr std::array<Swallowed, 6> rules{
        {{"meng", "k"}, {"peng", "k"}, {"men", "t"}, {"pen", "t"}, {"mem", "p"}, {"pem", "p"}}};
    constexpr std::size_t shortest_rest = 3;
    for (auto const &[prefix, letter] : rules) {
        if (word.starts_with(prefix) && word.size() >= prefix.size() + shortest_rest &&
            is_vowel(word[prefix.size()])) {
            add(forms, word, std::string{letter}.append(word.substr(prefix.size())), false);
        }
        if (word.starts_with(letter) && word.size() > shortest_rest && is_vowel(word[1])) {
            add(forms, word, std::string{prefix}.append(word.substr(1)), false);
        }
    }
}

void add_endings(std::vector<WordForm> &forms, std::string_view word)
{
    struct Ending {
        std::string_view one;
        std::string_view other;
    };
    static constexpr std::array<Ending, 6> endings{{{"ao", "oes"},
                                                    {"el", "eis"},
                                                    {"z", "ces"},
                                                    {"ail", "aux"},
                                                    {"isation", "ization"},
                                                    {"isations", "izations"}}};
    constexpr std::size_t shortest_rest = 2;
    auto const exchange = [&](std::string_view from, std::string_view to) {
        if (word.ends_with(from) && word.size() >= from.size() + shortest_rest) {
            add(forms, word, std::string{word.substr(0, word.size() - from.size())}.append(to),
                false);
        }
    };
    for (auto const &[one, other] : endings) {
        exchange(one, other);
        exchange(other, one);
    }
}

} // namespace

std::vector<WordForm> other_forms(std::string_view plain_word)
{
    std::vector<WordForm> forms;
    if (is_arabic(plain_word)) {
        add_arabic(forms, plain_word);
    } else {
        add_indonesian(forms, plain_word);
        add_endings(forms, plain_word);
    }
    return forms;
}

} // namespace selatan

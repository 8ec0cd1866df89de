#include "cooperation/matching/prose.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace selatan::matching {

namespace {

/// Small words that each language uses in nearly every sentence, and the others hardly ever. They
/// tell the language, and nothing else.
constexpr std::array<std::pair<Language, std::string_view>, 6> small_words{{
    {Language::en, " the of and to in for with is are on that by our "},
    {Language::id, " yang dan di untuk dengan pada dari dalam kami akan bagi oleh "},
    {Language::fr, " les des et du le dans pour est une aux sur nous "},
    {Language::es, " los las y del el para con una por en que nuestro "},
    {Language::pt, " os das dos e do da para com uma em ao nosso "},
    {Language::ar, " في من على إلى عن التي الذي مع هذا أن و "},
}};

/// Articles and their like, which languages share with each other: they tell no language, and no
/// likeness either. So does a word of one letter.
constexpr std::string_view articles =
    " a an this these its or as at be was were have has who which not"
    " ini itu atau sebuah suatu para ke ada adalah serta"
    " un de en la le les l d au ou ce ces son sa qui que par ne pas avec"
    " un el lo al o u se su sus es ser con como este esta"
    " um uma o as ou se seu sua por pelo pela na no nas nos aos que"
    " أو هو هي كل ما لا بين بعد قبل ";

bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Calls `each` with what stands between white space, without ASCII punctuation around it.
template <typename Function>
void each_word(std::string_view text, Function const &each)
{
    while (!text.empty()) {
        auto const end =
            static_cast<std::size_t>(std::ranges::find_if(text, is_space) - text.begin());
        auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        auto const is_mark = [](char c) {
            return std::string_view{".,;:!?()[]{}\"'*/-"}.find(c) != std::string_view::npos;
        };
        while (!word.empty() && is_mark(word.front())) {
            word.remove_prefix(1);
        }
        while (!word.empty() && is_mark(word.back())) {
            word.remove_suffix(1);
        }
        if (!word.empty()) {
            each(word);
        }
    }
}

/// The small words of each language, folded like those that they are compared with.
std::array<std::string, small_words.size()> const &folded_small_words()
{
    static auto const folded = [] {
        std::array<std::string, small_words.size()> all;
        std::ranges::transform(small_words, all.begin(),
                               [](auto const &words) { return fold(words.second); });
        return all;
    }();
    return folded;
}

bool is_small(std::size_t language, std::string const &folded_word)
{
    return folded_small_words()[language].find(" " + folded_word + " ") != std::string::npos;
}

/// Says nothing of what somebody asks for or offers.
bool is_empty_word(std::string const &folded_word)
{
    static auto const folded = fold(articles);
    auto const letters = std::ranges::count_if(
        folded_word, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return letters < 2 || folded.find(" " + folded_word + " ") != std::string::npos;
}

} // namespace

Language language_of(std::string_view text)
{
    std::array<int, small_words.size()> seen{};
    each_word(text, [&](std::string_view word) {
        auto const folded = fold(word);
        for (std::size_t i = 0; i < small_words.size(); ++i) {
            seen[i] += is_small(i, folded) ? 1 : 0;
        }
    });
    auto const most = std::ranges::max_element(seen);
    return *most == 0 ? Language::en
                      : small_words[static_cast<std::size_t>(most - seen.begin())].first;
}

void Prose::add(std::string_view text)
{
    add(language_of(text), text);
}

void Prose::add(i18n::MultilingualText const &text)
{
    for (auto const language : languages) {
        add(language, text.in(language));
    }
}

void Prose::leave_out(std::vector<std::uint64_t> const &tokens)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        if (std::ranges::find(tokens, m_tokens[i]) == tokens.end()) {
            m_tokens[kept] = m_tokens[i];
            std::swap(m_words[kept], m_words[i]);
            ++kept;
        }
    }
    m_tokens.resize(kept);
    m_words.resize(kept);
}

void Prose::add(Language language, std::string_view text)
{
    auto const which = static_cast<std::size_t>(
        std::ranges::find(small_words, language, &std::pair<Language, std::string_view>::first) -
        small_words.begin());
    each_word(text, [&](std::string_view word) {
        auto const folded = fold(word);
        if (is_empty_word(folded) || is_small(which, folded)) {
            return;
        }
        for (auto const &token : selatan::tokens(language, word)) {
            auto const hash = token_hash(token);
            if (std::ranges::find(m_tokens, hash) == m_tokens.end()) {
                m_tokens.push_back(hash);
                m_words.emplace_back(word);
            }
        }
    });
}

std::vector<std::uint64_t> common_words(std::vector<std::string> const &titles)
{
    constexpr std::size_t titles_least = 12;
    constexpr std::size_t one_in = 4;
    if (titles.size() < titles_least) {
        return {};
    }
    std::map<std::uint64_t, std::size_t> titles_with;
    for (auto const &title : titles) {
        Prose words;
        words.add(title);
        for (auto const token : words.tokens()) {
            ++titles_with[token];
        }
    }
    std::vector<std::uint64_t> common;
    for (auto const &[token, count] : titles_with) {
        if (count * one_in >= titles.size()) {
            common.push_back(token);
        }
    }
    return common;
}

} // namespace selatan::matching

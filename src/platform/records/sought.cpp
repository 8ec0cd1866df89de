#include "platform/records/sought.hpp"

#include "base/text.hpp"
#include "base/word_forms.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace selatan::records {

namespace {

/// Of a name in a code list, words that tell nothing ("de", "of") need not stand in a record.
constexpr std::size_t telling_letters = 4;
/// Shorter words are called nothing in other languages ("de"); "riz" and "gas" are.
constexpr std::size_t translated_letters = 3;
/// "pengurangan risiko bencana" is one thing; longer names are rarely typed.
constexpr std::size_t phrase_words_most = 4;
constexpr std::array<std::string_view, 3> lists_of_names{"subject", "modality", "country"};

std::string joined(std::span<std::string const> words)
{
    return std::accumulate(words.begin(), words.end(), std::string{},
                           [](std::string text, std::string const &word) {
                               return std::move(text) + (text.empty() ? "" : " ") + word;
                           });
}

void add_way(Sought &sought, Way way)
{
    auto const is_known = [&](Way const &other) {
        return other.tokens == way.tokens && (other.begins || !way.begins);
    };
    if (!way.tokens.empty() && std::ranges::none_of(sought.ways, is_known)) {
        sought.ways.push_back(std::move(way));
    }
}

/// Forms of the word that share no stem with it.
void add_other_forms(Sought &sought, std::string_view word)
{
    for (auto &form : other_forms(word)) {
        if (form.begins) {
            add_way(sought,
                    {.tokens = {std::move(form.word)}, .begins = true, .likeness = Likeness::form});
            continue;
        }
        for (auto &token : tokens_in_every_language(form.word)) {
            add_way(sought,
                    {.tokens = {std::move(token)}, .begins = false, .likeness = Likeness::form});
        }
    }
}

/// What a name's words are looked for by: their stems, without those that tell nothing.
std::vector<std::string> telling_tokens(Language language, std::string_view name)
{
    std::vector<std::string> telling;
    for (auto const &word : plain_words(name)) {
        if (word.size() >= telling_letters) {
            std::ranges::copy(tokens(language, word), std::back_inserter(telling));
        }
    }
    return telling.empty() ? tokens(language, name) : telling;
}

/// Arabic names stand in lists with their article, and people type them without, or the other way.
std::string with_other_article(std::string const &text)
{
    constexpr std::string_view article = "ال";
    return text.starts_with(article) ? text.substr(article.size()) : std::string{article} + text;
}

/// What `text` is called in each language, where a list knows it.
void add_translations(Sought &sought, CodeLists const &codes)
{
    for (auto const list : lists_of_names) {
        auto code = codes.resolve(list, sought.typed);
        if (!code) {
            code = codes.resolve(list, with_other_article(sought.typed));
        }
        if (!code) {
            continue;
        }
        for (auto const language : languages) {
            add_way(sought, {.tokens = telling_tokens(language, codes.name(list, *code, language)),
                             .begins = false,
                             .likeness = Likeness::translation});
        }
        return;
    }
}

/// `token` in the quotes of the engine's query language.
std::string in_quotes(std::string_view token, char quote)
{
    std::string text{quote};
    for (char const c : token) {
        text += c;
        if (c == quote || (quote == '\'' && c == '\\')) {
            text += c;
        }
    }
    return text + quote;
}

/// Does another way, of beginnings, find all that this one finds? Then an engine that is asked for
/// both only merges more lists.
bool is_found_anyway(Way const &way, std::vector<Way> const &ways)
{
    auto const begins_one = [&way](std::string const &beginning) {
        return std::ranges::any_of(way.tokens, [&beginning](std::string const &token) {
            return token.starts_with(beginning);
        });
    };
    return std::ranges::any_of(ways, [&](Way const &other) {
        return &other != &way && other.begins && std::ranges::all_of(other.tokens, begins_one);
    });
}

} // namespace

std::string_view to_code(Likeness likeness)
{
    static constexpr std::array<std::string_view, 4> codes{"as_typed", "form", "translation",
                                                           "correction"};
    return codes[static_cast<std::size_t>(likeness)];
}

std::vector<Sought> sought_in(Language language, std::string_view typed)
{
    std::vector<Sought> all;
    for (auto &word : plain_words(typed)) {
        if (all.size() == sought_words_most) {
            break;
        }
        Sought sought{.typed = word, .ways = {}};
        add_way(sought, {.tokens = {word}, .begins = true, .likeness = Likeness::as_typed});
        for (auto &stem : tokens(language, word)) {
            add_way(sought,
                    {.tokens = {std::move(stem)}, .begins = false, .likeness = Likeness::form});
        }
        add_other_forms(sought, word);
        all.push_back(std::move(sought));
    }
    return all;
}

std::vector<Sought> sought_everywhere(CodeLists const &codes, std::string_view typed)
{
    auto words = plain_words(typed);
    words.resize(std::min(words.size(), sought_words_most));
    std::vector<Sought> all;
    for (std::size_t at = 0; at < words.size();) {
        // The longest phrase that a list knows: "early warning" before "early".
        Sought sought;
        auto taken = std::min(phrase_words_most, words.size() - at);
        for (; taken > 0; --taken) {
            std::span const phrase{words.data() + at, taken};
            sought = {.typed = joined(phrase), .ways = {}};
            add_way(sought, {.tokens = {phrase.begin(), phrase.end()},
                             .begins = true,
                             .likeness = Likeness::as_typed});
            if (sought.typed.size() >= translated_letters) {
                add_translations(sought, codes);
            }
            if (sought.ways.size() > 1 || taken == 1) {
                break;
            }
        }
        if (taken == 1) {
            for (auto &form : tokens_in_every_language(words[at])) {
                add_way(sought,
                        {.tokens = {std::move(form)}, .begins = false, .likeness = Likeness::form});
            }
            add_other_forms(sought, words[at]);
        }
        all.push_back(std::move(sought));
        at += taken;
    }
    return all;
}

std::string match_expression(storage::Engine engine, std::span<Sought const> all)
{
    bool const sqlite = engine == storage::Engine::sqlite;
    char const quote = sqlite ? '"' : '\'';
    std::string expression;
    for (auto const &sought : all) {
        std::string ways;
        for (auto const &way : sought.ways) {
            if (is_found_anyway(way, sought.ways)) {
                continue;
            }
            std::string tokens;
            for (auto const &token : way.tokens) {
                tokens += tokens.empty() ? "" : (sqlite ? " AND " : " & ");
                tokens += in_quotes(token, quote);
                tokens += way.begins ? (sqlite ? " *" : ":*") : "";
            }
            ways += ways.empty() ? "" : (sqlite ? " OR " : " | ");
            ways += way.tokens.size() > 1 ? "(" + tokens + ")" : tokens;
        }
        if (!ways.empty()) {
            expression += expression.empty() ? "" : (sqlite ? " AND " : " & ");
            expression += "(" + ways + ")";
        }
    }
    return expression;
}

} // namespace selatan::records

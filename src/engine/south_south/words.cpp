// The words by which texts name South-South and triangular cooperation.
//
// The text is read as it stands, not folded or stemmed: the words looked for have no accents but
// one, and what is found is quoted from the original.
#include "engine/south_south/south_south.hpp"

#include <algorithm>
#include <array>

namespace selatan::south_south {

namespace {

struct Word {
    std::string lower; ///< ASCII letters in lower case, other bytes as they are
    std::size_t begin = 0;
    std::size_t size = 0;
    bool is_upper = false; ///< ASCII capitals only
    /// What stands before it, back to the word before.
    enum class Gap { hard, space, dash } gap = Gap::hard;
};

bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Bytes of a character that separates words though it is not ASCII; 0 for one that does not.
std::size_t separator(std::string_view rest, bool &is_dash)
{
    struct Known {
        std::string_view bytes;
        bool is_dash;
    };
    // Dashes; then what publishers' encodings made of them (U+FFFD, U+0096); spaces; quotes.
    constexpr std::array known{
        Known{"\u2010", true},  Known{"\u2011", true},  Known{"\u2012", true},
        Known{"\u2013", true},  Known{"\u2014", true},  Known{"\u2212", true},
        Known{"\ufffd", true},  Known{"\u0096", true},  Known{"\u00ad", true},
        Known{"\u00a0", false}, Known{"\u202f", false}, Known{"\u2018", false},
        Known{"\u2019", false}, Known{"\u201c", false}, Known{"\u201d", false},
        Known{"\u00ab", false}, Known{"\u00bb", false}};
    for (auto const &one : known) {
        if (rest.starts_with(one.bytes)) {
            is_dash = one.is_dash;
            return one.bytes.size();
        }
    }
    return 0;
}

std::vector<Word> words_of(std::string_view text)
{
    std::vector<Word> words;
    auto gap = Word::Gap::hard;
    std::size_t at = 0;
    while (at < text.size()) {
        auto const c = text[at];
        bool is_dash = false;
        auto const wide = static_cast<unsigned char>(c) >= 0x80
                              ? separator(text.substr(at), is_dash)
                              : std::size_t{0};
        bool const in_word = wide == 0 && (is_ascii_letter(c) || (c >= '0' && c <= '9') ||
                                           static_cast<unsigned char>(c) >= 0x80);
        if (!in_word) {
            if (is_dash || c == '-' || c == '/' || c == '?') {
                gap = gap == Word::Gap::hard ? gap : Word::Gap::dash;
            } else if (wide == 0 && c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                gap = Word::Gap::hard;
            }
            at += std::max<std::size_t>(wide, 1);
            continue;
        }
        Word word{.lower = {}, .begin = at, .size = 0, .is_upper = true, .gap = gap};
        while (at < text.size()) {
            auto const letter = text[at];
            if (static_cast<unsigned char>(letter) >= 0x80) {
                bool dash = false;
                if (separator(text.substr(at), dash) != 0) {
                    break;
                }
                word.is_upper = false;
            } else if (!is_ascii_letter(letter) && (letter < '0' || letter > '9')) {
                break;
            } else if (letter < 'A' || letter > 'Z') {
                word.is_upper = false;
            }
            word.lower +=
                letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
            ++at;
        }
        word.size = at - word.begin;
        words.push_back(std::move(word));
        gap = Word::Gap::space;
    }
    return words;
}

template <std::size_t N>
bool is_one_of(std::array<std::string_view, N> const &all, std::string_view word)
{
    return std::find(all.begin(), all.end(), word) != all.end();
}

template <std::size_t N>
bool begins_as_one_of(std::array<std::string_view, N> const &all, std::string_view word)
{
    return std::any_of(all.begin(), all.end(),
                       [&](std::string_view one) { return word.starts_with(one); });
}

// en, fr, es, pt, id; German, in which a large publisher describes, too. (Finnish and Italian texts
// say it in one of these.)
constexpr std::array<std::string_view, 6> south{"south", "sud", "sur", "sul", "selatan", "süd"};
constexpr std::array<std::string_view, 4> north{"north", "nord", "norte", "utara"};
constexpr std::array<std::string_view, 13> triangular{
    "triangular", "triangulares", "triangulaire", "triangulaires", "trilateral",
    "trilatéral", "trilatérale",  "trilaterale",  "trilaterales",  "trilaterais",
    "segitiga",   "الثلاثي",      "المثلث"};
/// Other ways to say the same, as words that follow each other.
struct Phrase {
    Sign sign;
    std::array<std::string_view, 5> words; ///< the last may be empty
};
constexpr std::array phrases{
    Phrase{Sign::words, {"cooperation", "among", "developing", "countries", ""}},
    Phrase{Sign::words, {"cooperation", "between", "developing", "countries", ""}},
    Phrase{Sign::words, {"coopération", "entre", "pays", "en", "développement"}},
    Phrase{Sign::words, {"cooperación", "entre", "países", "en", "desarrollo"}},
    Phrase{Sign::words, {"cooperação", "entre", "países", "em", "desenvolvimento"}},
    Phrase{Sign::words, {"kerja", "sama", "antar", "negara", "berkembang"}},
    Phrase{Sign::words, {"التعاون", "بين", "بلدان", "الجنوب", ""}},
    Phrase{Sign::words, {"التعاون", "فيما", "بين", "بلدان", "الجنوب"}},
    Phrase{Sign::words, {"تعاون", "بين", "بلدان", "الجنوب", ""}},
    Phrase{Sign::words, {"تعاون", "الجنوب", "والجنوب", "", ""}},
};
/// What the two are of: with one of these nearby, the words mean cooperation.
constexpr std::array<std::string_view, 31> cooperation{
    "cooperat", "coopérat",  "cooperaci", "cooperaç",  "cooperaz",       "coöperat",
    "collabor", "colabora",  "partner",   "partenar",  "parceria",       "alianza",
    "exchang",  "échang",    "intercamb", "intercâmb", "learn",          "apprentissage",
    "aprendiz", "knowledge", "experienc", "expérienc", "technical",      "assistance",
    "solidar",  "dialog",    "kerja",     "kooperat",  "zusammenarbeit", "التعاون",
    "تعاون"};
/// South-South migration and the like are subjects, not a way to work together.
constexpr std::array<std::string_view, 9> other_subjects{
    "migration", "migrations",  "migrant",     "migrants",   "mobility",
    "migración", "migraciones", "remittances", "trafficking"};
/// Abbreviations, in capitals only. Other things bear the same letters: a weak sign.
constexpr std::array<std::string_view, 7> abbreviations{"ssc",  "sstc", "sstrc", "ssctc",
                                                        "ksst", "csst", "tcdc"};

bool is_cooperation(std::vector<Word> const &words, std::size_t at)
{
    auto const &word = words[at].lower;
    // "co-operation" is two words here.
    return begins_as_one_of(cooperation, word) ||
           (word == "co" && at + 1 < words.size() && words[at + 1].lower.starts_with("operat"));
}

bool stands_at(std::vector<Word> const &words, std::size_t at, Phrase const &phrase,
               std::size_t &last)
{
    for (auto const wanted : phrase.words) {
        if (wanted.empty()) {
            break;
        }
        if (at == words.size() || words[at].lower != wanted) {
            return false;
        }
        last = at++;
    }
    return true;
}

/// Within so many words on either side.
bool is_near_cooperation(std::vector<Word> const &words, std::size_t first, std::size_t last,
                         std::size_t reach)
{
    auto const from = first > reach ? first - reach : 0;
    auto const to = std::min(words.size(), last + reach + 1);
    for (auto i = from; i < to; ++i) {
        if ((i < first || i > last) && is_cooperation(words, i)) {
            return true;
        }
    }
    return false;
}

} // namespace

std::vector<Mention> mentions(std::string_view text)
{
    std::vector<Mention> found;
    auto const words = words_of(text);
    auto const add = [&](Sign sign, std::size_t first, std::size_t last) {
        found.push_back({.sign = sign,
                         .begin = words[first].begin,
                         .size = words[last].begin + words[last].size - words[first].begin});
    };
    constexpr std::size_t reach = 4;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const &word = words[i].lower;
        if (is_one_of(triangular, word) && is_near_cooperation(words, i, i, reach)) {
            add(Sign::triangular_words, i, i);
            continue;
        }
        if (word == "dreieckskooperation" || word == "dreieckskooperationen") {
            add(Sign::triangular_words, i, i);
            continue;
        }
        if (words[i].is_upper && is_one_of(abbreviations, word)) {
            add(Sign::abbreviation, i, i);
            continue;
        }
        std::size_t last = i;
        auto const phrase = std::find_if(phrases.begin(), phrases.end(), [&](Phrase const &one) {
            return stands_at(words, i, one, last);
        });
        if (phrase != phrases.end()) {
            add(phrase->sign, i, last);
            i = last;
            continue;
        }
        // The same word twice: "sur-sur", "Süd-Süd". Of "the South. South Korea" nothing is meant.
        bool const twice = i + 1 < words.size() && is_one_of(south, word) &&
                           words[i + 1].lower == word && words[i + 1].gap != Word::Gap::hard;
        if (!twice || (i + 2 < words.size() && is_one_of(other_subjects, words[i + 2].lower))) {
            continue;
        }
        if (i > 0 && is_one_of(north, words[i - 1].lower) && words[i].gap == Word::Gap::dash) {
            add(Sign::triangular_words, i - 1, i + 1); // "North-South-South"
        } else if (words[i + 1].gap == Word::Gap::dash ||
                   is_near_cooperation(words, i, i + 1, reach)) {
            add(Sign::words, i, i + 1);
        }
        ++i;
    }
    return found;
}

} // namespace selatan::south_south

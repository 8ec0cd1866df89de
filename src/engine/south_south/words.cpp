// The words by which texts name South-South and triangular cooperation.
//
// The text is read as it stands, not folded or stemmed: the words looked for have no accents but
// one, and what is found is quoted from the original.
#include "engine/south_south/south_south.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace selatan::south_south {

namespace {

struct Word {
    std::string lower; ///< ASCII and Latin-1 letters in lower case, other bytes as they are
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

/// Of a byte that follows `before`: "\u00c9" is "\u00e9" with another second byte.
char in_lower_case(char c, std::string_view before)
{
    auto const byte = static_cast<unsigned char>(c);
    bool const is_latin_capital =
        before.ends_with('\xc3') && byte >= 0x80 && byte <= 0x9e && byte != 0x97;
    return (c >= 'A' && c <= 'Z') || is_latin_capital ? static_cast<char>(byte + 0x20) : c;
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
            } else if (wide == 0 && c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\'') {
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
            word.lower += in_lower_case(letter, word.lower);
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

// en, fr, es, pt, id, ar; German, in which a large publisher describes, too. (Finnish and Italian
// texts say it in one of these.)
constexpr std::array<std::string_view, 8> south{"south",   "sud", "sur",  "sul",
                                                "selatan", "süd", "جنوب", "الجنوب"};
constexpr std::array<std::string_view, 4> in_one_word{"southsouth", "sudsud", "sursur", "sulsul"};
/// "South to South", "du Sud au Sud", "sur a sur", "selatan ke selatan".
constexpr std::array<std::string_view, 5> towards{"to", "au", "a", "à", "ke"};
constexpr std::array<std::string_view, 4> north{"north", "nord", "norte", "utara"};
constexpr std::array<std::string_view, 13> triangular{
    "triangular", "triangulares", "triangulaire", "triangulaires", "trilateral",
    "trilatéral", "trilatérale",  "trilaterale",  "trilaterales",  "trilaterais",
    "segitiga",   "الثلاثي",      "المثلث"};
/// Other ways to say the same, as words that follow each other.
struct Phrase {
    std::array<std::string_view, 6> words; ///< the last may be empty
    bool is_weak = false;
};
constexpr std::array phrases{
    Phrase{{"cooperation", "among", "developing", "countries", ""}},
    Phrase{{"cooperation", "between", "developing", "countries", ""}},
    Phrase{{"coopération", "entre", "pays", "en", "développement"}},
    Phrase{{"cooperación", "entre", "países", "en", "desarrollo"}},
    Phrase{{"cooperacion", "entre", "paises", "en", "desarrollo"}},
    Phrase{{"cooperação", "entre", "países", "em", "desenvolvimento"}},
    Phrase{{"kerja", "sama", "antar", "negara", "berkembang"}},
    Phrase{{"تعاون", "بين", "بلدان", "الجنوب", ""}}, Phrase{{"تعاون", "بين", "دول", "الجنوب", ""}},
    Phrase{{"تعاون", "فيما", "بين", "بلدان", "الجنوب"}},
    Phrase{{"تعاون", "بين", "الجنوب", "والجنوب", ""}},
    Phrase{{"تعاون", "الجنوب", "والجنوب", "", ""}},
    // Who pays for nothing else, and whose name does not say "South-South".
    Phrase{{"unossc"}}, Phrase{{"unfssc"}}, Phrase{{"pgtf"}}, Phrase{{"ibsa", "fund"}},
    Phrase{{"ibsa", "facility"}}, Phrase{{"ibsa", "trust", "fund"}}, Phrase{{"fonds", "ibsa"}},
    Phrase{{"fondo", "ibsa"}}, Phrase{{"fundo", "ibsa"}}, Phrase{{"fundo", "ibas"}},
    Phrase{{"dana", "ibsa"}}, Phrase{{"india", "brazil", "south", "africa", "fund"}},
    Phrase{{"india", "brazil", "south", "africa", "facility"}},
    Phrase{{"india", "brazil", "and", "south", "africa", "fund"}},
    Phrase{{"india", "brazil", "and", "south", "africa", "facility"}},
    Phrase{{"india", "un", "development", "partnership", "fund"}}, Phrase{{"india", "un", "fund"}},
    Phrase{{"india", "united", "nations", "development", "partnership", "fund"}},
    Phrase{{"perez", "guerrero", "trust", "fund"}}, Phrase{{"pérez", "guerrero", "trust", "fund"}},
    Phrase{{"perez", "guerrero", "fund"}}, Phrase{{"pérez", "guerrero", "fund"}},
    Phrase{{"fondo", "pérez", "guerrero"}}, Phrase{{"fondo", "fiduciario", "pérez", "guerrero"}},
    Phrase{{"fonds", "perez", "guerrero"}}, Phrase{{"s", "s", "cooperation"}, true},
    Phrase{{"s", "s", "co", "operation"}, true},
    // Latin America's older name; elsewhere towns and authorities have it, too.
    Phrase{{"horizontal", "cooperation", "", "", ""}, true},
    Phrase{{"horizontal", "co", "operation", "", ""}, true},
    Phrase{{"cooperación", "horizontal", "", "", ""}, true},
    Phrase{{"cooperacion", "horizontal", "", "", ""}, true},
    Phrase{{"coopération", "horizontale", "", "", ""}, true},
    Phrase{{"cooperação", "horizontal", "", "", ""}, true}};
/// May stand within a phrase: "cooperación técnica entre países …".
constexpr std::array<std::string_view, 5> technical{"techni", "técni", "tecni", "teknik", "التقني"};
/// What the two are of: with one of these nearby, the words mean cooperation.
constexpr std::array<std::string_view, 37> cooperation{
    "coop",           "coöperat",     "collabor",     "colabora",      "partner",
    "partenar",       "parceria",     "alianza",      "exchang",       "échang",
    "intercamb",      "intercâmb",    "learn",        "apprentissage", "aprendiz",
    "knowledge",      "experienc",    "expérienc",    "technical",     "assistance",
    "solidar",        "dialog",       "diálog",       "kooperat",      "dreieckskooperat",
    "zusammenarbeit", "yhteisty",     "kerja",        "تعاون",         "التعاون",
    "conocimiento",   "conhecimento", "connaissance", "pertukar",      "pengetahuan",
    "pembelajaran",   "kemitraan"};
/// South-South migration and the like are subjects, not a way to work together.
constexpr std::array<std::string_view, 9> other_subjects{
    "migration", "migrations",  "migrant",     "migrants",   "mobility",
    "migración", "migraciones", "remittances", "trafficking"};
/// With one of these behind it the South of the South is a place: a zone of Nigeria, a ward, a
/// line.
constexpr std::array<std::string_view, 24> places{
    "geopolitical", "zone",         "zones",    "ward", "wards",   "state",    "states", "region",
    "regions",      "constituency", "district", "lga",  "nigeria", "nigerian", "west",   "western",
    "east",         "eastern",      "metro",    "line", "road",    "corridor", "zona",   "wilayah"};
/// The same, before it.
constexpr std::array<std::string_view, 12> places_before{"zone",   "zona",  "région",   "región",
                                                         "região", "línea", "linea",    "ligne",
                                                         "linha",  "jalur", "corredor", "wilayah"};
constexpr std::array<std::string_view, 8> of_a_place{"of", "in", "de", "del",
                                                     "du", "do", "da", "di"};
/// "South-south-west" is a point of the compass.
constexpr std::array<std::string_view, 10> compass{"west", "western", "east", "eastern", "ouest",
                                                   "est",  "oeste",   "este", "barat",   "timur"};
/// Where one of these is before it, the text says that it is none; "t" is what is left of "isn't".
constexpr std::array<std::string_view, 22> negations{
    "not", "no",     "without", "never",  "nor",   "neither", "t",       "pas",
    "non", "sans",   "aucun",   "aucune", "sin",   "ningún",  "ninguna", "não",
    "sem", "nenhum", "nenhuma", "tidak",  "bukan", "tanpa"};
/// What may stand between the two.
constexpr std::array<std::string_view, 67> after_a_negation{
    "a",          "an",        "any",       "the",      "of",         "as",         "is",
    "be",         "or",        "nor",       "and",      "involve",    "involves",   "include",
    "includes",   "including", "entail",    "concern",  "constitute", "considered", "about",
    "part",       "d",         "de",        "du",       "l",          "la",         "le",
    "un",         "une",       "ou",        "et",       "ni",         "est",        "comporte",
    "comprend",   "implique",  "inclut",    "concerne", "prévoit",    "el",         "es",
    "una",        "y",         "o",         "se",       "trata",      "implica",    "incluye",
    "involucra",  "comprende", "contempla", "e",        "é",          "uma",        "nem",
    "envolve",    "inclui",    "abrange",   "sama",     "atau",       "dan",        "ada",
    "melibatkan", "termasuk",  "mencakup",  "merupakan"};
/// Abbreviations, in capitals only. Other things bear the same letters: a weak sign.
constexpr std::array<std::string_view, 10> abbreviations{"ssc",  "sstc", "sstrc", "ssctc", "kss",
                                                         "ksst", "csst", "tcdc",  "ctpd",  "ibsa"};

bool is_cooperation(std::vector<Word> const &words, std::size_t at)
{
    auto const &word = words[at].lower;
    // "co-operation" is two words here.
    return begins_as_one_of(cooperation, word) ||
           (word == "co" && at + 1 < words.size() && words[at + 1].lower.starts_with("operat"));
}

/// Arabic joins "the", "and", "for" to the front of a word.
bool is_word(std::string_view word, std::string_view wanted)
{
    constexpr unsigned char arabic_from = 0xd8; // the first byte of its letters
    bool const is_arabic = static_cast<unsigned char>(wanted.front()) >= arabic_from;
    return is_arabic ? word.ends_with(wanted) : word == wanted;
}

bool stands_at(std::vector<Word> const &words, std::size_t at, Phrase const &phrase,
               std::size_t &last)
{
    auto const first = at;
    for (auto const wanted : phrase.words) {
        if (wanted.empty()) {
            break;
        }
        bool const is_between =
            at > first && at < words.size() && begins_as_one_of(technical, words[at].lower);
        at += is_between ? 1U : 0U;
        if (at == words.size() || !is_word(words[at].lower, wanted)) {
            return false;
        }
        last = at++;
    }
    return true;
}

/// Within so many words on either side.
template <typename Wanted>
bool is_near(std::vector<Word> const &words, std::size_t first, std::size_t last,
             Wanted const &is_wanted)
{
    constexpr std::size_t reach = 4;
    auto const from = first > reach ? first - reach : 0;
    auto const to = std::min(words.size(), last + reach + 1);
    for (auto i = from; i < to; ++i) {
        if ((i < first || i > last) && is_wanted(i)) {
            return true;
        }
    }
    return false;
}

bool is_near_cooperation(std::vector<Word> const &words, std::size_t first, std::size_t last)
{
    return is_near(words, first, last, [&](std::size_t i) { return is_cooperation(words, i); });
}

bool is_near_triangular(std::vector<Word> const &words, std::size_t first, std::size_t last)
{
    return is_near(words, first, last,
                   [&](std::size_t i) { return is_one_of(triangular, words[i].lower); });
}

/// The word that comes so many behind, in the same piece of the sentence; else nothing.
std::string_view follows(std::vector<Word> const &words, std::size_t last, std::size_t by)
{
    for (auto i = last + 1; i <= last + by; ++i) {
        if (i >= words.size() || words[i].gap == Word::Gap::hard) {
            return {};
        }
    }
    return words[last + by].lower;
}

bool is_a_place(std::vector<Word> const &words, std::size_t first, std::size_t last)
{
    auto const next = follows(words, last, 1);
    bool const has_before = first > 0 && words[first].gap != Word::Gap::hard;
    bool const is_linked = is_one_of(of_a_place, next) &&
                           is_one_of(places, follows(words, last, 2)) &&
                           !(has_before && is_cooperation(words, first - 1));
    return is_one_of(places, next) || is_linked ||
           (has_before && is_one_of(places_before, words[first - 1].lower));
}

/// `refused` is the last word of what was refused before: "no South-South or triangular …".
bool is_refused(std::vector<Word> const &words, std::size_t first,
                std::optional<std::size_t> refused)
{
    for (auto i = first; i > 0 && words[i].gap != Word::Gap::hard; --i) {
        auto const &before = words[i - 1].lower;
        // "no intercâmbio Sul-Sul" is "in the", in Portuguese.
        bool const is_in_the = before == "no" && words[first].lower == "sul";
        if ((is_one_of(negations, before) && !is_in_the) || refused == i - 1) {
            return true;
        }
        if (!is_one_of(after_a_negation, before) && !is_cooperation(words, i - 1)) {
            return false;
        }
    }
    return false;
}

/// Words that name the South twice.
struct Twice {
    std::size_t last = 0;
    bool is_joined = false; ///< by a line, or written as one
};

/// "sur-sur", "South to South". Of "the South. South Korea" nothing is meant.
std::optional<Twice> twice_at(std::vector<Word> const &words, std::size_t at)
{
    auto const &word = words[at].lower;
    if (is_one_of(in_one_word, word)) {
        return Twice{at, true};
    }
    if (!is_one_of(south, word)) {
        return std::nullopt;
    }
    std::size_t const distance = is_one_of(towards, follows(words, at, 1)) ? 2 : 1;
    if (follows(words, at, distance) != word) {
        return std::nullopt;
    }
    return Twice{at + distance, words[at + distance].gap == Word::Gap::dash};
}

} // namespace

std::vector<Mention> mentions(std::string_view text)
{
    std::vector<Mention> found;
    auto const words = words_of(text);
    std::optional<std::size_t> refused;
    auto const add = [&](Sign sign, std::size_t first, std::size_t last, bool is_weak = false) {
        if (is_refused(words, first, refused)) {
            refused = last;
            return;
        }
        found.push_back({.sign = sign,
                         .is_weak = is_weak || sign == Sign::abbreviation,
                         .begin = words[first].begin,
                         .size = words[last].begin + words[last].size - words[first].begin});
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const &word = words[i].lower;
        if (is_one_of(triangular, word) && is_near_cooperation(words, i, i)) {
            add(Sign::triangular_words, i, i);
            continue;
        }
        if (word == "dreieckskooperation" || word == "dreieckskooperationen") {
            add(Sign::triangular_words, i, i);
            continue;
        }
        std::size_t last = i;
        auto const phrase = std::find_if(phrases.begin(), phrases.end(), [&](Phrase const &one) {
            return stands_at(words, i, one, last);
        });
        if (phrase != phrases.end()) {
            add(Sign::words, i, last, phrase->is_weak);
            i = last;
            continue;
        }
        if (words[i].is_upper && is_one_of(abbreviations, word)) {
            add(Sign::abbreviation, i, i);
            continue;
        }
        auto const twice = twice_at(words, i);
        if (!twice) {
            continue;
        }
        auto const first = i;
        i = twice->last;
        auto const next = follows(words, i, 1);
        bool const is_compass = is_one_of(compass, next) && words[i + 1].gap == Word::Gap::dash;
        if (is_compass || is_one_of(other_subjects, next)) {
            continue;
        }
        bool const is_meant =
            is_near_cooperation(words, first, i) || is_near_triangular(words, first, i);
        if (first > 0 && is_one_of(north, words[first - 1].lower) &&
            words[first].gap == Word::Gap::dash) {
            add(Sign::triangular_words, first - 1, i); // "North-South-South"
        } else if (twice->is_joined || is_meant) {
            add(Sign::words, first, i, !is_meant || is_a_place(words, first, i));
        }
    }
    return found;
}

} // namespace selatan::south_south

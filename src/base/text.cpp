#include "base/text.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <libstemmer.h>
#include <memory>
#include <optional>
#include <unicode/brkiter.h>
#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unordered_map>
#include <utility>

namespace selatan {

namespace {

using icu::UnicodeString;

UnicodeString from_utf8(std::string_view text)
{
    // ICU counts in 32 bits; folding can lengthen a text eighteenfold (U+FDFA).
    ENSURE(text.size() < INT32_MAX / 32);
    return UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string to_utf8(UnicodeString const &text)
{
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

enum class Form { nfc, nfd, nfkc_casefold };

UnicodeString normalise(Form form, UnicodeString const &text)
{
    UErrorCode error = U_ZERO_ERROR;
    // ICU keeps these three for the whole process: asking is cheap.
    auto const *const normaliser = form == Form::nfc ? icu::Normalizer2::getNFCInstance(error)
                                   : form == Form::nfd
                                       ? icu::Normalizer2::getNFDInstance(error)
                                       : icu::Normalizer2::getNFKCCasefoldInstance(error);
    UnicodeString normal;
    if (U_SUCCESS(error)) {
        normaliser->normalize(text, normal, error);
    }
    ENSURE(U_SUCCESS(error));
    return normal;
}

struct FreeStemmer {
    void operator()(sb_stemmer *stemmer) const { sb_stemmer_delete(stemmer); }
};

std::unique_ptr<sb_stemmer, FreeStemmer> make_stemmer(Language language)
{
    static constexpr std::array<char const *, languages.size()> algorithms{
        "english", "indonesian", "french", "spanish", "portuguese", "arabic"};
    std::unique_ptr<sb_stemmer, FreeStemmer> stemmer{
        sb_stemmer_new(algorithms[static_cast<std::size_t>(language)], "UTF_8")};
    ENSURE(stemmer != nullptr);
    return stemmer;
}

template <typename Tool>
std::unique_ptr<Tool> make(Tool *(*create)(icu::Locale const &, UErrorCode &))
{
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<Tool> tool{create(icu::Locale::getRoot(), error)};
    ENSURE(U_SUCCESS(error));
    return tool;
}

/// ICU's iterators and the stemmers carry state and are dear to make: one set for each thread.
struct Tools {
    std::unique_ptr<icu::BreakIterator> words = make(&icu::BreakIterator::createWordInstance);
    std::unique_ptr<icu::BreakIterator> graphemes =
        make(&icu::BreakIterator::createCharacterInstance);
    std::unique_ptr<icu::Collator> collator = make<icu::Collator>(&icu::Collator::createInstance);
    std::array<std::unique_ptr<sb_stemmer, FreeStemmer>, languages.size()> stemmers;

    sb_stemmer *stemmer(Language language)
    {
        auto &slot = stemmers[static_cast<std::size_t>(language)];
        if (!slot) {
            slot = make_stemmer(language);
        }
        return slot.get();
    }
};

Tools &tools()
{
    thread_local Tools mine;
    return mine;
}

bool is_apostrophe(UChar32 c)
{
    // ASCII, the two quotes that word processors put in its place, and the modifier letters that
    // transliterations use for hamza, ayn and the okina.
    return c == '\'' || c == 0x2018 || c == 0x2019 || (c >= 0x02BB && c <= 0x02BF);
}

/// What carries no meaning of its own in a name and can mislead: overrides and embeddings of
/// direction, invisible marks. The joiners (U+200C, U+200D) and LRM/RLM spell words: they stay.
bool is_unwanted(UChar32 c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x00AD ||
           c == 0xFEFF || c == 0x200B || U_IS_UNICODE_NONCHAR(c) || u_charType(c) == U_CONTROL_CHAR;
}

bool is_line_end(UChar32 c)
{
    return c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

/// clean() where nothing can compose: tables of a million cells are mostly this.
std::string clean_ascii(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool space = false;
    for (char const c : text) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            space = true;
        } else if (c > ' ' && c != '\x7F') {
            if (space && !out.empty()) {
                out += ' ';
            }
            space = false;
            out += c;
        }
    }
    return out;
}

/// Letters that Unicode does not decompose and that people write in more than one way.
struct Spelling {
    UChar32 letter;
    std::u16string_view as;
};
constexpr std::array<Spelling, 13> spelt_as{{
    {0x0640, u""},       // tatweel stretches a word and is no letter
    {0x0671, u"\u0627"}, // alef wasla; the other forms of alef decompose
    {0x0649, u"\u064A"}, // alef maksura is often typed for yeh
    {0x06CC, u"\u064A"}, // Farsi yeh and keheh come from keyboards
    {0x06A9, u"\u0643"},
    {0x0629, u"\u0647"}, // teh marbuta loses its dots
    {0x00E6, u"ae"},     // æ
    {0x0153, u"oe"},     // œ
    {0x00F8, u"o"},      // ø
    {0x0142, u"l"},      // ł
    {0x0111, u"d"},      // đ
    {0x00F0, u"d"},      // ð
    {0x0131, u"i"},      // dotless i
}};

/// Appends what is left of `c` when only its letter matters; `c` comes decomposed and case-folded.
void append_folded(UnicodeString &out, UChar32 c)
{
    if (c < 0x80) {
        out.append(c);
        return;
    }
    auto const category = u_charType(c);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK) {
        // Accents and Arabic vowel signs can be left out by who writes; the vowel signs of Indic
        // and other scripts cannot: they belong to their script.
        UErrorCode error = U_ZERO_ERROR;
        auto const script = uscript_getScript(c, &error);
        if (script == USCRIPT_INHERITED || script == USCRIPT_ARABIC) {
            return;
        }
    }
    if (category == U_DECIMAL_DIGIT_NUMBER) {
        out.append(static_cast<UChar32>('0' + u_charDigitValue(c)));
        return;
    }
    if (is_apostrophe(c)) {
        out.append(static_cast<UChar32>('\''));
        return;
    }
    auto const *const spelt = std::ranges::find(spelt_as, c, &Spelling::letter);
    if (spelt == spelt_as.end()) {
        out.append(c);
    } else {
        out.append(spelt->as.data(), static_cast<std::int32_t>(spelt->as.size()));
    }
}

UnicodeString fold_letters(UnicodeString const &casefolded)
{
    auto const decomposed = normalise(Form::nfd, casefolded);
    UnicodeString out;
    for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
        append_folded(out, decomposed.char32At(i));
    }
    return normalise(Form::nfc, out); // Hangul was decomposed too
}

/// French writes its short words onto the next: l'eau, d'experts, qu'il, jusqu'en.
std::string_view without_elision(std::string_view word)
{
    static constexpr std::array<std::string_view, 14> elided{
        "l", "d",  "j",     "m",      "t",      "s",      "n",
        "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"};
    auto const at = word.find('\'');
    if (at == std::string_view::npos || at + 1 == word.size() ||
        std::ranges::find(elided, word.substr(0, at)) == elided.end()) {
        return word;
    }
    return word.substr(at + 1);
}

/// Cuts at `longest_token` bytes, never inside a character.
void bound(std::string &word)
{
    if (word.size() <= longest_token) {
        return;
    }
    auto end = longest_token;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    word.resize(end);
}

std::string stemmed(Language language, std::string_view word)
{
    auto *const stemmer = tools().stemmer(language);
    auto const *const stem = sb_stemmer_stem(
        stemmer, reinterpret_cast<sb_symbol const *>(word.data()), static_cast<int>(word.size()));
    if (stem == nullptr) {
        throw std::bad_alloc{};
    }
    return {reinterpret_cast<char const *>(stem),
            static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

/// One word, case-folded, with plain apostrophes → its token; empty when nothing is left of it.
std::string to_token(std::optional<Language> language, std::string word)
{
    bound(word);
    if (language == Language::fr) {
        word = std::string{without_elision(word)};
    }
    if (language) {
        word = stemmed(*language, word);
    }
    if (!is_ascii(word)) {
        word = to_utf8(fold_letters(from_utf8(word)));
    }
    std::erase(word, '\'');
    bound(word);
    return word;
}

/// Segmentation keeps "b.org", "aims:water" and "U.N.D.P" whole; a searcher types the parts of the
/// first two and the whole of the last, which is made of single letters.
void split_joined(std::string_view word, std::vector<std::string> &parts)
{
    static constexpr std::string_view joints = ".:_\xC2\xB7"; // and the middle dot's two bytes
    bool initials = true;
    auto const first = parts.size();
    while (!word.empty()) {
        auto const end =
            std::min(word.find_first_of(joints.substr(0, 3)), word.find(joints.substr(3)));
        auto const part = word.substr(0, end);
        if (!part.empty()) {
            initials = initials && part.size() == 1;
            parts.emplace_back(part);
        }
        if (end == std::string_view::npos) {
            break;
        }
        word.remove_prefix(end + (static_cast<unsigned char>(word[end]) < 0x80 ? 1 : 2));
    }
    if (initials && parts.size() > first + 1) {
        std::string joined;
        for (auto i = first; i < parts.size(); ++i) {
            joined += parts[i];
        }
        parts.resize(first);
        parts.push_back(std::move(joined));
    }
}

/// Calls `take` with each word of the text, case-folded, with plain apostrophes.
template <typename Take>
void each_word(std::string_view text, Take const &take)
{
    auto content = normalise(Form::nfkc_casefold, from_utf8(text));
    for (std::int32_t i = 0; i < content.length(); ++i) {
        if (is_apostrophe(content.charAt(i))) {
            content.setCharAt(i, u'\'');
        }
    }
    auto &iterator = *tools().words;
    iterator.setText(content);
    std::vector<std::string> parts;
    auto start = iterator.first();
    for (auto end = iterator.next(); end != icu::BreakIterator::DONE;
         start = end, end = iterator.next()) {
        auto const kind = iterator.getRuleStatus();
        if (kind < UBRK_WORD_NONE_LIMIT) {
            continue; // spaces and punctuation
        }
        auto const word = to_utf8(content.tempSubStringBetween(start, end));
        parts.clear();
        if (kind < UBRK_WORD_NUMBER_LIMIT) {
            parts.push_back(word); // "6.1" and "17.3.1" are whole
        } else {
            split_joined(word, parts);
        }
        for (auto &part : parts) {
            take(std::move(part));
        }
    }
    iterator.setText(UnicodeString{}); // it must not outlive what it points to
}

std::vector<std::string> analyse(std::optional<Language> language, std::string_view text)
{
    std::vector<std::string> found;
    each_word(text, [&](std::string &&word) {
        auto token = to_token(language, std::move(word));
        if (!token.empty()) {
            found.push_back(std::move(token));
        }
    });
    return found;
}

/// The tokens of one word in every language. Texts repeat their words: what was analysed lately is
/// remembered, a thread's own few thousand.
std::vector<std::string> const &tokens_of_word(std::string const &word)
{
    constexpr std::size_t remembered_most = 5000;
    thread_local std::unordered_map<std::string, std::vector<std::string>> remembered;
    if (auto const found = remembered.find(word); found != remembered.end()) {
        return found->second;
    }
    if (remembered.size() >= remembered_most) {
        remembered.clear();
    }
    std::vector<std::string> all;
    auto const add = [&](std::optional<Language> language) {
        auto token = to_token(language, word);
        if (!token.empty() && std::ranges::find(all, token) == all.end()) {
            all.push_back(std::move(token));
        }
    };
    add(std::nullopt);
    for (auto const language : languages) {
        add(language);
    }
    return remembered.emplace(word, std::move(all)).first->second;
}

} // namespace

bool is_valid_utf8(std::string_view text)
{
    auto const byte = [&](std::size_t at) {
        return static_cast<unsigned char>(text[at]);
    };
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = byte(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        // RFC 3629, 4: the lead byte tells the length and bounds the second byte.
        std::size_t const length = lead < 0xC2   ? 0U
                                   : lead < 0xE0 ? 2U
                                   : lead < 0xF0 ? 3U
                                   : lead < 0xF5 ? 4U
                                                 : 0U;
        if (length == 0 || text.size() - i < length) {
            return false;
        }
        unsigned const lowest = lead == 0xE0 ? 0xA0U : lead == 0xF0 ? 0x90U : 0x80U;
        unsigned const highest = lead == 0xED ? 0x9FU : lead == 0xF4 ? 0x8FU : 0xBFU;
        if (byte(i + 1) < lowest || byte(i + 1) > highest) {
            return false;
        }
        for (std::size_t k = 2; k < length; ++k) {
            if ((byte(i + k) & 0xC0U) != 0x80U) {
                return false;
            }
        }
        i += length;
    }
    return true;
}

std::string clean(std::string_view text)
{
    if (is_ascii(text)) {
        return clean_ascii(text);
    }
    auto const normal = normalise(Form::nfc, from_utf8(text));
    UnicodeString out;
    bool space = false;
    for (std::int32_t i = 0; i < normal.length(); i = normal.moveIndex32(i, 1)) {
        auto const c = normal.char32At(i);
        if (u_isUWhiteSpace(c) != 0) {
            space = true;
        } else if (!is_unwanted(c)) {
            if (space && !out.isEmpty()) {
                out.append(u' ');
            }
            space = false;
            out.append(c);
        }
    }
    // What stood between two characters may have kept them from composing.
    return to_utf8(normalise(Form::nfc, out));
}

std::string clean_lines(std::string_view text)
{
    if (is_ascii(text) && text.find_first_of("\n\r\v\f") == std::string_view::npos) {
        return clean_ascii(text);
    }
    auto const all = from_utf8(text);
    std::string out;
    int line_ends = 0;
    std::int32_t start = 0;
    auto const take_line = [&](std::int32_t end) {
        auto const line = clean(to_utf8(all.tempSubStringBetween(start, end)));
        if (!line.empty()) {
            if (!out.empty()) {
                out.append(static_cast<std::size_t>(std::min(line_ends, 2)), '\n');
            }
            out += line;
            line_ends = 0;
        }
    };
    for (std::int32_t i = 0; i < all.length(); ++i) {
        auto const c = all.charAt(i);
        if (!is_line_end(c)) {
            continue;
        }
        take_line(i);
        if (c == u'\r' && all.charAt(i + 1) == u'\n') { // charAt answers U+FFFF past the end
            ++i;
        }
        ++line_ends;
        start = i + 1;
    }
    take_line(all.length());
    return out;
}

std::string fold(std::string_view text)
{
    if (is_ascii(text)) {
        std::string out{text};
        std::ranges::transform(out, out.begin(), ascii_lower);
        return out;
    }
    return to_utf8(fold_letters(normalise(Form::nfkc_casefold, from_utf8(text))));
}

std::vector<std::string> tokens(Language language, std::string_view text)
{
    return analyse(language, text);
}

std::vector<std::string> plain_words(std::string_view text)
{
    return analyse(std::nullopt, text);
}

std::vector<std::string> tokens_in_every_language(std::string_view text)
{
    std::vector<std::string> words;
    each_word(text, [&](std::string &&word) { words.push_back(std::move(word)); });
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::vector<std::string> all;
    for (auto const &word : words) {
        auto const &tokens = tokens_of_word(word);
        all.insert(all.end(), tokens.begin(), tokens.end());
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::uint64_t token_hash(std::string_view token)
{
    // FNV-1a, 64 bits, then the finaliser of MurmurHash3, which spreads short words over all bits.
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (char const c : token) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    hash = (hash ^ hash >> 33U) * 0xFF51AFD7ED558CCDU;
    hash = (hash ^ hash >> 33U) * 0xC4CEB9FE1A85EC53U;
    return hash ^ hash >> 33U;
}

std::vector<std::uint8_t> sort_key(std::string_view text)
{
    auto const content = from_utf8(text);
    std::vector<std::uint8_t> key(longest_sort_key);
    auto const wanted = tools().collator->getSortKey(content, key.data(),
                                                     static_cast<std::int32_t>(longest_sort_key));
    ENSURE(wanted > 0);
    if (static_cast<std::size_t>(wanted) > longest_sort_key) {
        // The buffer's content is undefined when it was too small.
        key.resize(static_cast<std::size_t>(wanted));
        tools().collator->getSortKey(content, key.data(), wanted);
        key.resize(longest_sort_key);
    } else {
        key.resize(static_cast<std::size_t>(wanted) - 1); // without ICU's closing zero
    }
    return key;
}

std::string truncate(std::string_view text, std::size_t graphemes)
{
    if (text.size() <= graphemes && is_valid_utf8(text)) {
        return std::string{text}; // no character takes less than a byte
    }
    if (graphemes == 0) {
        return {};
    }
    auto const content = from_utf8(text);
    auto &iterator = *tools().graphemes;
    iterator.setText(content);
    std::int32_t end = 0;
    std::int32_t before_last = 0;
    std::size_t count = 0;
    while (count < graphemes) {
        auto const next = iterator.next();
        if (next == icu::BreakIterator::DONE) {
            break;
        }
        before_last = end;
        end = next;
        ++count;
    }
    iterator.setText(UnicodeString{});
    if (end == content.length()) {
        return to_utf8(content);
    }
    return to_utf8(content.tempSubStringBetween(0, before_last)) + "…";
}

Trigrams::Trigrams(std::string_view text)
{
    for (auto const &word : plain_words(text)) {
        auto const content = from_utf8(word);
        std::vector<UChar32> letters{' ', ' '};
        for (std::int32_t i = 0; i < content.length(); i = content.moveIndex32(i, 1)) {
            letters.push_back(content.char32At(i));
        }
        letters.push_back(' ');
        for (std::size_t i = 0; i + 2 < letters.size(); ++i) {
            m_sorted.push_back(static_cast<std::uint64_t>(letters[i]) << 42U |
                               static_cast<std::uint64_t>(letters[i + 1]) << 21U |
                               static_cast<std::uint64_t>(letters[i + 2]));
        }
    }
    std::ranges::sort(m_sorted);
    m_sorted.erase(std::unique(m_sorted.begin(), m_sorted.end()), m_sorted.end());
}

double Trigrams::similarity(Trigrams const &other) const
{
    std::size_t common = 0;
    for (auto a = m_sorted.begin(), b = other.m_sorted.begin();
         a != m_sorted.end() && b != other.m_sorted.end();) {
        if (*a == *b) {
            ++common;
            ++a;
            ++b;
        } else if (*a < *b) {
            ++a;
        } else {
            ++b;
        }
    }
    auto const either = m_sorted.size() + other.m_sorted.size() - common;
    return either == 0 ? 0.0 : static_cast<double>(common) / static_cast<double>(either);
}

double similarity(std::string_view a, std::string_view b)
{
    return Trigrams{a}.similarity(Trigrams{b});
}

} // namespace selatan

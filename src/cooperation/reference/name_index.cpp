#include "cooperation/reference/name_index.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace selatan::reference {
namespace {

bool spells(char c)
{
    return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Words that names carry or drop without naming anything else.
constexpr std::array<std::string_view, 6> idle_words{"the", "of", "and", "le", "la", "les"};

/// Letters and digits that spell a word; everything else parts words. Bytes above ASCII spell, but
/// for the punctuation of U+2000 to U+206F (E2 80, E2 81), such as typographic apostrophes.
std::vector<std::string> words_of(std::string_view folded)
{
    std::vector<std::string> found;
    std::string word;
    auto const end_word = [&] {
        if (word == "st" || word == "ste") {
            word = "saint";
        }
        if (!word.empty() && std::ranges::find(idle_words, word) == idle_words.end()) {
            found.push_back(word);
        }
        word.clear();
    };
    for (std::size_t i = 0; i < folded.size(); ++i) {
        auto const c = static_cast<unsigned char>(folded[i]);
        bool const is_punctuation = c == 0xE2 && i + 2 < folded.size() &&
                                    (static_cast<unsigned char>(folded[i + 1]) & 0xFEU) == 0x80;
        if (is_punctuation) {
            end_word();
            i += 2;
        } else if (spells(folded[i]) || is_digit(folded[i])) {
            word += folded[i];
        } else {
            end_word();
        }
    }
    end_word();
    return found;
}

/// Words without what parts them: "D.R. Congo" and "DR Congo" are the same key.
std::string key_of(std::string_view folded)
{
    std::string key;
    for (auto const &word : words_of(folded)) {
        key += word;
    }
    return key;
}

/// The text's keys, the most faithful first.
std::vector<std::string> keys_of(std::string_view text)
{
    auto const folded = fold(text);
    std::vector<std::string> keys{key_of(folded)};
    auto const add = [&](std::string const &other) {
        auto key = key_of(other);
        if (!key.empty() && std::ranges::find(keys, key) == keys.end()) {
            keys.push_back(std::move(key));
        }
    };
    // "Iran (Islamic Republic of)": also "Islamic Republic of Iran", and "Iran" alone.
    // "Tanzania, United Republic of": the same, but a comma's first half alone may name another
    // ("Korea, North").
    if (auto const open = folded.find('('); open != std::string::npos && open > 0) {
        auto const close = std::min(folded.find(')', open), folded.size());
        add(folded.substr(open + 1, close - open - 1) + " " + folded.substr(0, open));
        add(folded.substr(0, open));
    } else if (auto const comma = folded.find(','); comma != std::string::npos) {
        add(folded.substr(comma + 1) + " " + folded.substr(0, comma));
    }
    return keys;
}

/// What people put before a code of these lists, folded.
constexpr std::array<std::string_view, 26> code_words{
    "sdg",  "sdgs",      "goal",      "target",   "indicator", "ods",        "odd",
    "tpb",  "tujuan",    "indikator", "objectif", "cible",     "indicateur", "objetivo",
    "meta", "indicador", "الهدف",     "هدف",      "الغايه",    "غايه",       "المؤشر",
    "crs",  "dac",       "sector",    "purpose",  "code"};

} // namespace

std::string_view leading_code(std::string_view folded)
{
    bool is_announced = false;
    std::size_t at = 0;
    while (at < folded.size() && !is_digit(folded[at])) {
        auto end = at;
        while (end < folded.size() && spells(folded[end])) {
            ++end;
        }
        if (end == at) {
            ++at; // what parts words
            continue;
        }
        if (std::ranges::find(code_words, folded.substr(at, end - at)) == code_words.end()) {
            return {};
        }
        is_announced = true;
        at = end;
    }
    // Digits, then parts of digits or a letter: 3, 3.c, 3.c.1.
    auto end = at;
    while (end < folded.size() &&
           (is_digit(folded[end]) || folded[end] == '.' || (end > at && spells(folded[end])))) {
        ++end;
    }
    auto code = folded.substr(at, end - at);
    while (code.ends_with('.')) {
        code.remove_suffix(1);
    }
    auto rest = folded.substr(at + code.size()); // "3. ensure …": the point parts them
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    constexpr std::size_t telling = 3; // a code of three digits is hardly a quantity
    bool const is_quantity =
        !is_announced && code.size() < telling && !rest.empty() && spells(rest[0]);
    return is_quantity ? std::string_view{} : code;
}

void NameIndex::add(std::string_view text, std::string_view code, Match match)
{
    for (auto const &key : keys_of(text)) {
        if (key.empty()) {
            continue;
        }
        auto &entries = m_entries[key];
        auto const known = std::ranges::find(entries, code, &Entry::code);
        if (known == entries.end()) {
            entries.push_back({std::string{code}, match});
        } else {
            known->match = std::min(known->match, match);
        }
        // What follows from a turn of phrase is an alias, whatever the phrase is.
        match = std::max(match, Match::alias);
    }
}

void NameIndex::add_code(std::string_view text, std::string_view code)
{
    m_codes.emplace(fold(text), code);
}

std::vector<Candidate> NameIndex::known(std::string_view text) const
{
    std::vector<Candidate> candidates;
    if (auto const found = m_codes.find(fold(clean(text))); found != m_codes.end()) {
        candidates.push_back({found->second, Match::code, 1});
        return candidates;
    }
    for (auto const &key : keys_of(text)) {
        auto const found = m_entries.find(key);
        if (found == m_entries.end()) {
            continue;
        }
        auto surest = Match::similar;
        for (auto const &entry : found->second) {
            surest = std::min(surest, entry.match);
        }
        for (auto const &entry : found->second) {
            if (entry.match == surest) {
                candidates.push_back({entry.code, entry.match, 1});
            }
        }
        break;
    }
    return candidates;
}

std::vector<Candidate> NameIndex::find(std::string_view text) const
{
    auto candidates = known(text);
    if (!candidates.empty()) {
        return candidates;
    }
    // Short texts are alike by chance.
    constexpr double alike = 0.5;
    constexpr std::size_t most = 5;
    auto const key = key_of(fold(text));
    if (key.size() < 4) {
        return candidates;
    }
    Trigrams const wanted{key};
    for (auto const &spelling : spellings()) {
        auto const similarity = wanted.similarity(spelling.trigrams);
        if (similarity < alike) {
            continue;
        }
        auto const known = std::ranges::find(candidates, spelling.code, &Candidate::code);
        if (known == candidates.end()) {
            candidates.push_back({spelling.code, Match::similar, similarity});
        } else {
            known->similarity = std::max(known->similarity, similarity);
        }
    }
    std::ranges::sort(candidates, [](Candidate const &a, Candidate const &b) {
        return std::pair{-a.similarity, a.code} < std::pair{-b.similarity, b.code};
    });
    candidates.resize(std::min(candidates.size(), most));
    return candidates;
}

std::vector<NameIndex::Spelling> const &NameIndex::spellings() const
{
    std::lock_guard const lock{m_mutex};
    if (!m_spellings) {
        m_spellings = std::make_unique<std::vector<Spelling>>();
        for (auto const &[spelling, entries] : m_entries) {
            for (auto const &entry : entries) {
                if (spelling.size() > 3) {
                    m_spellings->push_back({Trigrams{spelling}, entry.code});
                }
            }
        }
    }
    return *m_spellings;
}

} // namespace selatan::reference

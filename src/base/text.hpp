/// \file
/// The one analyser: what a person writes, cleaned; and what search, sorting and comparison see of
/// it. Text is UTF-8 everywhere; bytes that are not become U+FFFD, and nothing here refuses.
/// Every function may be called from any thread.
#pragma once

#include "base/country.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selatan {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// One line as it is stored: NFC, white space collapsed to single spaces and trimmed, without
/// control characters, bidirectional overrides (they make a name read as another) and soft hyphens.
[[nodiscard]] std::string clean(std::string_view text);
/// The same for text of several lines: lines end in `\n`, no line ends in a space, and at most one
/// empty line stands between paragraphs.
[[nodiscard]] std::string clean_lines(std::string_view text);

/// Equal for words that a reader takes for the same: case, accents, compatibility forms, Arabic
/// vowel signs, tatweel and the forms of alef, yeh and teh marbuta disappear; digits become
/// Western. Marks that spell a word (Devanagari, Thai) stay. Spaces and punctuation stay.
/// Idempotent.
[[nodiscard]] std::string fold(std::string_view text);

/// The words of a text in its language, segmented, stemmed, then folded: in that order, because the
/// stemmers need the accents. In the order of the text, repeats kept. Numbers stay as written
/// ("6.1"). No word is longer than `longest_token` bytes; what exceeds it is cut.
[[nodiscard]] std::vector<std::string> tokens(Language language, std::string_view text);
inline constexpr std::size_t longest_token = 64;

/// As `tokens`, not stemmed: for names, which belong to no language, and for prefixes as they are
/// typed.
[[nodiscard]] std::vector<std::string> plain_words(std::string_view text);

/// All by which a text may be found, whatever its language and the searcher's: what plain_words()
/// and tokens() in each of the six languages give, sorted, without repeats; at the price of about
/// one.
[[nodiscard]] std::vector<std::string> tokens_in_every_language(std::string_view text);

/// The same 64 bits for the same token in every process and release, so that they can be stored.
[[nodiscard]] std::uint64_t token_hash(std::string_view token);

/// Bytes whose order (memcmp) is the order of ICU's root collation. At most `longest_sort_key` of
/// them: longer texts that agree so far sort alike, and a keyset ends in the id anyway.
[[nodiscard]] std::vector<std::uint8_t> sort_key(std::string_view text);
inline constexpr std::size_t longest_sort_key = 256;

/// At most `graphemes` user-perceived characters; what is cut ends in "…", which counts as one.
[[nodiscard]] std::string truncate(std::string_view text, std::size_t graphemes);

/// The set of trigrams of a text's folded words, each padded as "  word ". Made once per record
/// when many are compared.
class Trigrams {
public:
    Trigrams() = default;
    explicit Trigrams(std::string_view text);

    /// Jaccard's index: trigrams in common over trigrams in either; 0 when both are empty.
    [[nodiscard]] double similarity(Trigrams const &other) const;
    [[nodiscard]] std::size_t size() const { return m_sorted.size(); }

private:
    std::vector<std::uint64_t> m_sorted; ///< three code points of 21 bits each: exact, not hashed
};

/// How alike two short texts are, 0 to 1, whatever the order of their words: finds likely
/// duplicates.
[[nodiscard]] double similarity(std::string_view a, std::string_view b);

} // namespace selatan

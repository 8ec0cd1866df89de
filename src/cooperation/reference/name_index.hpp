/// \file
/// Finds codes by what people write: codes, names in any language, aliases, and near misses.
#pragma once

#include "base/text.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selatan::reference {

/// How a text led to a code, from the surest to the least sure.
enum class Match {
    code,    ///< the text is one of its codes
    name,    ///< one of its published names, in any language
    alias,   ///< another way that it is known to be written
    similar, ///< none of these: spelt like one of its names
};

struct Candidate {
    std::string code;
    Match match = Match::similar;
    double similarity = 1; ///< below 1 for `similar` only
};

/// The code in "sdg 3", "goal 3.c: …", "11220 - primary education" (folded); empty when no code
/// leads the text. A bare small number before words ("5 star hotels") is none.
[[nodiscard]] std::string_view leading_code(std::string_view folded);

/// Case, accents, punctuation, articles and the order around a comma do not count: "Tanzania,
/// United Republic of" is "United Republic of Tanzania"; "St." is "Saint". Made once, then asked
/// from any thread.
class NameIndex {
public:
    void add(std::string_view text, std::string_view code, Match match);
    /// A code is compared as it stands, but for case: "LA" is Laos, not an article.
    void add_code(std::string_view text, std::string_view code);

    /// The codes that the text names, the surest match only; none when it names none.
    [[nodiscard]] std::vector<Candidate> known(std::string_view text) const;
    /// The same; where it names none, those spelt alike, the closest first, at most five.
    [[nodiscard]] std::vector<Candidate> find(std::string_view text) const;

private:
    struct Entry {
        std::string code;
        Match match;
    };
    struct Spelling {
        Trigrams trigrams;
        std::string code;
    };
    [[nodiscard]] std::vector<Spelling> const &spellings() const;

    std::unordered_map<std::string, std::string> m_codes;          ///< by folded code
    std::unordered_map<std::string, std::vector<Entry>> m_entries; ///< by key
    /// Made at the first near miss: most processes never see one.
    mutable std::unique_ptr<std::vector<Spelling>> m_spellings;
    mutable std::mutex m_mutex;
};

} // namespace selatan::reference

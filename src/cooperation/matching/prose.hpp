/// \file
/// The words of what people wrote, as ranking compares them, and as they can be shown again.
#pragma once

#include "base/country.hpp"
#include "base/id.hpp"
#include "platform/i18n/multilingual.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::matching {

/// The language of some sentences, judged by their commonest small words; English when nothing
/// tells. Fields of one language do not say which: requests come in the partner's.
[[nodiscard]] Language language_of(std::string_view text);

/// Distinct words of a text, hashed as engine/ranking wants them.
class Prose {
public:
    void add(std::string_view text);
    void add(i18n::MultilingualText const &text);
    /// Forgets these words.
    void leave_out(std::vector<std::uint64_t> const &tokens);

    [[nodiscard]] std::vector<std::uint64_t> const &tokens() const { return m_tokens; }
    /// The word at a position of `tokens`, as it first stood in the text.
    [[nodiscard]] std::string const &word(std::size_t position) const { return m_words[position]; }

private:
    void add(Language language, std::string_view text);

    std::vector<std::uint64_t> m_tokens;
    std::vector<std::string> m_words;
};

/// The words that stand in every fourth of these titles, or in more: they tell what the house is
/// about, not one of its records. None where there are too few titles to tell.
[[nodiscard]] std::vector<std::uint64_t> common_words(std::vector<std::string> const &titles);

} // namespace selatan::matching

/// \file
/// Codes of countries, languages and currencies. A code is well formed, not necessarily in use:
/// whether an installation knows it is a matter of its reference data.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace selatan {

/// Three letters A-Z, upper case. Base of the codes that ISO gives three letters.
template <typename Kind>
class ThreeLetters {
public:
    /// Upper case only: input is folded where it enters, at the edge.
    [[nodiscard]] static constexpr std::optional<ThreeLetters> parse(std::string_view text)
    {
        if (text.size() != 3) {
            return std::nullopt;
        }
        ThreeLetters code;
        for (std::size_t i = 0; i < 3; ++i) {
            if (text[i] < 'A' || text[i] > 'Z') {
                return std::nullopt;
            }
            code.m_letters[i] = text[i];
        }
        return code;
    }

    [[nodiscard]] constexpr std::string_view view() const { return {m_letters.data(), 3}; }
    [[nodiscard]] std::string to_string() const { return std::string{view()}; }

    friend auto operator<=>(ThreeLetters const &, ThreeLetters const &) = default;

private:
    std::array<char, 3> m_letters{'Z', 'Z', 'Z'};
};

/// ISO 3166-1 alpha-3.
using CountryCode = ThreeLetters<struct CountryKind>;
/// ISO 4217.
using Currency = ThreeLetters<struct CurrencyKind>;

/// The languages that the interface speaks (BCP 47 primary subtags).
enum class Language { en, id, fr, es, pt, ar };

inline constexpr std::array<Language, 6> languages{Language::en, Language::id, Language::fr,
                                                   Language::es, Language::pt, Language::ar};

[[nodiscard]] constexpr std::string_view to_code(Language language)
{
    constexpr std::array<std::string_view, 6> codes{"en", "id", "fr", "es", "pt", "ar"};
    return codes[static_cast<std::size_t>(language)];
}

[[nodiscard]] constexpr std::optional<Language> parse_language(std::string_view text)
{
    for (auto const language : languages) {
        if (to_code(language) == text) {
            return language;
        }
    }
    return std::nullopt;
}

[[nodiscard]] constexpr bool is_right_to_left(Language language)
{
    return language == Language::ar;
}

} // namespace selatan

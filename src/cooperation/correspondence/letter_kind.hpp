/// \file
/// What letters and their templates share: kinds, effects, languages as stored.
#pragma once

#include "base/coded.hpp"
#include "base/country.hpp"

#include <array>
#include <string_view>

namespace selatan {

/// Languages are stored and typed as any other code of a form.
[[nodiscard]] constexpr bool from_code(std::string_view code, Language &language)
{
    auto const parsed = parse_language(code);
    language = parsed.value_or(Language::en);
    return parsed.has_value();
}

} // namespace selatan

namespace selatan::correspondence {

inline constexpr std::array<std::string_view, 6> language_codes{"en", "id", "fr", "es", "pt", "ar"};

enum class LetterKind { note_verbale, letter, email };
inline constexpr std::array<std::string_view, 3> letter_kinds{"note_verbale", "letter", "email"};
[[nodiscard]] constexpr std::string_view to_code(LetterKind kind)
{
    return code_in(letter_kinds, kind);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, LetterKind &kind)
{
    return value_in(letter_kinds, code, kind);
}

/// What dispatch does to the record that a letter is about.
enum class Effect {
    none,
    answer_request,   ///< requests::answer
    ask_for_missing,  ///< requests::return_: the letter says what is missing
    offer_to_parties, ///< matching::offer
};
inline constexpr std::array<std::string_view, 4> effects{"none", "answer_request",
                                                         "ask_for_missing", "offer_to_parties"};
[[nodiscard]] constexpr std::string_view to_code(Effect effect)
{
    return code_in(effects, effect);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Effect &effect)
{
    return value_in(effects, code, effect);
}

} // namespace selatan::correspondence

/// \file
/// Texts that letters begin with: in six languages, with places that are filled when drafting.
#pragma once

#include "cooperation/correspondence/letter_kind.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::correspondence {

struct LetterTemplate {
    std::string name;
    LetterKind kind = LetterKind::note_verbale;
    Effect effect = Effect::none;
    i18n::MultilingualText subject;
    i18n::MultilingualText body;
};

extern records::NounOf<LetterTemplate> const letter_templates;

/// What may stand in braces in a template.
inline constexpr std::array<std::string_view, 9> placeholders{
    "installation",  "addressee",   "country",      "reference", "title",
    "letter_number", "letter_date", "communicated", "today"};
/// What stands for each, in one language.
using Values = std::map<std::string, std::string, std::less<>>;

/// The names in braces, in the order of the text, repeats kept. A brace that nobody closes is text.
[[nodiscard]] std::vector<std::string> placeholders_in(std::string_view text);
/// The text with its places filled; one that has no value, or an empty one, becomes `blank`.
[[nodiscard]] std::string filled(std::string_view text, Values const &values);
/// `correspondence.unknown_placeholder` on "subject" or "body", with its name, for each.
[[nodiscard]] Problems check_template(LetterTemplate const &value);

/// Makes the templates that come with the program, unless there are any. `init` calls it.
int load_shipped_templates(storage::Tx &tx, events::Actor const &actor);

} // namespace selatan::correspondence

/// \file
/// Texts that letters begin with: in six languages, with places that are filled when drafting.
#pragma once

#include "base/placeholders.hpp"
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
using Values = PlaceholderValues;

/// `correspondence.unknown_placeholder` on "subject" or "body", with its name, for each.
[[nodiscard]] Problems check_template(LetterTemplate const &value);

/// Makes the templates that come with the program, unless there are any. `init` calls it.
int load_shipped_templates(storage::Tx &tx, events::Actor const &actor);

} // namespace selatan::correspondence

/// \file
/// A letter as a template begins it.
#pragma once

#include "cooperation/correspondence/letter.hpp"
#include "platform/auth/identity.hpp"

#include <optional>
#include <string>

namespace selatan::correspondence {

struct DraftWanted {
    std::string installation; ///< who writes
    std::optional<Uuid> about;
    std::optional<Uuid> from; ///< a template
    /// Nothing: those in which the country is written to (its profile), else its official ones,
    /// else English.
    std::optional<Language> first_language;
    std::optional<Language> second_language;
};
/// Addressee, languages and, from a template, kind, effect and texts with their places filled. What
/// the person may not see fills nothing.
[[nodiscard]] Letter begin_letter(storage::Reader &reader, auth::Identity const &by,
                                  DraftWanted const &wanted);

} // namespace selatan::correspondence

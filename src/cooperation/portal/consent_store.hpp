/// \file
/// What the database knows of consents.
#pragma once

#include "cooperation/portal/consent.hpp"

#include <optional>
#include <vector>

namespace selatan::portal {

/// Every party of the project, those that refused too, with what each said of publication.
[[nodiscard]] std::vector<PartyConsent> consents_of(storage::Reader &reader, Uuid project);

/// The codes of a project's topics that everybody may read, sorted: the rule as the database has
/// it.
[[nodiscard]] records::Codes public_topics_of(storage::Reader &reader, Uuid project);

/// How far a project is on its way to the portal.
struct Readiness {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::int64_t parties = 0; ///< concerned
    std::int64_t asked = 0;
    std::int64_t given = 0;
    std::vector<Topic> topics; ///< that are public
};
/// Of the publishable projects that `may_see` lets through, the newest first: at most `most`, older
/// than `after`.
[[nodiscard]] std::vector<Readiness> readiness(storage::Reader &reader,
                                               records::Filter const &may_see,
                                               std::optional<Uuid> after, int most);

/// Publishable projects that nobody asked about yet, the oldest first.
[[nodiscard]] std::vector<Uuid> projects_to_ask(storage::Reader &reader);

} // namespace selatan::portal

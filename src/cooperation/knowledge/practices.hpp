/// \file
/// Lessons as everybody reads them: those that were released to the public, by the consent in
/// writing of all whom they concern. Where one was learned stays in the house (`source`), but for
/// the page of a project whose parties let its lessons be told.
#pragma once

#include "cooperation/knowledge/lesson.hpp"
#include "platform/html/html.hpp"
#include "platform/records/access.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::knowledge {

struct Practice {
    Uuid id;
    std::string reference;
    Lesson lesson; ///< what is not public of it is empty: also the countries where it was learned
};

struct PracticeFilter {
    std::optional<Nature> nature;
    std::string sector; ///< a category of three digits has its purposes with it
    std::string reference;
    std::optional<records::Filter> source; ///< over a table `n` with a column `project`
};

/// The newest first: older than `after`, at most `most`.
[[nodiscard]] std::vector<Practice> public_practices(storage::Reader &reader,
                                                     PracticeFilter const &filter, int most,
                                                     std::optional<Uuid> after = {});
/// Every one of them, one after the other.
void each_public_practice(storage::Reader &reader,
                          std::function<void(Practice const &)> const &take);
[[nodiscard]] std::vector<std::string> public_practice_references(storage::Reader &reader);

// -- As the portal shows them ---------------------------------------------------------------------

/// `base` is the address of the list; what it asks for stands in the query (`kind`, `sector`,
/// `after`).
[[nodiscard]] html::Html told_practices(Language language, storage::Reader &reader,
                                        std::string_view base, PracticeFilter const &filter,
                                        std::optional<Uuid> after);
[[nodiscard]] html::Html told_practice(Language language, storage::Reader &reader,
                                       std::string_view base, Practice const &practice);
/// What everybody may read of it, under its title.
[[nodiscard]] html::Html told_lesson(Language language, storage::Reader &reader,
                                     Lesson const &lesson);
/// Of a project's page: what was learned there. Empty where there is nothing to tell.
[[nodiscard]] html::Html told_lessons(Language language, storage::Reader &reader,
                                      std::string_view base, PracticeFilter const &filter);
/// What to do, or what to leave, in the reader's language: for search engines and social cards.
[[nodiscard]] std::string in_short(Lesson const &lesson, Language language);

} // namespace selatan::knowledge

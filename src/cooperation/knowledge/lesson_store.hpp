/// \file
/// What lessons ask the database besides their own fields.
#pragma once

#include "cooperation/knowledge/lesson.hpp"
#include "platform/records/access.hpp"

#include <span>
#include <string>
#include <vector>

namespace selatan::knowledge {

[[nodiscard]] std::string state_of(storage::Reader &reader, Uuid record);
void set_due(storage::Tx &tx, Uuid record, Date due);
[[nodiscard]] std::vector<Answer> answers_about(storage::Reader &reader, Uuid lesson);
/// The consultations that were answered.
[[nodiscard]] std::vector<Uuid> answered_about(storage::Reader &reader, Uuid lesson);
[[nodiscard]] std::vector<records::RecordParty> consulted_about(storage::Reader &reader,
                                                                Uuid lesson);
/// Never lowers it.
void raise_audience_to_partner(storage::Tx &tx, Uuid lesson);
[[nodiscard]] bool is_used_in(storage::Reader &reader, Uuid lesson, Uuid record);

/// What a lesson may be about, for narrowing the search: any of these is enough.
struct Subjects {
    std::string sector;
    records::Codes modalities;
    records::Codes countries;
};
/// A lesson as far as likeness looks at it.
struct Candidate {
    Uuid id;
    std::string reference;
    std::string title;
    Lesson lesson;
};
inline constexpr int candidates_most = 200;
/// Of those that are released, as far as `may_see` lets through: what shares a sector, modality or
/// country, the newest first. One query.
[[nodiscard]] std::vector<Candidate>
candidates_for(storage::Reader &reader, Subjects const &subjects, records::Filter const &may_see);

/// The newest titles of lessons and of what lessons are shown to, however one may see those: what
/// words are common here.
[[nodiscard]] std::vector<std::string> newest_titles(storage::Reader &reader);

} // namespace selatan::knowledge

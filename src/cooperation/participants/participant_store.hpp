/// \file
/// What participants, sessions and attendance ask the database besides their own fields.
#pragma once

#include "cooperation/activities/class_count.hpp"
#include "cooperation/participants/participant.hpp"

#include <optional>
#include <vector>

namespace selatan::participants {

[[nodiscard]] std::optional<Uuid> participant_of(storage::Reader &reader, Uuid application);
[[nodiscard]] CourseStanding course_standing(storage::Reader &reader, Uuid participant, Uuid call);

/// One line of the class list.
struct ClassMember {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::optional<CountryCode> country;
    std::int64_t version = 0;
    std::int64_t attended = 0; ///< of the sessions that are recorded
};
/// Those of a call who were not withdrawn, as far as `identity` may see them, by name.
[[nodiscard]] std::vector<ClassMember> class_of(storage::Reader &reader,
                                                auth::Identity const &identity, Uuid call);

/// Women and men in the class of an activity's call; nothing where nobody is.
[[nodiscard]] std::optional<activities::ClassCount> count_class(storage::Reader &reader,
                                                                Uuid activity);

/// A session as the class's grid shows it.
struct SessionLine {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    Date held_on;
    std::int64_t version = 0;
};
/// Those that take place, in the order in which they are held.
[[nodiscard]] std::vector<SessionLine> sessions_of(storage::Reader &reader, Uuid call,
                                                   Language language);

struct Presence {
    Uuid session;
    Uuid participant;
    friend auto operator<=>(Presence const &, Presence const &) = default;
};
/// Of all sessions of a call, sorted.
[[nodiscard]] std::vector<Presence> presences_of(storage::Reader &reader, Uuid call);
/// Writes who of `people` was there; what is known of anybody else stays.
void put_presences(storage::Tx &tx, Uuid session, std::vector<Uuid> const &present,
                   std::vector<Uuid> const &people);

/// The sector of the project under which a call's course is given; empty: none.
[[nodiscard]] std::string sector_of_course(storage::Reader &reader, Uuid call);

} // namespace selatan::participants

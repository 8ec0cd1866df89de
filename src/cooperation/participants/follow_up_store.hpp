/// \file
/// What follow-ups ask the database, and where their links are kept.
#pragma once

#include "cooperation/participants/follow_up.hpp"

#include <vector>

namespace selatan::participants {

/// Somebody who completed a course whose rules have follow-ups.
struct Graduate {
    Uuid participant;
    Uuid rules;
    Date course_ended;
    std::int64_t asked = 0; ///< the latest follow-up's months; 0: none yet
};
/// Those whose course ended between the two days, in the order of their ids.
[[nodiscard]] std::vector<Graduate> graduates(storage::Reader &reader, Date from, Date until);

[[nodiscard]] std::optional<Uuid> first_follow_up(storage::Reader &reader, Uuid participant);

/// The latest that nobody has answered yet.
[[nodiscard]] std::optional<Uuid> unanswered_follow_up(storage::Reader &reader, Uuid participant);
void put_follow_up_link(storage::Tx &tx, Uuid follow_up, auth::Token const &token, Instant expires);
[[nodiscard]] std::optional<Uuid> follow_up_of_link(storage::Reader &reader,
                                                    auth::Token const &token);
void remove_follow_up_link(storage::Tx &tx, Uuid follow_up);
/// Whose link was mailed before that moment, and fewer than so many times.
[[nodiscard]] std::vector<Uuid> to_remind(storage::Reader &reader, Instant mailed_before,
                                          std::int64_t times_most);
/// What was asked before that day and not answered.
[[nodiscard]] std::vector<Uuid> to_give_up(storage::Reader &reader, Date asked_before);

} // namespace selatan::participants

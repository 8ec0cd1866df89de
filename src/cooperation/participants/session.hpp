/// \file
/// A session of a course: what is attended or missed as one, usually a day. And attendance itself:
/// who of the class was there, written for many sessions at once.
#pragma once

#include "cooperation/participants/participant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace selatan::participants {

struct Session {
    std::string title;
    std::optional<Id<Call>> call;
    Date held_on;

    // Written by verbs alone.
    std::optional<std::int64_t> course_day; ///< of one that was planned with all others
    std::optional<std::int64_t> one_of_day; ///< where there are several a day
    std::optional<std::int64_t> present;    ///< of the class
    std::optional<Date> recorded_on;
};

extern records::NounOf<Session> const sessions;

namespace session_states {
inline constexpr std::string_view planned = "planned";
inline constexpr std::string_view recorded = "recorded";
inline constexpr std::string_view cancelled = "cancelled";
} // namespace session_states

extern records::Machine const session_machine;

/// Who was at a session, of the class as it is now.
struct Attendance {
    Uuid session;
    std::int64_t version = 0; ///< of the session, as whoever writes saw it
    std::vector<Uuid> present;
};

/// `participants.session_fixed` on "call" when `before` was another's;
/// `participants.outside_course` on "held_on": before the course's first day or after its last.
[[nodiscard]] Problems decide_session(Session const &session, Session const *before,
                                      std::optional<Date> starts, std::optional<Date> ends);
/// `participants.session_to_come`: nobody was there yet.
[[nodiscard]] Result<void> decide_record(Session const &session, Date today);

/// The working days from `starts` to `ends`, Saturday and Sunday left out; all days where a course
/// takes place on these alone.
[[nodiscard]] std::vector<Date> course_days(Date starts, Date ends);

inline constexpr std::int64_t sessions_a_day_most = 6;
/// So many sessions for each of the course's days that has none. Refuses
/// `training.course_without_days`, `participants.sessions_a_day` on "a_day" (1 to
/// `sessions_a_day_most`).
[[nodiscard]] Result<void> plan_sessions(storage::Tx &tx, auth::Identity const &by,
                                         Head const &call, std::int64_t a_day);
/// It does not take place: a holiday, a flood.
struct SessionCancellation {
    std::string reason;
};
[[nodiscard]] Result<Saved> cancel_session(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version,
                                           SessionCancellation const &wanted);
/// Writes several sessions or none. A session that is recorded already and stays as it is is left
/// alone; of whoever is concluded, what was known stays. Refuses `decide_record`'s and
/// `common.stale`.
[[nodiscard]] Result<void> record_attendance(storage::Tx &tx, auth::Identity const &by,
                                             Head const &call,
                                             std::vector<Attendance> const &wanted);

/// What becomes of one of the class at the end.
struct Conclusion {
    Uuid participant;
    std::optional<Shortfall> shortfall; ///< none: completed
};
/// Concludes several or none; `remark` is of those who complete with less attended than the scheme
/// wants. Refuses what the verbs of one participant refuse, after `participants.stopped` with the
/// person's name.
[[nodiscard]] Result<void> conclude(storage::Tx &tx, auth::Identity const &by,
                                    std::vector<Conclusion> const &wanted,
                                    std::string const &remark);

} // namespace selatan::participants

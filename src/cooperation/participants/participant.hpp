/// \file
/// A participant: a person whose place on a course is confirmed, from the letter of invitation to
/// the course's end. Travel stands beside the state: people arrive without a ticket on record.
#pragma once

#include "base/coded.hpp"
#include "cooperation/training/application.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::participants {

// What a participant stands on.
using training::Application;
using training::applications;
using training::Call;
using training::calls;
using training::Head;
using training::Saved;

enum class Visa { not_needed, to_apply, applied, granted, refused };
inline constexpr std::array<std::string_view, 5> visas{"not_needed", "to_apply", "applied",
                                                       "granted", "refused"};
[[nodiscard]] constexpr std::string_view to_code(Visa visa)
{
    return code_in(visas, visa);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Visa &visa)
{
    return value_in(visas, code, visa);
}

/// Why somebody did not complete the course.
enum class Shortfall {
    attendance,
    never_arrived,
    left_early,
    illness,
    repatriated,
    absconded,
    conduct
};
inline constexpr std::array<std::string_view, 7> shortfalls{
    "attendance", "never_arrived", "left_early", "illness", "repatriated", "absconded", "conduct"};
[[nodiscard]] constexpr std::string_view to_code(Shortfall shortfall)
{
    return code_in(shortfalls, shortfall);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Shortfall &shortfall)
{
    return value_in(shortfalls, code, shortfall);
}

/// The languages in which letters and certificates are written.
inline constexpr std::array<std::string_view, 6> letter_languages{"en", "id", "fr",
                                                                  "es", "pt", "ar"};

struct Participant {
    std::string title; ///< the person's name, as the certificate will have it
    std::optional<Id<Call>> call;
    std::optional<Id<Application>> application;
    std::optional<CountryCode> country;                     ///< that nominated
    std::optional<Id<partners::Organisation>> organisation; ///< the institute
    std::string language = "en";                            ///< one of `letter_languages`
    Visa visa = Visa::to_apply;
    std::string ticket;
    std::optional<Date> arrives_on;
    std::optional<Date> departs_on;
    std::string action_plan; ///< what the person will do at home with what was learnt

    // Written by verbs alone.
    std::optional<Id<training::Scheme>> scheme;
    std::string sector;   ///< of the course's project
    std::string employer; ///< when the person applied
    std::optional<Date> plan_handed_in_on;
    std::string plan_comment;             ///< told to the participant
    std::string post_now;                 ///< as the latest follow-up tells
    std::optional<std::int64_t> sessions; ///< held, when it was concluded
    std::optional<std::int64_t> attended; ///< of those
    std::optional<Shortfall> shortfall;
    std::string remark; ///< why it was concluded like this, for the agency and the institute
    std::optional<Date> concluded_on;

    [[nodiscard]] Language letter_language() const
    {
        return parse_language(language).value_or(Language::en);
    }
};

extern records::NounOf<Participant> const participants;

namespace participant_states {
inline constexpr std::string_view enrolled = "enrolled";
inline constexpr std::string_view completed = "completed";
inline constexpr std::string_view certified = "certified"; ///< completed, with a certificate
inline constexpr std::string_view not_completed = "not_completed";
inline constexpr std::string_view withdrawn = "withdrawn";
} // namespace participant_states

extern records::Machine const participant_machine;

// -- What verbs ask for -------------------------------------------------------------------------

struct Completion {
    std::string remark; ///< wanted where less was attended than the scheme asks for
};
struct Failure {
    Shortfall shortfall = Shortfall::attendance;
    std::string remark;
};
struct Reopening {
    std::string reason;
};

/// What the rules look at besides the participant.
struct CourseStanding {
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::optional<std::int64_t> percent; ///< of the sessions, that the scheme wants attended
    std::int64_t sessions = 0;           ///< of the course
    std::int64_t recorded = 0;           ///< of those, whose attendance is known
    std::int64_t attended = 0;           ///< of those, by this participant

    /// Has the participant attended what the scheme wants? Counted in whole numbers: 80 % of 12
    /// sessions are 10.
    [[nodiscard]] bool is_enough() const
    {
        return !percent || attended * 100 >= recorded * *percent;
    }
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `participants.stay_reversed` on "departs_on".
[[nodiscard]] Problems decide_participant(Participant const &participant);
/// `participants.course_not_ended` (its last day has not come); `participants.sessions_missing`
/// (the scheme wants attendance and there are none); `participants.attendance_missing` (so many
/// sessions have none); `participants.attendance_short` on "remark".
[[nodiscard]] Result<void> decide_complete_course(CourseStanding const &standing,
                                                  Completion const &wanted, Date today);
/// `training.course_not_begun`: until then, a place is withdrawn.
[[nodiscard]] Result<void> decide_not_complete(CourseStanding const &standing, Date today);

// -- Verbs ----------------------------------------------------------------------------------------

/// A confirmed place becomes a participant. A place that was given back and confirmed again cannot
/// be: an application is confirmed once.
void enrol(storage::Tx &tx, auth::Identity const &by, Uuid application, Application const &value);
/// The place was given back. `participants.took_part` when the course was completed or not: what
/// happened is not withdrawn. Nothing happens where nobody was enrolled.
[[nodiscard]] Result<void> withdraw_participant(storage::Tx &tx, auth::Identity const &by,
                                                Uuid application, std::string const &reason);

[[nodiscard]] Result<Saved> complete_course(storage::Tx &tx, auth::Identity const &by,
                                            Head const &head, std::int64_t version,
                                            Completion const &wanted);
[[nodiscard]] Result<Saved> not_complete(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version,
                                         Failure const &wanted);
/// Undecided again, after a mistake; a certificate is revoked first.
[[nodiscard]] Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Reopening const &wanted);

} // namespace selatan::participants

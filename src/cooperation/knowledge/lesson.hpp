/// \file
/// A lesson: a practice that others may take up, or an experience that they should be spared.
/// Whoever captured it does not validate it, the partners whom it concerns are asked, and it goes
/// no further than they all agreed to.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/organisation.hpp"
#include "platform/i18n/multilingual.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>

namespace selatan::knowledge {

using i18n::MultilingualText;
using records::Head;
using records::Saved;

enum class Nature { positive, negative, mixed };
inline constexpr std::array<std::string_view, 3> natures{"positive", "negative", "mixed"};
[[nodiscard]] constexpr std::string_view to_code(Nature nature)
{
    return code_in(natures, nature);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Nature &nature)
{
    return value_in(natures, code, nature);
}

/// How far it goes; ordered.
enum class Reach { internal, partners, everybody };
inline constexpr std::array<std::string_view, 3> reaches{"internal", "partners", "public"};
[[nodiscard]] constexpr std::string_view to_code(Reach reach)
{
    return code_in(reaches, reach);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Reach &reach)
{
    return value_in(reaches, code, reach);
}

struct Lesson {
    std::string title;
    MultilingualText happened;
    MultilingualText why;
    MultilingualText to_do;
    MultilingualText not_to_do;
    MultilingualText conditions; ///< under which it holds
    std::string sector;
    records::Codes modalities;
    records::Codes sdgs;
    records::Codes countries;           ///< where it was learned
    std::optional<CountryCode> country; ///< whose desk looks after it
    std::optional<Id<records::AnyRecord>> source;

    // Written by verbs alone.
    std::string anonymised;
    std::string validation;
    std::optional<Nature> nature;
    std::optional<Reach> reach;
    std::string our_consent; ///< the document by which our own side lets everybody read it
    std::optional<Date> released_on;
    std::optional<Id<Lesson>> superseded_by;
};

/// One partner's answer to how far a lesson may go.
struct Consultation {
    std::optional<Id<Lesson>> lesson;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation;
    Date asked_on;
    Date deadline;

    // Written by verbs alone.
    std::optional<Reach> reach; ///< as far as it agrees to
    std::string answer;
    std::string answer_document;
    std::optional<Date> answered_on;
};

/// A record that was written with the lesson in mind.
struct Use {
    std::optional<Id<Lesson>> lesson;
    std::optional<Id<records::AnyRecord>> used_in;
    std::string how;
};

extern records::NounOf<Lesson> const lessons;
extern records::NounOf<Consultation> const consultations;
extern records::NounOf<Use> const uses;

namespace states {
inline constexpr std::string_view captured = "captured";
inline constexpr std::string_view anonymised = "anonymised";
inline constexpr std::string_view validated = "validated";
inline constexpr std::string_view partner_consulted = "partner_consulted";
inline constexpr std::string_view classified = "classified";
inline constexpr std::string_view kept = "kept";         ///< released inside the house
inline constexpr std::string_view released = "released"; ///< to partners, or to everybody
inline constexpr std::string_view applied = "applied"; ///< somebody wrote something with it in mind
inline constexpr std::string_view superseded = "superseded";
} // namespace states

namespace consultation_states {
inline constexpr std::string_view asked = "asked";
inline constexpr std::string_view answered = "answered";
inline constexpr std::string_view taken_back = "taken_back";
} // namespace consultation_states

/// What a partner answered, as a lesson's rules look at it.
struct Answer {
    std::string state;
    Date deadline;
    std::optional<Reach> reach;
    bool in_writing = false;
};

/// A partner is usually given so many days.
inline constexpr int usual_days_to_answer = 30;

// -- What verbs ask for -------------------------------------------------------------------------

struct Anonymising {
    std::string anonymised; ///< what was taken out: names of persons, of a firm
};
struct Validation {
    std::string validation; ///< what it rests on
};
struct SendingBack {
    std::string reason;
};
struct Classification {
    std::optional<Nature> nature;
};
struct Release {
    std::optional<Reach> reach;
    std::string our_consent;
};
struct Application {
    std::optional<Id<records::AnyRecord>> used_in;
    std::string how;
};
struct Supersession {
    std::optional<Id<Lesson>> superseded_by;
    std::string reason;
};
struct ConsultationAnswer {
    std::optional<Reach> reach;
    std::string answer;
    std::string answer_document;
};
struct TakingBack {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `knowledge.own_lesson`: who captured or wrote it does not validate it.
[[nodiscard]] Result<void> decide_validate(std::set<Uuid> const &authors, auth::Identity const &by);
/// `knowledge.nobody_consulted`; `knowledge.answer_awaited`: a deadline that has not passed.
[[nodiscard]] Result<void> decide_conclude(std::span<Answer const> answers, Date today);
/// Beyond the house: `knowledge.partner_not_agreed` on "reach": each must have agreed to go so far;
/// silence is no answer. To everybody: `knowledge.written_consent_missing` on "reach",
/// `common.required` on "our_consent".
[[nodiscard]] Result<void> decide_release(std::span<Answer const> answers, Release const &wanted);
/// `knowledge.supersedes_itself` on "superseded_by".
[[nodiscard]] Result<void> decide_supersede(Uuid lesson, Supersession const &wanted);
/// Every problem: `knowledge.party_empty` on "country"; `knowledge.deadline_passed` on "deadline";
/// `knowledge.not_yet_validated` on "lesson".
[[nodiscard]] Problems decide_consultation(Consultation const &consultation,
                                           std::string_view lesson_state, Date today);
/// `knowledge.not_your_answer`: partners' roles answer for their own side alone; `common.required`
/// on "answer_document" where an officer enters what came by letter, and where everybody may read
/// it.
[[nodiscard]] Result<void> decide_answer(auth::Identity const &by, Consultation const &consultation,
                                         ConsultationAnswer const &wanted);

// -- Verbs ----------------------------------------------------------------------------------------

[[nodiscard]] Result<Saved> anonymise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Anonymising const &wanted);
[[nodiscard]] Result<Saved> validate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Validation const &wanted);
/// The partners' answers were about another text: they are asked again.
[[nodiscard]] Result<Saved> send_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, SendingBack const &wanted);
[[nodiscard]] Result<Saved> conclude(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version);
[[nodiscard]] Result<Saved> classify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Classification const &wanted);
/// Also from one reach to another.
[[nodiscard]] Result<Saved> release(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Release const &wanted);
[[nodiscard]] Result<Saved> apply(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, Application const &wanted);
[[nodiscard]] Result<Saved> supersede(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Supersession const &wanted);
[[nodiscard]] Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, ConsultationAnswer const &wanted);
/// At any time; a lesson that went further than the house comes back into it.
[[nodiscard]] Result<Saved> take_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, TakingBack const &wanted);

/// Back into the house, when those who were asked no longer agree that it goes so far.
void come_back_if_too_far(storage::Tx &tx, auth::Identity const &by, Uuid lesson);
/// Those who are asked read the lesson from now on.
void share_with_consulted(storage::Tx &tx, Uuid lesson);

} // namespace selatan::knowledge

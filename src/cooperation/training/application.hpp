/// \file
/// An application: one person who wants a place on a course, on the way that the call's scheme
/// prescribes. Entered by the focal point on the nominee's behalf, or by the desk from paper.
#pragma once

#include "base/coded.hpp"
#include "cooperation/training/call.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace selatan::training {

struct CallContext;
struct Considered;
class KnownOfApplicants;

enum class Sex { woman, man, unspecified };
inline constexpr std::array<std::string_view, 3> sexes{"woman", "man", "unspecified"};
[[nodiscard]] constexpr std::string_view to_code(Sex sex)
{
    return code_in(sexes, sex);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Sex &sex)
{
    return value_in(sexes, code, sex);
}

/// What the selection decides; the applicants' side learns of it when results are announced.
enum class Decision { selected, reserve, rejected };
inline constexpr std::array<std::string_view, 3> decisions{"selected", "reserve", "rejected"};
[[nodiscard]] constexpr std::string_view to_code(Decision decision)
{
    return code_in(decisions, decision);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Decision &decision)
{
    return value_in(decisions, code, decision);
}

/// Out of which quota a place is given.
enum class Place { country, discretionary };
inline constexpr std::array<std::string_view, 2> places{"country", "discretionary"};
[[nodiscard]] constexpr std::string_view to_code(Place place)
{
    return code_in(places, place);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Place &place)
{
    return value_in(places, code, place);
}

/// The act whose turn it is: which one hangs on the scheme's way, so that it stands beside the
/// state.
enum class Awaited { certify, nominate, forward, judge, shortlist, accept, propose, confirm_place };
inline constexpr std::array<std::string_view, 8> awaited_acts{
    "certify", "nominate", "forward", "judge", "shortlist", "accept", "propose", "confirm_place"};
[[nodiscard]] constexpr std::string_view to_code(Awaited awaited)
{
    return code_in(awaited_acts, awaited);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Awaited &awaited)
{
    return value_in(awaited_acts, code, awaited);
}

/// The rules of eligibility, in the order in which they are told.
inline constexpr std::array<std::string_view, 5> finding_codes{"country", "age", "language",
                                                               "second_course", "documents"};

struct Application {
    std::string title; ///< the person's name, as in the passport
    std::optional<Id<Call>> call;
    std::optional<CountryCode> country; ///< that nominates
    Date born_on;
    Sex sex = Sex::unspecified;
    std::string email;
    std::string employer;
    std::string position;
    records::Codes languages;
    std::string education;
    std::string motivation;
    records::Codes documents; ///< handed in
    bool had_course = false;  ///< under this scheme, as the person declares
    std::string paper;        ///< number and day of the letter, where it came on paper

    // Written by verbs alone.
    std::optional<Awaited> awaits;
    std::optional<Date> submitted_on;
    std::string employer_email;               ///< to which a link for certifying was mailed
    std::optional<Date> employer_answered_on; ///< by that link; the focal point confirms it
    std::string employer_refused_by;          ///< who said no by that link
    std::string employer_refusal;             ///< why; asked again, it is empty
    std::string certified_by;                 ///< who certified for the employer
    std::string certificate;
    std::optional<std::int64_t> nominee_rank; ///< in the country's order
    std::string nomination;
    std::string forwarding;
    records::Codes findings; ///< rules that are broken or not yet met
    std::string assessment;
    std::optional<Decision> proposed;
    std::optional<Place> place;
    std::optional<std::int64_t> reserve_rank;
    std::string proposed_reason;
    std::string reason; ///< told to the applicant's side, once results are out
    std::optional<Date> confirmed_on;

    [[nodiscard]] bool holds_place() const { return proposed == Decision::selected; }
};

extern records::NounOf<Application> const applications;

/// Besides these, the code of each Step is the state that it leads to.
namespace application_states {
inline constexpr std::string_view draft = "draft";
inline constexpr std::string_view submitted = "submitted";
inline constexpr std::string_view eligible = "eligible";
inline constexpr std::string_view incomplete = "incomplete";
inline constexpr std::string_view ineligible = "ineligible";
inline constexpr std::string_view selected = "selected";
inline constexpr std::string_view reserve = "reserve";
inline constexpr std::string_view rejected = "rejected";
inline constexpr std::string_view confirmed = "confirmed";
inline constexpr std::string_view declined = "declined";
inline constexpr std::string_view withdrawn = "withdrawn";
} // namespace application_states

extern records::Machine const application_machine;

// -- The scheme's way -----------------------------------------------------------------------------

/// The state in which an application is when its turn comes for `step`; nothing when the scheme has
/// no such step.
[[nodiscard]] std::optional<std::string_view> state_before(std::span<Step const> way, Step step);
/// The state in which it is judged, and the one in which it is decided.
[[nodiscard]] std::string_view state_to_judge(std::span<Step const> way);
[[nodiscard]] std::string_view state_to_decide(std::span<Step const> way);

/// Whose turn it is in that state; nothing when it is the applicant's, or nobody's any more.
[[nodiscard]] std::optional<Awaited> awaited_in(std::span<Step const> way, std::string_view state);

/// Has the institute said no? It is decided where it stands: accepting is not awaited any more.
[[nodiscard]] bool is_turned_down(std::span<Step const> way, std::string_view state,
                                  std::optional<Awaited> awaits);

// -- What verbs ask for -------------------------------------------------------------------------

struct Certificate {
    std::string certified_by;
    std::string certificate;
};
struct Nomination {
    std::int64_t nominee_rank = 1;
    std::string nomination;
};
struct Forwarding {
    std::string forwarding;
};
struct Assessment {
    std::string assessment;
};
struct Leaving {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Every problem: `common.in_the_future` on "born_on"; `training.application_fixed` on "call" or
/// "country" when `before` was another's.
[[nodiscard]] Problems decide_application(Application const &application, Application const *before,
                                          Date today);
/// `training.nominations_not_open`: the call is not open, or its deadline has passed.
[[nodiscard]] Result<void> decide_window(Call const &call, std::string_view call_state,
                                         Instant now);
/// `training.step_not_wanted` by the scheme; `training.not_its_turn`: another step comes first.
[[nodiscard]] Result<void> decide_step(std::span<Step const> way, Step step,
                                       std::string_view state);
/// The nominees that a country has in a call, this one left out.
struct Nominees {
    std::int64_t count = 0;
    std::optional<std::int64_t> most; ///< none: as many as it likes
    bool rank_is_taken = false;
};
/// `training.too_many_nominees`; `training.rank_taken` on "nominee_rank".
[[nodiscard]] Result<void> decide_nominate(Nominees const &nominees);
/// `training.judged_too_early`: steps before it are outstanding.
[[nodiscard]] Result<void> decide_judge(std::span<Step const> way, std::string_view state);

// -- Verbs ----------------------------------------------------------------------------------------

[[nodiscard]] Result<Saved> submit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version);
/// Of whoever has withdrawn: these answers, on the way from its beginning.
[[nodiscard]] Result<Saved> submit_again(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version,
                                         Application answers);
[[nodiscard]] Result<Saved> certify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Certificate const &wanted);
[[nodiscard]] Result<Saved> nominate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Nomination const &wanted);
[[nodiscard]] Result<Saved> forward(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Forwarding const &wanted);
/// Computes eligibility and goes where that leads; again after papers came or a mistake was mended.
[[nodiscard]] Result<Saved> judge_now(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version);
[[nodiscard]] Result<Saved> judge_in(storage::Tx &tx, auth::Identity const &by,
                                     CallContext const &call, KnownOfApplicants const &known,
                                     Considered const &one);
[[nodiscard]] Result<Saved> shortlist(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Assessment const &wanted);
[[nodiscard]] Result<Saved> accept(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Assessment const &wanted);
/// The institute does not accept, and says why: the selection decides, which may not select it.
[[nodiscard]] Result<Saved> turn_down(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Assessment const &wanted);
[[nodiscard]] Result<Saved> turn_down_in(storage::Tx &tx, auth::Identity const &by,
                                         CallContext const &call, Considered const &one,
                                         Assessment const &wanted);
/// Shortlisted by the agency or accepted by the institute, one of many in one transaction.
[[nodiscard]] Result<Saved> assess_in(storage::Tx &tx, auth::Identity const &by,
                                      CallContext const &call, Considered const &one, Step step,
                                      Assessment const &wanted);

/// How an application stood before it was judged or assessed.
struct Earlier {
    std::string state;
    std::optional<Awaited> awaits;
    records::Codes findings;
    std::string assessment;
};
/// It stands so again.
[[nodiscard]] Result<Saved> put_back_in(storage::Tx &tx, auth::Identity const &by,
                                        Considered const &one, Earlier const &earlier);

/// Takes the application on by `verb`, and says whose turn it is then, and until when.
[[nodiscard]] Result<Saved> go_on(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, std::span<Step const> way,
                                  std::string_view verb, Application const &before,
                                  Application after, std::string reason = {},
                                  std::optional<Date> due_on = {});
/// The institute sees it when its turn comes.
void share_with_institute(storage::Tx &tx, Uuid application, Uuid call);

} // namespace selatan::training

/// \file
/// Requests and the other origins of cooperation: what a partner asks for, and how far it went.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/organisation.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::requests {

// -- Codes --------------------------------------------------------------------------------------

/// How the cooperation began.
enum class Origin {
    request_letter,
    mission_notice,
    leaders_pledge,
    joint_commission,
    offer,
    renewal,
    emergency
};
inline constexpr std::array<std::string_view, 7> origins{
    "request_letter", "mission_notice", "leaders_pledge", "joint_commission",
    "offer",          "renewal",        "emergency"};
[[nodiscard]] constexpr std::string_view to_code(Origin origin)
{
    return code_in(origins, origin);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Origin &origin)
{
    return value_in(origins, code, origin);
}

/// How the letter came.
enum class Channel { portal, mission, post, email, hand, meeting };
inline constexpr std::array<std::string_view, 6> channels{"portal", "mission", "post",
                                                          "email",  "hand",    "meeting"};
[[nodiscard]] constexpr std::string_view to_code(Channel channel)
{
    return code_in(channels, channel);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Channel &channel)
{
    return value_in(channels, code, channel);
}

/// What screening found.
enum class Finding { eligible, eligible_in_part, not_eligible, unclear };
inline constexpr std::array<std::string_view, 4> findings{"eligible", "eligible_in_part",
                                                          "not_eligible", "unclear"};
[[nodiscard]] constexpr std::string_view to_code(Finding finding)
{
    return code_in(findings, finding);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Finding &finding)
{
    return value_in(findings, code, finding);
}

/// Why we truly said no: internal. What the partner is told is another field, and never false.
enum class ExitReason {
    outside_priorities,
    no_capacity,
    no_funds,
    duplicate,
    not_eligible,
    legal_obstacle,
    security,
    diplomatic,
    insufficient_information,
    better_placed, ///< another provider is
    other,
};
inline constexpr std::array<std::string_view, 11> exit_reasons{
    "outside_priorities", "no_capacity",  "no_funds",
    "duplicate",          "not_eligible", "legal_obstacle",
    "security",           "diplomatic",   "insufficient_information",
    "better_placed",      "other"};
[[nodiscard]] constexpr std::string_view to_code(ExitReason reason)
{
    return code_in(exit_reasons, reason);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, ExitReason &reason)
{
    return value_in(exit_reasons, code, reason);
}

// -- The record ---------------------------------------------------------------------------------

struct Request {
    std::string title;
    Origin origin = Origin::request_letter;
    std::optional<CountryCode> country;                     ///< who requests
    std::optional<Id<partners::Organisation>> organisation; ///< who sent it
    std::string problem;
    std::string wanted;
    std::string sector; ///< DAC purpose code; empty until somebody coded it
    records::Codes sdgs;
    records::Codes modalities;
    std::optional<std::int64_t> people; ///< to be reached
    records::Codes languages;           ///< in which to work
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::string geography;     ///< code list "geography"; empty: not said
    records::Codes countries;  ///< others that would take part
    std::string priority;      ///< the national plan or strategy that it serves
    bool humanitarian = false; ///< bypasses the calendar, never the books
    std::string letter_number;
    std::optional<Date> letter_date;
    Channel channel = Channel::portal;
    std::string classification; ///< the desk's remarks on codes and handling

    // Written by verbs alone.
    std::string consented_by; ///< the partner's office
    std::optional<Date> consented_on;
    std::string consent_document;
    std::optional<Date> registered_on;
    std::string missing; ///< what the partner must still send
    std::optional<Finding> finding;
    std::string assessment;
    std::string remainder; ///< what stays open when a part was met
    std::optional<Date> offer_deadline;
    std::optional<std::int64_t> deferred_to; ///< a year
    std::string referred_to;
    std::optional<std::int64_t> plan_year;
    std::optional<ExitReason> exit_reason;
    std::string exit_note;
    i18n::MultilingualText communicated; ///< what the partner was told
    std::string answer_letter;
    std::optional<Date> answered_on;
};

extern records::NounOf<Request> const requests;

// -- The machine --------------------------------------------------------------------------------

namespace states {
inline constexpr std::string_view draft = "draft";
inline constexpr std::string_view received = "received";
inline constexpr std::string_view registered = "registered";
inline constexpr std::string_view screened = "screened";
inline constexpr std::string_view returned = "returned";
inline constexpr std::string_view matched = "matched";
inline constexpr std::string_view part_answered = "part_answered";
inline constexpr std::string_view offer_sought = "offer_sought";
inline constexpr std::string_view financing_sought = "financing_sought";
inline constexpr std::string_view deferred = "deferred";
inline constexpr std::string_view referred = "referred";
inline constexpr std::string_view declined = "declined";
inline constexpr std::string_view withdrawn = "withdrawn";
inline constexpr std::string_view proposed = "proposed";
inline constexpr std::string_view in_portfolio = "in_portfolio";
inline constexpr std::string_view answered = "answered";
inline constexpr std::string_view closed = "closed";

inline constexpr std::array all{
    draft,         received,     registered,       screened, returned, matched,
    part_answered, offer_sought, financing_sought, deferred, referred, declined,
    withdrawn,     proposed,     in_portfolio,     answered, closed};
} // namespace states

/// Draft to closed, with every exit; `requests.md` draws it.
extern records::Machine const machine;

// -- What verbs ask for -------------------------------------------------------------------------

struct Submission {
    bool consent = false; ///< the partner's, in writing
    std::string consented_by;
};
struct Registration {
    std::string letter_number;
    std::optional<Date> letter_date;
    Channel channel = Channel::post;
    std::string consented_by; ///< empty: the partner has not consented yet
    std::optional<Date> consented_on;
    std::string consent_document;
};
struct Consent {
    std::string consented_by;
    Date consented_on;
    std::string consent_document;
};
struct Screening {
    Finding finding = Finding::eligible;
    std::string sector;
    std::string assessment;
};
struct Return {
    std::string missing;
};
struct PartAnswer {
    std::string remainder;
};
struct OfferSearch {
    Date offer_deadline;
};
/// "Not possible at present", in every language as officials write it: what a negative exit tells
/// the partner unless the officer writes something else.
[[nodiscard]] i18n::MultilingualText not_possible_now();
/// Three negative exits: the true reason, and what the partner is told.
struct Deferral {
    std::int64_t deferred_to = 0; ///< a year
    ExitReason exit_reason = ExitReason::no_capacity;
    std::string exit_note;
    i18n::MultilingualText communicated = not_possible_now();
};
struct Referral {
    std::string referred_to;
    ExitReason exit_reason = ExitReason::better_placed;
    std::string exit_note;
    i18n::MultilingualText communicated = not_possible_now();
};
struct Declining {
    ExitReason exit_reason = ExitReason::no_capacity;
    std::string exit_note;
    i18n::MultilingualText communicated = not_possible_now();
};
struct Withdrawal {
    std::string reason;
};
struct Planning {
    std::int64_t plan_year = 0;
};
struct Answer {
    std::string answer_letter;
    Date answered_on;
};
struct Reopening {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `requests.consent_needed` on "consent".
[[nodiscard]] Result<void> decide_submit(Submission const &wanted);
/// `common.in_the_future` on "letter_date", then on "consented_on"; `requests.consent_incomplete`
/// on "consented_by" when only one of office and day is given.
[[nodiscard]] Result<void> decide_register(Registration const &wanted, Date today);
/// `common.in_the_future` on "consented_on".
[[nodiscard]] Result<void> decide_consent(Consent const &wanted, Date today);
/// `requests.deadline_passed` on "offer_deadline": not after today.
[[nodiscard]] Result<void> decide_seek_offer(OfferSearch const &wanted, Date today);
/// `requests.reason_needed` on "exit_note" when the reason is `other`.
[[nodiscard]] Result<void> decide_exit(ExitReason reason, std::string_view note);
/// As `decide_exit`; then `requests.year_passed` on "deferred_to": not a later year, or more than
/// ten years away.
[[nodiscard]] Result<void> decide_defer(Deferral const &wanted, Date today);
/// `requests.consent_missing`: every origin needs the partner's written consent before it is
/// proposed.
[[nodiscard]] Result<void> decide_propose(Request const &request);
/// `requests.year_passed` on "plan_year": a past year, or more than ten years away.
[[nodiscard]] Result<void> decide_plan(Planning const &wanted, Date today);
/// `common.in_the_future` on "answered_on".
[[nodiscard]] Result<void> decide_answer(Answer const &wanted, Date today);

// -- Verbs: each decides, advances, sets the clock, and appends one event -------------------------
// Who may is asked before, by `records::find` with the verb. `version` is the one that the actor
// read: somebody else's act in between refuses with common.stale.

using records::Head;
using records::Saved;

[[nodiscard]] Result<Saved> submit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Submission const &wanted);
/// Whoever registers leads, unless somebody does already.
[[nodiscard]] Result<Saved> register_(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Registration const &wanted);
[[nodiscard]] Result<Saved> record_consent(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version,
                                           Consent const &wanted);
[[nodiscard]] Result<Saved> take_lead(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version);
[[nodiscard]] Result<Saved> screen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Screening const &wanted);
[[nodiscard]] Result<Saved> return_(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Return const &wanted);
[[nodiscard]] Result<Saved> match(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
[[nodiscard]] Result<Saved> part_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                        std::int64_t version, PartAnswer const &wanted);
[[nodiscard]] Result<Saved> seek_offer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                       std::int64_t version, OfferSearch const &wanted);
[[nodiscard]] Result<Saved> seek_financing(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> defer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, Deferral const &wanted);
[[nodiscard]] Result<Saved> refer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, Referral const &wanted);
[[nodiscard]] Result<Saved> decline(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Declining const &wanted);
[[nodiscard]] Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Withdrawal const &wanted);
[[nodiscard]] Result<Saved> propose(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version);
[[nodiscard]] Result<Saved> plan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Planning const &wanted);
[[nodiscard]] Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Answer const &wanted);
[[nodiscard]] Result<Saved> close(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
[[nodiscard]] Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Reopening const &wanted);

} // namespace selatan::requests

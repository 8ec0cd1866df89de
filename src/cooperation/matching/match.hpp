/// \file
/// An offer proposed for a request. Each party accepts or refuses for itself; terms are negotiated;
/// agreeing takes the places from the offer.
#pragma once

#include "base/coded.hpp"
#include "cooperation/matching/reason.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace selatan::matching {

enum class Party { requester, provider, facilitator };
inline constexpr std::array<std::string_view, 3> parties{"requester", "provider", "facilitator"};
[[nodiscard]] constexpr std::string_view to_code(Party party)
{
    return code_in(parties, party);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Party &party)
{
    return value_in(parties, code, party);
}

enum class Answer { accepted, refused };
inline constexpr std::array<std::string_view, 2> answers{"accepted", "refused"};
[[nodiscard]] constexpr std::string_view to_code(Answer answer)
{
    return code_in(answers, answer);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Answer &answer)
{
    return value_in(answers, code, answer);
}

struct Match {
    std::optional<Id<requests::Request>> request;
    std::optional<Id<offers::Offer>> offer;
    std::optional<CountryCode> country;                     ///< of the requester
    std::optional<Id<partners::Organisation>> organisation; ///< the provider
    std::optional<Id<partners::Organisation>> facilitator;  ///< who pays or connects, if anybody

    // From here on written by verbs. The score is kept as it was when it was made.
    std::optional<std::int64_t> score; ///< 0 to 100
    std::optional<Date> scored_on;

    std::optional<Answer> requester_answer; ///< nothing: not given yet
    std::optional<Date> requester_answered_on;
    std::string requester_reason;
    std::string requester_document; ///< the letter, where the answer came by one
    std::optional<Answer> provider_answer;
    std::optional<Date> provider_answered_on;
    std::string provider_reason;
    std::string provider_document;
    std::optional<Answer> facilitator_answer;
    std::optional<Date> facilitator_answered_on;
    std::string facilitator_reason;
    std::string facilitator_document;

    std::optional<std::int64_t> places; ///< in the offer's unit
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::string cost_shares; ///< who bears what, in words
    std::string terms;

    [[nodiscard]] std::optional<Answer> answer_of(Party party) const;
    /// Nobody is left to be asked, and nobody refused.
    [[nodiscard]] bool is_accepted_by_all() const;
};

extern records::NounOf<Match> const matches;

/// The parties have this many days to answer before the match counts as overdue.
inline constexpr int days_to_answer = 21;

// -- What verbs ask for -------------------------------------------------------------------------

struct PartyAnswer {
    Answer answer = Answer::accepted;
    std::string reason;
};
/// What a party wrote to us: its act, entered by the desk on the strength of a document.
struct WrittenAnswer {
    Party party = Party::requester;
    Answer answer = Answer::accepted;
    std::string reason;
    std::string document;
};
struct Terms {
    std::optional<std::int64_t> places;
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::string cost_shares;
    std::string terms;
};
struct Lapse {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Does this person act for that party? The requester's focal point or mission within its country;
/// the provider's and the facilitator's people within their organisation.
[[nodiscard]] bool speaks_for(auth::Identity const &by, Party party, Match const &match);

/// `matching.no_facilitator`; `matching.answered_already` (the same answer again, or accepting
/// after all have accepted); a refusal without a reason: `common.required` on "reason".
[[nodiscard]] Result<void> decide_answer(Match const &match, Party party,
                                         PartyAnswer const &wanted);
/// `records.period_reversed` on "ends".
[[nodiscard]] Result<void> decide_terms(Terms const &wanted);
/// `matching.acceptance_missing`, then `matching.terms_missing` (places and first day).
[[nodiscard]] Result<void> decide_agree(Match const &match);

// -- Verbs ----------------------------------------------------------------------------------------

using records::Head;
using records::Saved;

/// Puts an offer to the request's list and scores it. In descending precedence:
/// `matching.request_not_open`, `offers.not_published`, `matching.proposed_already`, and what the
/// ranking excludes: `matching.not_eligible`, `matching.no_capacity`, `matching.not_in_period`.
[[nodiscard]] Result<Saved> propose(storage::Tx &tx, auth::Identity const &by, Head const &request,
                                    Uuid offer);
/// Score and reasons anew, as request and offer are now. Refuses what the ranking excludes.
[[nodiscard]] Result<Saved> score(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
/// To the parties: from now on they see it, and the clock runs.
[[nodiscard]] Result<Saved> offer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
/// By the party itself; `matching.not_your_answer` to anybody else. The last acceptance makes it
/// accepted, any refusal lets it lapse.
[[nodiscard]] Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Party party, PartyAnswer const &wanted);
[[nodiscard]] Result<Saved> record_answer(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          WrittenAnswer const &wanted);
[[nodiscard]] Result<Saved> negotiate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Terms const &wanted);
/// Takes the places (offers::take) and, where its state allows, marks the request as matched: one
/// transaction.
[[nodiscard]] Result<Saved> agree(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
[[nodiscard]] Result<Saved> lapse(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version, Lapse const &wanted);

} // namespace selatan::matching

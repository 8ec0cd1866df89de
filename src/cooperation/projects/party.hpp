/// \file
/// A party of a project: a country or an organisation, what it is in the project (one may both
/// provide and request), whether it accepted, and the basis in law on which it takes part.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/organisation.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::projects {

struct Project;

inline constexpr std::array<std::string_view, 4> party_roles{"requester", "provider", "partner",
                                                             "facilitator"};

enum class Basis { treaty, memorandum, exchange_of_notes, framework_invitation };
inline constexpr std::array<std::string_view, 4> bases{"treaty", "memorandum", "exchange_of_notes",
                                                       "framework_invitation"};
[[nodiscard]] constexpr std::string_view to_code(Basis basis)
{
    return code_in(bases, basis);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Basis &basis)
{
    return value_in(bases, code, basis);
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

/// At least one of country and organisation is named; neither changes afterwards.
struct Party {
    std::optional<Id<Project>> project;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation;
    records::Codes roles;
    std::optional<std::int64_t> share; ///< of the costs, percent
    std::string contribution;          ///< in kind, in natural units: "12 expert-days"

    // Written by verbs alone.
    std::optional<Date> answered_on;
    std::string answer_reason;
    std::string answer_document; ///< the letter, where the answer came by one
    std::optional<Basis> basis;
    std::string basis_document; ///< number and place of the instrument
    std::optional<Date> signed_on;
    std::optional<Date> in_force_on;
    std::optional<Date> withdrawn_on;
    std::string withdrawal_reason;

    [[nodiscard]] bool is(std::string_view role) const;
};

extern records::NounOf<Party> const parties;

namespace party_states {
inline constexpr std::string_view invited = "invited";
inline constexpr std::string_view accepted = "accepted";
inline constexpr std::string_view refused = "refused";
inline constexpr std::string_view bound = "bound"; ///< its legal basis is in force
inline constexpr std::string_view withdrawn = "withdrawn";
} // namespace party_states

/// A party and its state, as a project's rules look at them.
struct PartyStanding {
    Party party;
    std::string state;

    /// Neither refused nor withdrawn.
    [[nodiscard]] bool takes_part() const;
    [[nodiscard]] bool has_accepted() const;
};

// -- What verbs ask for -------------------------------------------------------------------------

struct PartyAnswer {
    Answer answer = Answer::accepted;
    std::string reason;
};
/// What a party wrote: its act, entered by the desk on the strength of a document.
struct WrittenAnswer {
    Answer answer = Answer::accepted;
    std::string reason;
    std::string document;
};
struct LegalBasis {
    Basis basis = Basis::memorandum;
    std::string basis_document;
    std::optional<Date> signed_on;
    Date in_force_on;
};
struct PartyWithdrawal {
    Date withdrawn_on;
    std::string withdrawal_reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Does this person act for that party? Focal points and partners' missions for their country;
/// implementers, ministries and facilitators for their organisation.
[[nodiscard]] bool speaks_for(auth::Identity const &by, Party const &party);
/// `projects.party_empty` on "country"; `projects.party_fixed` on "country" or "organisation" when
/// `before` named another.
[[nodiscard]] Problems decide_party(Party const &party, Party const *before);
/// `projects.answered_already` on "answer"; `common.required` on "reason" of a refusal.
[[nodiscard]] Result<void> decide_answer(std::string_view state, PartyAnswer const &wanted);
/// `projects.in_force_before_signed` on "in_force_on"; `common.in_the_future` on "in_force_on":
/// what is not in force yet binds nobody.
[[nodiscard]] Result<void> decide_bind(LegalBasis const &wanted, Date today);
/// `common.in_the_future` on "withdrawn_on".
[[nodiscard]] Result<void> decide_withdraw(PartyWithdrawal const &wanted, Date today);

// -- Verbs ----------------------------------------------------------------------------------------

using records::Head;
using records::Saved;

/// By the party itself; `projects.not_your_answer` to anybody else.
[[nodiscard]] Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, PartyAnswer const &wanted);
[[nodiscard]] Result<Saved> record_answer(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          WrittenAnswer const &wanted);
[[nodiscard]] Result<Saved> bind(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, LegalBasis const &wanted);
/// By the desk, or by the party itself (`projects.not_your_answer` to other parties). The project
/// goes on with those who are left.
[[nodiscard]] Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, PartyWithdrawal const &wanted);

/// Everybody who takes part may see the project and its parties, from when it is shared.
void share_with_parties(storage::Tx &tx, Uuid project);

} // namespace selatan::projects

/// \file
/// Consent to publication: what one party of one project lets everybody read, topic by topic, on
/// what document, and until when. A topic of a project is public while every party consents.
#pragma once

#include "base/coded.hpp"
#include "cooperation/projects/project.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::portal {

using records::Head;
using records::Saved;

/// What a project's page may show. `contribution` is a party's own: it needs no other's word.
enum class Topic {
    summary, ///< that it exists: title, objective, who takes part as what, sector, goals
    dates,
    places,
    money,
    contribution,
    people,
    results,
    documents, ///< legal bases
    ratings,
    lessons, ///< negative ones too
};
inline constexpr std::array<std::string_view, 10> topics{
    "summary", "dates",   "places",    "money",   "contribution",
    "people",  "results", "documents", "ratings", "lessons"};
[[nodiscard]] constexpr std::string_view to_code(Topic topic)
{
    return code_in(topics, topic);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Topic &topic)
{
    return value_in(topics, code, topic);
}

struct Consent {
    std::optional<Id<projects::Project>> project;
    std::optional<Id<projects::Party>> party;

    // Written by verbs alone.
    records::Codes topics;
    std::string given_by; ///< the office and post that consents
    std::optional<Date> given_on;
    std::string document; ///< its letter, or none where the party said it here itself
    std::optional<Date> ended_on;
    std::string reason; ///< why it declined or withdrew, if it says so

    [[nodiscard]] bool names(Topic topic) const;
};

extern records::NounOf<Consent> const consents;

namespace consent_states {
inline constexpr std::string_view asked = "asked";
inline constexpr std::string_view given = "given";
inline constexpr std::string_view declined = "declined";
inline constexpr std::string_view withdrawn = "withdrawn";
} // namespace consent_states
extern records::Machine const consent_machine;

/// A party of a project and its word on publication.
struct PartyConsent {
    Uuid party;
    std::string name;
    std::string party_state;
    std::string reference; ///< of the consent; empty: nobody asked yet
    std::string state;     ///< of the consent; empty likewise
    Consent consent;

    /// One that takes part or took part. Whoever refused is not named, and not asked.
    [[nodiscard]] bool is_concerned() const;
    [[nodiscard]] bool allows(Topic topic) const;
};

// -- What verbs ask for -------------------------------------------------------------------------

struct Giving {
    records::Codes topics;
    std::string given_by;
    std::string document;
};
/// What a party wrote, entered by the desk on the strength of its letter.
struct WrittenGiving {
    records::Codes topics;
    std::string given_by;
    Date given_on;
    std::string document;
};
struct Ending {
    std::string reason;
    std::string document;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// May a project in this state be on the portal at all?
[[nodiscard]] bool is_publishable(std::string_view project_state);
/// What everybody may read of a project, in the order of `topics`; a party's own contribution is
/// not among them. Nothing where fewer than two parties are concerned: then nobody would be asked.
[[nodiscard]] std::vector<Topic> decide_public(std::string_view project_state,
                                               std::span<PartyConsent const> parties);
/// May everybody read what this party itself gives?
[[nodiscard]] bool decide_contribution(std::string_view project_state,
                                       std::span<PartyConsent const> parties,
                                       PartyConsent const &own);
/// `portal.not_your_consent`; `portal.summary_missing` on "topics": without a title nothing else
/// can be shown.
[[nodiscard]] Result<void> decide_give(projects::Party const &party, auth::Identity const &by,
                                       Giving const &wanted);
/// `portal.summary_missing` on "topics"; `common.in_the_future` on "given_on".
[[nodiscard]] Result<void> decide_record(WrittenGiving const &wanted, Date today);
/// `portal.not_your_consent` to who neither speaks for the party nor is an officer; of an officer,
/// `portal.letter_missing` on "document".
[[nodiscard]] Result<void> decide_end(projects::Party const &party, auth::Identity const &by,
                                      Ending const &wanted);
/// `portal.not_publishable`: too early, or cancelled; `portal.all_asked`.
[[nodiscard]] Result<void> decide_ask(std::string_view project_state,
                                      std::span<PartyConsent const> parties);

// -- Verbs ----------------------------------------------------------------------------------------

/// Asks each party that has not been asked; each sees its own consent alone. Returns how many.
[[nodiscard]] Result<int> ask(storage::Tx &tx, auth::Identity const &by, Head const &project);
/// By the party itself. Replaces what it said before.
[[nodiscard]] Result<Saved> give(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Giving const &wanted);
[[nodiscard]] Result<Saved> record_consent(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version,
                                           WrittenGiving const &wanted);
[[nodiscard]] Result<Saved> decline(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Ending const &wanted);
/// What needed this consent is off the portal from this moment.
[[nodiscard]] Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Ending const &wanted);

} // namespace selatan::portal

/// \file
/// Horizontality, checked: each party of a project rates the cooperation for its own side. Nobody
/// sees another's rating before all have rated, or before the last day for it is past; then all see
/// all, side by side. There is no mean of them: what differs is what there is to talk about.
#pragma once

#include "base/coded.hpp"
#include "cooperation/projects/project.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace selatan::results {

using records::Head;
using records::Saved;

/// Named rather than numbered: nobody adds names up.
enum class Score { not_at_all, little, partly, largely, fully };
inline constexpr std::array<std::string_view, 5> scores{"not_at_all", "little", "partly", "largely",
                                                        "fully"};
[[nodiscard]] constexpr std::string_view to_code(Score score)
{
    return code_in(scores, score);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Score &score)
{
    return value_in(scores, code, score);
}

struct Round {
    std::optional<Id<projects::Project>> project;
    Date period_from;
    Date period_until;
    Date closes_on;                   ///< the last day to rate
    std::optional<Date> disclosed_on; ///< written by the verb alone
};

struct Rating {
    std::optional<Id<Round>> round;
    std::optional<Id<projects::Party>> party;
    std::optional<CountryCode> country;                     ///< whose side it is
    std::optional<Id<partners::Organisation>> organisation; ///< that rates for it, where one does

    // Written by verbs alone.
    std::optional<Score> horizontality;
    std::string horizontality_why;
    std::optional<Score> ownership;
    std::string ownership_why;
    std::optional<Score> mutual_benefit;
    std::string mutual_benefit_why;
    std::optional<Score> usefulness;
    std::string usefulness_why;
    std::optional<Date> rated_on;
    std::string consent_document;
    std::optional<Date> consented_on;
};

extern records::NounOf<Round> const rounds;
extern records::NounOf<Rating> const ratings;

namespace round_states {
inline constexpr std::string_view open = "open";
inline constexpr std::string_view disclosed = "disclosed";
inline constexpr std::string_view published = "published";
} // namespace round_states

namespace rating_states {
inline constexpr std::string_view awaited = "awaited";
inline constexpr std::string_view given = "given"; ///< and sealed
inline constexpr std::string_view disclosed = "disclosed";
inline constexpr std::string_view missing = "missing"; ///< nobody rated in time
} // namespace rating_states

// -- What verbs ask for -------------------------------------------------------------------------

/// All of it is required; nothing stands in the form before somebody chose it.
struct GivenRating {
    std::optional<Score> horizontality;
    std::string horizontality_why;
    std::optional<Score> ownership;
    std::string ownership_why;
    std::optional<Score> mutual_benefit;
    std::string mutual_benefit_why;
    std::optional<Score> usefulness;
    std::string usefulness_why;
};
struct PublicConsent {
    std::string consent_document;
    Date consented_on;
};
struct ConsentWithdrawal {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Every problem: `records.period_reversed` on "period_until"; `results.closes_in_the_past` on
/// "closes_on"; `results.project_not_begun` on "project".
[[nodiscard]] Problems decide_round(Round const &round, std::string_view project_state, Date today);
/// `results.round_closed`: whoever rates late has seen what the others said.
[[nodiscard]] Result<void> decide_rate(Round const &round, std::string_view round_state,
                                       Date today);
/// `results.not_your_side`: partners' roles speak for their own side alone; officers enter what
/// came by letter.
[[nodiscard]] Result<void> decide_speak(auth::Identity const &by, Rating const &rating);
/// `common.in_the_future` on "consented_on".
[[nodiscard]] Result<void> decide_consent(PublicConsent const &wanted, Date today);
/// `results.consent_missing`: each party's own, also of one that did not rate.
[[nodiscard]] Result<void> decide_publish(std::vector<Rating> const &all);

// -- Verbs ----------------------------------------------------------------------------------------

/// Asks each party that takes part in the round's project for its rating; `by` rates for the sides
/// that are of its office's own country.
void ask_parties(storage::Tx &tx, auth::Identity const &by, Uuid round);

/// For one's own side, again as long as it is sealed. The last one discloses all.
[[nodiscard]] Result<Saved> rate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, GivenRating const &wanted);
/// By the party itself, or by the desk on the strength of its letter.
[[nodiscard]] Result<Saved> consent(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, PublicConsent const &wanted);
/// At any time; what was public is public no longer.
[[nodiscard]] Result<Saved> withdraw_consent(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version,
                                             ConsentWithdrawal const &wanted);
[[nodiscard]] Result<Saved> publish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version);

/// Discloses the rounds whose last day is past; at most a hundred at a time. Returns how many.
int disclose_overdue(storage::Tx &tx);

} // namespace selatan::results

/// \file
/// An opinion: what one office says when asked. Authority belongs to posts: an opinion is given by
/// a post, in its own name or in that of a post that it acts for.
#pragma once

#include "cooperation/approvals/consultation.hpp"
#include "cooperation/partners/post.hpp"

#include <optional>
#include <span>
#include <string>

namespace selatan::approvals {

enum class Stance { favourable, conditional, unfavourable };
inline constexpr std::array<std::string_view, 3> stances{"favourable", "conditional",
                                                         "unfavourable"};
[[nodiscard]] constexpr std::string_view to_code(Stance stance)
{
    return code_in(stances, stance);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Stance &stance)
{
    return value_in(stances, code, stance);
}

struct Opinion {
    std::optional<Id<Consultation>> consultation;
    std::optional<Id<records::AnyRecord>> subject;
    std::optional<CountryCode> country; ///< the subject's
    Purpose purpose = Purpose::screening;
    std::string question;
    std::optional<Id<partners::Organisation>> asked;        ///< the office that was asked
    std::optional<Id<partners::Organisation>> organisation; ///< the one that answers for it
    Date deadline;

    std::optional<Date> given_on;
    std::optional<Id<partners::Post>> given_by;
    std::optional<Id<partners::Post>> in_name_of; ///< nothing: in the name of `given_by`
    std::string conditions;
    std::string reason;
    std::string document; ///< the letter, where the answer came by one
    bool late = false;    ///< given after the deadline
};

extern records::NounOf<Opinion> const opinions;

namespace states {
inline constexpr std::string_view asked = "asked";
inline constexpr std::string_view silent = "silent";
inline constexpr std::string_view withdrawn = "withdrawn";
} // namespace states

// -- What verbs ask for -------------------------------------------------------------------------

struct Giving {
    Stance stance = Stance::favourable;
    std::string conditions;
    std::string reason;
    std::optional<Id<partners::Post>> in_name_of;
};
/// What an office wrote to us: its act, entered by the desk on the strength of a document.
struct WrittenOpinion {
    Stance stance = Stance::favourable;
    std::string conditions;
    std::string reason;
    std::optional<Id<partners::Post>> given_by; ///< who signed
    std::string document;
};
struct HandingOver {
    std::optional<Id<partners::Organisation>> organisation;
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Does this person answer for that office? By a ministry's or an appraiser's grant for it; or by
/// one that names no organisation, when the account is of the office.
[[nodiscard]] bool speaks_for(auth::Identity const &by, Uuid office);

/// `common.required` on "conditions" of a conditional opinion, on "reason" of an unfavourable one.
[[nodiscard]] Result<void> decide_give(Stance stance, std::string_view conditions,
                                       std::string_view reason);
/// `approvals.not_your_post` on "in_name_of": a post that `acts_for` does not list.
[[nodiscard]] Result<void> decide_name(std::optional<Id<partners::Post>> in_name_of,
                                       std::span<Id<partners::Post> const> acts_for);
/// `approvals.same_office` on "organisation".
[[nodiscard]] Result<void> decide_delegate(Opinion const &opinion, Id<partners::Organisation> to);

// -- Verbs ----------------------------------------------------------------------------------------
// All refuse `approvals.consultation_closed` once the consultation was concluded or withdrawn.

/// By the office itself, again as often as it likes: `approvals.not_your_office` to anybody else,
/// then as decide_give and decide_name. After the deadline it counts, and says that it is late.
[[nodiscard]] Result<Saved> give(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Giving const &wanted);
/// As decide_give; `approvals.post_elsewhere` on "given_by" for a post of another office.
[[nodiscard]] Result<Saved> record_answer(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          WrittenOpinion const &wanted);
/// The office hands its opinion to another, which is written to; the office that was asked stays
/// visible. `approvals.not_your_office`, then as decide_delegate, then `approvals.asked_already` on
/// "organisation": that office is asked itself, or answers for another one.
[[nodiscard]] Result<Saved> delegate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, HandingOver const &wanted);
/// No longer needed. What was given stays: nobody withdraws an opinion because of what it says.
[[nodiscard]] Result<Saved> withdraw_opinion(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version,
                                             Withdrawal const &wanted);

} // namespace selatan::approvals

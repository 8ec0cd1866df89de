/// \file
/// A follow-up: what became of a participant some months after the course. Asked by a mailed link
/// without an account, at the times that the scheme's rules name; recorded by the desk where the
/// answer comes another way.
#pragma once

#include "cooperation/participants/participant.hpp"
#include "platform/auth/token.hpp"
#include "platform/jobs/runner.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::participants {

enum class Work { same_post, same_employer, elsewhere };
inline constexpr std::array<std::string_view, 3> works{"same_post", "same_employer", "elsewhere"};
[[nodiscard]] constexpr std::string_view to_code(Work work)
{
    return code_in(works, work);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Work &work)
{
    return value_in(works, code, work);
}

/// Of what was learnt.
enum class Use { fully, partly, not_used };
inline constexpr std::array<std::string_view, 3> uses{"fully", "partly", "not_used"};
[[nodiscard]] constexpr std::string_view to_code(Use use)
{
    return code_in(uses, use);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Use &use)
{
    return value_in(uses, code, use);
}

struct FollowUp {
    std::string title; ///< the person's name
    std::optional<Id<Participant>> participant;
    std::optional<Id<Call>> call;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation;
    std::int64_t months = 0; ///< after the course
    Date asked_on;
    std::optional<Date> answered_on;
    std::optional<Work> work_now;
    std::string post_now;
    bool promoted = false;
    std::optional<Use> used;
    std::string account; ///< in the person's own words
};

extern records::NounOf<FollowUp> const follow_ups;

namespace follow_up_states {
inline constexpr std::string_view asked = "asked";
inline constexpr std::string_view answered = "answered";
inline constexpr std::string_view unanswered = "unanswered";
} // namespace follow_up_states

extern records::Machine const follow_up_machine;

struct Answer {
    std::optional<Work> work_now;
    std::string post_now;
    bool promoted = false;
    bool tells_promotion = true; ///< or the form's question stood unanswered
    std::optional<Use> used;
    std::string account;
};

inline constexpr int follow_up_link_days = 60; ///< then nobody waits for the answer any more
inline constexpr int reminder_days = 14;       ///< after which a new link is mailed, twice

/// The months after which the rules ask, in their order.
[[nodiscard]] std::vector<std::int64_t> follow_up_months(training::Rules const &rules);
/// Which follow-up is due on `today`, of a course that ended then: the latest that is not too old
/// to be asked (`follow_up_link_days`) and comes after the one that was `asked` last.
[[nodiscard]] std::optional<std::int64_t> due_follow_up(std::vector<std::int64_t> const &months,
                                                        std::int64_t asked, Date course_ended,
                                                        Date today);

/// Also after nobody waited for it any more. Tells the participant's record the post held now.
[[nodiscard]] Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Answer const &wanted);

/// Asks who is due, reminds, and gives up; in one transaction, so many people at once.
void ask_due(storage::Tx &tx, std::string_view base_url);
/// Every day.
void handle_follow_ups(jobs::Runner &runner, std::string base_url);

/// What the form shows.
struct FollowUpView {
    Uuid follow_up;
    std::string person;
    std::string course;
    std::string action_plan;
};
[[nodiscard]] FollowUpView look_at_follow_up(storage::Reader &reader, Uuid follow_up);
/// Of a good link.
[[nodiscard]] std::optional<FollowUpView> look_at_follow_up(storage::Reader &reader,
                                                            auth::Token const &token);
/// What the person says: writes it down and spends the link. Refuses `common.required` on
/// "work_now", "promoted" and "used".
[[nodiscard]] Result<void> answer_oneself(storage::Tx &tx, auth::Identity const &by, Uuid follow_up,
                                          Answer const &wanted);
/// The same, while the link is good: or `common.expired_link`.
[[nodiscard]] Result<void> answer_by_link(storage::Tx &tx, auth::Token const &token,
                                          Answer const &wanted);

/// What a call's participants answered, by months.
struct TracerLine {
    std::int64_t months = 0;
    std::int64_t asked = 0;
    std::int64_t answered = 0;
    std::int64_t employed = 0; ///< by the same employer
    std::int64_t promoted = 0;
    std::int64_t use = 0; ///< what they learnt, fully or in part
};
[[nodiscard]] std::vector<TracerLine> tracer_of(storage::Reader &reader, Uuid call);

} // namespace selatan::participants

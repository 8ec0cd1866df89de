/// \file
/// A participant's action plan, by a mailed link without an account: handed in, changed until the
/// deadline, commented on by the agency or the institute.
#pragma once

#include "cooperation/participants/participant.hpp"
#include "platform/auth/token.hpp"
#include "platform/jobs/runner.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace selatan::participants {

inline constexpr int late_plan_days = 14; ///< that a link is good for after the deadline

/// The last day for action plans; none where the rules do not ask for them.
[[nodiscard]] std::optional<Date> plan_deadline(std::optional<std::int64_t> weeks,
                                                std::optional<Date> course_ends);
/// How long a link is good that is mailed today: to the deadline, and some days when that is near
/// or past.
[[nodiscard]] Date plan_link_until(std::optional<Date> deadline, Date today);

/// Mails a link to whoever completed a course whose rules ask for a plan, once; in one transaction,
/// so many people at once.
void ask_for_plans(storage::Tx &tx, std::string_view base_url);
/// That, every day, and mailing comments.
void handle_action_plans(jobs::Runner &runner, std::string base_url);

/// What the form shows.
struct PlanView {
    Uuid participant;
    std::string person;
    std::string course;
    std::string plan;
    std::string comment;
    Date until;
    bool is_good = true; ///< or the link is too old: then a new one can be asked for
};
[[nodiscard]] PlanView look_at_plan(storage::Reader &reader, Uuid participant);
/// Of a link. Nothing when the link is unknown, or replaced by a newer one.
[[nodiscard]] std::optional<PlanView> look_at_plan(storage::Reader &reader,
                                                   auth::Token const &token);
/// As often as one likes. Refuses `common.required` and `common.too_long` on "action_plan".
[[nodiscard]] Result<void> hand_in_plan(storage::Tx &tx, auth::Identity const &by, Uuid participant,
                                        std::string const &plan);
/// The same, while the link is good: or `common.expired_link`.
[[nodiscard]] Result<void> hand_in_plan_by_link(storage::Tx &tx, auth::Token const &token,
                                                std::string const &plan);
/// Mails a new link to the address on record, at most one a day; says the same when none is mailed.
/// Refuses `common.expired_link` when even this one is unknown.
[[nodiscard]] Result<void> ask_for_plan_again(storage::Tx &tx, auth::Token const &token,
                                              std::string_view base_url);

struct PlanComment {
    std::string comment;
};
/// A job then mails the comment with a link by which the plan can be changed, where there is an
/// address. Refuses `participants.no_action_plan`.
[[nodiscard]] Result<Saved> comment_plan(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version,
                                         PlanComment const &wanted);
/// What that job does.
void mail_comment(storage::Tx &tx, Uuid participant, std::string_view base_url);

} // namespace selatan::participants

/// \file
/// Whom to ask for an action plan, and where the links are kept.
#pragma once

#include "cooperation/participants/action_plan.hpp"

#include <vector>

namespace selatan::participants {

/// What the rules and the course say of a participant's plan.
struct PlanTerms {
    std::optional<std::int64_t> weeks;
    std::optional<Date> course_ends;
};
[[nodiscard]] PlanTerms plan_terms(storage::Reader &reader, Uuid participant);
/// Who completed a course that ended between the two days, under rules that ask for plans, has an
/// address, and was not asked yet nor handed one in.
[[nodiscard]] std::vector<Uuid> to_ask_for_plans(storage::Reader &reader, Date from, Date until,
                                                 int most);

struct PlanLink {
    Uuid participant;
    Instant mailed;
    Instant expires;
};
void put_plan_link(storage::Tx &tx, Uuid participant, auth::Token const &token, Instant expires);
[[nodiscard]] std::optional<PlanLink> find_plan_link(storage::Reader &reader,
                                                     auth::Token const &token);

} // namespace selatan::participants

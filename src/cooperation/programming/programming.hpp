/// \file
/// Programming: the plan year, its ceilings that the database holds, its lines and their later
/// years, its revisions (programming.md).
#pragma once

#include "cooperation/programming/ceiling.hpp"
#include "cooperation/programming/plan_line.hpp"
#include "cooperation/programming/plan_slice.hpp"
#include "cooperation/programming/plan_year.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::programming {

/// Who may do what with plans, ceilings, lines and slices, by role and state.
extern records::Policy const plan_policy;
extern records::Policy const ceiling_policy;
extern records::Policy const line_policy;
extern records::Policy const slice_policy;

/// Every noun of the capability, for links and choices.
[[nodiscard]] std::span<records::Noun const *const> nouns();
/// Besides the nouns' own: /plan-lines/new, /plans/{id}/picture.csv,
/// /plans/{id}/revisions/{number}.
void add_routes(web::Router &router);
/// What may wait for a person: lines to appraise and to rank, plans whose calendar runs.
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::programming

/// \file
/// Cost sharing: who bears what of a project, planned and actual, in cash and in kind.
#pragma once

#include "cooperation/cost_sharing/cost_item.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::cost_sharing {

extern records::Policy const policy; ///< the plan
extern records::Policy const item_policy;
extern records::Policy const report_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
/// Parties that joined a project later see its cost sharing within the hour.
void register_jobs(jobs::Runner &runner);

} // namespace selatan::cost_sharing

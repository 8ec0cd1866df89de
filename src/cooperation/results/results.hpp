/// \file
/// What came of projects: indicators with their figures, evaluations, and how the parties rate the
/// cooperation (results.md).
#pragma once

#include "cooperation/projects/projects.hpp"
#include "cooperation/results/evaluation.hpp"
#include "cooperation/results/indicator.hpp"
#include "cooperation/results/rating.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::results {

/// What may be done, by role and state.
extern records::Policy const indicator_policy;
extern records::Policy const target_policy;
extern records::Policy const figure_policy;
extern records::Policy const evaluation_policy;
extern records::Policy const round_policy;
extern records::Policy const rating_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();
/// `results.share` and `results.disclose`, hourly.
void register_jobs(jobs::Runner &runner);

/// What stands against closing a project: activities that are not over, money that is owed, no
/// evaluation after the end. For projects::add_routes.
[[nodiscard]] std::span<projects::ClosingCheck const> closing_checks();
/// Results against targets. For projects::add_routes.
[[nodiscard]] std::span<projects::ProjectPage const> pages_of_a_project();

} // namespace selatan::results

/// \file
/// Activities under projects, and the calendar that shows them (activities.md).
#pragma once

#include "cooperation/activities/activity.hpp"
#include "cooperation/activities/calendar.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/web/app.hpp"
#include "platform/web/foresight.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::activities {

/// What may be done with activities, by role and state.
extern records::Policy const policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
/// `sources`: all that the calendar shows; must outlive the router.
void add_routes(web::Router &router, std::span<CalendarSource const> sources);
[[nodiscard]] std::span<web::DeskSource const> desk();
[[nodiscard]] CalendarSource calendar_source();
/// `activities.report_differs`: a report counts other people than there are in the class.
[[nodiscard]] std::span<web::Foresight const> foresights();
/// `activities.share`, hourly: who joined a project sees what was planned before.
void register_jobs(jobs::Runner &runner);

} // namespace selatan::activities

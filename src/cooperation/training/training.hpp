/// \file
/// Schemes, their rules, calls for nominations, applications, and participants (training.md).
#pragma once

#include "cooperation/activities/calendar.hpp"
#include "cooperation/training/application.hpp"
#include "cooperation/training/call.hpp"
#include "cooperation/training/participant.hpp"
#include "cooperation/training/scheme.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::training {

/// What may be done with schemes and their rules, calls, countries' places, applications,
/// participants, and sessions of courses, by role and state.
extern records::Policy const scheme_policy;
extern records::Policy const call_policy;
extern records::Policy const quota_policy;
extern records::Policy const application_policy;
extern records::Policy const participant_policy;
extern records::Policy const session_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();
/// The last day for nominations.
[[nodiscard]] activities::CalendarSource calendar_source();

} // namespace selatan::training

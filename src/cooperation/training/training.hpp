/// \file
/// Schemes, their rules, calls for nominations, applications, and participants (training.md).
#pragma once

#include "cooperation/activities/calendar.hpp"
#include "cooperation/training/application.hpp"
#include "cooperation/training/call.hpp"
#include "cooperation/training/participant.hpp"
#include "cooperation/training/scheme.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/secrets/vault.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <span>
#include <string>

namespace selatan::training {

/// What may be done with schemes and their rules, calls, countries' places, applications,
/// participants, sessions of courses, certificates, and follow-ups, by role and state.
extern records::Policy const scheme_policy;
extern records::Policy const call_policy;
extern records::Policy const quota_policy;
extern records::Policy const application_policy;
extern records::Policy const own_application_policy;
extern records::Policy const participant_policy;
extern records::Policy const session_policy;
extern records::Policy const certificate_policy;
extern records::Policy const follow_up_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();
/// `vault` must outlive the runner.
void register_jobs(jobs::Runner &runner, secrets::Vault &vault, std::string base_url);
/// The last day for nominations.
[[nodiscard]] activities::CalendarSource calendar_source();
/// The sessions of courses.
[[nodiscard]] activities::CalendarSource session_calendar_source();

} // namespace selatan::training

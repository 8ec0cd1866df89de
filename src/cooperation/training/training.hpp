/// \file
/// Schemes, their rules, calls for nominations, and applications (training.md).
#pragma once

#include "cooperation/activities/calendar.hpp"
#include "cooperation/training/application.hpp"
#include "cooperation/training/call.hpp"
#include "cooperation/training/place_keeper.hpp"
#include "cooperation/training/scheme.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/secrets/vault.hpp"
#include "platform/web/app.hpp"
#include "platform/web/desk.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::training {

/// What may be done with schemes and their rules, calls, countries' places, and applications, by
/// role and state.
extern records::Policy const scheme_policy;
extern records::Policy const call_policy;
extern records::Policy const quota_policy;
extern records::Policy const application_policy;
extern records::Policy const own_application_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
/// `keeper`: what becomes of places that are confirmed.
void add_routes(web::Router &router, PlaceKeeper keeper = {});
[[nodiscard]] std::span<web::DeskSource const> desk();
/// What waits for an applicant; nothing for offices.
[[nodiscard]] web::DeskDuties own_on_the_desk(web::Context const &context, storage::Reader &reader);
/// `vault` must outlive the runner.
void register_jobs(jobs::Runner &runner, secrets::Vault &vault);
/// The last day for nominations.
[[nodiscard]] activities::CalendarSource calendar_source();

} // namespace selatan::training

/// \file
/// Participants of courses: letters, attendance, certificates, action plans, follow-ups
/// (participants.md).
#pragma once

#include "cooperation/activities/calendar.hpp"
#include "cooperation/participants/participant.hpp"
#include "cooperation/training/place_keeper.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/secrets/vault.hpp"
#include "platform/web/app.hpp"
#include "platform/web/panel.hpp"
#include "platform/web/route.hpp"

#include <span>
#include <string>

namespace selatan::participants {

/// What may be done with participants, sessions of courses, certificates, and follow-ups, by role
/// and state.
extern records::Policy const participant_policy;
extern records::Policy const session_policy;
extern records::Policy const certificate_policy;
extern records::Policy const follow_up_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();
/// `vault` must outlive the runner.
void register_jobs(jobs::Runner &runner, secrets::Vault &vault, std::string base_url);
/// The sessions of courses.
[[nodiscard]] activities::CalendarSource calendar_source();

/// A confirmed place becomes a participant (for `training`, which knows nothing of them).
[[nodiscard]] training::PlaceKeeper place_keeper();
/// The class, on the page of its call.
[[nodiscard]] std::span<web::Panel const> panels();

} // namespace selatan::participants

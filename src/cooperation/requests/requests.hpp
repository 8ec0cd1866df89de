/// \file
/// Requests: what partners ask for, from the draft to the answer (requests.md).
#pragma once

#include "cooperation/requests/reminder.hpp"
#include "cooperation/requests/request.hpp"
#include "cooperation/requests/service_clock.hpp"
#include "cooperation/requests/service_standard.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::requests {

/// Who may do what with requests, by role and state.
extern records::Policy const policy;

/// Every noun of the capability, for links and choices.
[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
/// What may wait for a person: drafts to send, what came to register, to screen, to decide, to
/// answer.
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::requests

/// \file
/// Matching: offers ranked for a request and requests for an offer, with the reasons in words; and
/// the match itself, which each party accepts for itself (matching.md).
#pragma once

#include "cooperation/matching/match.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::matching {

/// What may be done with matches, by role and state.
extern records::Policy const policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
/// Besides the noun's own: /requests/{id}/matches and /offers/{id}/requests.
void add_routes(web::Router &router);
/// What may wait for a person: first the parties' own answers.
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::matching

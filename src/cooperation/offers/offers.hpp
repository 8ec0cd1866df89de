/// \file
/// Offers: what countries can do for others, with evidence. Drafted by implementers and ministries,
/// published after a check by somebody else, matched to requests while there is capacity left.
#pragma once

#include "cooperation/offers/capacity.hpp"
#include "cooperation/offers/offer.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::offers {

/// What may be done with offers, by role.
extern records::Policy const policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
/// What may wait for a person.
[[nodiscard]] std::span<web::DeskSource const> desk();
/// `offers.expire`, daily.
void register_jobs(jobs::Runner &runner);

} // namespace selatan::offers

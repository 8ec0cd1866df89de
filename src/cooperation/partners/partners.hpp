/// \file
/// Partners: countries as policy data, organisations with dated roles, posts with their holders and
/// delegations, people, designated focal points, missions with concurrent countries.
///
/// Accounts belong to offices and authority to posts, so that both survive rotation: who held a
/// post on a day is answered from its holdings. A missing designation warns, and never blocks.
#pragma once

#include "cooperation/partners/country_profile.hpp"
#include "cooperation/partners/designation.hpp"
#include "cooperation/partners/mission.hpp"
#include "cooperation/partners/organisation.hpp"
#include "cooperation/partners/person.hpp"
#include "cooperation/partners/post.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::partners {

/// What may be done with partners' records, by role.
extern records::Policy const policy;

/// Every noun of the capability, for links and choices.
[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);

} // namespace selatan::partners

/// \file
/// Reports: what others say of cooperation, apart from our own projects.
#pragma once

#include "cooperation/reports/reported_activity.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::reports {

extern records::Policy const policy;
/// For importers: what a form checks, an imported row passes too.
extern web::NounPages const reported_activity_pages;

/// Every noun of the capability, for links and choices.
[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);

} // namespace selatan::reports

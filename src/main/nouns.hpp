/// \file
/// What this program consists of: every capability's nouns and routes, and the main navigation.
#pragma once

#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

namespace selatan::program {

[[nodiscard]] std::vector<records::Noun const *> all_nouns();
[[nodiscard]] std::vector<web::NavigationItem> navigation();
[[nodiscard]] std::vector<web::DeskSource> desk();
void add_routes(web::Router &router);

} // namespace selatan::program

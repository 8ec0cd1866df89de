/// \file
/// What this program consists of: every capability's nouns and routes, and the main navigation.
#pragma once

#include "exchange/spreadsheet/importer.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

namespace selatan::program {

[[nodiscard]] std::vector<records::Noun const *> all_nouns();
[[nodiscard]] std::vector<web::NavigationItem> navigation();
[[nodiscard]] std::vector<web::DeskSource> desk();
/// `importer` must outlive the router.
void add_routes(web::Router &router, spreadsheet::Importer const &importer);
/// The nouns that an imported row may become.
[[nodiscard]] std::vector<web::NounPages const *> import_targets();

} // namespace selatan::program

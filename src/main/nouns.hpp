/// \file
/// What this program consists of: every capability's nouns and routes, and the main navigation.
#pragma once

#include "exchange/spreadsheet/importer.hpp"
#include "platform/events/kinds.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

namespace selatan::program {

[[nodiscard]] std::vector<records::Noun const *> all_nouns();
[[nodiscard]] std::vector<web::NavigationItem> navigation();
[[nodiscard]] std::vector<web::DeskSource> desk();
/// What stands out in the history for an auditor: money and plans that went another way than they
/// began, what was opened, taken back, undone.
[[nodiscard]] std::span<events::ActKind const> notable_acts();
/// `importer` must outlive the router.
void add_routes(web::Router &router, spreadsheet::Importer const &importer);
/// The nouns that an imported row may become.
[[nodiscard]] std::vector<web::NounPages const *> import_targets();

} // namespace selatan::program

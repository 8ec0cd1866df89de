/// \file
/// The importer on the web: pages and API at /imports.
#pragma once

#include "exchange/spreadsheet/importer.hpp"
#include "platform/web/route.hpp"

namespace selatan::spreadsheet {

/// `importer` must outlive the router.
void add_routes(web::Router &router, Importer const &importer);

} // namespace selatan::spreadsheet

/// \file
/// The one box: a reference leads straight to its record, words find records of every kind.
#pragma once

#include "platform/records/everywhere.hpp"
#include "platform/web/route.hpp"

#include <string>

namespace selatan::web {

/// GET /search?q=…&kind=…&country=…&since=…&from=…, as a page and as JSON.
void add_search_route(Router &router);

/// What was found, for programs.
[[nodiscard]] std::string search_json(records::Everywhere const &found);

} // namespace selatan::web

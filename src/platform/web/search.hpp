/// \file
/// The one box: a reference leads straight to its record, words find records of every kind.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::web {

/// GET /search?q=…, as a page and as JSON.
void add_search_route(Router &router);

} // namespace selatan::web

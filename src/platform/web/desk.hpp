/// \file
/// The desk: every role's first page is what waits for that person, the most urgent first.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::web {

/// GET /desk, as a page and as JSON.
void add_desk_route(Router &router);

} // namespace selatan::web

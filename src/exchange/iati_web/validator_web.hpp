/// \file
/// The validator for everybody: a page and an endpoint that check a file and keep nothing.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::iati {

void add_validator_routes(web::Router &router);

} // namespace selatan::iati

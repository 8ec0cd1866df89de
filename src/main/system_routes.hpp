/// \file
/// Routes of the program itself: health, metrics, the API's description, the manual, the front
/// door.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::program {

void add_system_routes(web::Router &router);

} // namespace selatan::program

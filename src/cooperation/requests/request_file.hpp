/// \file
/// A request's whole file as one archive: what it says, what happened, and every document, each as
/// far as the reader may see it. Partners keep what is theirs.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::requests {

/// GET /requests/{id}/file
[[nodiscard]] http::Response whole_file(web::Context &context);

} // namespace selatan::requests

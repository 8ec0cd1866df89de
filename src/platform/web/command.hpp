/// \file
/// What programs ask by HTTP, asked from the command line: the same routes, gates and answers.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::web {

/// Answers a request for the API as `who`, without a token. Nothing is logged unless it fails.
[[nodiscard]] http::Response answer_command(App &app, Router const &router, auth::Identity who,
                                            http::Request &&request);

} // namespace selatan::web

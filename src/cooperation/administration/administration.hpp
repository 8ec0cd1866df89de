/// \file
/// Administration: accounts and their roles, outgoing mail, background jobs, the chain of the
/// history, versions of the reference data. Pages for administrators; accounts and roles as API
/// too.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::administration {

/// Who is shown the way here: administrators.
extern records::Policy const policy;

void add_routes(web::Router &router);

} // namespace selatan::administration

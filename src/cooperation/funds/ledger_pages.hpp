/// \file
/// The ledger's own pages: /ledger/trial-balance, /ledger/accounts/{id}/statement,
/// /ledger/entries/{id}, /ledger/budget-execution, /ledger/projects.
#pragma once

#include "platform/web/route.hpp"

namespace selatan::funds {

void add_ledger_routes(web::Router &router);

} // namespace selatan::funds

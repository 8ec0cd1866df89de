/// \file
/// Funds, what comes into them, what they promise and pay, on one double-entry ledger (funds.md).
#pragma once

#include "cooperation/funds/correction.hpp"
#include "cooperation/funds/payment_file.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::funds {

/// What may be done, by role and state. Two people stand behind every amount besides.
extern records::Policy const fund_policy;
extern records::Policy const contribution_policy;
extern records::Policy const promise_policy; ///< allocations and obligations
extern records::Policy const disbursement_policy;
extern records::Policy const correction_policy;
extern records::Policy const payment_file_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::funds

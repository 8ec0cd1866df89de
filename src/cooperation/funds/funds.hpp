/// \file
/// Funds, what comes into them, what they promise and pay, on one double-entry ledger (funds.md).
#pragma once

#include "cooperation/funds/correction.hpp"
#include "cooperation/funds/payment_file.hpp"
#include "platform/web/app.hpp"
#include "platform/web/foresight.hpp"
#include "platform/web/panel.hpp"
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

/// For importers: what a form checks, an imported row passes too.
extern web::NounPages const reported_flow_pages;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();
/// How far its money has come, on the page of a plan line and of a project; and what a reported
/// activity's reporter says of its money.
[[nodiscard]] std::span<web::Panel const> panels();
/// That a proposal is above what there is.
[[nodiscard]] std::span<web::Foresight const> foresights();

} // namespace selatan::funds

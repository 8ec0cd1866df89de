/// \file
/// What an auditor looks at first: acts that deserve a second look, and whether the history is what
/// was written. An auditor decides nothing, so nothing ever waits on an auditor's desk: these stand
/// there instead.
#pragma once

#include "platform/events/kinds.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::administration {

/// Auditors. (Administrators too: they see whatever auditors see.)
extern records::Policy const audit_policy;

/// Acts of the capabilities above that deserve a second look: exceptions, corrections, what was
/// taken back. For the whole process; set while starting. They outlive the last request.
void set_notable_acts(std::span<events::ActKind const> acts);

/// The newest of them, for an auditor's desk; empty for everybody else.
[[nodiscard]] html::Html notable_on_the_desk(web::Context const &context, storage::Reader &reader);

/// GET /audit.
void add_audit_routes(web::Router &router);

} // namespace selatan::administration

/// \file
/// The desk: every role's first page is what waits for that person, the most urgent first.
#pragma once

#include "platform/web/route.hpp"

#include <span>

namespace selatan::web {

/// What a capability draws on the desk beneath what waits, for whom it is meant; empty for others.
using DeskPart = html::Html (*)(Context const &context, storage::Reader &reader);
/// For the whole process; set while starting. They outlive the last request.
void set_desk_parts(std::span<DeskPart const> parts);

/// GET /desk, as a page and as JSON.
void add_desk_route(Router &router);

} // namespace selatan::web

/// \file
/// The desk: every role's first page is what waits for that person, the most urgent first.
#pragma once

#include "platform/html/parts.hpp"
#include "platform/web/route.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::web {

/// What a capability draws on the desk beneath what waits, for whom it is meant; empty for others.
using DeskPart = html::Html (*)(Context const &context, storage::Reader &reader);

/// One thing that waits for somebody of whom offices' policies say nothing: for people, and for
/// programs.
struct DeskDuty {
    html::DeskItem item;
    std::string_view verb;
    std::string state;
    std::optional<Date> due;
};
struct DeskDuties {
    std::string_view kind;
    std::string title;
    html::Link more;
    std::vector<DeskDuty> all; ///< none: nothing is drawn
};
using DutiesOf = DeskDuties (*)(Context const &context, storage::Reader &reader);

/// For the whole process; set while starting. They outlive the last request.
void set_desk_parts(std::span<DeskPart const> parts, std::span<DutiesOf const> duties);

/// GET /desk, as a page and as JSON.
void add_desk_route(Router &router);

} // namespace selatan::web

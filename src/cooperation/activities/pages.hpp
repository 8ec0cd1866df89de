/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/activities/calendar.hpp"
#include "platform/web/noun_pages.hpp"

#include <span>

namespace selatan::activities {

extern web::NounPages const activity_pages;

/// GET /calendar.
void add_calendar_routes(web::Router &router, std::span<CalendarSource const> sources);
/// /calendar/feed: a person's secret address of the calendar, and what is read there.
void add_feed_routes(web::Router &router, std::span<CalendarSource const> sources);

} // namespace selatan::activities

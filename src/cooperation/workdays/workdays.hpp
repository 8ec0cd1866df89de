/// \file
/// Workdays: when the office works, for every capability that counts business days (workdays.md).
#pragma once

#include "cooperation/workdays/calendar.hpp"
#include "cooperation/workdays/public_holiday.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::workdays {

/// Who keeps the holidays, and whatever else the office's clock goes by.
extern records::Policy const policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);

} // namespace selatan::workdays

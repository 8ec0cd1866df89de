#pragma once

#include "base/date.hpp"
#include "platform/storage/store.hpp"

#include <vector>

namespace selatan::workdays {

/// In the order of the calendar.
[[nodiscard]] std::vector<Date> holidays(storage::Reader &reader);

} // namespace selatan::workdays

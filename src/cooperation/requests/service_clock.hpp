/// \file
/// The service clock: how many business days a state may last, and until when that is. Pure: the
/// calendar and the day are arguments.
#pragma once

#include "base/date.hpp"
#include "cooperation/workdays/calendar.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::requests {

using workdays::Calendar;
using workdays::Weekend;

/// Who must act in a state.
enum class Turn { partner, desk, nobody };
[[nodiscard]] Turn turn_in(std::string_view state);

/// Business days by state. What an installation does not set is as ours.
using Standards = std::map<std::string, int, std::less<>>;
[[nodiscard]] std::optional<int> standard_days(Standards const &standards, std::string_view state);

/// What the clock needs to know of a request besides its state.
struct Deadlines {
    std::optional<Date> offer_deadline;      ///< replies to a circulated request
    std::optional<std::int64_t> deferred_to; ///< a year
};

/// When whoever must act in `state` should have, if it began on `since`. Nothing where the partner
/// must act or nobody: the clock stands still. A search for offers ends with its deadline; a
/// deferred request is looked at again on the first business day of its year.
[[nodiscard]] std::optional<Date> due_on(Calendar const &calendar, Standards const &standards,
                                         std::string_view state, Date since,
                                         Deadlines const &deadlines);

/// Where a due date stands against today.
enum class Clock { none, running, soon, overdue };
inline constexpr int soon_days = 2;
[[nodiscard]] Clock clock_of(Calendar const &calendar, std::optional<Date> due, Date today);

} // namespace selatan::requests

/// \file
/// What is kept of reported activities.
#pragma once

#include "exchange/reported/activity.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reported {

/// The XML of an activity, of any version, byte for byte; nothing when there is no such.
[[nodiscard]] std::optional<std::string> source_of(storage::Reader &reader, std::int64_t activity);
/// What it says, in full.
[[nodiscard]] std::optional<Activity> activity_of(storage::Reader &reader, std::int64_t activity);
/// All that stand, in the order of their numbers, until `take` says false.
void each_standing(storage::Reader &reader,
                   std::function<bool(std::int64_t id, Activity const &activity)> const &take);

} // namespace selatan::reported

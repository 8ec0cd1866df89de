/// \file
/// What the database knows of the portal's policy and of the Day.
#pragma once

#include "cooperation/portal/publication_policy.hpp"
#include "cooperation/portal/south_south_day.hpp"

#include <optional>
#include <vector>

namespace selatan::portal {

/// What holds on that day; an empty policy (nothing is switched on) where there is none.
[[nodiscard]] PublicationPolicy policy_on(storage::Reader &reader, Date day);
[[nodiscard]] bool has_policy_since(storage::Reader &reader, Date since, std::optional<Uuid> but);

/// Published ones, the latest first.
[[nodiscard]] std::vector<SouthSouthDay> published_days(storage::Reader &reader);
[[nodiscard]] bool has_day_of(storage::Reader &reader, std::int64_t year, std::optional<Uuid> but);

} // namespace selatan::portal

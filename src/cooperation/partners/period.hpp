/// \file
/// Periods from a day to a day, both included; open when the second is missing.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"

#include <optional>

namespace selatan::partners {

[[nodiscard]] inline bool holds_on(Date since, std::optional<Date> const &until, Date day)
{
    return since <= day && (!until || day <= *until);
}

/// `records.period_reversed` on "until".
inline void check_period(Date since, std::optional<Date> const &until, Problems &problems)
{
    if (until && *until < since) {
        problems.push_back({"until", "records.period_reversed", {}});
    }
}

} // namespace selatan::partners

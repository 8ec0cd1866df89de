/// \file
/// The figures of a plan: what stands against each ceiling, and where the money goes.
#pragma once

#include "cooperation/programming/commitment.hpp"
#include "cooperation/programming/plan_store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace selatan::programming {

/// What stands against a ceiling: what is held of it, and what is ranked and would be.
struct AgainstCeiling {
    Hold hold;
    std::int64_t ranked = 0;

    [[nodiscard]] std::int64_t left() const { return hold.amount - hold.held - ranked; }
    /// The ranked lines do not fit: nothing is broken yet.
    [[nodiscard]] bool would_be_over() const { return ranked > 0 && left() < 0; }
};

/// The part of one country or sector.
struct Part {
    std::string code;
    std::int64_t lines = 0;
    std::int64_t established = 0;
    std::int64_t ranked = 0; ///< ranked and included, not established
};

/// Budgets are never summed with one another: the central one, which the ceilings bound, and the
/// ministries' own, of which there are reports.
struct Figures {
    std::vector<AgainstCeiling> ceilings;
    std::vector<Part> countries; ///< central, by code
    std::vector<Part> sectors;
    std::vector<Part> own_budgets; ///< the ministries' own by country; `established` is reported
    /// Lines whose currency has no rate into the plan's today: in no sum.
    std::int64_t without_rate = 0;
};

/// Sums of parts, as the last line of a table.
[[nodiscard]] Part sum_of(std::vector<Part> const &parts);

/// All lines against the ceilings; by country and sector those that `may_see` lets through. What is
/// not established is valued at the rate of the day.
[[nodiscard]] Figures figures_of(storage::Reader &reader, Uuid plan, PlanYear const &year,
                                 records::Filter const &may_see);

} // namespace selatan::programming

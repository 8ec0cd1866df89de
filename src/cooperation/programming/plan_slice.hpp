/// \file
/// The later years of a line that takes several: how much in each, in the line's own currency. They
/// count against no ceiling of this plan; each year's plan carries its slice over.
#pragma once

#include "cooperation/programming/plan_line.hpp"

namespace selatan::programming {

struct PlanSlice {
    std::optional<Id<PlanLine>> line;
    std::int64_t year = 0;
    std::int64_t amount = 0;
    std::string note;
};

extern records::NounOf<PlanSlice> const plan_slices;

/// What is known of a slice besides itself.
struct SliceContext {
    std::string_view line_state;
    std::int64_t plan_year = 0;
    bool year_is_taken = false; ///< the line has another slice for that year
    bool is_carried = false;    ///< that year's plan has taken it over
    bool is_own_budget = false;
};
/// `programming.line_ended` (dropped, deferred or a ministry's report),
/// `programming.slice_carried`, `programming.not_a_later_year` on "year", `programming.slice_taken`
/// on "year".
[[nodiscard]] Problems decide_slice(PlanSlice const &slice, SliceContext const &context);
/// The same, with what the database knows; `slice`: its id when it is changed.
[[nodiscard]] Problems check_slice(storage::Reader &reader, std::optional<Uuid> slice,
                                   PlanSlice const &wanted);

} // namespace selatan::programming

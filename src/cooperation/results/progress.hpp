/// \file
/// How far an indicator has come: pure, from what was measured and what was wanted.
#pragma once

#include "cooperation/results/indicator.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::results {

struct Milestone {
    Date until;
    Quantity value;
};
struct Measured {
    Date on;
    Quantity value;
    bool is_verified = false;
};
/// Of one sex, or of one part of the whole.
struct People {
    std::int64_t women = 0;
    std::int64_t men = 0;
    [[nodiscard]] std::int64_t all() const { return women + men; }
};

enum class Standing {
    no_target,    ///< nothing to measure it against
    not_measured, ///< no figure yet
    lost,         ///< behind where it began
    under_way,
    late, ///< the day of the target is past
    reached,
};
[[nodiscard]] std::string_view to_code(Standing standing);

struct Progress {
    Standing standing = Standing::no_target;
    std::optional<Milestone> target; ///< the one that counts now: the next, or the last
    std::optional<Measured> actual;  ///< the newest verified; where there is none, the newest
    int permille = 0;                ///< of the way from baseline to target, 0 to 1000
};

/// `measured` without parts of the whole. Both in any order.
[[nodiscard]] Progress progress_of(Indicator const &indicator,
                                   std::vector<Milestone> const &milestones,
                                   std::vector<Measured> const &measured, Date today);

} // namespace selatan::results

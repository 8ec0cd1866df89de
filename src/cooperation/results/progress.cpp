#include "cooperation/results/progress.hpp"

#include <algorithm>
#include <cmath>

namespace selatan::results {

namespace {

/// The first that is still to come; after the last one, the last.
std::optional<Milestone> target_now(std::vector<Milestone> const &milestones, Date today)
{
    std::optional<Milestone> next;
    std::optional<Milestone> last;
    for (auto const &one : milestones) {
        if (one.until >= today && (!next || one.until < next->until)) {
            next = one;
        }
        if (!last || last->until < one.until) {
            last = one;
        }
    }
    return next ? next : last;
}

std::optional<Measured> actual_of(std::vector<Measured> const &measured)
{
    std::optional<Measured> best;
    for (auto const &one : measured) {
        bool const is_better =
            !best || std::pair{one.is_verified, one.on} >= std::pair{best->is_verified, best->on};
        if (is_better) {
            best = one;
        }
    }
    return best;
}

} // namespace

std::string_view to_code(Standing standing)
{
    constexpr std::array<std::string_view, 6> codes{"no_target", "not_measured", "lost",
                                                    "under_way", "late",         "reached"};
    return code_in(codes, standing);
}

Progress progress_of(Indicator const &indicator, std::vector<Milestone> const &milestones,
                     std::vector<Measured> const &measured, Date today)
{
    Progress progress{.standing = Standing::no_target,
                      .target = target_now(milestones, today),
                      .actual = actual_of(measured)};
    if (!progress.target) {
        return progress;
    }
    if (!progress.actual) {
        progress.standing = Standing::not_measured;
        return progress;
    }
    auto const from = indicator.baseline.is_empty() ? 0.0 : indicator.baseline.value();
    auto const to = progress.target->value.value();
    auto const at = progress.actual->value.value();
    bool const is_reached = indicator.direction == Direction::up ? at >= to : at <= to;
    if (is_reached) {
        progress.standing = Standing::reached;
        progress.permille = 1000;
        return progress;
    }
    // Not reached, so the way has a length: a target is never behind the baseline.
    auto const share = to == from ? 0.0 : (at - from) / (to - from);
    progress.permille = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * 1000.0));
    if (share < 0) {
        progress.standing = Standing::lost;
    } else {
        progress.standing = progress.target->until < today ? Standing::late : Standing::under_way;
    }
    return progress;
}

} // namespace selatan::results

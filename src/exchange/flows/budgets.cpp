#include "exchange/flows/budgets.hpp"

#include <algorithm>

namespace selatan::reported_flows {

namespace {

constexpr int days_most = 18'263; // half a century

struct Period {
    Date first;
    Date last;
    auto operator<=>(Period const &) const = default;
};

std::int64_t days_of(Period const &period)
{
    return days_between(period.first, period.last) + 1;
}

/// What revised budgets stand for: in order, none overlapping another.
std::vector<Period> revised_periods(std::span<ToldBudget const> budgets)
{
    std::vector<Period> all;
    for (auto const &one : budgets) {
        if (one.is_revised) {
            all.push_back({one.starts, last_day(one.starts, one.ends)});
        }
    }
    std::sort(all.begin(), all.end());
    std::vector<Period> joined;
    for (auto const &one : all) {
        if (!joined.empty() && one.first <= joined.back().last) {
            joined.back().last = std::max(joined.back().last, one.last);
        } else {
            joined.push_back(one);
        }
    }
    return joined;
}

/// How many of the days are in any of `periods`.
std::int64_t days_in(std::vector<Period> const &periods, Period const &days)
{
    std::int64_t count = 0;
    auto one =
        std::lower_bound(periods.begin(), periods.end(), days.first,
                         [](Period const &period, Date first) { return period.last < first; });
    for (; one != periods.end() && one->first <= days.last; ++one) {
        count += days_of({std::max(one->first, days.first), std::min(one->last, days.last)});
    }
    return count;
}

} // namespace

Date last_day(Date starts, std::optional<Date> ends)
{
    return ends && *ends >= starts && days_between(starts, *ends) <= days_most ? *ends : starts;
}

std::vector<BudgetPiece> pieces_of(std::span<ToldBudget const> budgets)
{
    auto const revised = revised_periods(budgets);
    std::vector<BudgetPiece> all;
    for (auto const &one : budgets) {
        auto const last = last_day(one.starts, one.ends);
        for (auto year = one.starts.year(); year <= last.year(); ++year) {
            Period const period{std::max(one.starts, *Date::of(year, 1, 1)),
                                std::min(last, *Date::of(year, 12, 31))};
            auto const replaced = one.is_revised ? 0 : days_in(revised, period);
            if (replaced < days_of(period)) {
                all.push_back({.budget = &one,
                               .first = period.first,
                               .days = days_of(period) - replaced,
                               .is_replaced = false});
            }
            if (replaced > 0) {
                all.push_back(
                    {.budget = &one, .first = period.first, .days = replaced, .is_replaced = true});
            }
        }
    }
    return all;
}

} // namespace selatan::reported_flows

/// \file
/// What budgets are for each year. No database.
#pragma once

#include "exchange/flows/told.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace selatan::reported_flows {

/// The days of one year that a budget is for: those for which it stands, or those for which a
/// revised one stands in its place.
struct BudgetPiece {
    ToldBudget const *budget = nullptr;
    Date first; ///< of its days in the year, whoever stands for them
    std::int64_t days = 0;
    bool is_replaced = false;
};

/// Those of one activity, in the order of its budgets and of the years. A revised budget replaces
/// the original ones, for the days that it has; two of one kind are two budgets.
[[nodiscard]] std::vector<BudgetPiece> pieces_of(std::span<ToldBudget const> budgets);

/// Without an end, with one before its beginning or half a century later, a budget is its first
/// day's.
[[nodiscard]] Date last_day(Date starts, std::optional<Date> ends);

} // namespace selatan::reported_flows

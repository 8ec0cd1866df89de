/// \file
/// Asking the figures: totals by anything, and the transactions behind each.
#pragma once

#include "base/date.hpp"
#include "engine/flows/counted_once.hpp"
#include "exchange/flows/dimension.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reported_flows {

struct Asked {
    Dimension dimension = Dimension::country;
    Money money = Money::spent;
    std::optional<std::int64_t> year;
    bool only_south = false;    ///< of South-South and triangular activities
    bool only_southern = false; ///< organisations of the South alone
};

struct Total {
    std::string code; ///< empty: nobody said
    std::string name; ///< of organisations
    std::string country;
    std::string side;
    std::int64_t counted = 0; ///< US cents
    std::int64_t left_out = 0;
    std::int64_t transactions = 0;
};
/// The largest first, at most `limit`. Reads sums alone, whatever the number of transactions.
[[nodiscard]] std::vector<Total> totals(storage::Reader &reader, Asked const &asked, int limit);
/// Codes are years, the newest first; `dimension` and `year` are not looked at.
[[nodiscard]] std::vector<Total> totals_by_year(storage::Reader &reader, Asked const &asked);

/// Of a figure's part that is a budget, or what of it is for one year.
struct BudgetOf {
    bool is_revised = false;
    std::string status; ///< list BudgetStatus
    std::optional<Date> ends;
    std::int64_t year = 0;
    std::int64_t days = 0;     ///< of the budget, in the year
    std::int64_t all_days = 0; ///< of the budget
};

struct PartOf {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    std::string title;
    std::string publisher;
    std::string type;             ///< list TransactionType
    std::optional<Date> on;       ///< of a budget, its first day
    bool is_day_of_value = false; ///< it has no day of its own
    std::optional<BudgetOf> budget;
    std::optional<Date> valued_on; ///< the day whose rate counts, where it is another
    std::int64_t hundredths = 0;   ///< as reported
    std::string currency;
    std::string rate; ///< US dollars for a unit; empty: none was needed
    std::string rate_on;
    std::string rate_source;
    std::int64_t usd = 0;     ///< cents, of the whole transaction, or of the budget's year
    std::int64_t counted = 0; ///< this figure's part
    std::int64_t left_out = 0;
    bool is_even = false; ///< several share it, and no percentage was given for this part
    std::optional<flows::Reason> reason;
    std::optional<std::int64_t> instead; ///< the activity that is counted
    std::string instead_title;
};

/// The place after which a page of parts begins.
struct After {
    std::int64_t size = 0;
    std::int64_t activity = 0;
    std::int64_t number = 0;
};
/// What a figure is made of, the largest parts first.
[[nodiscard]] std::vector<PartOf> parts_of(storage::Reader &reader, Asked const &asked,
                                           std::string const &code,
                                           std::optional<After> const &after, int limit);
/// What no total has: by reason, the largest first.
[[nodiscard]] std::vector<PartOf> left_out(storage::Reader &reader, Asked const &asked,
                                           std::optional<flows::Reason> reason, int limit);

struct Overview {
    std::optional<Instant> made_at; ///< nothing: not yet begun
    bool is_whole = true;           ///< all that stood then is in them
    std::int64_t waiting = 0;       ///< activities that are not in them yet, until they are whole
    std::int64_t activities = 0;
    std::int64_t transactions = 0;
    bool is_current = true; ///< nothing was asked for since
};
[[nodiscard]] Overview overview(storage::Reader &reader);

struct UnratedTotal {
    std::string currency; ///< empty: none is named
    std::int64_t hundredths = 0;
    std::int64_t transactions = 0;
};
[[nodiscard]] std::vector<UnratedTotal> unrated(storage::Reader &reader, Asked const &asked);

/// What one publisher reports in one currency without any day: in no year, so in no total.
struct Dayless {
    std::string publisher;
    std::string currency; ///< empty: none is named
    std::int64_t hundredths = 0;
    std::int64_t transactions = 0;
};
[[nodiscard]] std::vector<Dayless> without_day(storage::Reader &reader, Money money);

/// Whether any figure has it.
[[nodiscard]] bool has_key(storage::Reader &reader, Dimension dimension, std::string const &code);
/// Whether anybody ever reported or named it, with figures or without.
[[nodiscard]] bool has_organisation(storage::Reader &reader, std::string const &code);
/// The names of keys: for figures that name two.
[[nodiscard]] std::string name_of(storage::Reader &reader, Dimension dimension,
                                  std::string const &code);

} // namespace selatan::reported_flows

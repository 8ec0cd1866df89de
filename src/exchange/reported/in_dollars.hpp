/// \file
/// Reported amounts in US dollars, each with its rate, the rate's day and its source.
#pragma once

#include "cooperation/reference/rates.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace selatan::reported {

/// What an amount was multiplied with.
struct UsedRate {
    std::int64_t id = 0; ///< from 1
    reference::ExchangeRate rate;
};

class InDollars {
public:
    explicit InDollars(storage::Reader &reader) : m_known_rates{reference::rates(reader)} {}

    struct Converted {
        std::int64_t cents = 0;
        std::optional<std::int64_t> rate; ///< nothing: dollars as they were reported
    };
    /// Nothing where there is no rate, none that is at most two years older than the day, or where
    /// the amount is beyond any real one: it is told apart, never as zero.
    [[nodiscard]] std::optional<Converted> convert(std::int64_t hundredths,
                                                   std::optional<Currency> currency, Date day);
    /// The number of the rate of a day; of a currency that is not the dollar.
    [[nodiscard]] std::optional<std::int64_t> rate(Currency currency, Date day);
    [[nodiscard]] std::vector<UsedRate> const &rates() const { return m_rates; }

private:
    std::shared_ptr<reference::Rates const> m_known_rates;
    std::map<std::pair<Currency, Date>, std::optional<std::size_t>> m_known;
    std::map<std::pair<Currency, std::pair<Date, int>>, std::size_t> m_of_day;
    std::vector<UsedRate> m_rates;
};

} // namespace selatan::reported

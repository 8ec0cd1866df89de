#include "exchange/reported/in_dollars.hpp"

#include <cmath>

namespace selatan::reported {

namespace {

Currency const dollars = *Currency::parse("USD");
constexpr int rate_age_days_most = 731;
/// A million billion dollars, in cents: beyond it sums might pass 64 bits, and no payment is.
constexpr double cents_most = 1e17;

/// In the currency's own minor unit, half away from zero.
std::int64_t minor_units(std::int64_t hundredths, Currency currency)
{
    switch (minor_digits(currency)) {
    case 0: {
        auto const half = hundredths < 0 ? -50 : 50;
        return (hundredths + half) / 100;
    }
    case 3:
        return hundredths * 10;
    case 4:
        return hundredths * 100;
    default:
        return hundredths;
    }
}

} // namespace

std::optional<std::int64_t> InDollars::rate(Currency currency, Date day)
{
    auto const [place, is_new] = m_known.try_emplace({currency, day});
    if (is_new) {
        auto const found = m_known_rates->rate(currency, dollars, day);
        if (found && days_between(found->on, day) <= rate_age_days_most) {
            auto const [known, is_first] = m_of_day.try_emplace(
                {currency, {found->on, static_cast<int>(found->kind)}}, m_rates.size());
            if (is_first) {
                m_rates.push_back(
                    {.id = static_cast<std::int64_t>(m_rates.size()) + 1, .rate = *found});
            }
            place->second = known->second;
        }
    }
    return place->second ? std::optional{m_rates[*place->second].id} : std::nullopt;
}

std::optional<InDollars::Converted> InDollars::convert(std::int64_t hundredths,
                                                       std::optional<Currency> currency, Date day)
{
    if (!currency || std::abs(static_cast<double>(hundredths)) > cents_most) {
        return std::nullopt;
    }
    if (*currency == dollars) {
        return Converted{.cents = hundredths, .rate = std::nullopt};
    }
    auto const number = rate(*currency, day);
    if (!number) {
        return std::nullopt;
    }
    auto const &used = m_rates[static_cast<std::size_t>(*number - 1)];
    auto const factor =
        static_cast<double>(used.rate.rate.mantissa()) / std::pow(10.0, used.rate.rate.scale());
    if (std::abs(static_cast<double>(hundredths)) * factor > cents_most) {
        return std::nullopt;
    }
    auto const converted = used.rate.convert({minor_units(hundredths, *currency), *currency});
    return Converted{.cents = converted.minor_units(), .rate = used.id};
}

} // namespace selatan::reported

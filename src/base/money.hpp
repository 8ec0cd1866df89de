/// \file
/// Money is integers with a currency (decisions/).
#pragma once

#include "base/country.hpp"
#include "base/ensure.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace selatan {

/// Digits after the point in ISO 4217's minor unit: 2 unless the currency is listed otherwise.
[[nodiscard]] int minor_digits(Currency currency);

/// An exact amount in one currency, counted in minor units (ISO 4217).
/// Adding across currencies, or past 64 bits, is a Bug; hold a Balance instead.
class Money {
public:
    Money(std::int64_t minor_units, Currency currency)
        : m_minor_units{minor_units}, m_currency{currency}
    {
    }

    /// A plain decimal ("1250.5", "-3"), no grouping; refuses more digits than the minor unit has.
    [[nodiscard]] static std::optional<Money> parse(std::string_view amount, Currency currency);

    [[nodiscard]] std::int64_t minor_units() const { return m_minor_units; }
    [[nodiscard]] Currency currency() const { return m_currency; }
    [[nodiscard]] bool is_positive() const { return m_minor_units > 0; }
    /// The amount alone, with the currency's digits: "1250.50".
    [[nodiscard]] std::string amount() const;
    /// "1250.50 USD"
    [[nodiscard]] std::string to_string() const { return amount() + " " + m_currency.to_string(); }

    friend Money operator+(Money a, Money b)
    {
        ENSURE(a.m_currency == b.m_currency);
        std::int64_t sum = 0;
        ENSURE(!__builtin_add_overflow(a.m_minor_units, b.m_minor_units, &sum));
        return {sum, a.m_currency};
    }
    friend Money operator-(Money a, Money b)
    {
        ENSURE(a.m_currency == b.m_currency);
        std::int64_t difference = 0;
        ENSURE(!__builtin_sub_overflow(a.m_minor_units, b.m_minor_units, &difference));
        return {difference, a.m_currency};
    }
    friend bool operator==(Money const &, Money const &) = default;

private:
    std::int64_t m_minor_units;
    Currency m_currency;
};

/// Amounts of several currencies; those that are zero are not held.
class Balance {
public:
    void add(Money money);
    [[nodiscard]] Money in(Currency currency) const;
    [[nodiscard]] std::map<Currency, std::int64_t> const &amounts() const { return m_amounts; }

    friend bool operator==(Balance const &, Balance const &) = default;

private:
    std::map<Currency, std::int64_t> m_amounts;
};

} // namespace selatan

/// \file
/// Rates of exchange: dated, sourced, exact decimals. Arithmetic is integer arithmetic.
#pragma once

#include "base/date.hpp"
#include "base/money.hpp"
#include "cooperation/reference/code_list.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::reference {

/// A positive decimal: mantissa / 10^scale, at most 15 significant digits.
class Rate {
public:
    /// A plain positive decimal: "16477.9", "0.8684". No sign, grouping or exponent.
    [[nodiscard]] static std::optional<Rate> parse(std::string_view text);
    [[nodiscard]] static Rate one() { return Rate{1, 0}; }

    /// To 12 significant digits, half away from zero; nothing when it is not within 10^±15.
    [[nodiscard]] std::optional<Rate> divided_by(Rate divisor) const;

    [[nodiscard]] std::int64_t mantissa() const { return m_mantissa; }
    [[nodiscard]] int scale() const { return m_scale; }
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(Rate const &, Rate const &) = default;

private:
    Rate(std::int64_t mantissa, int scale);
    std::int64_t m_mantissa; ///< without trailing zeros after the point
    int m_scale;             ///< digits after the point, 0 to 26
};

/// One unit of `from` is `rate` units of `to`.
struct ExchangeRate {
    Currency from;
    Currency to;
    Rate rate = Rate::one();
    Date on; ///< the older day where two rates were crossed through the US dollar
    RateKind kind = RateKind::day;
    std::string source; ///< "IMF", or "IMF, WDI" where crossed

    /// In the minor units of `to`, half away from zero. Money in another currency than `from`, or
    /// past 64 bits, is a Bug.
    [[nodiscard]] Money convert(Money amount) const;
};

} // namespace selatan::reference

#include "cooperation/reference/exchange_rate.hpp"

#include "base/ensure.hpp"

#include <charconv>
#include <limits>

namespace selatan::reference {
namespace {

// 64 bits do not hold a product of money and rate.
__extension__ using Wide = unsigned __int128;

constexpr int largest_scale = 26;

Wide power_of_ten(int exponent)
{
    Wide power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

Wide divide_rounding(Wide dividend, Wide divisor)
{
    return (dividend + divisor / 2) / divisor;
}

} // namespace

Rate::Rate(std::int64_t mantissa, int scale) : m_mantissa{mantissa}, m_scale{scale}
{
    while (m_scale > 0 && m_mantissa % 10 == 0) {
        m_mantissa /= 10;
        --m_scale;
    }
    ENSURE(m_mantissa > 0);
}

std::optional<Rate> Rate::parse(std::string_view text)
{
    auto const point = text.find('.');
    std::string digits{text.substr(0, point)};
    int scale = 0;
    if (point != std::string_view::npos) {
        auto const fraction = text.substr(point + 1);
        if (digits.empty() || fraction.empty() || fraction.size() > largest_scale) {
            return std::nullopt;
        }
        digits += fraction;
        scale = static_cast<int>(fraction.size());
    }
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
        return std::nullopt;
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty() || digits.size() > 15) {
        return std::nullopt;
    }
    std::int64_t mantissa = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), mantissa);
    return Rate{mantissa, scale};
}

std::optional<Rate> Rate::divided_by(Rate divisor) const
{
    // (m/10^s) / (d/10^e) is m·10^shift/d with s + shift - e digits after the point: the smallest
    // shift that is exact or gives twelve digits.
    constexpr Wide twelve_digits = 100'000'000'000U;
    constexpr Wide fifteen_digits = twelve_digits * 10'000;
    auto const room = power_of_ten(37);
    auto dividend = static_cast<Wide>(m_mantissa);
    for (int scale = m_scale - divisor.m_scale; dividend < room; ++scale, dividend *= 10) {
        auto const wide_divisor = static_cast<Wide>(divisor.m_mantissa);
        auto const quotient = divide_rounding(dividend, wide_divisor);
        bool const is_exact = dividend % wide_divisor == 0;
        if (scale < 0 || (quotient < twelve_digits && !is_exact)) {
            continue;
        }
        if (scale > largest_scale || quotient >= fifteen_digits) {
            return std::nullopt;
        }
        return Rate{static_cast<std::int64_t>(quotient), scale};
    }
    return std::nullopt;
}

std::string Rate::to_string() const
{
    auto text = std::to_string(m_mantissa);
    auto const scale = static_cast<std::size_t>(m_scale);
    if (text.size() <= scale) {
        text.insert(0, scale + 1 - text.size(), '0');
    }
    if (scale > 0) {
        text.insert(text.size() - scale, ".");
    }
    return text;
}

Money ExchangeRate::convert(Money amount) const
{
    ENSURE(amount.currency() == from);
    bool const negative = amount.minor_units() < 0;
    auto const magnitude = negative ? 0U - static_cast<std::uint64_t>(amount.minor_units())
                                    : static_cast<std::uint64_t>(amount.minor_units());
    // At most 2^64 · 10^15 · 10^4 < 2^128.
    auto product = static_cast<Wide>(magnitude) * static_cast<Wide>(rate.mantissa());
    auto scale = rate.scale() + minor_digits(from) - minor_digits(to);
    for (; scale < 0; ++scale) {
        product *= 10;
    }
    auto const units = divide_rounding(product, power_of_ten(scale));
    ENSURE(units <= static_cast<Wide>(std::numeric_limits<std::int64_t>::max()));
    auto const signed_units = static_cast<std::int64_t>(units);
    return {negative ? -signed_units : signed_units, to};
}

} // namespace selatan::reference

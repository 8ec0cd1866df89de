#include "base/money.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace selatan {

int minor_digits(Currency currency)
{
    // ISO 4217:2015, table A.1: the currencies whose minor unit is not two digits.
    static constexpr std::array<std::string_view, 17> none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                           "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                           "VND", "VUV", "XAF", "XOF", "XPF"};
    static constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD",
                                                           "LYD", "OMR", "TND"};
    static constexpr std::array<std::string_view, 2> four{"CLF", "UYW"};
    auto const among = [&](auto const &list) {
        return std::ranges::find(list, currency.view()) != list.end();
    };
    return among(none) ? 0 : among(three) ? 3 : among(four) ? 4 : 2;
}

std::optional<Money> Money::parse(std::string_view amount, Currency currency)
{
    auto const point = amount.find('.');
    std::string digits{amount.substr(0, point)};
    if (digits.empty() || digits == "-") {
        return std::nullopt;
    }
    auto const fraction =
        point == std::string_view::npos ? std::string_view{} : amount.substr(point + 1);
    auto const wanted = static_cast<std::size_t>(minor_digits(currency));
    if ((point != std::string_view::npos && fraction.empty()) || fraction.size() > wanted) {
        return std::nullopt;
    }
    digits += fraction;
    digits.append(wanted - fraction.size(), '0');
    std::int64_t units = 0;
    auto const *const end = digits.data() + digits.size();
    auto const [rest, error] = std::from_chars(digits.data(), end, units);
    if (error != std::errc{} || rest != end) {
        return std::nullopt;
    }
    return Money{units, currency};
}

std::string Money::amount() const
{
    auto const digits = static_cast<std::size_t>(minor_digits(m_currency));
    bool const negative = m_minor_units < 0;
    // Negating in unsigned arithmetic keeps the smallest int64 right.
    auto const magnitude = negative ? 0U - static_cast<std::uint64_t>(m_minor_units)
                                    : static_cast<std::uint64_t>(m_minor_units);
    auto text = std::to_string(magnitude);
    if (text.size() <= digits) {
        text.insert(0, digits + 1 - text.size(), '0');
    }
    if (digits > 0) {
        text.insert(text.size() - digits, ".");
    }
    return negative ? "-" + text : text;
}

void Balance::add(Money money)
{
    auto const sum = (in(money.currency()) + money).minor_units();
    if (sum == 0) {
        m_amounts.erase(money.currency());
    } else {
        m_amounts[money.currency()] = sum;
    }
}

Money Balance::in(Currency currency) const
{
    auto const found = m_amounts.find(currency);
    return {found == m_amounts.end() ? 0 : found->second, currency};
}

} // namespace selatan

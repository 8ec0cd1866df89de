#include "cooperation/results/quantity.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <charconv>

namespace selatan::results {

namespace {

constexpr std::size_t whole_most = 12;
constexpr std::size_t fraction_most = 4;

bool is_digits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::optional<Quantity> Quantity::parse(std::string_view text)
{
    bool const is_negative = text.starts_with('-');
    text.remove_prefix(is_negative ? 1 : 0);
    auto const point = text.find('.');
    auto whole = text.substr(0, point);
    auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    bool const ends_in_point = point != std::string_view::npos && fraction.empty();
    if (whole.empty() || ends_in_point || !is_digits(whole) || !is_digits(fraction)) {
        return std::nullopt;
    }
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    while (fraction.ends_with('0')) {
        fraction.remove_suffix(1);
    }
    if (whole.size() > whole_most || fraction.size() > fraction_most) {
        return std::nullopt;
    }
    std::string digits = is_negative && !(whole.empty() && fraction.empty()) ? "-" : "";
    digits += whole.empty() ? std::string_view{"0"} : whole;
    if (!fraction.empty()) {
        digits += ".";
        digits += fraction;
    }
    return Quantity{std::move(digits)};
}

Quantity Quantity::of(std::int64_t whole)
{
    return Quantity{std::to_string(whole)};
}

double Quantity::value() const
{
    double number = 0;
    auto const *const end = m_digits.data() + m_digits.size();
    auto const [rest, error] = std::from_chars(m_digits.data(), end, number);
    ENSURE(error == std::errc{} && rest == end);
    return number;
}

sheets::Decimal decimal_of(Quantity const &quantity)
{
    auto digits = quantity.digits();
    sheets::Decimal decimal;
    if (auto const point = digits.find('.'); point != std::string::npos) {
        decimal.digits = static_cast<int>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    records::Text<std::int64_t>::parse(digits, decimal.units);
    return decimal;
}

} // namespace selatan::results

char const *selatan::records::Text<selatan::results::Quantity>::parse(std::string_view text,
                                                                      results::Quantity &value)
{
    auto const quantity = results::Quantity::parse(text);
    value = quantity.value_or(results::Quantity{});
    return quantity ? nullptr : "results.not_a_quantity";
}

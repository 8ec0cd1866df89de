#include "cooperation/funds/amount.hpp"

#include "engine/ledger/entry.hpp"

#include <algorithm>

namespace selatan::funds {

namespace {

constexpr std::size_t whole_most = 15;
constexpr std::size_t fraction_most = 4;

bool is_digits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::optional<Amount> Amount::parse(std::string_view text)
{
    auto const point = text.find('.');
    auto whole = text.substr(0, point);
    auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (whole.empty() || !is_digits(whole) || !is_digits(fraction) ||
        (point != std::string_view::npos && fraction.empty())) {
        return std::nullopt;
    }
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    while (fraction.ends_with('0')) {
        fraction.remove_suffix(1);
    }
    if (whole.size() > whole_most || fraction.size() > fraction_most ||
        (whole.empty() && fraction.empty())) {
        return std::nullopt;
    }
    Amount amount{whole.empty() ? std::string{"0"} : std::string{whole}};
    if (!fraction.empty()) {
        amount.digits += ".";
        amount.digits += fraction;
    }
    return amount;
}

bool Amount::reads_in_two_ways(std::string_view text)
{
    constexpr std::size_t of_thousands = 3;
    auto const point = text.find('.');
    return point != std::string_view::npos && text.substr(point + 1).size() == of_thousands &&
           text.ends_with('0') && parse(text).has_value();
}

Amount Amount::of(Money money)
{
    auto amount = parse(money.amount());
    ENSURE(amount.has_value());
    return *amount;
}

std::optional<Money> Amount::in(Currency currency) const
{
    auto const money = Money::parse(digits, currency);
    return money && money->minor_units() <= ledger::largest_amount ? money : std::nullopt;
}

} // namespace selatan::funds

char const *selatan::records::Text<selatan::funds::Amount>::parse(std::string_view text,
                                                                  funds::Amount &value)
{
    if (funds::Amount::reads_in_two_ways(text)) {
        return "funds.two_readings";
    }
    auto const amount = funds::Amount::parse(text);
    value = amount.value_or(funds::Amount{});
    if (amount) {
        return nullptr;
    }
    return text.size() > funds::whole_most && funds::is_digits(text) ? "funds.too_large"
                                                                     : "funds.not_an_amount";
}

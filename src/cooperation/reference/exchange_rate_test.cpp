#include "cooperation/reference/exchange_rate.hpp"

#include "base/ensure.hpp"

#include <gtest/gtest.h>

namespace selatan::reference {
namespace {

Currency currency(std::string_view code)
{
    return *Currency::parse(code);
}

TEST(Rate, reads_plain_positive_decimals_only)
{
    EXPECT_EQ(Rate::parse("16477.90")->to_string(), "16477.9");
    EXPECT_EQ(Rate::parse("0.0600")->to_string(), "0.06");
    EXPECT_EQ(Rate::parse("100")->to_string(), "100");
    EXPECT_EQ(Rate::parse("007")->to_string(), "7");
    for (auto const *const text :
         {"", "0", "0.0", "-1", "+1", "1.", ".5", "1e3", "1,5", " 1", "1.2.3", "nan",
          "1234567890123456", "0.000000000000000000000000001"}) {
        EXPECT_FALSE(Rate::parse(text).has_value()) << text;
    }
}

TEST(Rate, divides_to_twelve_digits)
{
    auto const quotient = [](std::string_view a, std::string_view b) {
        auto const rate = Rate::parse(a)->divided_by(*Rate::parse(b));
        return rate ? rate->to_string() : "";
    };
    EXPECT_EQ(quotient("1", "3"), "0.333333333333");
    EXPECT_EQ(quotient("2", "3"), "0.666666666667");
    EXPECT_EQ(quotient("1", "16000"), "0.0000625");
    EXPECT_EQ(quotient("16000", "1"), "16000");
    EXPECT_EQ(quotient("16000", "0.8"), "20000");
    EXPECT_EQ(quotient("89500", "0.3"), "298333.333333");
    EXPECT_EQ(quotient("1", "999999999999999"), "0.000000000000001");
    EXPECT_EQ(quotient("999999999999999", "0.00001"), "");
    EXPECT_EQ(quotient("0.00000000000000000000000001", "1"), "0.00000000000000000000000001");
    EXPECT_EQ(quotient("0.00000000000000000000000001", "999"), "");
}

TEST(ExchangeRate, converts_between_minor_units)
{
    auto const usd = currency("USD");
    auto const jpy = currency("JPY"); // no minor unit
    auto const kwd = currency("KWD"); // three digits
    ExchangeRate const yen{usd, jpy, *Rate::parse("155.55"), {}, RateKind::day, ""};
    EXPECT_EQ(yen.convert({1'00, usd}), Money(156, jpy)); // half away from zero
    EXPECT_EQ(yen.convert({-1'00, usd}), Money(-156, jpy));
    EXPECT_EQ(yen.convert({0, usd}), Money(0, jpy));
    ExchangeRate const dinar{jpy, kwd, *Rate::parse("0.002"), {}, RateKind::day, ""};
    EXPECT_EQ(dinar.convert({1000, jpy}), Money(2'000, kwd));
    EXPECT_THROW(std::ignore = dinar.convert({1, usd}), Bug);
    ExchangeRate const huge{usd, jpy, *Rate::parse("999999999999999"), {}, RateKind::day, ""};
    EXPECT_THROW(std::ignore = huge.convert({std::int64_t{1} << 62U, usd}), Bug);
}

} // namespace
} // namespace selatan::reference

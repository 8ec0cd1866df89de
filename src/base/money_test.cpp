#include "base/money.hpp"

#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string_view>

namespace selatan {
namespace {

Currency currency(std::string_view code)
{
    return Currency::parse(code).value();
}

TEST(Money, amounts_are_read_and_printed_with_the_digits_of_their_currency)
{
    struct Case {
        std::string_view amount;
        std::string_view code;
        std::int64_t minor_units;
        std::string_view printed;
    };
    static constexpr std::array<Case, 12> cases{{
        {"1250.5", "USD", 125050, "1250.50"},
        {"0", "USD", 0, "0.00"},
        {"-0", "USD", 0, "0.00"},
        {"-3", "USD", -300, "-3.00"},
        {"-0.05", "EUR", -5, "-0.05"},
        {"0.07", "IDR", 7, "0.07"},
        {"1500", "JPY", 1500, "1500"},
        {"-1500", "XOF", -1500, "-1500"},
        {"1.234", "KWD", 1234, "1.234"},
        {"0.0001", "CLF", 1, "0.0001"},
        {"92233720368547758.07", "USD", std::numeric_limits<std::int64_t>::max(),
         "92233720368547758.07"},
        {"-92233720368547758.08", "USD", std::numeric_limits<std::int64_t>::min(),
         "-92233720368547758.08"},
    }};
    for (auto const &[amount, code, minor_units, printed] : cases) {
        auto const money = Money::parse(amount, currency(code));
        ASSERT_TRUE(money.has_value()) << amount;
        EXPECT_EQ(money->minor_units(), minor_units);
        EXPECT_EQ(money->amount(), printed);
        EXPECT_EQ(Money::parse(money->amount(), currency(code)), money);
    }
    EXPECT_EQ(Money(125050, currency("USD")).to_string(), "1250.50 USD");
}

TEST(Money, what_is_not_a_plain_decimal_is_refused)
{
    for (auto const *const bad : {"",
                                  "-",
                                  ".",
                                  ".5",
                                  "1.",
                                  "1.234",
                                  "1,000",
                                  "1 000",
                                  "1e3",
                                  "+1",
                                  "--1",
                                  "1.-5",
                                  "1.+5",
                                  "0x10",
                                  "1.2.3",
                                  " 1",
                                  "1 ",
                                  "nan",
                                  "92233720368547758.08",
                                  "١٢"}) {
        EXPECT_FALSE(Money::parse(bad, currency("USD")).has_value()) << bad;
    }
    EXPECT_FALSE(Money::parse("1.0", currency("JPY")).has_value());
}

TEST(Money, mixing_currencies_or_leaving_64_bits_is_a_bug)
{
    Money const one_dollar{100, currency("USD")};
    Money const most{std::numeric_limits<std::int64_t>::max(), currency("USD")};
    EXPECT_EQ(one_dollar + one_dollar, Money(200, currency("USD")));
    EXPECT_EQ(one_dollar - one_dollar, Money(0, currency("USD")));
    EXPECT_THROW((void)(one_dollar + Money(100, currency("EUR"))), Bug);
    EXPECT_THROW((void)(one_dollar - Money(100, currency("EUR"))), Bug);
    EXPECT_THROW((void)(most + one_dollar), Bug);
    EXPECT_THROW((void)(Money(-2, currency("USD")) - most), Bug);
}

TEST(Balance, what_cancels_out_is_not_held)
{
    Balance balance;
    balance.add({100, currency("USD")});
    balance.add({50, currency("IDR")});
    balance.add({-100, currency("USD")});
    EXPECT_EQ(balance.in(currency("USD")), Money(0, currency("USD")));
    EXPECT_EQ(balance.in(currency("IDR")), Money(50, currency("IDR")));
    EXPECT_EQ(balance.amounts().size(), 1U);
    Balance only_rupiah;
    only_rupiah.add({50, currency("IDR")});
    EXPECT_EQ(balance, only_rupiah);
}

} // namespace
} // namespace selatan

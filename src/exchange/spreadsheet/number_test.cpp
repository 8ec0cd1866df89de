#include "exchange/spreadsheet/number.hpp"

#include <gtest/gtest.h>

namespace selatan::spreadsheet {
namespace {

std::string plain(std::string_view text, NumberFormat format = NumberFormat::point, int power = 0)
{
    return plain_decimal(text, format, power).value_or("none");
}

TEST(Number, is_read_as_people_write_it)
{
    EXPECT_EQ(plain("1234.50"), "1234.5");
    EXPECT_EQ(plain("1,234,567.89"), "1234567.89");
    EXPECT_EQ(plain("12,34,567"), "1234567"); // India
    EXPECT_EQ(plain("1 234\xC2\xA0"
                    "567"),
              "1234567");
    EXPECT_EQ(plain("1'000"), "1000");
    EXPECT_EQ(plain("1.234.567,8", NumberFormat::comma), "1234567.8");
    EXPECT_EQ(plain("(1,000)"), "-1000");
    EXPECT_EQ(plain("-0.00"), "0");
    EXPECT_EQ(plain("007"), "7");
    EXPECT_EQ(plain(".5"), "0.5");
}

TEST(Number, keeps_every_digit_and_moves_the_point)
{
    EXPECT_EQ(plain("1e+15"), "1000000000000000");
    EXPECT_EQ(plain("1.5E3"), "1500");
    EXPECT_EQ(plain("12.5e-4"), "0.00125");
    EXPECT_EQ(plain("3.25", NumberFormat::point, 6), "3250000");
    EXPECT_EQ(plain("1234567", NumberFormat::point, -3), "1234.567");
    EXPECT_EQ(plain("0.1234567890123456789"), "0.1234567890123456789");
    // Forty digits, the 0 before the point among them: what is written can be read again.
    auto const longest = "." + std::string(39, '1');
    EXPECT_EQ(plain(longest), "0" + longest);
    EXPECT_EQ(plain("." + std::string(40, '1')), "none");
}

TEST(Number, that_is_none_is_not_guessed)
{
    for (auto const *const text : {"", "-", "n/a", "1,2", "12,34", "1,2345", ",123", "1.2.3", "1e",
                                   "1e999", "5 USD", "0x10", "1e60"}) {
        EXPECT_EQ(plain(text), "none") << text;
    }
    EXPECT_EQ(plain("1.5", NumberFormat::comma), "none");
}

TEST(Number, rounds_half_to_even)
{
    EXPECT_EQ(rounded("2.5"), "2");
    EXPECT_EQ(rounded("3.5"), "4");
    EXPECT_EQ(rounded("2.500001"), "3");
    EXPECT_EQ(rounded("9.99"), "10");
    EXPECT_EQ(rounded("-9.5"), "-10");
    EXPECT_EQ(rounded("-0.2"), "0");
    EXPECT_EQ(rounded("41"), "41");
}

} // namespace
} // namespace selatan::spreadsheet

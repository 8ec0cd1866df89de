#include "base/date.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string_view>

namespace selatan {
namespace {

Date day(std::string_view text)
{
    auto const date = Date::parse(text);
    EXPECT_TRUE(date.has_value()) << text;
    return date.value_or(Date{});
}

TEST(Date, only_iso_days_that_exist_are_parsed)
{
    for (auto const *const good : {"0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"}) {
        EXPECT_EQ(day(good).to_string(), good);
    }
    for (auto const *const bad :
         {"", "2026", "2026-1-1", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
          "0000-01-01", "2026-11-21 ", " 2026-11-21", "2026/11/21", "+026-11-21", "20261121",
          "2026-11-21T00:00:00Z", "２０２６-11-21"}) {
        EXPECT_FALSE(Date::parse(bad).has_value()) << bad;
    }
}

TEST(Date, a_month_after_the_31st_is_the_last_day)
{
    struct Case {
        std::string_view from;
        int months;
        std::string_view to;
    };
    static constexpr std::array<Case, 7> cases{{
        {"2026-01-31", 1, "2026-02-28"},
        {"2024-01-31", 1, "2024-02-29"},
        {"2026-03-31", -1, "2026-02-28"},
        {"2026-12-15", 1, "2027-01-15"},
        {"2026-01-15", -1, "2025-12-15"},
        {"2024-02-29", 12, "2025-02-28"},
        {"2026-05-31", 0, "2026-05-31"},
    }};
    for (auto const &[from, months, to] : cases) {
        EXPECT_EQ(day(from).plus_months(months), day(to)) << from << " + " << months;
    }
}

TEST(Date, days_are_counted_across_leap_days)
{
    EXPECT_EQ(days_between(day("2024-02-28"), day("2024-03-01")), 2);
    EXPECT_EQ(days_between(day("2024-03-01"), day("2024-02-28")), -2);
    EXPECT_EQ(day("2024-02-28").plus_days(2), day("2024-03-01"));
    EXPECT_LT(day("2025-12-31"), day("2026-01-01"));
    EXPECT_EQ(Date{}, day("1970-01-01"));
}

TEST(Date, leaving_the_calendar_is_a_bug)
{
    EXPECT_THROW((void)day("9999-12-31").plus_days(1), Bug);
    EXPECT_THROW((void)day("0001-01-01").plus_days(-1), Bug);
    EXPECT_THROW((void)day("9999-12-31").plus_months(1), Bug);
}

TEST(Instant, rfc_3339_is_read_with_its_offset)
{
    struct Case {
        std::string_view text;
        std::string_view utc;
    };
    static constexpr std::array<Case, 7> cases{{
        {"2026-11-21T18:29:00Z", "2026-11-21T18:29:00Z"},
        {"2026-11-21t18:29:00z", "2026-11-21T18:29:00Z"},
        {"2026-11-21 18:29:00Z", "2026-11-21T18:29:00Z"},
        {"2026-11-22T01:29:00+07:00", "2026-11-21T18:29:00Z"},
        {"2026-11-21T13:59:00-04:30", "2026-11-21T18:29:00Z"},
        {"2026-11-21T18:29:00.5Z", "2026-11-21T18:29:00.500000Z"},
        {"1969-12-31T23:59:59.1234569Z", "1969-12-31T23:59:59.123456Z"},
    }};
    for (auto const &[text, utc] : cases) {
        auto const instant = Instant::parse(text);
        ASSERT_TRUE(instant.has_value()) << text;
        EXPECT_EQ(instant->to_string(), utc);
    }
}

TEST(Instant, what_is_not_a_moment_is_refused)
{
    for (auto const *const bad :
         {"", "2026-11-21", "2026-11-21T18:29Z", "2026-11-21T18:29:00", "2026-11-21T24:00:00Z",
          "2026-11-21T18:60:00Z", "2026-11-21T18:29:60Z", "2026-11-21T18:29:00.Z",
          "2026-11-21T18:29:00+7:00", "2026-11-21T18:29:00+24:00", "2026-11-21T18:29:00Zz",
          "2026-02-30T18:29:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"}) {
        EXPECT_FALSE(Instant::parse(bad).has_value()) << bad;
    }
}

TEST(Instant, days_begin_at_midnight_before_1970_too)
{
    auto const before = Instant::from_micros(-1);
    EXPECT_EQ(before.date(), day("1969-12-31"));
    EXPECT_EQ(before.to_string(), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(Instant::at_start_of(day("1970-01-02")).micros(), 86'400'000'000);
    EXPECT_EQ(Instant{}.plus(std::chrono::hours{25}).date(), day("1970-01-02"));
    EXPECT_EQ(Instant{}.plus(std::chrono::seconds{2}) - Instant{}, std::chrono::seconds{2});
}

} // namespace
} // namespace selatan

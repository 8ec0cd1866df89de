#include "cooperation/workdays/calendar.hpp"
#include "tests/support/values.hpp"

#include <array>
#include <gtest/gtest.h>

namespace selatan::workdays {
namespace {

using selatan::testing::day;

TEST(Weekend, reads_days_and_refuses_none_all_and_others)
{
    EXPECT_EQ(Weekend::parse("sun sat"), Weekend{});
    EXPECT_TRUE(Weekend::parse("fri")->includes(day("2026-11-20")));
    EXPECT_FALSE(Weekend::parse("fri sat")->includes(day("2026-11-22")));
    EXPECT_FALSE(Weekend::parse(""));
    EXPECT_FALSE(Weekend::parse("samedi"));
    EXPECT_FALSE(Weekend::parse("mon tue wed thu fri sat sun"));
}

struct Count {
    std::string_view weekend;
    std::string_view from;
    int days;
    std::string_view due;
};

TEST(Calendar, counts_business_days)
{
    // 2026-11-20 is a Friday; the 24th, a Tuesday, is the holiday.
    constexpr std::array counts{
        Count{"sat sun", "2026-11-20", 0, "2026-11-20"},
        Count{"sat sun", "2026-11-21", 0, "2026-11-23"},
        Count{"sat sun", "2026-11-20", 1, "2026-11-23"},
        Count{"sat sun", "2026-11-20", 2, "2026-11-25"},
        Count{"sat sun", "2026-11-22", 1, "2026-11-23"},
        Count{"sat sun", "2026-11-20", 5, "2026-11-30"},
        Count{"fri sat", "2026-11-19", 1, "2026-11-22"},
        Count{"fri sat", "2026-11-19", 3, "2026-11-25"},
        Count{"fri", "2026-11-19", 1, "2026-11-21"},
    };
    for (auto const &count : counts) {
        Calendar const calendar{*Weekend::parse(count.weekend), {day("2026-11-24")}};
        auto const from = day(count.from);
        EXPECT_EQ(calendar.after(from, count.days).to_string(), count.due)
            << count.from << " + " << count.days;
        if (count.days > 0) {
            EXPECT_EQ(calendar.between(from, day(count.due)), count.days)
                << count.from << " to " << count.due;
            EXPECT_EQ(calendar.between(day(count.due), from), -count.days);
        }
    }
}

} // namespace
} // namespace selatan::workdays

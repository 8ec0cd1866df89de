#include "platform/clock/clock.hpp"

#include <gtest/gtest.h>

namespace selatan {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text)
{
    return *Instant::parse(text);
}

Date day(std::string_view text)
{
    return *Date::parse(text);
}

TEST(Clock, keeps_the_days_of_utc_unless_told)
{
    ManualClock clock{at("2026-11-21T23:59:59Z")};
    EXPECT_EQ(clock.today(), day("2026-11-21"));
    clock.advance(1s);
    EXPECT_EQ(clock.today(), day("2026-11-22"));
    EXPECT_EQ(clock.start_of(day("2026-11-22")), at("2026-11-22T00:00:00Z"));
}

TEST(Clock, keeps_the_days_of_an_office_east_and_west_of_utc)
{
    ManualClock const dili{at("2026-11-21T15:00:00Z"), [](Instant) {
                               return 9h;
                           }};
    EXPECT_EQ(dili.today(), day("2026-11-22"));
    EXPECT_EQ(dili.day_of(at("2026-11-21T14:59:59Z")), day("2026-11-21"));
    EXPECT_EQ(dili.start_of(day("2026-11-22")), at("2026-11-21T15:00:00Z"));

    ManualClock const brasilia{at("2026-11-22T02:59:59Z"), [](Instant) {
                                   return -3h;
                               }};
    EXPECT_EQ(brasilia.today(), day("2026-11-21"));
    EXPECT_EQ(brasilia.start_of(day("2026-11-22")), at("2026-11-22T03:00:00Z"));
}

/// Clocks that go forward at midnight: the day begins at one o'clock, on either side of UTC.
TEST(Clock, begins_a_day_without_midnight_just_after)
{
    for (auto const standard : {2h, -5h}) {
        auto const change = at("2026-03-08T00:00:00Z").plus(-standard);
        ManualClock const clock{change, [change, standard](Instant instant) {
                                    return instant < change ? standard : standard + 1h;
                                }};
        EXPECT_EQ(clock.start_of(day("2026-03-08")), change) << standard.count();
        EXPECT_EQ(clock.day_of(change), day("2026-03-08"));
        EXPECT_EQ(clock.day_of(change.plus(-1us)), day("2026-03-07"));
        EXPECT_EQ(clock.start_of(day("2026-03-09")), change.plus(23h));
    }
}

} // namespace
} // namespace selatan

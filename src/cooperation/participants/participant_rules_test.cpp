#include "cooperation/participants/session.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::participants {
namespace {

using selatan::testing::code_of;
using selatan::testing::day;

CourseStanding course(std::int64_t sessions, std::int64_t recorded, std::int64_t attended)
{
    return {.starts = day("2027-04-01"),
            .ends = day("2027-04-14"),
            .percent = 80,
            .sessions = sessions,
            .recorded = recorded,
            .attended = attended};
}

TEST(CourseRules, a_course_is_completed_after_its_end_with_attendance_known_and_enough_of_it)
{
    struct Case {
        CourseStanding standing;
        std::string remark;
        std::string_view today;
        std::string refusal;
    };
    auto without_rule = course(0, 0, 0);
    without_rule.percent.reset();
    for (auto const &[standing, remark, today, refusal] :
         {Case{course(10, 8, 0), "", "2027-04-13", "participants.course_not_ended"},
          Case{course(10, 8, 0), "", "2027-04-14", "participants.attendance_missing"},
          Case{course(0, 0, 0), "", "2027-04-14", "participants.sessions_missing"},
          Case{course(10, 10, 7), "", "2027-04-14", "participants.attendance_short"},
          Case{course(10, 10, 7), "Ill for a week, handed in the work", "2027-04-14", ""},
          Case{course(10, 10, 8), "", "2027-04-14", ""},
          Case{without_rule, "", "2027-04-14", ""}}) {
        EXPECT_EQ(code_of(decide_complete_course(standing, {.remark = remark}, day(today))),
                  refusal);
    }
}

TEST(CourseRules, a_share_is_counted_in_whole_sessions)
{
    EXPECT_FALSE(course(12, 12, 9).is_enough()) << "75 %";
    EXPECT_TRUE(course(12, 12, 10).is_enough()) << "83 %";
    EXPECT_TRUE(course(0, 0, 0).is_enough()) << "nothing was held, nothing was missed";
}

TEST(CourseRules, nobody_fails_a_course_that_has_not_begun)
{
    EXPECT_EQ(code_of(decide_not_complete(course(10, 0, 0), day("2027-03-31"))),
              "training.course_not_begun");
    EXPECT_EQ(code_of(decide_not_complete(course(10, 0, 0), day("2027-04-01"))), "");
}

TEST(SessionRules, stand_within_the_course_and_stay_with_their_call)
{
    Session before;
    before.call = Id<Call>{Uuid{}};
    Session session;
    session.held_on = day("2027-03-31");
    auto problems = decide_session(session, &before, day("2027-04-01"), day("2027-04-14"));
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].code, "participants.session_fixed");
    EXPECT_EQ(problems[1].code, "participants.outside_course");
    session.held_on = day("2027-04-14");
    EXPECT_TRUE(decide_session(session, nullptr, day("2027-04-01"), day("2027-04-14")).empty());
}

TEST(SessionRules, a_session_is_recorded_from_its_day_on)
{
    Session session;
    session.held_on = day("2027-04-02");
    EXPECT_EQ(code_of(decide_record(session, day("2027-04-01"))), "participants.session_to_come");
    EXPECT_EQ(code_of(decide_record(session, day("2027-04-02"))), "");
}

TEST(SessionRules, working_days_unless_the_course_is_a_weekend)
{
    auto const days = course_days(day("2027-04-01"), day("2027-04-14")); // Thursday to Wednesday
    ASSERT_EQ(days.size(), 10U);
    EXPECT_EQ(days[2], day("2027-04-05"));
    EXPECT_EQ(course_days(day("2027-04-03"), day("2027-04-04")).size(), 2U);
}

} // namespace
} // namespace selatan::participants

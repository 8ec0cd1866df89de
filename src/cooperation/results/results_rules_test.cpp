#include "cooperation/results/progress.hpp"
#include "cooperation/results/rating.hpp"
#include "cooperation/results/results.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::results {
namespace {

using selatan::testing::code_of;
using selatan::testing::day;

Quantity number(std::string_view text)
{
    return *Quantity::parse(text);
}

TEST(Quantity, keeps_every_digit_that_says_something_and_refuses_what_is_no_number)
{
    EXPECT_EQ(number("0012.50").digits(), "12.5");
    EXPECT_EQ(number("-0").digits(), "0");
    EXPECT_EQ(number("-3.25").digits(), "-3.25");
    EXPECT_DOUBLE_EQ(number("-3.25").value(), -3.25);
    EXPECT_EQ(number("123456789012.3456").digits(), "123456789012.3456");
    for (auto const *const wrong :
         {"", "-", ".5", "5.", "1,5", "1e3", "1234567890123", "1.23456", "12 000", "--1"}) {
        EXPECT_FALSE(Quantity::parse(wrong)) << wrong;
    }
}

TEST(IndicatorRules, a_baseline_has_a_year_and_people_reached_are_counted_from_nothing)
{
    Indicator indicator;
    EXPECT_EQ(code_of(decide_indicator(indicator)), "");
    indicator.baseline = number("20");
    EXPECT_EQ(code_of(decide_indicator(indicator)), "results.baseline_year_missing");
    indicator.baseline_year = 2025;
    EXPECT_EQ(code_of(decide_indicator(indicator)), "");
    indicator.origin = Origin::people_reached;
    EXPECT_EQ(code_of(decide_indicator(indicator)), "results.people_from_nothing");
    indicator.direction = Direction::down;
    EXPECT_EQ(code_of(decide_indicator(indicator)), "results.people_go_up");
    EXPECT_EQ(code_of(decide_agree(false)), "results.target_missing");
    EXPECT_EQ(code_of(decide_agree(true)), "");
}

TEST(IndicatorRules, a_target_lies_in_the_direction_meant)
{
    Indicator indicator;
    indicator.baseline = number("20");
    Target target;
    target.value = number("19.5");
    EXPECT_EQ(code_of(decide_target(indicator, target)), "results.target_behind_baseline");
    indicator.direction = Direction::down;
    EXPECT_EQ(code_of(decide_target(indicator, target)), "");
    indicator.baseline = {};
    target.value = number("40");
    EXPECT_EQ(code_of(decide_target(indicator, target)), "") << "nobody knows where it began";
}

TEST(IndicatorRules, a_figure_is_of_an_agreed_indicator_and_of_a_day_that_came)
{
    Indicator indicator;
    Figure figure;
    figure.measured_on = day("2026-11-21");
    auto const today = day("2026-11-21");
    EXPECT_EQ(code_of(decide_figure(indicator, "draft", figure, today)),
              "results.indicator_not_agreed");
    EXPECT_EQ(code_of(decide_figure(indicator, "agreed", figure, today)), "");
    figure.measured_on = day("2026-11-22");
    EXPECT_EQ(code_of(decide_figure(indicator, "agreed", figure, today)), "common.in_the_future");
    figure.measured_on = today;
    figure.women = 3;
    figure.young = 4;
    EXPECT_EQ(code_of(decide_figure(indicator, "agreed", figure, today)), "results.young_exceed");
    figure.men = 1;
    EXPECT_EQ(code_of(decide_figure(indicator, "agreed", figure, today)), "");
    indicator.origin = Origin::people_reached;
    EXPECT_EQ(code_of(decide_figure(indicator, "agreed", figure, today)),
              "results.people_are_read");
}

TEST(IndicatorRules, whoever_entered_a_figure_does_not_verify_it_and_evidence_is_needed)
{
    auth::Identity by;
    by.user = Id<auth::User>{Uuid::make(7, {})};
    Figure figure;
    EXPECT_EQ(code_of(decide_verify(figure, false, {by.user.uuid()}, by)), "results.own_figure");
    EXPECT_EQ(code_of(decide_verify(figure, false, {Uuid::make(8, {})}, by)),
              "results.evidence_missing");
    EXPECT_EQ(code_of(decide_verify(figure, true, {}, by)), "");
    figure.evidence = "https://statistics.example/table/4";
    EXPECT_EQ(code_of(decide_verify(figure, false, {}, by)), "");
}

TEST(Progress, is_the_share_of_the_way_from_where_it_began_to_the_target_that_counts_now)
{
    struct Case {
        std::string_view what;
        Direction direction;
        std::string_view baseline;
        std::string_view target;
        std::string_view actual;
        Standing standing;
        int permille;
    };
    std::vector<Case> const cases{
        {"half way up", Direction::up, "20", "60", "40", Standing::under_way, 500},
        {"reached", Direction::up, "20", "60", "60", Standing::reached, 1000},
        {"beyond", Direction::up, "20", "60", "75", Standing::reached, 1000},
        {"worse than before", Direction::up, "20", "60", "12", Standing::lost, 0},
        {"down", Direction::down, "80", "40", "70", Standing::under_way, 250},
        {"down and reached", Direction::down, "80", "40", "39.5", Standing::reached, 1000},
        {"from nothing known", Direction::up, "", "60", "15", Standing::under_way, 250},
        {"not measured", Direction::up, "20", "60", "", Standing::not_measured, 0},
        {"no target", Direction::up, "20", "", "30", Standing::no_target, 0},
        {"where it was meant to stay", Direction::up, "20", "20", "20", Standing::reached, 1000},
    };
    for (auto const &one : cases) {
        Indicator indicator;
        indicator.direction = one.direction;
        if (!one.baseline.empty()) {
            indicator.baseline = number(one.baseline);
        }
        std::vector<Milestone> milestones;
        if (!one.target.empty()) {
            milestones.push_back({day("2027-12-31"), number(one.target)});
        }
        std::vector<Measured> measured;
        if (!one.actual.empty()) {
            measured.push_back({day("2026-11-01"), number(one.actual), true});
        }
        auto const progress = progress_of(indicator, milestones, measured, day("2026-11-21"));
        EXPECT_EQ(progress.standing, one.standing) << one.what;
        EXPECT_EQ(progress.permille, one.permille) << one.what;
    }
}

TEST(Progress, looks_at_the_next_target_after_the_last_one_at_the_last_and_prefers_verified_figures)
{
    Indicator indicator;
    std::vector<Milestone> const milestones{{day("2027-12-31"), number("60")},
                                            {day("2026-12-31"), number("30")}};
    std::vector<Measured> const measured{{day("2026-10-01"), number("25"), true},
                                         {day("2026-11-01"), number("40"), false}};
    auto const now = progress_of(indicator, milestones, measured, day("2026-11-21"));
    EXPECT_EQ(now.target->value, number("30"));
    EXPECT_EQ(now.actual->value, number("25")) << "what nobody verified waits";
    auto const later = progress_of(indicator, milestones, measured, day("2028-01-01"));
    EXPECT_EQ(later.target->value, number("60"));
    EXPECT_EQ(later.standing, Standing::late);
}

TEST(EvaluationRules, after_the_end_means_after_its_operations_are_closed)
{
    Evaluation evaluation;
    evaluation.occasion = Occasion::ex_post;
    Findings wanted{.evaluated_on = day("2026-11-22"),
                    .evaluator = "An institute",
                    .document = "Report",
                    .findings = "It lasts",
                    .recommendations = {}};
    auto const today = day("2026-11-21");
    EXPECT_EQ(code_of(decide_report(evaluation, "active", wanted, today)),
              "results.project_not_over");
    EXPECT_EQ(code_of(decide_report(evaluation, "financially_closed", wanted, today)),
              "common.in_the_future");
    wanted.evaluated_on = today;
    EXPECT_EQ(code_of(decide_report(evaluation, "operationally_closed", wanted, today)), "");
    evaluation.occasion = Occasion::mid_term;
    EXPECT_EQ(code_of(decide_report(evaluation, "active", wanted, today)), "");
}

TEST(RatingRules, are_asked_for_a_begun_project_and_a_day_to_come)
{
    Round round;
    round.period_from = day("2026-01-01");
    round.period_until = day("2026-06-30");
    round.closes_on = day("2026-12-01");
    auto const today = day("2026-11-21");
    EXPECT_EQ(code_of(decide_round(round, "approved", today)), "results.project_not_begun");
    EXPECT_EQ(code_of(decide_round(round, "active", today)), "");
    EXPECT_EQ(code_of(decide_round(round, "active", day("2026-12-02"))),
              "results.closes_in_the_past");
    round.period_until = day("2025-12-31");
    EXPECT_EQ(code_of(decide_round(round, "active", today)), "records.period_reversed");
    EXPECT_EQ(code_of(decide_rate(round, "disclosed", today)), "results.round_closed");
    EXPECT_EQ(code_of(decide_rate(round, "open", day("2026-12-02"))), "results.round_closed");
    EXPECT_EQ(code_of(decide_rate(round, "open", day("2026-12-01"))), "");
}

TEST(RatingRules, each_speaks_for_its_own_side_and_publication_wants_all_consents)
{
    Rating rating;
    rating.country = CountryCode::parse("TLS");
    auth::Identity dili;
    dili.grants.push_back({.role = auth::Role::focal_point, .scope = *CountryCode::parse("TLS")});
    auth::Identity suva;
    suva.grants.push_back({.role = auth::Role::focal_point, .scope = *CountryCode::parse("FJI")});
    auth::Identity everywhere;
    everywhere.grants.push_back({.role = auth::Role::focal_point});
    EXPECT_EQ(code_of(decide_speak(dili, rating)), "");
    EXPECT_EQ(code_of(decide_speak(suva, rating)), "results.not_your_side");
    EXPECT_EQ(code_of(decide_speak(everywhere, rating)), "results.not_your_side");
    EXPECT_EQ(code_of(decide_consent({.consent_document = "N", .consented_on = day("2026-11-22")},
                                     day("2026-11-21"))),
              "common.in_the_future");
    Rating consented;
    consented.consented_on = day("2026-11-01");
    EXPECT_EQ(code_of(decide_publish({})), "results.consent_missing");
    EXPECT_EQ(code_of(decide_publish({consented, rating})), "results.consent_missing");
    EXPECT_EQ(code_of(decide_publish({consented, consented})), "");
}

} // namespace
} // namespace selatan::results

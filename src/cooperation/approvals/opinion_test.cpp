#include "cooperation/approvals/approvals.hpp"
#include "tests/support/values.hpp"

#include <array>
#include <gtest/gtest.h>

namespace selatan::approvals {
namespace {

using auth::Role;
using selatan::testing::day;

template <typename T>
std::string said(Result<T> const &result)
{
    if (result) {
        return "";
    }
    auto const &problem = result.error().problems.front();
    return problem.field.empty() ? problem.code : problem.field + ":" + problem.code;
}

auth::Identity someone(Role role, auth::Scope const &scope, std::optional<Uuid> office = {})
{
    auth::Identity who;
    who.office = office;
    who.grants.push_back(
        {.id = {}, .role = role, .scope = scope, .valid_from = {}, .valid_until = {}});
    return who;
}

TEST(GoAhead, waits_for_every_answer_and_overrides_objections_with_a_reason)
{
    struct Case {
        Standing standing;
        std::string_view reason;
        std::string_view answer;
    };
    for (auto const &[standing, reason, answer] : {
             Case{{}, "", ""}, // nobody was asked
             Case{{.favourable = 3}, "", ""},
             Case{{.favourable = 1, .conditional = 2}, "", ""},
             Case{{.asked = 1, .favourable = 2}, "", "approvals.outstanding"},
             Case{{.favourable = 2, .silent = 1}, "", "approvals.outstanding"},
             // Silence is never consent: no reason overrides it.
             Case{{.asked = 1}, "Urgent", "approvals.outstanding"},
             Case{{.unfavourable = 1, .silent = 1}, "Urgent", "approvals.outstanding"},
             Case{{.favourable = 2, .unfavourable = 1},
                  "",
                  "override_reason:approvals.unfavourable"},
             Case{{.favourable = 2, .unfavourable = 1}, "The minister decided.", ""},
         }) {
        EXPECT_EQ(said(decide_go_ahead(standing, reason)), answer);
    }
}

TEST(OpinionRules, an_office_is_spoken_for_by_its_own_people)
{
    auto const office = Uuid::make(1, {});
    auto const other = Uuid::make(2, {});
    struct Case {
        auth::Identity who;
        bool speaks;
    };
    for (auto const &[who, speaks] : {
             Case{someone(Role::line_ministry, office), true},
             Case{someone(Role::appraiser, office), true},
             Case{someone(Role::line_ministry, office, other), true},
             Case{someone(Role::line_ministry, other, office), false}, // the grant decides
             Case{someone(Role::line_ministry, auth::Everywhere{}, office), true},
             Case{someone(Role::line_ministry, auth::Everywhere{}, other), false},
             Case{someone(Role::line_ministry, auth::Everywhere{}), false},
             Case{someone(Role::coordinator, auth::Everywhere{}, office), false},
             Case{someone(Role::desk_officer, office), false},
             Case{someone(Role::approver, office), false},
             Case{someone(Role::focal_point, office), false},
         }) {
        EXPECT_EQ(speaks_for(who, office), speaks);
    }
}

TEST(OpinionRules, conditions_and_objections_are_written_down)
{
    struct Case {
        Stance stance;
        std::string_view conditions, reason, answer;
    };
    for (auto const &[stance, conditions, reason, answer] :
         {Case{Stance::favourable, "", "", ""},
          Case{Stance::conditional, "", "Because", "conditions:common.required"},
          Case{Stance::conditional, "After the harvest", "", ""},
          Case{Stance::unfavourable, "After the harvest", "", "reason:common.required"},
          Case{Stance::unfavourable, "", "No seed is left", ""}}) {
        EXPECT_EQ(said(decide_give(stance, conditions, reason)), answer);
    }
}

TEST(OpinionRules, a_post_answers_for_itself_and_for_those_that_it_acts_for)
{
    Id<partners::Post> const own{Uuid::make(1, {})};
    Id<partners::Post> const director{Uuid::make(2, {})};
    std::array const acts_for{own, director};
    EXPECT_EQ(said(decide_name(std::nullopt, {})), "");
    EXPECT_EQ(said(decide_name(director, acts_for)), "");
    EXPECT_EQ(said(decide_name(own, acts_for)), "");
    EXPECT_EQ(said(decide_name(Id<partners::Post>{Uuid::make(3, {})}, acts_for)),
              "in_name_of:approvals.not_your_post");
    EXPECT_EQ(said(decide_name(director, {})), "in_name_of:approvals.not_your_post");
}

TEST(OpinionRules, asking_needs_offices_and_time)
{
    auto const today = day("2026-11-21");
    Offices const one(1);
    Offices const too_many(offices_most + 1);
    struct Case {
        Offices const &offices;
        std::string_view deadline, answer;
    };
    Offices const none;
    for (auto const &[offices, deadline, answer] :
         {Case{none, "2026-11-20", "offices:approvals.no_office"},
          Case{too_many, "2026-12-20", "offices:approvals.too_many_offices"},
          Case{one, "2026-11-20", "deadline:approvals.deadline_passed"},
          Case{one, "2026-11-21", "deadline:approvals.deadline_passed"},
          Case{one, "2026-11-22", ""}}) {
        EXPECT_EQ(said(decide_ask(offices, day(deadline), today)), answer);
    }
}

TEST(OpinionRules, a_consultation_ends_when_all_have_answered)
{
    EXPECT_EQ(said(decide_conclude(1, 3)), "approvals.outstanding");
    EXPECT_EQ(said(decide_conclude(1, 0)), "approvals.outstanding");
    EXPECT_EQ(said(decide_conclude(0, 0)), "approvals.nothing_given");
    EXPECT_EQ(said(decide_conclude(0, 1)), "");
}

TEST(OpinionRules, an_opinion_is_not_handed_to_whoever_has_it)
{
    Opinion opinion;
    opinion.organisation = Id<partners::Organisation>{Uuid::make(1, {})};
    EXPECT_EQ(said(decide_delegate(opinion, *opinion.organisation)),
              "organisation:approvals.same_office");
    EXPECT_EQ(said(decide_delegate(opinion, Id<partners::Organisation>{Uuid::make(2, {})})), "");
}

TEST(OpinionMachine, is_answered_from_every_state_but_the_last)
{
    struct Row {
        std::string_view verb;
        std::string_view from; ///< states, with spaces between them
        std::string_view to;
    };
    constexpr std::string_view answerable = " asked favourable conditional unfavourable silent ";
    constexpr std::array rows{
        Row{"give_favourable", answerable, "favourable"},
        Row{"give_conditional", answerable, "conditional"},
        Row{"give_unfavourable", answerable, "unfavourable"},
        Row{"record_favourable", answerable, "favourable"},
        Row{"record_conditional", answerable, "conditional"},
        Row{"record_unfavourable", answerable, "unfavourable"},
        Row{"fall_silent", " asked ", "silent"},
        Row{"withdraw", " asked silent ", "withdrawn"},
    };
    for (auto const &row : rows) {
        for (auto const state : opinions.machine->states) {
            auto const next = opinions.machine->next(state, row.verb);
            bool const leads =
                row.from.find(" " + std::string{state} + " ") != std::string_view::npos;
            EXPECT_EQ(next.value_or(""), leads ? row.to : "") << row.verb << " from " << state;
        }
    }
    for (auto const language : languages) {
        for (auto const state : opinions.machine->states) {
            EXPECT_TRUE(opinions.machine->state_name(language, state));
        }
    }
}

} // namespace
} // namespace selatan::approvals

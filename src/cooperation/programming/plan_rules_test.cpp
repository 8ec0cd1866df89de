#include "cooperation/programming/commitment.hpp"
#include "cooperation/programming/plan_revision.hpp"
#include "cooperation/programming/programming.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>
#include <set>

namespace selatan::programming {
namespace {

using selatan::testing::day;

template <typename T>
std::string said(Result<T> const &result)
{
    if (result) {
        return "";
    }
    auto const &problem = result.error().problems.front();
    return (problem.field.empty() ? "" : problem.field + ":") + problem.code;
}

std::string said(Problems const &problems)
{
    return problems.empty() ? "" : problems.front().field + ":" + problems.front().code;
}

constexpr std::array plan_states_in_order{
    plan_states::open,     plan_states::proposals_in, plan_states::appraised,
    plan_states::ranked,   plan_states::ceiling_set,  plan_states::established,
    plan_states::budgeted, plan_states::executing,    plan_states::revised,
    plan_states::closed,   plan_states::audited};

/// A letter a state in which the rule accepts: o p a r c | e b x v | C A
template <typename Rule>
std::string accepted_in(Rule const &rule)
{
    constexpr std::string_view letters = "oparcebxvCA";
    std::string accepted;
    for (std::size_t i = 0; i < plan_states_in_order.size(); ++i) {
        if (rule(plan_states_in_order[i])) {
            accepted += letters[i];
        }
    }
    return accepted;
}

// -- The machines --------------------------------------------------------------------------------

TEST(PlanMachine, leads_where_the_manual_says)
{
    auto const possible = [](std::string_view verb) {
        return accepted_in(
            [&](std::string_view state) { return plan_machine.next(state, verb).has_value(); });
    };
    for (auto const &[verb, states] : std::vector<std::pair<std::string_view, std::string_view>>{
             {"carry_over", "o"},
             {"close_proposals", "o"},
             {"finish_appraisal", "p"},
             {"finish_ranking", "a"},
             {"set_ceilings", "r"},
             {"establish", "c"},
             {"budget", "ev"},
             {"execute", "bv"},
             {"revise", "ebx"},
             {"close", "x"},
             {"audit", "C"},
             {"reopen", "parc"},
             {"step_back", "arc"},
         }) {
        EXPECT_EQ(possible(verb), states) << verb;
    }
    // Whatever the order of the calendar, each step back undoes the step before.
    EXPECT_EQ(plan_machine.next("ceiling_set", "step_back"), "ranked");
    EXPECT_EQ(plan_machine.next("ranked", "step_back"), "appraised");
    EXPECT_EQ(plan_machine.next("appraised", "step_back"), "proposals_in");
}

TEST(PlanLineMachine, leads_where_the_manual_says)
{
    constexpr std::array states{line_states::proposed, line_states::appraised,
                                line_states::ranked,   line_states::established,
                                line_states::reported, line_states::deferred,
                                line_states::dropped};
    constexpr std::string_view letters = "parERdx";
    for (auto const &[verb, wanted] : std::vector<std::pair<std::string_view, std::string_view>>{
             {"appraise", "pa"},
             {"rank", "ar"},
             {"establish", "par"},
             {"revise_amount", "E"},
             {"defer", "parE"},
             {"drop", "parER"},
         }) {
        std::string possible;
        for (std::size_t i = 0; i < states.size(); ++i) {
            possible += line_machine.next(states[i], verb) ? std::string{letters[i]} : "";
        }
        EXPECT_EQ(possible, wanted) << verb;
    }
}

TEST(Programming, every_verb_of_its_machines_has_somebody_who_may)
{
    for (auto const &[machine, policy] :
         {std::pair{&plan_machine, &plan_policy}, std::pair{&line_machine, &line_policy}}) {
        for (auto const &step : machine->transitions) {
            EXPECT_TRUE(std::ranges::any_of(policy->rules, [&](records::Rule const &rule) {
                return rule.verb == step.verb;
            })) << step.verb;
        }
    }
}

// -- Plans ---------------------------------------------------------------------------------------

TEST(PlanRules, a_calendar_runs_forwards)
{
    PlanYear plan;
    EXPECT_EQ(said(decide_calendar(plan)), "");
    plan.proposals_due = day("2026-09-30");
    plan.establishment_due = day("2026-09-30");
    EXPECT_EQ(said(decide_calendar(plan)), "");
    plan.ceilings_due = day("2026-09-29");
    EXPECT_EQ(said(decide_calendar(plan)), "ceilings_due:programming.calendar_order");
    plan.ceilings_due = day("2026-10-01");
    EXPECT_EQ(said(decide_calendar(plan)), "establishment_due:programming.calendar_order");
}

TEST(PlanRules, the_clock_is_what_the_calendar_says_of_the_state)
{
    PlanYear plan;
    plan.proposals_due = day("2026-06-30");
    plan.appraisal_due = day("2026-08-31");
    plan.ceilings_due = day("2026-10-31");
    plan.establishment_due = day("2026-12-15");
    EXPECT_EQ(due_in(plan, "open"), plan.proposals_due);
    EXPECT_EQ(due_in(plan, "proposals_in"), plan.appraisal_due);
    EXPECT_EQ(due_in(plan, "appraised"), plan.ceilings_due);
    EXPECT_EQ(due_in(plan, "ranked"), plan.ceilings_due);
    EXPECT_EQ(due_in(plan, "ceiling_set"), plan.establishment_due);
    EXPECT_EQ(due_in(plan, "executing"), std::nullopt);
}

TEST(PlanRules, a_step_waits_for_the_lines)
{
    EXPECT_EQ(said(decide_finish_appraisal({})), "");
    EXPECT_EQ(said(decide_finish_appraisal({.proposed = 1})), "programming.lines_to_appraise");
    EXPECT_EQ(said(decide_finish_ranking({.appraised = 2})), "programming.lines_to_rank");
    EXPECT_EQ(said(decide_finish_ranking({.proposed = 1})), "programming.lines_to_rank");
    EXPECT_EQ(said(decide_finish_ranking({.ranked_and_included = 3})), "");
    EXPECT_EQ(said(decide_set_ceilings(false)), "programming.no_total_ceiling");
    EXPECT_EQ(said(decide_set_ceilings(true)), "");
    EXPECT_EQ(said(decide_establish_plan({})), "programming.nothing_to_establish");
    EXPECT_EQ(said(decide_establish_plan({.ranked_and_included = 1})), "");
    EXPECT_EQ(said(decide_establish_plan({.established = 1})), "");
    PlanYear plan;
    EXPECT_EQ(said(decide_execute(plan)), "programming.not_budgeted");
    plan.budget_document = "DIPA 12/2027";
    EXPECT_EQ(said(decide_execute(plan)), "");
}

TEST(PlanRules, the_currency_changes_while_nothing_is_counted_in_it)
{
    PlanYear before;
    before.currency = Currency::parse("IDR");
    auto after = before;
    after.currency = Currency::parse("USD");
    EXPECT_EQ(said(decide_amend(before, after, true)), "currency:programming.currency_in_use");
    EXPECT_EQ(said(decide_amend(before, after, false)), "");
    EXPECT_EQ(said(decide_amend(before, before, true)), "");
}

// -- Ceilings ------------------------------------------------------------------------------------

TEST(CeilingRules, a_ceiling_says_what_it_is_for_and_nothing_else)
{
    auto const today = day("2026-11-21");
    Ceiling ceiling;
    ceiling.from_day = today;
    EXPECT_EQ(said(decide_ceiling(ceiling, false, today)), "");
    ceiling.country_group = "SIDS";
    EXPECT_EQ(said(decide_ceiling(ceiling, false, today)),
              "country_group:programming.not_of_this_scope");
    ceiling.scope = Scope::country_group;
    EXPECT_EQ(said(decide_ceiling(ceiling, false, today)), "");
    ceiling.scope = Scope::fund;
    EXPECT_EQ(said(decide_ceiling(ceiling, false, today)), "fund:common.required");
    ceiling.country_group.clear();
    ceiling.fund = Id<partners::Organisation>{Uuid::make(1, {})};
    EXPECT_EQ(said(decide_ceiling(ceiling, false, today)), "fund:programming.not_a_fund");
    EXPECT_EQ(said(decide_ceiling(ceiling, true, today)), "");
    ceiling.from_day = today.plus_days(1);
    EXPECT_EQ(said(decide_ceiling(ceiling, true, today)), "from_day:common.in_the_future");
}

TEST(CeilingRules, a_refusal_names_the_ceiling_and_its_figures)
{
    Hold const hold{.scope = Scope::country_group, .code = "SIDS", .amount = 100, .held = 90};
    auto const refusal = ceiling_reached(hold, "SIDS", 20, *Currency::parse("IDR"));
    auto const &arguments = refusal.problems.front().arguments;
    auto const has = [&](std::string const &name, std::string const &value) {
        return std::ranges::find(arguments, std::pair{name, value}) != arguments.end();
    };
    EXPECT_TRUE(has("scope", "country_group") && has("name", "SIDS") && has("amount", "100") &&
                has("held", "90") && has("wanted", "20") && has("currency", "IDR"));
}

// -- Lines ---------------------------------------------------------------------------------------

PlanLine line_of(Source source)
{
    PlanLine line;
    line.source = source;
    line.amount = 100;
    return line;
}

TEST(PlanLineRules, proposals_have_their_time_and_need_does_not_wait)
{
    auto const taken = [](Source source) {
        return accepted_in([&](std::string_view state) {
            return decide_line(line_of(source), state, true).empty();
        });
    };
    EXPECT_EQ(taken(Source::proposal), "ov");
    EXPECT_EQ(taken(Source::renewal), "ov");
    EXPECT_EQ(taken(Source::humanitarian), "oparcebxv");
    EXPECT_EQ(taken(Source::own_budget), "oparcebxv");
    EXPECT_EQ(taken(Source::carried_over), "");
}

TEST(PlanLineRules, a_line_has_what_its_source_names)
{
    EXPECT_EQ(said(decide_line(line_of(Source::match), "open", true)),
              "request_match:common.required");
    EXPECT_EQ(said(decide_line(line_of(Source::request), "open", true)), "request:common.required");
    auto line = line_of(Source::proposal);
    line.fund = Id<partners::Organisation>{Uuid::make(1, {})};
    EXPECT_EQ(said(decide_line(line, "open", false)), "fund:programming.not_a_fund");
    EXPECT_EQ(said(decide_line(line, "closed", false)), "plan:programming.plan_closed");
    EXPECT_EQ(said(decide_line(line, "ranked", false)), "plan:programming.proposals_closed");
}

TEST(PlanLineRules, each_step_has_its_time_in_the_plan)
{
    EXPECT_EQ(accepted_in([](auto state) { return decide_appraise(state).has_value(); }), "opv");
    auto const line = line_of(Source::proposal);
    EXPECT_EQ(accepted_in([&](auto state) { return decide_rank(line, {}, state).has_value(); }),
              "arcv");
    auto const established = [](Source source, std::string_view from) {
        return accepted_in([&](auto state) {
            return decide_establish(line_of(source), from, state, false).has_value();
        });
    };
    EXPECT_EQ(established(Source::proposal, "ranked"), "v");
    EXPECT_EQ(established(Source::proposal, "appraised"), "");
    EXPECT_EQ(established(Source::humanitarian, "proposed"), "oparcebxv");
    auto const changed = [](Source source, std::int64_t amount) {
        return accepted_in([&](auto state) {
            return decide_revise_amount(line_of(source), {.amount = amount}, state).has_value();
        });
    };
    EXPECT_EQ(changed(Source::proposal, 101), "v");
    EXPECT_EQ(changed(Source::proposal, 99), "oparcebxv");
    EXPECT_EQ(changed(Source::humanitarian, 101), "oparcebxv");
    EXPECT_EQ(changed(Source::proposal, 100), "");
}

TEST(PlanLineRules, the_first_thing_wrong_is_told)
{
    auto line = line_of(Source::proposal);
    EXPECT_EQ(said(decide_appraise("closed")), "programming.plan_closed");
    EXPECT_EQ(said(decide_appraise("ranked")), "programming.not_the_time");
    line.finding = Finding::not_recommended;
    EXPECT_EQ(said(decide_rank(line, {.rank = 1, .included = true}, "appraised")),
              "included:programming.not_recommended");
    EXPECT_EQ(said(decide_rank(line, {.rank = 1, .included = false}, "appraised")), "");
    EXPECT_EQ(said(decide_rank(line, {}, "open")), "programming.not_the_time");
    EXPECT_EQ(said(decide_establish(line, "proposed", "revised", false)), "programming.not_ranked");
    EXPECT_EQ(said(decide_establish(line, "ranked", "executing", false)),
              "programming.not_the_time");
    EXPECT_EQ(said(decide_establish(line, "ranked", "revised", true)),
              "programming.authority_missing");
    line.authority = "KMK 60/2018";
    EXPECT_EQ(said(decide_establish(line, "ranked", "revised", true)), "");
    EXPECT_EQ(said(decide_revise_amount(line, {.amount = 100}, "revised")),
              "amount:programming.same_amount");
    EXPECT_EQ(said(decide_revise_amount(line, {.amount = 200}, "executing")),
              "programming.needs_revision");
    EXPECT_EQ(said(decide_defer({.deferred_to = 2027}, 2027, "open")),
              "deferred_to:programming.not_a_later_year");
    EXPECT_EQ(said(decide_defer({.deferred_to = 2038}, 2027, "open")),
              "deferred_to:programming.not_a_later_year");
    EXPECT_EQ(said(decide_defer({.deferred_to = 2028}, 2027, "audited")),
              "programming.plan_closed");
    EXPECT_EQ(said(decide_defer({.deferred_to = 2028}, 2027, "executing")), "");
}

TEST(PlanSliceRules, a_slice_is_a_later_year_of_a_line_that_stands)
{
    PlanSlice const slice{.line = {}, .year = 2028, .amount = 5, .note = {}};
    SliceContext context{.line_state = "proposed", .plan_year = 2027};
    EXPECT_EQ(said(decide_slice(slice, context)), "");
    context.year_is_taken = true;
    EXPECT_EQ(said(decide_slice(slice, context)), "year:programming.slice_taken");
    context.plan_year = 2028;
    EXPECT_EQ(said(decide_slice(slice, context)), "year:programming.not_a_later_year");
    context.is_carried = true;
    EXPECT_EQ(said(decide_slice(slice, context)), "year:programming.slice_carried");
    context.line_state = "dropped";
    EXPECT_EQ(said(decide_slice(slice, context)), "line:programming.line_ended");
    EXPECT_EQ(said(decide_slice(slice, {.line_state = "reported", .is_own_budget = true})),
              "line:programming.line_ended");
}

// -- Money ---------------------------------------------------------------------------------------

TEST(PlanMoney, is_converted_exactly_and_within_bounds)
{
    auto const rate = [](std::string_view text) {
        return *reference::Rate::parse(text);
    };
    EXPECT_EQ(converted(1000, rate("16477.9")), 16'477'900);
    EXPECT_EQ(converted(1, rate("0.5")), 1) << "half away from zero";
    EXPECT_EQ(converted(1, rate("0.49")), 0);
    EXPECT_EQ(converted(largest_amount, reference::Rate::one()), largest_amount);
    EXPECT_EQ(converted(largest_amount, rate("1.1")), std::nullopt);
    EXPECT_EQ(converted(largest_amount, rate("999999999999999")), std::nullopt);
    EXPECT_EQ(converted(largest_amount, rate("0.00000000000000000000000001")), 0);
}

// -- Revisions -----------------------------------------------------------------------------------

Snapshot snapshot(std::vector<KeptLine> lines, std::vector<KeptCeiling> ceilings)
{
    return {.state = "executing",
            .currency = "IDR",
            .lines = std::move(lines),
            .ceilings = std::move(ceilings)};
}

TEST(PlanRevision, reads_what_it_wrote)
{
    auto const kept =
        snapshot({{.reference = "LIN-2026-0001",
                   .title = "دورة “تدريب”\n",
                   .country = "TLS",
                   .sector = "11220",
                   .amount = largest_amount}},
                 {{.scope = Scope::country_group, .code = "SIDS", .amount = 7, .held = 5}});
    EXPECT_EQ(parse_snapshot(to_json(kept)), kept);
    EXPECT_EQ(parse_snapshot(to_json(snapshot({}, {}))), snapshot({}, {}));
}

TEST(PlanRevision, tells_what_came_went_and_changed)
{
    auto const before = snapshot({{.reference = "LIN-1", .title = "A", .amount = 10},
                                  {.reference = "LIN-2", .title = "B", .amount = 20},
                                  {.reference = "LIN-3", .title = "C", .amount = 30}},
                                 {{.scope = Scope::total, .amount = 60, .held = 60}});
    auto const after = snapshot({{.reference = "LIN-2", .title = "B", .amount = 25},
                                 {.reference = "LIN-3", .title = "C anew", .amount = 30},
                                 {.reference = "LIN-4", .title = "D", .amount = 5}},
                                {{.scope = Scope::total, .amount = 60, .held = 60},
                                 {.scope = Scope::country_group, .code = "LDC", .amount = 9}});
    auto const all = differences(before, after);
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].reference, "LIN-1");
    EXPECT_EQ(all[0].after, std::nullopt);
    EXPECT_EQ(all[1].reference, "LIN-2");
    EXPECT_EQ(all[1].before, 20);
    EXPECT_EQ(all[1].after, 25);
    EXPECT_EQ(all[2].reference, "LIN-4");
    EXPECT_EQ(all[2].before, std::nullopt);
    EXPECT_EQ(all[3].kind, Difference::Kind::ceiling);
    EXPECT_EQ(all[3].code, "LDC");
    EXPECT_TRUE(differences(before, before).empty());
}

TEST(Claims, name_each_country_once)
{
    EXPECT_EQ(countries_of(CountryCode::parse("TLS"), "FJI TLS TUV").size(), 3U);
    EXPECT_EQ(countries_of(std::nullopt, "").size(), 0U);
}

} // namespace
} // namespace selatan::programming

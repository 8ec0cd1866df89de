#include "cooperation/requests/duplicates.hpp"
#include "cooperation/requests/entry_checks.hpp"
#include "cooperation/requests/requests.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::requests {

namespace {

using selatan::testing::day;

// -- The machine --------------------------------------------------------------------------------

struct Verb {
    std::string_view name;
    std::string_view from; ///< states, with spaces between them
    std::string_view to;
};

// Every verb, and every state from which it leads; from all others it does not.
constexpr std::array verbs{
    Verb{"submit", "draft returned", "received"},
    Verb{"register", "draft received", "registered"},
    Verb{"return", "received registered screened", "returned"},
    Verb{"screen", "registered", "screened"},
    Verb{"match", "screened part_answered offer_sought financing_sought deferred", "matched"},
    Verb{"part_answer", "screened matched offer_sought financing_sought", "part_answered"},
    Verb{"seek_offer", "screened matched part_answered financing_sought deferred", "offer_sought"},
    Verb{"seek_financing", "screened matched part_answered offer_sought deferred",
         "financing_sought"},
    Verb{"defer", "screened matched offer_sought financing_sought proposed", "deferred"},
    Verb{"refer", "screened offer_sought financing_sought deferred", "referred"},
    Verb{"decline", "screened matched offer_sought financing_sought deferred proposed", "declined"},
    Verb{"propose", "matched part_answered financing_sought deferred", "proposed"},
    Verb{"plan", "proposed", "in_portfolio"},
    Verb{"answer", "in_portfolio part_answered referred declined deferred", "answered"},
    Verb{"withdraw",
         "received registered screened returned matched part_answered offer_sought "
         "financing_sought deferred"
         " proposed in_portfolio",
         "withdrawn"},
    Verb{"close", "answered withdrawn returned", "closed"},
    Verb{"reopen", "deferred referred declined answered closed", "screened"},
};

bool names(std::string_view list, std::string_view word)
{
    return (" " + std::string{list} + " ").find(" " + std::string{word} + " ") != std::string::npos;
}

TEST(RequestMachine, takes_every_verb_from_its_states_and_from_no_other)
{
    for (auto const &verb : verbs) {
        for (auto const state : states::all) {
            auto const next = machine.next(state, verb.name);
            if (names(verb.from, state)) {
                EXPECT_EQ(next, verb.to) << verb.name << " from " << state;
            } else {
                EXPECT_FALSE(next) << verb.name << " from " << state;
            }
        }
    }
    for (auto const &step : machine.transitions) {
        EXPECT_TRUE(std::ranges::any_of(verbs, [&](Verb const &verb) {
            return verb.name == step.verb;
        })) << step.verb;
    }
}

TEST(RequestMachine, ends_nowhere_but_in_closed)
{
    for (auto const state : states::all) {
        bool const leads_on =
            std::ranges::any_of(machine.transitions, [&](records::Transition const &step) {
                return step.from == state;
            });
        EXPECT_TRUE(leads_on) << state;
        bool const is_reached =
            state == machine.initial ||
            std::ranges::any_of(machine.transitions,
                                [&](records::Transition const &step) { return step.to == state; });
        EXPECT_TRUE(is_reached) << state;
    }
}

TEST(RequestMachine, names_every_state_and_task_in_every_language)
{
    for (auto const language : languages) {
        for (auto const state : states::all) {
            EXPECT_TRUE(machine.state_name(language, state).has_value()) << state;
        }
    }
    // Officials do not refuse in Indonesian: a request "cannot be met yet".
    EXPECT_EQ(machine.state_name(Language::id, "declined"), "Belum dapat dipenuhi");
    EXPECT_NE(not_possible_now().in(Language::id).find("belum dapat dipenuhi"), std::string::npos);
}

// -- Rules --------------------------------------------------------------------------------------

std::string said(Result<void> const &result)
{
    return result
               ? ""
               : result.error().problems.front().field + ":" + result.error().problems.front().code;
}

TEST(RequestRules, report_the_first_that_is_broken)
{
    auto const today = day("2026-11-21");
    auto const tomorrow = day("2026-11-22");
    EXPECT_EQ(said(decide_submit({.consent = false, .consented_by = "Ministry"})),
              "consent:requests.consent_needed");
    EXPECT_EQ(said(decide_submit({.consent = true, .consented_by = "Ministry"})), "");

    EXPECT_EQ(said(decide_register({}, today)), "");
    EXPECT_EQ(said(decide_register({.letter_date = tomorrow, .consented_on = tomorrow}, today)),
              "letter_date:common.in_the_future");
    EXPECT_EQ(said(decide_register({.letter_date = today, .consented_on = tomorrow}, today)),
              "consented_on:common.in_the_future");
    EXPECT_EQ(said(decide_register({.consented_on = today}, today)),
              "consented_by:requests.consent_incomplete");
    EXPECT_EQ(said(decide_register({.consented_by = "Ministry"}, today)),
              "consented_by:requests.consent_incomplete");
    EXPECT_EQ(said(decide_register({.consented_by = "Ministry", .consented_on = today}, today)),
              "");

    EXPECT_EQ(said(decide_consent({.consented_by = "Ministry", .consented_on = tomorrow}, today)),
              "consented_on:common.in_the_future");
    EXPECT_EQ(said(decide_seek_offer({.offer_deadline = today}, today)),
              "offer_deadline:requests.deadline_passed");
    EXPECT_EQ(said(decide_seek_offer({.offer_deadline = tomorrow}, today)), "");

    EXPECT_EQ(said(decide_exit(ExitReason::other, "")), "exit_note:requests.reason_needed");
    EXPECT_EQ(said(decide_exit(ExitReason::other, "said")), "");
    EXPECT_EQ(said(decide_exit(ExitReason::no_funds, "")), "");
    Deferral deferral{.deferred_to = 2026, .exit_reason = ExitReason::other};
    EXPECT_EQ(said(decide_defer(deferral, today)), "exit_note:requests.reason_needed");
    deferral.exit_reason = ExitReason::no_funds;
    EXPECT_EQ(said(decide_defer(deferral, today)), "deferred_to:requests.year_passed");
    deferral.deferred_to = 2037;
    EXPECT_EQ(said(decide_defer(deferral, today)), "deferred_to:requests.year_passed");
    deferral.deferred_to = 2027;
    EXPECT_EQ(said(decide_defer(deferral, today)), "");

    EXPECT_EQ(said(decide_propose({})), ":requests.consent_missing");
    Request consented;
    consented.consented_on = today;
    EXPECT_EQ(said(decide_propose(consented)), "");
    EXPECT_EQ(said(decide_plan({.plan_year = 2025}, today)), "plan_year:requests.year_passed");
    EXPECT_EQ(said(decide_plan({.plan_year = 2026}, today)), "");
    EXPECT_EQ(said(decide_answer({.answer_letter = "1", .answered_on = tomorrow}, today)),
              "answered_on:common.in_the_future");
    EXPECT_EQ(said(decide_answer({.answer_letter = "1", .answered_on = today}, today)), "");
}

// -- The service clock --------------------------------------------------------------------------

TEST(ServiceClock, stands_still_where_the_partner_must_act)
{
    Calendar const calendar;
    auto const friday = day("2026-11-20");
    struct Row {
        std::string_view state;
        std::string_view due;
    };
    constexpr std::array rows{
        Row{"draft", ""},
        Row{"received", "2026-11-25"},
        Row{"registered", "2026-12-04"},
        Row{"screened", "2026-12-11"},
        Row{"returned", ""},
        Row{"matched", "2026-12-18"},
        Row{"part_answered", "2026-12-18"},
        Row{"offer_sought", "2026-12-15"}, // its own deadline
        Row{"financing_sought", "2027-01-01"},
        Row{"deferred", "2028-01-03"}, // the first business day of its year
        Row{"referred", "2026-11-27"},
        Row{"declined", "2026-11-27"},
        Row{"withdrawn", "2026-11-27"},
        Row{"proposed", "2027-01-01"},
        Row{"in_portfolio", "2026-12-18"},
        Row{"answered", "2026-12-04"},
        Row{"closed", ""},
    };
    ASSERT_EQ(rows.size(), states::all.size());
    for (auto const &row : rows) {
        auto const due = due_on(calendar, {}, row.state, friday,
                                {.offer_deadline = day("2026-12-15"), .deferred_to = 2028});
        EXPECT_EQ(due ? due->to_string() : "", row.due) << row.state;
    }
    EXPECT_EQ(due_on(calendar, {{"received", 1}}, "received", friday, {}), day("2026-11-23"));
}

TEST(ServiceClock, warns_two_business_days_before)
{
    Calendar const calendar;
    auto const friday = day("2026-11-20");
    EXPECT_EQ(clock_of(calendar, std::nullopt, friday), Clock::none);
    EXPECT_EQ(clock_of(calendar, day("2026-11-19"), friday), Clock::overdue);
    EXPECT_EQ(clock_of(calendar, friday, friday), Clock::soon);
    EXPECT_EQ(clock_of(calendar, day("2026-11-24"), friday), Clock::soon);
    EXPECT_EQ(clock_of(calendar, day("2026-11-25"), friday), Clock::running);
}

// -- Duplicates and checks ----------------------------------------------------------------------

Candidate candidate(std::string title, std::string sector = {}, records::Codes modalities = {})
{
    return {.id = {},
            .reference = "REQ-2025-0001",
            .title = std::move(title),
            .state = "screened",
            .problem = {},
            .sector = std::move(sector),
            .modalities = std::move(modalities)};
}

TEST(Duplicates, are_alike_in_words_or_in_sector_and_modality)
{
    Request request;
    request.title = "Training of midwives in rural clinics";
    request.sector = "12261";
    request.modalities = {"training"};
    auto const found = likely_duplicates(
        request,
        {candidate("Solar pumps for irrigation"), candidate("Rural clinics: training for midwives"),
         candidate("Nutrition of schoolchildren", "12261", {"seminar", "training"}),
         candidate("Nutrition of schoolchildren", "12261", {"equipment"}),
         candidate("Nutrition of schoolchildren", "31110", {"training"})});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].request.title, "Rural clinics: training for midwives");
    EXPECT_FALSE(found[0].same_kind);
    EXPECT_TRUE(found[1].same_kind);
}

TEST(Duplicates, compare_problems_and_show_few)
{
    Request request;
    request.title = "Request of 3 March";
    request.problem = "Fishermen lose a third of their catch for want of ice";
    std::vector<Candidate> many;
    for (int i = 0; i < 9; ++i) {
        many.push_back(candidate("Note verbale " + std::to_string(i)));
        many.back().problem = "For want of ice fishermen lose a third of the catch";
    }
    EXPECT_EQ(likely_duplicates(request, many).size(), static_cast<std::size_t>(duplicates_shown));
    EXPECT_TRUE(likely_duplicates({}, many).empty());
}

TEST(EntryChecks, name_each_thing_that_makes_requests_fail)
{
    Request complete;
    complete.priority = "National Plan, chapter 4";
    complete.geography = "bilateral";
    complete.languages = {"pt"};
    complete.sector = "12261";
    complete.ends = day("2027-06-30");
    EntryFacts const good{.today = day("2026-11-21"), .spoken = {"tet", "pt"}, .for_desk = true};
    EXPECT_TRUE(entry_checks(complete, good).empty());

    using Checks = std::vector<EntryCheck>;
    auto const changed = [&](auto change) {
        auto request = complete;
        auto facts = good;
        change(request, facts);
        return entry_checks(request, facts);
    };
    EXPECT_EQ(changed([](Request &, EntryFacts &f) { f.has_focal_point = false; }),
              Checks{EntryCheck::no_focal_point});
    EXPECT_EQ(changed([](Request &, EntryFacts &f) { f.has_letter = false; }),
              Checks{EntryCheck::no_letter});
    EXPECT_EQ(
        changed([](Request &r, EntryFacts &f) { f.has_letter = false, r.letter_number = "12/A"; }),
        Checks{});
    EXPECT_EQ(changed([](Request &r, EntryFacts &) { r.priority.clear(); }),
              Checks{EntryCheck::no_priority});
    EXPECT_EQ(changed([](Request &r, EntryFacts &) { r.geography = "regional"; }),
              Checks{EntryCheck::no_partners_named});
    EXPECT_EQ(changed([](Request &r, EntryFacts &) { r.countries = {"FJI"}; }),
              Checks{EntryCheck::single_country_geography});
    EXPECT_EQ(changed([](Request &r, EntryFacts &) { r.ends = day("2026-11-20"); }),
              Checks{EntryCheck::period_past});
    EXPECT_EQ(changed([](Request &r, EntryFacts &) { r.languages = {"fr"}; }),
              Checks{EntryCheck::language_not_spoken});
    EXPECT_EQ(changed([](Request &r, EntryFacts &f) { r.languages = {"fr"}, f.spoken.clear(); }),
              Checks{});
    EXPECT_EQ(changed([](Request &r, EntryFacts &) { r.sector.clear(); }),
              Checks{EntryCheck::no_sector});
    EXPECT_EQ(changed([](Request &r, EntryFacts &f) { r.sector.clear(), f.for_desk = false; }),
              Checks{});
}

} // namespace

} // namespace selatan::requests

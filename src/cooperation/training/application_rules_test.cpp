#include "cooperation/training/call_store.hpp"
#include "cooperation/training/eligibility.hpp"
#include "cooperation/training/selection.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::training {
namespace {

using selatan::testing::code_of;
using selatan::testing::country;
using selatan::testing::day;

namespace states = application_states;

// -- The scheme's way -----------------------------------------------------------------------------

struct Scheme {
    std::string_view name;
    std::vector<Step> way;
    std::string_view judged;
    std::string_view decided;
    std::vector<std::string_view> acts; ///< one after the other, from the submission on
};

std::vector<Scheme> const &schemes_told()
{
    using enum Step;
    static std::vector<Scheme> const all{
        {"none", {}, "submitted", "eligible", {"judge", "propose"}},
        {"ITEC",
         {employer_certified, focal_point_nominated, mission_forwarded, agency_shortlisted},
         "mission_forwarded",
         "agency_shortlisted",
         {"certify", "nominate", "forward", "judge", "shortlist", "propose"}},
        {"TICA",
         {focal_point_nominated, mission_forwarded, agency_shortlisted},
         "mission_forwarded",
         "agency_shortlisted",
         {"nominate", "forward", "judge", "shortlist", "propose"}},
        {"JICA",
         {employer_certified, focal_point_nominated, mission_forwarded, institute_accepted},
         "mission_forwarded",
         "institute_accepted",
         {"certify", "nominate", "forward", "judge", "accept", "propose"}},
        {"another order",
         {focal_point_nominated, employer_certified, institute_accepted, agency_shortlisted},
         "employer_certified",
         "agency_shortlisted",
         {"nominate", "certify", "judge", "accept", "shortlist", "propose"}},
    };
    return all;
}

TEST(SchemeWay, leads_through_its_own_steps_in_its_own_order)
{
    for (auto const &scheme : schemes_told()) {
        EXPECT_EQ(state_to_judge(scheme.way), scheme.judged) << scheme.name;
        EXPECT_EQ(state_to_decide(scheme.way), scheme.decided) << scheme.name;
        std::string_view state = states::submitted;
        std::vector<std::string_view> acts;
        // Whoever's turn it is acts: so an application comes to its decision, and every step of
        // the scheme has been taken once.
        while (auto const awaited = awaited_in(scheme.way, state)) {
            acts.push_back(to_code(*awaited));
            if (*awaited == Awaited::propose) {
                break;
            }
            auto const verb =
                *awaited == Awaited::judge ? std::string_view{"find_eligible"} : acts.back();
            auto const next = application_machine.next(state, verb);
            ASSERT_TRUE(next) << scheme.name << " " << state << " " << verb;
            state = *next;
        }
        EXPECT_EQ(acts, scheme.acts) << scheme.name;
    }
}

TEST(SchemeWay, refuses_a_step_that_it_does_not_have_and_one_before_its_turn)
{
    std::vector const way{Step::focal_point_nominated, Step::mission_forwarded,
                          Step::agency_shortlisted};
    EXPECT_EQ(code_of(decide_step(way, Step::employer_certified, "submitted")),
              "training.step_not_wanted");
    EXPECT_EQ(code_of(decide_step(way, Step::mission_forwarded, "submitted")),
              "training.not_its_turn");
    EXPECT_EQ(code_of(decide_step(way, Step::focal_point_nominated, "submitted")), "");
    EXPECT_EQ(code_of(decide_step(way, Step::agency_shortlisted, "mission_forwarded")),
              "training.not_its_turn")
        << "it is judged first";
    EXPECT_EQ(code_of(decide_step(way, Step::agency_shortlisted, "eligible")), "");
    EXPECT_EQ(code_of(decide_judge(way, "focal_point_nominated")), "training.judged_too_early");
    EXPECT_EQ(code_of(decide_judge(way, "mission_forwarded")), "");
    EXPECT_EQ(code_of(decide_judge(way, "ineligible")), "") << "again, when a mistake is mended";
}

TEST(SchemeWay, has_the_agencys_steps_behind_the_others)
{
    Rules rules;
    rules.step_1 = Step::agency_shortlisted;
    rules.step_2 = Step::mission_forwarded;
    auto const problems = decide_rules(rules, nullptr, false);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems.front().code, "training.step_order");
    EXPECT_EQ(problems.front().field, "step_2");
}

// -- Eligibility ----------------------------------------------------------------------------------

TEST(Eligibility, counts_whole_years_on_the_day)
{
    EXPECT_EQ(age_on(day("1981-04-01"), day("2027-04-01")), 46);
    EXPECT_EQ(age_on(day("1981-04-02"), day("2027-04-01")), 45);
    EXPECT_EQ(age_on(day("2000-02-29"), day("2027-02-28")), 26);
    EXPECT_EQ(age_on(day("2000-02-29"), day("2027-03-01")), 27);
}

struct Applicant {
    Application application;
    Call call;
    Rules rules;
    ApplicantFacts facts;
};

Applicant good_applicant()
{
    Applicant one;
    one.application.born_on = day("1990-01-01");
    one.application.languages = {"fr", "mg"};
    one.application.documents = {"passport_copy", "curriculum_vitae"};
    one.call.languages = {"en", "fr"};
    one.rules.age_from = 25;
    one.rules.age_to = 45;
    one.rules.no_second_course = true;
    one.rules.documents = {"passport_copy"};
    one.facts.course_starts = day("2027-04-01");
    one.facts.country_is_invited = true;
    return one;
}

TEST(Eligibility, is_found_rule_by_rule)
{
    struct Case {
        std::string_view rule;
        Eligibility judged;
        void (*spoil)(Applicant &);
    };
    std::vector<Case> const cases{
        {"country", Eligibility::ineligible,
         [](Applicant &one) {
             one.facts.country_is_invited = false;
         }},
        {"age", Eligibility::ineligible,
         [](Applicant &one) {
             one.application.born_on = day("2002-04-02");
         }},
        {"age", Eligibility::ineligible,
         [](Applicant &one) {
             one.application.born_on = day("1981-04-01");
         }},
        {"language", Eligibility::ineligible,
         [](Applicant &one) {
             one.application.languages = {"pt"};
         }},
        {"second_course", Eligibility::ineligible,
         [](Applicant &one) {
             one.application.had_course = true;
         }},
        {"second_course", Eligibility::ineligible,
         [](Applicant &one) {
             one.facts.had_course_here = true;
         }},
        {"documents", Eligibility::incomplete,
         [](Applicant &one) {
             one.application.documents = {"curriculum_vitae"};
         }},
    };
    auto const found = [](Applicant const &one) {
        return findings_of(one.application, one.call, one.rules, one.facts);
    };
    EXPECT_EQ(judge(found(good_applicant())), Eligibility::eligible);
    for (auto const &[rule, judged, spoil] : cases) {
        auto one = good_applicant();
        spoil(one);
        auto const findings = found(one);
        EXPECT_EQ(judge(findings), judged) << rule;
        for (auto const &finding : findings) {
            EXPECT_EQ(finding.kind == Finding::Kind::met, finding.rule != rule)
                << rule << ": " << finding.rule;
        }
    }
    // Both ages are included.
    auto one = good_applicant();
    one.application.born_on = day("2002-04-01");
    EXPECT_EQ(judge(found(one)), Eligibility::eligible) << "25 on the first day";
    one.application.born_on = day("1981-04-02");
    EXPECT_EQ(judge(found(one)), Eligibility::eligible) << "still 45";
}

TEST(Eligibility, takes_the_countries_with_places_and_others_where_places_are_given_at_discretion)
{
    std::vector const given{QuotaRow{.id = {}, .country = country("TLS"), .places = 2},
                            QuotaRow{.id = {}, .country = country("FJI"), .places = 0}};
    auto const takes = [](Call const &call, std::vector<QuotaRow> const &places) {
        auto const invited = invited_to(call, places);
        std::string all;
        for (auto const *const code : {"TLS", "FJI", "MDG"}) {
            all += invited.take(country(code)) ? std::string{code} + " " : "";
        }
        return all + (invited.take({}) ? "nobody's" : "");
    };
    Call call;
    EXPECT_EQ(takes(call, given), "TLS ") << "no places are none";
    EXPECT_EQ(takes(call, {}), "");
    call.discretionary = 3;
    EXPECT_EQ(takes(call, given), "TLS FJI ");
    call.is_public = true;
    EXPECT_EQ(takes(call, given), "TLS FJI MDG nobody's");
    call.discretionary = 0;
    EXPECT_EQ(takes(call, given), "TLS ") << "that everybody reads it gives nobody a place";
    EXPECT_EQ(takes(call, {}), "TLS FJI MDG nobody's");
}

TEST(Eligibility, asks_nobody_for_papers_in_vain_and_nothing_that_the_scheme_does_not_want)
{
    auto one = good_applicant();
    one.application.documents = {};
    one.application.languages = {"pt"};
    EXPECT_EQ(judge(findings_of(one.application, one.call, one.rules, one.facts)),
              Eligibility::ineligible);
    one.rules = {};
    one.application.languages = {"en"};
    one.application.had_course = true;
    one.application.born_on = day("2026-01-01");
    EXPECT_EQ(findings_of(one.application, one.call, one.rules, one.facts).size(), 2U);
    EXPECT_EQ(judge(findings_of(one.application, one.call, one.rules, one.facts)),
              Eligibility::eligible);
}

// -- Nomination and selection ---------------------------------------------------------------------

TEST(NominationRules, a_country_names_no_more_than_it_may_each_in_a_place_of_its_own)
{
    EXPECT_EQ(code_of(decide_nominate({.count = 2, .most = 2, .rank_is_taken = true})),
              "training.too_many_nominees");
    EXPECT_EQ(code_of(decide_nominate({.count = 1, .most = 2, .rank_is_taken = true})),
              "training.rank_taken");
    EXPECT_EQ(code_of(decide_nominate({.count = 1, .most = 2, .rank_is_taken = false})), "");
    EXPECT_EQ(code_of(decide_nominate({.count = 99, .most = {}, .rank_is_taken = false})), "");
}

TEST(SelectionRules, are_told_in_this_order)
{
    std::vector const way{Step::agency_shortlisted};
    Room const room{
        .places_left = 1, .discretionary_left = 1, .country_left = 1, .rank_is_taken = false};
    auto const decided = [&](Proposal const &wanted, Room const &there,
                             std::string_view state = "agency_shortlisted",
                             std::string_view call_state = "selecting") {
        return code_of(decide_propose(call_state, way, state, there, wanted));
    };
    Proposal selects{
        .proposed = Decision::selected, .place = Place::country, .reserve_rank = {}, .reason = {}};
    EXPECT_EQ(decided(selects, room, "draft", "open"), "training.not_selecting");
    EXPECT_EQ(decided(selects, room, "eligible"), "training.decided_too_early");
    EXPECT_EQ(decided(selects, room), "");
    auto there = room;
    there.country_left = 0;
    EXPECT_EQ(decided(selects, there), "training.quota_full");
    there.country_left.reset();
    EXPECT_EQ(decided(selects, there), "training.quota_missing");
    there.places_left = 0;
    EXPECT_EQ(decided(selects, there), "training.call_full");
    selects.place.reset();
    EXPECT_EQ(decided(selects, there), "common.required");
    selects.place = Place::discretionary;
    there.places_left = 1;
    EXPECT_EQ(decided(selects, there), "");
    there.discretionary_left = 0;
    EXPECT_EQ(decided(selects, there), "training.discretionary_full");

    Proposal waits{.proposed = Decision::reserve, .place = {}, .reserve_rank = {}, .reason = {}};
    EXPECT_EQ(decided(waits, room), "common.required");
    waits.reserve_rank = 1;
    there.rank_is_taken = true;
    EXPECT_EQ(decided(waits, there), "training.rank_taken");
    EXPECT_EQ(decided(waits, room), "");

    Proposal rejects{.proposed = Decision::rejected, .place = {}, .reserve_rank = {}, .reason = {}};
    EXPECT_EQ(decided(rejects, room), "common.required");
    rejects.reason = "Others fit the course better";
    EXPECT_EQ(decided(rejects, room, "eligible"), "") << "it need not be shortlisted first";
    EXPECT_EQ(decided(rejects, room, "incomplete"), "training.decided_too_early");

    EXPECT_EQ(code_of(decide_announce(1)), "training.undecided");
    EXPECT_EQ(code_of(decide_announce(0)), "");
    EXPECT_EQ(code_of(decide_confirm_call(2)), "training.unanswered");
    EXPECT_EQ(code_of(decide_confirm_call(0)), "");
}

TEST(SelectionRules, a_countrys_place_goes_to_its_own_reserve_and_another_to_the_first)
{
    auto const id = [](std::int64_t number) {
        return Uuid::make(number, {});
    };
    std::vector<Waiting> const waiting{{id(1), country("FJI"), 3},
                                       {id(2), country("TLS"), 2},
                                       {id(3), country("FJI"), 1},
                                       {id(4), country("TLS"), 4}};
    EXPECT_EQ(successor(waiting, Place::country, country("TLS")), id(2));
    EXPECT_EQ(successor(waiting, Place::country, country("FJI")), id(3));
    EXPECT_EQ(successor(waiting, Place::country, country("MDG")), std::nullopt);
    EXPECT_EQ(successor(waiting, Place::discretionary, country("MDG")), id(3));
    EXPECT_EQ(successor({}, Place::discretionary, country("MDG")), std::nullopt);
}

} // namespace
} // namespace selatan::training

#include "cooperation/activities/activities.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/training/training.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::training {
namespace {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::code_of;
using testing::country;
using testing::day;
using testing::shows;
namespace verbs = records::verbs;
namespace states = call_states;

// -- Rules ----------------------------------------------------------------------------------------

TEST(SchemeRules, name_each_step_once_in_their_own_order)
{
    Rules rules;
    rules.scheme = Id<Scheme>{Uuid::make(1, {})};
    rules.step_1 = Step::focal_point_nominated;
    rules.step_3 = Step::employer_certified; // a gap is no step
    EXPECT_EQ(steps_of(rules),
              (std::vector{Step::focal_point_nominated, Step::employer_certified}));
    EXPECT_EQ(code_of(decide_rules(rules, nullptr, false)), "");
    rules.step_5 = Step::focal_point_nominated;
    auto const problems = decide_rules(rules, nullptr, false);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems.front().field, "step_5");
    EXPECT_EQ(problems.front().code, "training.step_twice");
}

TEST(SchemeRules, have_ages_in_order_a_day_of_their_own_and_one_scheme)
{
    Rules rules;
    rules.scheme = Id<Scheme>{Uuid::make(1, {})};
    rules.age_from = 45;
    rules.age_to = 25;
    EXPECT_EQ(code_of(decide_rules(rules, nullptr, false)), "training.ages_reversed");
    rules.age_from = 25;
    EXPECT_EQ(code_of(decide_rules(rules, nullptr, false)), "") << "one year is a range too";
    rules.documents = {"form_part_a", "passport_copy"};
    rules.employer_documents = {"form_part_a"};
    EXPECT_EQ(code_of(decide_rules(rules, nullptr, false)), "");
    for (auto const *const document : {"form_part_b", "passport_copy"}) {
        rules.employer_documents = {document};
        EXPECT_EQ(code_of(decide_rules(rules, nullptr, false)), "training.not_the_employers")
            << document << ": not wanted, or the applicant's own";
    }
    rules.employer_documents = {};
    EXPECT_EQ(code_of(decide_rules(rules, nullptr, true)), "training.since_taken");
    auto other = rules;
    other.scheme = Id<Scheme>{Uuid::make(2, {})};
    EXPECT_EQ(code_of(decide_rules(other, &rules, false)), "training.scheme_fixed");
}

Call good_call()
{
    Call call;
    call.title = "Course";
    call.information.set(Language::fr, "Contenu");
    call.places = 20;
    call.opens_on = day("2026-11-20");
    call.closes_on = day("2026-12-20");
    call.time_zone = "Asia/Jakarta";
    call.results_on = day("2027-01-20");
    return call;
}

CallStanding good_standing()
{
    return {.activity_state = "scheduled",
            .course_starts = day("2027-04-01"),
            .course_ends = day("2027-04-14"),
            .has_quotas = true};
}

TEST(CallRules, say_every_problem_of_its_days)
{
    auto call = good_call();
    EXPECT_EQ(code_of(decide_call(call)), "");
    call.closes_on = day("2026-11-19");
    EXPECT_EQ(code_of(decide_call(call)), "records.period_reversed");
    call = good_call();
    call.results_on = call.closes_on;
    EXPECT_EQ(code_of(decide_call(call)), "training.results_before_deadline");
    call = good_call();
    call.time_zone = "WIB";
    EXPECT_EQ(code_of(decide_call(call)), "activities.unknown_time_zone");
}

TEST(CallRules, publication_wants_a_course_rules_information_days_and_somebody_invited)
{
    struct Case {
        std::string_view refused;
        void (*spoil)(Call &, CallStanding &, Rules &);
    };
    // From the last rule to the first: each one is reported before those above it here.
    std::vector<Case> const cases{
        {"training.nobody_invited",
         [](Call &, CallStanding &standing, Rules &) {
             standing.has_quotas = false;
         }},
        {"training.results_after_start",
         [](Call &call, CallStanding &, Rules &) {
             call.results_on = day("2027-04-01");
         }},
        {"training.lead_time",
         [](Call &, CallStanding &, Rules &rules) {
             rules.lead_months = 4;
         }},
        {"training.dates_missing",
         [](Call &call, CallStanding &, Rules &) {
             call.opens_on.reset();
         }},
        {"training.information_missing",
         [](Call &call, CallStanding &, Rules &) {
             call.information = {};
         }},
        {"training.course_without_days",
         [](Call &, CallStanding &standing, Rules &) {
             standing.course_ends.reset();
         }},
        {"training.activity_off",
         [](Call &, CallStanding &standing, Rules &) {
             standing.activity_state = "postponed";
         }},
    };
    auto call = good_call();
    auto standing = good_standing();
    Rules rules;
    rules.lead_months = 3;
    EXPECT_EQ(code_of(decide_publish(call, standing, &rules, {})), "");
    EXPECT_EQ(code_of(decide_publish(call, standing, nullptr, {})), "training.no_rules");
    for (auto const &[refused, spoil] : cases) {
        spoil(call, standing, rules);
        EXPECT_EQ(code_of(decide_publish(call, standing, &rules, {})), refused);
    }
    standing = good_standing();
    standing.has_quotas = false;
    EXPECT_EQ(code_of(decide_publish(good_call(), standing, &rules, {.is_public = true})),
              "training.lead_time")
        << "a public call needs no quotas, but keeps the lead";
}

TEST(CallRules, a_deadline_is_the_end_of_its_day_where_the_institute_is)
{
    auto const call = good_call();
    auto const at = [](std::string_view text) {
        return *Instant::parse(text);
    };
    EXPECT_EQ(deadline_of(call), at("2026-12-20T17:00:00Z"));
    EXPECT_EQ(code_of(decide_close(call, at("2026-12-20T16:59:59Z"))),
              "training.deadline_not_passed");
    EXPECT_EQ(code_of(decide_close(call, at("2026-12-20T17:00:00Z"))), "");
    EXPECT_EQ(code_of(decide_open(call, at("2026-11-19T16:59:59Z"))), "training.not_yet_open");
    EXPECT_EQ(code_of(decide_open(call, at("2026-11-19T17:00:00Z"))), "");
    EXPECT_EQ(code_of(decide_open(call, at("2026-12-20T17:00:00Z"))), "training.deadline_passed");
}

TEST(CallRules, a_deadline_becomes_later_within_the_lead_and_before_the_results)
{
    auto const call = good_call();
    auto const standing = good_standing();
    Rules rules;
    rules.lead_months = 3;
    auto const now = *Instant::parse("2026-12-22T00:00:00Z");
    auto const extended = [&](std::string_view until, std::string_view results = {}) {
        return code_of(decide_extend(
            call, standing, rules,
            {.closes_on = day(until), .results_on = Date::parse(results), .reason = "x"}, now));
    };
    EXPECT_EQ(extended("2026-12-20"), "training.deadline_not_later");
    EXPECT_EQ(extended("2026-12-21"), "training.deadline_passed");
    EXPECT_EQ(extended("2027-01-02"), "training.lead_time");
    EXPECT_EQ(extended("2026-12-30", "2026-12-30"), "training.results_before_deadline");
    EXPECT_EQ(extended("2026-12-30", "2027-04-01"), "training.results_after_start");
    EXPECT_EQ(extended("2026-12-30"), "");
    EXPECT_EQ(extended("2027-01-01", "2027-01-25"), "") << "three months before the first day";
}

TEST(CallRules, a_course_begins_and_ends_when_it_does)
{
    auto const standing = good_standing();
    EXPECT_EQ(code_of(decide_begin(standing, day("2027-03-31"))), "training.course_not_begun");
    EXPECT_EQ(code_of(decide_begin(standing, day("2027-04-01"))), "");
    EXPECT_EQ(code_of(decide_complete(standing, day("2027-04-14"))), "training.course_not_over");
    EXPECT_EQ(code_of(decide_complete(standing, day("2027-04-15"))), "");
    EXPECT_EQ(code_of(decide_begin({}, day("2027-04-15"))), "training.course_not_begun");
}

TEST(CallRules, places_stay_with_their_country_and_are_not_taken_back)
{
    Quota quota;
    quota.call = Id<Call>{Uuid::make(1, {})};
    quota.country = country("TLS");
    quota.places = 2;
    quota.held = 2;
    EXPECT_EQ(code_of(decide_quota(quota, nullptr, false)), "");
    EXPECT_EQ(code_of(decide_quota(quota, nullptr, true)), "training.quota_twice");
    auto fewer = quota;
    fewer.places = 1;
    EXPECT_EQ(code_of(decide_quota(fewer, &quota, false)), "training.places_held");
    auto other = quota;
    other.country = country("FJI");
    EXPECT_EQ(code_of(decide_quota(other, &quota, false)), "training.quota_fixed");
}

// -- The whole way --------------------------------------------------------------------------------

class Calls : public testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        desk = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        coordinator = identity(make_user("head@agency.example", {{Role::coordinator}}));
        dili = identity(make_user("focal@dili.example", {{Role::focal_point, country("TLS")}}));
        suva = identity(make_user("focal@suva.example", {{Role::focal_point, country("FJI")}}));
        store().write([&](Tx &tx) { make_course(tx); });
        trainer = identity(make_user("ibu@centre.example", {{Role::implementer, centre}}));
    }
    void add_routes(web::Router &router) override
    {
        static std::array const sources{activities::calendar_source(), calendar_source()};
        partners::add_routes(router);
        projects::add_routes(router);
        activities::add_routes(router, sources);
        training::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), projects::nouns(), activities::nouns(), training::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    void make_course(Tx &tx)
    {
        partners::Organisation office;
        office.name = "Centre for Agricultural Training";
        centre = records::create(tx, {}, partners::organisations, office).id;
        projects::Project project;
        project.title = "Rice seed production";
        activities::Activity course;
        course.title = "Training of trainers";
        course.modality = "training";
        course.starts = day("2027-04-01");
        course.ends = day("2027-04-14");
        course.project = Id<projects::Project>{
            records::create(tx, {}, projects::projects, project, {.state = "active"}).id};
        activity = records::create(tx, {}, activities::activities, course,
                                   {.state = std::string{activities::states::scheduled}})
                       .id;
        Scheme value;
        value.title = "Short courses";
        scheme = records::create(tx, {}, schemes, value).id;
        Rules rules;
        rules.scheme = Id<Scheme>{scheme};
        rules.since = day("2020-01-01");
        rules.lead_months = 3;
        rules.discretionary_percent = 50;
        rules.source = "Example";
        older = records::create(tx, {}, rules_versions, rules).id;
        rules.since = day("2026-01-01");
        rules.age_to = 45;
        rules.step_1 = Step::focal_point_nominated;
        newer = records::create(tx, {}, rules_versions, rules).id;
        rules.since = day("2027-01-01");
        static_cast<void>(records::create(tx, {}, rules_versions, rules));
    }
    Uuid make_call()
    {
        auto call = good_call();
        call.activity = Id<activities::Activity>{activity};
        call.organisation = Id<partners::Organisation>{centre};
        call.scheme = Id<Scheme>{scheme};
        call.languages = {"en"};
        call.places = 21;
        return store().write(
            [&](Tx &tx) { return records::create(tx, desk.actor(), calls, call).id; });
    }
    void invite(Uuid call, std::string_view where, std::int64_t places)
    {
        Quota quota;
        quota.call = Id<Call>{call};
        quota.country = country(where);
        quota.places = places;
        store().write([&](Tx &tx) {
            static_cast<void>(records::create(tx, desk.actor(), quotas, quota));
            share_with_countries(tx, call);
        });
    }
    Head head_of(Uuid call)
    {
        auto const program = auth::program_identity("test");
        return *store().read([&](Reader &reader) {
            return records::find(reader, calls, &program, call.to_string());
        });
    }
    template <typename Verb, typename... Wanted>
    std::string act(auth::Identity const &who, Uuid call, Verb const &verb, Wanted const &...wanted)
    {
        auto const head = head_of(call);
        return code_of(
            store().write([&](Tx &tx) { return verb(tx, who, head, head.version, wanted...); }));
    }
    std::string may(auth::Identity const &who, Uuid call, std::string_view verb)
    {
        return store().read([&](Reader &reader) {
            return code_of(records::find(reader, calls, &who, call.to_string(), verb));
        });
    }

    Uuid centre, activity, scheme, older, newer;
    auth::Identity desk, coordinator, dili, suva, trainer;
};
INSTANTIATE_ENGINES(Calls);

TEST_P(Calls, are_published_under_the_rules_of_the_day_and_run_to_their_end)
{
    auto const call = make_call();
    EXPECT_EQ(may(trainer, call, verbs::see), "") << "the institute sees its draft";
    EXPECT_EQ(may(dili, call, verbs::see), "common.not_found");
    EXPECT_EQ(act(desk, call, publish, Publication{}), "training.nobody_invited");
    invite(call, "TLS", 2);
    EXPECT_EQ(may(dili, call, verbs::see), "common.not_found") << "it is a draft";
    EXPECT_EQ(act(desk, call, publish, Publication{}), "");
    auto const stored =
        *store().read([&](Reader &reader) { return records::load(reader, calls, call); });
    EXPECT_EQ(stored.rules, Id<Rules>{newer}) << "those in force today";
    EXPECT_EQ(stored.discretionary, 10) << "half of 21";
    EXPECT_EQ(may(dili, call, verbs::see), "");
    EXPECT_EQ(may(suva, call, verbs::see), "common.not_found") << "it has no places";
    EXPECT_EQ(may(desk, call, verbs::change), "common.forbidden");

    EXPECT_EQ(act(desk, call, open), "");
    EXPECT_EQ(head_of(call).due_on, day("2026-12-20"));
    EXPECT_EQ(act(desk, call, close), "training.deadline_not_passed");
    clock().set(*Instant::parse("2026-12-20T17:00:00Z"));
    EXPECT_EQ(act(desk, call, close), "");
    EXPECT_EQ(act(desk, call, extend,
                  Extension{.closes_on = day("2026-12-30"), .results_on = {}, .reason = "Post"}),
              "");
    EXPECT_EQ(head_of(call).state, states::open) << "open again";
    clock().set(*Instant::parse("2026-12-31T00:00:00Z"));
    EXPECT_EQ(act(desk, call, close), "");
    EXPECT_EQ(act(desk, call, start_selection), "");
    EXPECT_EQ(act(desk, call, announce), "");
    EXPECT_EQ(act(desk, call, confirm), "");
    EXPECT_EQ(head_of(call).due_on, day("2027-04-01"));
    EXPECT_EQ(may(trainer, call, "begin"), "");
    EXPECT_EQ(act(trainer, call, training::begin), "training.course_not_begun");
    clock().set(*Instant::parse("2027-04-01T08:00:00Z"));
    auto const course = [&] {
        return *store().read([&](Reader &reader) {
            return records::load(reader, activities::activities, activity);
        });
    };
    EXPECT_EQ(act(trainer, call, training::begin), "");
    EXPECT_EQ(course().started_on, day("2027-04-01")) << "its activity begins with it";
    EXPECT_EQ(act(trainer, call, complete), "training.course_not_over");
    clock().set(*Instant::parse("2027-04-15T08:00:00Z"));
    EXPECT_EQ(act(trainer, call, complete), "");
    EXPECT_EQ(course().delivered_on, day("2027-04-14")) << "and ends with it";
    EXPECT_EQ(head_of(call).state, states::completed);
    EXPECT_EQ(
        act(coordinator, call, cancel, CallCancellation{.reason = "x", .people_informed = "y"}),
        "records.wrong_state");
}

TEST_P(Calls, that_are_public_are_read_by_anybody_in_their_own_language)
{
    auto const call = make_call();
    invite(call, "TLS", 2);
    auto const url = "/calls/" + head_of(call).reference;
    EXPECT_EQ(browser().get(url).status, 404);
    EXPECT_EQ(act(desk, call, publish, Publication{.is_public = true}), "");
    auto anybody = browser();
    auto const page = anybody.get(url);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Contenu")) << "the only language that there is";
    EXPECT_FALSE(shows(page, "call-quotas")) << "countries’ places are not public";
    EXPECT_EQ(anybody.get("/training-schemes").status, 200);
    EXPECT_EQ(act(desk, call, open), "");
    auto focal_point = signed_in("focal@suva.example");
    EXPECT_TRUE(shows(focal_point.get(url), "Nominations close at")) << "public means Suva too";
    EXPECT_FALSE(shows(focal_point.get(url), "Timor-Leste")) << "another country’s places";
    EXPECT_TRUE(shows(signed_in("desk@agency.example").get(url), "Timor-Leste"));
    EXPECT_TRUE(shows(signed_in("focal@dili.example").get("/calendar?month=2026-12"),
                      "Nominations until: Course"));
}

TEST_P(Calls, are_called_as_their_reader_does)
{
    auto const call = make_call();
    invite(call, "TLS", 2);
    auto const head = head_of(call);
    store().write([&](Tx &tx) {
        auto const before = *records::load(tx, calls, call);
        auto after = before;
        after.titles.set(Language::fr, "Le riz pour formateurs");
        after.titles.set(Language::ar, "الأرز للمدربين");
        EXPECT_TRUE(records::change(tx, desk.actor(), calls, head, head.version, before, after));
    });
    auto const url = "/calls/" + head_of(call).reference;
    auto officer = signed_in("desk@agency.example");
    auto const english = officer.get(url);
    EXPECT_EQ(testing::between(english.body, "<h1>", "</h1>"), "<bdi>Course</bdi>");
    EXPECT_TRUE(shows(english, "Le riz pour formateurs"));
    EXPECT_TRUE(shows(english, "الأرز للمدربين")) << "every language that there is";
    EXPECT_EQ(testing::between(english.body, "Title in other languages", "</dd>")
                  .find("Not yet translated"),
              std::string::npos);
    store().write([&](Tx &tx) {
        tx.run("UPDATE user_account SET language = 'fr' WHERE email = 'desk@agency.example'");
    });
    auto reader = signed_in("desk@agency.example");
    auto const french = reader.get(url);
    EXPECT_EQ(testing::between(french.body, "<h1>", "</h1>"), "<bdi>Le riz pour formateurs</bdi>");
    EXPECT_TRUE(shows(french, ">Course<")) << "and its own title";
    EXPECT_TRUE(shows(reader.get("/calls"), "Le riz pour formateurs"));
    EXPECT_TRUE(shows(reader.get("/call-quotas/new"), "Le riz pour formateurs"))
        << "where it is chosen";
    EXPECT_EQ(act(desk, call, publish, Publication{}), "");
    EXPECT_TRUE(shows(reader.get("/calendar?month=2026-12"), "Le riz pour formateurs"));
}

TEST_P(Calls, tell_anybody_the_days_of_the_course_and_close_by_themselves)
{
    clock().set(*Instant::parse("2026-12-01T08:00:00Z"));
    auto const call = make_call();
    store().write([&](Tx &tx) {
        tx.run("UPDATE record SET state = 'open', audience = 'public' WHERE id = ?", call);
        tx.run("UPDATE training_call SET is_public = 1, closes_on = '2026-12-20' WHERE id = ?",
               call);
        tx.run("UPDATE activity SET venue = 'Seed station' WHERE id = ?", activity);
    });
    auto const reference = *store().read([&](Reader &reader) {
        return reader.one<std::string>("SELECT reference FROM record WHERE id = ?", call);
    });
    auto const url = "/calls/" + reference;
    auto const state = [&] {
        return *store().read([&](Reader &reader) {
            return reader.one<std::string>("SELECT state FROM record WHERE id = ?", call);
        });
    };
    auto const page = browser().get(url);
    EXPECT_TRUE(shows(page, "Seed station"));
    EXPECT_TRUE(shows(page, "2027-04-14"));
    EXPECT_TRUE(shows(page, "Apply yourself"));
    auto const add = "/applications/new?call=" + reference;
    EXPECT_TRUE(shows(signed_in("desk@agency.example").get(url), add));
    // Its zone is Asia/Jakarta.
    clock().set(*Instant::parse("2026-12-20T16:59:00Z"));
    store().write([](Tx &tx) { close_passed(tx); });
    EXPECT_EQ(state(), call_states::open);
    clock().set(*Instant::parse("2026-12-20T17:00:00Z"));
    auto const late = browser().get(url);
    EXPECT_TRUE(shows(late, "nominations are closed"));
    EXPECT_FALSE(shows(late, "Apply yourself"));
    EXPECT_FALSE(shows(signed_in("desk@agency.example").get(url), add));
    store().write([](Tx &tx) { close_passed(tx); });
    EXPECT_EQ(state(), call_states::nominations_closed);
    store().write([](Tx &tx) { close_passed(tx); });
}

TEST_P(Calls, keep_the_rules_that_they_were_published_under)
{
    auto const call = make_call();
    invite(call, "TLS", 2);
    EXPECT_EQ(act(desk, call, publish, Publication{}), "");
    auto browser = signed_in("head@agency.example");
    auto const reference_of = [&](Uuid id) {
        return store().read(
            [&](Reader &reader) { return records::label_of(reader, id)->reference; });
    };
    auto const change = [&](Uuid rules) {
        auto const url = "/training-rules/" + reference_of(rules);
        static_cast<void>(browser.get(url + "/edit"));
        return browser.post(url, {{"version", "1"}, {"age_to", "60"}}).status;
    };
    EXPECT_EQ(change(newer), 422);
    EXPECT_EQ(change(older), 303);
    // A second version from the same day, and places for the same country, are refused.
    static_cast<void>(browser.get("/training-rules/new"));
    EXPECT_EQ(
        browser
            .post("/training-rules",
                  {{"scheme", reference_of(scheme)}, {"since", "2026-01-01"}, {"source", "Letter"}})
            .status,
        422);
    static_cast<void>(browser.get("/call-quotas/new"));
    EXPECT_EQ(browser
                  .post("/call-quotas",
                        {{"call", reference_of(call)}, {"country", "TLS"}, {"places", "1"}})
                  .status,
              422);
    static_cast<void>(browser.get("/call-quotas/new"));
    EXPECT_EQ(browser
                  .post("/call-quotas",
                        {{"call", reference_of(call)}, {"country", "FJI"}, {"places", "1"}})
                  .status,
              303);
    EXPECT_EQ(may(suva, call, verbs::see), "") << "invited after publication";
}

TEST_P(Calls, are_made_on_their_activitys_page)
{
    auto browser = signed_in("desk@agency.example");
    auto const reference_of = [&](Uuid id) {
        return store().read(
            [&](Reader &reader) { return records::label_of(reader, id)->reference; });
    };
    auto const url = "/activities/" + reference_of(activity);
    EXPECT_TRUE(shows(browser.get(url), "/calls/new?activity=" + reference_of(activity)));
    store().write([&](Tx &tx) {
        tx.run("UPDATE activity SET time_zone = 'Asia/Dili', planned_women = 12 WHERE id = ?",
               activity);
        tx.run("UPDATE record SET organisation = ? WHERE id = ?", centre, activity);
    });
    auto const begun = browser.get("/calls/new?activity=" + reference_of(activity));
    EXPECT_TRUE(shows(begun, "value=\"Training of trainers\"")) << "nothing is typed twice";
    EXPECT_TRUE(shows(begun, "value=\"Asia/Dili\""));
    EXPECT_TRUE(shows(begun, "value=\"12\""));
    EXPECT_TRUE(shows(begun, "value=\"" + centre.to_string() + "\" selected"));
    static_cast<void>(browser.get("/calls/new"));
    testing::Fields form{{"title", "Course in spring"},
                         {"activity", reference_of(activity)},
                         {"organisation", "ORG-2026-0001"},
                         {"scheme", reference_of(scheme)},
                         {"languages", "en"},
                         {"places", "20"},
                         {"information.en", "Content"},
                         {"time_zone", "Jakarta"}};
    EXPECT_EQ(browser.post("/calls", form).status, 422);
    form.back().second = "Asia/Jakarta";
    static_cast<void>(browser.get("/calls/new"));
    EXPECT_EQ(browser.post("/calls", form).status, 303);
    EXPECT_TRUE(shows(browser.get(url), "Course in spring"));
}

} // namespace
} // namespace selatan::training

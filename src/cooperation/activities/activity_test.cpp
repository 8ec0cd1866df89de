#include "cooperation/activities/activities.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/requests/requests.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::activities {
namespace {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::between;
using testing::code_of;
using testing::country;
using testing::day;
using testing::shows;
namespace verbs = records::verbs;

// -- Rules ----------------------------------------------------------------------------------------

Scheduling days(std::string_view starts, std::string_view ends)
{
    return {.starts = day(starts),
            .ends = day(ends),
            .time_zone = "Asia/Dili",
            .venue = "Maliana",
            .venue_country = country("TLS")};
}

TEST(ActivityRules, a_plan_has_an_end_after_its_beginning_a_known_zone_and_a_unit)
{
    Activity activity;
    EXPECT_EQ(code_of(decide_activity(activity)), "");
    activity.starts = day("2027-03-02");
    activity.ends = day("2027-03-01");
    EXPECT_EQ(code_of(decide_activity(activity)), "records.period_reversed");
    activity.ends = activity.starts;
    activity.time_zone = "Dili time";
    EXPECT_EQ(code_of(decide_activity(activity)), "activities.unknown_time_zone");
    activity.time_zone = "Asia/Dili";
    activity.planned_quantity = 12;
    EXPECT_EQ(code_of(decide_activity(activity)), "activities.unit_missing");
    activity.unit = Unit::expert_days;
    EXPECT_EQ(code_of(decide_activity(activity)), "");
    for (auto const *const over :
         {"cancelled", "operationally_closed", "financially_closed", "ex_post_evaluated"}) {
        EXPECT_EQ(code_of(decide_project(over)), "activities.project_over") << over;
    }
    EXPECT_EQ(code_of(decide_project("suspended")), "");
    EXPECT_EQ(code_of(decide_project("idea")), "");
}

TEST(ActivityRules, days_are_fixed_in_an_active_project_then_with_an_implementer_then_in_order)
{
    Activity activity;
    auto wanted = days("2027-03-02", "2027-03-01");
    wanted.time_zone = "somewhere";
    EXPECT_EQ(code_of(decide_schedule(activity, "suspended", wanted)),
              "activities.project_not_active");
    EXPECT_EQ(code_of(decide_schedule(activity, "active", wanted)),
              "activities.implementer_missing");
    activity.organisation = Id<partners::Organisation>{Uuid::make(1, {})};
    EXPECT_EQ(code_of(decide_schedule(activity, "active", wanted)), "records.period_reversed");
    wanted.ends = wanted.starts;
    EXPECT_EQ(code_of(decide_schedule(activity, "active", wanted)), "activities.unknown_time_zone");
    wanted.time_zone = "Asia/Dili";
    EXPECT_EQ(code_of(decide_schedule(activity, "active", wanted)), "");
}

TEST(ActivityRules, it_begins_and_ends_on_days_that_came_and_in_that_order)
{
    auto const today = day("2027-03-10");
    EXPECT_EQ(code_of(decide_begin("suspended", {today}, today)), "activities.project_not_active");
    EXPECT_EQ(code_of(decide_begin("active", {day("2027-03-11")}, today)), "common.in_the_future");
    EXPECT_EQ(code_of(decide_begin("active", {today}, today)), "");
    Activity activity;
    activity.started_on = day("2027-03-05");
    EXPECT_EQ(code_of(decide_deliver(activity, {day("2027-03-11")}, today)),
              "common.in_the_future");
    EXPECT_EQ(code_of(decide_deliver(activity, {day("2027-03-04")}, today)),
              "activities.delivered_before_start");
    EXPECT_EQ(code_of(decide_deliver(activity, {day("2027-03-05")}, today)), "");
}

TEST(ActivityRules, a_report_answers_to_the_plan_and_is_verified_by_somebody_else)
{
    Activity activity;
    EXPECT_EQ(
        code_of(decide_report(
            activity,
            {.reached_women = {}, .reached_men = {}, .delivered_quantity = {}, .report = "Done"})),
        "");
    activity.planned_men = 10;
    activity.planned_quantity = 4;
    Report report{.reached_women = {}, .reached_men = {}, .delivered_quantity = {}, .report = "x"};
    EXPECT_EQ(code_of(decide_report(activity, report)), "activities.people_missing");
    report.reached_women = 0;
    EXPECT_EQ(code_of(decide_report(activity, report)), "activities.quantity_missing");
    report.delivered_quantity = 3;
    EXPECT_EQ(code_of(decide_report(activity, report)), "");

    auth::Identity by;
    by.user = Id<auth::User>{Uuid::make(7, {})};
    EXPECT_EQ(code_of(decide_verify(by.user.uuid(), by)), "activities.own_report");
    EXPECT_EQ(code_of(decide_verify(Uuid::make(8, {}), by)), "");
    EXPECT_EQ(code_of(decide_verify(std::nullopt, by)), "");
}

// -- The whole way --------------------------------------------------------------------------------

class Activities : public testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        centre = make_office("Centre for Agricultural Training");
        other_centre = make_office("Centre for Fisheries");
        desk = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        coordinator = identity(make_user("head@agency.example", {{Role::coordinator}}));
        dili = identity(make_user("focal@dili.example", {{Role::focal_point, country("TLS")}}));
        suva = identity(make_user("focal@suva.example", {{Role::focal_point, country("FJI")}}));
        trainer = identity(make_user("ibu@centre.example", {{Role::implementer, centre}}));
        fisher = identity(make_user("bapak@fish.example", {{Role::implementer, other_centre}}));
        project = make_project();
    }
    void add_routes(web::Router &router) override
    {
        static std::array const sources{calendar_source()};
        partners::add_routes(router);
        projects::add_routes(router);
        activities::add_routes(router, sources);
    }
    void set_up(web::App &app) override
    {
        app.settings.base_url = "https://selatan.example";
        for (auto const nouns :
             {partners::nouns(), approvals::nouns(), requests::nouns(), offers::nouns(),
              matching::nouns(), programming::nouns(), projects::nouns(), activities::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    Uuid make_office(std::string name)
    {
        partners::Organisation office;
        office.name = std::move(name);
        office.country = country("IDN");
        return store().write(
            [&](Tx &tx) { return records::create(tx, {}, partners::organisations, office).id; });
    }
    Uuid make_project()
    {
        projects::Project value;
        value.title = "Rice seed production in Maliana";
        value.country = country("TLS");
        value.arrangement = "south_south";
        value.geography = "bilateral";
        value.starts = day("2026-01-01");
        value.ends = day("2027-12-31");
        return store().write([&](Tx &tx) {
            return records::create(tx, desk.actor(), projects::projects, value,
                                   {.audience = Audience::partner,
                                    .state = std::string{projects::states::active}})
                .id;
        });
    }
    void set_project_state(std::string_view state)
    {
        store().write(
            [&](Tx &tx) { tx.run("UPDATE record SET state = ? WHERE id = ?", state, project); });
    }
    Uuid make_activity()
    {
        Activity activity;
        activity.title = "Training of trainers";
        activity.project = Id<projects::Project>{project};
        activity.modality = "training";
        activity.organisation = Id<partners::Organisation>{centre};
        activity.planned_women = 10;
        activity.planned_men = 10;
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, desk.actor(), activities, activity).id;
            share_with_parties(tx, id, project);
            return id;
        });
    }
    template <typename Verb, typename Wanted>
    std::string act(auth::Identity const &who, Uuid id, Verb const &verb, Wanted const &wanted)
    {
        return code_of(store().write([&](Tx &tx) -> Result<Saved> {
            auto const program = auth::program_identity("test");
            auto const head = records::find(tx, activities, &program, id.to_string());
            return verb(tx, who, *head, head->version, wanted);
        }));
    }
    std::string may(auth::Identity const &who, Uuid id, std::string_view verb)
    {
        return store().read([&](Reader &reader) {
            return code_of(records::find(reader, activities, &who, id.to_string(), verb));
        });
    }
    Head head_of(Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read([&](Reader &reader) {
            return records::find(reader, activities, &program, id.to_string());
        });
    }
    Costing price() const
    {
        return {.cost = 100, .currency = *Currency::parse("IDR"), .cost_basis = "Price list"};
    }
    Uuid scheduled_activity()
    {
        auto const id = make_activity();
        EXPECT_EQ(act(desk, id, cost, price()), "");
        EXPECT_EQ(act(desk, id, schedule, days("2026-11-10", "2026-11-20")), "");
        return id;
    }

    Uuid centre, other_centre, project;
    auth::Identity desk, coordinator, dili, suva, trainer, fisher;
};
INSTANTIATE_ENGINES(Activities);

TEST_P(Activities, are_planned_carried_out_reported_and_verified_each_step_by_its_office)
{
    auto const id = make_activity();
    EXPECT_EQ(may(dili, id, verbs::see), "") << "the project serves its country";
    EXPECT_EQ(may(suva, id, verbs::see), "common.not_found");
    EXPECT_EQ(may(fisher, id, verbs::see), "common.not_found");
    EXPECT_EQ(may(trainer, id, "cost"), "");
    EXPECT_EQ(may(trainer, id, verbs::change), "common.forbidden");
    EXPECT_EQ(act(trainer, id, cost, price()), "");
    EXPECT_EQ(may(trainer, id, "schedule"), "common.forbidden");

    set_project_state("suspended");
    EXPECT_EQ(act(desk, id, schedule, days("2026-11-10", "2026-11-20")),
              "activities.project_not_active");
    set_project_state("active");
    EXPECT_EQ(act(desk, id, schedule, days("2026-11-10", "2026-11-20")), "");
    EXPECT_EQ(head_of(id).due_on, day("2026-11-10"));
    EXPECT_EQ(may(desk, id, verbs::change), "common.forbidden") << "its days are fixed";

    EXPECT_EQ(act(trainer, id, begin, Beginning{day("2026-11-11")}), "");
    EXPECT_EQ(act(trainer, id, deliver, Delivery{day("2026-11-09")}),
              "activities.delivered_before_start");
    EXPECT_EQ(act(trainer, id, deliver, Delivery{day("2026-11-20")}), "");
    EXPECT_EQ(head_of(id).due_on, day("2026-12-20")) << "the report is due";
    Report const done{
        .reached_women = 9, .reached_men = 10, .delivered_quantity = {}, .report = "All modules."};
    EXPECT_EQ(may(dili, id, "report"), "common.forbidden");
    EXPECT_EQ(act(trainer, id, report, done), "");
    EXPECT_EQ(may(trainer, id, "verify"), "common.forbidden");

    // The desk mends the report itself, and so can no longer verify it.
    EXPECT_EQ(act(desk, id, return_report, ReportReturn{"The list is missing"}), "");
    EXPECT_EQ(act(desk, id, report, done), "");
    EXPECT_EQ(act(desk, id, verify, Verification{"List"}), "activities.own_report");
    EXPECT_EQ(act(coordinator, id, verify, Verification{"List"}), "");
    EXPECT_EQ(head_of(id).state, states::verified);
}

TEST_P(Activities, that_are_postponed_get_new_days_or_go_back_into_planning)
{
    auto const id = scheduled_activity();
    EXPECT_EQ(act(desk, id, postpone, Postponement{"Elections"}), "");
    EXPECT_EQ(head_of(id).due_on, std::nullopt);
    EXPECT_EQ(act(desk, id, schedule, days("2027-02-01", "2027-02-10")), "");
    EXPECT_EQ(act(desk, id, postpone, Postponement{"A storm"}), "");
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  auto const head = head_of(id);
                  return replan(tx, desk, head, head.version);
              })),
              "");
    auto const stored =
        *store().read([&](Reader &reader) { return records::load(reader, activities, id); });
    EXPECT_EQ(stored.starts, std::nullopt);
    EXPECT_EQ(act(desk, id, cancel,
                  Cancellation{.reason = "No funds", .costs_borne_by = "", .people_informed = "x"}),
              "");
    EXPECT_EQ(act(desk, id, postpone, Postponement{"Again"}), "records.wrong_state");
}

TEST_P(Activities, are_shown_to_a_party_that_joins_the_project_later)
{
    auto const id = make_activity();
    EXPECT_EQ(may(suva, id, verbs::see), "common.not_found");
    projects::Party fiji;
    fiji.project = Id<projects::Project>{project};
    fiji.country = country("FJI");
    fiji.roles = {"partner"};
    store().write([&](Tx &tx) {
        static_cast<void>(records::create(tx, desk.actor(), projects::parties, fiji));
        projects::share_with_parties(tx, project);
    });
    EXPECT_EQ(store().write([](Tx &tx) { return share_with_latecomers(tx); }), 1);
    EXPECT_EQ(store().write([](Tx &tx) { return share_with_latecomers(tx); }), 0);
    EXPECT_EQ(may(suva, id, verbs::see), "");
    EXPECT_EQ(may(suva, id, "cost"), "common.forbidden");
}

TEST_P(Activities, stand_on_their_projects_page_and_are_made_there)
{
    auto browser = signed_in("desk@agency.example");
    auto const reference =
        store().read([&](Reader &reader) { return records::label_of(reader, project)->reference; });
    auto const page = browser.get("/projects/" + reference);
    EXPECT_TRUE(shows(page, "/activities/new?project=" + reference)) << page.body;
    static_cast<void>(browser.get("/activities/new?project=" + reference));
    testing::Fields form{{"title", "Study visit"},    {"project", reference},
                         {"modality", "study_visit"}, {"starts", "2026-11-24"},
                         {"ends", "2026-11-23"},      {"time_zone", "Asia/Jakarta"}};
    EXPECT_EQ(browser.post("/activities", form).status, 422);
    form[4].second = "2026-11-26";
    static_cast<void>(browser.get("/activities/new"));
    ASSERT_EQ(browser.post("/activities", form).status, 303);
    EXPECT_TRUE(shows(browser.get("/projects/" + reference), "Study visit"));

    // The focal point of the project's country sees it; nobody moves it to another project.
    auto focal_point = signed_in("focal@dili.example");
    EXPECT_TRUE(shows(focal_point.get("/activities"), "Study visit"));
    EXPECT_EQ(signed_in("focal@suva.example").get("/activities/ACT-2026-0001").status, 404);
    set_project_state("cancelled");
    static_cast<void>(browser.get("/activities/new"));
    EXPECT_EQ(browser.post("/activities", form).status, 422);
}

TEST_P(Activities, are_moved_by_forms_that_keep_what_was_typed)
{
    auto const id = scheduled_activity();
    auto const url = "/activities/" + head_of(id).reference;
    auto browser = signed_in("ibu@centre.example");
    auto const form = browser.get(url + "/beginning");
    EXPECT_TRUE(shows(form, "2026-11-10")) << "the planned day stands in the form";
    auto const version = std::string{between(form.body, "name=\"version\" value=\"", "\"")};
    EXPECT_EQ(browser.post(url + "/beginning", {{"version", version}, {"started_on", "2026-11-30"}})
                  .status,
              422);
    static_cast<void>(browser.get(url));
    EXPECT_EQ(browser.post(url + "/beginning", {{"version", version}, {"started_on", "2026-11-10"}})
                  .status,
              303);
    EXPECT_EQ(head_of(id).state, states::running);
    EXPECT_EQ(browser.get(url + "/verification").status, 403);
}

} // namespace
} // namespace selatan::activities

#include "cooperation/participants/action_plan.hpp"

#include "cooperation/activities/activities.hpp"
#include "tests/support/course.hpp"

namespace selatan::participants {
namespace {

using storage::Tx;
using testing::between;
using testing::header;
using testing::shows;

TEST(ActionPlanRules, have_a_deadline_where_the_rules_ask_for_them)
{
    EXPECT_EQ(plan_deadline(std::nullopt, day("2027-04-14")), std::nullopt);
    EXPECT_EQ(plan_deadline(4, std::nullopt), std::nullopt);
    EXPECT_EQ(plan_deadline(4, day("2027-04-14")), day("2027-05-12"));
    EXPECT_EQ(plan_link_until(day("2027-05-12"), day("2027-04-15")), day("2027-05-12"));
    EXPECT_EQ(plan_link_until(day("2027-05-12"), day("2027-05-20")), day("2027-06-03"))
        << "late is better than never";
    EXPECT_EQ(plan_link_until(std::nullopt, day("2027-05-20")), day("2027-06-03"));
}

class ActionPlans : public CourseTest {
protected:
    void add_routes(web::Router &router) override
    {
        CourseTest::add_routes(router);
        static std::array const sources{calendar_source()};
        activities::add_routes(router, sources);
    }
    Uuid graduate(std::string email, records::Codes languages = {"en"})
    {
        auto const id = enrolled("Participant (example) 1", std::move(languages));
        store().write([&](Tx &tx) {
            tx.run("UPDATE record SET state = 'completed' WHERE id = ?", id);
            tx.run("UPDATE training_application SET email = ? WHERE id = ?", email, application);
            tx.run("UPDATE training_rules SET action_plan_weeks = 4");
        });
        return id;
    }
    void on(std::string_view now)
    {
        clock().set(*Instant::parse(now));
        store().write([](Tx &tx) { ask_for_plans(tx, "https://example.org"); });
    }
    std::string link_to(std::string const &email)
    {
        return "/action-plans/" + between(newest_mail(email), "/action-plans/", "\n");
    }
};
INSTANTIATE_ENGINES(ActionPlans);

TEST_P(ActionPlans, are_handed_in_by_a_link_and_changed_until_the_deadline)
{
    auto const id = graduate("one@dili.example", {"pt"});
    on("2027-04-15T08:00:00Z");
    auto const link = link_to("one@dili.example");
    EXPECT_NE(newest_mail("one@dili.example").find("participou num curso"), std::string::npos);
    on("2027-04-16T08:00:00Z");
    EXPECT_EQ(link_to("one@dili.example"), link) << "asked once";

    auto anybody = browser();
    EXPECT_TRUE(shows(anybody.get(link), "Participant (example) 1"));
    EXPECT_EQ(stored(id).plan_handed_in_on, std::nullopt) << "looking hands nothing in";
    EXPECT_EQ(anybody.post(link, {{"action_plan", "  "}}).status, 422);
    auto const too_long = anybody.post(link, {{"action_plan", std::string(5001, 'x')}});
    EXPECT_EQ(too_long.status, 422);
    EXPECT_TRUE(shows(too_long, std::string(5001, 'x'))) << "what was typed is kept";
    EXPECT_EQ(header(anybody.post(link, {{"action_plan", "Two seed plots"}}), "Location"),
              link + "?said=saved");
    EXPECT_EQ(stored(id).action_plan, "Two seed plots");
    EXPECT_EQ(stored(id).plan_handed_in_on, day("2027-04-16"));
    clock().set(*Instant::parse("2027-05-12T20:00:00Z"));
    EXPECT_TRUE(shows(anybody.get(link), "Two seed plots"));
    EXPECT_EQ(anybody.post(link, {{"action_plan", "Three seed plots"}}).status, 303);
    EXPECT_EQ(stored(id).action_plan, "Three seed plots");
}

TEST_P(ActionPlans, whose_link_is_too_old_offer_a_new_one_once_a_day)
{
    auto const id = graduate("one@dili.example");
    on("2027-04-15T08:00:00Z");
    auto const link = link_to("one@dili.example");
    clock().set(*Instant::parse("2027-05-13T08:00:00Z"));
    auto anybody = browser();
    auto const old = anybody.get(link);
    EXPECT_EQ(old.status, 410);
    EXPECT_TRUE(shows(old, "Send me a new link"));
    EXPECT_EQ(anybody.post(link, {{"action_plan", "Late"}}).status, 410);
    EXPECT_EQ(stored(id).action_plan, "");
    EXPECT_EQ(anybody.post(link + "/renewal").status, 200);
    auto const second = link_to("one@dili.example");
    EXPECT_NE(second, link);
    EXPECT_EQ(anybody.get(link).status, 410);
    EXPECT_FALSE(shows(anybody.get(link), "Send me a new link")) << "a newer one replaced it";
    EXPECT_EQ(anybody.post(link + "/renewal").status, 410);
    EXPECT_EQ(anybody.post(second + "/renewal").status, 200);
    EXPECT_EQ(link_to("one@dili.example"), second) << "but no second mail within a day";
    EXPECT_EQ(anybody.post(second, {{"action_plan", "Late, but here"}}).status, 303);
    EXPECT_EQ(anybody.get("/action-plans/nonsense").status, 410);
}

TEST_P(ActionPlans, are_commented_on_and_the_participant_is_told)
{
    auto const id = graduate("one@dili.example");
    on("2027-04-15T08:00:00Z");
    auto const link = link_to("one@dili.example");
    EXPECT_EQ(act(desk, id, comment_plan, PlanComment{"Which villages?"}),
              "participants.no_action_plan");
    auto const url = "/participants/" + head_of(participants, id).reference;
    EXPECT_FALSE(shows(signed_in("desk@agency.example").get(url), "/plan-comment"));
    EXPECT_EQ(browser().post(link, {{"action_plan", "Two seed plots"}}).status, 303);

    EXPECT_EQ(may(trainer, id, "comment_plan"), "") << "the institute’s own participant";
    EXPECT_EQ(may(dili, id, "comment_plan"), "common.forbidden");
    auto officer = signed_in("desk@agency.example");
    EXPECT_TRUE(shows(officer.get(url), "/plan-comment"));
    auto const version = std::to_string(head_of(participants, id).version);
    EXPECT_EQ(officer.post(url + "/plan-comment", {{"version", version}}).status, 422);
    EXPECT_EQ(
        officer.post(url + "/plan-comment", {{"version", version}, {"comment", "Which villages?"}})
            .status,
        303);
    jobs::Runner runner{store()};
    handle_action_plans(runner, "https://example.org");
    runner.drain();
    EXPECT_NE(newest_mail("one@dili.example").find("Which villages?"), std::string::npos);
    auto const newer = link_to("one@dili.example");
    EXPECT_TRUE(shows(browser().get(newer), "Which villages?"));
    EXPECT_EQ(stored(id).plan_comment, "Which villages?");
}

TEST_P(ActionPlans, alumni_are_found_by_scheme_sector_and_employer)
{
    store().write([&](Tx &tx) { tx.run("UPDATE project SET sector = '31163'"); });
    graduate("one@dili.example");
    auto officer = signed_in("desk@agency.example");
    auto const finds = [&](std::string const &query) {
        return shows(officer.get("/participants?q=" + query), "Participant (example) 1");
    };
    EXPECT_TRUE(finds("sector%3A31163"));
    EXPECT_FALSE(finds("sector%3A11110"));
    EXPECT_TRUE(finds("employer%3AMinistry"));
    EXPECT_FALSE(finds("employer%3AUniversity"));
    EXPECT_TRUE(finds("country%3ATLS"));
    auto const scheme = store().read([&](storage::Reader &reader) {
        return reader.one<std::string>(
            "SELECT reference FROM record WHERE kind = 'training_scheme'");
    });
    EXPECT_TRUE(finds("scheme%3A" + *scheme));
    auto const file =
        officer.get("/participants.csv?q=sector%3A31163&columns=title,employer,sector");
    std::string rows = file.body;
    while (file.stream && file.stream(rows)) {
    }
    EXPECT_NE(rows.find("Ministry of Agriculture"), std::string::npos);
}

TEST_P(ActionPlans, and_the_courses_sessions_stand_in_the_calendar)
{
    enrolled("Participant (example) 1");
    begin_course("2027-04-01T08:00:00Z");
    plan();
    auto institute = signed_in("ibu@centre.example");
    auto const month = institute.get("/calendar?month=2027-04");
    EXPECT_EQ(month.status, 200);
    EXPECT_TRUE(shows(month, "Session"));
    EXPECT_TRUE(shows(month, "Rice for trainers · Day 1")) << "of which course";
    EXPECT_FALSE(shows(signed_in("other@centre.example").get("/calendar?month=2027-04"),
                       "/course-sessions/"));
}

} // namespace
} // namespace selatan::participants

#include "cooperation/participants/action_plan.hpp"
#include "cooperation/participants/certificate.hpp"
#include "cooperation/participants/follow_up.hpp"
#include "tests/support/course.hpp"

namespace selatan::participants {
namespace {

using storage::Reader;
using storage::Tx;
using testing::between;
using testing::header;
using testing::shows;

/// A participant who applied with an account of their own.
class OwnPlaces : public CourseTest {
protected:
    void SetUp() override
    {
        CourseTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        place = enrolled("Participant (example) 1");
        auto const account = make_user("one@home.example", {{auth::Role::participant}});
        make_user("other@home.example", {{auth::Role::participant}});
        store().write([&](Tx &tx) {
            tx.run("INSERT INTO training_own_application (application, account, call)"
                   " VALUES (?, ?, ?)",
                   application, account, call);
            tx.run("UPDATE record SET created_by = ? WHERE id = ?", account, application);
            tx.run("UPDATE training_participant SET ticket = 'GA 234' WHERE id = ?", place);
        });
        url = "/own-applications/" + head_of(applications, application).reference;
    }
    void complete()
    {
        store().write([&](Tx &tx) {
            tx.run("UPDATE record SET state = 'completed' WHERE id = ?", place);
            tx.run("UPDATE training_rules SET follow_up_1 = 6, action_plan_weeks = 4");
            tx.run("UPDATE training_application SET email = ? WHERE id = ?",
                   std::string{"one@home.example"}, application);
        });
    }

    Uuid place;
    std::string url;
};
INSTANTIATE_ENGINES(OwnPlaces);

TEST_P(OwnPlaces, tell_their_owner_days_venue_travel_and_letter)
{
    auto own = signed_in("one@home.example");
    auto const page = own.get(url);
    EXPECT_TRUE(shows(page, "2027-04-01"));
    EXPECT_TRUE(shows(page, "Seed station"));
    EXPECT_TRUE(shows(page, "GA 234"));
    EXPECT_TRUE(shows(page, "Letter of invitation"));
    auto const letter = own.get(url + "/invitation.pdf");
    EXPECT_EQ(header(letter, "Content-Type"), "application/pdf");
    EXPECT_EQ(letter.body.substr(0, 4), "%PDF");
    EXPECT_FALSE(shows(page, "Certificate (PDF)"));
    EXPECT_EQ(own.get(url + "/certificate.pdf").status, 404);
    auto other = signed_in("other@home.example");
    EXPECT_EQ(other.get(url).status, 404);
    EXPECT_EQ(other.get(url + "/invitation.pdf").status, 404);
    EXPECT_EQ(signed_in("desk@agency.example").get(url + "/invitation.pdf").status, 403);
    auto const head = head_of(applications, application);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  return training::withdraw(tx, dili, head, head.version, {"Ill"});
              })),
              "");
    EXPECT_EQ(own.get(url + "/invitation.pdf").status, 404) << "the place was given back";
    EXPECT_FALSE(shows(own.get(url), "Letter of invitation"));
}

TEST_P(OwnPlaces, give_the_certificate_and_take_the_action_plan)
{
    clock().set(*Instant::parse("2027-04-20T08:00:00Z"));
    auto own = signed_in("one@home.example");
    own.get(url);
    auto const plan = url + "/action-plan";
    EXPECT_EQ(own.get(plan).status, 404) << "the course is not over";
    EXPECT_EQ(own.get(url + "/follow-up").status, 404);
    complete();
    auto const head = head_of(participants, place);
    auto const issued =
        store().write([&](Tx &tx) { return issue(tx, services().vault, desk, head); });
    ASSERT_TRUE(issued);
    auto const page = own.get(url);
    EXPECT_TRUE(shows(page, "Certificate (PDF)"));
    EXPECT_TRUE(shows(page, issued->reference));
    EXPECT_EQ(own.get(url + "/certificate.pdf").body.substr(0, 4), "%PDF");
    EXPECT_EQ(signed_in("other@home.example").get(url + "/certificate.pdf").status, 404);

    store().write([](Tx &tx) { ask_for_plans(tx, "https://example.org"); });
    auto const mailed =
        "/action-plans/" + between(newest_mail("one@home.example"), "/action-plans/", "\n");
    EXPECT_TRUE(shows(own.get(url), plan));
    EXPECT_EQ(own.get(plan).status, 200);
    EXPECT_EQ(own.post(plan, {{"action_plan", " "}}).status, 422);
    EXPECT_EQ(own.post(plan, {{"action_plan", "Teach two villages"}}).status, 303);
    EXPECT_TRUE(shows(own.get(url), "Teach two villages"));
    EXPECT_TRUE(shows(browser().get(mailed), "Teach two villages")) << "both ways work";
    EXPECT_EQ(signed_in("other@home.example").get(plan).status, 404);
}

TEST_P(OwnPlaces, take_what_is_answered_afterwards)
{
    clock().set(*Instant::parse("2027-10-14T08:00:00Z"));
    complete();
    store().write([](Tx &tx) { ask_due(tx, "https://example.org"); });
    auto const mailed = "/follow-up-answers/" +
                        between(newest_mail("one@home.example"), "/follow-up-answers/", "\n");
    auto own = signed_in("one@home.example");
    auto const questions = url + "/follow-up";
    EXPECT_TRUE(shows(own.get(url), questions));
    EXPECT_EQ(own.get(questions).status, 200);
    EXPECT_EQ(browser().get(mailed).status, 200) << "both ways work";
    EXPECT_EQ(signed_in("other@home.example").get(questions).status, 404);
    EXPECT_EQ(own.post(questions, {{"work_now", "same_post"}, {"used", "fully"}}).status, 422)
        << "promoted or not is for the person to say";
    EXPECT_EQ(
        own.post(questions, {{"work_now", "same_post"}, {"promoted", "no"}, {"used", "fully"}})
            .status,
        200);
    EXPECT_FALSE(shows(own.get(url), questions)) << "answered";
    EXPECT_EQ(own.get(questions).status, 404);
    EXPECT_EQ(browser().get(mailed).status, 410);
}

} // namespace
} // namespace selatan::participants

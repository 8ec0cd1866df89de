#include "cooperation/participants/follow_up.hpp"

#include "cooperation/participants/follow_up_store.hpp"
#include "tests/support/course.hpp"

namespace selatan::participants {
namespace {

using storage::Reader;
using storage::Tx;
using testing::between;
using testing::shows;
namespace states = follow_up_states;

TEST(FollowUpRules, the_latest_that_is_due_is_asked_once_and_not_years_too_late)
{
    std::vector<std::int64_t> const months{6, 12, 24};
    struct Case {
        std::int64_t asked;
        std::string_view today;
        std::optional<std::int64_t> due;
    };
    for (auto const &[asked, today, due] :
         {Case{0, "2027-10-13", std::nullopt}, Case{0, "2027-10-14", 6},
          Case{6, "2027-10-14", std::nullopt}, Case{0, "2027-12-12", 6},
          Case{0, "2027-12-13", std::nullopt}, Case{6, "2028-04-14", 12}, Case{0, "2028-04-14", 12},
          Case{12, "2029-04-14", 24}, Case{24, "2029-04-14", std::nullopt}}) {
        EXPECT_EQ(due_follow_up(months, asked, day("2027-04-14"), day(today)), due) << today;
    }
    EXPECT_EQ(due_follow_up({}, 0, day("2027-04-14"), day("2027-10-14")), std::nullopt);
}

TEST(FollowUpRules, each_comes_after_the_one_before_it)
{
    training::Rules rules;
    rules.follow_up_1 = 12;
    rules.follow_up_2 = 6;
    auto const problems = training::decide_rules(rules, nullptr, false);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems.front().field, "follow_up_2");
    EXPECT_EQ(problems.front().code, "participants.follow_up_order");
    rules.follow_up_2 = 24;
    EXPECT_TRUE(training::decide_rules(rules, nullptr, false).empty());
    EXPECT_EQ(follow_up_months(rules), (std::vector<std::int64_t>{12, 24}));
}

class FollowUps : public CourseTest {
protected:
    /// Somebody who completed the course that ended on 14 April 2027.
    Uuid graduate(std::string name, std::string email, records::Codes languages = {"en"})
    {
        auto const id = enrolled(std::move(name), std::move(languages));
        store().write([&](Tx &tx) {
            tx.run("UPDATE record SET state = 'completed' WHERE id = ?", id);
            tx.run("UPDATE training_application SET email = ? WHERE id = ?", email, application);
            tx.run("UPDATE training_rules SET follow_up_1 = 6, follow_up_2 = 12");
        });
        return id;
    }
    void on(std::string_view now)
    {
        clock().set(*Instant::parse(now));
        store().write([](Tx &tx) { ask_due(tx, "https://example.org"); });
    }
    std::vector<Uuid> all()
    {
        return store().read([&](Reader &reader) {
            return reader.all<Uuid>("SELECT id FROM training_follow_up ORDER BY months, id");
        });
    }
    std::string link_to(std::string const &email)
    {
        return "/follow-up-answers/" +
               between(newest_mail(email), "https://example.org/follow-up-answers/", "\n");
    }
    std::string state_of(Uuid id) { return head_of(follow_ups, id).state; }
};
INSTANTIATE_ENGINES(FollowUps);

TEST_P(FollowUps, are_asked_by_a_link_in_the_persons_language_that_answers_once)
{
    auto const id = graduate("Participant (example) 1", "one@dili.example", {"pt"});
    on("2027-10-13T08:00:00Z");
    EXPECT_TRUE(all().empty()) << "not six months yet";
    on("2027-10-14T08:00:00Z");
    on("2027-10-15T08:00:00Z");
    ASSERT_EQ(all().size(), 1U) << "asked once";
    auto const link = link_to("one@dili.example");
    EXPECT_NE(newest_mail("one@dili.example").find("participou de um curso"), std::string::npos);

    auto anybody = browser();
    EXPECT_EQ(anybody.get(link).status, 200);
    EXPECT_TRUE(shows(anybody.get(link), "Participant (example) 1")) << "looking spends nothing";
    auto const lacking = anybody.post(link, {{"account", "Two villages use the new seed"}});
    EXPECT_EQ(lacking.status, 422);
    EXPECT_TRUE(shows(lacking, "Two villages use the new seed")) << "what was typed is kept";
    EXPECT_EQ(anybody
                  .post(link, {{"work_now", "same_employer"},
                               {"post_now", "Head of the seed station"},
                               {"promoted", "yes"},
                               {"used", "fully"},
                               {"account", "Two villages use the new seed"}})
                  .status,
              200);
    EXPECT_EQ(state_of(all().front()), states::answered);
    EXPECT_EQ(stored(id).post_now, "Head of the seed station");
    EXPECT_EQ(anybody.get(link).status, 410);
    EXPECT_TRUE(shows(anybody.get(link), "This link no longer works"));
    EXPECT_EQ(anybody.post(link, {{"work_now", "elsewhere"}, {"used", "fully"}}).status, 410);

    EXPECT_TRUE(shows(signed_in("desk@agency.example").get(url_of_call()),
                      "1 of 1 answered (100%); for the same employer 1, promoted 1"));
    on("2028-04-14T08:00:00Z");
    EXPECT_EQ(all().size(), 2U) << "and again after twelve months";
}

TEST_P(FollowUps, are_reminded_twice_and_then_given_up)
{
    graduate("Participant (example) 1", "one@dili.example");
    on("2027-10-14T08:00:00Z");
    auto const first = link_to("one@dili.example");
    on("2027-10-28T08:00:00Z");
    auto const second = link_to("one@dili.example");
    EXPECT_NE(first, second);
    EXPECT_EQ(browser().get(first).status, 410) << "a newer one replaced it";
    on("2027-11-11T08:00:00Z");
    auto const third = link_to("one@dili.example");
    EXPECT_NE(second, third);
    on("2027-11-25T08:00:00Z");
    EXPECT_EQ(link_to("one@dili.example"), third) << "no more than two reminders";
    on("2027-12-13T08:00:00Z");
    EXPECT_EQ(state_of(all().front()), states::unanswered);
    EXPECT_EQ(browser().get(third).status, 410);

    // The desk telephones.
    auto const url = "/follow-ups/" + head_of(follow_ups, all().front()).reference;
    auto const version = std::to_string(head_of(follow_ups, all().front()).version);
    auto officer = signed_in("desk@agency.example");
    EXPECT_EQ(officer
                  .post(url + "/answer",
                        {{"version", version}, {"work_now", "elsewhere"}, {"used", "partly"}})
                  .status,
              303);
    EXPECT_EQ(state_of(all().front()), states::answered);
    EXPECT_EQ(signed_in("focal@dili.example").get(url).status, 200);
    EXPECT_EQ(signed_in("focal@suva.example").get(url).status, 404);
    EXPECT_EQ(signed_in("focal@dili.example").post(url + "/answer", {{"used", "fully"}}).status,
              403);
}

TEST_P(FollowUps, without_an_address_are_for_the_desk_to_ask)
{
    graduate("Participant (example) 1", "");
    on("2027-10-14T08:00:00Z");
    ASSERT_EQ(all().size(), 1U);
    auto const url = "/follow-ups/" + head_of(follow_ups, all().front()).reference;
    EXPECT_TRUE(shows(signed_in("desk@agency.example").get(url), "No e-mail address is recorded"));
}

} // namespace
} // namespace selatan::participants

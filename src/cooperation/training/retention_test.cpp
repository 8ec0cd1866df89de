#include "cooperation/training/retention.hpp"

#include "cooperation/training/restricted.hpp"
#include "tests/support/call.hpp"

namespace selatan::training {
namespace {

using storage::Reader;
using storage::Tx;
using testing::header;
using testing::shows;

TEST(RetentionRules, count_from_the_courses_last_day_and_only_where_the_rules_say_so)
{
    Kept kept;
    kept.course_ends = day("2027-04-14");
    EXPECT_EQ(kept.erased_on(), std::nullopt);
    kept.months = 6;
    EXPECT_EQ(kept.erased_on(), day("2027-10-14"));
    kept.course_ends.reset();
    EXPECT_EQ(kept.erased_on(), std::nullopt);
}

TEST(RetentionRules, papers_are_erased_together_once_nobody_needs_them_for_a_visa)
{
    struct Case {
        std::string_view state;
        std::optional<Date> ends;
        std::string_view refused;
    };
    constexpr std::string_view needed = "training.papers_still_needed";
    for (auto const &[state, ends, refused] :
         {Case{call_states::running, day("2027-04-14"), needed},
          Case{call_states::completed, std::nullopt, needed},
          Case{call_states::completed, day("2027-04-15"), needed},
          Case{call_states::completed, day("2027-04-13"), ""},
          Case{call_states::cancelled, day("2027-06-01"), ""}}) {
        Kept kept;
        kept.state = state;
        kept.course_ends = ends;
        EXPECT_EQ(code_of(decide_erasure(kept, day("2027-04-14"))), refused) << state;
    }
}

class Retention : public CallTest {
protected:
    void SetUp() override
    {
        CallTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        make_user("coordinator@agency.example", {{auth::Role::coordinator}});
        confirmed("Participant (example) 1");
        auto const head = head_of(applications, application);
        store().write([&](Tx &tx) {
            ASSERT_TRUE(write_restricted(tx, services().vault, desk, head,
                                         {.passport = "X1234567", .expiry = {}, .medical = {}}));
        });
    }
    void keep_for(std::int64_t months)
    {
        store().write(
            [&](Tx &tx) { tx.run("UPDATE training_rules SET retention_months = ?", months); });
    }
    std::int64_t erased_on(std::string_view now)
    {
        clock().set(*Instant::parse(now));
        return erase_due(store(), services().vault);
    }
    bool is_kept()
    {
        return store().read([&](Reader &reader) { return has_restricted(reader, application); });
    }
};
INSTANTIATE_ENGINES(Retention);

TEST_P(Retention, erases_when_the_time_has_come_and_writes_it_down)
{
    EXPECT_EQ(erased_on("2037-01-01T08:00:00Z"), 0) << "the rules do not say when";
    keep_for(6);
    EXPECT_EQ(erased_on("2027-10-13T08:00:00Z"), 0);
    EXPECT_TRUE(is_kept());
    EXPECT_EQ(erased_on("2027-10-14T08:00:00Z"), 1);
    EXPECT_FALSE(is_kept());
    EXPECT_EQ(erased_on("2027-10-15T08:00:00Z"), 0);
    auto const acts = store().read([&](Reader &reader) {
        return events::history(reader, applications.kind, application, Audience::partner);
    });
    ASSERT_FALSE(acts.empty());
    EXPECT_EQ(acts.front().verb, "erase_restricted");
    EXPECT_EQ(acts.front().actor.user, std::nullopt) << "the program itself";
}

TEST_P(Retention, is_told_to_programs_with_what_was_erased)
{
    keep_for(6);
    auto const told = [&] {
        return store().read([&](Reader &reader) {
            return as_json(kept_restricted(reader, auth::program_identity("cli")), 1);
        });
    };
    EXPECT_EQ(told(), R"({"items":[{"call":"CAL-2026-0001","people":1,"erased_on":"2027-10-14"}],)"
                      R"("erased":1})");
    clock().set(*Instant::parse("2027-10-14T08:00:00Z"));
    EXPECT_EQ(erase_due(store(), services().vault, "cli"), 1);
    EXPECT_EQ(told(), R"({"items":[],"erased":1})");
}

TEST_P(Retention, is_told_before_it_happens_to_who_may_erase)
{
    keep_for(6);
    auto const page = signed_in("coordinator@agency.example").get("/retention");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Rice for trainers"));
    EXPECT_TRUE(shows(page, "14 Oct 2027"));
    EXPECT_FALSE(shows(page, "X1234567"));
    EXPECT_EQ(signed_in("desk@agency.example").get("/retention").status, 403);
}

TEST_P(Retention, is_ended_by_hand_after_seeing_whose_papers_go)
{
    auto const first = application;
    auto const reference = head_of(applications, first).reference;
    auto const kept = [&] {
        return store().read([&](Reader &reader) { return has_restricted(reader, first); });
    };
    confirmed("Participant (example) 2"); // of whom nothing is kept
    auto const of_call = head_of(calls, call).reference;
    auto coordinator = signed_in("coordinator@agency.example");

    // Nobody takes papers away that are still needed.
    auto const early = coordinator.post("/retention/affected", {{"key", of_call}});
    EXPECT_EQ(early.status, 422);
    EXPECT_TRUE(shows(early, "its papers are still needed"));
    auto const forced = coordinator.post("/retention/erasure", {{"applications", reference}});
    EXPECT_EQ(forced.status, 422);
    EXPECT_TRUE(shows(forced, "its papers are still needed"));

    clock().set(*Instant::parse("2027-04-15T08:00:00Z"));
    coordinator = signed_in("coordinator@agency.example");
    EXPECT_TRUE(shows(coordinator.post("/retention/affected", {}), "Choose one course at least"));
    auto const affected = coordinator.post("/retention/affected", {{"key", of_call}});
    EXPECT_EQ(affected.status, 200);
    EXPECT_TRUE(shows(affected, "The papers of 1 person would be erased"));
    EXPECT_TRUE(shows(affected, "Participant (example) 1"));
    EXPECT_FALSE(shows(affected, "Participant (example) 2"));
    EXPECT_TRUE(kept()) << "seeing erases nothing";
    EXPECT_EQ(coordinator.post("/retention/erasure", {}).status, 422) << "nobody was named";

    for (auto const *const other : {"desk@agency.example", "focal@dili.example"}) {
        auto somebody = signed_in(other);
        EXPECT_EQ(somebody.post("/retention/affected", {{"key", of_call}}).status, 403);
        EXPECT_EQ(somebody.post("/retention/erasure", {{"applications", reference}}).status, 403);
    }
    EXPECT_TRUE(kept());

    auto const done = coordinator.post("/retention/erasure", {{"applications", reference}});
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(header(done, "Location"), "/retention?erased=1");
    EXPECT_TRUE(shows(coordinator.get("/retention?erased=1"), "the papers of 1 person"));
    EXPECT_FALSE(kept());
    auto const again = coordinator.post("/retention/erasure", {{"applications", reference}});
    EXPECT_EQ(header(again, "Location"), "/retention?erased=0") << "nothing was left";
    auto const acts = store().read([&](Reader &reader) {
        return events::history(reader, applications.kind, first, Audience::partner);
    });
    ASSERT_FALSE(acts.empty());
    EXPECT_EQ(acts.front().verb, "erase_restricted");
    EXPECT_TRUE(acts.front().actor.user.has_value()) << "by whoever pressed the button";
}

} // namespace
} // namespace selatan::training

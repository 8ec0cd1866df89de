#include "cooperation/training/restricted.hpp"
#include "cooperation/training/selection.hpp"
#include "tests/support/applications.hpp"
#include "tests/support/values.hpp"

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
namespace states = application_states;

class Applications : public ApplicationsTest {};
INSTANTIATE_ENGINES(Applications);

TEST_P(Applications, go_the_schemes_way_each_step_by_its_office)
{
    auto const id = apply("First applicant (example)", "TLS");
    EXPECT_EQ(may(dili, id, verbs::see), "");
    EXPECT_EQ(may(suva, id, verbs::see), "common.not_found");
    EXPECT_EQ(may(trainer, id, verbs::see), "common.not_found") << "the institute’s turn is later";
    EXPECT_EQ(act(dili, id, submit), "");
    EXPECT_EQ(stored(id).awaits, Awaited::nominate);
    EXPECT_EQ(may(dili, id, verbs::change), "common.forbidden");
    EXPECT_EQ(act(dili, id, certify, Certificate{"Director", "Letter"}),
              "training.step_not_wanted");
    EXPECT_EQ(act(embassy, id, forward, Forwarding{"Note"}), "training.not_its_turn");
    EXPECT_EQ(act(desk, id, judge_now), "training.judged_too_early");
    EXPECT_EQ(act(dili, id, nominate, Nomination{1, "Note 4"}), "");
    EXPECT_EQ(may(dili, id, "forward"), "common.forbidden");
    EXPECT_EQ(may(embassy, id, "forward"), "");
    EXPECT_EQ(act(embassy, id, forward, Forwarding{"Note 5"}), "");
    EXPECT_EQ(act(desk, id, judge_now), "");
    EXPECT_EQ(state_of(id), states::eligible);
    EXPECT_EQ(may(trainer, id, "accept"), "");
    EXPECT_EQ(may(trainer, id, "propose"), "common.forbidden");
    EXPECT_EQ(act(trainer, id, accept, Assessment{"Fits"}), "");
    EXPECT_EQ(stored(id).awaits, Awaited::propose);
    EXPECT_EQ(select(id, Place::country), "training.not_selecting");
}

TEST_P(Applications, are_taken_until_the_deadline_and_nominated_in_order_up_to_the_quota)
{
    std::vector<Uuid> ids;
    for (auto const *const name : {"One", "Two", "Three", "Four"}) {
        ids.push_back(apply(name, "TLS"));
        EXPECT_EQ(act(dili, ids.back(), submit), "");
    }
    EXPECT_EQ(act(dili, ids[0], nominate, Nomination{1, "Note"}), "");
    EXPECT_EQ(act(dili, ids[1], nominate, Nomination{1, "Note"}), "training.rank_taken");
    EXPECT_EQ(act(dili, ids[1], nominate, Nomination{2, "Note"}), "");
    EXPECT_EQ(act(dili, ids[2], nominate, Nomination{3, "Note"}), "");
    EXPECT_EQ(act(dili, ids[3], nominate, Nomination{4, "Note"}), "training.too_many_nominees");
    EXPECT_EQ(act(dili, ids[0], withdraw, Leaving{"Ill"}), "");
    EXPECT_EQ(act(dili, ids[3], nominate, Nomination{1, "Note"}), "") << "one has left";
    clock().set(*Instant::parse("2026-12-20T17:00:00Z"));
    EXPECT_EQ(act(embassy, ids[1], forward, Forwarding{"Note"}), "training.nominations_not_open");
    auto officer = signed_in("desk@agency.example");
    auto const url = "/calls/" + head_of(calls, call).reference;
    EXPECT_FALSE(shows(officer.get(url), "still on their way"));
    EXPECT_EQ(act_on_call(close), "");
    EXPECT_TRUE(shows(officer.get(url), "people still on their way to the agency: 3"));
    auto const late = apply("Late", "TLS");
    EXPECT_EQ(act(dili, late, submit), "training.nominations_not_open");
}

TEST_P(Applications, are_judged_by_the_rules_and_again_when_papers_come)
{
    auto const judged = [&](Uuid id) {
        EXPECT_EQ(act(dili, id, submit), "");
        EXPECT_EQ(act(dili, id, nominate, Nomination{static_cast<std::int64_t>(++ranks), "N"}), "");
        EXPECT_EQ(act(embassy, id, forward, Forwarding{"Note"}), "");
        EXPECT_EQ(act(desk, id, judge_now), "");
        return state_of(id);
    };
    auto const old = apply("Older", "TLS", "1980-01-01");
    EXPECT_EQ(judged(old), states::ineligible);
    EXPECT_EQ(stored(old).findings, records::Codes{"age"});

    auto const lacking = apply("Lacking", "TLS");
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_application SET documents = '' WHERE id = ?", lacking);
    });
    EXPECT_EQ(judged(lacking), states::incomplete);
    EXPECT_EQ(may(dili, lacking, verbs::change), "") << "its focal point completes it";
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_application SET documents = 'passport_copy' WHERE id = ?", lacking);
    });
    EXPECT_EQ(act(desk, lacking, judge_now), "");
    EXPECT_EQ(state_of(lacking), states::eligible);
    EXPECT_TRUE(stored(lacking).findings.empty());
}

TEST_P(Applications, are_selected_within_the_quotas_told_together_and_moved_up)
{
    auto const one = accepted("One", "TLS", 1);
    auto const two = accepted("Two", "TLS", 2);
    auto const three = accepted("Three", "TLS", 3);
    auto const fiji = accepted("Four", "FJI", 1);
    auto const last = accepted("Five", "FJI", 2);
    begin_selection();
    EXPECT_EQ(select(one, Place::country), "");
    EXPECT_EQ(select(two, Place::country), "");
    EXPECT_EQ(held("TLS"), 2);
    EXPECT_EQ(select(three, Place::country), "training.quota_full");
    EXPECT_EQ(select(one, Place::discretionary), "") << "thought over: its own place is free";
    EXPECT_EQ(held("TLS"), 1);
    EXPECT_EQ(select(three, Place::discretionary), "training.discretionary_full");
    EXPECT_EQ(select(one, Place::country), "");
    EXPECT_EQ(keep(three, 1), "");
    EXPECT_EQ(select(fiji, Place::country), "");
    EXPECT_EQ(keep(last, 1), "training.rank_taken");

    // Nobody outside learns of it yet.
    auto const page = signed_in("focal@dili.example")
                          .get("/applications/" + head_of(applications, three).reference);
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(shows(page, "reserve"));
    EXPECT_EQ(act_on_call(announce), "training.undecided");
    auto desk_officer = signed_in("desk@agency.example");
    auto const call_url = "/calls/" + head_of(calls, call).reference;
    EXPECT_EQ(desk_officer.get(call_url).body.find(call_url + "/results"), std::string::npos)
        << "no button while somebody is undecided; the page leads to the board instead";
    EXPECT_TRUE(shows(desk_officer.get(call_url), call_url + "/board"));
    EXPECT_EQ(turn_down(last), "");
    EXPECT_TRUE(shows(desk_officer.get(call_url), call_url + "/results"));
    EXPECT_EQ(stored(last).reason, "");
    EXPECT_EQ(act_on_call(announce), "");
    EXPECT_EQ(state_of(one), states::selected);
    EXPECT_EQ(state_of(three), states::reserve);
    EXPECT_EQ(state_of(last), states::rejected);
    EXPECT_EQ(stored(last).reason, "Others fit the course better");

    EXPECT_EQ(act(dili, one, confirm_place), "");
    EXPECT_EQ(act(dili, two, decline, Leaving{"No leave"}), "");
    EXPECT_EQ(state_of(three), states::selected) << "of the same country, moved up at once";
    EXPECT_EQ(stored(three).place, Place::country);
    EXPECT_EQ(held("TLS"), 2);
    EXPECT_EQ(act_on_call(confirm), "training.unanswered");
    EXPECT_EQ(act(dili, three, confirm_place), "");
    EXPECT_EQ(act(suva, fiji, decline, Leaving{"Ill"}), "");
    EXPECT_EQ(held("FJI"), 0) << "nobody of Fiji waits";
    EXPECT_EQ(act_on_call(confirm), "");
    EXPECT_EQ(act(dili, three, withdraw, Leaving{"Ill"}), "");
    EXPECT_EQ(held("TLS"), 1);
}

TEST_P(Applications, never_hold_more_places_than_there_are)
{
    auto const one = accepted("One", "FJI", 1);
    auto const two = accepted("Two", "FJI", 2);
    begin_selection();
    EXPECT_EQ(select(one, Place::country), "");
    // Whatever was decided on an older picture, the database has the last word.
    EXPECT_THROW(store().write([&](Tx &tx) {
        tx.run("UPDATE training_quota SET held = held + 1 WHERE call = ? AND held = 1", call);
    }),
                 storage::Violation);
    EXPECT_EQ(select(two, Place::country), "training.quota_full");
    EXPECT_EQ(act(desk, one, withdraw, Leaving{"Ill"}), "");
    EXPECT_EQ(held("FJI"), 0);
    EXPECT_EQ(select(two, Place::country), "");
}

TEST_P(Applications, give_no_second_course_to_whoever_had_one_here)
{
    auto const first = accepted("Maria dos Santos (example)", "TLS", 1);
    begin_selection();
    EXPECT_EQ(select(first, Place::country), "");
    EXPECT_EQ(act_on_call(announce), "");
    EXPECT_EQ(act(dili, first, confirm_place), "");
    clock().set(*Instant::parse("2026-12-01T00:00:00Z"));
    store().write([&](Tx &tx) { make_open_call(tx); });
    auto const again = apply("MARÍA DOS SANTOS (EXAMPLE)", "TLS");
    EXPECT_EQ(act(dili, again, submit), "");
    EXPECT_EQ(act(dili, again, nominate, Nomination{1, "Note"}), "");
    EXPECT_EQ(act(embassy, again, forward, Forwarding{"Note"}), "");
    EXPECT_EQ(act(desk, again, judge_now), "");
    EXPECT_EQ(state_of(again), states::ineligible);
    EXPECT_EQ(stored(again).findings, records::Codes{"second_course"});
}

TEST_P(Applications, on_the_web_explain_each_rule_and_offer_the_step_whose_turn_it_is)
{
    auto focal_point = signed_in("focal@dili.example");
    auto const reference = head_of(calls, call).reference;
    auto const page = focal_point.get("/calls/" + reference);
    EXPECT_TRUE(shows(page, "/applications/new?call=" + reference)) << page.body;
    static_cast<void>(focal_point.get("/applications/new?call=" + reference));
    testing::Fields form{
        {"title", "First applicant"}, {"call", reference}, {"country", "TLS"},
        {"born_on", "1980-02-03"},    {"sex", "woman"},    {"employer", "Ministry of Agriculture"},
        {"languages", "en"}};
    auto const made = focal_point.post("/applications", form);
    ASSERT_EQ(made.status, 303) << made.body;
    auto const url = testing::header(made, "Location");
    auto const shown = focal_point.get(url);
    EXPECT_TRUE(shows(shown, "47; wanted: …–45")) << shown.body;
    EXPECT_TRUE(shows(shown, "missing: Copy of the passport"));
    form[2].second = "FJI";
    static_cast<void>(focal_point.get("/applications/new"));
    EXPECT_EQ(focal_point.post("/applications", form).status, 403) << "another country’s person";

    static_cast<void>(focal_point.get(url));
    EXPECT_EQ(focal_point.post(url + "/submission", {{"version", "1"}}).status, 303);
    auto const submitted = focal_point.get(url);
    EXPECT_TRUE(shows(submitted, url + "/nomination"));
    EXPECT_FALSE(shows(submitted, url + "/certificate")) << "the scheme has no such step";
    EXPECT_TRUE(shows(focal_point.get(url + "/nomination"), "value=\"1\""));
    EXPECT_TRUE(shows(signed_in("desk@agency.example").get("/applications?q=awaits:nominate"),
                      "First applicant"));
    clock().set(*Instant::parse("2026-12-20T17:00:00Z"));
    form[2].second = "TLS";
    auto later = signed_in("focal@dili.example");
    static_cast<void>(later.get("/applications/new"));
    EXPECT_EQ(later.post("/applications", form).status, 422) << "after the deadline";
}

TEST_P(Applications, are_written_each_their_own_result_and_when_they_move_up)
{
    auto const one = accepted("One", "TLS", 1);
    auto const two = accepted("Two", "TLS", 2);
    auto const three = accepted("Three", "TLS", 3);
    auto const last = accepted("Four", "FJI", 1);
    auto const silent = accepted("Five", "FJI", 2);
    store().write([&](Tx &tx) {
        for (auto const &[id, address] : {std::pair{one, "one@home.example"},
                                          {two, "two@home.example"},
                                          {three, "three@home.example"},
                                          {last, "four@home.example"}}) {
            tx.run("UPDATE training_application SET email = ? WHERE id = ?", address, id);
        }
        tx.run("UPDATE training_application SET languages = 'fr en' WHERE id = ?", two);
    });
    begin_selection();
    EXPECT_EQ(select(one, Place::country), "");
    EXPECT_EQ(select(two, Place::country), "");
    EXPECT_EQ(keep(three, 1), "");
    EXPECT_EQ(turn_down(last), "");
    EXPECT_EQ(turn_down(silent), "") << "without an address nobody is written";
    auto const old = apply("Old", "FJI", "1960-01-01");
    auto const lacking = apply("Lacking", "FJI");
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_application SET email = 'old@home.example',"
               " findings = 'age' WHERE id = ?",
               old);
        tx.run("UPDATE record SET state = 'ineligible' WHERE id = ?", old);
        tx.run("UPDATE training_application SET email = 'lacking@home.example', documents = ''"
               " WHERE id = ?",
               lacking);
        tx.run("UPDATE record SET state = 'incomplete' WHERE id = ?", lacking);
    });
    EXPECT_EQ(newest_mail("one@home.example"), "") << "nobody outside learns of it yet";
    EXPECT_EQ(act_on_call(announce), "");
    auto const wrote = [&](std::string const &to, std::string_view text) {
        return newest_mail(to).find(text) != std::string::npos;
    };
    EXPECT_TRUE(wrote("one@home.example", "you were given a place on a course: Course"));
    EXPECT_TRUE(wrote("one@home.example", "The course begins on"));
    EXPECT_TRUE(wrote("one@home.example", head_of(applications, one).reference));
    EXPECT_TRUE(wrote("two@home.example", "une place vous est attribuée"));
    EXPECT_TRUE(wrote("three@home.example", "You are on the reserve list"));
    EXPECT_TRUE(wrote("four@home.example", "Others fit the course better"));
    EXPECT_TRUE(wrote("old@home.example", "What is not met: ")) << newest_mail("old@home.example");
    EXPECT_EQ(state_of(old), states::ineligible);
    EXPECT_TRUE(wrote("lacking@home.example", "was not complete by then. Wanted were still: "))
        << newest_mail("lacking@home.example");
    EXPECT_EQ(state_of(lacking), states::rejected) << "nobody is asked for papers any more";
    clock().set(clock().now().plus(std::chrono::minutes{1}));
    EXPECT_EQ(act(dili, two, decline, Leaving{"No leave"}), "");
    EXPECT_EQ(state_of(three), states::selected);
    EXPECT_TRUE(wrote("three@home.example", "a place on a course has become free"));
}

TEST_P(Applications, keep_passport_and_medical_part_sealed_each_look_told_and_erased_for_good)
{
    auto const id = apply("First applicant", "TLS");
    auto const url = "/applications/" + head_of(applications, id).reference;
    auto const part = url + "/restricted";
    make_user("head@agency.example", {{Role::coordinator}});
    make_user("eyes@audit.example", {{Role::auditor}});
    auto focal_point = signed_in("focal@dili.example");
    static_cast<void>(focal_point.get(part));
    EXPECT_EQ(focal_point.post(part, {{"passport", ""}, {"medical", "x"}}).status, 422);
    static_cast<void>(focal_point.get(part));
    EXPECT_EQ(
        focal_point
            .post(part,
                  {{"passport", "C1234567"}, {"expiry", "2031-05-01"}, {"medical", "No allergies"}})
            .status,
        303);
    store().read([&](Reader &reader) {
        for (auto row : reader.query("SELECT passport, medical FROM training_restricted")) {
            auto const passport = row.next<storage::Bytes>();
            std::string const stored_bytes{passport.begin(), passport.end()};
            EXPECT_EQ(stored_bytes.find("C1234567"), std::string::npos) << "sealed at rest";
        }
    });

    // Opening the page shows nothing and tells nothing; a look does both.
    auto coordinator = signed_in("head@agency.example");
    EXPECT_FALSE(shows(coordinator.get(part), "C1234567"));
    EXPECT_FALSE(shows(coordinator.get(url), "looked at passport"));
    auto const seen = coordinator.post(part + "/look", {{"version", "1"}});
    EXPECT_TRUE(shows(seen, "C1234567"));
    EXPECT_TRUE(shows(seen, "No allergies"));
    EXPECT_EQ(testing::header(seen, "Cache-Control"), "no-store");
    auto const record = focal_point.get(url);
    EXPECT_TRUE(shows(record, "looked at passport")) << "the applicant’s side knows who looked";
    EXPECT_FALSE(shows(record, "C1234567"));

    EXPECT_EQ(signed_in("desk@agency.example").get(part).status, 403);
    EXPECT_EQ(signed_in("eyes@audit.example").get(part).status, 403);
    EXPECT_EQ(signed_in("focal@suva.example").get(part).status, 404);
    EXPECT_EQ(focal_point.post(part + "/erasure").status, 403);

    EXPECT_EQ(coordinator.post(part + "/erasure").status, 428)
        << "nobody erases what they did not see";
    EXPECT_EQ(coordinator.post(part + "/erasure", {{"version", "1"}}).status, 303);
    EXPECT_FALSE(shows(coordinator.post(part + "/look", {{"version", "1"}}), "C1234567"));
    static_cast<void>(focal_point.get(part));
    EXPECT_NE(focal_point.post(part, {{"passport", "C1234567"}}).status, 303) << "erased for good";
    auto const erased = focal_point.get(part);
    EXPECT_TRUE(shows(erased, "Nothing can be entered any more")) << erased.body;
    EXPECT_TRUE(shows(erased, "Erased for good"));
    EXPECT_FALSE(shows(erased, "name=\"passport\"")) << "what would be refused is not offered";
    EXPECT_FALSE(shows(coordinator.get(part), part + "/erasure"));
}

TEST(RestrictedRules, want_a_passport_a_date_and_no_book)
{
    auto const code = [](Restricted const &value) {
        auto const problems = decide_restricted(value, day("2026-12-01"));
        return problems.empty() ? std::string{} : problems.front().code;
    };
    EXPECT_EQ(code({.passport = "", .expiry = "", .medical = ""}), "common.required");
    EXPECT_EQ(code({.passport = "C1", .expiry = "1/5/31", .medical = ""}), "common.not_a_date");
    EXPECT_EQ(code({.passport = "C1", .expiry = "", .medical = std::string(10'001, 'x')}),
              "common.too_long");
    EXPECT_EQ(code({.passport = "C1", .expiry = "2026-11-30", .medical = ""}),
              "training.passport_expired");
    EXPECT_EQ(code({.passport = "C1", .expiry = "2031-05-01", .medical = ""}), "");
}

} // namespace
} // namespace selatan::training

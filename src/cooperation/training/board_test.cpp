#include "cooperation/training/selection.hpp"
#include "tests/support/applications.hpp"

namespace selatan::training {
namespace {

using storage::Tx;
using testing::shows;
namespace states = application_states;

class Board : public ApplicationsTest {};
INSTANTIATE_ENGINES(Board);

TEST_P(Board, are_decided_many_at_once_seen_before_and_taken_back_together)
{
    auto const one = accepted("One", "TLS", 1);
    auto const two = accepted("Two", "TLS", 2);
    auto const three = accepted("Three", "TLS", 3);
    begin_selection();
    auto officer = signed_in("desk@agency.example");
    auto const url = "/calls/" + head_of(calls, call).reference;
    auto const board = url + "/board";
    EXPECT_TRUE(shows(officer.get(url), board));
    EXPECT_TRUE(shows(officer.get(url), "3 applications are to be decided"));
    EXPECT_TRUE(shows(officer.get(board), "name=\"key\""));
    EXPECT_TRUE(shows(officer.get(board), "Places in all"));
    EXPECT_TRUE(shows(officer.get(board), "Timor-Leste")) << "its places, before anybody chooses";
    auto const keys = [](std::vector<Uuid> const &ids) {
        testing::Fields fields;
        for (auto const &id : ids) {
            fields.emplace_back("key", id.to_string());
        }
        return fields;
    };
    auto const preview = officer.post(board + "/country", keys({one, two}));
    EXPECT_TRUE(shows(preview, "2 people are affected"));
    EXPECT_FALSE(shows(preview, "More people than places"));
    EXPECT_TRUE(shows(officer.post(board + "/country", keys({one, two, three})),
                      "Timor-Leste: chosen 3, places left 2"))
        << "before anybody presses";
    static_cast<void>(officer.get(board));
    EXPECT_EQ(stored(one).proposed, std::nullopt) << "nothing happened yet";

    // All or none: the third has no place, and the first two keep nothing.
    auto const refused = officer.post(board + "/country/act", keys({one, two, three}));
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(shows(refused, "because of Three"));
    EXPECT_TRUE(shows(refused, "All places of this country are held")) << "and why";
    EXPECT_EQ(held("TLS"), 0);

    static_cast<void>(officer.get(board));
    auto const done = officer.post(board + "/country/act", keys({one, two}));
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(held("TLS"), 2);
    auto const after = officer.get(testing::header(done, "Location"));
    EXPECT_TRUE(shows(after, "Proposed for 2 people"));
    auto const batch = std::string{testing::between(after.body, "name=\"batch\" value=\"", "\"")};
    EXPECT_EQ(officer.post(board + "/rejection/act", keys({three})).status, 422)
        << "a rejection says why";
    auto const reserve = officer.post(board + "/reserve", keys({one, three}));
    EXPECT_TRUE(shows(reserve, "name=\"rank." + three.to_string() + "\"")) << reserve.body;
    EXPECT_TRUE(shows(reserve, "it is not their turn")) << "One has a proposal";
    auto wanted = keys({one, three});
    wanted.emplace_back("rank." + three.to_string(), "x");
    EXPECT_EQ(officer.post(board + "/reserve/act", wanted).status, 422) << "no number";
    wanted.back().second = "7";
    static_cast<void>(officer.get(board));
    EXPECT_EQ(officer.post(board + "/reserve/act", wanted).status, 303);
    EXPECT_EQ(stored(one).proposed, Decision::selected) << "what stands is changed one by one";
    EXPECT_EQ(stored(three).reserve_rank, 7) << "in the officer's order";

    auto const undone = officer.post(board + "/undo", {{"batch", batch}});
    EXPECT_EQ(undone.status, 303);
    EXPECT_TRUE(shows(officer.get(testing::header(undone, "Location")), "Taken back for 2 people"));
    EXPECT_EQ(held("TLS"), 0);
    EXPECT_EQ(stored(one).proposed, std::nullopt);
    EXPECT_EQ(stored(three).proposed, Decision::reserve) << "another batch stays";
    EXPECT_EQ(act(desk, three, take_back), "");
    EXPECT_EQ(act(desk, three, take_back), "training.no_proposal");
    EXPECT_EQ(signed_in("focal@dili.example").get(board).status, 403);
}

TEST_P(Board, are_judged_and_shortlisted_many_at_once)
{
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_rules SET step_2 = 'agency_shortlisted', step_3 = NULL");
    });
    std::vector<Uuid> ids;
    testing::Fields keys;
    for (auto const *const name : {"One", "Two"}) {
        ids.push_back(apply(name, "TLS"));
        keys.emplace_back("key", ids.back().to_string());
        EXPECT_EQ(act(dili, ids.back(), submit), "");
    }
    EXPECT_EQ(act(dili, ids[0], nominate, Nomination{1, "Note"}), "");
    auto officer = signed_in("desk@agency.example");
    auto const url = "/calls/" + head_of(calls, call).reference;
    auto const board = url + "/board";
    EXPECT_TRUE(shows(officer.get(url), board)) << "before the selection too";
    auto const page = officer.get(board);
    EXPECT_TRUE(shows(page, board + "/eligibility"));
    EXPECT_FALSE(shows(page, board + "/shortlisting")) << "nobody waits for it yet";
    EXPECT_FALSE(shows(page, board + "/acceptance")) << "the scheme has no such step";
    EXPECT_FALSE(shows(page, board + "/country")) << "nothing is proposed yet";
    EXPECT_TRUE(shows(officer.post(board + "/eligibility", keys), "1 person is affected"))
        << "the other is not nominated yet";
    EXPECT_EQ(act(dili, ids[1], nominate, Nomination{2, "Note"}), "");
    officer.get(board);
    auto const old = apply("Old", "FJI", "1960-01-01");
    EXPECT_EQ(act(suva, old, submit), "");
    EXPECT_EQ(act(suva, old, nominate, Nomination{1, "Note"}), "");
    keys.emplace_back("key", old.to_string());
    auto const foreseen = officer.post(board + "/eligibility", keys);
    EXPECT_TRUE(shows(foreseen, "3 people are affected")) << foreseen.body;
    auto const queries_for = [&](testing::Fields const &chosen) {
        auto const before = store().figures().queries;
        officer.post(board + "/eligibility", chosen);
        return store().figures().queries - before;
    };
    EXPECT_EQ(queries_for({keys.front()}), queries_for(keys)) << "however many they are";
    EXPECT_TRUE(shows(foreseen, "Will be"));
    EXPECT_TRUE(shows(foreseen, ">Not eligible<")) << "one is too old";
    EXPECT_EQ(state_of(old), "focal_point_nominated") << "nothing has happened yet";
    officer.get(board);
    auto const done = officer.post(board + "/eligibility/act", keys);
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_TRUE(testing::header(done, "Location").ends_with("&eligible=2&ineligible=1"))
        << testing::header(done, "Location");
    EXPECT_TRUE(shows(officer.get(board), board + "/shortlisting"));
    auto const after = officer.get(testing::header(done, "Location"));
    EXPECT_TRUE(shows(after, "Done for 3 people"));
    EXPECT_TRUE(shows(after, "Not eligible")) << after.body;
    EXPECT_EQ(officer.get(board + "?done=x&eligible=-1&ineligible=%3Cb%3E").status, 200);
    auto const batch = std::string{testing::between(after.body, "name=\"batch\" value=\"", "\"")};
    auto const undone = officer.post(board + "/undo", {{"batch", batch}});
    ASSERT_EQ(undone.status, 303) << undone.body;
    EXPECT_EQ(state_of(old), "focal_point_nominated") << "whoever was not eligible too";
    EXPECT_EQ(officer.post(board + "/eligibility/act", keys).status, 303);
    EXPECT_EQ(state_of(old), states::ineligible);
    keys.pop_back();
    EXPECT_EQ(state_of(ids[0]), states::eligible);
    EXPECT_EQ(officer.post(board + "/shortlisting/act", keys).status, 422)
        << "an assessment says why";
    keys.emplace_back("assessment", "Both teach others");
    officer.get(board);
    EXPECT_EQ(officer.post(board + "/shortlisting/act", keys).status, 303);
    EXPECT_EQ(state_of(ids[1]), "agency_shortlisted");
    EXPECT_EQ(stored(ids[1]).assessment, "Both teach others");
}

TEST_P(Board, stand_as_before_when_a_batch_is_undone_but_those_acted_on_since)
{
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_rules SET step_2 = 'agency_shortlisted',"
               " step_3 = 'institute_accepted'");
    });
    std::vector<Uuid> ids;
    testing::Fields keys;
    for (auto const *const name : {"One", "Two"}) {
        ids.push_back(apply(name, "TLS"));
        keys.emplace_back("key", ids.back().to_string());
        EXPECT_EQ(act(dili, ids.back(), submit), "");
        auto const rank = static_cast<std::int64_t>(ids.size());
        EXPECT_EQ(act(dili, ids.back(), nominate, Nomination{rank, "Note"}), "");
    }
    auto officer = signed_in("desk@agency.example");
    auto const board = "/calls/" + head_of(calls, call).reference + "/board";
    auto const do_many = [&](std::string const &what) {
        clock().set(clock().now().plus(std::chrono::minutes{1}));
        static_cast<void>(officer.get(board));
        auto fields = keys;
        fields.emplace_back("assessment", "Fits");
        EXPECT_EQ(officer.post(board + "/" + what + "/act", fields).status, 303) << what;
    };
    auto const undo_last = [&] {
        auto const page = officer.get(board);
        auto const batch =
            std::string{testing::between(page.body, "name=\"batch\" value=\"", "\"")};
        return officer.get(
            testing::header(officer.post(board + "/undo", {{"batch", batch}}), "Location"));
    };
    do_many("eligibility");
    do_many("shortlisting");
    EXPECT_EQ(act(trainer, ids[1], accept, Assessment{"Fits well"}), "");

    auto const undone = undo_last();
    EXPECT_TRUE(shows(undone, "Taken back for 1 person"));
    EXPECT_TRUE(shows(undone, "somebody has acted on them since"));
    EXPECT_TRUE(shows(undone, "<bdi>Two</bdi>")) << "named";
    EXPECT_EQ(state_of(ids[0]), states::eligible);
    EXPECT_EQ(stored(ids[0]).assessment, "");
    EXPECT_EQ(stored(ids[0]).awaits, Awaited::shortlist);
    EXPECT_EQ(state_of(ids[1]), "institute_accepted") << "left as it is";

    EXPECT_TRUE(shows(undo_last(), "Taken back for 1 person")) << "the batch before";
    EXPECT_EQ(state_of(ids[0]), "focal_point_nominated");
    EXPECT_EQ(stored(ids[0]).awaits, Awaited::judge);
    EXPECT_TRUE(shows(officer.get("/applications/" + head_of(applications, ids[0]).reference),
                      "put it back as it was"));

    keys.pop_back();
    do_many("eligibility");
    do_many("shortlisting");
    do_many("acceptance");
    EXPECT_EQ(state_of(ids[0]), "institute_accepted");
    undo_last();
    EXPECT_EQ(state_of(ids[0]), "agency_shortlisted");
}

TEST_P(Board, lets_the_institute_answer_for_many_with_reasons_and_take_its_answers_back)
{
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_rules SET step_2 = 'agency_shortlisted',"
               " step_3 = 'institute_accepted'");
    });
    std::vector<Uuid> ids;
    testing::Fields keys;
    for (auto const *const name : {"One", "Two", "Three"}) {
        ids.push_back(apply(name, "TLS"));
        keys.emplace_back("key", ids.back().to_string());
        auto const rank = static_cast<std::int64_t>(ids.size());
        EXPECT_EQ(act(dili, ids.back(), submit), "");
        EXPECT_EQ(act(dili, ids.back(), nominate, Nomination{rank, "Note"}), "");
        EXPECT_EQ(act(desk, ids.back(), judge_now), "");
    }
    auto const url = "/calls/" + head_of(calls, call).reference;
    auto const board = url + "/board";
    auto institute = signed_in("ibu@centre.example");
    EXPECT_TRUE(shows(institute.get(url), "Answer for several"));
    EXPECT_FALSE(shows(institute.get(board), board + "/acceptance")) << "nobody is put forward yet";
    EXPECT_EQ(act(desk, ids[0], shortlist, Assessment{"Best"}), "");
    EXPECT_EQ(act(desk, ids[1], shortlist, Assessment{"Good"}), "");
    auto const page = institute.get(board);
    EXPECT_TRUE(shows(page, board + "/acceptance"));
    EXPECT_TRUE(shows(page, board + "/non-acceptance"));
    for (auto const *const others : {"/eligibility", "/shortlisting", "/country", "/rejection"}) {
        EXPECT_FALSE(shows(page, board + others)) << others;
        EXPECT_EQ(institute.post(board + std::string{others}, keys).status, 403) << others;
    }
    EXPECT_FALSE(shows(page, "Places in all")) << "which country has how many is not its matter";
    auto const shown = institute.post(board + "/non-acceptance", keys);
    EXPECT_TRUE(shows(shown, "2 people are affected")) << shown.body;
    EXPECT_TRUE(shows(shown, "it is not their turn")) << "the third is not put forward";
    static_cast<void>(institute.get(board));
    EXPECT_EQ(institute.post(board + "/non-acceptance/act", keys).status, 422) << "and says why";
    auto no = keys;
    no.emplace_back("assessment", "Too far from the field");
    auto const done = institute.post(board + "/non-acceptance/act", no);
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_EQ(state_of(ids[0]), "agency_shortlisted") << "the applicant's side learns nothing";
    EXPECT_EQ(stored(ids[0]).awaits, Awaited::propose);
    EXPECT_EQ(stored(ids[0]).assessment, "Too far from the field");
    EXPECT_TRUE(shows(institute.get(board), "Not accepted"));
    EXPECT_FALSE(shows(institute.get(board), board + "/acceptance")) << "nobody waits";
    auto officer = signed_in("desk@agency.example");
    EXPECT_TRUE(shows(officer.get(board), "Not accepted"));

    auto const undo = [&](std::string const &body) {
        return std::string{testing::between(body, "name=\"batch\" value=\"", "\"")};
    };
    auto const batch = undo(institute.get(board).body);
    EXPECT_EQ(institute.post(board + "/undo", {{"batch", batch}}).status, 303);
    EXPECT_EQ(stored(ids[0]).awaits, Awaited::accept);
    EXPECT_EQ(stored(ids[0]).assessment, "Best") << "as the agency had written it";

    // The agency's batches are not the institute's to undo; its own are.
    static_cast<void>(officer.get(board));
    testing::Fields third{{"key", ids[2].to_string()}, {"assessment", "Late"}};
    EXPECT_EQ(officer.post(board + "/shortlisting/act", third).status, 303);
    auto const theirs = undo(officer.get(board).body);
    EXPECT_FALSE(shows(institute.get(board), theirs));
    EXPECT_EQ(institute.post(board + "/undo", {{"batch", theirs}}).status, 403);
    EXPECT_EQ(state_of(ids[2]), "agency_shortlisted");

    auto const key = bearer(trainer.user, "*:write *:read");
    auto const ask = [&](std::string const &what, std::string const &more) {
        return api(http::Method::post, "/api" + board + what, key,
                   "{\"applications\": [\"" + ids[0].to_string() + "\", \"" + ids[1].to_string() +
                       "\"]" + more + "}");
    };
    auto const listed = api(http::Method::get, "/api" + board, key);
    EXPECT_TRUE(shows(listed, R"("act":"acceptance")")) << listed.body;
    EXPECT_FALSE(shows(listed, R"("act":"shortlisting")")) << listed.body;
    EXPECT_TRUE(shows(ask("/acceptance", ""), R"("affected":[{)"));
    EXPECT_EQ(ask("/acceptance/act", R"(, "assessment": "Fit")").status, 200);
    EXPECT_EQ(state_of(ids[0]), "institute_accepted");
    EXPECT_EQ(ask("/country/act", "").status, 403);
    EXPECT_EQ(institute.post(board + "/undo", {{"batch", undo(institute.get(board).body)}}).status,
              303);
    EXPECT_EQ(state_of(ids[0]), "agency_shortlisted");

    // What the institute did not accept is decided by the agency, which may not select it.
    EXPECT_EQ(act(trainer, ids[0], training::turn_down, Assessment{"Too far"}), "");
    EXPECT_EQ(act(desk, ids[2], training::turn_down, Assessment{"By telephone"}), "");
    begin_selection();
    EXPECT_EQ(select(ids[0], Place::country), "training.decided_too_early");
    EXPECT_EQ(turn_down(ids[0]), "") << "proposed for rejection";
    EXPECT_EQ(act(desk, ids[0], take_back), "");
    EXPECT_EQ(stored(ids[0]).awaits, Awaited::propose) << "it stays turned down";
    EXPECT_EQ(act(trainer, ids[0], accept, Assessment{"After all"}), "") << "until it is not";
    EXPECT_EQ(select(ids[0], Place::country), "");
    EXPECT_FALSE(shows(institute.get(board), "Out of the country")) << "proposals are internal";
    auto const internal = api(http::Method::get, "/api" + board, key);
    EXPECT_FALSE(shows(internal, R"("proposed":"selected")")) << internal.body;
    EXPECT_EQ(signed_in("focal@dili.example").get(board).status, 403);
}

TEST_P(Board, are_decided_many_at_once_by_programs_after_a_dry_run)
{
    auto const one = accepted("One", "TLS", 1);
    auto const two = accepted("Two", "TLS", 2);
    auto const three = accepted("Three", "TLS", 3);
    begin_selection();
    auto const key = bearer(desk.user, "*:write *:read");
    auto const board = "/api/calls/" + head_of(calls, call).reference + "/board";
    auto const ask = [&](std::string const &what, std::string body) {
        return api(http::Method::post, board + what, key, std::move(body));
    };
    auto const named = [&](std::vector<Uuid> const &ids, std::string const &more = {}) {
        std::string list;
        for (auto const &id : ids) {
            list += (list.empty() ? "\"" : ", \"") + head_of(applications, id).reference + "\"";
        }
        return "{\"applications\": [" + list + "]" + more + "}";
    };
    auto const there = api(http::Method::get, board, key);
    EXPECT_TRUE(shows(there, R"("act":"country")")) << there.body;
    EXPECT_TRUE(shows(there, R"("waiting":3)")) << there.body;
    EXPECT_TRUE(shows(there, R"("last_batch":null)")) << there.body;

    auto const dry = ask("/country", named({one, two, three}));
    EXPECT_EQ(dry.status, 200);
    EXPECT_TRUE(shows(dry, R"("shortages":[{"country":"TLS","chosen":3,"left":2}])")) << dry.body;
    EXPECT_EQ(stored(one).proposed, std::nullopt);
    EXPECT_EQ(ask("/country/act", named({one, two, three})).status, 409);
    EXPECT_EQ(ask("/country/act", "{}").status, 422);
    auto const nobody = ask("/country/act", R"({"applications": ["APP-1999-0001"]})");
    EXPECT_TRUE(shows(nobody, R"("done":0)")) << nobody.body;
    EXPECT_TRUE(shows(nobody, R"("not_on_the_board":["APP-1999-0001"])")) << nobody.body;

    auto const done = ask("/reserve/act", named({three, one}));
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_TRUE(shows(done, R"("done":2)")) << done.body;
    EXPECT_EQ(stored(three).reserve_rank, 1) << "in the order in which they are named";
    EXPECT_EQ(stored(one).reserve_rank, 2);
    EXPECT_TRUE(shows(ask("/rejection", named({one, two})), R"("not_their_turn":["APP)"));
    EXPECT_EQ(ask("/rejection/act", named({two})).status, 422) << "a rejection says why";
    EXPECT_EQ(act(desk, one, take_back), "");
    auto const batch = std::string{testing::between(done.body, R"("batch":")", "\"")};
    auto const undone = ask("/undo", R"({"batch": ")" + batch + R"("})");
    EXPECT_TRUE(shows(undone, R"({"undone":1,"left":["One"]})")) << undone.body;
    EXPECT_EQ(stored(three).proposed, std::nullopt);
    EXPECT_EQ(ask("/undo", R"({"batch": "x"})").status, 422);
}

TEST_P(Board, withdraws_places_that_nobody_confirmed_in_time_and_the_reserve_moves_up)
{
    auto const one = accepted("One", "TLS", 1);
    auto const two = accepted("Two", "TLS", 2);
    auto const three = accepted("Three", "TLS", 3);
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_application SET email = 'two@home.example' WHERE id = ?", two);
    });
    begin_selection();
    EXPECT_EQ(select(one, Place::country), "");
    EXPECT_EQ(select(two, Place::country), "");
    EXPECT_EQ(keep(three, 1), "");
    auto const until = [&](std::string_view when) {
        return act_on_call([&](Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version) {
            return set_confirmation_day(tx, by, head, version, {.confirm_by = testing::day(when)});
        });
    };
    EXPECT_EQ(until("2026-12-01"), "common.in_the_past");
    EXPECT_EQ(until("2027-01-31"), "");
    EXPECT_EQ(act_on_call(announce), "");
    EXPECT_EQ(head_of(applications, two).due_on, testing::day("2027-01-31"));
    EXPECT_NE(newest_mail("two@home.example").find("Your answer is wanted by 31 January 2027"),
              std::string::npos)
        << newest_mail("two@home.example");
    EXPECT_EQ(act(dili, one, confirm_place), "");
    EXPECT_EQ(head_of(applications, one).due_on, std::nullopt);

    auto const board = "/calls/" + head_of(calls, call).reference + "/board";
    testing::Fields const keys{{"key", two.to_string()}, {"reason", "Nobody answered."}};
    auto early = signed_in("desk@agency.example");
    auto const waiting = early.get(board);
    EXPECT_TRUE(shows(waiting, "Places not confirmed"));
    auto const of_call = early.get("/calls/" + head_of(calls, call).reference);
    EXPECT_TRUE(shows(of_call, "1 person who was selected has not answered"));
    EXPECT_FALSE(shows(of_call, "/confirmation\"")) << "it would be refused";
    EXPECT_TRUE(shows(waiting, "Two"));
    EXPECT_FALSE(shows(waiting, board + "/lapse")) << "there is time still";
    EXPECT_EQ(early.post(board + "/lapse/act", keys).status, 409);

    clock().set(*Instant::parse("2027-02-01T06:00:00Z"));
    auto officer = signed_in("desk@agency.example");
    EXPECT_TRUE(shows(officer.get(board), board + "/lapse"));
    auto const foreseen = officer.post(board + "/lapse", keys);
    EXPECT_TRUE(shows(foreseen, "1 person is affected"));
    EXPECT_TRUE(shows(foreseen, "Withdrawn"));
    EXPECT_TRUE(shows(foreseen, "Would move up from the reserve"));
    EXPECT_TRUE(shows(foreseen, "<bdi>Three</bdi>")) << "before anybody presses";
    auto const dry =
        api(http::Method::post, "/api" + board + "/lapse", bearer(desk.user, "*:write *:read"),
            "{\"applications\": [\"" + two.to_string() + "\"]}");
    EXPECT_TRUE(shows(dry, R"("moving_up":[{"reference":"APP-)")) << dry.body;
    EXPECT_EQ(state_of(two), states::selected) << "nothing has happened yet";
    static_cast<void>(officer.get(board));
    auto const done = officer.post(board + "/lapse/act", keys);
    ASSERT_EQ(done.status, 303) << done.body;
    EXPECT_TRUE(shows(officer.get(testing::header(done, "Location")), "Done for 1 person"));
    EXPECT_EQ(state_of(two), states::withdrawn);
    EXPECT_EQ(state_of(three), states::selected) << "the reserve moves up";
    EXPECT_EQ(head_of(applications, three).due_on, std::nullopt) << "the day is past";
    EXPECT_EQ(held("TLS"), 2);
    EXPECT_NE(newest_mail("two@home.example").find("was not confirmed in time"), std::string::npos);

    auto const later = officer.get(board);
    EXPECT_FALSE(shows(later, board + "/lapse")) << "who moved up was asked by no day";
    EXPECT_TRUE(shows(later, "1 person moved up after that day"));
    officer.post(board + "/lapse/act",
                 {{"key", three.to_string()}, {"reason", "Nobody answered."}});
    EXPECT_EQ(state_of(three), states::selected);
    EXPECT_EQ(until("2027-02-10"), "");
    EXPECT_FALSE(shows(officer.get(board), "moved up after that day"));
    clock().set(*Instant::parse("2027-02-11T06:00:00Z"));
    officer = signed_in("desk@agency.example");
    EXPECT_TRUE(shows(officer.get(board), board + "/lapse"));
}

} // namespace
} // namespace selatan::training

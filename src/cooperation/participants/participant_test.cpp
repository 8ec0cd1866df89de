#include "platform/storage/migrations.hpp"
#include "tests/support/course.hpp"

namespace selatan::participants {
namespace {

using storage::Reader;
using storage::Tx;
using testing::Fields;
using testing::shows;
namespace verbs = records::verbs;
namespace states = participant_states;

class Participants : public CourseTest {
protected:
    void add_routes(web::Router &router) override
    {
        CourseTest::add_routes(router);
        activities::add_routes(router, {});
        web::set_foresights(activities::foresights());
    }
    void TearDown() override
    {
        web::set_foresights({});
        CourseTest::TearDown();
    }
};
INSTANTIATE_ENGINES(Participants);

TEST_P(Participants, are_made_when_a_place_is_confirmed_and_go_when_it_is_given_back)
{
    auto const id = enrolled("Participant (example) 1", {"tet", "pt", "en"});
    auto const participant = stored(id);
    EXPECT_EQ(participant.title, "Participant (example) 1");
    EXPECT_EQ(participant.country, country("TLS"));
    EXPECT_EQ(participant.organisation->uuid(), centre);
    EXPECT_EQ(participant.language, "pt")
        << "the first of the person’s that letters are written in";
    EXPECT_EQ(participant.visa, Visa::to_apply);

    EXPECT_EQ(may(dili, id, verbs::see), "");
    EXPECT_EQ(may(dili, id, verbs::change), "common.forbidden");
    EXPECT_EQ(may(suva, id, verbs::see), "common.not_found");
    EXPECT_EQ(may(trainer, id, verbs::change), "");
    EXPECT_EQ(may(trainer, id, "reopen"), "records.wrong_state");

    auto const head = head_of(applications, application);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  return training::withdraw(tx, dili, head, head.version, {.reason = "Ill"});
              })),
              "");
    EXPECT_EQ(head_of(participants, id).state, states::withdrawn);
}

TEST_P(Participants, attendance_is_written_for_many_at_once_and_on_what_was_seen)
{
    auto const one = enrolled("Participant (example) 1");
    auto const two = enrolled("Participant (example) 2");
    begin_course("2027-04-02T08:00:00Z");
    plan();
    auto const sessions_planned = planned();
    ASSERT_EQ(sessions_planned.size(), 10U);
    auto const at = [&](std::size_t number, std::vector<Uuid> present) {
        auto const now = planned();
        return Attendance{.session = now[number].id,
                          .version = now[number].version,
                          .present = std::move(present)};
    };
    EXPECT_EQ(record({at(0, {one, two}), at(2, {one})}), "participants.session_to_come");
    EXPECT_EQ(planned()[0].state, session_states::planned) << "all or none";
    auto const seen = at(0, {two});
    EXPECT_EQ(record({at(0, {one, two}), at(1, {one})}), "");
    EXPECT_EQ(record({seen}), "common.stale") << "somebody else recorded it meanwhile";
    auto const version = planned()[0].version;
    EXPECT_EQ(record({at(0, {two, one})}), "");
    EXPECT_EQ(planned()[0].version, version) << "nothing changed";
    EXPECT_EQ(record({at(0, {one})}), "") << "a mistake is mended";

    auto const standing =
        store().read([&](Reader &reader) { return course_standing(reader, two, call); });
    EXPECT_EQ(standing.sessions, 10);
    EXPECT_EQ(standing.recorded, 2);
    EXPECT_EQ(standing.attended, 0);
    auto const head = head_of(sessions, sessions_planned[9].id);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  return cancel_session(tx, trainer, head, head.version, {.reason = "Holiday"});
              })),
              "");
    EXPECT_EQ(planned().size(), 9U);
}

TEST_P(Participants, are_no_list_for_an_applicants_account)
{
    make_user("applicant@home.example", {{auth::Role::participant}});
    EXPECT_EQ(signed_in("applicant@home.example").get("/participants").status, 403);
}

TEST_P(Participants, are_concluded_by_the_rule_and_otherwise_only_with_a_reason)
{
    auto const one = enrolled("Participant (example) 1");
    auto const two = enrolled("Participant (example) 2");
    begin_course();
    plan();
    EXPECT_EQ(act(trainer, one, complete_course, Completion{}), "participants.attendance_missing");
    record_all({one, two}, two, 3);
    auto const concluded = [&](std::vector<Conclusion> const &wanted, std::string const &remark) {
        return store().write([&](Tx &tx) { return conclude(tx, trainer, wanted, remark); });
    };
    auto const refused = concluded({{one, {}}, {two, {}}}, "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems[0].code, "participants.stopped");
    EXPECT_EQ(refused.error().problems[1].code, "participants.attendance_short");
    EXPECT_EQ(head_of(participants, one).state, states::enrolled) << "all or none";

    EXPECT_TRUE(concluded({{one, {}}, {two, Shortfall::illness}}, ""));
    EXPECT_EQ(head_of(participants, one).state, states::completed);
    EXPECT_EQ(head_of(participants, two).state, states::not_completed);
    EXPECT_EQ(stored(two).attended, 7);
    EXPECT_EQ(stored(two).sessions, 10);

    EXPECT_EQ(may(trainer, two, "reopen"), "common.forbidden");
    EXPECT_EQ(act(desk, two, reopen, Reopening{"Handed in the work"}), "");
    EXPECT_EQ(stored(two).shortfall, std::nullopt);
    EXPECT_TRUE(concluded({{two, {}}}, "Handed in the work"));
    EXPECT_EQ(stored(two).remark, "Handed in the work");

    // What happened is not withdrawn.
    auto const head = head_of(applications, application);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  return training::withdraw(tx, dili, head, head.version, {.reason = "Ill"});
              })),
              "participants.took_part");
}

TEST_P(Participants, of_the_concluded_attendance_stays_as_it_was)
{
    auto const one = enrolled("Participant (example) 1");
    auto const two = enrolled("Participant (example) 2");
    begin_course();
    plan();
    record_all({one, two}, Uuid{}, 0);
    EXPECT_EQ(act(desk, one, complete_course, Completion{}), "");
    auto const first = planned().front();
    EXPECT_EQ(record({{.session = first.id, .version = first.version, .present = {}}}), "");
    auto const known = store().read([&](Reader &reader) { return presences_of(reader, call); });
    EXPECT_TRUE(std::ranges::binary_search(known, Presence{first.id, one}));
    EXPECT_FALSE(std::ranges::binary_search(known, Presence{first.id, two}));
}

TEST_P(Participants, on_the_web_a_class_is_one_form)
{
    auto const one = head_of(participants, enrolled("Participant (example) 1")).reference;
    auto const two = head_of(participants, enrolled("Participant (example) 2")).reference;
    auto planner = signed_in("ibu@centre.example");
    auto const url = url_of_call();
    EXPECT_EQ(planner.get(url + "/attendance").status, 403) << "who comes is not certain";
    go_on(training::confirm);
    EXPECT_TRUE(shows(planner.get(url), url + "/attendance"));
    EXPECT_EQ(signed_in("focal@dili.example").get(url + "/attendance").status, 403);
    EXPECT_EQ(signed_in("other@centre.example").get(url + "/attendance").status, 404);

    EXPECT_TRUE(shows(planner.get(url + "/attendance"), "Plan the sessions"));
    EXPECT_EQ(planner.post(url + "/sessions", {{"a_day", "7"}}).status, 422);
    EXPECT_EQ(planner.post(url + "/sessions", {{"a_day", "1"}}).status, 303) << "before it begins";
    begin_course();
    auto centre_staff = signed_in("ibu@centre.example");
    auto const held = planned();
    Fields form;
    for (auto const &session : held) {
        form.emplace_back("version." + session.reference, std::to_string(session.version));
        form.emplace_back(session.reference, one);
    }
    form.emplace_back(held[0].reference, two);
    // The second session's button for a day on which nobody is missing; the third stays as it is.
    form.emplace_back("everybody", held[1].reference);
    std::erase_if(form, [&](auto const &field) { return field.first == held[2].reference; });
    EXPECT_EQ(centre_staff.post(url + "/attendance", form).status, 303);
    EXPECT_EQ(planned()[2].state, session_states::planned);
    EXPECT_EQ(planned()[9].state, session_states::recorded);
    auto const page = centre_staff.get(url + "/attendance");
    EXPECT_TRUE(shows(page, "9 of 9 (100%)"));
    EXPECT_TRUE(shows(page, "2 of 9 (22%)"));
    EXPECT_EQ(
        centre_staff
            .post(url + "/attendance", {{"recorded", held[2].reference}, {held[2].reference, one}})
            .status,
        303);

    EXPECT_TRUE(shows(centre_staff.get(url + "/conclusion"), "80 %"));
    auto const wrong =
        centre_staff.post(url + "/conclusion", {{one, "completed"}, {two, "completed"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(shows(wrong, "Nothing was changed"));
    EXPECT_EQ(
        centre_staff.post(url + "/conclusion", {{one, "completed"}, {two, "attendance"}}).status,
        303);
    EXPECT_TRUE(shows(centre_staff.get("/participants/" + two), "Too little attendance"));
    EXPECT_TRUE(shows(centre_staff.get(url + "/conclusion"), "Everybody is concluded"));
}

TEST_P(Participants, sessions_are_called_by_their_day_in_each_readers_language)
{
    begin_course("2027-04-02T08:00:00Z");
    trainer.language = Language::id;
    plan(2);
    auto const named = [&](Language language) {
        return store()
            .read([&](Reader &reader) { return sessions_of(reader, call, language); })
            .at(1)
            .title;
    };
    EXPECT_EQ(named(Language::en), "Day 1, session 2");
    EXPECT_EQ(named(Language::id), "Hari 1, sesi 2");
    EXPECT_EQ(named(Language::fr), "Jour 1, séance 2");
    auto const token = bearer(trainer.user, "training_call:write training_session:write");
    auto const second = planned().at(1).reference;
    auto const changed = api(http::Method::patch, "/api/course-sessions/" + second, token,
                             R"({"title": "Seed beds"})", {{"If-Match", "\"1\""}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(named(Language::id), "Seed beds") << "what somebody typed is not translated";
    EXPECT_EQ(named(Language::en), "Seed beds");
}

TEST_P(Participants, sessions_planned_before_days_were_kept_get_their_names_if_nobody_renamed_them)
{
    begin_course("2027-04-02T08:00:00Z");
    trainer.language = Language::fr;
    plan(2);
    auto const lines_in = [&](Language language) {
        return store().read([&](Reader &reader) { return sessions_of(reader, call, language); });
    };
    auto const expected = lines_in(Language::ar);
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_session SET course_day = NULL, one_of_day = NULL");
        tx.run("UPDATE record SET titles = '' WHERE kind = 'training_session'");
        tx.run("UPDATE record SET title = 'Jour 12' WHERE id = ?", expected.at(0).id);
        tx.run("UPDATE record SET title = 'Jour 1, séance 2 bis' WHERE id = ?", expected.at(1).id);
    });
    ASSERT_EQ(lines_in(Language::ar).at(2).title, "Jour 2, séance 1");
    auto const all = storage::all_migrations();
    auto const again =
        std::ranges::find(all, "2026-11-22-170-planned-names", &storage::Migration::name);
    ASSERT_NE(again, all.end());
    store().write([&](Tx &tx) { tx.script(storage::translate(again->sql, tx.engine())); });
    auto const named = lines_in(Language::ar);
    ASSERT_EQ(named.size(), expected.size());
    EXPECT_EQ(named.at(0).title, "اليوم 12");
    EXPECT_EQ(named.at(1).title, "Jour 1, séance 2 bis") << "somebody’s own words";
    for (std::size_t i = 2; i < named.size(); ++i) {
        EXPECT_EQ(named[i].title, expected[i].title);
        auto const session = *store().read(
            [&](Reader &reader) { return records::load(reader, sessions, named[i].id); });
        EXPECT_EQ(session.course_day, static_cast<std::int64_t>(i / 2 + 1));
        EXPECT_EQ(session.one_of_day, static_cast<std::int64_t>(i % 2 + 1));
    }
}

TEST_P(Participants, sixty_at_twenty_sessions_are_one_form_too)
{
    constexpr int people = 60;
    store().write([&](Tx &tx) {
        for (int i = 0; i < people; ++i) {
            Application application_of_one;
            application_of_one.title = "Participant (example) " + std::to_string(i);
            application_of_one.call = Id<Call>{call};
            application_of_one.country = country("TLS");
            Participant one;
            one.title = application_of_one.title;
            one.call = application_of_one.call;
            one.country = application_of_one.country;
            one.organisation = Id<partners::Organisation>{centre};
            one.application = Id<Application>{
                records::create(tx, {}, applications, application_of_one,
                                {.state = std::string{training::application_states::confirmed}})
                    .id};
            static_cast<void>(records::create(tx, {}, participants, one,
                                              {.state = std::string{states::enrolled}}));
        }
    });
    begin_course();
    plan(2);
    auto const members =
        store().read([&](Reader &reader) { return class_of(reader, trainer, call); });
    ASSERT_EQ(members.size(), static_cast<std::size_t>(people));
    auto const &absent = members[2].reference;
    auto const held = planned();
    ASSERT_EQ(held.size(), 20U);
    Fields form;
    for (auto const &session : held) {
        form.emplace_back("recorded", session.reference);
        form.emplace_back("version." + session.reference, std::to_string(session.version));
        for (auto const &member : members) {
            if (member.reference != absent) {
                form.emplace_back(session.reference, member.reference);
            }
        }
    }
    auto centre_staff = signed_in("ibu@centre.example");
    auto const url = url_of_call() + "/attendance";
    EXPECT_EQ(centre_staff.post(url, form).status, 303);
    auto const before = store().figures().queries;
    auto const page = centre_staff.get(url);
    EXPECT_LT(store().figures().queries - before, 10) << "whatever the size of the class";
    EXPECT_TRUE(shows(page, "20 of 20 (100%)"));
    EXPECT_TRUE(shows(page, "0 of 20 (0%)"));
}

TEST_P(Participants, get_a_letter_in_their_language)
{
    auto const id = enrolled("Participant (example) 1", {"fr"});
    auto const url = "/participants/" + head_of(participants, id).reference + "/invitation.pdf";
    auto const letter = signed_in("focal@dili.example").get(url);
    EXPECT_EQ(letter.status, 200);
    EXPECT_EQ(testing::header(letter, "Content-Type"), "application/pdf");
    EXPECT_TRUE(letter.body.starts_with("%PDF-"));
    EXPECT_NE(letter.body.find("/Lang (fr"), std::string::npos);
    EXPECT_EQ(signed_in("focal@suva.example").get(url).status, 404);
}

TEST_P(Participants, are_counted_for_the_report_on_their_course)
{
    auto const activity = store().read([&](Reader &reader) {
        return records::load(reader, training::calls, call)->activity->uuid();
    });
    auto const counted = [&] {
        return store().read(
            [&](Reader &reader) { return activities::class_count(reader, activity); });
    };
    EXPECT_FALSE(counted().has_value()) << "nobody is in the class yet";
    for (auto const *const sex : {"woman", "woman", "man", "unspecified"}) {
        auto const one = enrolled(std::string{"Participant (example) "} + sex);
        store().write([&](Tx &tx) {
            tx.run("UPDATE training_application SET sex = ? WHERE id ="
                   " (SELECT application FROM training_participant WHERE id = ?)",
                   sex, one);
        });
    }
    ASSERT_TRUE(counted().has_value());
    EXPECT_EQ(counted()->women, 2);
    EXPECT_EQ(counted()->men, 1);

    // A program that reports otherwise is told, and whoever reads the report after it.
    store().write([&](Tx &tx) {
        tx.run("UPDATE record SET state = 'delivered', audience = 'internal' WHERE id = ?",
               activity);
    });
    auto const url = "/api/activities/" + head_of(activities::activities, activity).reference;
    auto const officer = bearer(desk.user, "activity:write");
    auto const version = [&] {
        return std::to_string(head_of(activities::activities, activity).version);
    };
    auto const report = [&](std::string const &women) {
        return api(http::Method::post, url + "/report", officer,
                   R"({"reached_women":)" + women + R"(,"reached_men":1,"report":"Done"})",
                   {{"If-Match", "\"" + version() + "\""}});
    };
    auto const wrong = report("7");
    EXPECT_EQ(wrong.status, 200) << wrong.body;
    EXPECT_TRUE(shows(wrong, "activities.report_differs")) << wrong.body;
    EXPECT_TRUE(shows(wrong, "2 women and 1 man")) << wrong.body;
    EXPECT_TRUE(shows(api(http::Method::get, url, officer), "activities.report_differs"));
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'delivered' WHERE id = ?", activity); });
    EXPECT_TRUE(shows(report("2"), R"("warnings":[])"));
}

TEST_P(Participants, by_api_attendance_is_named_session_by_session)
{
    auto const one = head_of(participants, enrolled("Participant (example) 1")).reference;
    begin_course();
    plan(2);
    ASSERT_EQ(planned().size(), 20U);
    auto const token = bearer(trainer.user, "training_call:write training_session:write");
    auto const session = planned()[3].reference;
    auto const done = api(http::Method::post, "/api" + url_of_call() + "/attendance", token,
                          "{\"" + session + "\": [\"" + one + "\"]}");
    EXPECT_EQ(done.status, 200) << done.body;
    auto const seen = api(http::Method::get, "/api" + url_of_call() + "/attendance", token);
    EXPECT_TRUE(shows(seen, "\"attended\":[\"" + session + "\"]")) << seen.body;
    EXPECT_EQ(planned()[2].state, session_states::planned);
}

} // namespace
} // namespace selatan::participants

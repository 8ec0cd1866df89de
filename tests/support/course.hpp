/// \file
/// A course with people on it, for tests.
#pragma once

#include "cooperation/participants/participant_store.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/participants/session.hpp"
#include "tests/support/call.hpp"

namespace selatan::participants {

using testing::code_of;
using testing::country;
using testing::day;

class CourseTest : public training::CallTest {
protected:
    void TearDown() override
    {
        web::set_panels({});
        CallTest::TearDown();
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        training::add_routes(router, place_keeper());
        participants::add_routes(router);
        web::set_panels(panels());
    }
    void set_up(web::App &app) override
    {
        CallTest::set_up(app);
        app.nouns.insert(app.nouns.end(), nouns().begin(), nouns().end());
    }
    /// Somebody who was selected and confirmed.
    Uuid enrolled(std::string name, records::Codes languages = {"en"})
    {
        confirmed(std::move(name), std::move(languages));
        return *store().read(
            [&](storage::Reader &reader) { return participant_of(reader, application); });
    }
    /// Somebody who completed the course; nothing had to be attended.
    Uuid completed(std::string name, records::Codes languages = {"en"})
    {
        auto const id = enrolled(std::move(name), std::move(languages));
        store().write([&](storage::Tx &tx) {
            tx.run("UPDATE record SET state = 'completed' WHERE id = ?", id);
        });
        return id;
    }
    template <typename Verb>
    void go_on(Verb const &verb)
    {
        auto const head = head_of(calls, call);
        EXPECT_EQ(code_of(store().write(
                      [&](storage::Tx &tx) { return verb(tx, desk, head, head.version); })),
                  "");
    }
    void begin_course(std::string_view now = "2027-04-15T08:00:00Z")
    {
        clock().set(*Instant::parse(now));
        if (head_of(calls, call).state == training::call_states::results_out) {
            go_on(training::confirm);
        }
        go_on(training::begin);
    }
    void plan(std::int64_t a_day = 1)
    {
        EXPECT_EQ(code_of(store().write([&](storage::Tx &tx) {
                      return plan_sessions(tx, trainer, head_of(calls, call, tx), a_day);
                  })),
                  "");
    }
    std::vector<SessionLine> planned()
    {
        return store().read(
            [&](storage::Reader &reader) { return sessions_of(reader, call, Language::en); });
    }
    std::string record(std::vector<Attendance> const &wanted)
    {
        return code_of(store().write([&](storage::Tx &tx) {
            return record_attendance(tx, trainer, head_of(calls, call, tx), wanted);
        }));
    }
    /// Everybody at every session, but `absent` at the first so many.
    void record_all(std::vector<Uuid> const &people, Uuid absent, int missed)
    {
        std::vector<Attendance> all;
        for (auto const &session : planned()) {
            Attendance one{.session = session.id, .version = session.version, .present = {}};
            for (auto const &id : people) {
                if (id != absent || missed <= 0) {
                    one.present.push_back(id);
                }
            }
            --missed;
            all.push_back(std::move(one));
        }
        EXPECT_EQ(record(all), "");
    }
    Participant stored(Uuid id)
    {
        return *store().read(
            [&](storage::Reader &reader) { return records::load(reader, participants, id); });
    }
    template <typename Verb, typename Wanted>
    std::string act(auth::Identity const &who, Uuid id, Verb const &verb, Wanted const &wanted)
    {
        auto const head = head_of(participants, id);
        return code_of(store().write(
            [&](storage::Tx &tx) { return verb(tx, who, head, head.version, wanted); }));
    }
    std::string may(auth::Identity const &who, Uuid id, std::string_view verb)
    {
        return store().read([&](storage::Reader &reader) {
            return code_of(records::find(reader, participants, &who, id.to_string(), verb));
        });
    }
};

} // namespace selatan::participants

/// \file
/// A call whose nominations are open, with the offices that take applications to it on their way.
#pragma once

#include "cooperation/training/selection.hpp"
#include "tests/support/training.hpp"
#include "tests/support/values.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace selatan::training {

class ApplicationsTest : public TrainingTest {
protected:
    void SetUp() override
    {
        TrainingTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        desk = identity(make_user("desk@agency.example", {{auth::Role::desk_officer}}));
        dili = identity(
            make_user("focal@dili.example", {{auth::Role::focal_point, testing::country("TLS")}}));
        suva = identity(
            make_user("focal@suva.example", {{auth::Role::focal_point, testing::country("FJI")}}));
        embassy = identity(make_user("our@embassy.example", {{auth::Role::own_mission}}));
        store().write([&](storage::Tx &tx) { make_open_call(tx); });
        trainer = identity(make_user("ibu@centre.example", {{auth::Role::implementer, centre}}));
    }
    void make_scheme(storage::Tx &tx)
    {
        training::Scheme value;
        value.title = "Short courses";
        scheme = records::create(tx, {}, schemes, value).id;
        Rules rules;
        rules.scheme = Id<training::Scheme>{scheme};
        rules.since = testing::day("2020-01-01");
        rules.nominees = 3;
        rules.age_to = 45;
        rules.documents = {"passport_copy"};
        rules.no_second_course = true;
        rules.step_1 = Step::focal_point_nominated;
        rules.step_2 = Step::mission_forwarded;
        rules.step_3 = Step::institute_accepted;
        rules.source = "Example";
        rules_version = records::create(tx, {}, rules_versions, rules).id;
    }
    /// Three places: two of Timor-Leste, one of Fiji; one of them at discretion besides.
    void make_open_call(storage::Tx &tx)
    {
        partners::Organisation office;
        office.name = "Centre for Agricultural Training";
        centre = records::create(tx, {}, partners::organisations, office).id;
        projects::Project project;
        project.title = "Rice seed production";
        activities::Activity course;
        course.title = "Training of trainers";
        course.starts = testing::day("2027-04-01");
        course.ends = testing::day("2027-04-14");
        course.project = Id<projects::Project>{
            records::create(tx, {}, projects::projects, project, {.state = "active"}).id};
        Call value;
        value.activity = Id<activities::Activity>{
            records::create(tx, {}, activities::activities, course, {.state = "scheduled"}).id};
        if (scheme.is_nil()) {
            make_scheme(tx);
        }
        value.scheme = Id<training::Scheme>{scheme};
        value.rules = Id<Rules>{rules_version};
        value.title = "Course";
        value.organisation = Id<partners::Organisation>{centre};
        value.information.set(Language::en, "Content");
        value.languages = {"en"};
        value.places = 4;
        value.opens_on = testing::day("2026-11-01");
        value.closes_on = testing::day("2026-12-20");
        value.time_zone = "Asia/Jakarta";
        value.results_on = testing::day("2027-01-20");
        value.discretionary = 1;
        call = records::create(
                   tx, {}, calls, value,
                   {.audience = Audience::partner, .state = std::string{call_states::open}})
                   .id;
        for (auto const &[where, count] : {std::pair{"TLS", 2}, {"FJI", 1}}) {
            Quota quota;
            quota.call = Id<Call>{call};
            quota.country = testing::country(where);
            quota.places = count;
            static_cast<void>(records::create(tx, {}, quotas, quota));
        }
        share_with_countries(tx, call);
    }
    Uuid apply(std::string name, std::string_view where, std::string_view born = "1990-01-01")
    {
        Application value;
        value.title = std::move(name);
        value.call = Id<Call>{call};
        value.country = testing::country(where);
        value.born_on = testing::day(born);
        value.employer = "Ministry of Agriculture";
        value.languages = {"en"};
        value.documents = {"passport_copy"};
        return store().write([&](storage::Tx &tx) {
            auto const id = records::create(tx, dili.actor(), applications, value).id;
            share_with_institute(tx, id, call);
            return id;
        });
    }
    Head head_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read([&](storage::Reader &reader) {
            return records::find(reader, noun, &program, id.to_string());
        });
    }
    template <typename Verb, typename... Wanted>
    std::string act(auth::Identity const &who, Uuid id, Verb const &verb, Wanted const &...wanted)
    {
        auto const head = head_of(applications, id);
        return testing::code_of(store().write(
            [&](storage::Tx &tx) { return verb(tx, who, head, head.version, wanted...); }));
    }
    template <typename Verb>
    std::string act_on_call(Verb const &verb)
    {
        auto const head = head_of(calls, call);
        return testing::code_of(
            store().write([&](storage::Tx &tx) { return verb(tx, desk, head, head.version); }));
    }
    std::string state_of(Uuid id) { return head_of(applications, id).state; }
    Application stored(Uuid id)
    {
        return *store().read(
            [&](storage::Reader &reader) { return records::load(reader, applications, id); });
    }
    std::string may(auth::Identity const &who, Uuid id, std::string_view verb)
    {
        return store().read([&](storage::Reader &reader) {
            return testing::code_of(
                records::find(reader, applications, &who, id.to_string(), verb));
        });
    }
    std::int64_t held(std::string_view where)
    {
        return *store().read([&](storage::Reader &reader) {
            return reader.one<std::int64_t>("SELECT n.held FROM training_quota n"
                                            " JOIN record r ON r.id = n.id WHERE r.country = ?",
                                            where);
        });
    }
    /// As far as the decision.
    Uuid accepted(std::string name, std::string_view where, std::int64_t rank)
    {
        auto const id = apply(std::move(name), where);
        EXPECT_EQ(act(dili, id, submit), "");
        EXPECT_EQ(act(dili, id, nominate, Nomination{rank, "Note"}), "");
        EXPECT_EQ(act(embassy, id, forward, Forwarding{"Note"}), "");
        EXPECT_EQ(act(desk, id, judge_now), "");
        EXPECT_EQ(act(trainer, id, accept, Assessment{"Fits"}), "");
        return id;
    }
    void begin_selection()
    {
        clock().set(*Instant::parse("2026-12-21T00:00:00Z"));
        EXPECT_EQ(act_on_call(close), "");
        EXPECT_EQ(act_on_call(start_selection), "");
    }
    std::string select(Uuid id, Place place)
    {
        return act(
            desk, id, propose,
            Proposal{
                .proposed = Decision::selected, .place = place, .reserve_rank = {}, .reason = {}});
    }
    std::string keep(Uuid id, std::int64_t rank)
    {
        return act(
            desk, id, propose,
            Proposal{
                .proposed = Decision::reserve, .place = {}, .reserve_rank = rank, .reason = {}});
    }
    std::string turn_down(Uuid id)
    {
        return act(desk, id, propose,
                   Proposal{.proposed = Decision::rejected,
                            .place = {},
                            .reserve_rank = {},
                            .reason = "Others fit the course better"});
    }

    Uuid centre, call, scheme, rules_version;
    int ranks = 0;
    auth::Identity desk, dili, suva, embassy, trainer;
};

} // namespace selatan::training

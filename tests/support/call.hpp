/// \file
/// A call for a course, for tests: ten working days in April 2027, for which the scheme wants 80 %
/// attended. Its results are out.
#pragma once

#include "cooperation/training/selection.hpp"
#include "tests/support/training.hpp"
#include "tests/support/values.hpp"

namespace selatan::training {

using testing::code_of;
using testing::country;
using testing::day;

class CallTest : public TrainingTest {
protected:
    void SetUp() override
    {
        TrainingTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        desk = identity(make_user("desk@agency.example", {{auth::Role::desk_officer}}));
        dili =
            identity(make_user("focal@dili.example", {{auth::Role::focal_point, country("TLS")}}));
        suva =
            identity(make_user("focal@suva.example", {{auth::Role::focal_point, country("FJI")}}));
        store().write([&](storage::Tx &tx) { make_course(tx); });
        trainer = identity(make_user("ibu@centre.example", {{auth::Role::implementer, centre}}));
        make_user("other@centre.example", {{auth::Role::implementer, other_centre}});
    }
    static Uuid make_scheme(storage::Tx &tx, Uuid &rules_version)
    {
        Scheme value;
        value.title = "Short courses";
        auto const scheme = records::create(tx, {}, schemes, value).id;
        Rules rules;
        rules.scheme = Id<Scheme>{scheme};
        rules.since = day("2020-01-01");
        rules.attendance_percent = 80;
        rules.source = "Example";
        rules_version = records::create(tx, {}, rules_versions, rules).id;
        return scheme;
    }
    void make_course(storage::Tx &tx)
    {
        partners::Organisation office;
        office.name = "Centre for Agricultural Training";
        centre = records::create(tx, {}, partners::organisations, office).id;
        office.name = "Another centre";
        other_centre = records::create(tx, {}, partners::organisations, office).id;
        projects::Project project;
        project.title = "Rice seed production";
        activities::Activity course;
        course.title = "Training of trainers";
        course.starts = day("2027-04-01");
        course.ends = day("2027-04-14");
        course.venue = "Seed station";
        course.project = Id<projects::Project>{
            records::create(tx, {}, projects::projects, project, {.state = "active"}).id};
        Call value;
        value.activity = Id<activities::Activity>{
            records::create(tx, {}, activities::activities, course, {.state = "scheduled"}).id};
        Uuid rules_version;
        value.scheme = Id<Scheme>{make_scheme(tx, rules_version)};
        value.rules = Id<Rules>{rules_version};
        value.title = "Rice for trainers";
        value.titles.set(Language::fr, "Le riz pour formateurs");
        value.organisation = Id<partners::Organisation>{centre};
        value.information.set(Language::en, "Content");
        value.languages = {"en"};
        value.places = 4;
        value.time_zone = "Asia/Jakarta";
        call = records::create(
                   tx, {}, calls, value,
                   {.audience = Audience::partner, .state = std::string{call_states::results_out}})
                   .id;
    }
    /// Somebody who was selected, and confirms.
    void confirmed(std::string name, records::Codes languages = {"en"})
    {
        Application value;
        value.title = std::move(name);
        value.call = Id<Call>{call};
        value.country = country("TLS");
        value.born_on = day("1990-01-01");
        value.employer = "Ministry of Agriculture";
        value.languages = std::move(languages);
        value.proposed = Decision::selected;
        value.place = Place::discretionary;
        store().write([&](storage::Tx &tx) {
            tx.run("UPDATE training_call SET held = held + 1,"
                   " discretionary = 4, discretionary_held = discretionary_held + 1 WHERE id = ?",
                   call);
            application = records::create(tx, dili.actor(), applications, value,
                                          {.state = std::string{application_states::selected}})
                              .id;
        });
        auto const head = head_of(applications, application);
        EXPECT_EQ(code_of(store().write([&](storage::Tx &tx) {
                      return confirm_place(tx, dili, head, head.version);
                  })),
                  "");
    }
    static Head head_of(records::Noun const &noun, Uuid id, storage::Reader &reader)
    {
        auto const program = auth::program_identity("test");
        return *records::find(reader, noun, &program, id.to_string());
    }
    Head head_of(records::Noun const &noun, Uuid id)
    {
        return store().read([&](storage::Reader &reader) { return head_of(noun, id, reader); });
    }
    std::string url_of_call() { return "/calls/" + head_of(calls, call).reference; }

    Uuid centre, other_centre, call, application;
    auth::Identity desk, dili, suva, trainer;
};

} // namespace selatan::training

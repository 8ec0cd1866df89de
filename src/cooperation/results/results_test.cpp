#include "cooperation/activities/activities.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/results/results_store.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::results {
namespace {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::between;
using testing::code_of;
using testing::country;
using testing::day;
using testing::shows;
namespace verbs = records::verbs;

class Results : public testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        auto const team = make_office("Coordination team", "IDN");
        facilitator = make_office("Facilitating agency", "JPN");
        desk = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        dili = identity(make_user("focal@dili.example", {{Role::focal_point, country("TLS")}}));
        suva = identity(make_user("focal@suva.example", {{Role::focal_point, country("FJI")}}));
        pays = identity(make_user("pays@agency.example", {{Role::facilitator, facilitator}}));
        coordinator = identity(make_user("head@agency.example", {{Role::coordinator}}));
        coordinator.office = team;
        project = make_project();
        ours = add_party("IDN", {});
        theirs = add_party("TLS", {});
        third = add_party("", facilitator);
    }
    void TearDown() override
    {
        projects::set_closing_checks({});
        CodeListWebTest::TearDown();
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        projects::add_routes(router, closing_checks(), pages_of_a_project());
        results::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns : {partners::nouns(), approvals::nouns(), requests::nouns(),
                                 offers::nouns(), matching::nouns(), programming::nouns(),
                                 projects::nouns(), activities::nouns(), results::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    Uuid make_office(std::string name, std::string_view where)
    {
        partners::Organisation office;
        office.name = std::move(name);
        office.country = country(where);
        return store().write(
            [&](Tx &tx) { return records::create(tx, {}, partners::organisations, office).id; });
    }
    Uuid make_project()
    {
        projects::Project value;
        value.title = "Rice seed production in Maliana";
        value.country = country("TLS");
        value.arrangement = "triangular";
        value.geography = "bilateral";
        value.starts = day("2026-01-01");
        value.ends = day("2026-12-31");
        return store().write([&](Tx &tx) {
            return records::create(tx, desk.actor(), projects::projects, value,
                                   {.audience = Audience::partner,
                                    .state = std::string{projects::states::active}})
                .id;
        });
    }
    Uuid add_party(std::string_view where, std::optional<Uuid> office)
    {
        projects::Party party;
        party.project = Id<projects::Project>{project};
        party.country = CountryCode::parse(where);
        if (office) {
            party.organisation = Id<partners::Organisation>{*office};
        }
        party.roles = {"partner"};
        return store().write([&](Tx &tx) {
            auto const id =
                records::create(tx, desk.actor(), projects::parties, party, {.state = "bound"}).id;
            projects::share_with_parties(tx, project);
            return id;
        });
    }
    Uuid make_indicator(Origin origin = Origin::measured)
    {
        Indicator value;
        value.title = "Trainers who teach seed production";
        value.project = Id<projects::Project>{project};
        value.level = Level::outcome;
        value.unit = "people";
        value.origin = origin;
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, desk.actor(), indicators, value).id;
            share_with_parties(tx, id, project);
            Target target;
            target.indicator = Id<Indicator>{id};
            target.until = day("2026-12-31");
            target.value = Quantity::of(40);
            static_cast<void>(records::create(tx, desk.actor(), targets, target));
            auto const head = head_of(tx, indicators, id);
            EXPECT_TRUE(agree(tx, desk, head, head.version).has_value());
            return id;
        });
    }
    Uuid make_figure(Uuid indicator, auth::Identity const &by, std::int64_t value,
                     std::string evidence)
    {
        Figure figure;
        figure.indicator = Id<Indicator>{indicator};
        figure.measured_on = day("2026-11-10");
        figure.value = Quantity::of(value);
        figure.evidence = std::move(evidence);
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, by.actor(), figures, figure).id;
            share_with_parties(tx, id, project);
            return id;
        });
    }
    Uuid open_round()
    {
        Round round;
        round.project = Id<projects::Project>{project};
        round.period_from = day("2026-01-01");
        round.period_until = day("2026-10-31");
        round.closes_on = day("2026-11-30");
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, coordinator.actor(), rounds, round).id;
            share_with_parties(tx, id, project);
            ask_parties(tx, coordinator, id);
            return id;
        });
    }
    Uuid rating_of(Uuid round, Uuid party)
    {
        return store().read([&](Reader &reader) {
            for (auto const &one : ratings_in(reader, round)) {
                auto const rating = records::load(reader, ratings, one.id);
                if (rating->party->uuid() == party) {
                    return one.id;
                }
            }
            return Uuid{};
        });
    }
    static Head head_of(Reader &reader, records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *records::find(reader, noun, &program, id.to_string());
    }
    Head head_of(records::Noun const &noun, Uuid id)
    {
        return store().read([&](Reader &reader) { return head_of(reader, noun, id); });
    }
    template <typename Verb>
    std::string act(records::Noun const &noun, Uuid id, Verb const &verb)
    {
        return code_of(store().write([&](Tx &tx) -> Result<Saved> {
            auto const head = head_of(tx, noun, id);
            return verb(tx, head, head.version);
        }));
    }
    std::string may(auth::Identity const &who, records::Noun const &noun, Uuid id,
                    std::string_view verb = verbs::see)
    {
        return store().read([&](Reader &reader) {
            return code_of(records::find(reader, noun, &who, id.to_string(), verb));
        });
    }
    std::string rates(auth::Identity const &who, Uuid rating, Score score)
    {
        return act(ratings, rating, [&](Tx &tx, Head const &head, std::int64_t version) {
            return rate(tx, who, head, version,
                        {.horizontality = score,
                         .horizontality_why = "Decided in Dili",
                         .ownership = score,
                         .ownership_why = "x",
                         .mutual_benefit = score,
                         .mutual_benefit_why = "x",
                         .usefulness = score,
                         .usefulness_why = "x"});
        });
    }
    std::string consents(auth::Identity const &who, Uuid rating)
    {
        return act(ratings, rating, [&](Tx &tx, Head const &head, std::int64_t version) {
            return consent(tx, who, head, version,
                           {.consent_document = "Note 4", .consented_on = day("2026-11-20")});
        });
    }

    Uuid facilitator, project, ours, theirs, third;
    auth::Identity desk, coordinator, dili, suva, pays;
};
INSTANTIATE_ENGINES(Results);

TEST_P(Results, figures_are_typed_as_ones_own_language_writes_numbers)
{
    auto const typed = [&](std::string text) {
        records::Input input;
        input.set("value", std::move(text));
        return store().read([&](Reader &reader) {
            Figure figure;
            auto const problems =
                records::fill(reader, app().codes, figures.fields, input, records::Missing::kept,
                              Audience::internal, &figure);
            return problems.empty() ? figure.value.digits() : problems.front().code;
        });
    };
    for (auto const &[text, digits] : {std::pair{"3,5", "3.5"},
                                       {"-0,25", "-0.25"},
                                       {"12.5", "12.5"},
                                       {"1250", "1250"},
                                       {"1 250,50", "1250.5"},
                                       {"1\u202f250", "1250"},
                                       {"1.250,5", "1250.5"},
                                       {"1,250.5", "1250.5"},
                                       {"1,250,000", "1250000"},
                                       {"1.250.000", "1250000"},
                                       {"0,125", "0.125"},
                                       {"1250,500", "1250.5"},
                                       {"12,3456", "12.3456"}}) {
        EXPECT_EQ(typed(text), digits) << text;
    }
    for (auto const *const text :
         {"1,250", "1 25", "1,25,0", "1,2.50", "3,", ",5", "12,5,5", "_5", "1_250", "1 2,5"}) {
        EXPECT_EQ(typed(text), "results.not_a_quantity") << text;
    }
}

TEST_P(Results, figures_are_named_by_what_they_measure)
{
    auto const indicator = make_indicator();
    auto const figure = make_figure(indicator, dili, 20, "");
    EXPECT_EQ(store().read(
                  [&](Reader &reader) { return records::label_of(reader, figure).value().title; }),
              "Trainers who teach seed production: 20 people (2026-11-10)");
}

TEST_P(Results, figures_are_entered_by_a_party_and_verified_by_an_officer_who_did_not_enter_them)
{
    auto const indicator = make_indicator();
    EXPECT_EQ(may(dili, indicators, indicator), "");
    EXPECT_EQ(may(suva, indicators, indicator), "common.not_found");
    auto const verify = [&](auth::Identity const &who, Uuid figure) {
        return act(figures, figure, [&](Tx &tx, Head const &head, std::int64_t version) {
            return verify_figure(tx, who, head, version, {"Attendance lists"});
        });
    };
    auto const bare = make_figure(indicator, dili, 20, "");
    EXPECT_EQ(verify(desk, bare), "results.evidence_missing");
    auto const theirs_figure = make_figure(indicator, dili, 20, "https://moa.example/lists");
    EXPECT_EQ(may(dili, figures, theirs_figure, "verify"), "common.forbidden");
    EXPECT_EQ(verify(desk, theirs_figure), "");
    auto const own = make_figure(indicator, desk, 30, "https://moa.example/lists");
    EXPECT_EQ(verify(desk, own), "results.own_figure");
    EXPECT_EQ(may(dili, figures, theirs_figure, verbs::change), "common.forbidden")
        << "what was verified is not rewritten";
    EXPECT_EQ(act(figures, theirs_figure,
                  [&](Tx &tx, Head const &head, std::int64_t version) {
                      return return_figure(tx, coordinator, head, version, {"Counted twice"});
                  }),
              "");
    EXPECT_EQ(may(dili, figures, theirs_figure, verbs::change), "");
    EXPECT_EQ(head_of(figures, theirs_figure).state, "returned");
}

TEST_P(Results, stand_on_their_page_against_targets_with_people_read_from_activities)
{
    auto const measured = make_indicator();
    auto const people = make_indicator(Origin::people_reached);
    static_cast<void>(people);
    auto const figure = make_figure(measured, dili, 10, "https://moa.example/lists");
    EXPECT_EQ(act(figures, figure,
                  [&](Tx &tx, Head const &head, std::int64_t version) {
                      return verify_figure(tx, desk, head, version, {"Lists"});
                  }),
              "");
    store().write([&](Tx &tx) {
        for (std::string_view const state : {"verified", "reported"}) {
            activities::Activity activity;
            activity.title = "Course";
            activity.project = Id<projects::Project>{project};
            activity.modality = "training";
            activity.reached_women = 13;
            activity.reached_men = 7;
            activity.delivered_on = day("2026-11-01");
            static_cast<void>(records::create(tx, desk.actor(), activities::activities, activity,
                                              {.state = std::string{state}}));
        }
    });
    auto browser = signed_in("focal@dili.example");
    auto const url = "/projects/" + head_of(projects::projects, project).reference;
    auto const page = browser.get(url + "/results");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "value=\"25\"")) << page.body;
    EXPECT_TRUE(shows(page, "value=\"50\"")) << "20 of 40: what is only reported waits";
    EXPECT_TRUE(shows(page, "not verified yet") == false);
    auto const csv = browser.get(url + "/results.csv");
    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(browser.get(url + "/results.xlsx").status, 200);
    EXPECT_EQ(signed_in("focal@suva.example").get(url + "/results").status, 404);
    auto const token = bearer(dili.user, "*:read");
    auto const json = api(http::Method::get, "/api" + url + "/results", token);
    EXPECT_TRUE(shows(json, "\"percent\":25")) << json.body;
}

TEST_P(Results, indicators_are_made_by_forms_that_name_what_is_wrong)
{
    auto browser = signed_in("desk@agency.example");
    auto const reference = head_of(projects::projects, project).reference;
    static_cast<void>(browser.get("/indicators/new?project=" + reference));
    testing::Fields form{{"title", "Yield"}, {"project", reference}, {"level", "outcome"},
                         {"unit", "t/ha"},   {"direction", "up"},    {"origin", "measured"},
                         {"baseline", "2;1"}};
    auto const wrong = browser.post("/indicators", form);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(shows(wrong, "Write a number in digits"));
    form.back().second = "2,1";
    static_cast<void>(browser.get("/indicators/new"));
    EXPECT_TRUE(shows(browser.post("/indicators", form), "of which year"));
    form.emplace_back("baseline_year", "2025");
    static_cast<void>(browser.get("/indicators/new"));
    ASSERT_EQ(browser.post("/indicators", form).status, 303);
    auto const project_page = browser.get("/projects/" + reference);
    EXPECT_TRUE(shows(project_page, "Yield"));
    EXPECT_TRUE(shows(project_page, "/projects/" + reference + "/results"));
    auto const page = browser.get("/indicators/IND-2026-0001");
    auto const version = std::string{between(page.body, "name=\"version\" value=\"", "\"")};
    EXPECT_EQ(browser.post("/indicators/IND-2026-0001/agreement", {{"version", version}}).status,
              409);
    static_cast<void>(browser.get("/indicator-targets/new"));
    testing::Fields target{
        {"indicator", "IND-2026-0001"}, {"until", "2027-12-31"}, {"value", "1.9"}};
    EXPECT_TRUE(shows(browser.post("/indicator-targets", target), "behind where"));
    target.back().second = "3.4";
    static_cast<void>(browser.get("/indicator-targets/new"));
    EXPECT_EQ(browser.post("/indicator-targets", target).status, 303);
    static_cast<void>(browser.get("/indicator-targets/new"));
    EXPECT_TRUE(shows(browser.post("/indicator-targets", target), "already"));
    static_cast<void>(browser.get("/indicators/IND-2026-0001"));
    EXPECT_EQ(browser.post("/indicators/IND-2026-0001/agreement", {{"version", version}}).status,
              303);
}

TEST_P(Results, ratings_are_sealed_from_everybody_else_until_the_last_one_is_given)
{
    auto const round = open_round();
    auto const from_us = rating_of(round, ours);
    auto const from_dili = rating_of(round, theirs);
    auto const from_payer = rating_of(round, third);
    EXPECT_EQ(may(coordinator, ratings, from_us, "rate"), "");
    EXPECT_NE(may(coordinator, ratings, from_dili, "rate"), "");
    EXPECT_EQ(may(dili, ratings, from_dili, "rate"), "");
    EXPECT_NE(may(dili, ratings, from_us, "rate"), "");
    EXPECT_EQ(may(pays, ratings, from_payer, "rate"), "");
    EXPECT_EQ(rates(suva, from_dili, Score::little), "results.not_your_side");

    EXPECT_EQ(rates(dili, from_dili, Score::little), "");
    EXPECT_EQ(head_of(ratings, from_dili).state, "given");
    for (auto const *const other : {&coordinator, &desk, &pays, &suva}) {
        EXPECT_EQ(may(*other, ratings, from_dili), "common.not_found") << other->name;
    }
    EXPECT_EQ(may(dili, ratings, from_dili), "");
    EXPECT_EQ(rates(dili, from_dili, Score::partly), "") << "sealed, it may be changed";
    EXPECT_EQ(may(dili, rounds, round), "");
    auto focal_point = signed_in("focal@dili.example");
    auto const url = "/rating-rounds/" + head_of(rounds, round).reference;
    auto officer = signed_in("desk@agency.example");
    EXPECT_FALSE(shows(officer.get(url), "Decided in Dili"));
    EXPECT_TRUE(shows(officer.get(url), "Given, sealed"));

    EXPECT_EQ(rates(pays, from_payer, Score::fully), "");
    EXPECT_EQ(head_of(rounds, round).state, "open");
    EXPECT_EQ(rates(coordinator, from_us, Score::largely), "");
    EXPECT_EQ(head_of(rounds, round).state, "disclosed") << "the last one opens all";
    for (auto const *const party : {&coordinator, &desk, &pays, &dili}) {
        EXPECT_EQ(may(*party, ratings, from_dili), "") << party->name;
        EXPECT_EQ(may(*party, ratings, from_us), "");
    }
    EXPECT_EQ(may(suva, ratings, from_dili), "common.not_found");
    EXPECT_EQ(rates(dili, from_dili, Score::fully), "results.round_closed");
    auto const shown = focal_point.get(url);
    EXPECT_TRUE(shows(shown, "Partly"));
    EXPECT_TRUE(shows(shown, "Fully"));
    EXPECT_TRUE(shows(shown, "Largely"));
}

TEST_P(Results, ratings_are_shown_after_the_last_day_also_when_somebody_did_not_rate)
{
    auto const round = open_round();
    auto const from_dili = rating_of(round, theirs);
    EXPECT_EQ(rates(dili, from_dili, Score::partly), "");
    EXPECT_EQ(store().write([](Tx &tx) { return disclose_overdue(tx); }), 0);
    clock().set(*Instant::parse("2026-12-01T00:30:00Z"));
    EXPECT_EQ(rates(pays, rating_of(round, third), Score::fully), "results.round_closed");
    EXPECT_EQ(store().write([](Tx &tx) { return disclose_overdue(tx); }), 1);
    EXPECT_EQ(head_of(ratings, rating_of(round, third)).state, "missing");
    EXPECT_EQ(may(desk, ratings, from_dili), "");
    EXPECT_TRUE(shows(
        signed_in("desk@agency.example").get("/rating-rounds/" + head_of(rounds, round).reference),
        "Not rated"));
}

TEST_P(Results, ratings_are_public_with_every_partys_written_consent_and_no_longer_without_one)
{
    auto const round = open_round();
    auto const from_us = rating_of(round, ours);
    auto const from_dili = rating_of(round, theirs);
    auto const from_payer = rating_of(round, third);
    EXPECT_EQ(consents(desk, from_us), "records.wrong_state");
    EXPECT_EQ(rates(dili, from_dili, Score::little), "");
    EXPECT_EQ(rates(pays, from_payer, Score::fully), "");
    EXPECT_EQ(rates(coordinator, from_us, Score::largely), "");
    auto const publishes = [&] {
        return act(rounds, round, [&](Tx &tx, Head const &head, std::int64_t version) {
            return publish(tx, coordinator, head, version);
        });
    };
    EXPECT_EQ(consents(suva, from_dili), "results.not_your_side");
    EXPECT_EQ(consents(dili, from_us), "results.not_your_side");
    EXPECT_EQ(consents(dili, from_dili), "");
    EXPECT_EQ(consents(desk, from_us), "");
    EXPECT_EQ(publishes(), "results.consent_missing");
    auto const url = "/rating-rounds/" + head_of(rounds, round).reference;
    EXPECT_NE(browser().get(url).status, 200);
    EXPECT_EQ(consents(pays, from_payer), "");
    EXPECT_EQ(publishes(), "");
    EXPECT_TRUE(shows(browser().get(url), "Decided in Dili"));
    EXPECT_EQ(act(ratings, from_dili,
                  [&](Tx &tx, Head const &head, std::int64_t version) {
                      return withdraw_consent(tx, dili, head, version, {"Elections"});
                  }),
              "");
    EXPECT_EQ(head_of(rounds, round).state, "disclosed");
    EXPECT_NE(browser().get(url).status, 200);
    EXPECT_EQ(may(dili, ratings, from_us), "") << "the parties read on";
}

TEST_P(Results, a_project_ends_when_activities_money_and_the_last_evaluation_allow_it)
{
    auto const activity = store().write([&](Tx &tx) {
        activities::Activity value;
        value.title = "Course";
        value.project = Id<projects::Project>{project};
        value.modality = "training";
        return records::create(tx, desk.actor(), activities::activities, value).id;
    });
    auto browser = signed_in("desk@agency.example");
    auto const url = "/projects/" + head_of(projects::projects, project).reference;
    auto const form = browser.get(url + "/operational-closure");
    EXPECT_TRUE(shows(form, "neither verified nor cancelled: 1")) << form.body;
    auto const version = std::string{between(form.body, "name=\"version\" value=\"", "\"")};
    EXPECT_EQ(browser
                  .post(url + "/operational-closure", {{"version", version},
                                                       {"operations_closed_on", "2026-11-20"},
                                                       {"completion_document", "Joint report"}})
                  .status,
              409);
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'verified' WHERE id = ?", activity); });
    auto const step = [&](auto const &verb) {
        return act(projects::projects, project, verb);
    };
    EXPECT_EQ(step([&](Tx &tx, Head const &head, std::int64_t at) {
                  return projects::close_operations(tx, desk, head, at,
                                                    {.operations_closed_on = day("2026-11-20"),
                                                     .completion_document = "Joint report",
                                                     .left_reason = {}});
              }),
              "");
    EXPECT_EQ(step([&](Tx &tx, Head const &head, std::int64_t at) {
                  return projects::close_accounts(
                      tx, desk, head, at,
                      {.accounts_closed_on = day("2026-11-21"), .accounts_document = "Statement"});
              }),
              "");
    auto const looks_back = [&](Tx &tx, Head const &head, std::int64_t at) {
        return projects::evaluate(tx, desk, head, at);
    };
    EXPECT_EQ(step(looks_back), "results.evaluation_missing");
    Evaluation evaluation;
    evaluation.project = Id<projects::Project>{project};
    evaluation.occasion = Occasion::ex_post;
    evaluation.planned_on = day("2026-11-21");
    auto const id = store().write(
        [&](Tx &tx) { return records::create(tx, desk.actor(), evaluations, evaluation).id; });
    EXPECT_EQ(act(evaluations, id,
                  [&](Tx &tx, Head const &head, std::int64_t at) {
                      return report(tx, desk, head, at,
                                    {.evaluated_on = day("2026-11-21"),
                                     .evaluator = "An institute",
                                     .document = "Report 1",
                                     .findings = "The plots are in use.",
                                     .recommendations = {}});
                  }),
              "");
    EXPECT_EQ(head_of(evaluations, id).due_on, day("2027-01-20")) << "an answer is due";
    EXPECT_EQ(act(evaluations, id,
                  [&](Tx &tx, Head const &head, std::int64_t at) {
                      return respond(tx, coordinator, head, at, {"Accepted"});
                  }),
              "");
    EXPECT_EQ(step(looks_back), "");
}

TEST_P(Results, evaluations_remind_the_desk_of_their_day_and_are_read_by_the_parties)
{
    auto browser = signed_in("desk@agency.example");
    auto const reference = head_of(projects::projects, project).reference;
    static_cast<void>(browser.get("/evaluations/new?project=" + reference));
    ASSERT_EQ(
        browser
            .post("/evaluations",
                  {{"project", reference}, {"occasion", "mid_term"}, {"planned_on", "2026-12-15"}})
            .status,
        303);
    auto const list = browser.get("/evaluations?q=due%3A%3C%2B90d");
    EXPECT_TRUE(shows(list, "EVA-2026-0001")) << list.body;
    EXPECT_FALSE(shows(browser.get("/evaluations?q=due%3A%3C%2B10d"), "EVA-2026-0001"));
    EXPECT_EQ(signed_in("focal@dili.example").get("/evaluations/EVA-2026-0001").status, 200);
    EXPECT_EQ(signed_in("focal@suva.example").get("/evaluations/EVA-2026-0001").status, 404);
}

TEST_P(Results, are_shared_with_a_party_that_joins_later)
{
    auto const indicator = make_indicator();
    static_cast<void>(add_party("FJI", {}));
    EXPECT_EQ(may(suva, indicators, indicator), "common.not_found");
    store().write([](Tx &tx) {
        for (auto const &[record, of] : behind_their_projects(tx, 100)) {
            share_with_parties(tx, record, of);
        }
        EXPECT_TRUE(behind_their_projects(tx, 100).empty());
    });
    EXPECT_EQ(may(suva, indicators, indicator), "");
}

} // namespace
} // namespace selatan::results

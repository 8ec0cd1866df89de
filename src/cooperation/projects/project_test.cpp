#include "cooperation/approvals/approvals.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/web/desk.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace selatan::projects {
namespace {

using auth::Role;
using http::Method;
using storage::Reader;
using storage::Tx;
using testing::code_of;
using testing::country;
using testing::day;
using testing::shows;
namespace verbs = records::verbs;

// -- Rules ----------------------------------------------------------------------------------------

PartyStanding standing(std::string_view state, records::Codes roles,
                       std::optional<std::int64_t> share = {})
{
    PartyStanding one;
    one.state = state;
    one.party.roles = std::move(roles);
    one.party.share = share;
    return one;
}

TEST(ProjectRules, it_is_formulated_by_those_who_ask_and_those_who_provide)
{
    struct Case {
        std::string_view arrangement;
        std::vector<PartyStanding> all;
        std::string_view refused;
    };
    auto const asks = standing("invited", {"requester"});
    auto const gives = standing("accepted", {"provider"});
    auto const equal = standing("invited", {"partner"});
    auto const pays = standing("invited", {"facilitator"});
    std::vector<Case> const cases{
        {"south_south", {asks, gives}, ""},
        {"south_south", {equal, equal}, ""},
        {"south_south", {standing("invited", {"requester", "provider"}), pays}, ""},
        {"south_south", {asks}, "projects.too_few_parties"},
        {"south_south", {asks, standing("refused", {"provider"})}, "projects.too_few_parties"},
        {"south_south", {gives, pays}, "projects.requester_missing"},
        {"south_south", {asks, pays}, "projects.provider_missing"},
        {"triangular", {asks, gives}, "projects.facilitator_missing"},
        {"triangular", {asks, gives, pays}, ""},
        {"south_south",
         {standing("invited", {"requester"}, 60), standing("invited", {"provider"}, 41)},
         "projects.shares_exceed"},
    };
    for (auto const &[arrangement, all, refused] : cases) {
        Project project;
        project.arrangement = arrangement;
        EXPECT_EQ(code_of(decide_formulate(
                      project, all, {.formulated_with = "Dili", .formulated_on = day("2026-11-20")},
                      day("2026-11-21"))),
                  refused);
    }
    Project project;
    EXPECT_EQ(
        code_of(decide_formulate(project, std::vector{asks, gives},
                                 {.formulated_with = "Dili", .formulated_on = day("2026-11-22")},
                                 day("2026-11-21"))),
        "common.in_the_future");
}

TEST(ProjectRules, approval_wants_a_line_then_the_parties_then_the_opinions)
{
    Project project;
    std::vector<PartyStanding> all{standing("invited", {"requester"}),
                                   standing("bound", {"provider"})};
    approvals::Standing against;
    against.unfavourable = 1;
    EXPECT_EQ(code_of(decide_approve(project, all, against, {})), "projects.line_missing");
    project.line = Id<programming::PlanLine>{Uuid::make(1, {})};
    EXPECT_EQ(code_of(decide_approve(project, all, against, {})), "projects.acceptance_missing");
    all[0].state = "accepted";
    EXPECT_EQ(code_of(decide_approve(project, all, against, {})), "approvals.unfavourable");
    EXPECT_EQ(code_of(decide_approve(
                  project, all, against,
                  {.approval_document = "Decree 4", .override_reason = "The objection was met"})),
              "");
}

TEST(ProjectRules, a_regional_project_starts_with_as_many_as_it_said)
{
    Project project;
    project.minimum_parties = 3;
    std::vector<PartyStanding> all{
        standing("bound", {"requester"}), standing("bound", {"provider"}),
        standing("accepted", {"requester"}), standing("invited", {"requester"})};
    EXPECT_EQ(code_of(decide_enter_force(project, all)), "projects.legal_basis_missing");
    all[2].state = "bound";
    EXPECT_EQ(code_of(decide_enter_force(project, all)), "") << "the fourth is not waited for";
}

TEST(ProjectRules, operations_end_when_nothing_is_left_or_a_reason_is_given_then_on_a_sound_day)
{
    Project project;
    project.starts = day("2026-01-10");
    auto const today = day("2026-11-21");
    Problems const open{{"", "results.activities_open", {{"count", "2"}}}};
    OperationalClosure wanted{.operations_closed_on = day("2026-11-22"),
                              .completion_document = "Report 4",
                              .left_reason = {}};
    auto const refused = decide_close_operations(project, open, wanted, today);
    EXPECT_EQ(code_of(refused), "results.activities_open");
    EXPECT_EQ(refused.error().problems.front().field, "left_reason");
    wanted.left_reason = "The partner goes on with both";
    EXPECT_EQ(code_of(decide_close_operations(project, open, wanted, today)),
              "common.in_the_future");
    wanted.operations_closed_on = day("2026-01-09");
    EXPECT_EQ(code_of(decide_close_operations(project, {}, wanted, today)),
              "projects.closed_before_start");
    wanted.operations_closed_on = today;
    EXPECT_EQ(code_of(decide_close_operations(project, open, wanted, today)), "");
}

TEST(ProjectRules, accounts_are_closed_when_nothing_is_owed_and_there_is_no_excuse)
{
    Project project;
    project.operations_closed_on = day("2026-11-10");
    auto const today = day("2026-11-21");
    FinancialClosure wanted{.accounts_closed_on = day("2026-11-09"), .accounts_document = "S 1"};
    Problems const owed{{"", "results.money_obligated", {}}};
    EXPECT_EQ(code_of(decide_close_accounts(project, owed, wanted, today)),
              "results.money_obligated");
    EXPECT_EQ(code_of(decide_close_accounts(project, {}, wanted, today)),
              "projects.accounts_before_operations");
    wanted.accounts_closed_on = day("2026-11-22");
    EXPECT_EQ(code_of(decide_close_accounts(project, {}, wanted, today)), "common.in_the_future");
    wanted.accounts_closed_on = today;
    EXPECT_EQ(code_of(decide_close_accounts(project, {}, wanted, today)), "");
    EXPECT_EQ(code_of(decide_evaluate(owed)), "results.money_obligated");
    EXPECT_EQ(code_of(decide_evaluate({})), "");
}

TEST(ProjectRules, costs_of_a_cancellation_are_borne_by_somebody)
{
    Cancellation wanted;
    EXPECT_EQ(code_of(decide_cancel(wanted)), "");
    wanted.costs = "Tickets";
    EXPECT_EQ(code_of(decide_cancel(wanted)), "common.required");
    wanted.costs_borne_by = "The provider";
    EXPECT_EQ(code_of(decide_cancel(wanted)), "");
}

TEST(ProjectRules, a_party_answers_once_and_says_why_it_refuses)
{
    EXPECT_EQ(code_of(decide_answer("invited", {Answer::accepted, ""})), "");
    EXPECT_EQ(code_of(decide_answer("accepted", {Answer::accepted, ""})),
              "projects.answered_already");
    EXPECT_EQ(code_of(decide_answer("bound", {Answer::accepted, ""})), "projects.answered_already");
    EXPECT_EQ(code_of(decide_answer("accepted", {Answer::refused, ""})), "common.required");
    EXPECT_EQ(code_of(decide_answer("accepted", {Answer::refused, "No budget"})), "");
    auto const today = day("2026-11-21");
    EXPECT_EQ(code_of(decide_bind({.basis = Basis::treaty,
                                   .basis_document = "T",
                                   .signed_on = day("2026-11-10"),
                                   .in_force_on = day("2026-11-09")},
                                  today)),
              "projects.in_force_before_signed");
    EXPECT_EQ(code_of(decide_bind({.basis = Basis::treaty,
                                   .basis_document = "T",
                                   .signed_on = {},
                                   .in_force_on = day("2026-11-22")},
                                  today)),
              "common.in_the_future");
}

// -- The whole way --------------------------------------------------------------------------------

class Projects : public testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        partners::Organisation centre;
        centre.name = "Centre for Agricultural Training";
        centre.country = country("IDN");
        provider = store().write(
            [&](Tx &tx) { return records::create(tx, {}, partners::organisations, centre).id; });
        desk = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        approver = identity(make_user("head@agency.example", {{Role::approver}}));
        dili = identity(make_user("focal@dili.example", {{Role::focal_point, country("TLS")}}));
        suva = identity(make_user("focal@suva.example", {{Role::focal_point, country("FJI")}}));
        trainer = identity(make_user("ibu@centre.example", {{Role::implementer, provider}}));
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        requests::add_routes(router);
        projects::add_routes(router);
        web::add_desk_route(router);
    }
    void set_up(web::App &app) override
    {
        auto const waiting = selatan::projects::desk();
        app.desk.assign(waiting.begin(), waiting.end());
        for (auto const nouns :
             {partners::nouns(), approvals::nouns(), requests::nouns(), offers::nouns(),
              matching::nouns(), programming::nouns(), projects::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    Uuid make_line(std::string_view state)
    {
        programming::PlanYear plan;
        plan.title = "Programme 2027";
        plan.year = next_year++;
        plan.currency = *Currency::parse("IDR");
        programming::PlanLine line;
        line.title = "Rice seed production";
        line.country = country("TLS");
        line.amount = 1000;
        line.currency = Currency::parse("IDR");
        return store().write([&](Tx &tx) {
            line.plan = Id<programming::PlanYear>{
                records::create(tx, {}, programming::plan_years, plan).id};
            return records::create(tx, {}, programming::plan_lines, line,
                                   {.state = std::string{state}})
                .id;
        });
    }
    Uuid make_project()
    {
        Project project;
        project.title = "Rice seed production in Maliana";
        project.country = country("TLS");
        project.line = Id<programming::PlanLine>{make_line("established")};
        project.arrangement = "south_south";
        project.geography = "bilateral";
        project.starts = day("2027-03-01");
        return store().write(
            [&](Tx &tx) { return records::create(tx, desk.actor(), projects, project).id; });
    }
    Uuid invite(Uuid project, Party party)
    {
        party.project = Id<Project>{project};
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, desk.actor(), parties, party).id;
            share_with_parties(tx, project);
            return id;
        });
    }
    template <typename Verb>
    std::string act(records::Noun const &noun, Uuid id, Verb const &verb)
    {
        auto const program = auth::program_identity("test");
        auto const head = *store().read(
            [&](Reader &reader) { return records::find(reader, noun, &program, id.to_string()); });
        return code_of(store().write([&](Tx &tx) { return verb(tx, head, head.version); }));
    }
    std::string state_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return store()
            .read([&](Reader &reader) {
                return records::find(reader, noun, &program, id.to_string());
            })
            ->state;
    }
    std::string may(auth::Identity const &who, records::Noun const &noun, Uuid id,
                    std::string_view verb)
    {
        return store().read([&](Reader &reader) {
            return code_of(records::find(reader, noun, &who, id.to_string(), verb));
        });
    }
    std::string answers_with(auth::Identity const &who, Uuid party, Answer what,
                             std::string reason = {})
    {
        return act(parties, party, [&](Tx &tx, Head const &head, std::int64_t version) {
            return answer(tx, who, head, version, {what, reason});
        });
    }
    std::string binds(Uuid party)
    {
        return act(parties, party, [&](Tx &tx, Head const &head, std::int64_t version) {
            return bind(tx, desk, head, version,
                        {.basis = Basis::memorandum,
                         .basis_document = "MoU 3/2026",
                         .signed_on = {},
                         .in_force_on = day("2026-01-05")});
        });
    }

    Uuid provider;
    auth::Identity desk, approver, dili, suva, trainer;
    std::int64_t next_year = 2027;
};
INSTANTIATE_ENGINES(Projects);

TEST_P(Projects, go_from_idea_to_active_each_party_speaking_for_itself)
{
    auto const project = make_project();
    Party asks;
    asks.country = country("TLS");
    asks.roles = {"requester"};
    Party gives;
    gives.organisation = Id<partners::Organisation>{provider};
    gives.roles = {"provider"};
    auto const timor = invite(project, asks);
    auto const centre = invite(project, gives);
    EXPECT_EQ(may(dili, projects, project, verbs::see), "common.not_found")
        << "an idea is not shared";

    auto const step = [&](auto const &verb) {
        return act(projects, project, verb);
    };
    EXPECT_EQ(step([&](Tx &tx, Head const &head, std::int64_t version) {
                  return write_concept(tx, desk, head, version, {"Better seed", "40 growers"});
              }),
              "");
    EXPECT_EQ(may(dili, projects, project, verbs::see), "");
    EXPECT_EQ(may(trainer, projects, project, verbs::see), "");
    EXPECT_EQ(may(suva, projects, project, verbs::see), "common.not_found");
    EXPECT_EQ(may(dili, projects, project, verbs::change), "common.forbidden");

    auto const joint = [&](Tx &tx, Head const &head, std::int64_t version) {
        return formulate(tx, desk, head, version,
                         {.formulated_with = "Ministry, Dili", .formulated_on = tx.today()});
    };
    EXPECT_EQ(step(joint), "");
    EXPECT_EQ(step([&](Tx &tx, Head const &head, std::int64_t version) {
                  return appraise(tx, desk, head, version, {"Sound", ""});
              }),
              "");
    auto const decree = [&](Tx &tx, Head const &head, std::int64_t version) {
        return approve(tx, approver, head, version, {"Decree 4/2026", ""});
    };
    EXPECT_EQ(step(decree), "projects.acceptance_missing");

    EXPECT_EQ(answers_with(dili, centre, Answer::accepted), "projects.not_your_answer");
    EXPECT_EQ(answers_with(dili, timor, Answer::accepted), "");
    EXPECT_EQ(answers_with(trainer, centre, Answer::refused), "common.required");
    EXPECT_EQ(answers_with(trainer, centre, Answer::refused, "No rooms"), "");
    EXPECT_EQ(answers_with(trainer, centre, Answer::accepted), "") << "it may think again";
    EXPECT_EQ(may(desk, projects, project, "approve"), "common.forbidden");
    EXPECT_EQ(step(decree), "");

    auto const in_force = [&](Tx &tx, Head const &head, std::int64_t version) {
        return enter_force(tx, desk, head, version);
    };
    EXPECT_EQ(binds(timor), "");
    EXPECT_EQ(step(in_force), "projects.legal_basis_missing");
    EXPECT_EQ(binds(centre), "");
    EXPECT_EQ(step(in_force), "");
    EXPECT_EQ(step([&](Tx &tx, Head const &head, std::int64_t version) {
                  return start(tx, desk, head, version);
              }),
              "");
    EXPECT_EQ(state_of(projects, project), "active");
    auto const stored =
        *store().read([&](Reader &reader) { return records::load(reader, projects, project); });
    EXPECT_EQ(stored.in_force_on, day("2026-01-05"));
    EXPECT_EQ(may(desk, projects, project, verbs::change), "common.forbidden")
        << "what was approved is not rewritten";
}

TEST_P(Projects, end_step_by_step_asking_those_above_and_are_reopened_one_step_at_a_time)
{
    static bool is_left = true;
    static constexpr std::array checks{
        ClosingCheck{Closing::operations,
                     [](Reader & /*reader*/, Uuid /*project*/) {
                         return is_left ? Problems{{"", "projects.start_missing", {}}} : Problems{};
                     }},
        ClosingCheck{Closing::ex_post, [](Reader & /*reader*/, Uuid /*project*/) {
                         return is_left ? Problems{{"", "projects.line_missing", {}}} : Problems{};
                     }}};
    is_left = true;
    set_closing_checks(checks);
    auto const project = make_project();
    store().write([&](Tx &tx) {
        tx.run("UPDATE record SET state = 'active' WHERE id = ?", project);
        // It starts in the test's future.
        tx.run("UPDATE project SET starts = '2026-01-05' WHERE id = ?", project);
    });
    auto const step = [&](auto const &verb) {
        return act(projects, project, verb);
    };
    auto const close = [&](std::string reason) {
        return step([&](Tx &tx, Head const &head, std::int64_t version) {
            return close_operations(tx, desk, head, version,
                                    {.operations_closed_on = tx.today(),
                                     .completion_document = "Joint report",
                                     .left_reason = std::move(reason)});
        });
    };
    auto const close_books = [&](Tx &tx, Head const &head, std::int64_t version) {
        return close_accounts(tx, desk, head, version,
                              {.accounts_closed_on = tx.today(), .accounts_document = "Statement"});
    };
    auto const reopens = [&](Tx &tx, Head const &head, std::int64_t version) {
        return reopen(tx, desk, head, version, {"A late invoice"});
    };
    auto const looks_back = [&](Tx &tx, Head const &head, std::int64_t version) {
        return evaluate(tx, desk, head, version);
    };
    EXPECT_EQ(may(approver, projects, project, "close_operations"), "common.forbidden");
    EXPECT_EQ(may(desk, projects, project, "close_operations"), "");
    EXPECT_EQ(may(desk, projects, project, "close_accounts"), "records.wrong_state");
    EXPECT_EQ(close(""), "projects.start_missing");
    EXPECT_EQ(close("The partner goes on"), "");
    EXPECT_EQ(step(close_books), "") << "nobody above knows of money";
    EXPECT_EQ(state_of(projects, project), states::financially_closed);
    EXPECT_EQ(step(reopens), "");
    EXPECT_EQ(state_of(projects, project), states::operationally_closed);
    EXPECT_EQ(step(reopens), "");
    EXPECT_EQ(state_of(projects, project), states::active);
    is_left = false;
    EXPECT_EQ(close("Not needed"), "");
    auto const stored =
        *store().read([&](Reader &reader) { return records::load(reader, projects, project); });
    EXPECT_EQ(stored.left_reason, "") << "nothing was left";
    EXPECT_EQ(step(close_books), "");
    is_left = true;
    EXPECT_EQ(step(looks_back), "projects.line_missing");
    is_left = false;
    EXPECT_EQ(step(looks_back), "");
    EXPECT_EQ(state_of(projects, project), states::ex_post_evaluated);
    set_closing_checks({});
}

TEST_P(Projects, of_a_region_are_seen_by_each_country_and_survive_a_withdrawal)
{
    auto const project = make_project();
    Party fiji;
    fiji.country = country("FJI");
    fiji.roles = {"partner"};
    Party timor = fiji;
    timor.country = country("TLS");
    auto const theirs = invite(project, fiji);
    auto const ours = invite(project, timor);
    static_cast<void>(act(projects, project, [&](Tx &tx, Head const &head, std::int64_t version) {
        return write_concept(tx, desk, head, version, {"Better seed", "40 growers"});
    }));
    EXPECT_EQ(may(suva, projects, project, verbs::see), "");
    EXPECT_EQ(may(suva, parties, ours, verbs::see), "") << "parties see each other’s answers";
    auto theirs_browser = signed_in("focal@suva.example");
    auto const url_of = [&](Uuid id) {
        return "/project-parties/" + store().read([&](Reader &reader) {
            return records::label_of(reader, id)->reference;
        });
    };
    for (auto const &[party, is_own] : {std::pair{theirs, true}, std::pair{ours, false}}) {
        auto const url = url_of(party);
        EXPECT_EQ(shows(theirs_browser.get(url), url + "/answer"), is_own);
        EXPECT_EQ(theirs_browser.get(url + "/answer").status, is_own ? 200 : 403);
        EXPECT_EQ(shows(theirs_browser.get("/desk"), url), is_own);
    }
    EXPECT_EQ(answers_with(suva, ours, Answer::accepted), "projects.not_your_answer");
    EXPECT_EQ(answers_with(suva, theirs, Answer::accepted), "");
    EXPECT_EQ(act(parties, theirs,
                  [&](Tx &tx, Head const &head, std::int64_t version) {
                      return withdraw(tx, dili, head, version, {tx.today(), "x"});
                  }),
              "projects.not_your_answer");
    EXPECT_EQ(act(parties, theirs,
                  [&](Tx &tx, Head const &head, std::int64_t version) {
                      return withdraw(tx, suva, head, version, {tx.today(), "A cyclone"});
                  }),
              "");
    EXPECT_EQ(state_of(parties, theirs), "withdrawn");
    EXPECT_EQ(state_of(projects, project), "concept");
    EXPECT_EQ(may(suva, projects, project, verbs::see), "") << "its own part stays to be read";
}

TEST_P(Projects, of_a_match_offer_its_two_sides_as_parties)
{
    auto const project = make_project();
    store().write([&](Tx &tx) {
        requests::Request asked;
        asked.country = country("FJI");
        asked.title = "Better seed";
        offers::Offer given;
        given.title = "Seed experts";
        given.organisation = Id<partners::Organisation>{provider};
        matching::Match match;
        match.request =
            Id<requests::Request>{records::create(tx, {}, requests::requests, asked).id};
        match.offer = Id<offers::Offer>{records::create(tx, {}, offers::offers, given).id};
        tx.run("UPDATE project SET agreed_match = ? WHERE id = ?",
               records::create(tx, {}, matching::matches, match).id, project);
    });
    auto browser = signed_in("desk@agency.example");
    auto const reference =
        store().read([&](Reader &reader) { return records::label_of(reader, project)->reference; });
    auto const form = "/project-parties/new?project=" + reference;
    EXPECT_TRUE(shows(browser.get(form), "value=\"FJI\" selected"));
    Party asks;
    asks.country = country("FJI");
    asks.roles = {"requester"};
    invite(project, asks);
    auto const second = browser.get(form);
    EXPECT_FALSE(shows(second, "value=\"FJI\" selected"));
    EXPECT_TRUE(shows(second, "value=\"" + provider.to_string() + "\" selected"));
}

TEST_P(Projects, wait_for_opinions_that_were_asked_for)
{
    auto const project = make_project();
    store().write([&](Tx &tx) {
        tx.run("UPDATE record SET state = 'formulated' WHERE id = ?", project);
        auto const program = auth::program_identity("test");
        auto const head = records::find(tx, projects, &program, project.to_string());
        auto const asked = approvals::ask(tx, desk, *head,
                                          {.subject = Id<records::AnyRecord>{project},
                                           .purpose = approvals::Purpose::appraisal,
                                           .question = "Is it sound?",
                                           .deadline = tx.today().plus_days(10),
                                           .offices = {Id<partners::Organisation>{provider}}});
        ASSERT_TRUE(asked) << code_of(asked);
    });
    EXPECT_EQ(act(projects, project,
                  [&](Tx &tx, Head const &head, std::int64_t version) {
                      return appraise(tx, desk, head, version, {"Sound", ""});
                  }),
              "approvals.outstanding");
    EXPECT_EQ(state_of(projects, project), "formulated");
}

TEST_P(Projects, on_the_web_are_made_from_established_lines_alone)
{
    auto browser = signed_in("desk@agency.example");
    auto const reference_of = [&](Uuid id) {
        return store().read(
            [&](Reader &reader) { return records::label_of(reader, id)->reference; });
    };
    auto const form = [&](std::string const &line) {
        return testing::Fields{{"title", "Rice"},
                               {"country", "TLS"},
                               {"line", line},
                               {"arrangement", "south_south"},
                               {"geography", "bilateral"},
                               {"minimum_parties", "2"}};
    };
    static_cast<void>(browser.get("/projects/new"));
    EXPECT_EQ(browser.post("/projects", form(reference_of(make_line("ranked")))).status, 422);
    static_cast<void>(browser.get("/projects/new"));
    auto const made = browser.post("/projects", form(reference_of(make_line("established"))));
    ASSERT_EQ(made.status, 303) << made.body;
    auto const url = testing::header(made, "Location");
    auto const party = [&](testing::Fields fields) {
        static_cast<void>(browser.get("/project-parties/new"));
        fields.emplace_back("project", url.substr(url.rfind('/') + 1));
        return browser.post("/project-parties", std::move(fields));
    };
    EXPECT_EQ(party({{"roles", "requester"}}).status, 422);
    EXPECT_EQ(party({{"country", "TLS"}, {"roles", "requester"}, {"share", "101"}}).status, 422);
    auto const first = party({{"country", "TLS"}, {"roles", "requester"}, {"share", "60"}});
    ASSERT_EQ(first.status, 303);
    EXPECT_TRUE(shows(browser.get(testing::header(first, "Location")), "add up to 60 %"));
    EXPECT_FALSE(shows(browser.get(url), "cannot be formulated"));
    EXPECT_EQ(party({{"country", "FJI"}, {"roles", "provider"}, {"share", "50"}}).status, 303);
    EXPECT_TRUE(shows(browser.get(url), "add up to 110 %. Correct them"));
    EXPECT_TRUE(shows(party({{"country", "TLS"}, {"roles", "partner"}}), "already"));
    EXPECT_TRUE(shows(browser.get(url), "Timor-Leste"));
    EXPECT_EQ(browser.get("/threads" + url.substr(url.rfind('/'))).status, 404)
        << "no route for it here";
}

} // namespace
} // namespace selatan::projects

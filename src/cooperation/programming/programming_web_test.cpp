#include "cooperation/programming/examples.hpp"
#include "cooperation/programming/plan_revision.hpp"
#include "tests/support/programming.hpp"

namespace selatan::programming {
namespace {

namespace verbs = records::verbs;

class ProgrammingWeb : public ProgrammingTest {};
INSTANTIATE_ENGINES(ProgrammingWeb);

// -- Who -----------------------------------------------------------------------------------------

TEST_P(ProgrammingWeb, is_seen_and_done_by_those_whose_it_is)
{
    auto const own = [&] {
        auto value = line_value(100);
        value.organisation = Id<partners::Organisation>{ministry};
        return make_line(value, line_states::proposed);
    }();
    auto const other = make_line(line_value(100), line_states::proposed);
    auto const dili =
        identity(make_user("focal@dili.example", {{Role::focal_point, country("TLS")}}));
    auto const suva =
        identity(make_user("focal@suva.example", {{Role::focal_point, country("FJI")}}));
    auto const auditor = identity(make_user("audit@board.example", {{Role::auditor}}));
    auto const officer = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
    auto const approver = identity(make_user("head@agency.example", {{Role::approver}}));
    auto const money = identity(make_user("money@agency.example", {{Role::finance_officer}}));
    struct Case {
        auth::Identity const &who;
        Uuid line;
        std::string_view verb;
        std::string_view answer;
    };
    for (auto const &[who, line, verb, answer] : {
             Case{officer_of_ministry, own, verbs::see, ""},
             Case{officer_of_ministry, own, verbs::change, ""},
             Case{officer_of_ministry, own, "drop", ""},
             Case{officer_of_ministry, own, "appraise", "common.forbidden"},
             Case{officer_of_ministry, other, verbs::see, "common.not_found"},
             Case{dili, own, verbs::see, "common.not_found"},
             Case{auditor, own, verbs::see, ""},
             Case{auditor, own, verbs::change, "common.forbidden"},
             Case{auditor, own, "appraise", "common.forbidden"},
             Case{officer, own, "appraise", ""},
             Case{officer, own, "establish", "common.forbidden"},
             Case{approver, own, "establish", ""},
             Case{approver, own, verbs::change, "common.forbidden"},
             Case{money, own, verbs::see, ""},
             Case{money, own, "drop", "common.forbidden"},
         }) {
        EXPECT_EQ(may(who, plan_lines, line, verb), answer) << verb;
    }
    EXPECT_EQ(may(money, plan_years, plan, "close_proposals"), "common.forbidden");
    EXPECT_EQ(may(dili, plan_years, plan, verbs::see), "common.not_found");

    EXPECT_EQ(set_ceiling(1000), "");
    auto const established = ranked(100);
    EXPECT_EQ(may(dili, plan_lines, established, verbs::see), "common.not_found");
    set_state(plan, plan_states::revised);
    EXPECT_EQ(line_act(established, establish), "");
    EXPECT_EQ(may(dili, plan_lines, established, verbs::see), "");
    EXPECT_EQ(may(dili, plan_lines, established, "drop"), "common.forbidden");
    EXPECT_EQ(may(suva, plan_lines, established, verbs::see), "common.not_found");
    EXPECT_EQ(may(officer, plan_lines, established, "drop"), "common.forbidden");
    EXPECT_EQ(may(team, plan_lines, established, "drop"), "");
}

TEST_P(ProgrammingWeb, stands_in_the_example_installation_in_two_years)
{
    ExampleWorld const world{.coordinator = team,
                             .ministry = officer_of_ministry,
                             .agriculture = ministry,
                             .training = centre,
                             .fisheries = centre,
                             .disaster = centre,
                             .agency = centre,
                             .fund = fund};
    store().write([&](Tx &tx) { tx.run("UPDATE plan_year SET year = 2040 WHERE id = ?", plan); });
    EXPECT_EQ(store().write([&](Tx &tx) { return make_examples(tx, world); }), 12);
    for (auto const &[year, state, is_over] :
         {std::tuple{2026, "executing", true}, std::tuple{2027, "ceiling_set", false}}) {
        plan = store().read([&, year = year](Reader &reader) {
            return *reader.one<Uuid>("SELECT id FROM plan_year WHERE year = ?", year);
        });
        EXPECT_EQ(state_of_record(plan), state);
        EXPECT_EQ(plan_value().over_committed, is_over);
        expect_books_balance();
    }
    EXPECT_EQ(plan_act(establish_plan, Decision{"Decree 8"}), "") << "next year's fits";
}

// -- Pages ---------------------------------------------------------------------------------------

TEST_P(ProgrammingWeb, has_pages_in_every_language)
{
    EXPECT_EQ(set_ceiling(1000), "");
    EXPECT_EQ(set_ceiling(50, Scope::country_group), "");
    auto const line = ranked(100);
    set_state(plan, plan_states::ceiling_set);
    auto desk = signed_in("team@agency.example");
    auto const plan_url = "/plans/" + head_of(plan_years, plan).reference;
    auto const line_url = "/plan-lines/" + head_of(plan_lines, line).reference;
    for (auto const language : languages) {
        store().write([&](Tx &tx) {
            tx.run("UPDATE user_account SET language = ? WHERE id = ?", to_code(language),
                   team.user);
        });
        auto const page = desk.get(plan_url);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(testing::shows(page, *plan_machine.state_name(language, "ceiling_set")));
        EXPECT_TRUE(testing::shows(page, "<svg")) << "the picture";
        EXPECT_EQ(desk.get(line_url).status, 200);
        for (auto const *const url : {"/plans", "/plans/new", "/ceilings", "/plan-lines",
                                      "/plan-lines/new", "/plan-lines/new?source=own_budget"}) {
            EXPECT_EQ(desk.get(url).status, 200) << url;
        }
        EXPECT_EQ(desk.get(plan_url + "/establishment").status, 200);
        auto const refused =
            desk.post(plan_url + "/establishment", {{"version", "1"}, {"document", "Decree 7"}});
        EXPECT_EQ(refused.status, 409);
        EXPECT_FALSE(testing::shows(refused, "programming.ceiling_reached"))
            << "a sentence, not a code";
        EXPECT_TRUE(testing::shows(refused, "SIDS"));
    }
    auto const csv = desk.get(plan_url + "/picture.csv");
    EXPECT_EQ(csv.status, 200);
    EXPECT_NE(csv.body.find("USD,0,100,1000,900"), std::string::npos) << csv.body;
}

TEST_P(ProgrammingWeb, takes_a_report_on_one_page)
{
    auto bureau = signed_in("bureau@ministry.example");
    auto const form = bureau.get("/plan-lines/new?source=own_budget");
    EXPECT_EQ(form.status, 200);
    EXPECT_FALSE(testing::shows(form, "name=\"fund\""));
    testing::Fields const fields{{"source", "own_budget"},
                                 {"plan", head_of(plan_years, plan).reference},
                                 {"title", "Study visit of seed inspectors"},
                                 {"country", "TLS"},
                                 {"organisation", ministry.to_string()},
                                 {"sector", "31150"},
                                 {"modality", "study_visit"},
                                 {"amount", "40000"},
                                 {"currency", "USD"},
                                 {"justification", "Twelve inspectors, ten days."}};
    auto const made = bureau.post("/plan-lines", fields);
    ASSERT_EQ(made.status, 303) << made.body;
    auto const page = bureau.get(testing::header(made, "Location"));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(testing::shows(page, "It counts against no ceiling"));
    EXPECT_EQ(set_ceiling(10), "");
    auto desk = signed_in("team@agency.example");
    auto const url = "/plans/" + head_of(plan_years, plan).reference;
    EXPECT_TRUE(testing::shows(desk.get(url), "Ministries’ own budgets"));
    EXPECT_FALSE(testing::shows(desk.get(url), "ministries’ own budgets together"));
    EXPECT_TRUE(testing::shows(desk.get(url + "?budgets=all"), "ministries’ own budgets together"));
}

TEST_P(ProgrammingWeb, refuses_what_makes_no_sense_and_keeps_what_was_typed)
{
    auto desk = signed_in("team@agency.example");
    testing::Fields const good{{"plan", head_of(plan_years, plan).reference},
                               {"source", "proposal"},
                               {"title", "Course"},
                               {"country", "TLS"},
                               {"organisation", centre.to_string()},
                               {"sector", "31120"},
                               {"modality", "training"},
                               {"amount", "100"},
                               {"currency", "USD"}};
    for (auto const &[field, value] : std::vector<std::pair<std::string, std::string>>{
             {"amount", "-5"},
             {"amount", "0"},
             {"amount", "1000000000000000000"},
             {"amount", "99999999999999999999999"},
             {"amount", "ten"},
             {"currency", "XQZ"},
             {"currency", ""},
             {"country", "Atlantis"},
             {"plan", "PLN-1999-0001"},
             {"plan", ""},
             {"source", "carried_over"},
             {"source", "match"},
             {"title", std::string(301, 'x')},
             {"organisation", Uuid::make(1, {}).to_string()},
         }) {
        auto fields = good;
        for (auto &[name, text] : fields) {
            text = name == field ? value : text;
        }
        auto const answer = desk.post("/plan-lines", fields);
        EXPECT_EQ(answer.status, 422) << field << " " << value;
        EXPECT_TRUE(testing::shows(answer, "value=\"Course\"") || field == "title") << field;
    }
    auto const lines = store().read(
        [&](Reader &reader) { return lines_of(reader, plan, {.sql = "1 = 1", .values = {}}); });
    EXPECT_TRUE(lines.empty());
    EXPECT_EQ(desk.post("/plan-lines", good).status, 303);

    testing::Fields const year{{"title", "Again"}, {"year", "2027"}, {"currency", "IDR"}};
    EXPECT_EQ(desk.post("/plans", year).status, 422) << "one plan a year";
    testing::Fields const ceiling{{"plan", head_of(plan_years, plan).reference},
                                  {"scope", "total"},
                                  {"stage", "allocated"},
                                  {"amount", "-1"},
                                  {"from_day", "2026-11-01"},
                                  {"document", "Letter"}};
    EXPECT_EQ(desk.post("/ceilings", ceiling).status, 422);
}

TEST_P(ProgrammingWeb, answers_programs_too)
{
    auto const user = make_user("program@agency.example", {{Role::coordinator}});
    auto const token = bearer(user, "*:write");
    auto const made = api(http::Method::post, "/api/plan-lines", token,
                          R"({"plan": ")" + head_of(plan_years, plan).reference +
                              R"(", "source": "proposal", "title": "Course", "country": "TLS",
                              "organisation": ")" +
                              centre.to_string() +
                              R"(", "sector": "31120", "modality": "training", "amount": 100,
                              "currency": "USD"})",
                          {{"Idempotency-Key", Uuid::make(7, {}).to_string()}});
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_TRUE(testing::shows(made, "\"state\":\"proposed\""));
    auto const again = api(http::Method::post, "/api/plan-lines", token, "{}",
                           {{"Idempotency-Key", Uuid::make(8, {}).to_string()}});
    EXPECT_EQ(again.status, 422);
}

} // namespace
} // namespace selatan::programming

// How far a line's and a project's money has come: each figure is what its entries add up to, and
// each entry opens.
#include "cooperation/funds/standing.hpp"
#include "tests/support/funds.hpp"

#include <boost/json.hpp>
#include <map>

namespace selatan::funds {
namespace {

class Standing : public FundsTest {
protected:
    void set_up(web::App &app) override
    {
        FundsTest::set_up(app);
        web::set_panels(panels());
        web::set_foresights(foresights());
    }
    void TearDown() override
    {
        web::set_panels({});
        web::set_foresights({});
        FundsTest::TearDown();
    }
    records::Filter everything() { return {.sql = "1 = 1", .values = {}}; }
    std::string figure(Whose whose, Uuid record, MoneyFigure wanted)
    {
        return store().read([&](Reader &reader) {
            Money total{0, *Currency::parse("USD")};
            auto const roles = roles_of(wanted);
            for (auto const &one : sums_of(reader, whose, record, everything())) {
                if (std::ranges::find(roles, one.role) != roles.end()) {
                    total = total + one.sum;
                }
            }
            Money entries{0, total.currency()};
            for (auto const &one : movements_of(reader, whose, record, wanted, everything())) {
                entries = entries + one.amount;
            }
            EXPECT_EQ(total.amount(), entries.amount()) << to_code(wanted);
            return total.amount();
        });
    }
};
INSTANTIATE_ENGINES(Standing);

TEST_P(Standing, of_a_line_and_a_project_is_what_their_entries_add_up_to)
{
    static_cast<void>(receive_money("900"));
    auto const allocation = allocated("800");
    auto const obligation = obligated(allocation, "500");
    auto const payment = paid(obligation, "300.10");
    auto const expect = [&](Whose whose, std::map<MoneyFigure, std::string> const &all) {
        for (auto const &[wanted, amount] : all) {
            EXPECT_EQ(figure(whose, whose == Whose::line ? line : project, wanted), amount)
                << to_code(wanted);
        }
    };
    expect(Whose::line, {{MoneyFigure::allocated, "800.00"},
                         {MoneyFigure::obligated, "500.00"},
                         {MoneyFigure::paid, "300.10"},
                         {MoneyFigure::to_obligate, "300.00"}});
    expect(Whose::project, {{MoneyFigure::obligated, "500.00"},
                            {MoneyFigure::paid, "300.10"},
                            {MoneyFigure::used, "0.00"},
                            {MoneyFigure::to_be_paid, "199.90"}});
    EXPECT_EQ(act(finance, disbursements, payment, liquidate,
                  Liquidation{day("2026-11-15"), amount("250"), "Report"}),
              "");
    EXPECT_EQ(act(finance, disbursements, payment, refund,
                  Refund{day("2026-11-16"), amount("50.10"), "Bank 9"}),
              "");
    expect(Whose::project, {{MoneyFigure::obligated, "449.90"},
                            {MoneyFigure::paid, "250.00"},
                            {MoneyFigure::used, "250.00"},
                            {MoneyFigure::to_be_paid, "199.90"}});
}

TEST_P(Standing, stands_on_both_pages_and_each_figure_opens_to_its_entries)
{
    static_cast<void>(receive_money("900"));
    static_cast<void>(paid(obligated(allocated("800"), "500"), "300.10"));
    auto const reference = head_of(projects::projects, project).reference;
    auto officer = signed_in("finance@agency.example");
    auto const shown = officer.get("/projects/" + reference);
    EXPECT_EQ(shown.status, 200);
    EXPECT_NE(shown.body.find("Money on the ledger"), std::string::npos);
    auto const address = "/ledger/projects/" + reference + "/entries?figure=paid";
    EXPECT_NE(shown.body.find("href=\"" + address), std::string::npos);
    auto const entries = officer.get(address);
    EXPECT_EQ(entries.status, 200);
    EXPECT_NE(entries.body.find("300.10"), std::string::npos);
    EXPECT_NE(entries.body.find("/ledger/entries/"), std::string::npos);
    EXPECT_EQ(officer.get("/ledger/projects/" + reference + "/entries.csv?figure=paid").status,
              200);
    EXPECT_EQ(officer.get("/ledger/projects/" + reference + "/entries?figure=x").status, 404);
    EXPECT_EQ(officer.get("/ledger/projects/PRJ-1900-0001/entries").status, 404);
    auto const of_line = head_of(programming::plan_lines, line).reference;
    EXPECT_NE(officer.get("/plan-lines/" + of_line)
                  .body.find("/ledger/plan-lines/" + of_line + "/entries?figure=to_obligate"),
              std::string::npos);
    auto theirs = signed_in("ibu@centre.example");
    EXPECT_EQ(theirs.get("/projects/" + reference).body.find("Money on the ledger"),
              std::string::npos)
        << "the fund's books are not the payee's";
    EXPECT_NE(theirs.get(address).status, 200);
}

TEST_P(Standing, of_a_proposal_above_what_there_is_is_told_at_once)
{
    static_cast<void>(receive_money("500"));
    auto officer = signed_in("finance@agency.example");
    auto second_person = signed_in("approver@agency.example");
    auto const reference = [&](Uuid id) {
        return store().read(
            [&](Reader &reader) { return records::label_of(reader, id)->reference; });
    };
    constexpr std::string_view told = "Nobody can approve this as things stand";
    auto const expect_told = [&](std::string const &page, std::string_view held,
                                 std::string_view wanted, std::string const &above) {
        for (auto *const reader : {&officer, &second_person}) {
            auto const shown = reader->get(page);
            EXPECT_TRUE(testing::shows(shown, told)) << page;
            EXPECT_TRUE(testing::shows(shown, held)) << page;
            EXPECT_TRUE(testing::shows(shown, wanted)) << page;
        }
        auto const parent = officer.get(above);
        EXPECT_TRUE(testing::shows(parent, told)) << above << " is where one comes after saving";
        EXPECT_TRUE(testing::shows(parent, wanted)) << above;
    };
    auto const more = propose_allocation("600");
    expect_told("/allocations/" + reference(more), "USD\u00a0500.00", "USD\u00a0600.00",
                "/plan-lines/" + reference(line));
    // Not refused: money comes in between.
    static_cast<void>(receive_money("500"));
    EXPECT_FALSE(testing::shows(officer.get("/allocations/" + reference(more)), told));
    EXPECT_EQ(act(approver, allocations, more, approve_allocation), "");
    static_cast<void>(receive_money("100"));
    auto const above_line = propose_allocation("400.01");
    EXPECT_TRUE(testing::shows(officer.get("/allocations/" + reference(above_line)),
                               "The plan established USD\u00a01,000.00"));

    auto const promise = propose_obligation(more, "700");
    expect_told("/obligations/" + reference(promise), "USD\u00a0600.00", "USD\u00a0700.00",
                "/projects/" + reference(project));
    auto const obligation = obligated(more, "100");
    auto const request = requested(obligation, "150");
    expect_told("/disbursements/" + reference(request), "USD\u00a0100.00", "USD\u00a0150.00",
                "/obligations/" + reference(obligation));
    EXPECT_EQ(act(finance, disbursements, request, verify, Verification{"Checked"}), "");
    EXPECT_TRUE(testing::shows(
        second_person.get("/disbursements/" + reference(request) + "/approval"), told));
    EXPECT_EQ(act(approver, disbursements, request, refuse_payment, MoneyRefusal{"Too much"}), "");
    EXPECT_FALSE(testing::shows(officer.get("/disbursements/" + reference(request)), told));
}

TEST_P(Standing, of_a_proposal_above_what_there_is_is_told_to_programs_too)
{
    static_cast<void>(receive_money("500"));
    auto const token = bearer(finance.user, "allocation:write fund:read plan_line:read");
    auto const warnings_of = [](http::Response const &answer) {
        return boost::json::parse(answer.body).at("warnings").as_array();
    };
    auto const body = [&](std::string const &amount) {
        return boost::json::serialize(boost::json::object{{"fund", fund.to_string()},
                                                          {"line", line.to_string()},
                                                          {"amount", amount},
                                                          {"document", "Minute 7"}});
    };
    auto const made = api(http::Method::post, "/api/allocations", token, body("600"));
    ASSERT_EQ(made.status, 201) << made.body;
    auto const warnings = warnings_of(made);
    ASSERT_EQ(warnings.size(), 1U) << made.body;
    EXPECT_EQ(warnings.at(0).at("code"), "funds.not_enough");
    EXPECT_NE(warnings.at(0).at("detail").as_string().find("600.00"), std::string::npos);
    auto const url = "/api/allocations/" +
                     std::string{boost::json::parse(made.body).at("reference").as_string()};
    EXPECT_EQ(warnings_of(api(http::Method::get, url, token)), warnings);
    static_cast<void>(receive_money("500"));
    EXPECT_TRUE(warnings_of(api(http::Method::get, url, token)).empty()) << "money came in between";
}

} // namespace
} // namespace selatan::funds

// How far a line's and a project's money has come: each figure is what its entries add up to, and
// each entry opens.
#include "cooperation/funds/standing.hpp"
#include "tests/support/funds.hpp"

#include <map>

namespace selatan::funds {
namespace {

class Standing : public FundsTest {
protected:
    void set_up(web::App &app) override
    {
        FundsTest::set_up(app);
        web::set_panels(panels());
    }
    void TearDown() override
    {
        web::set_panels({});
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

} // namespace
} // namespace selatan::funds

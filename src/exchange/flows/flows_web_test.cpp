#include "exchange/flows/flows.hpp"

#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/flows/flows_testing.hpp"
#include "exchange/flows/refresh.hpp"
#include "tests/support/web.hpp"

#include <boost/json.hpp>

namespace selatan::reported_flows {
namespace {

using testing::header;
using testing::shows;

class FlowPages : public testing::WebTest {
protected:
    void add_routes(web::Router &router) override { reported_flows::add_routes(router); }

    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        store().write([](storage::Tx &tx) { reference::load_shipped(tx); });
        make_user("officer@mfa.example", {{auth::Role::desk_officer}});
        make_user("auditor@mfa.example", {{auth::Role::auditor}});
        make_user("mission@abroad.example", {{auth::Role::partner_mission}});
    }

    void import_some()
    {
        import_text(store(), "file.xml",
                    iati_file(iati_activity("XX-1-S", "South-South cooperation on rice",
                                            R"(<recipient-country code="GN"/>
                                 <sector vocabulary="1" code="31161"/>)" +
                                                iati_payment({.amount = "1234.56"})) +
                              iati_activity("XX-1-E", "Roads",
                                            iati_payment({.amount = "7", .currency = "XTS"}))));
        refresh(store());
    }
};
INSTANTIATE_ENGINES(FlowPages);

TEST_P(FlowPages, are_for_those_who_work_at_home)
{
    for (auto const *const page :
         {"/flows", "/flows/transactions", "/flows/left-out", "/flows/south-south"}) {
        EXPECT_EQ(signed_in("auditor@mfa.example").get(page).status, 200) << page;
        EXPECT_EQ(signed_in("mission@abroad.example").get(page).status, 403) << page;
        EXPECT_EQ(browser().get(page).status, 303) << page;
    }
}

TEST_P(FlowPages, say_that_figures_are_being_made_before_there_are_any)
{
    auto officer = signed_in("officer@mfa.example");
    EXPECT_TRUE(shows(officer.get("/flows"), "New figures are being made"));
    EXPECT_TRUE(shows(officer.get("/flows/south-south"), "Nothing here"));
}

TEST_P(FlowPages, show_figures_that_open_to_their_transactions)
{
    import_some();
    auto officer = signed_in("officer@mfa.example");
    auto const figures = officer.get("/flows");
    EXPECT_EQ(figures.status, 200);
    EXPECT_TRUE(shows(figures, "Guinea"));
    EXPECT_TRUE(shows(figures, "1,235"));
    EXPECT_TRUE(shows(figures, "XTS"));
    for (auto const *const by : {"year", "category", "sector", "goal", "provider", "southern",
                                 "receiver", "publisher", "corridor", "in_kind", "nonsense"}) {
        EXPECT_EQ(
            officer.get("/flows?by=" + std::string{by} + "&money=spent&year=2019&south=1").status,
            200)
            << by;
    }
    EXPECT_TRUE(shows(officer.get("/flows?by=corridor"), "Guinea"));
    auto const parts = officer.get("/flows/transactions?by=country&key=GIN&money=spent&year=2019");
    EXPECT_TRUE(shows(parts, "South-South cooperation on rice"));
    EXPECT_TRUE(shows(parts, "Guinea"));
    EXPECT_FALSE(
        shows(officer.get("/flows/transactions?by=country&key=KEN"), "cooperation on rice"));
    auto const csv = officer.get("/flows/transactions.csv?by=country&key=GIN");
    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(header(csv, "Content-Type"), "text/csv; charset=utf-8; header=present");
}

TEST_P(FlowPages, programs_ask_the_same)
{
    import_some();
    auto const token =
        bearer(make_user("program@mfa.example", {{auth::Role::desk_officer}}), "*:read *:write");
    auto const answer = api(http::Method::get, "/api/flows?by=country", token);
    ASSERT_EQ(answer.status, 200);
    auto const items = boost::json::parse(answer.body).at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("code").as_string(), "GIN");
    EXPECT_EQ(items[0].at("counted").as_string(), "1234.56");
    auto const found = api(http::Method::get, "/api/flows/south-south", token);
    auto const all = boost::json::parse(found.body).at("items").as_array();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].at("level").as_string(), "south_south");
    auto const id = all[0].at("id").as_int64();
    auto const path = "/api/flows/south-south/" + std::to_string(id);
    EXPECT_EQ(
        api(http::Method::post, path, token, R"({"verdict": "perhaps", "reason": "x"})").status,
        422);
    auto const judged =
        api(http::Method::post, path, token, R"({"verdict": "triangular", "reason": "With JICA"})");
    EXPECT_EQ(judged.status, 200) << judged.body;
    EXPECT_EQ(api(http::Method::post, "/api/flows/south-south/999", token,
                  R"({"verdict": "triangular", "reason": "x"})")
                  .status,
              404);
}

TEST_P(FlowPages, an_officer_judges_a_finding_and_an_auditor_does_not)
{
    import_some();
    auto officer = signed_in("officer@mfa.example");
    auto const list = officer.get("/flows/south-south");
    EXPECT_TRUE(shows(list, "Names South-South cooperation (title)"));
    auto const path =
        "/flows/south-south/" + testing::between(list.body, "href=\"/flows/south-south/", "\"");
    EXPECT_TRUE(shows(officer.get(path), "Is it South-South cooperation?"));
    auto const refused = officer.post(path, {{"verdict", "neither"}, {"reason", ""}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Say why."));
    auto const said = officer.post(path, {{"verdict", "neither"}, {"reason", "Only a study"}});
    EXPECT_EQ(said.status, 303);
    EXPECT_TRUE(shows(officer.get("/flows/south-south?judged=refused"), "Only a study"));
    EXPECT_FALSE(shows(officer.get("/flows/south-south"), "cooperation on rice"));
    auto auditor = signed_in("auditor@mfa.example");
    auditor.get(path);
    EXPECT_EQ(auditor.post(path, {{"verdict", "triangular"}, {"reason", "x"}}).status, 403);
}

} // namespace
} // namespace selatan::reported_flows

#include "exchange/flows/flows.hpp"

#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/flows/refresh.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/flows.hpp"

#include <boost/json.hpp>

namespace selatan::reported_flows {
namespace {

using testing::header;
using testing::shows;

class FlowPages : public testing::CodeListWebTest {
protected:
    void add_routes(web::Router &router) override { reported_flows::add_routes(router); }

    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
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

/// Of a file that is sent in pieces, all.
std::string whole(http::Response file)
{
    for (bool has_more = static_cast<bool>(file.stream); has_more;) {
        std::string piece;
        has_more = file.stream(piece);
        file.body += piece;
    }
    return file.body;
}

TEST_P(FlowPages, are_for_those_who_work_at_home)
{
    for (auto const *const page : {"/flows", "/flows/transactions", "/flows/left-out",
                                   "/flows/south-south", "/flows/triangles", "/flows/providers"}) {
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

TEST_P(FlowPages, answer_nothing_to_what_means_nothing)
{
    import_some();
    auto officer = signed_in("officer@mfa.example");
    for (auto const *const url : {"/flows?by=nonsense",
                                  "/flows?year=abc",
                                  "/flows?money=zzz",
                                  "/flows/left-out?reason=zzz",
                                  "/flows/south-south?level=zzz",
                                  "/flows/south-south?judged=zzz",
                                  "/flows/transactions?by=country&key=XQ",
                                  "/flows/transactions?by=country&key=XYZ",
                                  "/flows/transactions?key=zzz",
                                  "/flows/transactions?by=publisher&key=zzz",
                                  "/flows/transactions?by=sector&key=zzz",
                                  "/flows/transactions?by=category&key=zzz",
                                  "/flows/transactions?by=goal&key=18",
                                  "/flows/transactions?by=in_kind&key=zzz",
                                  "/flows/transactions?by=year&key=zzz",
                                  "/flows/transactions?by=all&key=zzz",
                                  "/flows/transactions?by=corridor&key=zzz",
                                  "/flows/transactions?by=corridor&key=xx-1%3EXYZ",
                                  "/flows/triangles?country=XQ",
                                  "/flows/triangles?judged=zzz",
                                  "/flows/triangles?kind=zzz"}) {
        EXPECT_EQ(officer.get(url).status, 422) << url;
    }
}

TEST_P(FlowPages, tell_what_has_no_day_and_whose_day_was_taken)
{
    import_text(store(), "file.xml",
                iati_file(iati_activity(
                    "XX-1-S", "Wells",
                    R"(<transaction><transaction-type code="3"/><value value-date="2020-02-01">1000
                 </value></transaction><transaction><transaction-type code="3"/>
                 <value>7.5</value></transaction>)")));
    refresh(store());
    auto officer = signed_in("officer@mfa.example");
    for (auto const *const page : {"/flows", "/flows/left-out"}) {
        EXPECT_TRUE(shows(officer.get(page), "Without a day")) << page;
        EXPECT_TRUE(shows(officer.get(page), "7.50")) << page;
    }
    EXPECT_FALSE(shows(officer.get("/flows?money=committed"), "Without a day"));
    EXPECT_TRUE(shows(officer.get("/flows/transactions"), "Day of the value"));
    EXPECT_NE(whole(officer.get("/flows/transactions.csv")).find("Day of the value"),
              std::string::npos);
    import_some();
    EXPECT_FALSE(shows(officer.get("/flows/transactions"), "Day of the value"));
}

TEST_P(FlowPages, understand_countries_however_they_are_written_and_heed_a_year)
{
    import_text(
        store(), "file.xml",
        iati_file(
            iati_activity("XX-1-S", "Rice for schools",
                          R"(<recipient-country code="TP"/>)" + iati_payment({.amount = "5"}) +
                              iati_payment({.day = "2018-05-02", .amount = "9"})) +
            iati_activity("XX-1-T", "Nowhere land",
                          R"(<recipient-country code="WB"/>)" + iati_payment({.amount = "3"}))));
    refresh(store());
    auto officer = signed_in("officer@mfa.example");
    auto const figures = officer.get("/flows");
    EXPECT_TRUE(shows(figures, "Timor-Leste")) << "by its code of former times";
    EXPECT_TRUE(shows(figures, "WB (unknown code)"));
    for (auto const *const key : {"TL", "TLS", "TP"}) {
        EXPECT_TRUE(shows(officer.get("/flows/transactions?by=country&key=" + std::string{key}),
                          "Rice for schools"))
            << key;
    }
    EXPECT_TRUE(shows(officer.get("/flows/transactions?by=country&key=WB"), "Nowhere land"));
    auto const token =
        bearer(make_user("program@mfa.example", {{auth::Role::desk_officer}}), "*:read");
    auto const answer = api(http::Method::get, "/api/flows?by=year&year=2018", token);
    auto const years = boost::json::parse(answer.body).at("items").as_array();
    ASSERT_EQ(years.size(), 1U);
    EXPECT_EQ(years[0].at("counted").as_string(), "9.00");
    auto const refused = api(http::Method::get, "/api/flows?by=nonsense", token);
    EXPECT_NE(refused.body.find("country, year, category"), std::string::npos) << refused.body;
}

TEST_P(FlowPages, tell_of_budgets_as_of_transactions)
{
    import_text(
        store(), "file.xml",
        iati_file(iati_activity(
            "XX-1-S", "Rice for schools",
            R"(<recipient-country code="KE"/><recipient-country code="UG"/>)" +
                iati_budget({.starts = "2019-01-01", .ends = "2020-12-31", .amount = "7310"}) +
                iati_budget({.starts = "2020-01-01",
                             .ends = "2020-12-31",
                             .amount = "500",
                             .is_revised = true,
                             .currency = "EUR"}))));
    refresh(store());
    auto officer = signed_in("officer@mfa.example");
    auto const figures = officer.get("/flows?money=budget");
    EXPECT_TRUE(shows(figures, "Budgeted"));
    EXPECT_TRUE(shows(figures, "Kenya"));
    EXPECT_TRUE(shows(figures, "A revised budget takes the place of the original"));
    auto const parts = officer.get("/flows/transactions?by=country&key=KE&money=budget");
    EXPECT_TRUE(shows(parts, "Budgets behind the figure"));
    EXPECT_TRUE(shows(parts, "Original budget"));
    EXPECT_TRUE(shows(parts, "Committed"));
    EXPECT_TRUE(shows(parts, "Days in 2019: 365 of 731"));
    EXPECT_TRUE(shows(parts, "Shared equally: no percentage given"));
    EXPECT_TRUE(shows(parts, "EUR 500"));
    auto const out = officer.get("/flows/left-out?money=budget");
    EXPECT_TRUE(shows(out, "Revised"));
    EXPECT_TRUE(shows(out, "3,660"));
    EXPECT_FALSE(shows(officer.get("/flows/left-out"), "A revised budget"));
    auto const text = whole(officer.get("/flows/transactions.csv?by=year&key=2019&money=budget"));
    EXPECT_NE(text.find("2019-01-01,2020-12-31,2019,365,Committed,Rice for schools"),
              std::string::npos)
        << text;
    EXPECT_EQ(officer.get("/flows/transactions.xlsx?money=budget&by=all").status, 200);
    auto const token =
        bearer(make_user("program@mfa.example", {{auth::Role::desk_officer}}), "*:read");
    auto const answer = api(http::Method::get, "/api/flows?by=year&year=2019&money=budget", token);
    auto const years = boost::json::parse(answer.body).at("items").as_array();
    ASSERT_EQ(years.size(), 1U);
    EXPECT_EQ(years[0].at("counted").as_string(), "3650.00");
}

TEST_P(FlowPages, understand_keys_as_they_are_published)
{
    import_some();
    auto officer = signed_in("officer@mfa.example");
    for (auto const *const url :
         {"by=publisher&key=XX-1", "by=publisher&key=xx-1", "by=provider&key=XX-1",
          "by=southern&key=XX-1", "by=corridor&key=XX-1%3EGN", "by=sector&key=31161",
          "by=category&key=311", "by=year&key=2019", "by=all", "by=country&key=gn"}) {
        EXPECT_TRUE(shows(officer.get("/flows/transactions?" + std::string{url}),
                          "South-South cooperation on rice"))
            << url;
    }
    // They mean something, and nobody reported any money.
    for (auto const *const url :
         {"by=sector&key=11220", "by=goal&key=4", "by=in_kind&key=experts", "by=country&key=KE",
          "by=receiver&key=XX-1", "by=corridor&key=XX-1%3EKE", "by=year&key=1999"}) {
        auto const page = officer.get("/flows/transactions?" + std::string{url});
        EXPECT_EQ(page.status, 200) << url;
        EXPECT_FALSE(shows(page, "South-South cooperation on rice")) << url;
    }
}

TEST_P(FlowPages, heads_tell_the_totals_of_what_is_shown)
{
    import_text(
        store(), "file.xml",
        iati_file(iati_activity("BR-1-A", "Farming", iati_payment({.amount = "5"}), "BR-1") +
                  iati_activity("DE-1-A", "Roads", iati_payment({.amount = "1000"}), "DE-1")));
    refresh(store());
    auto officer = signed_in("officer@mfa.example");
    auto const southern = officer.get("/flows?by=southern");
    EXPECT_TRUE(shows(southern, "Counted, in US dollars, of 1,005 in all"));
    EXPECT_TRUE(shows(southern, "<strong>5</strong>")) << southern.body;
    EXPECT_TRUE(shows(southern, "/flows/providers"));
    EXPECT_TRUE(shows(officer.get("/flows?by=in_kind"), "of 1,005 in all"));
    EXPECT_FALSE(shows(officer.get("/flows?by=provider"), " in all"));
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
                                 "receiver", "publisher", "corridor", "in_kind"}) {
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

TEST_P(FlowPages, pictures_bring_what_they_show_and_their_own_sheet)
{
    import_some();
    auto officer = signed_in("officer@mfa.example");
    auto const map = officer.get("/flows").body;
    EXPECT_NE(map.find("data-map="), std::string::npos);
    EXPECT_NE(map.find("&quot;code&quot;:&quot;GIN&quot;"), std::string::npos);
    EXPECT_NE(map.find("Guinea: USD 1,235"), std::string::npos);
    EXPECT_NE(map.find("/assets/flows."), std::string::npos);
    auto const bands = officer.get("/flows?by=corridor").body;
    EXPECT_NE(bands.find("data-links="), std::string::npos);
    EXPECT_NE(bands.find("Office XX-1 → Guinea: USD 1,235"), std::string::npos);
    EXPECT_EQ(officer.get("/flows?by=sector").body.find("/assets/flows."), std::string::npos);
    EXPECT_EQ(officer.get("/flows?year=1999").body.find("data-map="), std::string::npos);
}

TEST_P(FlowPages, tell_who_supports_who_provides_and_who_receives)
{
    import_text(store(), "file.xml",
                iati_file(iati_activity(
                    "BR-1-A", "Family farming",
                    R"(<participating-org role="1" type="40" ref="XM-DAC-41301"><narrative>FAO
                    </narrative></participating-org><recipient-country code="MZ"/>)" +
                        iati_payment({.amount = "5"}),
                    "BR-1")));
    refresh(store());
    auto officer = signed_in("officer@mfa.example");
    auto const page = officer.get("/flows/triangles?country=MOZ&year=2019");
    for (auto const *const text :
         {"FAO", "Office BR-1 (Brazil)", "Mozambique", "Family farming", "Not judged yet"}) {
        EXPECT_TRUE(shows(page, text)) << text;
    }
    EXPECT_TRUE(shows(officer.get("/flows/triangles?country=KEN"), "Nothing here"));
    EXPECT_TRUE(shows(officer.get("/flows/providers"), "Brazil"));
    auto const csv = officer.get("/flows/triangles.csv");
    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(header(csv, "Content-Type"), "text/csv; charset=utf-8; header=present");
    auto const token =
        bearer(make_user("program@mfa.example", {{auth::Role::desk_officer}}), "*:read");
    auto const answer = api(http::Method::get, "/api/flows/triangles", token);
    ASSERT_EQ(answer.status, 200);
    auto const items = boost::json::parse(answer.body).at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("recipients").as_string(), "Mozambique");
    auto const found = api(http::Method::get, "/api/flows/south-south", token);
    auto const evidence =
        boost::json::parse(found.body).at("items").at(0).at("evidence").as_array();
    ASSERT_EQ(evidence.size(), 2U);
    EXPECT_EQ(evidence[0].at("where").as_string(), "reporting_org") << "who provides";
    EXPECT_EQ(evidence[1].at("where").as_string(), "participating_org") << "who supports";
    EXPECT_EQ(items[0].at("spent").as_string(), "5.00");
}

TEST_P(FlowPages, show_the_last_figures_while_new_ones_are_made)
{
    import_some();
    store().write([](storage::Tx &tx) { ask_for_refresh(tx); });
    auto officer = signed_in("officer@mfa.example");
    auto const anew = officer.get("/flows");
    EXPECT_TRUE(shows(anew, "New figures are being made. These are as of"));
    EXPECT_TRUE(shows(anew, "Guinea"));
    store().write([](storage::Tx &tx) {
        tx.run("UPDATE flow_state SET is_complete = 0");
        tx.run("INSERT INTO flow_changed (identifier) SELECT identifier FROM flow_finding");
    });
    auto const first = officer.get("/flows");
    EXPECT_TRUE(shows(first, "2 activities are still to come"));
    EXPECT_TRUE(shows(first, "Guinea"));
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
    EXPECT_EQ(all[0].at("evidence").at(0).at("where").as_string(), "title");
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

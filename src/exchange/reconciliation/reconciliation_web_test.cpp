#include "exchange/reconciliation/reconciliation.hpp"

#include "cooperation/reference/code_list.hpp"
#include "exchange/reconciliation/search.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reported.hpp"
#include "exchange/reported/reported_testing.hpp"
#include "platform/web/panel.hpp"
#include "tests/support/code_lists.hpp"

#include <boost/json.hpp>

namespace selatan::reconciliation {
namespace {

using testing::between;
using testing::shows;

class ReconciliationPages : public testing::CodeListWebTest {
protected:
    void add_routes(web::Router &router) override
    {
        projects::add_routes(router, {}, pages_of_a_project());
        reported::add_routes(router);
        reconciliation::add_routes(router);
        web::set_panels(panels());
        reported::set_activity_sections(activity_sections());
    }

    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        make_user("officer@mfa.example", {{auth::Role::desk_officer}});
        make_user("finance@mfa.example", {{auth::Role::finance_officer}});
        make_user("auditor@mfa.example", {{auth::Role::auditor}});
        make_user("mission@abroad.example", {{auth::Role::partner_mission}});
        make_some();
    }
    void TearDown() override
    {
        web::set_panels({});
        reported::set_activity_sections({});
        CodeListWebTest::TearDown();
    }

    void make_some()
    {
        auto const by = auth::program_identity("test");
        projects::Project project;
        project.title = "Rice seed multiplication in Upper Guinea";
        project.country = CountryCode::parse("GIN");
        project.sector = "31161";
        project.starts = Date::parse("2024-03-01");
        m_project = store().write([&](storage::Tx &tx) {
            return records::create(tx, by.actor(), projects::projects, project).reference;
        });
        namespace told = reported::testing;
        told::File const file{told::file(
            told::activity("XX-1", "XX-1-77", "Multiplication of rice seeds in Upper Guinea",
                           "<activity-status code=\"2\"/>"
                           "<activity-date type=\"2\" iso-date=\"2024-06-01\"/>"
                           "<recipient-country code=\"GN\"/><sector code=\"31161\"/>"
                           "<transaction><transaction-type code=\"3\"/>"
                           "<transaction-date iso-date=\"2024-07-01\"/>"
                           "<value value-date=\"2024-07-01\">120000</value></transaction>") +
            told::activity("XX-2", "XX-2-1", "Rural roads and bridges") +
            told::activity("XX-2", "XX-2-2", "Support to rural health"))};
        ASSERT_TRUE(reported::Importer{store()}
                        .import_file({.path = file.path(), .name = "others.xml", .by = &by})
                        .has_value());
        search(store());
    }

    std::string counterpart(testing::Browser &browser)
    {
        return between(browser.get("/counterparts").body, "href=\"/counterparts/CPT", "\"");
    }

    std::string m_project;
};
INSTANTIATE_ENGINES(ReconciliationPages);

TEST_P(ReconciliationPages, are_for_those_who_work_at_home)
{
    for (auto const &page : {std::string{"/reconciliation"}, std::string{"/counterparts"},
                             std::string{"/differences"}, "/projects/" + m_project + "/accounts"}) {
        EXPECT_EQ(signed_in("auditor@mfa.example").get(page).status, 200) << page;
        EXPECT_EQ(signed_in("mission@abroad.example").get(page).status, 403) << page;
        EXPECT_EQ(browser().get(page).status, 303) << page;
    }
    EXPECT_EQ(signed_in("finance@mfa.example").get("/counterparts/new").status, 403);
}

TEST_P(ReconciliationPages, an_officer_judges_a_proposal_and_settles_what_differs)
{
    auto officer = signed_in("officer@mfa.example");
    auto const path = "/counterparts/CPT" + counterpart(officer);
    auto const proposal = officer.get(path);
    EXPECT_TRUE(shows(proposal, "Titles alike"));
    EXPECT_TRUE(shows(proposal, "92 days apart"));
    EXPECT_TRUE(shows(proposal, "Only they tell this"));
    EXPECT_TRUE(shows(proposal, "USD 120,000.00"));
    EXPECT_TRUE(shows(officer.get("/projects/" + m_project), "Also told by"));
    EXPECT_EQ(officer.post(path + "/refusal", {{"version", "1"}, {"reason", ""}}).status, 422);
    EXPECT_EQ(officer.post(path + "/confirmation", {{"version", "1"}, {"reason", "Same workplan"}})
                  .status,
              303);

    auto const overview = officer.get("/reconciliation");
    EXPECT_TRUE(shows(overview, "92 days apart"));
    EXPECT_FALSE(shows(officer.get("/reconciliation?country=FJI"), "92 days apart"));
    EXPECT_TRUE(shows(officer.get("/reconciliation?country=GN"), "92 days apart"));
    EXPECT_EQ(officer.get("/reconciliation?country=XQ").status, 422);
    EXPECT_TRUE(shows(officer.get("/differences"), "1 Mar 2024")) << "as the reader writes days";
    auto finance = signed_in("finance@mfa.example");
    auto const difference =
        "/differences/DIF" + between(overview.body, "href=\"/differences/DIF", "\"");
    EXPECT_TRUE(shows(finance.get(difference), "Ours is right"));
    EXPECT_EQ(
        finance
            .post(difference + "/theirs-right", {{"version", "1"}, {"note", "The desk mends it"}})
            .status,
        303);
    EXPECT_TRUE(shows(finance.get(difference), "The desk mends it"));
    auto auditor = signed_in("auditor@mfa.example");
    auditor.get(difference);
    EXPECT_EQ(auditor.post(difference + "/reopening", {{"version", "2"}, {"reason", "x"}}).status,
              403);
    EXPECT_EQ(officer.get("/differences.csv").status, 200);
}

TEST_P(ReconciliationPages, the_activity_names_our_project_and_all_tellers_stand_side_by_side)
{
    auto officer = signed_in("officer@mfa.example");
    auto const activities = officer.get("/reported/activities?identifier=XX-1-77");
    auto const number = between(activities.body, "href=\"/reported/activities/", "\"");
    EXPECT_TRUE(shows(officer.get("/reported/activities/" + number), m_project));
    auto const all = officer.get("/projects/" + m_project + "/accounts");
    EXPECT_TRUE(shows(all, "Agency of XX-1"));
    EXPECT_TRUE(shows(all, "Multiplication of rice seeds"));
}

TEST_P(ReconciliationPages, what_others_report_is_linked_by_hand)
{
    auto officer = signed_in("officer@mfa.example");
    auto const start = "/counterparts/new?project=" + m_project;
    EXPECT_TRUE(shows(officer.get(start), "Words of the title"));
    EXPECT_TRUE(shows(officer.get(start + "&words=nothingofthekind"), "Nothing was found"));
    auto const found = officer.get(start + "&words=bridges");
    EXPECT_TRUE(shows(found, "Rural roads and bridges"));
    auto const told = "iati:" + between(found.body, "value=\"iati:", "\"");
    EXPECT_EQ(officer.post("/counterparts", {{"project", m_project}, {"words", "bridges"}}).status,
              422);
    EXPECT_EQ(officer.post("/counterparts", {{"project", m_project}, {"told", told}}).status, 303);
    auto const token =
        bearer(make_user("program@mfa.example", {{auth::Role::desk_officer}}), "*:read *:write");
    EXPECT_EQ(
        api(http::Method::post, "/api/counterparts", token,
            boost::json::serialize(boost::json::object{{"project", m_project}, {"told", told}}))
            .status,
        409);
    auto const overview = api(http::Method::get, "/api/reconciliation", token);
    EXPECT_EQ(boost::json::parse(overview.body).at("confirmed").as_int64(), 1);
}

} // namespace
} // namespace selatan::reconciliation

#include "exchange/spreadsheet/import_web.hpp"
#include "exchange/spreadsheet/spreadsheet_testing.hpp"
#include "tests/support/web.hpp"

namespace selatan::spreadsheet {
namespace {

using auth::Role;
using selatan::testing::Browser;
using selatan::testing::Fields;
using selatan::testing::header;
using selatan::testing::shows;

class ImportPages : public selatan::testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (!IsSkipped()) {
            make_user("desk@agency.example", {{Role::desk_officer}});
            make_user("focal@mne.example", {{Role::focal_point}});
        }
    }
    void add_routes(web::Router &router) override
    {
        m_importer = std::make_unique<Importer>(
            store(), m_codes,
            std::vector<web::NounPages const *>{&reports::reported_activity_pages},
            Isolation::none);
        reports::add_routes(router);
        spreadsheet::add_routes(router, *m_importer);
    }
    void set_up(web::App &app) override
    {
        app.nouns.push_back(&reports::reported_activities);
        app.nouns.push_back(&batches);
    }
    std::unique_ptr<records::CodeLists> make_code_lists() override
    {
        return std::make_unique<testing::FewCodes>();
    }

    /// A multipart form with a file, as the server hands it on once it is staged.
    static http::Response upload(Browser &browser, testing::File const &file,
                                 std::string const &name)
    {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/imports";
        request.headers.set("Sec-Fetch-Site", "same-origin");
        request.headers.set("Content-Type", "multipart/form-data; boundary=x");
        request.form.add("token", browser.token());
        request.uploads.push_back(
            {.field = "file", .name = name, .type = "text/csv", .path = file.path(), .size = 1});
        return browser.send(std::move(request));
    }
    void work()
    {
        jobs::Runner runner{store()};
        m_importer->handle_jobs(runner);
        runner.drain();
    }
    static std::string version_in(http::Response const &page)
    {
        return selatan::testing::between(page.body, "name=\"version\" value=\"", "\"");
    }

    testing::FewCodes m_codes;
    std::unique_ptr<Importer> m_importer;
};
INSTANTIATE_ENGINES(ImportPages);

TEST_P(ImportPages, take_a_file_from_its_upload_to_its_undoing_without_scripts)
{
    auto desk = signed_in("desk@agency.example");
    auto const form = desk.get("/imports/new");
    ASSERT_EQ(form.status, 200);
    EXPECT_TRUE(shows(form, "/imports/templates/reported_activity"));

    testing::File const file{testing::register_csv};
    auto const received = upload(desk, file, "register.csv");
    ASSERT_EQ(received.status, 303) << received.body;
    auto const mapping_url = header(received, "Location");
    EXPECT_TRUE(mapping_url.ends_with("/mapping")) << mapping_url;
    auto const url = mapping_url.substr(0, mapping_url.rfind('/'));

    // What rows become, then the columns: guessed where the titles tell.
    auto const columns = desk.get(mapping_url + "?kind=reported_activity");
    ASSERT_EQ(columns.status, 200);
    EXPECT_TRUE(shows(columns, "country.column"));
    EXPECT_TRUE(shows(columns, "Timor-Leste")); // a sample

    // A required field without a source is told, and what was chosen stays.
    Fields chosen{{"version", version_in(columns)},
                  {"kind", "reported_activity"},
                  {"sheet", ""},
                  {"header_row", "1"},
                  {"header_rows", "1"},
                  {"name", "My register"},
                  {"source", "mine"},
                  {"key", "No"},
                  {"title.column", "Project"},
                  {"year.column", "Year"},
                  {"keep", "yes"}};
    auto const again = desk.post(mapping_url, chosen);
    EXPECT_EQ(again.status, 422);
    EXPECT_TRUE(shows(again, "choose a column, or a value for all rows"));
    EXPECT_TRUE(shows(again, "My register"));
    chosen.emplace_back("reported_by.constant", "The register");
    chosen.emplace_back("country.column", "Country");
    auto const checking = desk.post(mapping_url, chosen);
    ASSERT_EQ(checking.status, 303) << checking.body;
    auto const progress = desk.get(header(checking, "Location"));
    EXPECT_EQ(header(progress, "Refresh"), "3");
    EXPECT_TRUE(shows(progress, "data-poll"));
    work();
    EXPECT_TRUE(header(desk.get(url + "/progress"), "Refresh").starts_with("1; url="));

    // Two rows name a country that this field cannot take: they are named, and can be had back.
    auto const result = desk.get(url);
    EXPECT_TRUE(shows(result, "What would happen"));
    EXPECT_TRUE(shows(result, "Import 2 rows"));
    EXPECT_TRUE(shows(result, "We do not know this country"));
    EXPECT_TRUE(shows(result, "C4"));
    EXPECT_EQ(desk.get(url + "/failed.csv").status, 200);

    auto const importing = desk.post(url + "/import", {{"version", version_in(result)}});
    ASSERT_EQ(importing.status, 303) << importing.body;
    work();
    EXPECT_TRUE(shows(desk.get(url), "What happened"));
    EXPECT_TRUE(shows(desk.get("/reported-activities"), "Rice for Oecusse"));
    // The mapping was kept for the next file.
    EXPECT_TRUE(m_importer->mapping_named("My register").has_value());

    auto const question = desk.get(url + "/undo");
    ASSERT_EQ(question.status, 200);
    EXPECT_EQ(desk.post(url + "/undo", {{"version", version_in(question)}}).status, 303);
    EXPECT_FALSE(shows(desk.get("/reported-activities"), "Rice for Oecusse"));
    EXPECT_EQ(desk.get("/imports").status, 200);
}

TEST_P(ImportPages, say_in_the_form_what_is_wrong_with_a_file)
{
    auto desk = signed_in("desk@agency.example");
    desk.get("/imports/new");
    testing::File const page{"<!DOCTYPE html><html><body>no table</body></html>"};
    auto const refused = upload(desk, page, "table.xlsx");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "This is a web page"));
}

TEST_P(ImportPages, give_a_template_and_no_page_to_those_who_may_not_import)
{
    auto desk = signed_in("desk@agency.example");
    auto const workbook = desk.get("/imports/templates/reported_activity");
    EXPECT_EQ(workbook.status, 200);
    EXPECT_TRUE(header(workbook, "Content-Disposition").find("reported_activity.xlsx") !=
                std::string::npos);
    EXPECT_EQ(desk.get("/imports/templates/import_batch").status, 404);
    auto focal = signed_in("focal@mne.example");
    EXPECT_EQ(focal.get("/imports/new").status, 403);
    EXPECT_EQ(focal.get("/imports").status, 403);
}

} // namespace
} // namespace selatan::spreadsheet

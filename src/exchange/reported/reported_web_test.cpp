#include "exchange/iati/archive_testing.hpp"
#include "exchange/reported/reported.hpp"
#include "exchange/reported/reported_testing.hpp"
#include "platform/web/search.hpp"
#include "tests/support/code_lists.hpp"

#include <boost/json.hpp>

namespace selatan::reported {
namespace {

using auth::Role;
using selatan::testing::between;
using selatan::testing::Browser;
using selatan::testing::header;
using selatan::testing::shows;
using testing::File;

class ReportedPages : public selatan::testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        selatan::testing::CodeListWebTest::SetUp();
        if (!IsSkipped()) {
            make_user("desk@agency.example", {{Role::desk_officer}});
            make_user("audit@agency.example", {{Role::auditor}});
            make_user("approver@agency.example", {{Role::approver}});
            make_user("focal@mne.example", {{Role::focal_point}});
        }
    }
    void add_routes(web::Router &router) override
    {
        reported::add_routes(router);
        web::add_search_route(router);
    }
    void set_up(web::App &app) override { app.nouns.push_back(&batches); }

    static http::Response upload(Browser &browser, File const &file, std::string const &name,
                                 std::uint64_t size = 1)
    {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/reported/imports";
        request.headers.set("Sec-Fetch-Site", "same-origin");
        request.headers.set("Content-Type", "multipart/form-data; boundary=x");
        request.form.add("token", browser.token());
        request.uploads.push_back(
            {.field = "file", .name = name, .type = "text/xml", .path = file.path(), .size = size});
        return browser.send(std::move(request));
    }
    void work()
    {
        jobs::Runner runner{store()};
        register_jobs(runner);
        runner.drain();
    }
    /// Through the form and the job; where the import's page is.
    std::string bring_in(Browser &desk, std::string const &content,
                         std::string const &name = "a.xml")
    {
        desk.get("/reported/imports/new");
        File const file{content};
        auto const received = upload(desk, file, name);
        EXPECT_EQ(received.status, 303) << received.body;
        work();
        return header(received, "Location");
    }
    static std::string body_of(http::Response response)
    {
        std::string body = response.body;
        for (std::string piece; response.stream;) {
            piece.clear();
            bool const has_more = response.stream(piece);
            body += piece;
            if (!has_more) {
                break;
            }
        }
        return body;
    }
};
INSTANTIATE_ENGINES(ReportedPages);

std::string two()
{
    return testing::file(testing::activity("XX-1", "XX-1-A", "Rural wells", testing::water) +
                         testing::activity("YY-1", "XX-1-A", "The same wells",
                                           "<related-activity ref=\"XX-1-A\" type=\"1\"/>"));
}

TEST_P(ReportedPages, take_a_zip_archive_and_import_each_file_in_it)
{
    auto desk = signed_in("desk@agency.example");
    desk.get("/reported/imports/new");
    File const archive{iati::testing::zipped(
        {{"a.xml", testing::file(testing::activity("XX-1", "XX-1-A", "Wells"))},
         {"notes.txt", "no file of ours"},
         {"folder/b.xml", testing::file(testing::activity("YY-1", "YY-1-A", "Roads"))}})};
    auto const received = upload(desk, archive, "both.zip");
    ASSERT_EQ(received.status, 303) << received.body;
    EXPECT_EQ(header(received, "Location"), "/reported/imports") << "the list has both";
    work();
    auto const list = desk.get("/reported/imports");
    EXPECT_TRUE(shows(list, "a.xml"));
    EXPECT_TRUE(shows(list, "folder/b.xml"));
    EXPECT_FALSE(shows(list, "notes.txt"));
    auto const activities = desk.get("/reported/activities");
    EXPECT_TRUE(shows(activities, "Wells"));
    EXPECT_TRUE(shows(activities, "Roads"));

    desk.get("/reported/imports/new");
    File const none{iati::testing::zipped({{"notes.txt", "no file of ours"}})};
    auto const refused = upload(desk, none, "none.zip");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "There is no IATI file"));
    File const damaged{"PK\x03\x04 and then something else"};
    EXPECT_EQ(upload(desk, damaged, "damaged.zip").status, 422);
}

TEST_P(ReportedPages, say_when_an_import_was_interrupted_and_do_it_again)
{
    auto desk = signed_in("desk@agency.example");
    desk.get("/reported/imports/new");
    File const file{two()};
    auto const page = header(upload(desk, file, "a.xml"), "Location");
    auto const post_again = [&] {
        auto const version = between(desk.get("/api" + page).body, "\"version\":", ",");
        return desk.post(page + "/another-try", {{"version", version}});
    };
    EXPECT_EQ(post_again().status, 409) << "it waits for its turn";

    // As the runner leaves it when the program was killed while it ran.
    store().write([](storage::Tx &tx) {
        tx.run("UPDATE job SET attempts = 1, error = 'the server stopped while it ran'");
    });
    EXPECT_TRUE(shows(desk.get(page), "It begins again by itself"));
    store().write([](storage::Tx &tx) {
        tx.run("UPDATE job SET state = 'dead', attempts = 3, finished = 0");
    });
    auto const given_up = desk.get(page);
    EXPECT_TRUE(shows(given_up, "interrupted each time it was tried"));
    EXPECT_TRUE(shows(given_up, "Import it again"));
    auto audit = signed_in("audit@agency.example");
    EXPECT_FALSE(shows(audit.get(page), "another-try"));
    EXPECT_EQ(post_again().status, 303);
    work();
    auto const done = desk.get(page);
    EXPECT_TRUE(shows(done, "Imported"));
    EXPECT_FALSE(shows(done, "Import it again"));
    EXPECT_EQ(post_again().status, 409) << "it has come in";
}

TEST_P(ReportedPages, show_publishers_fifty_at_a_time_and_count_all)
{
    auto desk = signed_in("desk@agency.example");
    std::string all;
    for (int i = 100; i < 152; ++i) {
        auto const ref = "XX-" + std::to_string(i);
        all += testing::activity(ref, ref + "-A", "Wells");
    }
    bring_in(desk, testing::file(all));
    auto const first = desk.get("/reported");
    EXPECT_TRUE(shows(first, "Agency of XX-149"));
    EXPECT_FALSE(shows(first, "Agency of XX-150"));
    EXPECT_TRUE(shows(first, "href=\"/reported?from=50\""));
    EXPECT_TRUE(shows(first, ">52<"));
    auto const second = desk.get("/reported?from=50");
    EXPECT_TRUE(shows(second, "Agency of XX-151"));
    EXPECT_FALSE(shows(second, "Agency of XX-149"));
    EXPECT_FALSE(shows(second, "href=\"/reported?from=100\""));
    for (auto const *const nonsense : {"-1", "x", "99999999999999999999", "60"}) {
        EXPECT_EQ(desk.get("/reported?from=" + std::string{nonsense}).status, 200) << nonsense;
    }
}

TEST_P(ReportedPages, find_publishers_by_a_part_of_their_name_and_put_them_in_order)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, testing::file(testing::activity("XX-1", "XX-1-A", "Wells") +
                                 testing::activity("XX-1", "XX-1-B", "Roads") +
                                 testing::activity("YY-2", "YY-2-A", "Schools")));
    auto const found = desk.get("/reported?q=of%20yy");
    EXPECT_TRUE(shows(found, "Agency of YY-2"));
    EXPECT_FALSE(shows(found, "Agency of XX-1"));
    EXPECT_TRUE(shows(desk.get("/reported?q=nobody"), "No record fits"))
        << desk.get("/reported?q=nobody").body;
    auto const place = [](http::Response const &page, std::string_view name) {
        return page.body.find(name);
    };
    auto const most_first = desk.get("/reported");
    EXPECT_LT(place(most_first, "Agency of XX-1"), place(most_first, "Agency of YY-2"));
    auto const by_name = desk.get("/reported?sort=-publisher");
    EXPECT_LT(place(by_name, "Agency of YY-2"), place(by_name, "Agency of XX-1"));
    EXPECT_TRUE(shows(by_name, "href=\"/reported?sort=publisher\""));
    EXPECT_EQ(desk.get("/reported?sort=nonsense").status, 422);
    auto const listed = boost::json::parse(desk.get("/api/reported?q=YY").body);
    EXPECT_EQ(listed.at("publishers").as_array().size(), 1U);
    EXPECT_TRUE(
        shows(desk.get("/reported/activities?publisher=YY-2"), "Publisher: Agency of YY-2"));
}

TEST_P(ReportedPages, show_what_a_publisher_tells_of_and_in_which_files)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, testing::file(testing::activity("XX-1/2", "XX-1-A", "Wells", testing::water) +
                                 testing::activity("XX-1/2", "XX-1-B", "Roads",
                                                   "<recipient-country code=\"TL\"/>") +
                                 testing::activity("YY-2", "YY-2-A", "Schools",
                                                   "<recipient-country code=\"KE\"/>")));
    auto const list = desk.get("/reported");
    EXPECT_TRUE(shows(list, "href=\"/reported/publishers/XX-1%2F2\"")) << list.body;
    auto const page = desk.get("/reported/publishers/XX-1%2F2");
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_TRUE(shows(page, "Agency of XX-1/2"));
    EXPECT_TRUE(shows(page, "publisher=XX-1%2F2&amp;country=TL")) << page.body;
    EXPECT_TRUE(shows(page, "Timor-Leste"));
    EXPECT_TRUE(shows(page, "Basic drinking water supply and basic sanitation")) << page.body;
    EXPECT_FALSE(shows(page, "Kenya"));
    auto const told = boost::json::parse(desk.get("/api/reported/publishers/XX-1%2F2").body);
    EXPECT_EQ(told.at("activities").as_int64(), 2);
    auto const &countries = told.at("by_country").as_array();
    ASSERT_EQ(countries.size(), 2U);
    EXPECT_EQ(countries[0].at("code").as_string(), "TL");
    EXPECT_EQ(countries[0].at("activities").as_int64(), 2);
    EXPECT_EQ(countries[1].at("code").as_string(), "ID");
    ASSERT_EQ(told.at("imports").as_array().size(), 1U);
    EXPECT_EQ(told.at("imports").at(0).at("fresh").as_int64(), 2);
    for (auto const *const nobody : {"XX-1", "YY", "%27", "XX-1%2F2%2F"}) {
        EXPECT_EQ(desk.get("/reported/publishers/" + std::string{nobody}).status, 404) << nobody;
    }
    EXPECT_EQ(signed_in("focal@mne.example").get("/reported/publishers/YY-2").status, 403);
}

TEST_P(ReportedPages, are_found_by_the_one_search_box_by_whoever_may_see_them)
{
    auto desk = signed_in("desk@agency.example");
    std::string all;
    for (int i = 0; i < 7; ++i) {
        all += testing::activity("XX-1", "XX-1-" + std::to_string(i), "Wells of the desert");
    }
    bring_in(desk, testing::file(all));
    auto const page = desk.get("/search?q=desert");
    EXPECT_TRUE(shows(page, "Reported activities (IATI)")) << page.body;
    EXPECT_TRUE(shows(page, "Show all 7"));
    EXPECT_TRUE(shows(page, "href=\"/reported/activities?q=desert\""));
    EXPECT_FALSE(shows(page, "Nothing was found"));
    auto const told = boost::json::parse(desk.get("/api/search?q=desert").body);
    auto const &here = told.at("reported_activities");
    EXPECT_EQ(here.at("count").as_int64(), 7);
    EXPECT_EQ(here.at("items").as_array().size(), 5U);
    EXPECT_FALSE(shows(desk.get("/search?q=nowhere"), "Reported activities (IATI)</h2>"));
    EXPECT_FALSE(shows(desk.get("/search?q=desert&kind=iati_batch"), "Wells of the desert"));
    EXPECT_FALSE(
        shows(signed_in("focal@mne.example").get("/search?q=desert"), "Wells of the desert"));
}

TEST_P(ReportedPages, find_activities_by_beginnings_of_words_and_identifiers)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, testing::file(testing::activity("XX-1", "XX-1-204033", "Rural sanitation") +
                                 testing::activity("XX-1", "XX-1-2041", "Water for schools")));
    auto const finds = [&](std::string const &words, bool sanitation, bool water) {
        auto const page = desk.get("/reported/activities?q=" + words);
        EXPECT_EQ(shows(page, "Rural sanitation"), sanitation) << words;
        EXPECT_EQ(shows(page, "Water for schools"), water) << words;
    };
    finds("wat", false, true);
    finds("sanitati", true, false);
    finds("sani%20rural", true, false);
    finds("XX-1-204033", true, false);
    finds("xx-1-2040", true, false);
    finds("XX-1-204", true, true);
    finds("XX-1-205", false, false);
    finds("bridge", false, false);
}

TEST_P(ReportedPages, understand_countries_in_two_letters_and_three_and_refuse_what_means_nothing)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, two());
    for (auto const *const code : {"TL", "TLS", "tls"}) {
        EXPECT_TRUE(
            shows(desk.get("/reported/activities?country=" + std::string{code}), "Rural wells"))
            << code;
    }
    for (auto const *const url :
         {"/reported/activities?country=XQ", "/reported/activities?role=9",
          "/reported/activities?year=abc", "/reported/activities?before=zzz",
          "/reported/transactions.csv?columns=nonsense",
          "/reported/transactions.csv?columns=activity,nonsense",
          "/reported/transactions.csv?status=zzz", "/api/reported/activities?limit=abc",
          "/api/reported/activities?limit=0", "/api/reported/activities?before=zzz"}) {
        EXPECT_EQ(desk.get(url).status, 422) << url;
    }
    auto const refused = desk.get("/api/reported/transactions.csv?columns=nonsense");
    EXPECT_NE(refused.body.find("activity, publisher, publisher_name"), std::string::npos)
        << refused.body;
}

TEST_P(ReportedPages, take_a_file_from_its_upload_to_its_undoing_without_scripts)
{
    auto desk = signed_in("desk@agency.example");
    auto const url = bring_in(desk, two());
    auto const page = desk.get(url);
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Imported")) << page.body;
    EXPECT_TRUE(shows(page, "XX-1, YY-1"));
    EXPECT_EQ(body_of(desk.get(url + "/file")), two()) << "byte for byte";

    auto const publishers = desk.get("/reported");
    EXPECT_TRUE(shows(publishers, "Agency of XX-1"));
    auto const list = desk.get("/reported/activities?country=TL&q=well");
    EXPECT_TRUE(shows(list, "Rural wells"));
    EXPECT_FALSE(shows(list, "The same wells"));

    auto const form = desk.get(url + "/undo");
    ASSERT_EQ(form.status, 200);
    auto const undone = desk.post(
        url + "/undo", {{"reason", "the wrong file"},
                        {"version", between(form.body, "name=\"version\" value=\"", "\"")}});
    EXPECT_EQ(undone.status, 303) << undone.body;
    EXPECT_FALSE(shows(desk.get("/reported/activities"), "Rural wells"));
    EXPECT_TRUE(shows(desk.get(url), "the wrong file"));
    EXPECT_EQ(desk.get(url + "/file").status, 404);
}

TEST_P(ReportedPages, show_an_activity_with_who_else_tells_of_it_and_its_xml)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, two());
    auto const list = desk.get("/reported/activities?publisher=XX-1");
    auto const url =
        "/reported/activities/" + between(list.body, "href=\"/reported/activities/", "\"");
    auto const page = desk.get(url);
    ASSERT_EQ(page.status, 200) << url;
    for (auto const *const text :
         {"Rural wells", "XX-1-A", "Implementation", "Disbursement", "1,250.5", "Water Works",
          "First part", "The same wells", "AA-1-P"}) {
        EXPECT_TRUE(shows(page, text)) << text;
    }
    EXPECT_TRUE(shows(desk.get(url + "/source"), "&lt;iati-identifier&gt;XX-1-A"));
    EXPECT_EQ(desk.get(url + "/source.xml").body,
              testing::activity("XX-1", "XX-1-A", "Rural wells", testing::water));
    EXPECT_EQ(desk.get("/reported/activities/999999").status, 404);
    EXPECT_EQ(desk.get("/reported/activities/1e3").status, 404);
}

TEST_P(ReportedPages, show_all_that_an_activity_says_with_names_and_dollars)
{
    auto desk = signed_in("desk@agency.example");
    auto const more = std::string{testing::water} +
                      R"more(<collaboration-type code="8"/><default-flow-type code="10"/>
        <default-tied-status code="5"/><policy-marker vocabulary="1" code="1" significance="2"/>
        <policy-marker vocabulary="1" code="2" significance="0"/>
        <policy-marker vocabulary="1" code="5" significance="0"/>
        <tag vocabulary="99" code="T-1"><narrative>Water tag</narrative></tag>
        <location><name><narrative>Baucau</narrative></name>
        <point><pos>-8.47 126.45</pos></point></location>
        <document-link url="https://example.org/plan.pdf" format="application/pdf">
        <title><narrative>Plan of work</narrative></title></document-link>
        <document-link url="javascript:alert(1)" format="text/html">
        <title><narrative>No link</narrative></title></document-link>
        <result type="2"><title><narrative>Clean water</narrative></title>
        <indicator measure="2"><title><narrative>Households served</narrative></title>
        <baseline year="2018" value="41"/><period><period-start iso-date="2019-01-01"/>
        <period-end iso-date="2019-12-31"/><target value="60"/>
        <actual value="28"><dimension name="sex" value="female"/></actual>
        <actual value="27"><dimension name="sex" value="male"/></actual></period></indicator>
        <indicator measure="1"/></result>
        <result type="1"><title><narrative>Uncounted</narrative></title></result>)more";
    auto activity = testing::activity("XX-1", "XX-1-A", "Rural wells", more);
    activity.replace(activity.find("<iati-activity "), 15, "<iati-activity hierarchy=\"2\" ");
    bring_in(desk, testing::file(activity));
    auto const list = desk.get("/reported/activities");
    auto const url =
        "/reported/activities/" + between(list.body, "href=\"/reported/activities/", "\"");
    auto const page = desk.get(url);
    ASSERT_EQ(page.status, 200);
    for (auto const *const text : {"Triangular cooperation",
                                   "2: a part of an activity",
                                   "Official development assistance",
                                   "Untied",
                                   "Gender equality",
                                   "principal objective",
                                   "Environment · Biodiversity",
                                   "Water tag",
                                   "Baucau",
                                   "-8.47 126.45",
                                   "Plan of work",
                                   "application/pdf",
                                   "Outcome",
                                   "Clean water",
                                   "value of 1 Mar 2019",
                                   "In US dollars",
                                   "Households served",
                                   "Percentage",
                                   "Target",
                                   "60",
                                   "sex: female",
                                   "31 Dec 2019",
                                   "Uncounted"}) {
        EXPECT_TRUE(shows(page, text)) << text;
    }
    EXPECT_NE(page.body.find("href=\"https://example.org/plan.pdf\""), std::string::npos);
    EXPECT_EQ(page.body.find("javascript:"), std::string::npos);
    auto const one = boost::json::parse(desk.get("/api" + url).body);
    EXPECT_EQ(one.at("documents").at(0).at("url").as_string(), "https://example.org/plan.pdf");
    auto const &indicators = one.at("results").at(0).at("indicators").as_array();
    ASSERT_EQ(indicators.size(), 2U);
    EXPECT_EQ(indicators[0].at("baselines").at(0).at("on").as_string(), "2018");
    auto const &period = indicators[0].at("periods").at(0);
    EXPECT_EQ(period.at("ends").as_string(), "2019-12-31");
    EXPECT_EQ(period.at("targets").at(0).at("value").as_string(), "60");
    EXPECT_EQ(period.at("actuals").at(1).at("dimensions").at(0).at("value").as_string(), "male");
    EXPECT_TRUE(indicators[1].at("periods").as_array().empty());
    EXPECT_EQ(one.at("policy_markers").at(0).at("significance").as_int64(), 2);
}

TEST_P(ReportedPages, name_the_file_that_told_each_version)
{
    auto desk = signed_in("desk@agency.example");
    auto const telling = [](std::string const &title) {
        return testing::file(testing::activity("XX-1", "XX-1-A", title, testing::water));
    };
    auto const first = bring_in(desk, telling("Wells"), "2025.xml");
    auto const second = bring_in(desk, telling("Deep wells"), "2026.xml");
    auto const reference = [](std::string const &url) {
        return url.substr(url.rfind('/') + 1);
    };
    auto const list = boost::json::parse(desk.get("/api/reported/activities").body);
    auto const &listed = list.at("activities").at(0);
    EXPECT_EQ(listed.at("file").as_string(), "2026.xml");
    EXPECT_EQ(listed.at("import").as_string(), reference(second));
    auto const url = "/reported/activities/" + std::to_string(listed.at("id").as_int64());
    auto const page = desk.get(url);
    EXPECT_TRUE(shows(page, "<a href=\"" + first + "\"><bdi>2025.xml</bdi></a>")) << page.body;
    EXPECT_TRUE(shows(page, "<a href=\"" + second + "\"><bdi>2026.xml</bdi></a>"));
    auto const one = boost::json::parse(desk.get("/api" + url).body);
    auto const &versions = one.at("versions").as_array();
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].at("file").as_string(), "2025.xml");
    EXPECT_EQ(versions[0].at("import").as_string(), reference(first));
    EXPECT_FALSE(versions[0].at("stands").as_bool());
    EXPECT_EQ(versions[1].at("version").as_int64(), 2);
    EXPECT_EQ(versions[1].at("file").as_string(), "2026.xml");
    EXPECT_EQ(body_of(desk.get("/reported/transactions.csv?columns=activity,number,import,file")),
              "\xEF\xBB\xBF"
              "activity,number,import,file\r\n"
              "XX-1-A,1," +
                  reference(second) + ",2026.xml\r\nXX-1-A,2," + reference(second) +
                  ",2026.xml\r\n");
}

TEST_P(ReportedPages, refuse_a_file_that_is_none_and_say_where_it_breaks)
{
    auto desk = signed_in("desk@agency.example");
    auto const url = bring_in(desk, "<iati-activities>\n<iati-activity></iati-activities>");
    auto const page = desk.get(url);
    EXPECT_TRUE(shows(page, "Refused"));
    EXPECT_TRUE(shows(page, "line 2")) << page.body;
    desk.get("/reported/imports/new");
    auto const no_file = desk.post("/reported/imports");
    EXPECT_EQ(no_file.status, 422);
    EXPECT_TRUE(shows(no_file, "Choose a file."));
    desk.get("/reported/imports/new");
    auto const empty = upload(desk, File{""}, "nothing.xml", 0);
    EXPECT_EQ(empty.status, 422);
    EXPECT_TRUE(shows(empty, "The file is empty."));
}

TEST_P(ReportedPages, list_the_problems_of_an_import)
{
    auto desk = signed_in("desk@agency.example");
    auto const url = bring_in(
        desk, testing::file(testing::activity("XX-1", "XX-1-A", "Wells",
                                              "<transaction><value>many</value></transaction>")));
    auto const page = desk.get(url);
    EXPECT_TRUE(shows(page, "transaction[1]/value"));
    EXPECT_TRUE(shows(page, "is no amount"));
    EXPECT_TRUE(shows(desk.get("/reported/activities?notes=yes"), "XX-1-A"));
}

TEST_P(ReportedPages, give_transactions_whole_in_the_columns_that_are_asked_for)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, two());
    auto const table = body_of(desk.get(
        "/reported/transactions.csv?country=TL&columns=activity,number,amount,currency,countries"));
    EXPECT_EQ(table, "\xEF\xBB\xBF"
                     "activity,number,amount,currency,countries\r\n"
                     "XX-1-A,1,1250.50,EUR,TL 60; ID 40\r\n"
                     "XX-1-A,2,3000.00,USD,TL 60; ID 40\r\n");
}

TEST_P(ReportedPages, give_every_digit_of_an_amount_as_a_number)
{
    auto desk = signed_in("desk@agency.example");
    std::string payments;
    for (auto const *const amount : {"-4.684181", "-0.004", "0.125", "1,234.567", "-5"}) {
        payments += "<transaction><value>" + std::string{amount} + "</value></transaction>";
    }
    bring_in(desk, testing::file(testing::activity("XX-1", "XX-1-A", "Wells", payments)));
    EXPECT_EQ(body_of(desk.get("/reported/transactions.csv?columns=amount")),
              "\xEF\xBB\xBF"
              "amount\r\n-4.684181\r\n-0.004\r\n0.125\r\n1234.567\r\n-5.00\r\n");
}

TEST_P(ReportedPages, answer_programs)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, two());
    auto const list = boost::json::parse(desk.get("/api/reported/activities?limit=1").body);
    auto const &first = list.at("activities").at(0);
    EXPECT_EQ(first.at("identifier").as_string(), "XX-1-A");
    EXPECT_TRUE(list.as_object().contains("next"));
    auto const all = boost::json::parse(desk.get("/api/reported/activities?publisher=XX-1").body);
    auto const id = all.at("activities").at(0).at("id").as_int64();
    auto const one =
        boost::json::parse(desk.get("/api/reported/activities/" + std::to_string(id)).body);
    EXPECT_EQ(one.at("transactions").at(0).at("amount").as_string(), "1250.5");
    EXPECT_EQ(one.at("countries").at(0).at("percentage").as_string(), "60");
    auto const publishers = boost::json::parse(desk.get("/api/reported").body);
    EXPECT_EQ(publishers.at("publishers").as_array().size(), 2U);
}

TEST_P(ReportedPages, are_read_by_officers_and_auditors_and_written_by_who_keeps_the_books)
{
    auto desk = signed_in("desk@agency.example");
    bring_in(desk, two());
    for (auto const *const reader : {"audit@agency.example", "approver@agency.example"}) {
        auto browser = signed_in(reader);
        EXPECT_EQ(browser.get("/reported").status, 200) << reader;
        EXPECT_EQ(browser.get("/reported/activities").status, 200) << reader;
        EXPECT_EQ(browser.get("/reported/imports").status, 200) << reader;
        EXPECT_EQ(browser.get("/reported/imports/new").status, 403) << reader;
    }
    auto focal = signed_in("focal@mne.example");
    for (auto const *const url :
         {"/reported", "/reported/activities", "/reported/activities/1",
          "/reported/activities/1/source.xml", "/reported/transactions.csv", "/reported/imports"}) {
        EXPECT_EQ(focal.get(url).status, 403) << url;
    }
}

} // namespace
} // namespace selatan::reported

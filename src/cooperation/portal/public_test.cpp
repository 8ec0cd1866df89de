// The portal as the public meets it: without an account, in six languages, and nothing that was not
// consented to, whatever the combination.
#include "cooperation/portal/open_data.hpp"
#include "cooperation/portal/policy_store.hpp"
#include "cooperation/portal/public_store.hpp"
#include "cooperation/portal/visit.hpp"
#include "tests/support/portal.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace selatan::portal {
namespace {

using storage::Reader;
using storage::Tx;
using testing::country;
using testing::day;
using testing::shows;
namespace json = boost::json;

records::Codes const everything{topics.begin(), topics.end()};

html::Html tell_results(Visit const & /*visit*/, PublicProject const & /*project*/)
{
    return html::p("Yields rose by half");
}
html::Html tell_ratings(Visit const & /*visit*/, PublicProject const & /*project*/)
{
    return html::p("Rated four of five");
}
html::Html tell_practices(Visit const & /*visit*/)
{
    return html::p("Seed banks of growers");
}
std::optional<Page> tell_practice(Visit const & /*visit*/, std::string_view reference)
{
    return reference == "one" ? std::optional{Page{.title = "Seed bank", .path = "/practices/one"}}
                              : std::nullopt;
}
std::vector<std::string> practices(Reader & /*reader*/)
{
    return {"one"};
}
std::string_view title_of_more(Language /*language*/)
{
    return "More";
}
constexpr std::array sections{Section{Topic::results, title_of_more, tell_results},
                              Section{Topic::ratings, title_of_more, tell_ratings}};
constexpr std::array more_pages{
    ExtraPage{"/practices", title_of_more, tell_practices, tell_practice, practices}};

class Public : public testing::PortalTest {
protected:
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        projects::add_routes(router);
        portal::add_routes(router, {.sections = sections, .pages = more_pages});
    }
    /// A project each of whose fields can be recognised wherever it shows.
    projects::Project telling_project()
    {
        projects::Project project;
        project.title = "Seed of Maliana";
        project.objective = "Growers keep their own seed";
        project.results = "Forty growers trained";
        project.sector = "31163";
        project.sdgs = {"2.3", "17.9"};
        project.modalities = {"training"};
        project.starts = day("2024-03-01");
        project.ends = day("2025-09-30");
        project.line = Id<programming::PlanLine>{line()};
        return project;
    }
    Uuid line()
    {
        programming::PlanYear plan;
        plan.title = "Programme 2024";
        plan.year = next_year++;
        plan.currency = *Currency::parse("IDR");
        programming::PlanLine value;
        value.title = "Seed";
        value.amount = 987654321;
        value.currency = Currency::parse("IDR");
        return store().write([&](Tx &tx) {
            value.plan = Id<programming::PlanYear>{
                records::create(tx, {}, programming::plan_years, plan).id};
            return records::create(tx, {}, programming::plan_lines, value, {.state = "established"})
                .id;
        });
    }
    /// A verified activity with a venue: 7 women, 6 men.
    void add_activity(Uuid project)
    {
        store().write([&](Tx &tx) {
            auto const id = new_uuid(tx.now());
            tx.run("INSERT INTO record (id, kind, reference, title, title_sort, state, state_since,"
                   " created_at, changed_at, audience, version)"
                   " SELECT ?, 'activity', ?, title, title_sort, 'verified', state_since,"
                   " created_at, changed_at, 'partner', 1 FROM record WHERE id = ?",
                   id, "ACT-" + id.to_string().substr(24), project);
            tx.run("INSERT INTO activity (id, project, modality, purpose, time_zone, venue,"
                   " venue_country, reached_women, reached_men, cost_basis, report, verification,"
                   " costs_borne_by, people_informed)"
                   " VALUES (?, ?, 'training', '', 'Asia/Dili', 'Hall of Bobonaro', 'TLS', 7, 6,"
                   " '', '', '', '', '')",
                   id, project);
        });
    }
    std::string page(std::string_view path)
    {
        auto visitor = browser();
        auto const response = visitor.get(path);
        EXPECT_EQ(response.status, 200) << path;
        return response.body;
    }
    int status(std::string_view path)
    {
        auto visitor = browser();
        return visitor.get(path).status;
    }
    json::object open_json(std::string_view table)
    {
        return json::parse(page("/open/" + std::string{table} + ".json")).as_object();
    }

    std::int64_t next_year = 2024;
};
INSTANTIATE_ENGINES(Public);

/// What each topic lets out, wherever it might stand.
struct Secret {
    Topic topic;
    std::vector<std::string_view> texts;
};
std::vector<Secret> const secrets{
    {Topic::summary, {"Seed of Maliana", "Growers keep"}},
    {Topic::dates, {"March 2024", "2024-03-01", "2025-09-30"}},
    {Topic::places, {"Hall of Bobonaro"}},
    {Topic::money, {"987,654,321", "987654321"}},
    {Topic::people, {"Women reached", "13 people", "\"women\":7"}},
    {Topic::results, {"Forty growers", "Yields rose"}},
    {Topic::documents, {"MoU 3/2024"}},
    {Topic::ratings, {"Rated four"}},
};

TEST_P(Public, reads_no_zero_where_nobody_reported)
{
    auto const project = make_project(telling_project());
    auto const asked = ask_all(project);
    ASSERT_EQ(gives(dili, asked[0], {"summary", "people"}), "");
    ASSERT_EQ(gives(trainer, asked[1], {"summary", "people"}), "");
    auto const address = "/public/en/projects/" + reference_of(project);
    EXPECT_NE(page(address).find("Not reported yet"), std::string::npos);
    add_activity(project);
    EXPECT_EQ(page(address).find("Not reported yet"), std::string::npos);
}

/// Each topic with each of: both consent, one alone, the other alone, neither, one withdrew.
TEST_P(Public, never_meets_what_was_not_consented_to)
{
    auto const project = make_project(telling_project());
    add_activity(project);
    store().write([&](Tx &tx) {
        tx.run("UPDATE project_party SET basis = 'memorandum', basis_document = 'MoU 3/2024',"
               " in_force_on = '2024-02-01' WHERE project = ?",
               project);
    });
    auto const asked = ask_all(project);
    auto const reference = reference_of(project);
    std::vector<std::string> const addresses{"/public/en",
                                             "/public/en/projects",
                                             "/public/en/projects?year=2024",
                                             "/public/en/projects/" + reference,
                                             "/public/en/countries",
                                             "/public/en/countries/TLS",
                                             "/public/en/sectors/31163",
                                             "/public/en/goals/2",
                                             "/public/en/flows",
                                             "/open/projects.csv",
                                             "/open/projects.json",
                                             "/open/feed.atom",
                                             "/sitemap.xml"};
    auto const everywhere = [&] {
        std::string all;
        for (auto const &address : addresses) {
            auto visitor = browser();
            auto const response = visitor.get(address);
            all += response.body;
        }
        return all;
    };
    auto const expect_only = [&](std::vector<Topic> const &open, std::string const &when) {
        auto const all = everywhere();
        for (auto const &[topic, texts] : secrets) {
            bool const is_open = std::ranges::find(open, topic) != open.end();
            bool seen = false;
            for (auto const text : texts) {
                bool const is_there = all.find(text) != std::string::npos;
                seen = seen || is_there;
                EXPECT_FALSE(is_there && !is_open)
                    << "\"" << text << "\" leaks: " << when << ", " << to_code(topic);
            }
            EXPECT_EQ(seen, is_open) << when << ", " << to_code(topic);
        }
        EXPECT_EQ(all.find(reference) != std::string::npos, !open.empty()) << when;
    };
    expect_only({}, "nobody answered");
    for (auto const &[topic, texts] : secrets) {
        std::string const name{to_code(topic)};
        records::Codes const both =
            topic == Topic::summary ? records::Codes{"summary"} : records::Codes{"summary", name};
        std::vector<Topic> open{Topic::summary};
        if (topic != Topic::summary) {
            open.push_back(topic);
        }
        ASSERT_EQ(gives(dili, asked[0], both), "");
        ASSERT_EQ(gives(trainer, asked[1], {"summary"}), "");
        expect_only({Topic::summary}, "the first alone names " + name);
        ASSERT_EQ(gives(trainer, asked[1], both), "");
        expect_only(open, "both name " + name);
        ASSERT_EQ(gives(dili, asked[0], {"summary"}), "");
        expect_only({Topic::summary}, "the second alone names " + name);
        ASSERT_EQ(ends(dili, asked[0], withdraw), "");
        expect_only({}, "withdrawn after " + name);
    }
    ASSERT_EQ(gives(dili, asked[0], everything), "");
    ASSERT_EQ(gives(trainer, asked[1], everything), "");
    for (auto const *const state : {"approved", "cancelled", "idea"}) {
        store().write([&](Tx &tx) {
            tx.run("UPDATE record SET state = ? WHERE id = ?", std::string_view{state}, project);
        });
        expect_only({}, state);
    }
}

TEST_P(Public, reads_a_partys_own_contribution_on_its_own_word)
{
    auto const project = make_project(telling_project());
    auto const asked = ask_all(project);
    ASSERT_EQ(gives(dili, asked[0], {"summary"}), "");
    ASSERT_EQ(gives(trainer, asked[1], {"summary", "contribution"}), "");
    auto const shown = page("/public/en/projects/" + reference_of(project));
    EXPECT_NE(shown.find("30 expert-days"), std::string::npos);
    EXPECT_NE(shown.find("60 %"), std::string::npos);
    EXPECT_EQ(shown.find("Land and two trainers"), std::string::npos);
}

TEST_P(Public, finds_every_figure_behind_which_it_can_look)
{
    auto project = telling_project();
    make_public(everything, project);
    project.sector = "12220";
    project.sdgs = {"3"};
    project.starts = day("2026-01-01");
    project.ends.reset();
    make_public({"summary"}, project);
    make_project(telling_project()); // not public: counted nowhere

    auto const rows = open_json("projects").at("rows").as_array();
    EXPECT_EQ(rows.size(), 2U);
    auto const counted = [this](std::string_view query) {
        return store().read([&](Reader &reader) {
            ProjectFilter filter;
            if (query.starts_with("country=")) {
                filter.country = CountryCode::parse(query.substr(8));
            } else if (query.starts_with("sector=")) {
                filter.sector = query.substr(7);
            } else if (query.starts_with("goal=")) {
                filter.goal = query.substr(5);
            } else if (query.starts_with("year=")) {
                filter.year = std::stoi(std::string{query.substr(5)});
            }
            auto const count = count_public_projects(reader, filter);
            EXPECT_EQ(static_cast<std::size_t>(count), public_projects(reader, filter, 50).size());
            return count;
        });
    };
    for (auto const &[table, column] :
         {std::pair{"countries", "country"}, {"sectors", "sector"}, {"goals", "goal"}}) {
        auto const figures = open_json(table);
        EXPECT_FALSE(figures.at("rows").as_array().empty()) << table;
        for (auto const &row : figures.at("rows").as_array()) {
            auto const code = std::string{row.at(column).as_string()};
            EXPECT_EQ(counted(std::string{column} + "=" + code), row.at("projects").as_int64())
                << table << " " << code;
        }
    }
    EXPECT_EQ(counted("sector=311"), 1) << "a category has its purposes with it";
    EXPECT_EQ(counted("year=2024"), 1);
    EXPECT_EQ(counted("year=2026"), 0) << "its dates are not public";
    auto const flow = open_json("flows").at("rows").as_array();
    ASSERT_EQ(flow.size(), 1U);
    EXPECT_EQ(flow[0].at("from").as_string(), "IDN");
    EXPECT_EQ(flow[0].at("to").as_string(), "TLS");
    EXPECT_EQ(flow[0].at("projects").as_int64(), 2);
    EXPECT_EQ(store().read([](Reader &reader) { return totals(reader).projects; }), 2);
}

/// A figure with the filter behind it.
using Counted = std::vector<std::pair<ProjectFilter, std::int64_t>>;

Counted all_figures(Reader &reader)
{
    Counted all;
    for (auto const &one : country_figures(reader)) {
        all.push_back({{.country = one.country}, one.projects});
        all.push_back({{.country = one.country, .part = Part::asks}, one.asks});
        all.push_back({{.country = one.country, .part = Part::provides}, one.provides});
        all.push_back({{.country = one.country, .part = Part::facilitates}, one.facilitates});
    }
    for (auto const &one : sector_figures(reader)) {
        all.push_back({{.sector = one.code}, one.projects});
    }
    for (auto const &one : goal_figures(reader)) {
        all.push_back({{.goal = one.code}, one.projects});
    }
    for (auto const &one : flows(reader)) {
        ProjectFilter filter{.country = one.to,
                             .part = one.facilitates ? Part::facilitates : Part::provides};
        if (one.from_is_country) {
            filter.from = CountryCode::parse(one.from);
        } else {
            filter.from_name = one.from;
        }
        all.push_back({std::move(filter), one.projects});
    }
    return all;
}

/// What stands in the figures' tables, and what stands there when everything is counted anew.
TEST_P(Public, counts_the_same_whatever_happened_before)
{
    std::vector<Uuid> projects;
    std::vector<std::vector<Uuid>> asked;
    for (auto const *const sector : {"31163", "31163", "12220", ""}) {
        auto project = telling_project();
        project.sector = sector;
        projects.push_back(make_project(project));
        projects::Party helps;
        helps.roles = {"facilitator"};
        if (projects.size() % 2 == 0) {
            helps.country = country("JPN");
        } else {
            helps.organisation = store().write([&](Tx &tx) {
                partners::Organisation fund;
                fund.name = "Fund for All " + std::to_string(projects.size());
                return Id<partners::Organisation>{
                    records::create(tx, {}, partners::organisations, fund).id};
            });
        }
        invite(projects.back(), helps);
        add_activity(projects.back());
        asked.push_back(ask_all(projects.back()));
    }
    auto const set = [this](std::string_view sql, auto const &...values) {
        store().write([&](Tx &tx) { tx.run(sql, values...); });
    };
    auto const consent = [&](std::size_t of, records::Codes const &topics) {
        EXPECT_EQ(gives(dili, asked[of][0], topics), "");
        EXPECT_EQ(gives(trainer, asked[of][1], topics), "");
        set("UPDATE record SET state = 'given', changed_at = changed_at + 1 WHERE id = ?",
            asked[of][2]);
        set("UPDATE publication_consent SET topics = ? WHERE id = ?",
            records::Text<records::Codes>::print(topics), asked[of][2]);
    };
    std::vector<std::pair<std::string_view, std::function<void()>>> const acts{
        {"nothing",
         [] {
         }},
        {"all of the first",
         [&] {
             consent(0, everything);
         }},
        {"a little of the second",
         [&] {
             consent(1, {"summary"});
         }},
        {"all of the third",
         [&] {
             consent(2, everything);
         }},
        {"and of the fourth",
         [&] {
             consent(3, everything);
         }},
        {"people of the second too",
         [&] {
             consent(1, {"summary", "people"});
         }},
        {"one withdrew",
         [&] {
             EXPECT_EQ(ends(dili, asked[2][0], withdraw), "");
         }},
        {"the sector changed",
         [&] {
             set("UPDATE project SET sector = '12220', sdgs = '3.8 3.d', modalities ="
                 " 'training equipment' WHERE id = ?",
                 projects[0]);
         }},
        {"an office moved",
         [&] {
             set("UPDATE record SET country = 'THA' WHERE id = ?", provider);
         }},
        {"equal partners",
         [&] {
             set("UPDATE project_party SET roles = 'partner' WHERE project = ? AND roles <>"
                 " 'facilitator'",
                 projects[1]);
         }},
        {"more were reached",
         [&] {
             set("UPDATE activity SET reached_women = 100 WHERE project = ?", projects[0]);
         }},
        {"verified no more",
         [&] {
             set("UPDATE record SET state = 'reported' WHERE id IN (SELECT id FROM activity"
                 " WHERE project = ?)",
                 projects[1]);
         }},
        {"a second activity",
         [&] {
             add_activity(projects[1]);
         }},
        {"an activity gone",
         [&] {
             set("DELETE FROM activity WHERE project = ? AND reached_women = 7", projects[3]);
         }},
        {"a project cancelled",
         [&] {
             set("UPDATE record SET state = 'cancelled' WHERE id = ?", projects[0]);
         }},
        {"a party gone",
         [&] {
             set("DELETE FROM publication_consent WHERE party IN (SELECT id FROM project_party"
                 " WHERE project = ? AND roles = 'facilitator')",
                 projects[1]);
             set("DELETE FROM project_party WHERE project = ? AND roles = 'facilitator'",
                 projects[1]);
         }},
        {"all withdrew",
         [&] {
             for (auto const one : {1U, 3U}) {
                 EXPECT_EQ(ends(dili, asked[one][0], withdraw), "");
             }
         }},
    };
    for (auto const &[what, act] : acts) {
        act();
        store().read([&, what = what](Reader &reader) {
            auto const differing = [&reader](std::string const &kept, std::string const &anew) {
                return reader
                    .one<std::int64_t>("SELECT count(*) FROM (SELECT * FROM (" + kept + " EXCEPT " +
                                       anew + ") a UNION ALL SELECT * FROM (" + anew + " EXCEPT " +
                                       kept + ") b) c")
                    .value_or(-1);
            };
            EXPECT_EQ(differing("SELECT project, kind, code, other, people FROM open_part",
                                "SELECT project, kind, code, other, people FROM open_part_decided"),
                      0)
                << what;
            EXPECT_EQ(differing("SELECT kind, code, other, projects, people FROM open_figure",
                                "SELECT kind, code, other, count(*), CAST(sum(people) AS BIGINT)"
                                " FROM open_part GROUP BY kind, code, other"),
                      0)
                << what;
            for (auto const &[filter, count] : all_figures(reader)) {
                EXPECT_EQ(count_public_projects(reader, filter), count) << what;
                EXPECT_EQ(std::ssize(public_projects(reader, filter, 50)), count) << what;
            }
        });
    }
    EXPECT_TRUE(store().read([](Reader &reader) { return all_figures(reader); }).empty());
}

/// Each number of the tables of countries and flows, followed as a visitor follows it.
TEST_P(Public, opens_each_number_down_to_as_many_projects)
{
    make_public(everything, telling_project());
    auto another = telling_project();
    another.title = "Seed of Suai";
    auto const second = make_project(another);
    projects::Party fund;
    fund.organisation = store().write([](Tx &tx) {
        partners::Organisation value;
        value.name = "Fund & <Friends>";
        return Id<partners::Organisation>{
            records::create(tx, {}, partners::organisations, value).id};
    });
    fund.roles = {"facilitator"};
    invite(second, fund);
    auto const asked = ask_all(second);
    ASSERT_EQ(gives(dili, asked[0], everything), "");
    ASSERT_EQ(gives(trainer, asked[1], everything), "");
    store().write([&](Tx &tx) {
        tx.run("UPDATE record SET state = 'given' WHERE id = ?", asked[2]);
        tx.run("UPDATE publication_consent SET topics = 'summary' WHERE id = ?", asked[2]);
    });
    int followed = 0;
    for (auto const *const path :
         {"/public/en/countries", "/public/en/flows", "/public/en/countries/TLS"}) {
        auto const shown = page(path);
        constexpr std::string_view link = "<a href=\"/public/en/projects?";
        for (auto at = shown.find(link); at != std::string::npos; at = shown.find(link, at + 1)) {
            auto const from = at + std::string_view{"<a href=\""}.size();
            auto const until = shown.find('"', from);
            auto address = shown.substr(from, until - from);
            for (std::size_t amp = 0; (amp = address.find("&amp;")) != std::string::npos;) {
                address.replace(amp, 5, "&");
            }
            auto const number =
                std::stoi(shown.substr(shown.find_first_of("0123456789", shown.find('>', until))));
            auto const list = page(address);
            int titles = 0;
            for (auto title = list.find("<h3>"); title != std::string::npos;
                 title = list.find("<h3>", title + 1)) {
                ++titles;
            }
            EXPECT_EQ(titles, number) << address;
            ++followed;
        }
    }
    EXPECT_GE(followed, 8);
    EXPECT_NE(
        page("/public/en/projects?country=TLS&as=facilitates&from-name=Fund+%26+%3CFriends%3E")
            .find("Fund &amp; &lt;Friends&gt;"),
        std::string::npos);
    EXPECT_EQ(page("/public/en/projects?country=TLS&as=nothing&from=x").find("Seed of Suai") ==
                  std::string::npos,
              false)
        << "what is no code does not narrow";
}

TEST_P(Public, reads_six_languages_without_an_account)
{
    auto const project = make_public(everything, telling_project());
    for (auto const language : languages) {
        std::string const base = "/public/" + std::string{to_code(language)};
        for (auto const *const path :
             {"", "/projects", "/countries", "/countries/IDN", "/sectors", "/sectors/31163",
              "/goals", "/goals/17", "/flows", "/calls", "/south-south-day", "/data", "/practices",
              "/practices/one"}) {
            auto const shown = page(base + path);
            EXPECT_NE(shown.find("<html lang=\"" + std::string{to_code(language)}),
                      std::string::npos)
                << path;
            EXPECT_EQ(shown.find("type=\"hidden\""), std::string::npos) << "nothing acts here";
        }
        page(base + "/projects/" + reference_of(project));
    }
    EXPECT_NE(page("/public/ar").find("dir=\"rtl\""), std::string::npos);
    auto visitor = browser();
    visitor.language = "fr-CA";
    EXPECT_EQ(testing::header(visitor.get("/public"), "Location"), "/public/fr");
    for (auto const *const path :
         {"/public/xx", "/public/en/projects/PRJ-1900-0001", "/public/en/countries/FJI",
          "/public/en/countries/x", "/public/en/sectors/99999", "/public/en/goals/4",
          "/public/en/budget", "/public/en/practices/two"}) {
        EXPECT_EQ(status(path), 404) << path;
    }
    for (auto const *const path :
         {"/public/en/projects?country=%27%22&sector=%25&goal=_&year=20x4&with=nothing&after=x",
          "/public/en/projects?year=0000", "/public/en/projects?goal=2&modality=training"}) {
        EXPECT_EQ(status(path), 200) << path;
    }
}

TEST_P(Public, may_keep_a_page_for_a_second_and_asks_whether_it_changed)
{
    auto const project = make_public({"summary"}, telling_project());
    auto visitor = browser();
    auto const path = "/public/en/projects/" + reference_of(project);
    auto const first = visitor.get(path);
    EXPECT_EQ(testing::header(first, "Cache-Control"), "public, max-age=1, must-revalidate");
    EXPECT_FALSE(testing::header(first, "ETag").empty());
    EXPECT_EQ(testing::header(first, "ETag"), testing::header(visitor.get(path), "ETag"));
    EXPECT_TRUE(testing::header(first, "Set-Cookie").empty());
    auto officer = signed_in("desk@agency.example");
    EXPECT_EQ(officer.get(path).body, first.body) << "whoever asks reads the same";
}

/// The content of the page's data block.
json::value linked_data_in(std::string const &page)
{
    constexpr std::string_view begin = "<script type=\"application/ld+json\">";
    auto const at = page.find(begin);
    EXPECT_NE(at, std::string::npos);
    auto const from = at + begin.size();
    return json::parse(page.substr(from, page.find("</script>", from) - from));
}

TEST_P(Public, gets_a_picture_and_schema_orgs_words_with_the_address_and_none_once_it_is_withdrawn)
{
    auto project = telling_project();
    project.title = R"(Seed </script><script>alert("1")</script> & 'soil')";
    auto const id = make_project(project);
    auto const asked = ask_all(id);
    ASSERT_EQ(gives(dili, asked[0], {"summary"}), "");
    ASSERT_EQ(gives(trainer, asked[1], {"summary", "dates"}), "");
    auto const path = "/public/ar/projects/" + reference_of(id);
    auto const shown = page(path);
    auto const said = linked_data_in(shown).as_object();
    EXPECT_EQ(said.at("@type").as_string(), "Project");
    EXPECT_EQ(said.at("name").as_string(), project.title) << "whatever stands in it";
    EXPECT_EQ(said.at("member").as_array().size(), 2U);
    EXPECT_FALSE(said.contains("foundingDate")) << "its dates are not public";
    EXPECT_EQ(shown.find("<script>"), std::string::npos);
    EXPECT_NE(shown.find(path + "/card.png\""), std::string::npos);
    auto visitor = browser();
    auto const card = visitor.get(path + "/card.png");
    EXPECT_EQ(testing::header(card, "Content-Type"), "image/png");
    EXPECT_EQ(card.body.substr(1, 3), "PNG");
    EXPECT_EQ(visitor.get(path + "/card.png").body, card.body);
    EXPECT_EQ(status("/public/fr/card.png"), 200);
    EXPECT_EQ(status("/public/xx/card.png"), 404);
    EXPECT_EQ(linked_data_in(page("/public/fr/data")).at("dataset").as_array().size(),
              open_tables({}).size());
    ASSERT_EQ(ends(dili, asked[0], withdraw), "");
    EXPECT_EQ(status(path + "/card.png"), 404);
}

TEST_P(Public, reads_totals_and_licence_once_the_agency_says_so)
{
    line();
    store().write([&](Tx &tx) {
        tx.run("UPDATE record SET state = 'established' WHERE kind = 'plan_year'");
        tx.run("INSERT INTO plan_hold (id, plan, scope, code, stage, amount, held, frozen)"
               " SELECT id, id, 'total', '', 'allocated', 5000, 1250, 0 FROM plan_year");
    });
    EXPECT_EQ(status("/public/en/budget"), 404);
    EXPECT_TRUE(open_json("budget").at("rows").as_array().empty());
    PublicationPolicy policy;
    policy.since = day("2026-01-01");
    policy.licence = "CC BY 4.0";
    policy.licence_url = "https://creativecommons.org/licenses/by/4.0/";
    policy.budget_from = 2024;
    auto later = policy;
    later.since = day("2027-01-01");
    later.licence = "None yet";
    store().write([&](Tx &tx) {
        for (auto const &one : {policy, later}) {
            static_cast<void>(records::create(tx, coordinator.actor(), publication_policies, one));
        }
    });
    auto const shown = page("/public/en/budget");
    EXPECT_NE(shown.find("5,000"), std::string::npos);
    EXPECT_NE(shown.find("1,250"), std::string::npos);
    EXPECT_NE(shown.find("CC BY 4.0"), std::string::npos);
    EXPECT_EQ(shown.find("None yet"), std::string::npos) << "not in force yet";
    EXPECT_EQ(open_json("budget").at("licence").as_string(), "CC BY 4.0");
    auto visitor = browser();
    EXPECT_NE(testing::header(visitor.get("/open/projects.csv"), "Link").find("by/4.0"),
              std::string::npos);
}

TEST_P(Public, sees_a_map_once_its_viewpoint_and_disclaimer_are_chosen)
{
    make_public({"summary"}, telling_project());
    EXPECT_EQ(page("/public/en/countries").find("data-map"), std::string::npos);
    PublicationPolicy policy;
    policy.since = day("2026-01-01");
    policy.map_viewpoint = "United Nations";
    policy.map_disclaimer = i18n::MultilingualText{Language::en, "No opinion is implied."};
    store().write([&](Tx &tx) {
        static_cast<void>(records::create(tx, coordinator.actor(), publication_policies, policy));
    });
    auto const shown = page("/public/fr/countries");
    EXPECT_NE(shown.find("data-map=\"/assets/world."), std::string::npos);
    EXPECT_NE(shown.find("No opinion is implied."), std::string::npos);
    EXPECT_NE(shown.find("<table id=\"countries\""), std::string::npos)
        << "what the map shows, the table says";
    auto const flows_shown = page("/public/en/flows");
    EXPECT_NE(flows_shown.find("data-flows"), std::string::npos);
    EXPECT_NE(flows_shown.find("<table id=\"flows\""), std::string::npos);
}

TEST_P(Public, reads_the_day_once_it_is_published)
{
    SouthSouthDay theme;
    theme.theme = "Solidarity in practice";
    theme.year = 2026;
    theme.source = "https://unsouthsouth.org/";
    theme.read_on = day("2026-09-01");
    theme.agency_does = i18n::MultilingualText{Language::en, "A fair in the capital"};
    auto const id = store().write([&](Tx &tx) {
        return records::create(tx, coordinator.actor(), south_south_days, theme).id;
    });
    EXPECT_EQ(page("/public/en/south-south-day").find("Solidarity"), std::string::npos);
    auto const run = [&](auto const &verb) {
        return act(south_south_days, id,
                   [&](Tx &tx, records::Head const &head, std::int64_t version) {
                       return verb(tx, coordinator, head, version);
                   });
    };
    EXPECT_EQ(run(publish_day), "");
    EXPECT_NE(page("/public/en/south-south-day").find("A fair in the capital"), std::string::npos);
    EXPECT_NE(page("/public/fr").find("Solidarity in practice"), std::string::npos);
    EXPECT_EQ(run(publish_day), "records.wrong_state");
    EXPECT_EQ(run(take_back_day), "");
    EXPECT_EQ(page("/public/fr").find("Solidarity"), std::string::npos);
}

TEST_P(Public, can_take_the_data_away_with_its_dictionary)
{
    make_public(everything, telling_project());
    auto const described = json::parse(page("/open/dictionary.json")).as_object();
    auto const tables = open_tables({});
    EXPECT_EQ(described.at("tables").as_array().size(), tables.size());
    for (auto const &table : tables) {
        std::string const base = "/open/" + std::string{table.name};
        std::string names;
        for (auto const &column : table.columns) {
            names += (names.empty() ? "" : ",") + std::string{column.name};
        }
        EXPECT_NE(page(base + ".csv").find(names), std::string::npos) << table.name;
        EXPECT_EQ(page(base + ".xlsx").substr(0, 2), "PK");
        auto const data = open_json(table.name);
        for (auto const &row : data.at("rows").as_array()) {
            EXPECT_EQ(row.as_object().size(), table.columns.size());
        }
    }
    auto const feed = page("/open/feed.atom");
    EXPECT_NE(feed.find("<title>Seed of Maliana</title>"), std::string::npos);
    EXPECT_NE(page("/sitemap.xml").find("/public/ar/projects/PRJ-"), std::string::npos);
    EXPECT_NE(page("/robots.txt").find("Disallow: /\n"), std::string::npos);
}

TEST(PublicRules, one_policy_a_day_and_one_theme_a_year)
{
    PublicationPolicy policy;
    EXPECT_TRUE(decide_policy(policy, false).empty());
    policy.map_viewpoint = "United Nations";
    EXPECT_EQ(decide_policy(policy, false).front().code, "portal.disclaimer_missing");
    EXPECT_FALSE(policy.has_map());
    EXPECT_EQ(decide_policy(policy, true).front().code, "portal.since_taken");
    EXPECT_EQ(decide_policy(policy, true).size(), 2U);
    policy.map_disclaimer = i18n::MultilingualText{Language::en, "No opinion is implied."};
    EXPECT_TRUE(decide_policy(policy, false).empty());
    EXPECT_TRUE(policy.has_map());
    SouthSouthDay theme;
    theme.read_on = day("2026-11-23");
    EXPECT_EQ(decide_day(theme, true, day("2026-11-22")).size(), 2U);
    theme.read_on = day("2026-11-22");
    EXPECT_TRUE(decide_day(theme, false, day("2026-11-22")).empty());
}

} // namespace
} // namespace selatan::portal

// Nothing that was not consented to, whatever the combination; and every figure with what it
// counts.
#include "tests/support/public_portal.hpp"

#include <functional>

namespace selatan::portal {
namespace {

using storage::Reader;
using storage::Tx;
using testing::country;
using testing::day;

class PublicFigures : public Public {};
INSTANTIATE_ENGINES(PublicFigures);

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

TEST_P(PublicFigures, reads_no_zero_where_nobody_reported)
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
TEST_P(PublicFigures, never_meets_what_was_not_consented_to)
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

TEST_P(PublicFigures, reads_a_partys_own_contribution_on_its_own_word)
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

TEST_P(PublicFigures, finds_every_figure_behind_which_it_can_look)
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
TEST_P(PublicFigures, counts_the_same_whatever_happened_before)
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
                std::string sql = "SELECT count(*) FROM (SELECT * FROM (";
                sql.append(kept).append(" EXCEPT ").append(anew);
                sql.append(") a UNION ALL SELECT * FROM (");
                sql.append(anew).append(" EXCEPT ").append(kept).append(") b) c");
                return reader.one<std::int64_t>(sql).value_or(-1);
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

TEST_P(PublicFigures, opens_the_people_reached_down_to_the_activities_as_far_as_those_are_public)
{
    auto const project = make_project(telling_project());
    add_activity(project);
    add_activity(project);
    auto const asked = ask_all(project);
    auto const shown_with = [&](records::Codes const &topics) {
        EXPECT_EQ(gives(dili, asked[0], topics), "");
        EXPECT_EQ(gives(trainer, asked[1], topics), "");
        return page("/public/en/projects/" + reference_of(project));
    };
    auto const has = [](std::string const &text, std::string_view what) {
        return text.find(what) != std::string::npos;
    };
    auto shown = shown_with({"summary", "places", "dates"});
    EXPECT_FALSE(has(shown, "#activities") || has(shown, "id=\"activities\""));
    shown = shown_with({"summary", "people"});
    EXPECT_TRUE(has(shown, "<a href=\"#activities\">14</a>")) << "women";
    EXPECT_TRUE(has(shown, "<a href=\"#activities\">12</a>")) << "men";
    auto const table = shown.substr(shown.find("<table id=\"activities\""));
    int of_seven = 0;
    for (auto at = table.find(">7<"); at != std::string::npos; at = table.find(">7<", at + 1)) {
        ++of_seven;
    }
    EXPECT_EQ(of_seven, 2) << "what the figure is the sum of";
    EXPECT_FALSE(has(shown, "Hall of Bobonaro")) << "the place is a topic of its own";
    shown = shown_with({"summary", "people", "places"});
    EXPECT_TRUE(has(shown.substr(shown.find("<table id=\"activities\"")), "Hall of Bobonaro"));
    shown = shown_with({"summary", "money"});
    EXPECT_TRUE(has(shown, "It opens no further")) << "the planned amount says why";
}

/// Each number of the tables of countries and flows, followed as a visitor follows it.
TEST_P(PublicFigures, opens_each_number_down_to_as_many_projects)
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

} // namespace
} // namespace selatan::portal

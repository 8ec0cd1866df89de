/// \file
/// The portal with pages that capabilities beside it add, and a project each of whose fields can be
/// recognised wherever it shows.
#pragma once

#include "cooperation/portal/open_data.hpp"
#include "cooperation/portal/public_store.hpp"
#include "cooperation/portal/visit.hpp"
#include "tests/support/portal.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace selatan::portal {

namespace json = boost::json;

inline records::Codes const everything{topics.begin(), topics.end()};

inline html::Html tell_results(Visit const & /*visit*/, PublicProject const & /*project*/)
{
    return html::p("Yields rose by half");
}
inline html::Html tell_ratings(Visit const & /*visit*/, PublicProject const & /*project*/)
{
    return html::p("Rated four of five");
}
inline html::Html tell_practices(Visit const & /*visit*/)
{
    return html::p("Seed banks of growers");
}
inline std::optional<Page> tell_practice(Visit const & /*visit*/, std::string_view reference)
{
    return reference == "one" ? std::optional{Page{.title = "Seed bank", .path = "/practices/one"}}
                              : std::nullopt;
}
inline std::vector<std::string> practices(storage::Reader & /*reader*/)
{
    return {"one"};
}
inline std::string_view title_of_more(Language /*language*/)
{
    return "More";
}
inline constexpr std::array sections{Section{Topic::results, title_of_more, tell_results},
                                     Section{Topic::ratings, title_of_more, tell_ratings}};
inline constexpr std::array more_pages{
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
        project.starts = testing::day("2024-03-01");
        project.ends = testing::day("2025-09-30");
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
        return store().write([&](storage::Tx &tx) {
            value.plan = Id<programming::PlanYear>{
                records::create(tx, {}, programming::plan_years, plan).id};
            return records::create(tx, {}, programming::plan_lines, value, {.state = "established"})
                .id;
        });
    }
    /// A verified activity with a venue: 7 women, 6 men.
    void add_activity(Uuid project)
    {
        store().write([&](storage::Tx &tx) {
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

} // namespace selatan::portal

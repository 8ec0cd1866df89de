// The portal as the public meets it: without an account, in six languages, with its pictures and
// files.
#include "cooperation/portal/policy_store.hpp"
#include "cooperation/portal/south_south_day.hpp"
#include "tests/support/public_portal.hpp"

namespace selatan::portal {
namespace {

using storage::Reader;
using storage::Tx;
using testing::country;
using testing::day;

INSTANTIATE_ENGINES(Public);

TEST_P(Public, reads_a_sentence_where_a_list_is_empty)
{
    PublicationPolicy policy;
    policy.since = day("2026-01-01");
    policy.budget_from = 2024;
    store().write([&](Tx &tx) {
        static_cast<void>(records::create(tx, coordinator.actor(), publication_policies, policy));
    });
    for (auto const language : languages) {
        for (auto const *const path : {"", "/projects", "/countries", "/sectors", "/goals",
                                       "/flows", "/calls", "/budget", "/south-south-day"}) {
            auto const shown = page("/public/" + std::string{to_code(language)} + path);
            EXPECT_NE(shown.find("<p class=\"empty\">"), std::string::npos)
                << to_code(language) << path;
            EXPECT_EQ(shown.find("<thead"), std::string::npos) << to_code(language) << path;
        }
    }
}

TEST_P(Public, reads_a_name_that_stands_in_english_as_english)
{
    auto project = telling_project();
    project.sector = "11230"; // nobody translated it
    auto const own = make_public(everything, telling_project());
    auto const foreign = make_public(everything, project);
    for (auto const &path :
         {"/public/ar/projects/" + reference_of(foreign), std::string{"/public/ar/sectors"},
          std::string{"/public/ar/sectors/11230"}}) {
        EXPECT_NE(page(path).find("<bdi lang=\"en\">Basic life skills for adults</bdi>"),
                  std::string::npos)
            << path;
    }
    EXPECT_NE(page("/public/ar/projects/" + reference_of(own)).find("<bdi>الثروة الحيوانية</bdi>"),
              std::string::npos);
}

TEST_P(Public, tells_who_provides_from_who_facilitates_in_the_picture_and_its_legend)
{
    make_public(everything, telling_project());
    auto const shown = page("/public/ar/flows");
    auto const legend = shown.substr(shown.find("<figcaption"));
    for (auto const *const part : {"data-part=\"provides\"", "data-part=\"facilitates\""}) {
        EXPECT_NE(legend.find(part), std::string::npos) << part;
    }
    auto const table = shown.substr(shown.find("<table id=\"flows\""));
    EXPECT_NE(table.find("data-part=\"provides\""), std::string::npos);
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

#include "cooperation/partners/partners.hpp"

#include "cooperation/reference/code_list.hpp"
#include "tests/support/values.hpp"
#include "tests/support/web.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace selatan::partners {
namespace {

using auth::Role;
using http::Method;
using storage::Reader;
using storage::Tx;
using testing::country;
using testing::day;
using testing::header;
using testing::shows;

std::optional<Date> until(std::string_view text)
{
    return text.empty() ? std::nullopt : Date::parse(text);
}

class Partners : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        coordinator = make_user("ana@agency.example", {{Role::coordinator}});
        focal_point = make_user("joao@mfa.example", {{Role::focal_point, country("TLS")}});
    }
    void add_routes(web::Router &router) override { partners::add_routes(router); }
    void set_up(web::App &app) override { app.nouns.assign(nouns().begin(), nouns().end()); }

    template <typename T>
    Id<T> make(records::NounOf<T> const &noun, T const &value, records::Extra const &extra = {})
    {
        return store().write(
            [&](Tx &tx) { return Id<T>{records::create(tx, {}, noun, value, extra).id}; });
    }
    Id<Organisation> organisation(std::string name, std::optional<Id<Organisation>> parent = {},
                                  std::optional<CountryCode> where = country("TLS"))
    {
        Organisation value;
        value.name = std::move(name);
        value.parent = parent;
        value.country = where;
        return make(organisations, value);
    }
    Id<Post> post(std::string name)
    {
        Post value;
        value.name = std::move(name);
        value.organisation = organisation("Ministry");
        value.country = country("TLS");
        return make(posts, value);
    }
    Id<Person> person(std::string name)
    {
        Person value;
        value.name = std::move(name);
        return make(people, value);
    }
    void hold(Id<Post> which, std::string name, Capacity capacity, std::string_view since,
              std::string_view last)
    {
        PostHolding value;
        value.post = which;
        value.person = person(std::move(name));
        value.capacity = capacity;
        value.since = day(since);
        value.until = until(last);
        make(post_holdings, value);
    }
    /// Codes of the problems that a program is told, or "" when the record was made or changed.
    std::string problems(Method method, std::string const &url, std::string const &body,
                         testing::Fields const &headers = {})
    {
        if (token.empty()) {
            token = bearer(coordinator, "*:read *:write");
        }
        auto const answer = api(method, "/api" + url, token, body, headers);
        if (answer.status < 300) {
            return {};
        }
        EXPECT_EQ(answer.status, 422) << answer.body;
        return testing::between(answer.body, "\"code\":\"", "\"");
    }
    /// Text files of those names, by a program.
    http::Response attach_texts(std::string const &url, std::vector<std::string> const &names,
                                std::string const &audience)
    {
        auto const folder = std::filesystem::temp_directory_path() /
                            ("selatan-partners-" + new_uuid(clock().now()).to_string());
        std::filesystem::create_directory(folder);
        http::Request request;
        request.method = Method::post;
        request.path = url;
        request.headers.set("Content-Type", "multipart/form-data; boundary=x");
        request.headers.set("Authorization", "Bearer " + bearer(coordinator, "*:read *:write"));
        request.form.add("audience", audience);
        for (auto const &name : names) {
            std::ofstream{folder / name} << "What " << name << " says\n";
            request.uploads.push_back({.field = "file",
                                       .name = name,
                                       .type = "text/plain",
                                       .path = (folder / name).string(),
                                       .size = std::filesystem::file_size(folder / name),
                                       .keeps_staged = nullptr});
        }
        auto answer = dispatch()(std::move(request));
        std::filesystem::remove_all(folder);
        return answer;
    }
    std::string occupant(Id<Post> which, std::string_view on)
    {
        auto const found =
            store().read([&](Reader &reader) { return occupant_on(reader, which, day(on)); });
        return found ? found->name + " " + std::string{to_code(found->capacity)} : "nobody";
    }

    Id<auth::User> coordinator;
    Id<auth::User> focal_point;
    std::string token;
};
INSTANTIATE_ENGINES(Partners);

// -- Rules --------------------------------------------------------------------------------------

TEST_P(Partners, one_person_holds_a_post_on_a_day)
{
    auto const which = post("Director");
    auto const body = [&](std::string const &since, std::string const &last,
                          std::string const &capacity = "holder") {
        return R"({"post":")" + which.to_string() + R"(","person":")" +
               person("Somebody").to_string() + R"(","capacity":")" + capacity + R"(","since":")" +
               since + R"(","until":)" + (last.empty() ? "null" : "\"" + last + "\"") + "}";
    };
    struct Case {
        std::string since;
        std::string last;
        std::string capacity;
        std::string_view problem;
    };
    for (auto const &[since, last, capacity, problem] : std::vector<Case>{
             {"2026-02-01", "2026-01-31", "holder", "records.period_reversed"},
             {"2026-02-01", "2026-02-28", "holder", ""},
             {"2026-02-28", "2026-03-31", "holder",
              "partners.held_already"}, // both days are included
             {"2026-01-01", "2026-02-01", "holder", "partners.held_already"},
             {"2026-01-01", "", "holder", "partners.held_already"},
             {"2026-02-10", "2026-02-11", "holder", "partners.held_already"},
             {"2026-02-10", "2026-02-11", "acting", ""},
             {"2026-03-01", "", "holder", ""},
             {"2030-01-01", "", "holder", "partners.held_already"}, // the one before has no end
             {"2026-01-01", "2026-01-31", "holder", ""},
         }) {
        EXPECT_EQ(problems(Method::post, "/post-holdings", body(since, last, capacity)), problem)
            << since << " to " << last << ' ' << capacity;
    }
    // A holding does not stand in its own way.
    EXPECT_EQ(problems(Method::patch, "/post-holdings/HLD-2026-0001", R"({"until":"2026-02-27"})",
                       {{"If-Match", "1"}}),
              "");
    EXPECT_EQ(problems(Method::patch, "/post-holdings/HLD-2026-0001", R"({"until":"2026-03-01"})",
                       {{"If-Match", "2"}}),
              "partners.held_already");
}

TEST_P(Partners, a_post_lets_another_act_and_never_itself)
{
    auto const minister = post("Minister").to_string();
    auto const deputy = post("Deputy").to_string();
    auto const body = [&](std::string const &to, std::string const &since,
                          std::string const &last) {
        return R"({"post":")" + minister + R"(","delegate":")" + to +
               R"(","powers":"Letters","since":")" + since + R"(","until":")" + last + "\"}";
    };
    EXPECT_EQ(problems(Method::post, "/delegations", body(minister, "2026-01-01", "2026-12-31")),
              "partners.own_delegate");
    EXPECT_EQ(problems(Method::post, "/delegations", body(deputy, "2026-12-31", "2026-01-01")),
              "records.period_reversed");
    EXPECT_EQ(problems(Method::post, "/delegations", body(deputy, "2026-01-01", "2026-01-01")), "");
}

TEST_P(Partners, an_organisation_is_never_part_of_itself_however_deep)
{
    auto const ministry = organisation("Ministry");
    auto const department = organisation("Department", ministry);
    auto const division = organisation("Division", department);
    auto const other = organisation("Other");
    auto const put = [&](std::string const &reference, Id<Organisation> parent,
                         std::string const &version) {
        return problems(Method::patch, "/organisations/" + reference,
                        R"({"parent":")" + parent.to_string() + "\"}", {{"If-Match", version}});
    };
    EXPECT_EQ(put("ORG-2026-0001", ministry, "1"), "partners.own_parent");
    EXPECT_EQ(put("ORG-2026-0001", department, "1"), "partners.own_parent");
    EXPECT_EQ(put("ORG-2026-0001", division, "1"), "partners.own_parent");
    EXPECT_EQ(put("ORG-2026-0001", other, "1"), "");
    EXPECT_EQ(put("ORG-2026-0003", ministry, "1"), "");
    EXPECT_EQ(put("ORG-2026-0004", division, "1"), "partners.own_parent")
        << "Other is above Ministry now";
}

TEST_P(Partners, every_period_ends_after_it_begins)
{
    auto const whole = organisation("Ministry").to_string();
    EXPECT_EQ(problems(Method::post, "/organisation-roles",
                       R"({"organisation":")" + whole +
                           R"(","role":"provider","since":"2026-02-01","until":"2026-01-01"})"),
              "records.period_reversed");
    EXPECT_EQ(problems(Method::post, "/focal-points",
                       R"({"country":"TLS","organisation":")" + whole +
                           R"(","since":"2026-02-01","until":"2026-01-01"})"),
              "records.period_reversed");
    Mission embassy;
    embassy.name = "Embassy";
    embassy.sender = country("IDN");
    embassy.country = country("TLS");
    auto const mission = make(missions, embassy).to_string();
    auto const looks_after = [&](std::string const &rest) {
        return problems(Method::post, "/concurrent-countries",
                        R"({"mission":")" + mission + "\"," + rest + "}");
    };
    EXPECT_EQ(looks_after(R"("country":"TUN","since":"2026-02-01","until":"2026-01-01")"),
              "records.period_reversed");
    EXPECT_EQ(looks_after(R"("country":"TLS","since":"2026-02-01")"), "partners.own_country");
    EXPECT_EQ(looks_after(R"("country":"TUN","since":"2026-02-01")"), "");
}

TEST_P(Partners, a_country_has_one_profile_which_stays_its)
{
    EXPECT_EQ(problems(Method::post, "/countries", R"({"country":"TLS"})"), "");
    EXPECT_EQ(problems(Method::post, "/countries", R"({"country":"TLS"})"),
              "partners.profile_exists");
    EXPECT_EQ(problems(Method::post, "/countries", R"({"country":"TUN"})"), "");
    EXPECT_EQ(problems(Method::patch, "/countries/CTY-2026-0001", R"({"country":"IDN"})",
                       {{"If-Match", "1"}}),
              "partners.country_fixed");
    EXPECT_EQ(problems(Method::patch, "/countries/CTY-2026-0001", R"({"eligibility":"eligible"})",
                       {{"If-Match", "1"}}),
              "");
}

// -- Questions ----------------------------------------------------------------------------------

TEST_P(Partners, know_who_answers_for_a_post_on_a_day)
{
    auto const which = post("Director");
    hold(which, "Ana", Capacity::holder, "2026-01-01", "2026-03-31");
    hold(which, "Budi", Capacity::acting, "2026-02-01", "2026-02-10");
    hold(which, "Citra", Capacity::acting, "2026-04-10", "2026-04-30");
    hold(which, "Dewi", Capacity::holder, "2026-05-01", "");
    struct Case {
        std::string_view on;
        std::string_view who;
    };
    for (auto const &[on, who] :
         {Case{"2025-12-31", "nobody"}, Case{"2026-01-01", "Ana holder"},
          Case{"2026-02-01", "Budi acting"}, Case{"2026-02-10", "Budi acting"},
          Case{"2026-02-11", "Ana holder"}, Case{"2026-03-31", "Ana holder"},
          Case{"2026-04-01", "nobody"}, Case{"2026-04-10", "Citra acting"},
          Case{"2026-05-01", "Dewi holder"}, Case{"9999-12-31", "Dewi holder"}}) {
        EXPECT_EQ(occupant(which, on), who) << on;
    }
    EXPECT_EQ(occupant(post("Vacant"), "2026-01-01"), "nobody");
}

TEST_P(Partners, know_for_which_posts_a_post_may_act)
{
    auto const minister = post("Minister");
    auto const deputy = post("Deputy");
    auto const clerk = post("Clerk");
    auto const delegate = [&](Id<Post> from, Id<Post> to, std::string_view since,
                              std::string_view last) {
        Delegation value;
        value.post = from;
        value.delegate = to;
        value.powers = "Letters";
        value.since = day(since);
        value.until = day(last);
        make(delegations, value);
    };
    delegate(minister, deputy, "2026-01-01", "2026-06-30");
    delegate(deputy, clerk, "2026-01-01", "2026-06-30");
    auto const acts = [&](Id<Post> which, std::string_view on) {
        return store().read([&](Reader &reader) { return acts_for_on(reader, which, day(on)); });
    };
    EXPECT_EQ(acts(deputy, "2026-06-30"), (std::vector{deputy, minister}));
    EXPECT_EQ(acts(deputy, "2026-07-01"), std::vector{deputy});
    EXPECT_EQ(acts(deputy, "2025-12-31"), std::vector{deputy});
    EXPECT_EQ(acts(minister, "2026-01-01"), std::vector{minister});
    EXPECT_EQ(acts(clerk, "2026-01-01"), (std::vector{clerk, deputy}))
        << "a delegate does not delegate further";
}

TEST_P(Partners, know_which_mission_looks_after_a_country)
{
    auto const mission = [&](std::string_view sender, std::string_view where, MissionType type) {
        Mission value;
        value.name = "Mission";
        value.sender = country(sender);
        value.country = country(where);
        value.type = type;
        return make(missions, value);
    };
    auto const looks_after = [&](Id<Mission> which, std::string_view where, std::string_view since,
                                 std::string_view last) {
        ConcurrentCountry value;
        value.mission = which;
        value.country = country(where);
        value.since = day(since);
        value.until = until(last);
        make(concurrent_countries, value);
    };
    auto const suva = mission("IDN", "FJI", MissionType::embassy);
    auto const canberra = mission("IDN", "AUS", MissionType::embassy);
    auto const geneva = mission("IDN", "CHE", MissionType::permanent_mission);
    auto const others = mission("TUN", "TUV", MissionType::embassy);
    looks_after(canberra, "TUV", "2020-01-01", "2024-12-31");
    looks_after(suva, "TUV", "2025-01-01", "");
    looks_after(suva, "AUS", "2025-01-01", "");
    auto const found = [&](std::string_view where, std::string_view on,
                           std::string_view sender = "IDN") {
        return store().read([&](Reader &reader) {
            return mission_for(reader, country(sender), country(where), day(on));
        });
    };
    EXPECT_EQ(found("FJI", "2026-01-01"), suva);
    EXPECT_EQ(found("AUS", "2026-01-01"), canberra) << "the one there comes first";
    EXPECT_EQ(found("TUV", "2024-12-31"), canberra);
    EXPECT_EQ(found("TUV", "2025-01-01"), suva);
    EXPECT_EQ(found("TUV", "2019-12-31"), std::nullopt);
    EXPECT_EQ(found("TUV", "2026-01-01", "TUN"), others);
    EXPECT_EQ(found("CHE", "2026-01-01"), std::nullopt)
        << "a permanent mission looks after no country";
    EXPECT_NE(found("CHE", "2026-01-01"), geneva);
}

TEST_P(Partners, know_whether_a_country_has_a_focal_point)
{
    Designation value;
    value.country = country("TLS");
    value.organisation = organisation("Ministry");
    value.since = day("2026-01-01");
    value.until = day("2026-06-30");
    make(designations, value);
    auto const has = [&](std::string_view where, std::string_view on) {
        return store().read(
            [&](Reader &reader) { return has_focal_point_on(reader, country(where), day(on)); });
    };
    EXPECT_TRUE(has("TLS", "2026-01-01"));
    EXPECT_TRUE(has("TLS", "2026-06-30"));
    EXPECT_FALSE(has("TLS", "2026-07-01"));
    EXPECT_FALSE(has("TLS", "2025-12-31"));
    EXPECT_FALSE(has("TUN", "2026-01-01"));
}

TEST_P(Partners, get_a_profile_for_every_country_once)
{
    store().write([](Tx &tx) { reference::load_shipped(tx); });
    auto const made = store().write([](Tx &tx) { return make_profiles(tx, {.via = "test"}); });
    EXPECT_GT(made, 190);
    EXPECT_EQ(store().write([](Tx &tx) { return make_profiles(tx, {.via = "test"}); }), 0);
    auto const who = auth::program_identity("test");
    auto const head = store().read(
        [&](Reader &reader) { return records::find(reader, country_profiles, &who, "TLS"); });
    ASSERT_TRUE(head) << "a country's reference is its code";
    EXPECT_EQ(head->title, "Timor-Leste");
    EXPECT_EQ(head->country, country("TLS"));
}

// -- What partners see --------------------------------------------------------------------------

TEST_P(Partners, see_what_is_shared_of_their_country_and_nothing_internal)
{
    constexpr std::string_view secret = "between-us-4711";
    CountryProfile profile;
    profile.country = country("TLS");
    profile.priorities = "Rice first";
    profile.notes = secret;
    profile.eligibility = Eligibility::not_eligible;
    profile.relations_since = day("2002-05-20");
    make(country_profiles, profile);
    profile.country = country("TUN");
    make(country_profiles, profile);
    organisation("Ministry of Dili");
    organisation("Ministry of Tunis", {}, country("TUN"));
    Person ana;
    ana.name = "Ana Internal";
    ana.country = country("TLS");
    ana.email = std::string{secret} + "@mfa.example";
    make(people, ana);

    auto joao = signed_in("joao@mfa.example");
    auto officer = signed_in("ana@agency.example");
    auto const read = [](http::Response response) {
        auto all = std::move(response.body);
        for (bool more = response.stream != nullptr; more;) {
            std::string piece;
            more = response.stream(piece);
            all += piece;
        }
        return all;
    };
    auto const key = bearer(focal_point, "*:read");
    std::vector<std::string> const seen{
        read(joao.get("/countries")),
        read(joao.get("/countries/CTY-2026-0001")),
        read(joao.get("/countries.csv")),
        read(joao.get("/countries.csv?columns=country,notes,eligibility")),
        read(api(Method::get, "/api/countries", key)),
        read(api(Method::get, "/api/countries?columns=country,priorities", key)),
        read(api(Method::get, "/api/countries/CTY-2026-0001", key)),
        read(joao.get("/people")),
        read(joao.get("/countries?q=between-us-4711"))};
    for (std::size_t i = 0; i < seen.size(); ++i) {
        // The last is the search for it, which shows what was typed.
        EXPECT_TRUE(i == 8 || seen[i].find(secret) == std::string::npos) << i;
        EXPECT_EQ(seen[i].find("not_eligible"), std::string::npos) << i;
        EXPECT_EQ(seen[i].find("2002-05-20"), std::string::npos) << i;
        EXPECT_EQ(seen[i].find("Ana Internal"), std::string::npos) << i;
        EXPECT_EQ(seen[i].find("CTY-2026-0002"), std::string::npos) << i;
    }
    EXPECT_NE(seen[1].find("Rice first"), std::string::npos);
    EXPECT_EQ(seen[8].find("CTY-2026-0001"), std::string::npos)
        << "words for officers find nothing";
    EXPECT_EQ(joao.get("/countries/CTY-2026-0002").status, 404);
    EXPECT_EQ(joao.get("/people/PER-2026-0001").status, 404);
    EXPECT_EQ(joao.get("/organisations/ORG-2026-0002").status, 404);
    EXPECT_EQ(joao.get("/organisations/ORG-2026-0001").status, 200);
    EXPECT_EQ(joao.get("/organisations/ORG-2026-0001/edit").status, 403);
    EXPECT_EQ(joao.get("/organisations/new").status, 403);
    EXPECT_EQ(browser().get("/organisations").status, 303);

    // An officer sees it, and history keeps it from the partner.
    EXPECT_TRUE(shows(officer.get("/countries/CTY-2026-0001"), secret));
    EXPECT_EQ(officer
                  .post("/countries/CTY-2026-0001",
                        {{"version", "1"}, {"notes", "changed-5822"}, {"priorities", "Fish"}})
                  .status,
              303);
    EXPECT_TRUE(shows(officer.get("/countries/CTY-2026-0001"), "changed-5822"));
    auto const after = joao.get("/countries/CTY-2026-0001");
    EXPECT_TRUE(shows(after, "Fish"));
    EXPECT_FALSE(shows(after, "changed-5822"));
    EXPECT_FALSE(shows(after, secret));

    // What officers say among themselves stays there; what they tell the partner arrives.
    EXPECT_EQ(officer.post("/countries/CTY-2026-0001/comments", {{"body", "among-us-1"}}).status,
              303);
    EXPECT_EQ(officer
                  .post("/countries/CTY-2026-0001/comments",
                        {{"body", "for-you-2"}, {"audience", "partner"}})
                  .status,
              303);
    EXPECT_EQ(joao.post("/countries/CTY-2026-0001/comments", {{"body", "from-me-3"}}).status, 303);
    EXPECT_EQ(
        joao.post("/countries/CTY-2026-0001/comments", {{"body", "x"}, {"audience", "internal"}})
            .status,
        422);
    EXPECT_EQ(joao.post("/countries/CTY-2026-0002/comments", {{"body", "x"}}).status, 404);
    auto const talk = joao.get("/countries/CTY-2026-0001");
    EXPECT_FALSE(shows(talk, "among-us-1"));
    EXPECT_TRUE(shows(talk, "for-you-2"));
    EXPECT_TRUE(shows(talk, "from-me-3"));
}

TEST_P(Partners, warn_of_what_is_missing_and_never_block)
{
    CountryProfile profile;
    profile.country = country("TLS");
    make(country_profiles, profile);
    auto officer = signed_in("ana@agency.example");
    for (auto const language : languages) {
        officer.language = to_code(language);
        EXPECT_EQ(officer.get("/countries/CTY-2026-0001").status, 200);
    }
    auto const which = post("Director");
    EXPECT_TRUE(shows(officer.get("/posts/PST-2026-0001"), "notice"));
    hold(which, "Ana <b>", Capacity::acting, "2026-01-01", "");
    auto const held = officer.get("/posts/PST-2026-0001");
    EXPECT_TRUE(shows(held, "Ana &lt;b&gt;"));
    EXPECT_FALSE(shows(held, "Ana <b>"));
}

TEST_P(Partners, documents_are_listed_for_programs_as_far_as_each_may_read_them)
{
    organisation("Rice Institute");
    std::string const url = "/api/organisations/ORG-2026-0001/documents";
    auto const officer = bearer(coordinator, "*:read *:write");
    EXPECT_EQ(api(Method::get, url, officer).body, R"({"items":[]})");
    EXPECT_EQ(attach_texts(url, {}, "partner").status, 422) << "no file";
    ASSERT_EQ(attach_texts(url, {"ours.txt"}, "internal").status, 201);
    auto const made = attach_texts(url, {"theirs.txt", "more.txt"}, "partner");
    EXPECT_EQ(made.status, 201);

    auto const all = api(Method::get, url, officer);
    EXPECT_EQ(all.body, made.body);
    EXPECT_EQ(boost::json::parse(all.body).at("items").as_array().size(), 3U);
    auto const key = bearer(focal_point, "*:read");
    auto const told = boost::json::parse(api(Method::get, url, key).body).at("items").as_array();
    ASSERT_EQ(told.size(), 2U) << all.body;
    for (auto const &document : told) {
        auto const name = std::string{document.at("name").as_string()};
        EXPECT_EQ(document.at("audience"), "partner");
        EXPECT_EQ(document.at("size"), static_cast<std::int64_t>(name.size()) + 11);
        auto const file = api(Method::get, std::string{document.at("url").as_string()}, key);
        EXPECT_EQ(file.status, 200);
        EXPECT_TRUE(header(file, "Content-Disposition").ends_with(name));
    }
    EXPECT_EQ(api(Method::get, url, "").status, 401);
    EXPECT_EQ(api(Method::get, "/api/organisations/ORG-1999-0001/documents", key).status, 404);
}

} // namespace
} // namespace selatan::partners

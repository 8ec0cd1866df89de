// Administration as browsers and programs meet it, on both engines.
#include "cooperation/administration/administration.hpp"
#include "cooperation/reference/code_list.hpp"
#include "platform/auth/account.hpp"
#include "platform/events/event.hpp"
#include "platform/jobs/job.hpp"
#include "platform/mail/mail.hpp"
#include "tests/support/web.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <map>

namespace selatan::administration {
namespace {

namespace json = boost::json;
using auth::Role;
using http::Method;
using testing::between;
using testing::Browser;
using testing::Fields;
using testing::header;
using testing::shows;

class Administration : public testing::WebTest {
protected:
    void add_routes(web::Router &router) override { administration::add_routes(router); }

    void SetUp() override
    {
        WebTest::SetUp();
        if (!IsSkipped()) {
            admin_id = make_user("admin@mfa.example", {{Role::administrator}});
            ana = make_user("ana@mfa.example", {{Role::desk_officer}});
            admin.emplace(signed_in("admin@mfa.example"));
        }
    }
    [[nodiscard]] static std::string url_of(Id<auth::User> user)
    {
        return "/administration/users/" + user.to_string();
    }
    std::string version_of(Id<auth::User> user)
    {
        auto const account =
            store().read([&](storage::Reader &reader) { return auth::find_account(reader, user); });
        return std::to_string(account->version);
    }
    std::string token() { return bearer(admin_id, "accounts:admin"); }

    Id<auth::User> admin_id;
    Id<auth::User> ana;
    std::optional<Browser> admin;
};
INSTANTIATE_ENGINES(Administration);

/// A path that the route's pattern matches.
std::string path_of(web::Route const &route)
{
    std::string path;
    for (std::size_t at = 0; at < route.pattern.size();) {
        if (route.pattern[at] == '{') {
            path += "019a9e3e-7c00-7000-8000-000000000000";
            at = route.pattern.find('}', at) + 1;
        } else {
            path += route.pattern[at++];
        }
    }
    return path;
}

TEST_P(Administration, no_route_lets_anybody_in_but_administrators)
{
    std::map<Role, Browser> browsers;
    std::map<Role, std::string> tokens;
    for (auto const role : auth::roles) {
        if (role != Role::administrator) {
            auto const email = std::string{auth::to_code(role)} + "@mfa.example";
            auto const user = make_user(email, {{role}});
            browsers.emplace(role, signed_in(email));
            tokens.emplace(role, bearer(user, "*:admin"));
        }
    }
    auto visitor = browser();
    auto const weak = bearer(admin_id, "*:write");
    int tried = 0;
    for (auto const &route : router().routes()) {
        if (!route.pattern.starts_with("/administration")) {
            continue;
        }
        auto const path = path_of(route);
        ++tried;
        EXPECT_EQ(route.gate.kind, web::Gate::Kind::admin) << route.pattern;
        if (route.is_page) {
            auto const ask = [&](Browser &someone) {
                return route.method == Method::get ? someone.get(path) : someone.post(path);
            };
            auto const turned_away = ask(visitor);
            EXPECT_EQ(turned_away.status, 303) << path;
            EXPECT_TRUE(header(turned_away, "Location").starts_with("/sign-in")) << path;
            for (auto &[role, someone] : browsers) {
                EXPECT_EQ(ask(someone).status, 403) << path << " " << auth::to_code(role);
            }
        }
        if (route.api) {
            EXPECT_EQ(api(route.method, "/api" + path, "").status, 401) << path;
            EXPECT_EQ(api(route.method, "/api" + path, weak).status, 403) << path;
            for (auto const &[role, secret] : tokens) {
                EXPECT_EQ(api(route.method, "/api" + path, secret).status, 403)
                    << path << " " << auth::to_code(role);
            }
        }
    }
    EXPECT_GT(tried, 25);
}

TEST_P(Administration, every_page_answers_administrators_in_every_language)
{
    store().write([](storage::Tx &tx) { reference::load_shipped(tx); });
    for (auto const *const path :
         {"/administration", "/administration/users", "/administration/users/new",
          "/administration/mail", "/administration/jobs", "/administration/history?verify=1",
          "/administration/reference-data", "/administration/reference-data/country"}) {
        for (auto const language : languages) {
            admin->post("/preferences/language", {{"language", std::string{to_code(language)}}});
            auto const page = admin->get(path);
            EXPECT_EQ(page.status, 200) << path;
            EXPECT_EQ(shows(page, "dir=\"rtl\""), language == Language::ar) << path;
        }
    }
}

// -- Accounts -----------------------------------------------------------------------------------

TEST_P(Administration, users_are_found_by_words_state_and_role)
{
    make_user("eva@mne.example", {{Role::auditor}});
    auto const all = admin->get("/administration/users");
    EXPECT_TRUE(shows(all, "ana@mfa.example"));
    EXPECT_TRUE(shows(all, "eva@mne.example"));
    auto const found = admin->get("/administration/users?words=MNE&state=active&role=auditor");
    EXPECT_FALSE(shows(found, "ana@mfa.example"));
    EXPECT_TRUE(shows(found, "eva@mne.example"));
    EXPECT_TRUE(shows(admin->get("/administration/users?state=suspended"), "No user fits"));
}

TEST_P(Administration, a_long_list_comes_in_pages)
{
    for (int i = 10; i < 70; ++i) {
        make_user("user" + std::to_string(i) + "@mne.example");
    }
    auto const first = admin->get("/administration/users?words=mne.example");
    EXPECT_TRUE(shows(first, "user59@"));
    EXPECT_FALSE(shows(first, "user60@"));
    auto const second =
        admin->get("/administration/users?words=mne.example&after=user59%40mne.example");
    EXPECT_TRUE(shows(first, "after=user59%40mne.example"));
    EXPECT_TRUE(shows(second, "user60@"));

    auto const answer = api(Method::get, "/api/administration/users?words=mne.example", token());
    auto const page = json::parse(answer.body).as_object();
    EXPECT_EQ(page.at("items").as_array().size(), 50U);
    auto const next = std::string{page.at("next").as_string()};
    EXPECT_EQ(header(answer, "Link"), "<" + next + ">; rel=\"next\"");
    auto const rest = json::parse(api(Method::get, next, token()).body).as_object();
    EXPECT_EQ(rest.at("items").as_array().size(), 10U);
    EXPECT_FALSE(rest.contains("next"));
}

TEST_P(Administration, an_invitation_is_mailed_and_its_problems_are_told_at_their_fields)
{
    admin->get("/administration/users/new");
    auto const bad =
        admin->post("/administration/users", {{"name", ""}, {"email", "x"}, {"language", "xx"}});
    EXPECT_EQ(bad.status, 422);
    for (auto const *const field : {"#f-name", "#f-email", "#f-language"}) {
        EXPECT_TRUE(shows(bad, field)) << field;
    }
    auto const done = admin->post("/administration/users", {{"name", "Desk Pacific"},
                                                            {"email", "eva@mfa.example"},
                                                            {"language", "fr"},
                                                            {"time_zone", "Pacific/Suva"}});
    ASSERT_EQ(done.status, 303) << done.body;
    auto const page = admin->get(header(done, "Location"));
    EXPECT_TRUE(shows(page, "eva@mfa.example"));
    EXPECT_TRUE(shows(page, "on its way"));
    auto const text = newest_mail("eva@mfa.example");
    EXPECT_NE(text.find("https://selatan.example/invitation/"), std::string::npos) << text;

    auto const taken =
        admin->post("/administration/users",
                    {{"name", "Another"}, {"email", "EVA@mfa.example"}, {"language", "fr"}});
    EXPECT_EQ(taken.status, 409);
    EXPECT_TRUE(shows(taken, "already an account"));
}

TEST_P(Administration, the_same_form_sent_twice_invites_once)
{
    Fields const form{{"command", "0001"},
                      {"name", "Desk Pacific"},
                      {"email", "eva@mfa.example"},
                      {"language", "fr"}};
    auto const first = admin->post("/administration/users", form);
    auto const second = admin->post("/administration/users", form);
    EXPECT_EQ(first.status, 303);
    EXPECT_EQ(header(first, "Location"), header(second, "Location"));
}

TEST_P(Administration, a_suspended_user_is_out_at_once_and_may_come_back)
{
    auto officer = signed_in("ana@mfa.example");
    auto const form = admin->get(url_of(ana) + "/suspension");
    EXPECT_EQ(form.status, 200);
    auto const unexplained = admin->post(url_of(ana) + "/suspension", {{"reason", " "}});
    EXPECT_EQ(unexplained.status, 422);
    auto const done = admin->post(url_of(ana) + "/suspension", {{"reason", "left the ministry"}});
    EXPECT_EQ(header(done, "Location"), url_of(ana) + "?said=suspension");
    EXPECT_EQ(officer.get("/account").status, 303);
    auto const page = admin->get(header(done, "Location"));
    EXPECT_TRUE(shows(page, "left the ministry"));
    EXPECT_TRUE(shows(page, "can no longer sign in"));
    EXPECT_EQ(admin->post(url_of(ana) + "/suspension", {{"reason", "again"}}).status, 409);
    admin->post(url_of(ana) + "/reinstatement", {{"reason", "came back"}});
    EXPECT_EQ(signed_in("ana@mfa.example").get("/account").status, 200);
}

TEST_P(Administration, a_change_is_made_on_what_was_seen)
{
    auto const version = version_of(ana);
    auto const changed =
        admin->post(url_of(ana) + "/address", {{"email", "a@mfa.example"}, {"version", version}});
    EXPECT_EQ(header(changed, "Location"), url_of(ana) + "?said=address");
    EXPECT_NE(newest_mail("ana@mfa.example").find("another e-mail address"), std::string::npos);
    EXPECT_EQ(
        admin->post(url_of(ana) + "/address", {{"email", "b@mfa.example"}, {"version", version}})
            .status,
        412);
    EXPECT_EQ(admin->post(url_of(ana) + "/address", {{"email", "b@mfa.example"}}).status, 428);
}

TEST_P(Administration, who_is_not_there_is_not_found)
{
    for (auto const *const path :
         {"/administration/users/nonsense",
          "/administration/users/019a9e3e-7c00-7000-8000-000000000000",
          "/administration/users/019a9e3e-7c00-7000-8000-000000000000/suspension",
          "/administration/mail/nonsense", "/administration/jobs/nonsense",
          "/administration/reference-data/nonsense"}) {
        EXPECT_EQ(admin->get(path).status, 404) << path;
    }
}

// -- Roles --------------------------------------------------------------------------------------

TEST_P(Administration, a_role_works_from_the_next_request_and_stops_as_fast)
{
    auto officer = signed_in("ana@mfa.example");
    EXPECT_EQ(officer.get("/administration").status, 403);
    auto const given = admin->post(
        url_of(ana) + "/grants",
        {{"role", "administrator"}, {"scope", "everywhere"}, {"valid_from", "2026-11-21"}});
    ASSERT_EQ(given.status, 303) << given.body;
    EXPECT_EQ(officer.get("/administration").status, 200);

    auto const page = admin->get(header(given, "Location"));
    auto const url = between(page.body, "href=\"" + url_of(ana) + "/grants/", "\"");
    EXPECT_EQ(url, "new");
    auto const grants =
        json::parse(api(Method::get, "/api" + url_of(ana) + "/grants", token()).body);
    std::string id;
    for (auto const &grant : grants.at("items").as_array()) {
        if (grant.at("role") == "administrator") {
            id = grant.at("id").as_string();
        }
    }
    auto const revocation = url_of(ana) + "/grants/" + id + "/revocation";
    EXPECT_TRUE(shows(page, revocation));
    EXPECT_EQ(admin->get(revocation).status, 200);
    EXPECT_EQ(admin->post(revocation, {{"reason", "project ended"}}).status, 303);
    EXPECT_EQ(officer.get("/administration").status, 403);
}

TEST_P(Administration, where_a_role_holds_is_said_and_never_guessed)
{
    struct Case {
        Fields fields;
        char const *problem;
    };
    for (auto const &[fields, problem] : std::vector<Case>{
             {{{"role", "desk_officer"}, {"valid_from", "2026-11-21"}}, "#f-scope"},
             {{{"role", "desk_officer"}, {"scope", "country"}, {"valid_from", "2026-11-21"}},
              "#f-country"},
             {{{"role", "desk_officer"}, {"scope", "organisation"}, {"valid_from", "2026-11-21"}},
              "#f-organisation"},
             {{{"role", "desk_officer"},
               {"scope", "everywhere"},
               {"country", "TLS"},
               {"valid_from", "2026-11-21"}},
              "Leave this empty"},
             {{{"role", "auditor"},
               {"scope", "country"},
               {"country", "TLS"},
               {"valid_from", "2026-11-21"}},
              "everywhere or not at all"},
             {{{"role", "desk_officer"},
               {"scope", "country"},
               {"country", "TLS"},
               {"valid_from", "2026-12-01"},
               {"valid_until", "2026-11-30"}},
              "The end comes before"}}) {
        auto const refused = admin->post(url_of(ana) + "/grants", fields);
        EXPECT_GE(refused.status, 400) << problem;
        EXPECT_TRUE(shows(refused, problem)) << problem;
    }
    auto const given = admin->post(url_of(ana) + "/grants", {{"role", "desk_officer"},
                                                             {"scope", "country"},
                                                             {"country", "TLS"},
                                                             {"valid_from", "2026-11-21"},
                                                             {"valid_until", "2027-11-20"}});
    ASSERT_EQ(given.status, 303) << given.body;
    auto const page = admin->get(header(given, "Location"));
    EXPECT_TRUE(shows(page, "<bdi>Timor-Leste</bdi>"));
    // The history says it in words, not as it is kept.
    EXPECT_TRUE(shows(page, "Desk officer, Timor-Leste: "));
    EXPECT_FALSE(shows(page, "country:TLS"));
}

TEST_P(Administration, somebody_is_left_who_can_give_roles)
{
    auto const grants =
        json::parse(api(Method::get, "/api" + url_of(admin_id) + "/grants", token()).body);
    auto const id = std::string{grants.at("items").at(0).at("id").as_string()};
    auto const refused =
        admin->post(url_of(admin_id) + "/grants/" + id + "/revocation", {{"reason", "no more"}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(shows(refused, "Somebody must be left"));
    EXPECT_EQ(admin->get("/administration").status, 200);
}

TEST_P(Administration, a_role_is_revoked_on_its_own_account_only)
{
    auto const grants =
        json::parse(api(Method::get, "/api" + url_of(ana) + "/grants", token()).body);
    auto const id = std::string{grants.at("items").at(0).at("id").as_string()};
    EXPECT_EQ(
        admin->post(url_of(admin_id) + "/grants/" + id + "/revocation", {{"reason", "x"}}).status,
        404);
}

// -- View as ------------------------------------------------------------------------------------

TEST_P(Administration, looking_through_a_users_eyes_is_recorded_and_ends)
{
    auto const form = admin->get(url_of(ana) + "/viewing");
    EXPECT_TRUE(shows(form, "can change nothing"));
    auto const begun = admin->post(url_of(ana) + "/viewing", {{"reason", "she asked for help"}});
    EXPECT_EQ(header(begun, "Location"), "/");
    EXPECT_EQ(admin->get("/administration").status, 403) << "as the user sees it";
    EXPECT_TRUE(shows(admin->get("/account"), "You see this as The ana@mfa.example"));
    EXPECT_EQ(admin->post(url_of(ana) + "/suspension", {{"reason", "x"}}).status, 403);
    auto const ended = admin->post("/account/viewing/end");
    EXPECT_EQ(header(ended, "Location"), url_of(ana));
    auto const page = admin->get(url_of(ana));
    EXPECT_TRUE(shows(page, "she asked for help"));
    EXPECT_TRUE(shows(page, "stopped seeing what this user sees"));
    // Nothing new would be seen through the eyes of oneself or another administrator.
    EXPECT_EQ(admin->post(url_of(admin_id) + "/viewing", {{"reason", "x"}}).status, 409);
    auto const other = make_user("other@mfa.example", {{Role::administrator}});
    EXPECT_EQ(admin->post(url_of(other) + "/viewing", {{"reason", "x"}}).status, 403);
}

// -- The API ------------------------------------------------------------------------------------

TEST_P(Administration, programs_make_and_change_accounts)
{
    auto const secret = token();
    auto const made =
        api(Method::post, "/api/administration/users", secret,
            R"({"name": "Desk Pacific", "email": "eva@mfa.example", "language": "fr"})",
            {{"Idempotency-Key", "one"}});
    ASSERT_EQ(made.status, 201) << made.body;
    auto const user = json::parse(made.body).as_object();
    EXPECT_EQ(user.at("status"), "invited");
    EXPECT_TRUE(user.at("grants").as_array().empty());
    auto const url = "/api/administration/users/" + std::string{user.at("id").as_string()};

    auto const given = api(Method::post, url + "/grants", secret,
                           R"({"role": "desk_officer", "scope": "country", "country": "TLS",
                               "valid_from": "2026-11-21"})");
    ASSERT_EQ(given.status, 201) << given.body;
    EXPECT_EQ(json::parse(given.body).at("grants").at(0).at("scope"), "country:TLS");

    auto const read = api(Method::get, url, secret);
    EXPECT_EQ(header(read, "ETag"), "\"1\"");
    EXPECT_EQ(api(Method::post, url + "/address", secret, R"({"email": "e@mfa.example"})").status,
              428);
    auto const changed = api(Method::post, url + "/address", secret,
                             R"({"email": "e@mfa.example"})", {{"If-Match", "\"1\""}});
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(json::parse(changed.body).at("email"), "e@mfa.example");

    auto const refused = api(Method::post, url + "/suspension", secret, "{}");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(header(refused, "Content-Type"), "application/problem+json");
    EXPECT_EQ(json::parse(refused.body).at("problems").at(0).at("field"), "reason");
    // Looking through somebody's eyes is for people.
    EXPECT_EQ(api(Method::post, url + "/viewing", secret, R"({"reason": "x"})").status, 404);
}

TEST_P(Administration, the_description_for_programs_names_every_route_of_theirs)
{
    auto const description = json::parse(web::openapi(app(), router()));
    auto const &paths = description.at("paths").as_object();
    for (auto const &route : router().routes()) {
        if (route.api && route.pattern.starts_with("/administration")) {
            auto const found = std::ranges::any_of(paths, [&](auto const &path) {
                return std::string_view{path.key().data(), path.key().size()}.ends_with(
                    route.pattern);
            });
            EXPECT_TRUE(found) << route.pattern;
        }
    }
}

// -- Mail, jobs, history, reference data ---------------------------------------------------------

TEST_P(Administration, kept_mail_is_read_here_with_its_links_to_follow)
{
    auto const id = store().write([](storage::Tx &tx) {
        return *mail::queue(tx, {.to = "eva@mfa.example",
                                 .subject = "A <new> note",
                                 .text = "See https://selatan.example/x?a=1&b=2.\n\n<b>Bye</b>"});
    });
    auto const list = admin->get("/administration/mail?state=queued");
    EXPECT_TRUE(shows(list, "A &lt;new&gt; note"));
    auto const page = admin->get("/administration/mail/" + id.to_string());
    EXPECT_TRUE(shows(page, "href=\"https://selatan.example/x?a=1&amp;b=2\">"));
    EXPECT_TRUE(shows(page, "</a>."));
    EXPECT_TRUE(shows(page, "&lt;b&gt;Bye"));
    EXPECT_FALSE(shows(admin->get("/administration/mail?state=dead"), "note"));
    EXPECT_FALSE(shows(admin->get("/administration/mail?to=ana%40mfa.example"), "note"));
    EXPECT_EQ(admin->post("/administration/mail/" + id.to_string() + "/delivery").status, 409);
}

TEST_P(Administration, a_link_that_opens_an_account_is_its_receivers_alone)
{
    auto visitor = browser();
    visitor.get("/forgot-password");
    visitor.post("/forgot-password", {{"email", "ana@mfa.example"}});
    auto const id = store().read([](storage::Reader &reader) {
        return mail::list(reader, {.to = "ana@mfa.example"}).front().id;
    });
    auto const page = admin->get("/administration/mail/" + id.to_string());
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(shows(page, "/reset/"));
    EXPECT_TRUE(shows(page, "Only its receiver"));
}

TEST_P(Administration, jobs_are_listed_and_only_dead_ones_tried_again)
{
    auto const id = store().write([](storage::Tx &tx) {
        return jobs::enqueue(tx, {.kind = "count.things", .payload = R"({"of": "<what>"})"});
    });
    auto const list = admin->get("/administration/jobs?kind=count.things&state=waiting");
    EXPECT_TRUE(shows(list, "count.things"));
    EXPECT_TRUE(shows(list, "0 of 10"));
    auto const page = admin->get("/administration/jobs/" + id.to_string());
    EXPECT_TRUE(shows(page, "&lt;what&gt;"));
    EXPECT_EQ(admin->post("/administration/jobs/" + id.to_string() + "/restart").status, 409);
}

TEST_P(Administration, the_history_is_verified_on_request)
{
    store().write([](storage::Tx &tx) { events::seal(tx); });
    EXPECT_FALSE(shows(admin->get("/administration/history"), "The chain is intact"));
    EXPECT_TRUE(shows(admin->get("/administration/history?verify=1"), "The chain is intact"));
}

TEST_P(Administration, reference_data_names_its_source_and_licence)
{
    store().write([](storage::Tx &tx) { reference::load_shipped(tx); });
    auto const list = admin->get("/administration/reference-data");
    EXPECT_TRUE(shows(list, "Countries"));
    auto const version = store().read([](storage::Reader &reader) {
        return reference::versions(reader, reference::List::sector).front();
    });
    auto const page = admin->get("/administration/reference-data/sector");
    EXPECT_TRUE(shows(page, version.version));
    EXPECT_TRUE(shows(page, version.licence));
    EXPECT_EQ(
        admin
            ->post("/administration/reference-data/sector/current", {{"chosen", "no such version"}})
            .status,
        404);
}

} // namespace
} // namespace selatan::administration

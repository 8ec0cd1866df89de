#include "platform/web/frame.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/search.hpp"
#include "platform/web/thread.hpp"
#include "tests/support/sample_noun.hpp"
#include "tests/support/web.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace selatan::web {
namespace {

namespace json = boost::json;
using auth::Role;
using http::Method;
using testing::header;
using testing::Sample;
using testing::samples;
using testing::shows;

struct Reason {
    std::string reason;
};
constexpr std::array reason_fields{
    records::field<&Reason::reason>("reason", testing::some_word).required().at_most(200)};

Result<records::Saved> run_step(storage::Tx &tx, auth::Identity const &by,
                                records::Head const &head, std::int64_t version,
                                std::string_view verb, std::string const &reason)
{
    return records::advance(tx, by.actor(), samples, head, version, verb, {.reason = reason});
}

NounPages const pages{
    .noun = &samples,
    .add = testing::some_word,
    .empty_title = testing::some_word,
    .empty_text = testing::some_word,
    .check =
        [](Draft const &draft) {
            bool const broken = static_cast<Sample const *>(draft.after)->summary == "broken";
            return broken ? Problems{{"summary", "common.invalid_text", {}}} : Problems{};
        },
    .parts = {{.pages = &pages, .field = "parent", .title = testing::some_word}},
    .verbs = {{.verb = "open",
               .path = "opening",
               .label = testing::some_word,
               .run =
                   [](storage::Tx &tx, auth::Identity const &by, records::Head const &head,
                      std::int64_t version, void const * /*value*/) {
                       return run_step(tx, by, head, version, "open", "");
                   }},
              {.verb = "close",
               .path = "closing",
               .label = testing::some_word,
               .fields = reason_fields,
               .type = &records::value_type<Reason>,
               .run =
                   [](storage::Tx &tx, auth::Identity const &by, records::Head const &head,
                      std::int64_t version, void const *value) {
                       return run_step(tx, by, head, version, "close",
                                       static_cast<Reason const *>(value)->reason);
                   }}},
    .saves_drafts = true,
};

class Web : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        testing::create_sample_table(store());
        coordinator = make_user("ana@agency.example", {{Role::coordinator}});
        make_user("joao@mfa.example", {{Role::focal_point, *CountryCode::parse("TLS")}});
    }
    void add_routes(Router &router) override
    {
        web::add_routes(router, pages);
        add_thread_route(router);
        add_search_route(router);
    }
    void set_up(App &app) override { app.nouns.push_back(&samples); }
    std::unique_ptr<records::CodeLists> make_code_lists() override
    {
        return std::make_unique<testing::SampleLists>();
    }

    records::Saved make(std::string const &name, records::Extra const &extra = {})
    {
        Sample sample;
        sample.name = name;
        sample.country = CountryCode::parse("TLS");
        sample.notes = "among officers";
        return store().write(
            [&](storage::Tx &tx) { return records::create(tx, {}, samples, sample, extra); });
    }
    std::int64_t count(std::string const &table)
    {
        return *store().read([&](storage::Reader &reader) {
            return reader.one<std::int64_t>("SELECT count(*) FROM " + table);
        });
    }
    std::string token() { return bearer(coordinator, "*:read *:write"); }

    Id<auth::User> coordinator;
};
INSTANTIATE_ENGINES(Web);

// -- Stories ------------------------------------------------------------------------------------

TEST_P(Web, a_story_is_told_as_far_as_its_reader_may_see)
{
    auto const request = make("Request", {.audience = Audience::partner});
    Sample match;
    match.name = "Match";
    match.country = CountryCode::parse("TLS");
    match.parent = Id<Sample>{request.id};
    auto const hidden =
        store().write([&](storage::Tx &tx) { return records::create(tx, {}, samples, match, {}); });
    auto browser = signed_in("ana@agency.example");
    auto const page = browser.get("/threads/" + hidden.reference);
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Match")) << page.body;
    EXPECT_TRUE(shows(page, request.reference));
    EXPECT_TRUE(shows(browser.get("/samples/" + request.reference), "/threads/"));
    auto const told = api(Method::get, "/api/threads/" + request.reference, token());
    ASSERT_EQ(told.status, 200);
    EXPECT_EQ(json::parse(told.body).at("items").as_array().size(), 2U);

    auto partner = signed_in("joao@mfa.example");
    auto const theirs = partner.get("/threads/" + request.reference);
    ASSERT_EQ(theirs.status, 200);
    EXPECT_FALSE(shows(theirs, "Match"));
    EXPECT_EQ(partner.get("/threads/" + hidden.reference).status, 404);
    EXPECT_EQ(partner.get("/threads/SMP-1999-0001").status, 404);
}

// -- The one search box -------------------------------------------------------------------------

TEST_P(Web, the_search_box_leads_to_a_reference_and_says_why_it_found_the_rest)
{
    auto const rice = make("Rice in the hills", {.audience = Audience::partner});
    make("Notes", {});
    auto browser = signed_in("ana@agency.example");
    auto const direct = browser.get("/search?q=" + rice.reference);
    EXPECT_EQ(direct.status, 303);
    EXPECT_EQ(header(direct, "Location"), "/samples/" + rice.reference);

    auto const found = browser.get("/search?q=hill");
    ASSERT_EQ(found.status, 200);
    EXPECT_TRUE(shows(found, "Rice in the hills"));
    auto const noted = browser.get("/search?q=officer");
    EXPECT_TRUE(shows(noted, "<mark>officers</mark>")) << noted.body;
    EXPECT_TRUE(shows(browser.get("/search?q=officer&country=Tunisia"), "Nothing was found"));

    auto partner = signed_in("joao@mfa.example");
    EXPECT_TRUE(shows(partner.get("/search?q=rice"), "Rice in the hills"));
    EXPECT_FALSE(shows(partner.get("/search?q=officer"), "Rice in the hills"));
}

TEST(Navigation, pages_of_ones_own_are_for_those_who_can_have_records_of_their_own)
{
    static constexpr std::array own{
        records::Rule{auth::Role::participant, records::verbs::see, records::Condition::own}};
    static constexpr std::array everybodys{
        records::Rule{auth::Role::participant, records::verbs::see, records::Condition::own},
        records::Rule{auth::Role::desk_officer, records::verbs::see}};
    static constinit records::Policy const own_policy{.rules = own};
    static constinit records::Policy const policy{.rules = everybodys};
    auto const holder_of = [](auth::Role role) {
        auth::Identity who;
        who.grants = {{.role = role, .scope = auth::Everywhere{}, .valid_from = Date{}}};
        return who;
    };
    auto const administrator = holder_of(auth::Role::administrator);
    auto const participant = holder_of(auth::Role::participant);
    EXPECT_FALSE(leads_to({.policy = &own_policy}, &administrator));
    EXPECT_TRUE(leads_to({.policy = &own_policy}, &participant));
    EXPECT_TRUE(leads_to({.policy = &policy}, &administrator));
    EXPECT_FALSE(leads_to({.policy = &policy}, nullptr));
    EXPECT_TRUE(leads_to({}, &administrator));
}

TEST_P(Web, a_search_that_asks_nonsense_says_so_and_keeps_what_was_typed)
{
    make("Rice", {.audience = Audience::partner});
    auto browser = signed_in("ana@agency.example");
    auto const page = browser.get("/search?q=rice&kind=pie&country=Atlantis&since=soon&from=-4");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "aria-invalid")) << page.body;
    EXPECT_TRUE(shows(page, "value=\"rice\""));
    EXPECT_EQ(browser.get("/search").status, 200);
    EXPECT_EQ(browser.get("/search?q=%FF%00%22%27").status, 200);

    auto const key = token();
    EXPECT_EQ(api(Method::get, "/api/search?q=rice&since=soon", key).status, 422);
    auto const answer = api(Method::get, "/api/search?q=rice", key);
    ASSERT_EQ(answer.status, 200);
    auto const told = json::parse(answer.body);
    EXPECT_EQ(told.at("count").as_int64(), 1);
    auto const &hit = told.at("items").at(0);
    EXPECT_EQ(hit.at("title").as_string(), "Rice");
    EXPECT_EQ(hit.at("reasons").at(0).at("match").as_string(), "Rice");
    EXPECT_EQ(api(Method::get, "/api/search?q=rice", "").status, 401);
    make("Rice again", {.audience = Audience::partner});
    auto const one = json::parse(api(Method::get, "/api/search?q=rice&limit=1", key).body);
    EXPECT_EQ(one.at("items").as_array().size(), 1U);
    EXPECT_EQ(one.at("count").as_int64(), 2);
    for (auto const *const wrong : {"0", "101", "x", "1x", "-1", "99999999999"}) {
        auto const asked = "/api/search?q=rice&limit=" + std::string{wrong};
        EXPECT_EQ(api(Method::get, asked, key).status, 422) << wrong;
    }
}

// -- The API ------------------------------------------------------------------------------------

TEST_P(Web, a_program_makes_reads_changes_and_moves_a_record)
{
    auto const key = token();
    auto const made =
        api(Method::post, "/api/samples", key,
            R"({"name":"Rice","colour":"green","places":7,"days":["monday"],"country":"TLS",)"
            R"("names":{"fr":"Riz"},"is_open":true})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(header(made, "Location"), "/api/samples/SMP-2026-0001");
    auto const shown = api(Method::get, "/api/samples/SMP-2026-0001", key);
    EXPECT_EQ(header(shown, "ETag"), "\"1\"");
    EXPECT_EQ(json::parse(shown.body), json::parse(made.body));
    auto const record = json::parse(shown.body).as_object();
    EXPECT_EQ(record.at("places").as_int64(), 7);
    EXPECT_EQ(record.at("days").as_array().size(), 1U);
    EXPECT_EQ(record.at("names").at("fr").as_string(), "Riz");
    EXPECT_TRUE(record.at("is_open").as_bool());
    EXPECT_TRUE(record.at("parent").is_null());
    EXPECT_FALSE(record.contains("secret"));

    auto const url = std::string{"/api/samples/SMP-2026-0001"};
    EXPECT_EQ(api(Method::patch, url, key, R"({"places":8})").status, 428);
    EXPECT_EQ(api(Method::patch, url, key, R"({"places":8})", {{"If-Match", "\"9\""}}).status, 412);
    EXPECT_EQ(api(Method::patch, url, key, R"({"places":8})", {{"If-Match", "*"}}).status, 428);
    EXPECT_EQ(api(Method::patch, url, key, R"({"places":8})", {{"If-Match", "W/\"9\""}}).status,
              412)
        << "as a compressed answer has it";
    auto const changed = api(Method::patch, url, key, R"({"places":8})", {{"If-Match", "\"1\""}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(json::parse(changed.body).at("version").as_int64(), 2);
    EXPECT_EQ(json::parse(changed.body).at("name").as_string(), "Rice");

    EXPECT_EQ(
        api(Method::post, url + "/closing", key, R"({"reason":"x"})", {{"If-Match", "2"}}).status,
        409);
    EXPECT_EQ(api(Method::post, url + "/opening", key, "{}").status, 428);
    EXPECT_EQ(api(Method::post, url + "/opening", key, "{}", {{"If-Match", "2"}}).status, 200);
    EXPECT_EQ(api(Method::post, url + "/closing", key, "{}", {{"If-Match", "3"}}).status, 422);
    auto const closed =
        api(Method::post, url + "/closing", key, R"({"reason":"Done"})", {{"If-Match", "3"}});
    EXPECT_EQ(json::parse(closed.body).at("state").as_string(), "closed");
}

TEST_P(Web, problems_are_told_to_programs_as_rfc_9457_wants)
{
    auto const refused =
        api(Method::post, "/api/samples", token(), R"({"colour":"blue","secret":"x","other":1})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(header(refused, "Content-Type"), "application/problem+json");
    auto const problem = json::parse(refused.body).as_object();
    EXPECT_EQ(problem.at("type").as_string(), "about:blank");
    EXPECT_EQ(problem.at("status").as_int64(), 422);
    EXPECT_FALSE(problem.at("title").as_string().empty());
    EXPECT_EQ(problem.at("instance").as_string(), "urn:request:test");
    std::string told;
    for (auto const &one : problem.at("problems").as_array()) {
        EXPECT_FALSE(one.at("detail").as_string().empty());
        told += std::string{one.at("field").as_string()} + "=" +
                std::string{one.at("code").as_string()} + " ";
    }
    EXPECT_EQ(told, "other=records.unknown_field name=common.required colour=common.unknown_choice "
                    "secret=records.forbidden_field ");
    EXPECT_EQ(count("sample"), 0);

    auto const key = token();
    for (std::string const body : {"{", "[]", "{\"name\":\"\xFF\"}", R"({"name":[1]})"}) {
        EXPECT_EQ(api(Method::post, "/api/samples", key, body).status, 422) << body;
    }
    EXPECT_EQ(api(Method::get, "/api/samples?q=unheard_of:x", key).status, 422);
    EXPECT_EQ(api(Method::get, "/api/samples/SMP-1999-0001", key).status, 404);
    EXPECT_EQ(api(Method::get, "/api/nowhere", key).status, 404);
    auto const not_allowed = api(Method::put, "/api/samples", key);
    EXPECT_EQ(not_allowed.status, 405);
    EXPECT_NE(not_allowed.body.find("\"status\":405"), std::string::npos);
    EXPECT_EQ(header(api(Method::get, "/api/samples", ""), "WWW-Authenticate"), "Bearer");
    EXPECT_EQ(api(Method::get, "/api/samples", "wrong").status, 401);
    EXPECT_EQ(api(Method::post, "/api/samples", bearer(coordinator, "sample:read"), "{}").status,
              403);
}

TEST_P(Web, the_same_key_again_answers_the_same_and_does_nothing)
{
    auto const key = token();
    std::string const body = R"({"name":"Rice","colour":"green"})";
    auto const first = api(Method::post, "/api/samples", key, body, {{"Idempotency-Key", "seven"}});
    ASSERT_EQ(first.status, 201);
    auto const again = api(Method::post, "/api/samples", key, body, {{"Idempotency-Key", "seven"}});
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(count("sample"), 1);
    auto const reused = api(Method::post, "/api/samples", key,
                            R"({"name":"Other","colour":"green"})", {{"Idempotency-Key", "seven"}});
    EXPECT_EQ(reused.status, 409);
    EXPECT_TRUE(shows(reused, "records.command_reused"));
    // A refusal is not remembered: the command may be put right.
    EXPECT_EQ(api(Method::post, "/api/samples", key, "{}", {{"Idempotency-Key", "eight"}}).status,
              422);
    EXPECT_EQ(api(Method::post, "/api/samples", key, body, {{"Idempotency-Key", "eight"}}).status,
              201);
    // Another's key is another key.
    auto const other =
        bearer(make_user("budi@agency.example", {{Role::coordinator}}), "*:read *:write");
    EXPECT_EQ(api(Method::post, "/api/samples", other, body, {{"Idempotency-Key", "seven"}}).status,
              201);
    EXPECT_EQ(count("sample"), 3);
}

TEST_P(Web, lists_lead_programs_from_page_to_page)
{
    for (auto const *name : {"A", "B", "C"}) {
        make(name);
    }
    auto const key = token();
    std::string names;
    std::string url = "/api/samples?limit=2&columns=name";
    for (int pages_read = 0; !url.empty() && pages_read < 3; ++pages_read) {
        auto const answer = api(Method::get, url, key);
        auto const page = json::parse(answer.body).as_object();
        EXPECT_EQ(page.at("count").as_int64(), 3);
        EXPECT_TRUE(page.at("count_is_exact").as_bool());
        for (auto const &item : page.at("items").as_array()) {
            names += item.at("name").as_string();
        }
        url = page.contains("next") ? std::string{page.at("next").as_string()} : "";
        EXPECT_EQ(header(answer, "Link").find("rel=\"next\"") != std::string::npos, !url.empty());
    }
    EXPECT_EQ(names, "ABC");
}

// -- Pages --------------------------------------------------------------------------------------

TEST_P(Web, nobody_links_what_they_may_not_see)
{
    auto const hidden = make("Among officers", {.audience = Audience::internal});
    auto const shared = make("Among partners", {.audience = Audience::partner});
    auto focal = signed_in("joao@mfa.example");
    auto const made_under = [&](std::string const &parent) {
        focal.get("/samples/new");
        return focal.post(
            "/samples",
            {{"name", "Ours"}, {"colour", "green"}, {"country", "TLS"}, {"parent", parent}});
    };
    auto const refused = made_under(hidden.reference);
    EXPECT_EQ(refused.status, 422);
    EXPECT_FALSE(shows(refused, "Among officers"));
    EXPECT_EQ(made_under(hidden.id.to_string()).status, 422);
    EXPECT_EQ(count("sample"), 2);
    EXPECT_EQ(made_under(shared.reference).status, 303);
}

TEST_P(Web, a_form_acts_once_however_often_it_is_sent)
{
    auto ana = signed_in("ana@agency.example");
    auto const form = ana.get("/samples/new");
    auto const command = testing::between(form.body, "name=\"command\" value=\"", "\"");
    ASSERT_FALSE(command.empty());
    testing::Fields const typed{{"name", "Rice"}, {"colour", "green"}, {"command", command}};
    auto const made = ana.post("/samples", typed);
    EXPECT_EQ(made.status, 303) << made.body;
    EXPECT_EQ(header(made, "Location"), "/samples/SMP-2026-0001");
    EXPECT_EQ(header(ana.post("/samples", typed), "Location"), "/samples/SMP-2026-0001");
    EXPECT_EQ(count("sample"), 1);
}

TEST_P(Web, a_refused_form_keeps_what_was_typed)
{
    auto ana = signed_in("ana@agency.example");
    auto const refused =
        ana.post("/samples", {{"name", "Rice <b>"}, {"colour", "green"}, {"places", "many"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "value=\"Rice &lt;b&gt;\""));
    EXPECT_TRUE(shows(refused, "value=\"many\""));
    EXPECT_TRUE(shows(refused, "aria-invalid=\"true\""));
    EXPECT_EQ(
        ana.post("/samples", {{"name", "Rice"}, {"colour", "green"}, {"summary", "broken"}}).status,
        422);
    EXPECT_EQ(count("sample"), 0);
}

TEST_P(Web, whoever_saves_too_late_sees_both)
{
    auto const made = make("Rice");
    auto const url = "/samples/" + made.reference;
    auto ana = signed_in("ana@agency.example");
    EXPECT_EQ(ana.post(url, {{"name", "First"}}).status, 428);
    EXPECT_EQ(ana.post(url, {{"name", "First"}, {"version", "1"}}).status, 303);
    auto const late = ana.post(url, {{"name", "Second"}, {"version", "1"}});
    EXPECT_EQ(late.status, 412);
    EXPECT_TRUE(shows(late, "value=\"Second\""));
    EXPECT_TRUE(shows(late, "First"));
    EXPECT_TRUE(shows(late, "name=\"version\" value=\"2\""));
    EXPECT_EQ(ana.post(url, {{"name", "Second"}, {"version", "2"}}).status, 303);
}

TEST_P(Web, verbs_act_at_once_or_ask_first)
{
    auto const url = "/samples/" + make("Rice").reference;
    auto ana = signed_in("ana@agency.example");
    EXPECT_EQ(ana.get(url + "/opening").status, 405) << "no form";
    EXPECT_EQ(ana.get(url + "/closing").status, 409);
    EXPECT_EQ(ana.post(url + "/opening", {{"version", "1"}}).status, 303);
    EXPECT_EQ(ana.post(url + "/opening", {{"version", "2"}}).status, 409);
    EXPECT_EQ(ana.get(url + "/closing").status, 200);
    EXPECT_EQ(ana.post(url + "/closing", {{"version", "2"}}).status, 422);
    EXPECT_EQ(ana.post(url + "/closing", {{"version", "2"}, {"reason", "Done"}}).status, 303);
    EXPECT_TRUE(shows(ana.get(url), "Done"));
}

TEST_P(Web, comments_reach_those_for_whom_they_are)
{
    auto const url = "/samples/" + make("Rice", {.audience = Audience::partner}).reference;
    auto ana = signed_in("ana@agency.example");
    EXPECT_EQ(ana.post(url + "/comments", {{"body", ""}}).status, 403)
        << "no rule lets her comment";
    auto joao = signed_in("joao@mfa.example");
    EXPECT_EQ(joao.get(url).status, 200);
    EXPECT_FALSE(shows(joao.get(url), "among officers"));
    EXPECT_TRUE(shows(ana.get(url), "among officers"));
}

TEST_P(Web, forms_are_kept_while_they_are_typed)
{
    auto ana = signed_in("ana@agency.example");
    EXPECT_EQ(ana.post("/samples/new/draft", {{"name", "Half"}}).status, 303);
    EXPECT_TRUE(shows(ana.get("/samples/new"), "value=\"Half\""));
    auto joao = signed_in("joao@mfa.example");
    EXPECT_FALSE(shows(joao.get("/samples/new"), "value=\"Half\"")) << "a draft is its writer's";
    EXPECT_EQ(ana.post("/samples/new/draft").status, 303);
    EXPECT_FALSE(shows(ana.get("/samples/new"), "value=\"Half\""));
    EXPECT_EQ(count("record"), 0);
}

TEST_P(Web, views_keep_a_query_under_a_name_for_oneself_or_for_all)
{
    make("Rice", {.audience = Audience::partner});
    auto ana = signed_in("ana@agency.example");
    auto const save = [&](std::string const &name, std::string const &audience,
                          std::string const &query) {
        return ana.post("/samples/views",
                        {{"name", name}, {"audience", audience}, {"query", query}});
    };
    auto const saved = save("Mine", "private", "q=state:draft&sort=-created&evil=<script>");
    EXPECT_EQ(saved.status, 303) << saved.body;
    EXPECT_EQ(save("Ours", "public", "q=state:open").status, 303);
    EXPECT_EQ(save("", "public", "").status, 422);
    EXPECT_EQ(save("Name", "everyone", "").status, 422);
    auto const page = ana.get("/samples");
    EXPECT_TRUE(shows(page, "Mine"));
    EXPECT_FALSE(shows(page, "evil"));
    auto joao = signed_in("joao@mfa.example");
    EXPECT_FALSE(shows(joao.get("/samples"), "Mine"));
    EXPECT_TRUE(shows(joao.get("/samples"), "Ours"));
    EXPECT_EQ(ana.get(header(saved, "Location")).status, 200);
}

TEST_P(Web, exports_hold_what_the_list_shows)
{
    make("=cmd()", {.audience = Audience::partner});
    make("Kept inside");
    auto const read = [](http::Response const &response) {
        std::string all;
        for (bool more = true; more;) {
            std::string piece;
            more = response.stream(piece);
            all += piece;
        }
        return all;
    };
    auto ana = signed_in("ana@agency.example");
    auto const officers = read(ana.get("/samples.csv?columns=name,notes,country"));
    EXPECT_NE(officers.find("Kept inside"), std::string::npos);
    EXPECT_NE(officers.find("among officers"), std::string::npos);
    EXPECT_NE(officers.find("Timor-Leste"), std::string::npos) << "codes are spelled out";
    EXPECT_EQ(officers.find("\n=cmd"), std::string::npos) << "no cell is a formula";
    auto joao = signed_in("joao@mfa.example");
    auto const partners = read(joao.get("/samples.csv?columns=name,notes,country"));
    EXPECT_EQ(partners.find("Kept inside"), std::string::npos);
    EXPECT_EQ(partners.find("among officers"), std::string::npos);
    EXPECT_TRUE(read(ana.get("/samples.xlsx")).starts_with("PK"));
    EXPECT_EQ(header(ana.get("/samples.xlsx"), "Content-Disposition"),
              "attachment; filename=\"samples.xlsx\"");
}

TEST_P(Web, other_sites_and_forgotten_tokens_act_on_nothing)
{
    auto ana = signed_in("ana@agency.example");
    ana.forget_token();
    EXPECT_EQ(ana.post("/samples", {{"name", "Rice"}, {"colour", "green"}}).status, 403);
    EXPECT_EQ(
        ana.post("/samples", {{"name", "Rice"}, {"colour", "green"}, {"token", "guess"}}).status,
        403);
    ana.get("/samples/new");
    http::Request forged;
    forged.method = Method::post;
    forged.path = "/samples";
    forged.form.add("token", ana.token());
    forged.form.add("name", "Rice");
    forged.form.add("colour", "green");
    auto by_fetch = forged;
    by_fetch.headers.set("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(ana.send(by_fetch).status, 403);
    auto by_origin = forged;
    by_origin.headers.set("Host", "selatan.example");
    by_origin.headers.set("Origin", "https://evil.example");
    EXPECT_EQ(ana.send(by_origin).status, 403);
    EXPECT_EQ(count("sample"), 0);
    EXPECT_EQ(ana.send(forged).status, 303) << "the same from our own page";
}

// -- Routes -------------------------------------------------------------------------------------

TEST(Router, takes_the_most_literal_of_those_that_fit)
{
    Router router;
    Gate const everyone{.kind = Gate::Kind::everyone};
    for (auto const *pattern : {"/a/{id}", "/a/new", "/a/{id}/b", "/a/{id}/{part}"}) {
        router.add({.method = Method::get, .pattern = pattern, .gate = everyone});
    }
    router.add({.method = Method::post, .pattern = "/a/{id}", .gate = everyone, .api = ApiDoc{}});
    auto const matched = [&](Method method, std::string_view path) {
        auto const match = router.match(method, path);
        return match.route == nullptr ? std::string{} : match.route->pattern;
    };
    EXPECT_EQ(matched(Method::get, "/a/new"), "/a/new");
    EXPECT_EQ(matched(Method::get, "/a/7"), "/a/{id}");
    EXPECT_EQ(matched(Method::head, "/a/7"), "/a/{id}");
    EXPECT_EQ(matched(Method::get, "/a/new/b"), "/a/{id}/b");
    EXPECT_EQ(matched(Method::get, "/a/7/c"), "/a/{id}/{part}");
    EXPECT_EQ(matched(Method::post, "/api/a/7"), "/a/{id}");
    for (std::string_view const path : {"/a", "/a/", "/a/7/", "/a//b", "/b", "/a/7/b/c", "/a/%00",
                                        "/a/%FF", "/a/%2", "/api/a/new", "//a/7"}) {
        EXPECT_EQ(matched(Method::get, path), "") << path;
    }
    EXPECT_EQ(router.match(Method::get, "/a/x%2Fy").parts.front().second, "x/y");
    auto const wrong = router.match(Method::del, "/a/7");
    EXPECT_EQ(wrong.route, nullptr);
    EXPECT_EQ(wrong.allowed, (std::vector<Method>{Method::get, Method::post}));
    EXPECT_THROW(router.add({.method = Method::get, .pattern = "/a/new", .gate = everyone}), Bug);
    EXPECT_THROW(router.add({.method = Method::get, .pattern = "/{id}", .gate = everyone}), Bug);
}

} // namespace
} // namespace selatan::web

#include "cooperation/approvals/approvals.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/requests/examples.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/workdays/workdays.hpp"
#include "platform/records/list.hpp"
#include "tests/support/web.hpp"

#include <algorithm>
#include <array>

namespace selatan::requests {

namespace {

using auth::Role;
using testing::Browser;
using testing::Fields;
using testing::Granted;
using testing::shows;

class SomeLists final : public records::CodeLists {
public:
    [[nodiscard]] std::vector<records::Option> options(std::string_view list,
                                                       Language /*language*/) const override
    {
        std::vector<records::Option> options;
        auto const add = [&](std::string code, std::string label) {
            options.push_back({.code = std::move(code), .label = std::move(label), .group = {}});
        };
        if (list == "country") {
            add("FJI", "Fiji");
            add("TLS", "Timor-Leste");
        } else if (list == "language") {
            add("en", "English");
            add("pt", "Portuguese");
        } else if (list == "modality") {
            add("training", "Training");
            add("equipment", "Equipment");
        } else if (list == "sector") {
            add("12261", "Health education");
        } else if (list == "sdg") {
            add("3", "Good health");
        } else if (list == "geography") {
            add("bilateral", "Bilateral");
            add("regional", "Regional");
        }
        return options;
    }
    [[nodiscard]] std::string name(std::string_view list, std::string_view code,
                                   Language language) const override
    {
        for (auto const &option : options(list, language)) {
            if (option.code == code) {
                return option.label;
            }
        }
        return {};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override
    {
        return name(list, text, Language::en).empty() ? std::nullopt
                                                      : std::optional{std::string{text}};
    }
};

auto const timor_leste = CountryCode::parse("TLS").value();
auto const fiji = CountryCode::parse("FJI").value();

class Requests : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        m_partner = identity(make_user("focal@mne.example", {{Role::focal_point, timor_leste}}));
        m_officer = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        m_coordinator = identity(make_user("coordinator@agency.example", {{Role::coordinator}}));
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        workdays::add_routes(router);
        approvals::add_routes(router);
        requests::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), workdays::nouns(), approvals::nouns(), requests::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    std::unique_ptr<records::CodeLists> make_code_lists() override
    {
        return std::make_unique<SomeLists>();
    }

    [[nodiscard]] auth::Identity identity(Id<auth::User> user)
    {
        return store().read(
            [&](storage::Reader &reader) { return *auth::load_identity(reader, user, "web"); });
    }
    [[nodiscard]] auth::Identity const &partner() const { return *m_partner; }
    [[nodiscard]] auth::Identity const &officer() const { return *m_officer; }
    [[nodiscard]] auth::Identity const &coordinator() const { return *m_coordinator; }

    [[nodiscard]] static Request some_request(std::string title = "Training of midwives")
    {
        Request request;
        request.title = std::move(title);
        request.country = timor_leste;
        return request;
    }
    /// A request in `state` that `by` made.
    Head made(std::string state, auth::Identity const &by, Audience audience = Audience::partner,
              Request const &request = some_request())
    {
        return store().write([&](storage::Tx &tx) {
            auto const saved = records::create(tx, by.actor(), requests, request,
                                               {.audience = audience, .state = std::move(state)});
            return find(tx, saved.id);
        });
    }
    [[nodiscard]] static Head find(storage::Reader &reader, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *records::find(reader, requests, &program, id.to_string());
    }
    [[nodiscard]] Head now(Head const &head)
    {
        return store().read([&](storage::Reader &reader) { return find(reader, head.id); });
    }
    [[nodiscard]] Request value(Head const &head)
    {
        return store().read(
            [&](storage::Reader &reader) { return *records::load(reader, requests, head.id); });
    }
    [[nodiscard]] static std::string url(Head const &head, std::string_view rest = {})
    {
        return "/requests/" + head.reference + std::string{rest};
    }
    [[nodiscard]] static Fields with_version(Head const &head, Fields fields)
    {
        fields.emplace_back("version", std::to_string(head.version));
        return fields;
    }
    [[nodiscard]] std::int64_t count(std::string const &sql)
    {
        return store().read(
            [&](storage::Reader &reader) { return *reader.one<std::int64_t>(sql); });
    }

private:
    std::optional<auth::Identity> m_partner;
    std::optional<auth::Identity> m_officer;
    std::optional<auth::Identity> m_coordinator;
};
INSTANTIATE_ENGINES(Requests);

// -- Who may what -------------------------------------------------------------------------------

constexpr std::array every_verb{std::string_view{"see"},
                                std::string_view{"change"},
                                std::string_view{"comment"},
                                std::string_view{"submit"},
                                std::string_view{"register"},
                                std::string_view{"record_consent"},
                                std::string_view{"take_lead"},
                                std::string_view{"screen"},
                                std::string_view{"return"},
                                std::string_view{"match"},
                                std::string_view{"part_answer"},
                                std::string_view{"seek_offer"},
                                std::string_view{"seek_financing"},
                                std::string_view{"defer"},
                                std::string_view{"refer"},
                                std::string_view{"decline"},
                                std::string_view{"propose"},
                                std::string_view{"plan"},
                                std::string_view{"answer"},
                                std::string_view{"withdraw"},
                                std::string_view{"close"},
                                std::string_view{"reopen"}};

enum class Whose {
    own,
    shared,
    kept
}; ///< kept: an officer's, which the partner has not consented to

struct May {
    Role role;
    Whose whose;
    std::string_view state;
    std::string_view verbs;
};

#define DESK "see change comment record_consent take_lead"
constexpr std::array table{
    // The partner's focal point.
    May{Role::focal_point, Whose::own, "draft", "see change comment submit"},
    May{Role::focal_point, Whose::shared, "draft", ""},
    May{Role::focal_point, Whose::shared, "received", "see comment withdraw"},
    May{Role::focal_point, Whose::own, "received", "see comment withdraw"},
    May{Role::focal_point, Whose::shared, "returned", "see change comment submit withdraw"},
    May{Role::focal_point, Whose::kept, "returned", ""},
    May{Role::focal_point, Whose::kept, "registered", ""},
    May{Role::focal_point, Whose::shared, "declined", "see comment"},
    May{Role::focal_point, Whose::shared, "closed", "see comment"},
    // The partner's mission drafts and submits, and follows.
    May{Role::partner_mission, Whose::own, "draft", "see change comment submit"},
    May{Role::partner_mission, Whose::shared, "draft", ""},
    May{Role::partner_mission, Whose::shared, "returned", "see comment"},
    May{Role::partner_mission, Whose::kept, "received", ""},
    // Our mission enters what was handed to it.
    May{Role::own_mission, Whose::own, "draft", "see change comment register"},
    May{Role::own_mission, Whose::shared, "draft", ""},
    May{Role::own_mission, Whose::kept, "registered", "see comment"},
    // The desk.
    May{Role::desk_officer, Whose::own, "draft", "see change comment register"},
    May{Role::desk_officer, Whose::shared, "draft", ""},
    May{Role::desk_officer, Whose::shared, "received",
        "see change comment register record_consent take_lead return withdraw"},
    May{Role::desk_officer, Whose::kept, "registered", DESK " screen return withdraw"},
    May{Role::desk_officer, Whose::shared, "screened",
        DESK " return match part_answer seek_offer seek_financing defer refer decline withdraw"},
    May{Role::desk_officer, Whose::shared, "returned", "see comment withdraw close"},
    May{Role::desk_officer, Whose::shared, "matched",
        DESK " part_answer seek_offer seek_financing defer decline propose withdraw"},
    May{Role::desk_officer, Whose::shared, "part_answered",
        DESK " match seek_offer seek_financing propose answer withdraw"},
    May{Role::desk_officer, Whose::shared, "offer_sought",
        DESK " match part_answer seek_financing defer refer decline withdraw"},
    May{Role::desk_officer, Whose::shared, "financing_sought",
        DESK " match part_answer seek_offer defer refer decline propose withdraw"},
    May{Role::desk_officer, Whose::shared, "deferred",
        DESK " match seek_offer seek_financing refer decline propose answer withdraw"},
    May{Role::desk_officer, Whose::shared, "referred", "see comment answer"},
    May{Role::desk_officer, Whose::shared, "declined", "see comment answer"},
    May{Role::desk_officer, Whose::shared, "withdrawn", "see comment close"},
    May{Role::desk_officer, Whose::shared, "proposed", DESK " defer decline plan withdraw"},
    May{Role::desk_officer, Whose::shared, "in_portfolio", DESK " answer withdraw"},
    May{Role::desk_officer, Whose::shared, "answered", "see comment close"},
    May{Role::desk_officer, Whose::shared, "closed", "see comment"},
    // Only the coordinator takes up again.
    May{Role::coordinator, Whose::shared, "declined", "see comment answer reopen"},
    May{Role::coordinator, Whose::kept, "closed", "see comment reopen"},
    May{Role::coordinator, Whose::shared, "draft", ""},
    // Those who advise or look.
    May{Role::line_ministry, Whose::shared, "draft", ""},
    May{Role::line_ministry, Whose::kept, "screened", "see comment"},
    May{Role::appraiser, Whose::shared, "proposed", "see comment"},
    May{Role::approver, Whose::shared, "proposed", "see comment"},
    May{Role::signatory, Whose::shared, "answered", "see"},
    May{Role::finance_officer, Whose::shared, "in_portfolio", "see"},
    May{Role::auditor, Whose::shared, "draft", "see"},
    May{Role::auditor, Whose::kept, "closed", "see"},
    May{Role::administrator, Whose::kept, "screened", "see"},
    // Not parties.
    May{Role::implementer, Whose::shared, "screened", ""},
    May{Role::facilitator, Whose::shared, "screened", ""},
    May{Role::participant, Whose::shared, "screened", ""},
};
#undef DESK

TEST_P(Requests, show_each_role_what_it_may_do_in_each_state)
{
    for (auto const &row : table) {
        bool const anywhere = row.role == Role::auditor || row.role == Role::administrator;
        auth::Identity who = partner();
        who.grants.clear();
        who.grants.push_back(
            {.id = {},
             .role = row.role,
             .scope = anywhere ? auth::Scope{auth::Everywhere{}} : auth::Scope{timor_leste},
             .valid_from = clock().today(),
             .valid_until = {}});
        auto const head =
            made(std::string{row.state}, row.whose == Whose::own ? partner() : coordinator(),
                 row.whose == Whose::kept ? Audience::internal : Audience::partner);
        auto const may = store().read([&](storage::Reader &reader) {
            std::string verbs;
            for (auto const verb : records::allowed(reader, requests, &who, head, every_verb)) {
                verbs += (verbs.empty() ? "" : " ") + std::string{verb};
            }
            return verbs;
        });
        EXPECT_EQ(may, row.verbs) << auth::to_code(row.role) << " in " << row.state;
        // Whatever the role, the border holds.
        if (!anywhere) {
            who.grants.front().scope = fiji;
            auto const abroad = store().read([&](storage::Reader &reader) {
                return records::allowed(reader, requests, &who, head, every_verb);
            });
            // One's own draft stays one's own only where one answers for the country.
            EXPECT_TRUE(abroad.empty()) << auth::to_code(row.role) << " abroad";
        }
    }
}

// -- From the draft to the answer -----------------------------------------------------------------

TEST_P(Requests, go_from_a_partners_letter_to_the_answer)
{
    auto focal = signed_in("focal@mne.example");
    focal.get("/requests/new");
    // The letter alone: a title, and whatever the form fills in by itself.
    auto const drafted =
        focal.post("/requests", {{"title", "Training of midwives"}, {"country", "TLS"}});
    ASSERT_EQ(drafted.status, 303) << drafted.body;
    auto const page = focal.get(testing::header(drafted, "Location"));
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "No letter is attached"));
    EXPECT_TRUE(shows(page, "No office of this country is designated"));
    EXPECT_FALSE(shows(page, "No sector is coded"));

    auto desk = signed_in("desk@agency.example");
    auto const place = testing::header(drafted, "Location");
    EXPECT_EQ(desk.get(place).status, 404);

    auto head = store().read([&](storage::Reader &reader) {
        auto const program = auth::program_identity("test");
        return *records::find(reader, requests, &program, place.substr(place.rfind('/') + 1));
    });
    auto const without = focal.post(place + "/submission",
                                    with_version(head, {{"consented_by", "Ministry of Health"}}));
    EXPECT_EQ(without.status, 422);
    EXPECT_EQ(
        focal
            .post(place + "/submission",
                  with_version(head, {{"consented_by", "Ministry of Health"}, {"consent", "yes"}}))
            .status,
        303);
    head = now(head);
    EXPECT_EQ(head.state, "received");
    EXPECT_EQ(head.due_on, Date::parse("2026-11-25")); // three business days behind a Saturday

    ASSERT_EQ(desk.get(place).status, 200);
    auto const step = [&](Browser &who, std::string const &verb, Fields fields) {
        head = now(head);
        auto const response = who.post(place + verb, with_version(head, std::move(fields)));
        EXPECT_EQ(response.status, 303) << verb << "\n" << response.body;
        head = now(head);
    };
    step(desk, "/registration",
         {{"letter_number", "12/MS/2026"}, {"letter_date", "2026-11-19"}, {"channel", "portal"}});
    EXPECT_EQ(head.state, "registered");
    EXPECT_EQ(head.assignee, officer().user.uuid());
    step(desk, "/screening",
         {{"finding", "eligible"}, {"sector", "12261"}, {"assessment", "Well prepared"}});
    step(desk, "/match", {});
    step(desk, "/proposal", {});
    step(desk, "/planning", {{"plan_year", "2027"}});
    step(desk, "/answer", {{"answer_letter", "B-7/2026"}, {"answered_on", "2026-11-21"}});
    step(desk, "/closing", {});
    EXPECT_EQ(head.state, "closed");
    EXPECT_FALSE(head.due_on);
    EXPECT_EQ(value(head).plan_year, 2027);
    auto const seen = focal.get(place);
    EXPECT_TRUE(shows(seen, "B-7/2026"));
    EXPECT_FALSE(shows(seen, "Well prepared"));
}

TEST_P(Requests, entered_by_an_officer_stay_internal_until_the_partner_consents)
{
    auto desk = signed_in("desk@agency.example");
    desk.get("/requests/new");
    auto const place = testing::header(
        desk.post("/requests",
                  {{"title", "Pledge on rice"}, {"country", "TLS"}, {"origin", "leaders_pledge"}}),
        "Location");
    auto const reference = place.substr(place.rfind('/') + 1);
    auto const head_of = [&] {
        return store().read([&](storage::Reader &reader) {
            auto const program = auth::program_identity("test");
            return *records::find(reader, requests, &program, reference);
        });
    };
    auto focal = signed_in("focal@mne.example");
    EXPECT_EQ(desk.post(place + "/registration", with_version(head_of(), {{"channel", "meeting"}}))
                  .status,
              303);
    EXPECT_EQ(focal.get(place).status, 404);
    EXPECT_TRUE(shows(desk.get(place), "has not consented in writing yet"));
    for (auto const *verb : {"/screening", "/match"}) {
        EXPECT_EQ(
            desk.post(place + verb, with_version(head_of(), {{"finding", "eligible"}})).status,
            303);
    }
    // Every origin needs the partner's written consent.
    EXPECT_EQ(desk.post(place + "/proposal", with_version(head_of(), {})).status, 409);
    EXPECT_EQ(desk.post(place + "/consent",
                        with_version(head_of(), {{"consented_by", "Ministry of Agriculture"},
                                                 {"consented_on", "2026-11-20"}}))
                  .status,
              303);
    EXPECT_EQ(focal.get(place).status, 200);
    EXPECT_EQ(desk.post(place + "/proposal", with_version(head_of(), {})).status, 303);
}

// -- What the partner never reads -----------------------------------------------------------------

TEST_P(Requests, tell_the_partner_what_was_communicated_and_never_why)
{
    auto const head = made("screened", coordinator());
    auto desk = signed_in("desk@agency.example");
    desk.get(url(head));
    auto const declined = desk.post(
        url(head, "/declining"), with_version(head, {{"exit_reason", "diplomatic"},
                                                     {"exit_note", "Zanzibarite secret"},
                                                     {"communicated.en", "Not possible this year"},
                                                     {"communicated.pt", "Este ano ainda não"}}));
    ASSERT_EQ(declined.status, 303) << declined.body;
    EXPECT_EQ(value(head).exit_reason, ExitReason::diplomatic);
    EXPECT_TRUE(shows(desk.get(url(head)), "Zanzibarite"));

    auto focal = signed_in("focal@mne.example");
    auto const token = bearer(partner().user, "request:read request:write");
    std::vector<http::Response> const answers{
        focal.get(url(head)),
        focal.get("/requests"),
        focal.get("/requests?columns=title,exit_reason,exit_note,assessment"),
        focal.get("/requests.csv"),
        focal.get("/requests.csv?columns=title,exit_reason,exit_note"),
        api(http::Method::get, "/api" + url(head), token),
        api(http::Method::get, "/api/requests?columns=title,exit_note", token),
    };
    for (auto const &answer : answers) {
        auto body = answer.body;
        while (answer.stream && answer.stream(body)) {
        }
        EXPECT_LT(answer.status, 500);
        EXPECT_EQ(body.find("Zanzibarite"), std::string::npos) << body;
        EXPECT_EQ(body.find("diplomatic"), std::string::npos) << body;
        EXPECT_EQ(body.find("Diplomatic"), std::string::npos) << body;
    }
    auto const file = focal.get(url(head, "/file"));
    ASSERT_TRUE(file.stream);
    std::string archive;
    while (file.stream(archive)) {
    }
    EXPECT_TRUE(archive.starts_with("PK"));
    EXPECT_EQ(archive.find("Zanzibarite"), std::string::npos);
    EXPECT_NE(archive.find("Not possible this year"), std::string::npos);
    EXPECT_TRUE(shows(answers[0], "Not possible this year"));
    EXPECT_TRUE(shows(answers[5], "Not possible this year"));
    // Neither by searching for it, nor by a filter.
    EXPECT_FALSE(shows(focal.get("/requests?q=Zanzibarite"), head.reference));
    EXPECT_TRUE(shows(desk.get("/requests?q=Zanzibarite"), head.reference));
    store().read([&](storage::Reader &reader) {
        for (auto const &entry : events::history(reader, "request", head.id, Audience::partner)) {
            for (auto const &change : entry.changes) {
                EXPECT_NE(change.field, "exit_reason");
                EXPECT_NE(change.field, "exit_note");
            }
        }
    });
    // Nor may a partner write what verbs alone write.
    auto const draft = made("draft", partner());
    EXPECT_EQ(focal.post(url(draft), with_version(draft, {{"exit_note", "x"}})).status, 422);
    EXPECT_EQ(focal.post(url(draft), with_version(draft, {{"classification", "x"}})).status, 422);
    EXPECT_EQ(desk.post(url(head, "/deferral"), with_version(now(head), {})).status, 409);
}

// -- Two at once --------------------------------------------------------------------------------

TEST_P(Requests, screened_by_two_tell_the_second_and_keep_what_was_typed)
{
    auto const head = made("registered", coordinator());
    auto first = signed_in("desk@agency.example");
    auto second = signed_in("coordinator@agency.example");
    first.get(url(head, "/screening"));
    second.get(url(head, "/screening"));
    EXPECT_EQ(
        first.post(url(head, "/screening"), with_version(head, {{"finding", "eligible"}})).status,
        303);
    auto const late = second.post(
        url(head, "/screening"),
        with_version(head, {{"finding", "unclear"}, {"assessment", "Ask for a site plan"}}));
    EXPECT_EQ(late.status, 412);
    EXPECT_TRUE(shows(late, "Ask for a site plan"));
    EXPECT_EQ(value(head).finding, Finding::eligible);
    EXPECT_EQ(now(head).version, head.version + 1);
}

TEST_P(Requests, keep_what_is_typed_when_the_browser_dies)
{
    {
        auto focal = signed_in("focal@mne.example");
        EXPECT_TRUE(shows(focal.get("/requests/new"), "data-autosave=\"/requests/new/draft\""));
        http::Request typing;
        typing.method = http::Method::post;
        typing.path = "/requests/new/draft";
        typing.headers.set("Host", "selatan.example");
        typing.headers.set("X-Requested-With", "autosave");
        typing.form.add("token", focal.token());
        typing.form.add("title", "Cold chain for vaccines");
        typing.form.add("modalities", "training");
        EXPECT_EQ(focal.send(std::move(typing)).status, 204);
    }
    EXPECT_EQ(count("SELECT count(*) FROM record WHERE kind = 'request'"), 0);
    auto focal = signed_in("focal@mne.example");
    EXPECT_TRUE(shows(focal.get("/requests/new"), "Cold chain for vaccines"));
    auto desk = signed_in("desk@agency.example");
    EXPECT_FALSE(shows(desk.get("/requests/new"), "Cold chain"));
    EXPECT_EQ(
        focal.post("/requests", {{"title", "Cold chain for vaccines"}, {"country", "TLS"}}).status,
        303);
    EXPECT_EQ(count("SELECT count(*) FROM form_draft"), 0);
    EXPECT_FALSE(shows(focal.get("/requests/new"), "Cold chain"));
    // One that is unwanted is thrown away.
    focal.post("/requests/new/draft", {{"title", "Oops"}});
    EXPECT_TRUE(shows(focal.get("/requests/new"), "Oops"));
    focal.post("/requests/new/draft");
    EXPECT_FALSE(shows(focal.get("/requests/new"), "Oops"));
}

TEST_P(Requests, tell_when_a_kept_draft_is_older_than_the_record)
{
    auto const head = made("draft", partner());
    auto focal = signed_in("focal@mne.example");
    focal.get(url(head, "/edit"));
    focal.post(url(head, "/draft"), with_version(head, {{"title", "Typed at night"}}));
    auto const program = auth::program_identity("test");
    store().write([&](storage::Tx &tx) {
        auto const before = *records::load(tx, requests, head.id);
        auto after = before;
        after.title = "Changed by a colleague";
        EXPECT_TRUE(
            records::change(tx, program.actor(), requests, head, head.version, before, after));
        return 0;
    });
    auto const form = focal.get(url(head, "/edit"));
    EXPECT_TRUE(shows(form, "Typed at night"));
    EXPECT_TRUE(shows(form, "Changed by a colleague"));
}

// -- Duplicates, reminders, bad input -------------------------------------------------------------

TEST_P(Requests, show_likely_duplicates_only_to_those_who_may_see_them)
{
    auto const kept =
        made("registered", coordinator(), Audience::internal, some_request("Midwives: a training"));
    auto const mine =
        made("draft", partner(), Audience::partner, some_request("A training for midwives"));
    auto focal = signed_in("focal@mne.example");
    EXPECT_FALSE(shows(focal.get(url(mine)), kept.reference));
    auto const shared =
        made("registered", coordinator(), Audience::partner, some_request("Training: midwives"));
    EXPECT_TRUE(shows(focal.get(url(mine)), shared.reference));
    EXPECT_TRUE(shows(focal.get(url(mine, "/edit")), shared.reference));
}

TEST_P(Requests, remind_the_lead_once_before_and_once_after)
{
    auto head = made("received", partner());
    store().write([&](storage::Tx &tx) {
        EXPECT_TRUE(register_(tx, officer(), head, head.version, {}));
        return 0;
    });
    head = now(head);
    ASSERT_EQ(head.due_on, Date::parse("2026-12-04"));
    auto const remind = [&] {
        return store().write(
            [&](storage::Tx &tx) { return send_reminders(tx, "https://selatan.example"); });
    };
    EXPECT_EQ(remind(), 0);
    clock().set(*Instant::parse("2026-12-03T08:00:00Z"));
    EXPECT_EQ(remind(), 1);
    EXPECT_EQ(remind(), 0);
    EXPECT_NE(newest_mail("desk@agency.example")
                  .find("https://selatan.example/requests/" + head.reference),
              std::string::npos);
    clock().set(*Instant::parse("2026-12-05T08:00:00Z"));
    EXPECT_EQ(remind(), 1);
    EXPECT_EQ(remind(), 0);
    // A new state has a new due date, and the partner's turn has none.
    store().write([&](storage::Tx &tx) {
        EXPECT_TRUE(return_(tx, officer(), head, head.version, {.missing = "The site plan"}));
        return 0;
    });
    clock().set(*Instant::parse("2027-02-05T08:00:00Z"));
    EXPECT_EQ(remind(), 0);
}

TEST_P(Requests, count_holidays_and_the_installations_own_standards)
{
    auto coordinating = signed_in("coordinator@agency.example");
    coordinating.get("/public-holidays/new");
    EXPECT_EQ(
        coordinating.post("/public-holidays", {{"name", "Founding day"}, {"day", "2026-11-23"}})
            .status,
        303);
    EXPECT_EQ(
        coordinating.post("/service-standards", {{"stage", "received"}, {"days", "1"}}).status,
        303);
    EXPECT_EQ(
        coordinating.post("/service-standards", {{"stage", "received"}, {"days", "2"}}).status,
        422);
    EXPECT_EQ(
        coordinating.post("/service-standards", {{"stage", "returned"}, {"days", "2"}}).status,
        422);
    EXPECT_EQ(signed_in("focal@mne.example").get("/service-standards").status, 403);
    auto const head = made("draft", partner());
    store().write([&](storage::Tx &tx) {
        EXPECT_TRUE(submit(tx, partner(), head, head.version,
                           {.consent = true, .consented_by = "Ministry"}));
        return 0;
    });
    EXPECT_EQ(now(head).due_on, Date::parse("2026-11-24")); // Saturday, Sunday, holiday, Tuesday
}

struct Bad {
    std::string_view field;
    std::string value;
};

TEST_P(Requests, refuse_bad_input_and_change_nothing)
{
    auto focal = signed_in("focal@mne.example");
    focal.get("/requests/new");
    std::vector<Bad> const rows{
        {"title", ""},
        {"title", std::string(301, 'x')},
        {"country", "XXX"},
        {"country", ""},
        {"country", "'; DROP TABLE record; --"},
        {"origin", "gift"},
        {"channel", "pigeon"},
        {"people", "-1"},
        {"people", "0"},
        {"people", "many"},
        {"people", "99999999999999999999"},
        {"starts", "2026-02-30"},
        {"ends", "yesterday"},
        {"letter_date", "2026-12-31"},
        {"sector", "00000"},
        {"sdgs", "99"},
        {"modalities", "<script>"},
        {"languages", "klingon"},
        {"geography", "lunar"},
        {"countries", "XXX"},
        {"organisation", "ORG-0000-0000"},
        {"problem", std::string(10'001, 'x')},
        {"priority", std::string(2001, 'x')},
        {"humanitarian", "perhaps"},
        {"no_such_field", "1"},
        {"finding", "eligible"},
        {"consented_on", "2026-11-21"},
    };
    for (auto const &row : rows) {
        Fields fields{{"title", "Training"}, {"country", "TLS"}};
        std::erase_if(fields, [&](auto const &field) { return field.first == row.field; });
        fields.emplace_back(row.field, row.value);
        auto const response = focal.post("/requests", fields);
        EXPECT_EQ(response.status, 422) << row.field << " = " << row.value.substr(0, 40);
        EXPECT_EQ(response.body.find("<script>"), std::string::npos);
    }
    EXPECT_EQ(focal
                  .post("/requests", {{"title", "T"},
                                      {"country", "TLS"},
                                      {"starts", "2027-02-01"},
                                      {"ends", "2027-01-01"}})
                  .status,
              422);
    // A focal point asks for its own country, and moves nothing to another.
    EXPECT_EQ(focal.post("/requests", {{"title", "Training"}, {"country", "FJI"}}).status, 403);
    EXPECT_EQ(count("SELECT count(*) FROM record WHERE kind = 'request'"), 0);
    auto const draft = made("draft", partner());
    EXPECT_EQ(focal.post(url(draft), with_version(draft, {{"country", "FJI"}})).status, 422);
    EXPECT_EQ(now(draft).country, timor_leste);
    // The verbs of others.
    EXPECT_EQ(
        focal.post(url(draft, "/screening"), with_version(draft, {{"finding", "eligible"}})).status,
        403);
    EXPECT_EQ(
        focal.post(url(draft, "/submission"), {{"consent", "yes"}, {"consented_by", "M"}}).status,
        428);
}

TEST_P(Requests, answer_programs_as_they_answer_people)
{
    auto const token = bearer(partner().user, "request:read request:write");
    auto const made = api(
        http::Method::post, "/api/requests", token,
        R"({"title": "Solar pumps", "country": "TLS", "modalities": ["training", "equipment"]})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_TRUE(shows(made, R"("state":"draft")"));
    EXPECT_TRUE(shows(made, R"("modalities":["training","equipment"])"));
    EXPECT_FALSE(shows(made, "exit_note"));
    auto const place = testing::header(made, "Location");
    auto const sent =
        api(http::Method::post, place + "/submission", token,
            R"({"consent": true, "consented_by": "Ministry of Energy"})", {{"If-Match", "\"1\""}});
    ASSERT_EQ(sent.status, 200) << sent.body;
    EXPECT_TRUE(shows(sent, R"("state":"received")"));
    EXPECT_TRUE(shows(sent, R"("due":"2026-11-25")"));
    EXPECT_EQ(api(http::Method::post, place + "/screening", token, R"({"finding":"eligible"})",
                  {{"If-Match", "\"2\""}})
                  .status,
              403);
}

// -- Opinions of ministries
// -------------------------------------------------------------------------

TEST_P(Requests, are_screened_in_view_of_what_ministries_say)
{
    auto const head = made("registered", officer());
    auto desk = signed_in("desk@agency.example");
    EXPECT_TRUE(shows(desk.get(url(head)), "/consultations/new?subject=" + head.reference));
    EXPECT_FALSE(shows(desk.get(url(head, "/screening")), "outstanding"));
    partners::Organisation ministry;
    ministry.name = "Ministry of Health";
    ministry.type = partners::OrganisationType::ministry;
    ministry.country = timor_leste;
    auto const asked = store().write([&](storage::Tx &tx) {
        auto const office = records::create(tx, {}, partners::organisations, ministry).id;
        return approvals::ask(tx, officer(), head,
                              {.subject = {},
                               .purpose = approvals::Purpose::screening,
                               .question = "Are there midwives to spare?",
                               .deadline = Date::parse("2026-12-04").value(),
                               .offices = {Id<partners::Organisation>{office}}})
            .has_value();
    });
    ASSERT_TRUE(asked);
    EXPECT_TRUE(shows(desk.get(url(head)), "Ministry of Health"));
    auto const form = desk.get(url(head, "/screening"));
    EXPECT_TRUE(shows(form, "1 opinion is outstanding. Silence is never consent."));
    auto const partners_page = signed_in("focal@mne.example").get(url(head));
    EXPECT_EQ(partners_page.status, 200);
    EXPECT_FALSE(shows(partners_page, "Ministry of Health")) << "opinions are internal";
    EXPECT_FALSE(shows(partners_page, "Opinions"));
    // Screening demands no opinions: it only shows them.
    desk.get(url(head, "/screening"));
    EXPECT_EQ(
        desk.post(url(head, "/screening"), with_version(head, {{"finding", "eligible"}})).status,
        303);
    EXPECT_TRUE(shows(desk.get(url(head)), "Ask for opinions"));
    auto const answered = made("answered", officer());
    EXPECT_FALSE(shows(desk.get(url(answered)), "Ask for opinions"));
}

// -- The example installation ---------------------------------------------------------------------

TEST_P(Requests, come_as_examples_in_many_states)
{
    ExampleWorld const world{
        .partners = {{.country = timor_leste, .organisation = {}, .focal_point = partner()},
                     {.country = fiji, .organisation = {}, .focal_point = partner()}},
        .desk = officer(),
        .coordinator = coordinator()};
    auto const present = clock().now();
    auto const made = add_examples(store(), clock(), world);
    EXPECT_EQ(made.size(), 10U) << "each in a state of its own";
    EXPECT_EQ(clock().now(), present);
    EXPECT_GE(count("SELECT count(DISTINCT at) FROM event WHERE kind = 'request'"), 30);
    EXPECT_EQ(count("SELECT count(*) FROM record WHERE kind = 'request' AND state_since >= " +
                    std::to_string(present.micros())),
              0)
        << "nothing happens all in one instant";
    auto desk = signed_in("desk@agency.example");
    auto const list = desk.get("/requests");
    EXPECT_EQ(list.status, 200);
    EXPECT_TRUE(shows(list, "Example"));
}

} // namespace

} // namespace selatan::requests

#include "cooperation/correspondence/correspondence.hpp"

#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/letter_draft.hpp"
#include "cooperation/correspondence/letter_paper.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/pdf/document.hpp"
#include "platform/web/attachment_store.hpp"
#include "tests/support/values.hpp"
#include "tests/support/web.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <thread>

namespace selatan::correspondence {
namespace {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::Browser;
using testing::code_of;
using testing::country;
using testing::day;
using testing::shows;

/// An office with a drafter, a deputy who initials first, a director who initials and signs, and
/// a request from Timor-Leste that was declined and waits for its answer.
class Letters : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        store().write([&](Tx &tx) {
            partners::Organisation team;
            team.name = "Coordination team";
            team.acronym = "NCT";
            team.country = country("IDN");
            office = records::create(tx, {}, partners::organisations, team).id;
            deputy_post = make_post(tx, "Deputy", false);
            director_post = make_post(tx, "Director", true);
            other_post = make_post(tx, "Head of another bureau", false);
        });
        drafter = seated("desk@agency.example", Role::desk_officer, std::nullopt);
        deputy = seated("deputy@agency.example", Role::approver, deputy_post);
        director = seated("director@agency.example", Role::signatory, director_post);
        other = seated("other@agency.example", Role::approver, other_post);
        make_user("focal@mne.example", {{Role::focal_point, country("TLS")}});
        request = make_request();
    }
    void add_routes(web::Router &router) override
    {
        requests::add_routes(router);
        correspondence::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), requests::nouns(), offers::nouns(), matching::nouns(),
              programming::nouns(), projects::nouns(), correspondence::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
        app.settings.installation = "National Coordination Team";
    }

    Id<partners::Post> make_post(Tx &tx, std::string name, bool signs) const
    {
        partners::Post value;
        value.name = std::move(name);
        value.organisation = Id<partners::Organisation>{office};
        value.signs = signs;
        return Id<partners::Post>{records::create(tx, {}, partners::posts, value).id};
    }
    auth::Identity seated(std::string const &email, Role role,
                          std::optional<Id<partners::Post>> post)
    {
        auto const user = make_user(email, {{role}});
        if (post) {
            store().write([&](Tx &tx) {
                tx.run("UPDATE user_account SET post = ? WHERE id = ?", *post, user);
            });
        }
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    Uuid make_request()
    {
        requests::Request value;
        value.title = "Training of midwives";
        value.country = country("TLS");
        value.letter_number = "114/MNEC/2026";
        value.letter_date = day("2026-10-01");
        value.communicated = requests::not_possible_now();
        return store().write([&](Tx &tx) {
            return records::create(tx, {}, requests::requests, value,
                                   {.audience = Audience::partner, .state = "declined"})
                .id;
        });
    }
    Letter answer_to(Uuid about) const
    {
        Letter letter;
        letter.about = Id<records::AnyRecord>{about};
        letter.country = country("TLS");
        letter.first_language = Language::en;
        letter.subject.set(Language::en, "Reply to your note");
        letter.body.set(Language::en, "The team presents its compliments.");
        letter.effect = Effect::answer_request;
        letter.signatory = director_post;
        return letter;
    }
    Uuid draft(Letter const &letter)
    {
        return store().write([&](Tx &tx) {
            return records::create(tx, drafter.actor(), letters, letter,
                                   {.assignee = drafter.user.uuid()})
                .id;
        });
    }
    Head head_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read(
            [&](Reader &reader) { return records::find(reader, noun, &program, id.to_string()); });
    }
    std::string state_of(Uuid letter) { return head_of(letters, letter).state; }
    Letter load(Uuid id)
    {
        return *store().read([&](Reader &reader) { return records::load(reader, letters, id); });
    }
    /// Runs a verb on the letter as it stands now.
    template <typename Verb, typename... Form>
    std::string act(Uuid letter, Verb verb, auth::Identity const &by, Form const &...form)
    {
        auto const head = head_of(letters, letter);
        return code_of(
            store().write([&](Tx &tx) { return verb(tx, by, head, head.version, form...); }));
    }
    std::string ask(Uuid letter, Id<partners::Post> post, std::int64_t position)
    {
        return act(letter, ask_initial, drafter, InitialWanted{.post = post, .position = position});
    }
    /// A letter that goes round: deputy first, director second.
    Uuid going_round()
    {
        auto const letter = draft(answer_to(request));
        EXPECT_EQ(ask(letter, director_post, 2), "");
        EXPECT_EQ(ask(letter, deputy_post, 1), "");
        EXPECT_EQ(act(letter, circulate, drafter), "");
        return letter;
    }
    Uuid initialled()
    {
        auto const letter = going_round();
        EXPECT_EQ(act(letter, initial, deputy, Initialling{}), "");
        EXPECT_EQ(act(letter, initial, director, Initialling{}), "");
        return letter;
    }
    Signature signature(std::string number = {}) const
    {
        return {.number = std::move(number), .dated = day("2026-11-21")};
    }
    static Dispatching dispatching() { return {.dispatched_on = day("2026-11-21")}; }

    /// A form with a file, as the server hands it on once it is staged.
    http::Response upload(Browser &browser, std::string const &url, testing::Fields const &fields,
                          std::string const &content, std::string const &name = "scan.pdf")
    {
        auto const path = app().settings.staging_directory + "/upload";
        std::ofstream{path, std::ios::binary} << content;
        http::Request sent;
        sent.method = http::Method::post;
        sent.path = url;
        sent.headers.set("Sec-Fetch-Site", "same-origin");
        sent.headers.set("Content-Type", "multipart/form-data; boundary=x");
        sent.form.add("token", browser.token());
        for (auto const &[field, value] : fields) {
            sent.form.add(field, value);
        }
        sent.uploads.push_back({.field = "file",
                                .name = name,
                                .type = "application/pdf",
                                .path = path,
                                .size = content.size()});
        return browser.send(std::move(sent));
    }
    static std::string scan(std::string title = "Scan")
    {
        return pdf::render({.title = std::move(title)}).bytes;
    }
    static testing::Fields note_fields(std::string number)
    {
        return {{"subject", "Training of midwives"},
                {"number", std::move(number)},
                {"dated", "2026-11-10"},
                {"received_on", "2026-11-20"},
                {"channel", "post"},
                {"country", "TLS"},
                {"classification", "ordinary"}};
    }
    std::string reference_in(http::Response const &response)
    {
        auto const location = testing::header(response, "Location");
        return location.substr(location.rfind('/') + 1);
    }

    Uuid office;
    Uuid request;
    Id<partners::Post> deputy_post, director_post, other_post;
    auth::Identity drafter, deputy, director, other;
};
INSTANTIATE_ENGINES(Letters);

// -- Initials -------------------------------------------------------------------------------------

TEST_P(Letters, are_initialled_in_order_and_by_the_posts_that_were_asked)
{
    auto const letter = going_round();
    EXPECT_EQ(load(letter).next_post, deputy_post);
    EXPECT_EQ(head_of(letters, letter).assignee, deputy.user.uuid());
    EXPECT_EQ(act(letter, initial, director, Initialling{}), "correspondence.not_your_turn");
    EXPECT_EQ(act(letter, initial, other, Initialling{}), "correspondence.not_your_initial");
    EXPECT_EQ(act(letter, initial, drafter, Initialling{}), "correspondence.not_your_initial");
    EXPECT_EQ(act(letter, initial, deputy, Initialling{.remark = "Seen"}), "");
    EXPECT_EQ(state_of(letter), "initialling");
    EXPECT_EQ(act(letter, initial, deputy, Initialling{}), "correspondence.not_your_initial");
    EXPECT_EQ(act(letter, initial, director, Initialling{}), "");
    EXPECT_EQ(state_of(letter), "initialled");
    EXPECT_EQ(head_of(letters, letter).assignee, director.user.uuid());
    auto const rows = store().read([&](Reader &reader) { return initials_of(reader, letter); });
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[0].place.is_given && rows[1].place.is_given);
}

TEST_P(Letters, are_initialled_by_a_delegate_who_is_named_beside_the_post)
{
    store().write([&](Tx &tx) {
        partners::Delegation handing_over;
        handing_over.post = deputy_post;
        handing_over.delegate = other_post;
        handing_over.powers = "Initials";
        handing_over.since = day("2026-11-01");
        handing_over.until = day("2026-11-30");
        return records::create(tx, {}, partners::delegations, handing_over);
    });
    auto const letter = going_round();
    EXPECT_EQ(act(letter, initial, other, Initialling{}), "");
    auto const first = store().read([&](Reader &reader) {
        return *records::load(reader, letter_initials, initials_of(reader, letter)[0].id);
    });
    EXPECT_EQ(first.decided_by, other.name);
    EXPECT_EQ(first.acting_post, other_post);
    EXPECT_EQ(first.decided_on, day("2026-11-21"));
}

TEST_P(Letters, that_somebody_will_not_initial_go_back_and_are_asked_anew)
{
    auto const letter = going_round();
    EXPECT_EQ(act(letter, initial, deputy, Initialling{}), "");
    EXPECT_EQ(act(letter, object, director, Objection{.remark = "The tone"}), "");
    EXPECT_EQ(state_of(letter), "draft");
    EXPECT_EQ(head_of(letters, letter).assignee, drafter.user.uuid());
    EXPECT_EQ(store().read([&](Reader &reader) { return last_objection(reader, letter); }),
              "The tone");
    EXPECT_EQ(act(letter, circulate, drafter), "");
    EXPECT_EQ(act(letter, initial, director, Initialling{}), "correspondence.not_your_turn");
}

TEST_P(Letters, keep_their_text_once_they_go_round)
{
    auto const letter = going_round();
    auto const reference = head_of(letters, letter).reference;
    auto desk = signed_in("desk@agency.example");
    EXPECT_EQ(desk.get("/letters/" + reference + "/edit").status, 403);
    auto const version = std::to_string(head_of(letters, letter).version);
    auto const changed =
        desk.post("/letters/" + reference, {{"version", version}, {"body.en", "Another text"}});
    EXPECT_NE(changed.status, 303);
    EXPECT_EQ(load(letter).body.in(Language::en), "The team presents its compliments.");
    EXPECT_EQ(act(letter, take_back, drafter), "");
    EXPECT_EQ(desk.get("/letters/" + reference + "/edit").status, 200);
}

TEST_P(Letters, list_a_post_and_a_place_once)
{
    auto const letter = draft(answer_to(request));
    EXPECT_EQ(ask(letter, deputy_post, 1), "");
    EXPECT_EQ(ask(letter, deputy_post, 2), "correspondence.initial_asked");
    EXPECT_EQ(ask(letter, director_post, 1), "correspondence.position_taken");
    auto const row =
        store().read([&](Reader &reader) { return initials_of(reader, letter).front().id; });
    auto const drop = [&] {
        auto const head = head_of(letter_initials, row);
        return code_of(
            store().write([&](Tx &tx) { return drop_initial(tx, drafter, head, head.version); }));
    };
    EXPECT_EQ(drop(), "");
    EXPECT_EQ(act(letter, circulate, drafter), "correspondence.nobody_initials");
    EXPECT_EQ(ask(letter, director_post, 1), "");
}

// -- Numbers --------------------------------------------------------------------------------------

TEST_P(Letters, are_numbered_here_or_with_the_number_of_another_system)
{
    auto const first = initialled();
    EXPECT_EQ(act(first, sign, other, signature()), "correspondence.not_your_signature");
    EXPECT_EQ(act(first, sign, director, signature()), "");
    EXPECT_EQ(load(first).number, "0001/NCT/2026");
    EXPECT_EQ(load(first).signed_by, director.name);
    auto const second = initialled();
    EXPECT_EQ(act(second, sign, director, signature("0001/NCT/2026")),
              "correspondence.number_taken");
    // Somebody types the number that would be drawn next: the next one is drawn.
    EXPECT_EQ(act(second, sign, director, signature("0002/NCT/2026")), "");
    auto const third = initialled();
    EXPECT_EQ(act(third, sign, director, signature()), "");
    EXPECT_EQ(load(third).number, "0003/NCT/2026");
}

TEST_P(Letters, signed_by_two_at_once_get_two_numbers)
{
    std::array const both{initialled(), initialled()};
    std::array<std::string, 2> refusals;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < both.size(); ++i) {
            threads.emplace_back([&, i] {
                auto const head = head_of(letters, both.at(i));
                refusals.at(i) = code_of(store().write(
                    [&](Tx &tx) { return sign(tx, director, head, head.version, signature()); }));
            });
        }
    }
    EXPECT_EQ(refusals[0] + refusals[1], "");
    EXPECT_NE(load(both[0]).number, load(both[1]).number);
}

TEST_P(Letters, signed_elsewhere_are_brought_back_with_their_document)
{
    auto const letter = initialled();
    auto const reference = head_of(letters, letter).reference;
    auto desk = signed_in("desk@agency.example");
    auto const url = "/letters/" + reference + "/signed-document";
    EXPECT_EQ(desk.get(url).status, 200);
    testing::Fields const fields{{"number", "B-77/SRIKANDI/2026"},
                                 {"dated", "2026-11-20"},
                                 {"version", std::to_string(head_of(letters, letter).version)}};
    EXPECT_EQ(upload(desk, url, fields, "#!/bin/sh\nrm -rf /\n", "letter.pdf").status, 422);
    EXPECT_EQ(upload(desk, url, fields, "", "letter.pdf").status, 422);
    EXPECT_EQ(state_of(letter), "initialled");
    EXPECT_EQ(upload(desk, url, fields, scan()).status, 303);
    auto const stored = load(letter);
    EXPECT_EQ(stored.number, "B-77/SRIKANDI/2026");
    EXPECT_EQ(stored.fingerprint.size(), 64U);
    EXPECT_EQ(state_of(letter), "signed");
    EXPECT_TRUE(shows(desk.get("/letters/" + reference), stored.fingerprint));
}

// -- Dispatch -------------------------------------------------------------------------------------

TEST_P(Letters, do_what_they_decide_when_they_leave_and_not_before)
{
    auto const letter = initialled();
    EXPECT_EQ(act(letter, sign, director, signature()), "");
    EXPECT_EQ(head_of(requests::requests, request).state, "declined");
    EXPECT_EQ(act(letter, correspondence::dispatch, drafter, dispatching()), "");
    EXPECT_EQ(head_of(requests::requests, request).state, "answered");
    auto const answered = *store().read(
        [&](Reader &reader) { return records::load(reader, requests::requests, request); });
    EXPECT_EQ(answered.answer_letter, "0001/NCT/2026");
    EXPECT_EQ(answered.answered_on, day("2026-11-21"));
}

TEST_P(Letters, whose_effect_is_no_longer_possible_do_not_leave)
{
    auto const letter = initialled();
    EXPECT_EQ(act(letter, sign, director, signature()), "");
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'screened' WHERE id = ?", request); });
    EXPECT_EQ(act(letter, correspondence::dispatch, drafter, dispatching()),
              "correspondence.effect_not_possible");
    EXPECT_EQ(state_of(letter), "signed");
    EXPECT_EQ(load(letter).dispatched_on, std::nullopt);
    EXPECT_EQ(act(letter, cancel, drafter, Cancelling{.reason = "Overtaken"}), "");
}

TEST_P(Letters, that_ask_for_what_is_missing_return_the_request)
{
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'registered' WHERE id = ?", request); });
    auto value = answer_to(request);
    value.effect = Effect::ask_for_missing;
    auto const letter = draft(value);
    EXPECT_EQ(ask(letter, deputy_post, 1), "");
    EXPECT_EQ(act(letter, circulate, drafter), "");
    EXPECT_EQ(act(letter, initial, deputy, Initialling{}), "");
    EXPECT_EQ(act(letter, sign, director, signature()), "");
    EXPECT_EQ(act(letter, correspondence::dispatch, drafter, dispatching()), "");
    EXPECT_EQ(head_of(requests::requests, request).state, "returned");
}

TEST_P(Letters, are_seen_by_the_partner_once_they_left_and_without_what_is_ours)
{
    auto const letter = initialled();
    auto const reference = head_of(letters, letter).reference;
    auto focal = signed_in("focal@mne.example");
    auto const url = "/letters/" + reference;
    EXPECT_EQ(focal.get(url).status, 404);
    EXPECT_EQ(focal.get(url + "/letter.pdf").status, 404);
    EXPECT_EQ(act(letter, sign, director, signature()), "");
    EXPECT_EQ(focal.get(url).status, 404);
    EXPECT_EQ(act(letter, correspondence::dispatch, drafter, dispatching()), "");
    auto const page = focal.get(url);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "The team presents its compliments."));
    EXPECT_FALSE(shows(page, "Deputy"));
    EXPECT_FALSE(shows(page, "Answers the request"));
    EXPECT_EQ(focal.get(url + "/letter.pdf").status, 200);
    EXPECT_EQ(focal.get("/letter-initials").status, 403);
    EXPECT_EQ(focal.get("/incoming-notes").status, 403);
    EXPECT_EQ(focal.get("/letter-templates").status, 403);
    EXPECT_EQ(focal.get("/letters/new").status, 403);
}

// -- Drafting -------------------------------------------------------------------------------------

TEST_P(Letters, begin_from_a_template_with_what_is_known)
{
    store().write([](Tx &tx) {
        EXPECT_EQ(load_shipped_templates(tx, {}), 5);
        EXPECT_EQ(load_shipped_templates(tx, {}), 0);
    });
    auto desk = signed_in("desk@agency.example");
    auto const about = head_of(requests::requests, request).reference;
    auto const templates = store().read([](Reader &reader) { return template_choices(reader); });
    std::string refusal;
    for (auto const &one : templates) {
        if (one.name.find("not possible") != std::string::npos) {
            refusal = one.reference;
        }
    }
    auto const page = desk.get("/letters/new?about=" + about + "&template=" + refusal +
                               "&first_language=en&second_language=ar");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "114/MNEC/2026"));
    EXPECT_TRUE(shows(page, "National Coordination Team presents its compliments"));
    EXPECT_TRUE(shows(page, "الطلب"));
    auto const user = make_user("api@agency.example", {{Role::desk_officer}});
    auto const token = bearer(user, "*:write");
    auto const made = api(http::Method::post, "/api/letters", token,
                          R"({"about": ")" + about + R"(", "template": ")" + refusal +
                              R"(", "first_language": "en"})");
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_TRUE(shows(made, "answer_request")) << made.body;
    auto const wrong =
        api(http::Method::post, "/api/letters", token, R"({"template": ")" + refusal + R"("})");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(shows(wrong, "correspondence.addressee_missing")) << wrong.body;
    EXPECT_TRUE(shows(wrong, "correspondence.effect_needs_request")) << wrong.body;
}

TEST_P(Letters, are_drafted_in_the_form_and_refused_with_what_was_typed)
{
    auto desk = signed_in("desk@agency.example");
    desk.get("/letters/new");
    auto const refused = desk.post("/letters", {{"kind", "letter"},
                                                {"first_language", "fr"},
                                                {"subject.fr", "Objet de la lettre"},
                                                {"body.fr", "Texte"},
                                                {"signatory", deputy_post.to_string()},
                                                {"effect", "none"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Objet de la lettre"));
    EXPECT_TRUE(shows(refused, "may not sign"));
    auto const saved = desk.post("/letters", {{"kind", "letter"},
                                              {"first_language", "fr"},
                                              {"subject.fr", "Objet de la lettre"},
                                              {"body.fr", "Texte"},
                                              {"country", "TLS"},
                                              {"effect", "none"}});
    EXPECT_EQ(saved.status, 303);
    auto const page = desk.get(testing::header(saved, "Location"));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Objet de la lettre"));
}

TEST_P(Letters, go_their_way_through_the_api_too)
{
    auto const user = make_user("api@agency.example", {{Role::desk_officer}});
    auto const token = bearer(user, "*:write");
    auto const letter = draft(answer_to(request));
    auto const url = "/api/letters/" + head_of(letters, letter).reference;
    auto const post = [&](std::string const &path, std::string const &body) {
        auto const version = std::to_string(head_of(letters, letter).version);
        return api(http::Method::post, url + path, token, body, {{"If-Match", version}}).status;
    };
    EXPECT_EQ(post("/circulation", "{}"), 409);
    EXPECT_EQ(post("/initials", R"({"position": 1, "post": ")" + deputy_post.to_string() + R"("})"),
              200);
    EXPECT_EQ(post("/circulation", "{}"), 200);
    EXPECT_EQ(post("/initial", "{}"), 403); // sits in no post
    EXPECT_EQ(post("/objection", "{}"), 422);
    EXPECT_EQ(post("/dispatch", R"({"dispatched_on": "2026-11-21", "channel": "post"})"), 409);
    EXPECT_EQ(post("/taking-back", "{}"), 200);
    EXPECT_EQ(post("/cancellation", R"({"reason": "Not needed"})"), 200);
    EXPECT_EQ(state_of(letter), "cancelled");
}

// -- On paper -------------------------------------------------------------------------------------

TEST_P(Letters, stand_on_paper_in_two_languages_each_in_its_direction)
{
    struct Case {
        Language first, second;
        std::string_view text;
    };
    for (auto const &[first, second, text] :
         {Case{Language::en, Language::id, "Tim menyampaikan salam hormat."},
          Case{Language::fr, Language::ar, "يهدي الفريق أطيب تحياته."}}) {
        auto letter = answer_to(request);
        letter.first_language = first;
        letter.second_language = second;
        for (auto const language : {first, second}) {
            letter.subject.set(language, "Subject");
            letter.body.set(language, std::string{language == second ? text : "First text."});
        }
        auto const id = draft(letter);
        auto const document = store().read([&](Reader &reader) {
            auto const program = auth::program_identity("test");
            auto const head = *records::find(reader, letters, &program, id.to_string());
            return paper_of(reader, head, letter, "National Coordination Team", true);
        });
        EXPECT_FALSE(document.watermark.empty());
        auto const file = pdf::render(document);
        EXPECT_EQ(file.missing_glyphs, 0);
        EXPECT_EQ(file.pages, 1U);
        EXPECT_NE(file.bytes.find("/Lang (" + std::string{to_code(first)} + ")"),
                  std::string::npos);
        auto desk = signed_in("desk@agency.example");
        auto const served = desk.get("/letters/" + head_of(letters, id).reference + "/letter.pdf");
        EXPECT_EQ(testing::header(served, "Content-Type"), "application/pdf");
        EXPECT_TRUE(served.body.starts_with("%PDF-"));
    }
}

TEST_P(Letters, are_long_on_paper_one_language_after_the_other)
{
    auto letter = answer_to(request);
    letter.second_language = Language::pt;
    std::string text;
    for (int i = 0; i < 60; ++i) {
        text += "This paragraph says what the one before it said, at some length, again.\n\n";
    }
    letter.subject.set(Language::pt, "Resposta");
    letter.body.set(Language::en, text);
    letter.body.set(Language::pt, text);
    auto const id = draft(letter);
    auto const pages = store().read([&](Reader &reader) {
        auto const program = auth::program_identity("test");
        auto const head = *records::find(reader, letters, &program, id.to_string());
        return pdf::count_pages(paper_of(reader, head, letter, "Team", false));
    });
    EXPECT_GT(pages, 2U);
}

// -- What came in ---------------------------------------------------------------------------------

TEST_P(Letters, that_came_in_are_registered_from_a_scan_and_begin_a_request)
{
    auto desk = signed_in("desk@agency.example");
    EXPECT_EQ(desk.get("/incoming-notes/new").status, 200);
    auto const registered = upload(desk, "/incoming-notes", note_fields("27/AE/2026"), scan());
    ASSERT_EQ(registered.status, 303) << registered.body;
    auto const reference = reference_in(registered);
    auto const page = desk.get("/incoming-notes/" + reference);
    EXPECT_TRUE(shows(page, "27/AE/2026"));
    EXPECT_TRUE(shows(page, "/request"));
    auto const form = desk.get("/incoming-notes/" + reference + "/request");
    auto const opened =
        desk.post("/incoming-notes/" + reference + "/request",
                  {{"version", testing::between(form.body, "name=\"version\" value=\"", "\"")},
                   {"title", "Training of midwives"},
                   {"consented_by", "Ministry of Foreign Affairs"},
                   {"consented_on", "2026-11-10"}});
    EXPECT_EQ(testing::header(opened, "Location"), "/incoming-notes/" + reference);
    store().read([&](Reader &reader) {
        auto const program = auth::program_identity("test");
        auto const note = *records::find(reader, incoming_notes, &program, reference);
        auto const stored = *records::load(reader, incoming_notes, note.id);
        ASSERT_TRUE(stored.about);
        auto const made =
            *records::find(reader, requests::requests, &program, stored.about->to_string());
        EXPECT_EQ(made.state, "registered");
        auto const value = *records::load(reader, requests::requests, made.id);
        EXPECT_EQ(value.letter_number, "27/AE/2026");
        EXPECT_EQ(value.letter_date, day("2026-11-10"));
        EXPECT_EQ(value.consented_by, "Ministry of Foreign Affairs");
        EXPECT_EQ(web::attachments_of(reader, made.id, Audience::partner).size(), 1U);
    });
    // Once, and no more: there is no button, and the rule says why.
    EXPECT_FALSE(shows(desk.get("/incoming-notes/" + reference), ">Open a request<"));
}

TEST_P(Letters, that_came_in_twice_are_told)
{
    auto desk = signed_in("desk@agency.example");
    auto const first =
        reference_in(upload(desk, "/incoming-notes", note_fields("27/AE/2026"), scan()));
    auto const same_file = upload(desk, "/incoming-notes", note_fields("28/AE/2026"), scan());
    EXPECT_EQ(same_file.status, 422);
    EXPECT_TRUE(shows(same_file, first));
    auto const same_number =
        upload(desk, "/incoming-notes", note_fields("27/AE/2026"), scan("Another"));
    EXPECT_EQ(same_number.status, 422);
    EXPECT_TRUE(shows(same_number, first));
    EXPECT_TRUE(shows(same_number, "name=\"anyway\""));
    auto fields = note_fields("27/AE/2026");
    fields.emplace_back("anyway", "yes");
    EXPECT_EQ(upload(desk, "/incoming-notes", fields, scan()).status, 303);
}

TEST_P(Letters, that_came_in_are_no_programs_and_no_giants)
{
    auto desk = signed_in("desk@agency.example");
    auto const fields = note_fields("27/AE/2026");
    EXPECT_EQ(upload(desk, "/incoming-notes", fields, "MZ\x90\x00 program", "scan.pdf").status,
              422);
    EXPECT_EQ(upload(desk, "/incoming-notes", fields, "a,b\n1,2\n", "table.csv").status, 422);
    auto giant = scan();
    giant.resize(26U * 1024 * 1024, ' ');
    auto const refused = upload(desk, "/incoming-notes", fields, giant);
    EXPECT_TRUE(refused.status == 413 || refused.status == 422) << refused.status;
    EXPECT_TRUE(shows(refused, "27/AE/2026"));
    EXPECT_EQ(store().read([](Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM incoming_note");
    }),
              0);
}

TEST_P(Letters, that_came_in_are_given_out_settled_and_sent_back)
{
    auto const make = [&](std::string number) {
        IncomingNote note;
        note.subject = "An enquiry";
        note.number = std::move(number);
        note.received_on = day("2026-11-20");
        note.country = country("TLS");
        return store().write([&](Tx &tx) {
            return register_note(tx, drafter, {.note = note, .scan = std::nullopt})->id;
        });
    };
    auto const run = [&](Uuid id, auto verb, auto const &form) {
        auto const head = head_of(incoming_notes, id);
        return code_of(
            store().write([&](Tx &tx) { return verb(tx, drafter, head, head.version, form); }));
    };
    auto const note = make("1");
    EXPECT_EQ(run(note, assign, Assignment{.officer = "nobody@agency.example"}),
              "correspondence.no_such_officer");
    EXPECT_EQ(run(note, assign,
                  Assignment{.post = deputy_post,
                             .instruction = "Please answer",
                             .deadline = day("2026-11-28")}),
              "");
    auto const given = head_of(incoming_notes, note);
    EXPECT_EQ(given.state, "assigned");
    EXPECT_EQ(given.assignee, deputy.user.uuid());
    EXPECT_EQ(given.due_on, day("2026-11-28"));
    EXPECT_EQ(run(note, settle, Settlement{.outcome = "Answered by telephone"}), "");
    EXPECT_EQ(head_of(incoming_notes, note).due_on, std::nullopt);
    auto const stray = make("2");
    EXPECT_EQ(run(stray, return_note, Misdirection{.reason = "For the ministry of health"}), "");
    EXPECT_EQ(head_of(incoming_notes, stray).state, "returned");
    EXPECT_EQ(run(stray, link, Linking{.about = Id<records::AnyRecord>{request}}), "");
    EXPECT_EQ(run(stray, open_request, Opening{.title = "Twice"}), "correspondence.linked_already");
}

} // namespace
} // namespace selatan::correspondence

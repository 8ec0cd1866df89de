#include "cooperation/training/applicant.hpp"

#include "cooperation/training/applicant_news.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/restricted.hpp"
#include "platform/web/desk.hpp"
#include "tests/support/call.hpp"

#include <filesystem>
#include <fstream>

namespace selatan::training {
namespace {

using storage::Reader;
using storage::Tx;
using testing::between;
using testing::Browser;
using testing::Fields;
using testing::header;
using testing::shows;
namespace states = application_states;

TEST(ConsentRules, what_is_needed_is_asked_for_and_what_is_not_may_stay_open)
{
    EXPECT_TRUE(decide_consents({Consent::truth, Consent::processing}).empty());
    auto const problems = decide_consents({Consent::contact});
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].field, "truth");
    EXPECT_EQ(problems[1].field, "processing");
    EXPECT_EQ(problems[1].code, "applicants.consent_wanted");
}

class Applicants : public CallTest {
protected:
    static constexpr std::string_view address = "applicant@home.example";
    static constexpr std::string_view chosen = password;

    void SetUp() override
    {
        CallTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        clock().set(*Instant::parse("2026-12-01T08:00:00Z"));
        store().write([&](Tx &tx) {
            tx.run("UPDATE record SET state = 'open', audience = 'public' WHERE id = ?", call);
            tx.run("UPDATE training_call SET is_public = 1, opens_on = '2026-11-01',"
                   " closes_on = '2026-12-20', results_on = '2027-01-20' WHERE id = ?",
                   call);
            tx.run("UPDATE training_rules SET step_1 = 'focal_point_nominated',"
                   " documents = 'curriculum_vitae passport_copy'");
        });
    }
    void add_routes(web::Router &router) override
    {
        CallTest::add_routes(router);
        web::add_desk_route(router);
        static constexpr std::array<web::DutiesOf, 1> duties{own_on_the_desk};
        web::set_desk_parts({}, duties);
    }
    void TearDown() override
    {
        web::set_desk_parts({}, {});
        CallTest::TearDown();
    }
    http::Response ask(std::string_view email, std::string_view from = "192.0.2.7")
    {
        auto anybody = browser();
        anybody.address = from;
        EXPECT_EQ(anybody.get(url_of_call() + "/account").status, 200);
        return anybody.post(url_of_call() + "/account", {{"email", std::string{email}}});
    }
    std::string link_to(std::string_view email)
    {
        auto const token = between(newest_mail(std::string{email}), "/applicant-accounts/", "\n");
        return "/applicant-accounts/" + token;
    }
    /// An account of one's own, signed in.
    Browser applicant(std::string_view email = address)
    {
        EXPECT_EQ(ask(email).status, 303);
        auto own = browser();
        auto const link = link_to(email);
        EXPECT_EQ(own.get(link).status, 200);
        auto const opened =
            own.post(link, {{"name", "Applicant (example)"}, {"password", std::string{chosen}}});
        EXPECT_EQ(opened.status, 303);
        EXPECT_EQ(header(opened, "Location").find("/sign-in?"), 0U);
        own.get(header(opened, "Location"));
        EXPECT_EQ(own.post("/sign-in", credentials(email)).status, 303);
        return own;
    }
    static Fields credentials(std::string_view email)
    {
        return {{"email", std::string{email}}, {"password", std::string{chosen}}};
    }
    std::string form() { return url_of_call() + "/application"; }
    static Fields person()
    {
        return {{"title", "Applicant (example)"},
                {"country", "TLS"},
                {"born_on", "1990-05-01"},
                {"sex", "woman"}};
    }
    static Fields work() { return {{"employer", "Seed station"}, {"position", "Agronomist"}}; }
    static Fields course() { return {{"languages", "en"}, {"motivation", "Better seed"}}; }
    static Fields agreed() { return {{"truth", "1"}, {"processing", "1"}}; }
    void write_all(Browser &own)
    {
        own.get(form());
        EXPECT_EQ(own.post(form() + "/person", person()).status, 303);
        EXPECT_EQ(own.post(form() + "/work", work()).status, 303);
        EXPECT_EQ(own.post(form() + "/course", course()).status, 303);
    }
    /// What was submitted: its page.
    std::string submitted(Browser &own)
    {
        write_all(own);
        EXPECT_TRUE(shows(own.get(form()), "Submit my application"));
        auto const made = own.post(form(), agreed());
        EXPECT_EQ(made.status, 303);
        return header(made, "Location");
    }
    static std::string reference_in(std::string const &page)
    {
        return page.substr(page.rfind('/') + 1);
    }
    Uuid own_id(std::string const &reference)
    {
        return *store().read([&](Reader &reader) {
            return reader.one<Uuid>("SELECT id FROM record WHERE reference = ?", reference);
        });
    }
    Id<auth::User> account_of(std::string_view email)
    {
        return *store().read([&](Reader &reader) {
            return reader.one<Id<auth::User>>("SELECT id FROM user_account WHERE email = ?", email);
        });
    }
    /// A file, as the server hands it over when a browser sends one.
    http::Response send_file(Browser &own, std::string const &url, std::string_view document,
                             std::string_view bytes)
    {
        auto const path = std::filesystem::temp_directory_path() /
                          ("selatan-paper-" + new_uuid(clock().now()).to_string());
        std::ofstream{path, std::ios::binary} << bytes;
        http::Request request;
        request.method = http::Method::post;
        request.path = url;
        request.headers.set("Content-Type", "multipart/form-data; boundary=x");
        request.headers.set("Sec-Fetch-Site", "same-origin");
        request.form.add("token", own.token());
        request.form.add("document", std::string{document});
        request.uploads.push_back({.field = "file",
                                   .name = "life.pdf",
                                   .type = "application/pdf",
                                   .path = path.string(),
                                   .size = bytes.size(),
                                   .keeps_staged = nullptr});
        auto response = own.send(std::move(request));
        std::filesystem::remove(path);
        return response;
    }
    /// As the results do.
    void give_place(std::string const &reference)
    {
        store().write([&](Tx &tx) {
            tx.run("UPDATE record SET state = 'selected' WHERE reference = ?", reference);
        });
    }
    std::int64_t count(std::string const &sql)
    {
        return *store().read([&](Reader &reader) { return reader.one<std::int64_t>(sql); });
    }
};
INSTANTIATE_ENGINES(Applicants);

TEST_P(Applicants, open_an_account_by_a_mailed_link_that_works_once)
{
    EXPECT_TRUE(shows(browser().get(url_of_call()), "Apply yourself"));
    EXPECT_EQ(ask("no address").status, 422);
    auto const asked = ask(address);
    EXPECT_EQ(asked.status, 303);
    EXPECT_EQ(count("SELECT COUNT(*) FROM user_account WHERE email = 'applicant@home.example'"), 0)
        << "nothing is made before the address is shown to be theirs";
    auto own = browser();
    auto const link = link_to(address);
    EXPECT_TRUE(shows(own.get(link), "applicant@home.example"));
    EXPECT_EQ(own.post(link, {{"name", ""}, {"password", std::string{chosen}}}).status, 422);
    EXPECT_EQ(own.post(link, {{"name", "Applicant (example)"}, {"password", "short"}}).status, 422);
    EXPECT_EQ(
        own.post(link, {{"name", "Applicant (example)"}, {"password", std::string{chosen}}}).status,
        303);
    EXPECT_EQ(own.get(link).status, 410);
    EXPECT_EQ(own.post(link, {{"name", "Again"}, {"password", std::string{chosen}}}).status, 410);
}

TEST_P(Applicants, are_told_when_a_link_is_too_old_and_ask_for_a_new_one)
{
    EXPECT_EQ(ask(address).status, 303);
    auto const link = link_to(address);
    clock().set(*Instant::parse("2026-12-08T08:00:00Z"));
    auto const old = browser().get(link);
    EXPECT_EQ(old.status, 410);
    EXPECT_TRUE(shows(old, url_of_call() + "/account")) << "where a new one is asked for";
    EXPECT_EQ(ask(address).status, 303);
    EXPECT_NE(link_to(address), link);
    EXPECT_EQ(browser().get(link_to(address)).status, 200);
    EXPECT_EQ(browser().get(link).status, 410) << "a newer one replaced it";
    EXPECT_EQ(browser().get("/applicant-accounts/nonsense").status, 410);
    store().write([](Tx &tx) { forget_applicants(tx); });
    EXPECT_EQ(browser().get(link_to(address)).status, 200) << "a good one is not forgotten";
    clock().set(*Instant::parse("2027-02-08T08:00:00Z"));
    store().write([](Tx &tx) { forget_applicants(tx); });
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_applicant_link"), 0);
}

TEST_P(Applicants, learn_nothing_of_who_has_an_account_and_flood_nobody)
{
    auto const unknown = ask("nobody@home.example");
    auto const known = ask("desk@agency.example");
    EXPECT_EQ(unknown.status, known.status);
    EXPECT_EQ(header(unknown, "Location"), header(known, "Location"));
    EXPECT_NE(newest_mail("desk@agency.example").find("is there already"), std::string::npos)
        << "told to its owner alone";
    for (int i = 0; i < 3; ++i) {
        ask(address);
    }
    auto const third = link_to(address);
    EXPECT_EQ(ask(address).status, 303) << "the answer stays the same";
    EXPECT_EQ(link_to(address), third) << "but no fourth mail within the hour";
    for (int i = 0; i < 20; ++i) {
        ask("flood" + std::to_string(i) + "@home.example", "198.51.100.9");
    }
    EXPECT_EQ(ask("one-more@home.example", "198.51.100.9").status, 429);
    EXPECT_EQ(newest_mail("one-more@home.example"), "");
}

TEST_P(Applicants, save_each_part_by_itself_and_submit_when_all_are_complete)
{
    auto own = applicant();
    EXPECT_TRUE(shows(own.get(form()), "Not begun"));
    EXPECT_TRUE(shows(own.get(form() + "/person"), "Applicant (example)")) << "the account’s name";
    auto const lacking =
        own.post(form() + "/person",
                 {{"title", "Applicant (example)"}, {"country", "TLS"}, {"born_on", "1990-13-01"}});
    EXPECT_EQ(header(lacking, "Location"), form() + "/person") << "back to what is to be mended";
    EXPECT_TRUE(shows(own.get(form() + "/person"), "1990-13-01")) << "and nothing is lost";
    EXPECT_TRUE(shows(own.get(form()), "2 answers are wanting"));
    EXPECT_EQ(own.post(form(), agreed()).status, 409);
    EXPECT_EQ(header(own.post(form() + "/person", person()), "Location"), form() + "/work");
    EXPECT_EQ(header(own.post(form() + "/work", work()), "Location"), form() + "/course");
    EXPECT_EQ(header(own.post(form() + "/course", course()), "Location"), form());
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_application"), 0) << "nobody else sees a draft";
    EXPECT_TRUE(shows(own.get("/own-applications"), "Not submitted yet"));

    auto const without = own.post(form(), {{"truth", "1"}});
    EXPECT_EQ(without.status, 422);
    EXPECT_TRUE(shows(without, "Without this we may not take your application"));
    auto const made = own.post(form(), agreed());
    EXPECT_EQ(made.status, 303);
    auto const page = header(made, "Location");
    EXPECT_TRUE(shows(own.get(page), "Submitted"));
    EXPECT_TRUE(shows(own.get(page), "Better seed"));
    EXPECT_EQ(header(own.get(form()), "Location"), page);
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_application_draft"), 0);
    own.get(page);
    EXPECT_EQ(own.post(form() + "/person", person()).status, 409) << "it is submitted";

    auto focal_point = signed_in("focal@dili.example");
    auto const record = "/applications/" + reference_in(page);
    auto const seen = focal_point.get(record);
    EXPECT_TRUE(shows(seen, "Consents given by the applicant"));
    EXPECT_TRUE(shows(seen, "applicant@home.example"));
    auto const version = std::to_string(head_of(applications, own_id(reference_in(page))).version);
    EXPECT_EQ(focal_point
                  .post(record + "/nomination",
                        {{"nominee_rank", "1"}, {"nomination", "Note 4"}, {"version", version}})
                  .status,
              303);
    EXPECT_TRUE(shows(own.get(page), "Nominated"));
}

TEST_P(Applicants, lose_nothing_when_the_session_ends_while_they_type)
{
    auto own = applicant();
    own.get(form() + "/work");
    own.remove_cookie("selatan");
    own.forget_token();
    auto const back = own.post(form() + "/work", work());
    EXPECT_EQ(back.status, 403);
    EXPECT_TRUE(shows(back, "Seed station")) << "what was typed is still there";
    EXPECT_TRUE(shows(back, "Sign in and save"));
    auto fields = work();
    fields.emplace_back("sign_in_email", address);
    fields.emplace_back("sign_in_password", "a wrong password");
    auto const wrong = own.post(form() + "/work", fields);
    EXPECT_EQ(wrong.status, 403);
    EXPECT_TRUE(shows(wrong, "Seed station"));
    fields.back().second = chosen;
    auto const saved = own.post(form() + "/work", fields);
    EXPECT_EQ(saved.status, 303);
    EXPECT_EQ(header(saved, "Location"), form() + "/course");
    EXPECT_TRUE(shows(own.get(form() + "/work"), "Seed station"));
    EXPECT_FALSE(shows(own.get(form() + "/work"), "a wrong password"));
}

TEST_P(Applicants, see_their_own_alone_and_nothing_of_the_offices)
{
    auto own = applicant();
    auto const page = submitted(own);
    auto const reference = reference_in(page);
    EXPECT_EQ(own.get("/applications").status, 403);
    EXPECT_EQ(own.get("/applications/" + reference).status, 403);
    EXPECT_EQ(own.get("/applications/" + reference + "/restricted").status, 403);
    auto other = applicant("other@home.example");
    EXPECT_EQ(other.get(page).status, 404);
    other.get("/own-applications");
    EXPECT_EQ(other.post(page + "/withdrawal", {{"reason", "Mine"}, {"version", "2"}}).status, 404);
    EXPECT_EQ(signed_in("desk@agency.example").get("/own-applications").status, 403);
    EXPECT_EQ(signed_in("desk@agency.example").get(form()).status, 403);
    EXPECT_TRUE(shows(signed_in("desk@agency.example").get(url_of_call() + "/account"),
                      "office’s account"));
    EXPECT_EQ(browser().get("/own-applications").status, 303) << "to signing in";
}

TEST_P(Applicants, see_what_is_wanted_hand_it_in_and_withdraw)
{
    auto own = applicant();
    auto const page = submitted(own);
    EXPECT_TRUE(shows(own.get(page), "Still wanted"));
    EXPECT_EQ(own.post(page + "/documents", {{"document", "curriculum_vitae"}}).status, 422)
        << "no file";
    auto const id = own_id(reference_in(page));
    auto const who = identity(*store().read([&](Reader &reader) {
        return reader.one<Id<auth::User>>("SELECT account FROM training_own_application");
    }));
    auto const handed_in = [&](std::string const &document) {
        return code_of(store().write(
            [&](Tx &tx) { return hand_in(tx, who, head_of(applications, id, tx), document); }));
    };
    EXPECT_EQ(handed_in("diploma"), "applicants.not_wanted");
    EXPECT_EQ(handed_in("passport_copy"), "applicants.not_wanted") << "its copy is sealed";
    EXPECT_EQ(handed_in("curriculum_vitae"), "");
    EXPECT_TRUE(shows(own.get(page), "Handed in"));

    EXPECT_EQ(own.get(page + "/withdrawal").status, 200);
    auto const version = std::to_string(head_of(applications, id).version);
    EXPECT_EQ(own.post(page + "/withdrawal", {{"reason", ""}, {"version", version}}).status, 422);
    EXPECT_EQ(own.post(page + "/withdrawal", {{"reason", "Ill"}, {"version", version}}).status,
              303);
    EXPECT_EQ(head_of(applications, id).state, states::withdrawn);
    EXPECT_EQ(own.get(page + "/withdrawal").status, 404);
    auto const ended = own.get(page);
    EXPECT_TRUE(shows(ended, "Handed in"));
    EXPECT_FALSE(shows(ended, "Still wanted")) << "of whoever has withdrawn";
}

TEST_P(Applicants, who_have_withdrawn_take_the_same_application_up_again_while_the_call_is_open)
{
    auto own = applicant();
    auto const page = submitted(own);
    auto const id = own_id(reference_in(page));
    EXPECT_EQ(header(own.get(form()), "Location"), page);
    own.get(page);
    EXPECT_EQ(own.post(page + "/reopening").status, 409) << "nothing was withdrawn";
    auto const nominated = head_of(applications, id);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  return nominate(tx, dili, nominated, nominated.version, {1, "Note"});
              })),
              "");
    auto const withdraw = [&] {
        own.get(page + "/withdrawal");
        auto const version = std::to_string(head_of(applications, id).version);
        return own.post(page + "/withdrawal", {{"reason", "Ill"}, {"version", version}}).status;
    };
    EXPECT_EQ(withdraw(), 303);
    EXPECT_TRUE(shows(own.get(page), "Apply again"));
    EXPECT_EQ(header(own.get(form()), "Location"), page) << "nothing was taken up yet";
    own.get(page);
    EXPECT_EQ(header(own.post(page + "/reopening"), "Location"), form());
    auto const again = own.get(form());
    EXPECT_TRUE(shows(again, "the application that you withdrew"));
    EXPECT_TRUE(shows(again, "Complete"));
    EXPECT_TRUE(shows(own.get(form() + "/course"), "Better seed")) << "what was written is there";
    EXPECT_TRUE(shows(own.get("/own-applications"), "Not submitted yet"));
    EXPECT_FALSE(shows(own.get("/own-applications"), "Withdrawn"));
    EXPECT_EQ(own.post(form() + "/work", {{"employer", "Rice board"}}).status, 303);
    own.get(page);
    EXPECT_EQ(own.post(page + "/reopening").status, 303) << "pressed twice";
    EXPECT_TRUE(shows(own.get(form() + "/work"), "Rice board")) << "and nothing is lost by it";
    auto given = agreed();
    given.emplace_back("contact", "1");
    EXPECT_EQ(header(own.post(form(), given), "Location"), page) << "the same application";
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_application"), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_consent"), 3);
    auto const stored =
        *store().read([&](Reader &reader) { return records::load(reader, applications, id); });
    EXPECT_EQ(head_of(applications, id).state, states::submitted);
    EXPECT_EQ(stored.employer, "Rice board");
    EXPECT_EQ(stored.nominee_rank, std::nullopt) << "it takes its way from the beginning";
    EXPECT_EQ(stored.awaits, Awaited::nominate);
    auto const history = signed_in("focal@dili.example").get("/applications/" + reference_in(page));
    EXPECT_TRUE(shows(history, "withdrew it"));
    EXPECT_TRUE(shows(history, "submitted it again"));

    EXPECT_EQ(withdraw(), 303);
    auto const key = bearer(account_of(address), "training_application:write");
    auto const told = api(http::Method::get, "/api" + page, key);
    EXPECT_TRUE(shows(told, R"("may":["apply_again"])")) << told.body;
    EXPECT_EQ(api(http::Method::post, "/api" + page + "/reopening", key).status, 200);
    EXPECT_TRUE(shows(api(http::Method::get, "/api" + form(), key), R"("employer":"Rice board")"));
    EXPECT_EQ(
        api(http::Method::post, "/api" + form(), key, R"({"truth":true,"processing":true})").status,
        201);
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_consent"), 2);

    EXPECT_EQ(withdraw(), 303);
    clock().set(*Instant::parse("2026-12-20T17:00:00Z"));
    own = browser();
    own.get("/sign-in");
    EXPECT_EQ(own.post("/sign-in", credentials(address)).status, 303);
    EXPECT_FALSE(shows(own.get(page), "Apply again"));
    EXPECT_EQ(own.post(page + "/reopening").status, 409) << "the deadline has passed";
}

TEST_P(Applicants, of_a_country_without_places_are_told_before_they_write)
{
    store().write([&](Tx &tx) {
        Quota quota;
        quota.call = Id<Call>{call};
        quota.country = country("FJI");
        quota.places = 2;
        EXPECT_TRUE(records::create(tx, {}, quotas, quota).version > 0);
    });
    auto own = applicant();
    for (auto const &url : {url_of_call(), form(), form() + "/person"}) {
        EXPECT_TRUE(shows(own.get(url), "places for people of: Fiji")) << url;
    }
    EXPECT_TRUE(shows(browser().get(url_of_call() + "/account"), "places for people of: Fiji"));
    EXPECT_EQ(own.post(form() + "/person", person()).status, 303);
    EXPECT_TRUE(shows(own.get(form() + "/person"), "no places for this country"));
    EXPECT_EQ(own.post(form() + "/work", work()).status, 303);
    EXPECT_EQ(own.post(form() + "/course", course()).status, 303);
    EXPECT_FALSE(shows(own.get(form()), "Submit my application"));
    auto const key = bearer(account_of(address), "training_application:write");
    auto const told = api(http::Method::get, "/api" + form(), key);
    EXPECT_TRUE(shows(told, R"("countries":["FJI"])")) << told.body;
    EXPECT_TRUE(shows(told, "applicants.country_without_places"));
    auto const refused =
        api(http::Method::post, "/api" + form(), key, R"({"truth":true,"processing":true})");
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(shows(refused, "applicants.country_without_places")) << refused.body;

    store().write(
        [&](Tx &tx) { tx.run("UPDATE training_call SET discretionary = 1 WHERE id = ?", call); });
    EXPECT_FALSE(shows(own.get(form()), "places for people of")) << "one is given at discretion";
    EXPECT_TRUE(shows(own.get(form()), "Submit my application"));
}

TEST_P(Applicants, hand_in_pictures_and_pdf_open_them_and_take_them_back)
{
    store().write([](Tx &tx) {
        tx.run("UPDATE training_rules SET"
               " documents = 'curriculum_vitae passport_copy medical_certificate'");
    });
    auto own = applicant();
    auto const page = submitted(own);
    EXPECT_TRUE(shows(own.get(page), "Medical certificate")) << "each that is wanted";
    auto const fake = send_file(own, page + "/documents", "curriculum_vitae", "hello, not a pdf");
    EXPECT_EQ(fake.status, 422);
    EXPECT_TRUE(shows(fake, "A copy is a PDF or a picture"));
    own.get(page);
    auto const paper = std::string{"%PDF-1.4\nA life\n%%EOF\n"};
    ASSERT_EQ(send_file(own, page + "/documents", "curriculum_vitae", paper).status, 303);
    auto const shown = own.get(page);
    EXPECT_TRUE(shows(shown, "life.pdf"));
    EXPECT_TRUE(shows(shown, "Take back"));
    auto const file = page + "/documents/" + between(shown.body, page + "/documents/", "\"");
    EXPECT_EQ(header(own.get(file), "Content-Type"), "application/pdf");
    EXPECT_EQ(applicant("other@home.example").get(file).status, 404);
    EXPECT_TRUE(shows(signed_in("focal@dili.example").get("/applications/" + reference_in(page)),
                      "life.pdf"))
        << "the offices read it with the application";
    own.get(page);
    EXPECT_EQ(own.post(file + "/removal").status, 303);
    EXPECT_FALSE(shows(own.get(page), "life.pdf"));
    EXPECT_FALSE(shows(own.get(page), "Handed in"));
    EXPECT_EQ(own.get(file).status, 404);
    EXPECT_EQ(own.post(file + "/removal").status, 404);

    // Sealed copies have their own page, and are taken back there.
    auto const sealed = page + "/restricted";
    own.get(sealed);
    ASSERT_EQ(send_file(own, sealed + "/files", "medical_certificate", paper).status, 303);
    EXPECT_TRUE(shows(own.get(page), "Open, add or take back"));
    auto const copies = own.get(sealed);
    auto const copy = sealed + "/files/" + between(copies.body, sealed + "/files/", "\"");
    EXPECT_EQ(own.post(copy + "/removal").status, 303);
    EXPECT_FALSE(shows(own.get(page), "Open, add or take back"));
    ASSERT_EQ(send_file(own, page + "/documents", "curriculum_vitae", paper).status, 303);
    store().write([&](Tx &tx) {
        tx.run("UPDATE record SET state = 'eligible' WHERE reference = ?", reference_in(page));
    });
    EXPECT_FALSE(shows(own.get(page), "Take back")) << "what was judged stays";
}

TEST_P(Applicants, read_what_their_employer_hands_in_by_the_mailed_link_and_do_not_change_it)
{
    store().write([](Tx &tx) {
        tx.run("UPDATE training_rules SET step_1 = 'employer_certified',"
               " step_2 = 'focal_point_nominated', documents = 'form_part_a form_part_b',"
               " employer_documents = 'form_part_a'");
    });
    auto own = applicant();
    auto const page = submitted(own);
    auto const record = "/applications/" + reference_in(page);
    auto const paper = std::string{"%PDF-1.4\nPart A\n%%EOF\n"};
    auto const before = own.get(page);
    EXPECT_TRUE(shows(before, "Your employer hands it in"));
    EXPECT_FALSE(shows(before, "<option value=\"form_part_a\"")) << "it is not asked of them";
    EXPECT_EQ(send_file(own, page + "/documents", "form_part_a", paper).status, 422);
    EXPECT_TRUE(shows(own.get("/desk"), "Hand in: Application form, part B: the applicant"));

    auto focal_point = signed_in("focal@dili.example");
    static_cast<void>(focal_point.get(record + "/employer-link"));
    EXPECT_EQ(focal_point.post(record + "/employer-link", {{"email", "boss@farm.example"}}).status,
              303);
    auto const link =
        "/employer-certificates/" + std::string{testing::between(newest_mail("boss@farm.example"),
                                                                 "/employer-certificates/", "\n")};
    auto employer = browser();
    EXPECT_TRUE(shows(employer.get(link), "Documents of your organisation"));
    EXPECT_TRUE(shows(send_file(employer, link + "/documents", "form_part_a", "no pdf"),
                      "A copy is a PDF or a picture"));
    EXPECT_EQ(send_file(employer, link + "/documents", "form_part_b", paper).status, 422)
        << "the applicant's own";
    EXPECT_EQ(send_file(employer, link + "/documents", "form_part_a", paper).status, 303);
    EXPECT_TRUE(shows(employer.get(link), "Handed in")) << "the link goes on until it is answered";
    EXPECT_EQ(employer.post(link, {{"certified_by", "Director"}, {"answer", "yes"}}).status, 200);
    EXPECT_EQ(send_file(employer, link + "/documents", "form_part_a", paper).status, 410);
    EXPECT_EQ(send_file(employer, "/employer-certificates/x/documents", "a", paper).status, 410);

    auto const shown = own.get(page);
    EXPECT_TRUE(shows(shown, "life.pdf")) << "they read it";
    EXPECT_FALSE(shows(shown, "Take back"));
    auto const file = page + "/documents/" + between(shown.body, page + "/documents/", "\"");
    EXPECT_EQ(own.get(file).status, 200);
    EXPECT_EQ(own.post(file + "/removal").status, 404);
    EXPECT_TRUE(shows(own.get(page), "life.pdf")) << "it is not theirs";
    auto const key = bearer(account_of(address), "training_application:write");
    EXPECT_TRUE(
        shows(api(http::Method::get, "/api" + page, key),
              R"("document":"form_part_a","handed_in":true,"sealed":false,"by":"employer")"));
    auto const seen = focal_point.get(record);
    EXPECT_TRUE(shows(seen, "life.pdf"));
    EXPECT_TRUE(shows(seen, "the employer handed in a document"));
}

TEST_P(Applicants, are_written_what_is_missing_and_await_the_check_when_it_came)
{
    set_address_of_pages("https://example.org");
    auto own = applicant();
    auto const page = submitted(own);
    auto const id = own_id(reference_in(page));
    auto const judged = [&] {
        auto const head = head_of(applications, id);
        return code_of(
            store().write([&](Tx &tx) { return judge_now(tx, desk, head, head.version); }));
    };
    auto const head = head_of(applications, id);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  return nominate(tx, dili, head, head.version, {1, "Note"});
              })),
              "");
    clock().set(clock().now().plus(std::chrono::minutes{1}));
    EXPECT_EQ(judged(), "");
    EXPECT_EQ(head_of(applications, id).state, states::incomplete);
    auto const mail = newest_mail(std::string{address});
    EXPECT_NE(mail.find("Curriculum vitae and Copy of the passport"), std::string::npos) << mail;
    EXPECT_NE(mail.find("https://example.org" + page), std::string::npos) << mail;
    auto const stored = [&] {
        return *store().read(
            [&](Reader &reader) { return records::load(reader, applications, id); });
    };
    EXPECT_EQ(stored().awaits, std::nullopt) << "it is the applicant's turn";
    auto const paper = std::string{"%PDF-1.4\nA life\n%%EOF\n"};
    own.get(page);
    EXPECT_EQ(send_file(own, page + "/documents", "curriculum_vitae", paper).status, 303);
    EXPECT_EQ(stored().awaits, std::nullopt);
    EXPECT_EQ(send_file(own, page + "/restricted/files", "passport_copy", paper).status, 303);
    EXPECT_EQ(stored().awaits, Awaited::judge) << "and the desk's again";
    EXPECT_EQ(judged(), "");
    EXPECT_EQ(head_of(applications, id).state, states::eligible);
}

TEST_P(Applicants, find_on_their_desk_what_is_to_be_done)
{
    auto own = applicant();
    EXPECT_TRUE(shows(own.get("/desk"), "Nothing waits for you"));
    own.get(form());
    EXPECT_EQ(own.post(form() + "/work", work()).status, 303);
    auto const unfinished = own.get("/desk");
    EXPECT_TRUE(shows(unfinished, "Finish and submit"));
    EXPECT_TRUE(shows(unfinished, "Rice for trainers"));
    EXPECT_TRUE(shows(unfinished, form()));
    auto const page = submitted(own);
    auto const wanting = own.get("/desk");
    EXPECT_TRUE(shows(wanting, "Hand in: Curriculum vitae and Copy of the passport"));
    EXPECT_TRUE(shows(own.get("/api/desk"), R"("verb":"hand_in")")) << "for programs too";
    EXPECT_FALSE(shows(wanting, "Finish and submit"));
    give_place(reference_in(page));
    EXPECT_TRUE(shows(own.get("/desk"), "Say whether you come"));
    auto const version = std::to_string(head_of(applications, own_id(reference_in(page))).version);
    EXPECT_EQ(own.post(page + "/confirmation", {{"version", version}}).status, 303);
    EXPECT_TRUE(shows(own.get("/desk"), "Nothing waits for you"));
    EXPECT_TRUE(shows(own.get(page), "Seed station")) << "where the course is";
    EXPECT_FALSE(shows(signed_in("desk@agency.example").get("/desk"), "My applications"));
}

TEST_P(Applicants, take_the_place_that_they_were_given_once)
{
    auto own = applicant();
    auto const page = submitted(own);
    auto const id = own_id(reference_in(page));
    auto const confirm = [&](Browser &who) {
        return who.post(page + "/confirmation",
                        {{"version", std::to_string(head_of(applications, id).version)}});
    };
    EXPECT_FALSE(shows(own.get(page), "I take the place"));
    auto const too_early = confirm(own);
    EXPECT_EQ(too_early.status, 409);
    EXPECT_TRUE(shows(too_early, "You were not given a place"));
    give_place(reference_in(page));
    EXPECT_TRUE(shows(own.get(page), "I take the place"));
    EXPECT_EQ(own.post(page + "/confirmation", {{"version", "1"}}).status, 412) << "seen before";
    auto other = applicant("other@home.example");
    other.get("/own-applications");
    EXPECT_EQ(confirm(other).status, 404);
    own.get(page);
    EXPECT_EQ(confirm(own).status, 303);
    EXPECT_EQ(head_of(applications, id).state, states::confirmed);
    EXPECT_EQ(confirm(own).status, 409);
}

TEST_P(Applicants, do_by_program_what_they_do_on_pages)
{
    using http::Method;
    auto const own = applicant();
    auto const key = bearer(account_of(address), "training_call:read training_application:write");
    auto const form_url = "/api" + form();
    EXPECT_TRUE(shows(api(Method::get, "/api/calls?q=state:open", key), "Rice for trainers"));
    EXPECT_EQ(api(Method::get, form_url, bearer(desk.user, "*:write")).status, 403);
    EXPECT_EQ(api(Method::post, form_url + "/person", "", "{}").status, 401);

    auto const half = api(Method::post, form_url + "/person", key,
                          R"({"title":"Applicant","country":"TLS","sex":"woman"})");
    EXPECT_EQ(half.status, 200) << "kept, though an answer is wanting";
    EXPECT_TRUE(shows(half, R"("field":"born_on","code":"common.required")")) << half.body;
    EXPECT_EQ(api(Method::post, form_url, key, R"({"truth":true,"processing":true})").status, 409);
    api(Method::post, form_url + "/person", key,
        R"({"title":"Applicant","country":"TLS","born_on":"1990-05-01","sex":"woman"})");
    api(Method::post, form_url + "/work", key, R"({"employer":"Seed station"})");
    api(Method::post, form_url + "/course", key,
        R"({"languages":["en"],"motivation":"Better seed"})");
    auto const written = api(Method::get, form_url, key);
    EXPECT_TRUE(shows(written, R"("is_open":true)"));
    EXPECT_TRUE(shows(written, R"("languages":["en"])")) << written.body;
    EXPECT_FALSE(shows(written, R"("is_complete":false)"));
    EXPECT_TRUE(shows(api(Method::get, "/api/own-applications", key), R"("state":"draft")"));

    EXPECT_EQ(api(Method::post, form_url, key, R"({"truth":true,"processing":false})").status, 422);
    auto const made = api(Method::post, form_url, key, R"({"truth":true,"processing":true})");
    ASSERT_EQ(made.status, 201) << made.body;
    auto const one = header(made, "Location");
    EXPECT_EQ(header(api(Method::get, form_url, key), "Location"), one);
    auto const shown = api(Method::get, one, key);
    EXPECT_TRUE(shows(
        shown,
        R"("document":"curriculum_vitae","handed_in":false,"sealed":false,"by":"applicant","files":[])"));
    EXPECT_TRUE(shows(shown, R"("document":"passport_copy","handed_in":false,"sealed":true)"));
    EXPECT_TRUE(shows(shown, R"("may":["hand_in","take_file_back","seal","withdraw"])"))
        << shown.body;
    EXPECT_EQ(api(Method::post, one + "/documents", key).status, 422) << "no file";
    EXPECT_EQ(api(Method::post, one + "/restricted", key, R"({"passport":"X1234567"})").status,
              200);
    EXPECT_FALSE(shows(api(Method::get, one + "/restricted", key), "X1234567"));
    auto const version = header(api(Method::get, one, key), "ETag");
    EXPECT_TRUE(
        shows(api(Method::post, one + "/restricted/look", key, "{}", {{"If-Match", version}}),
              "X1234567"));

    give_place(reference_in(one));
    EXPECT_EQ(api(Method::post, one + "/confirmation", key, "{}").status, 428);
    EXPECT_TRUE(shows(api(Method::post, one + "/confirmation", key, "{}", {{"If-Match", version}}),
                      R"("state":"confirmed")"));
    auto const late = header(api(Method::get, one, key), "ETag");
    auto const gone =
        api(Method::post, one + "/withdrawal", key, R"({"reason":"Ill"})", {{"If-Match", late}});
    EXPECT_TRUE(shows(gone, R"("state":"withdrawn")")) << gone.body;
}

TEST_P(Applicants, hand_in_by_program_too)
{
    auto own = applicant();
    auto const page = submitted(own);
    auto const path = std::filesystem::temp_directory_path() /
                      ("selatan-paper-" + reference_in(page) + new_uuid(clock().now()).to_string());
    std::ofstream{path, std::ios::binary} << "%PDF-1.4\nA life\n%%EOF\n";
    http::Request request;
    request.method = http::Method::post;
    request.path = "/api" + page + "/documents";
    request.headers.set("Content-Type", "multipart/form-data; boundary=x");
    request.headers.set("Authorization",
                        "Bearer " + bearer(account_of(address), "training_application:write"));
    request.form.add("document", "curriculum_vitae");
    request.uploads.push_back({.field = "file",
                               .name = "life.pdf",
                               .type = "application/pdf",
                               .path = path.string(),
                               .size = std::filesystem::file_size(path),
                               .keeps_staged = nullptr});
    auto const done = dispatch()(std::move(request));
    std::filesystem::remove(path);
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_TRUE(shows(done, R"("document":"curriculum_vitae","handed_in":true)"));
    EXPECT_EQ(count("SELECT COUNT(*) FROM attachment"), 1);
}

TEST_P(Applicants, are_told_when_the_disk_has_no_room_for_a_paper)
{
    auto own = applicant();
    auto const page = submitted(own);
    own.get(page);
    http::Request request;
    request.method = http::Method::post;
    request.path = page + "/documents";
    request.headers.set("Content-Type", "multipart/form-data; boundary=x");
    request.headers.set("Sec-Fetch-Site", "same-origin");
    request.form.add("token", own.token());
    request.form.add("document", "curriculum_vitae");
    // As the server hands it over when the file could not be staged.
    request.uploads.push_back({.field = "file",
                               .name = "life.pdf",
                               .type = "application/pdf",
                               .path = {},
                               .size = 9,
                               .keeps_staged = nullptr});
    auto const told = own.send(std::move(request));
    EXPECT_EQ(told.status, 507);
    EXPECT_TRUE(shows(told, "no room left")) << told.body;
    EXPECT_TRUE(shows(own.get(page), "Still wanted"));
}

TEST_P(Applicants, are_taken_until_the_deadline_and_leave_no_drafts_behind)
{
    auto own = applicant();
    write_all(own);
    clock().set(*Instant::parse("2026-12-20T17:00:00Z"));
    EXPECT_EQ(browser().get(url_of_call() + "/account").status, 409);
    own = browser();
    own.get("/sign-in");
    EXPECT_EQ(own.post("/sign-in", credentials(address)).status, 303);
    EXPECT_EQ(own.get(form()).status, 200);
    EXPECT_EQ(own.post(form(), agreed()).status, 409);
    store().write([](Tx &tx) { forget_applicants(tx); });
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_application_draft"), 3);
    clock().set(*Instant::parse("2027-01-20T08:00:00Z"));
    store().write([](Tx &tx) { forget_applicants(tx); });
    EXPECT_EQ(count("SELECT COUNT(*) FROM training_application_draft"), 0);
}

} // namespace
} // namespace selatan::training

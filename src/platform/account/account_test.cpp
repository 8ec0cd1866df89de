// The way in and one's own account, as a browser meets them, on both engines.
#include "platform/account/account.hpp"
#include "platform/account/qr.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/totp.hpp"
#include "platform/mail/mail.hpp"
#include "tests/support/web.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace selatan::account {
namespace {

using auth::Role;
using testing::between;
using testing::Browser;
using testing::header;
using testing::shows;

class Account : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (!IsSkipped()) {
            ana = make_user("ana@mfa.example", {{Role::desk_officer}});
        }
    }

    /// The code that an authenticator app would show for the key on a page.
    std::string code_for(std::string_view base32)
    {
        constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        std::vector<std::uint8_t> secret;
        std::uint32_t bits = 0;
        unsigned held = 0;
        for (char const c : base32) {
            bits = bits << 5U | static_cast<std::uint32_t>(digits.find(c));
            held += 5;
            if (held >= 8) {
                held -= 8;
                secret.push_back(static_cast<std::uint8_t>(bits >> held & 0xFFU));
            }
        }
        return auth::hotp(secret, static_cast<std::uint64_t>(auth::totp_step(clock().now())));
    }
    /// Sets the second step up; returns its key and one of the recovery codes.
    std::pair<std::string, std::string> set_up_second_step(Browser &browser)
    {
        browser.post("/account/second-factor");
        auto const page = browser.get("/account/second-factor");
        auto secret = between(page.body, "class=\"copyable\"><bdi>", "</bdi>");
        auto const codes =
            browser.post("/account/second-factor/confirmation", {{"code", code_for(secret)}});
        EXPECT_EQ(codes.status, 200);
        return {secret, between(codes.body, "<li><code>", "</code>")};
    }
    /// The path of the link in the newest mail.
    std::string mailed_path(std::string const &to)
    {
        return between(newest_mail(to), "https://selatan.example", "\n");
    }

    Id<auth::User> ana;
};
INSTANTIATE_ENGINES(Account);

// -- The way in ---------------------------------------------------------------------------------

TEST_P(Account, signing_in_leads_to_the_page_that_was_wanted)
{
    auto visitor = browser();
    auto const refused = visitor.get("/account/sessions?x=1");
    EXPECT_EQ(refused.status, 303);
    EXPECT_EQ(header(refused, "Location"), "/sign-in?next=%2Faccount%2Fsessions%3Fx%3D1");
    auto const form = visitor.get(header(refused, "Location"));
    EXPECT_EQ(form.status, 200);
    EXPECT_EQ(
        between(between(form.body, "id=\"entry\"", "</form>"), "name=\"next\" value=\"", "\""),
        "/account/sessions?x=1");
    auto const in = visitor.post("/sign-in", {{"email", " Ana@mfa.example "},
                                              {"password", std::string{password}},
                                              {"next", "/account/sessions?x=1"}});
    EXPECT_EQ(in.status, 303);
    EXPECT_EQ(header(in, "Location"), "/account/sessions?x=1");
    EXPECT_EQ(visitor.get("/account/sessions").status, 200);
}

TEST_P(Account, a_wrong_password_shows_the_form_again_with_what_was_typed_but_the_password)
{
    auto visitor = browser();
    visitor.get("/sign-in");
    auto const again =
        visitor.post("/sign-in", {{"email", "ana@mfa.example"}, {"password", "wrong and long"}});
    EXPECT_EQ(again.status, 422);
    EXPECT_TRUE(shows(again, "value=\"ana@mfa.example\""));
    EXPECT_FALSE(shows(again, "wrong and long"));
    EXPECT_TRUE(shows(again, "do not belong together"));
    EXPECT_FALSE(visitor.cookie("selatan"));
}

TEST_P(Account, an_unknown_address_and_a_wrong_password_get_the_same_answer)
{
    auto const answer = [&](std::string const &email) {
        auto visitor = browser();
        visitor.get("/sign-in");
        auto body =
            visitor.post("/sign-in", {{"email", email}, {"password", "wrong and long"}}).body;
        // What was typed and the visitor's own token differ.
        for (auto const &own : {email, visitor.token()}) {
            for (auto at = body.find(own); at != std::string::npos; at = body.find(own)) {
                body.erase(at, own.size());
            }
        }
        return body;
    };
    EXPECT_EQ(answer("ana@mfa.example"), answer("eva@mfa.example"));
}

TEST_P(Account, a_page_to_go_on_to_is_one_of_ours)
{
    for (std::string const next :
         {"//evil.example", "https://evil.example/", "/\\evil.example", "\\/evil.example",
          "/\t/evil.example", "javascript:alert(1)", "evil.example", "", "/a\r\nSet-Cookie: x=y"}) {
        auto visitor = browser();
        visitor.get("/sign-in");
        auto const in = visitor.post(
            "/sign-in",
            {{"email", "ana@mfa.example"}, {"password", std::string{password}}, {"next", next}});
        EXPECT_EQ(header(in, "Location"), "/") << next;
    }
}

TEST_P(Account, a_sign_in_without_the_visitors_token_is_refused)
{
    Browser stranger = browser();
    auto const without = stranger.post(
        "/sign-in", {{"email", "ana@mfa.example"}, {"password", std::string{password}}});
    EXPECT_EQ(without.status, 403);
    EXPECT_FALSE(stranger.cookie("selatan"));
    // Its answer brings a form that works.
    EXPECT_EQ(
        stranger
            .post("/sign-in", {{"email", "ana@mfa.example"}, {"password", std::string{password}}})
            .status,
        303);
}

TEST_P(Account, another_sites_page_can_send_nothing)
{
    auto visitor = browser();
    visitor.get("/sign-in");
    for (auto const &[name, value] :
         {std::pair{"Sec-Fetch-Site", "cross-site"}, std::pair{"Origin", "https://evil.example"},
          std::pair{"Origin", "null"}}) {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/sign-in";
        request.headers.set("Host", "selatan.example");
        request.headers.set(name, value);
        request.form.add("email", "ana@mfa.example");
        request.form.add("password", std::string{password});
        request.form.add("token", visitor.token());
        EXPECT_EQ(visitor.send(request).status, 403) << value;
    }
}

TEST_P(Account, a_form_without_the_sessions_token_is_refused)
{
    auto ana_there = signed_in("ana@mfa.example");
    EXPECT_EQ(ana_there.post("/preferences/theme", {{"theme", "dark"}, {"token", "x"}}).status,
              403);
    EXPECT_EQ(ana_there.post("/sign-out", {{"token", ""}}).status, 403);
    EXPECT_EQ(ana_there.get("/account").status, 200);
}

TEST_P(Account, signing_out_ends_the_session_for_good)
{
    auto ana_there = signed_in("ana@mfa.example");
    auto const cookie = *ana_there.cookie("selatan");
    auto const out = ana_there.post("/sign-out");
    EXPECT_EQ(header(out, "Location"), "/sign-in?said=signed-out");
    EXPECT_FALSE(ana_there.cookie("selatan"));
    EXPECT_TRUE(shows(ana_there.get("/sign-in?said=signed-out"), "You are signed out"));
    ana_there.set_cookie("selatan", cookie);
    EXPECT_EQ(ana_there.get("/account").status, 303);
}

TEST_P(Account, arabic_pages_are_written_from_right_to_left)
{
    auto visitor = browser();
    visitor.language = "ar";
    auto const page = visitor.get("/sign-in");
    EXPECT_TRUE(shows(page, "lang=\"ar\""));
    EXPECT_TRUE(shows(page, "dir=\"rtl\""));
    EXPECT_TRUE(shows(visitor.get("/forgot-password"), "dir=\"rtl\""));
}

TEST_P(Account, a_visitors_language_is_a_cookie_and_a_users_is_kept)
{
    auto visitor = browser();
    visitor.get("/sign-in");
    auto const chosen =
        visitor.post("/preferences/language", {{"language", "fr"}, {"next", "/sign-in"}});
    EXPECT_EQ(header(chosen, "Location"), "/sign-in");
    EXPECT_TRUE(shows(visitor.get("/sign-in"), "lang=\"fr\""));
    EXPECT_EQ(visitor.post("/preferences/language", {{"language", "xx"}}).status, 422);

    auto ana_there = signed_in("ana@mfa.example");
    ana_there.post("/preferences/language", {{"language", "pt"}, {"next", "/account"}});
    ana_there.post("/preferences/theme", {{"theme", "dark"}, {"next", "/account"}});
    auto const page = ana_there.get("/account");
    EXPECT_TRUE(shows(page, "lang=\"pt\""));
    EXPECT_TRUE(shows(page, "data-theme=\"dark\""));
    auto elsewhere = signed_in("ana@mfa.example");
    EXPECT_TRUE(shows(elsewhere.get("/account"), "lang=\"pt\""));
}

// -- Mailed links -------------------------------------------------------------------------------

TEST_P(Account, a_reset_goes_through_the_mail_and_works_once)
{
    auto visitor = browser();
    visitor.get("/forgot-password");
    auto const asked = visitor.post("/forgot-password", {{"email", "ana@mfa.example"}});
    EXPECT_EQ(header(asked, "Location"), "/forgot-password?sent=1");
    auto const path = mailed_path("ana@mfa.example");
    ASSERT_TRUE(path.starts_with("/reset/")) << newest_mail("ana@mfa.example");

    clock().advance(std::chrono::seconds{1}); // so that the next mail is the newest
    // Mail scanners open links; nothing happens.
    EXPECT_EQ(visitor.get(path).status, 200);
    auto const form = visitor.get(path);
    EXPECT_TRUE(shows(form, "ana@mfa.example"));

    auto const weak = visitor.post(path, {{"password", "short"}});
    EXPECT_EQ(weak.status, 422);
    EXPECT_TRUE(shows(weak, "at least 12 characters"));
    auto const done = visitor.post(path, {{"password", "blue water buffaloes"}});
    EXPECT_EQ(header(done, "Location"), "/sign-in?said=password-reset");
    EXPECT_EQ(visitor.get(path).status, 410);
    EXPECT_EQ(visitor.post(path, {{"password", "red clay pots drying"}}).status, 410);

    visitor.get("/sign-in");
    EXPECT_EQ(
        visitor
            .post("/sign-in", {{"email", "ana@mfa.example"}, {"password", "blue water buffaloes"}})
            .status,
        303);
    EXPECT_TRUE(newest_mail("ana@mfa.example").find("was changed") != std::string::npos);
}

TEST_P(Account, whether_an_address_is_known_is_not_told)
{
    auto visitor = browser();
    visitor.get("/forgot-password");
    auto const asked = visitor.post("/forgot-password", {{"email", "eva@mfa.example"}});
    EXPECT_EQ(header(asked, "Location"), "/forgot-password?sent=1");
    EXPECT_EQ(newest_mail("eva@mfa.example"), "");
    EXPECT_EQ(visitor.post("/forgot-password", {{"email", "no address"}}).status, 422);
}

TEST_P(Account, an_invitation_opens_the_account)
{
    auto const invited = store().write([&](storage::Tx &tx) {
        return auth::invite(tx, services(), auth::program_identity("test"),
                            {.email = "eva@mfa.example",
                             .name = "Desk Pacific",
                             .language = Language::ar,
                             .time_zone = "Asia/Jakarta"});
    });
    ASSERT_TRUE(invited);
    auto const mail = newest_mail("eva@mfa.example");
    // No invisible character touches the address, in Arabic either.
    auto const path = between(mail, "https://selatan.example", "\n");
    EXPECT_EQ(path.size(), std::string_view{"/invitation/"}.size() + 43) << mail;
    // The end is told on the reader's clock: seven hours before UTC's.
    EXPECT_NE(mail.find("15:00"), std::string::npos) << mail;

    auto visitor = browser();
    auto const form = visitor.get(path);
    EXPECT_TRUE(shows(form, "Welcome, Desk Pacific"));
    EXPECT_TRUE(shows(form, "15:00"));
    EXPECT_EQ(visitor.get("/reset/" + path.substr(12)).status, 410) << "for another purpose";
    auto const done = visitor.post(path, {{"password", "blue water buffaloes"}});
    EXPECT_EQ(header(done, "Location"), "/sign-in?said=account-open");
    EXPECT_EQ(visitor.get("/invitation/nonsense").status, 410);
}

// -- The second step ----------------------------------------------------------------------------

TEST_P(Account, the_second_step_asks_for_a_code_and_takes_each_once)
{
    auto ana_there = signed_in("ana@mfa.example");
    auto const [key, recovery] = set_up_second_step(ana_there);
    EXPECT_TRUE(shows(ana_there.get("/account/second-factor"), "The second step is on"));

    auto visitor = browser();
    visitor.get("/sign-in");
    auto const half = visitor.post(
        "/sign-in",
        {{"email", "ana@mfa.example"}, {"password", std::string{password}}, {"next", "/account"}});
    EXPECT_EQ(header(half, "Location"), "/sign-in/second-step?next=%2Faccount");
    EXPECT_EQ(visitor.get("/account").status, 303) << "half way is not in";
    EXPECT_EQ(visitor.get("/sign-in/second-step").status, 200);
    EXPECT_EQ(visitor.post("/sign-in/second-step", {{"code", code_for(key)}}).status, 422)
        << "used already, when it was set up";
    clock().advance(std::chrono::seconds{30});
    auto const in =
        visitor.post("/sign-in/second-step", {{"code", code_for(key)}, {"next", "/account"}});
    EXPECT_EQ(header(in, "Location"), "/account");
    EXPECT_EQ(visitor.get("/account").status, 200);

    for (int const status : {303, 422}) {
        auto other = browser();
        other.get("/sign-in");
        other.post("/sign-in", {{"email", "ana@mfa.example"}, {"password", std::string{password}}});
        other.get("/sign-in/second-step");
        EXPECT_EQ(other.post("/sign-in/second-step", {{"code", recovery}}).status, status);
    }
}

TEST_P(Account, who_takes_too_long_over_the_code_begins_again)
{
    auto ana_there = signed_in("ana@mfa.example");
    auto const key = set_up_second_step(ana_there).first;
    auto visitor = browser();
    visitor.get("/sign-in");
    visitor.post("/sign-in", {{"email", "ana@mfa.example"}, {"password", std::string{password}}});
    visitor.get("/sign-in/second-step");
    clock().advance(std::chrono::minutes{6});
    auto const late = visitor.post("/sign-in/second-step", {{"code", code_for(key)}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, "begin the sign-in again"));
    EXPECT_EQ(header(visitor.get("/sign-in/second-step"), "Location"), "/sign-in");
}

TEST_P(Account, the_key_is_shown_only_soon_after_the_password)
{
    auto ana_there = signed_in("ana@mfa.example");
    ana_there.post("/account/second-factor");
    EXPECT_TRUE(shows(ana_there.get("/account/second-factor"), "role=\"img\""));
    clock().advance(std::chrono::minutes{20});
    EXPECT_FALSE(shows(ana_there.get("/account/second-factor"), "role=\"img\""));
    auto const begin = ana_there.post("/account/second-factor");
    EXPECT_EQ(header(begin, "Location"), "/account/confirmation?next=%2Faccount%2Fsecond-factor");
    ana_there.get(header(begin, "Location"));
    EXPECT_EQ(ana_there
                  .post("/account/confirmation",
                        {{"current_password", "not this one"}, {"next", "/account/second-factor"}})
                  .status,
              422);
    auto const confirmed =
        ana_there.post("/account/confirmation", {{"current_password", std::string{password}},
                                                 {"next", "/account/second-factor"}});
    EXPECT_EQ(header(confirmed, "Location"), "/account/second-factor");
    EXPECT_TRUE(shows(ana_there.get("/account/second-factor"), "role=\"img\""));
}

TEST_P(Account, who_must_have_a_second_factor_is_led_to_it)
{
    services().settings.require_second_factor = true;
    make_user("fin@mfa.example", {{Role::finance_officer}});
    auto officer = signed_in("fin@mfa.example");
    EXPECT_EQ(header(officer.post("/preferences/theme", {{"theme", "dark"}}), "Location"),
              "/account/second-factor");
    set_up_second_step(officer);
    EXPECT_EQ(header(officer.post("/preferences/theme", {{"theme", "dark"}}), "Location"), "/");
    clock().advance(std::chrono::minutes{1});
    auto const removal = officer.post("/account/second-factor/removal");
    EXPECT_EQ(removal.status, 409);
    EXPECT_TRUE(shows(removal, "cannot be switched off"));
}

TEST_P(Account, a_qr_picture_is_drawn_black_on_white)
{
    auto const picture = qr_picture("otpauth://totp/x", "A picture").take();
    EXPECT_NE(picture.find("fill=\"#fff\""), std::string::npos);
    EXPECT_NE(picture.find("aria-label=\"A picture\""), std::string::npos);
    // The first finder pattern begins behind the quiet zone: seven dark modules.
    EXPECT_NE(picture.find("M4 4h7v1H4z"), std::string::npos);
}

// -- One's own account --------------------------------------------------------------------------

TEST_P(Account, the_profile_is_saved_and_every_problem_is_told_at_its_field)
{
    auto ana_there = signed_in("ana@mfa.example");
    auto const page = ana_there.get("/account");
    auto const version = between(page.body, "name=\"version\" value=\"", "\"");
    auto const bad = ana_there.post("/account", {{"name", " "},
                                                 {"language", "xx"},
                                                 {"time_zone", "Nowhere/City"},
                                                 {"theme", "dark"},
                                                 {"version", version}});
    EXPECT_EQ(bad.status, 422);
    for (auto const *const field : {"#f-name", "#f-language", "#f-time_zone"}) {
        EXPECT_TRUE(shows(bad, field)) << field;
    }
    EXPECT_TRUE(shows(bad, "value=\"Nowhere/City\""));
    testing::Fields const good{{"name", "Ana <desk>"},
                               {"language", "id"},
                               {"time_zone", "Asia/Jakarta"},
                               {"theme", "dark"},
                               {"version", version}};
    auto const saved = ana_there.post("/account", good);
    EXPECT_EQ(header(saved, "Location"), "/account?said=saved");
    auto const after = ana_there.get("/account?said=saved");
    EXPECT_TRUE(shows(after, "Ana &lt;desk&gt;"));
    EXPECT_TRUE(shows(after, "lang=\"id\""));
    EXPECT_EQ(ana_there.post("/account", good).status, 412) << "made on what stood before";
}

TEST_P(Account, a_new_password_wants_the_old_one_and_ends_other_sessions)
{
    auto here = signed_in("ana@mfa.example");
    auto there = signed_in("ana@mfa.example");
    auto const wrong = here.post("/account/password", {{"current_password", "not this one"},
                                                       {"new_password", "blue water buffaloes"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_FALSE(shows(wrong, "buffaloes"));
    auto const changed =
        here.post("/account/password", {{"current_password", std::string{password}},
                                        {"new_password", "blue water buffaloes"}});
    EXPECT_EQ(header(changed, "Location"), "/account/password?said=changed");
    EXPECT_EQ(here.get("/account").status, 200);
    EXPECT_EQ(there.get("/account").status, 303);
}

TEST_P(Account, sessions_are_ended_one_by_one_or_all_at_once)
{
    auto here = signed_in("ana@mfa.example");
    auto there = signed_in("ana@mfa.example");
    auto const page = here.get("/account/sessions");
    auto const id = between(page.body, "action=\"/account/sessions/", "/end\"");
    EXPECT_EQ(header(here.post("/account/sessions/" + id + "/end"), "Location"),
              "/account/sessions?said=ended");
    EXPECT_EQ(there.get("/account").status, 303);
    EXPECT_EQ(here.post("/account/sessions/" + id + "/end").status, 404);
    EXPECT_EQ(here.post("/account/sessions/nonsense/end").status, 404);

    auto third = signed_in("ana@mfa.example");
    here.post("/account/sessions/end", {{"which", "others"}});
    EXPECT_EQ(third.get("/account").status, 303);
    EXPECT_EQ(here.get("/account").status, 200);
    here.post("/account/sessions/end", {{"which", "all"}});
    EXPECT_EQ(here.get("/account").status, 303);
}

TEST_P(Account, nobody_ends_a_strangers_session)
{
    make_user("eva@mfa.example");
    auto ana_there = signed_in("ana@mfa.example");
    auto eva = signed_in("eva@mfa.example");
    auto const other = signed_in("ana@mfa.example");
    auto const id =
        between(ana_there.get("/account/sessions").body, "action=\"/account/sessions/", "/end\"");
    EXPECT_EQ(eva.post("/account/sessions/" + id + "/end").status, 404);
}

TEST_P(Account, a_token_is_shown_once_and_revoked)
{
    auto ana_there = signed_in("ana@mfa.example");
    EXPECT_EQ(
        ana_there.post("/account/tokens", {{"name", ""}, {"scopes", "x"}, {"valid_days", "9x"}})
            .status,
        422);
    auto const issued = ana_there.post(
        "/account/tokens", {{"name", "export"}, {"scopes", "*:read"}, {"valid_days", "30"}});
    EXPECT_EQ(issued.status, 200);
    auto const secret = "selatan_" + between(issued.body, ">selatan_", "<");
    EXPECT_EQ(secret.size(), 51U);
    EXPECT_EQ(header(issued, "Cache-Control"), "private, no-store");
    auto const page = ana_there.get("/account/tokens");
    EXPECT_TRUE(shows(page, "export"));
    EXPECT_FALSE(shows(page, secret));
    // It opens none of these pages.
    EXPECT_EQ(api(http::Method::get, "/account/tokens", secret).status, 403);

    auto const id = between(page.body, "action=\"/account/tokens/", "/revocation\"");
    EXPECT_EQ(header(ana_there.post("/account/tokens/" + id + "/revocation"), "Location"),
              "/account/tokens?said=revoked");
    EXPECT_EQ(api(http::Method::get, "/account/tokens", secret).status, 303) << "no good any more";
}

TEST_P(Account, a_token_wants_a_password_typed_recently)
{
    auto ana_there = signed_in("ana@mfa.example");
    clock().advance(std::chrono::minutes{20});
    EXPECT_FALSE(shows(ana_there.get("/account/tokens"), "name=\"scopes\""));
    auto const refused = ana_there.post(
        "/account/tokens", {{"name", "export"}, {"scopes", "*:read"}, {"valid_days", "30"}});
    EXPECT_EQ(header(refused, "Location"), "/account/confirmation?next=%2Faccount%2Ftokens");
}

// -- View as ------------------------------------------------------------------------------------

TEST_P(Account, looking_through_anothers_eyes_changes_nothing_and_says_so)
{
    make_user("admin@mfa.example", {{Role::administrator}});
    auto admin = signed_in("admin@mfa.example");
    auto ana_there = signed_in("ana@mfa.example");
    ana_there.post("/account/second-factor"); // a key waits for its code
    store().write([&](storage::Tx &tx) {
        auto const token = auth::Token::parse(*admin.cookie("selatan"));
        auto const session = auth::resolve_session(tx, services().settings, *token);
        return auth::start_view_as(tx, *session, ana, "she asked");
    });
    auto const page = admin.get("/account");
    EXPECT_TRUE(shows(page, "You see this as The ana@mfa.example"));
    EXPECT_TRUE(shows(page, "action=\"/account/viewing/end\""));
    EXPECT_FALSE(shows(admin.get("/account/second-factor"), "role=\"img\""));
    for (auto const *const url :
         {"/account", "/account/password", "/account/tokens", "/account/second-factor",
          "/preferences/theme", "/preferences/language", "/account/sessions/end"}) {
        EXPECT_EQ(admin.post(url, {{"which", "all"}, {"language", "fr"}}).status, 403) << url;
    }
    EXPECT_EQ(ana_there.get("/account").status, 200);
    auto const ended = admin.post("/account/viewing/end");
    EXPECT_EQ(header(ended, "Location"), "/administration/users/" + ana.to_string());
    EXPECT_FALSE(shows(admin.get("/account"), "You see this as"));
}

} // namespace
} // namespace selatan::account

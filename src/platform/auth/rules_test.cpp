// The pure rules: parsers and decisions, a row per refusal.
#include "platform/auth/account.hpp"
#include "platform/auth/api_token.hpp"
#include "platform/auth/grant.hpp"
#include "platform/auth/password.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/auth/totp.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace selatan::auth {
namespace {

using selatan::testing::code_of;
using selatan::testing::day;
using std::chrono::seconds;

Instant const noon = *Instant::parse("2026-11-21T12:00:00Z");
Date const today = *Date::parse("2026-11-21");

TEST(Email, is_folded_so_that_one_mailbox_is_one_account)
{
    EXPECT_EQ(Email::parse("  Ana.Costa@MNE.gov.TL\n")->text(), "ana.costa@mne.gov.tl");
    EXPECT_EQ(Email::parse("a+b_c'd@x-1.example")->local_part(), "a+b_c'd");
}

TEST(Email, that_could_leave_its_header_or_is_a_slip_is_refused)
{
    for (std::string const &text : {std::string{""},
                                    std::string{"ana"},
                                    std::string{"ana@localhost"},
                                    std::string{"@x.org"},
                                    std::string{"ana@"},
                                    std::string{"ana@x..org"},
                                    std::string{"ana@-x.org"},
                                    std::string{"ana@x-.org"},
                                    std::string{"ana@x.org."},
                                    std::string{".ana@x.org"},
                                    std::string{"ana.@x.org"},
                                    std::string{"a..b@x.org"},
                                    std::string{"a b@x.org"},
                                    std::string{"ana@x.org\r\nBcc: all@x.org"},
                                    std::string{"<ana@x.org>"},
                                    std::string{"\"ana\"@x.org"},
                                    std::string{"ana@x@y.org"},
                                    std::string{"ana,b@x.org"},
                                    std::string{"an\xC3\xA1@x.org"},
                                    std::string{"ana@[127.0.0.1]"},
                                    std::string{"a\0@x.org", 8},
                                    std::string(65, 'a') + "@x.org",
                                    "a@" + std::string(64, 'b') + ".org",
                                    "a@" + std::string(250, 'b') + ".org"}) {
        EXPECT_FALSE(Email::parse(text)) << text;
    }
}

TEST(Token, reads_what_it_wrote_and_only_that)
{
    auto const token = Token::make();
    auto const text = token.text();
    EXPECT_EQ(text.size(), 43U);
    ASSERT_TRUE(Token::parse(text));
    EXPECT_EQ(Token::parse(text)->hash(), token.hash());
    EXPECT_FALSE(Token::parse(text.substr(1)));
    EXPECT_FALSE(Token::parse(text + "="));
    EXPECT_FALSE(Token::parse(std::string(42, 'A') + "+"));
    EXPECT_FALSE(Token::parse(std::string(42, 'A') + "\n"));
    // The last character carries two bits too many: only one of four spellings is canonical.
    EXPECT_TRUE(Token::parse(std::string(43, 'A')));
    EXPECT_FALSE(Token::parse(std::string(42, 'A') + "B"));
    EXPECT_NE(Token::make().text(), text);
}

TEST(Token, derives_one_secret_for_each_purpose)
{
    auto const token = Token::make();
    EXPECT_EQ(token.derive("csrf"), token.derive("csrf"));
    EXPECT_NE(token.derive("csrf"), token.derive("other"));
    EXPECT_NE(token.derive("csrf"), token.text());
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

TEST(Bearer, is_read_with_its_scheme_in_any_case)
{
    auto const text = "selatan_" + Token::make().text();
    EXPECT_TRUE(parse_bearer("Bearer " + text));
    EXPECT_TRUE(parse_bearer("bEARER " + text));
    for (auto const &header : {text, "Basic " + text, "Bearer" + text, "Bearer  " + text,
                               "Bearer " + text + " ", "Bearer " + text.substr(8), std::string{}}) {
        EXPECT_FALSE(parse_bearer(header)) << header;
    }
}

TEST(TokenScopes, allow_what_they_name_and_less)
{
    auto const scopes = TokenScopes::parse("requests:write  partners:read requests:read");
    ASSERT_TRUE(scopes);
    EXPECT_EQ(scopes->text(), "partners:read requests:write");
    EXPECT_TRUE(scopes->allows("requests", TokenAccess::read));
    EXPECT_TRUE(scopes->allows("requests", TokenAccess::write));
    EXPECT_FALSE(scopes->allows("requests", TokenAccess::admin));
    EXPECT_FALSE(scopes->allows("partners", TokenAccess::write));
    EXPECT_FALSE(scopes->allows("offers", TokenAccess::read));
    EXPECT_TRUE(TokenScopes::parse("*:read")->allows("offers", TokenAccess::read));
    for (auto const *text : {"", " ", "requests", "requests:", ":read", "requests:all", "*",
                             "Requests:read", "a:read:write", "requests :read"}) {
        EXPECT_FALSE(TokenScopes::parse(text)) << text;
    }
}

TEST(Password, is_refused_for_the_first_rule_that_it_breaks)
{
    auto const email = *Email::parse("ana.costa@mne.gov.tl");
    Settings const settings;
    struct Row {
        std::string password;
        char const *code;
    };
    Row const rows[] = {
        {"elevenchars", "auth.password_short"},
        {"كلمة مرور", "auth.password_short"}, // 9 characters, 17 bytes
        {std::string(1025, 'x'), "auth.password_long"},
        {"aaaaaaaaaaaaaa", "auth.password_common"},
        {"121212121212", "auth.password_common"},
        {"123456789012", "auth.password_common"},
        {"098765432109", "auth.password_common"},
        {"Password-2026!", "auth.password_common"},
        {"I love you 12345", "auth.password_common"},
        {"administrator", "auth.password_common"},
        {"my-ana.costa-pw", "auth.password_has_email"},
        {"ANA.COSTA@mne.gov.tl", "auth.password_has_email"},
        {"green rice terraces", ""},
        {"الأرز الأخضر في الجبل", ""},
        {"correct horse battery staple", ""},
        {"Kx9!vTq2#LmZ", ""},
    };
    for (auto const &row : rows) {
        EXPECT_EQ(code_of(decide_password(row.password, email, settings)), row.code)
            << row.password;
    }
    EXPECT_EQ(
        code_of(decide_password("anagram of something", *Email::parse("ana@mne.gov.tl"), settings)),
        "")
        << "three letters turn up by chance";
}

TEST(PasswordHasher, verifies_what_it_hashed_and_notices_another_cost)
{
    PasswordHasher hasher{{.passes = 1, .memory_bytes = 8192, .concurrent = 1}};
    auto const hash = hasher.hash("green rice terraces");
    EXPECT_TRUE(hash.text().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    EXPECT_TRUE(hasher.verify(hash, "green rice terraces"));
    EXPECT_FALSE(hasher.verify(hash, "green rice terrace"));
    EXPECT_FALSE(hasher.verify(PasswordHash{"nonsense"}, "green rice terraces"));
    EXPECT_FALSE(hasher.verify_nobody("green rice terraces"));
    EXPECT_NE(hasher.hash("green rice terraces").text(), hash.text());
    EXPECT_FALSE(hasher.is_outdated(hash));
    EXPECT_TRUE(
        (PasswordHasher{{.passes = 2, .memory_bytes = 8192, .concurrent = 1}}.is_outdated(hash)));
}

TEST(PasswordHasher, uses_the_cost_that_was_decided)
{
    PasswordHasher hasher{PasswordCost{}};
    EXPECT_TRUE(hasher.hash("x").text().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Throttle, waits_longer_with_each_failure_up_to_a_limit)
{
    auto const wait = [](int count, Instant now) {
        return decide_wait({.count = count, .newest = noon}, 5, seconds{2}, seconds{300}, now);
    };
    EXPECT_EQ(wait(0, noon), seconds{0});
    EXPECT_EQ(wait(5, noon), seconds{0});
    EXPECT_EQ(wait(6, noon), seconds{2});
    EXPECT_EQ(wait(7, noon), seconds{4});
    EXPECT_EQ(wait(13, noon), seconds{256});
    EXPECT_EQ(wait(14, noon), seconds{300});
    EXPECT_EQ(wait(1'000'000, noon), seconds{300});
    EXPECT_EQ(wait(7, noon.plus(seconds{3})), seconds{1});
    EXPECT_EQ(wait(7, noon.plus(seconds{4})), seconds{0});
    EXPECT_EQ(wait(7, noon.plus(-seconds{60})), seconds{64}) << "a clock that was set back";
}

// OWASP ASVS 2.2.1: no more than 100 failed attempts an hour on one account.
TEST(Throttle, lets_a_tireless_guesser_try_less_than_a_hundred_times_an_hour)
{
    ThrottleSettings const settings;
    std::vector<Instant> guesses;
    for (auto now = noon; now < noon.plus(std::chrono::hours{24}); now = now.plus(seconds{1})) {
        auto const in_window = std::ranges::count_if(
            guesses, [&](Instant at) { return at > now.plus(-settings.window); });
        Failures const failures{.count = static_cast<int>(in_window),
                                .newest = guesses.empty() ? Instant{} : guesses.back()};
        if (decide_wait(failures, settings.free_per_account, settings.first_wait,
                        settings.longest_wait, now) == seconds{0}) {
            guesses.push_back(now);
        }
    }
    std::ptrdiff_t most = 0;
    for (auto const from : guesses) {
        most = std::max(most, std::ranges::count_if(guesses, [&](Instant at) {
                            return at >= from && at < from.plus(std::chrono::hours{1});
                        }));
    }
    EXPECT_LT(most, 100);
}

TEST(Throttle, counts_the_part_of_an_address_that_a_client_cannot_change)
{
    EXPECT_EQ(client_key("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(client_key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(client_key("2001:db8:1:2::9"), "2001:db8:1:2::/64");
    EXPECT_EQ(client_key("::ffff:192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(client_key(""), "");
    EXPECT_EQ(client_key(std::string(300, 'x')).size(), 64U);
}

// RFC 6238, appendix B, its SHA-1 rows.
TEST(Totp, gives_the_codes_of_rfc_6238)
{
    std::string_view const secret = "12345678901234567890";
    std::vector<std::uint8_t> const bytes{secret.begin(), secret.end()};
    struct Row {
        std::int64_t unix_time;
        char const *code;
    };
    for (auto const &row :
         {Row{59, "94287082"}, Row{1111111109, "07081804"}, Row{1111111111, "14050471"},
          Row{1234567890, "89005924"}, Row{2000000000, "69279037"}, Row{20000000000, "65353130"}}) {
        auto const step = totp_step(Instant::from_micros(row.unix_time * 1'000'000));
        EXPECT_EQ(hotp(bytes, static_cast<std::uint64_t>(step), 8), row.code);
        EXPECT_EQ(hotp(bytes, static_cast<std::uint64_t>(step)), std::string{row.code}.substr(2));
    }
}

TEST(Totp, accepts_neighbouring_steps_and_none_twice)
{
    std::vector<std::uint8_t> const secret(20, 7);
    auto const current = totp_step(noon);
    auto const code = [&](std::int64_t step) {
        return hotp(secret, static_cast<std::uint64_t>(step));
    };
    for (std::int64_t const offset : {-1, 0, 1}) {
        EXPECT_EQ(decide_totp(secret, code(current + offset), 0, noon), current + offset);
    }
    EXPECT_FALSE(decide_totp(secret, code(current - 2), 0, noon));
    EXPECT_FALSE(decide_totp(secret, code(current + 2), 0, noon));
    EXPECT_FALSE(decide_totp(secret, code(current), current, noon));
    EXPECT_FALSE(decide_totp(secret, code(current - 1), current, noon));
    EXPECT_TRUE(decide_totp(secret, code(current + 1), current, noon));
    EXPECT_FALSE(decide_totp(secret, "", 0, noon));
}

TEST(Totp, reads_codes_as_people_type_them)
{
    EXPECT_EQ(parse_totp_code(" 123 456 "), "123456");
    EXPECT_EQ(parse_recovery_code("abcd-efgh ijkl-2345"), "ABCDEFGHIJKL2345");
    for (auto const *text : {"", "12345", "1234567", "12345a", "-12345", "１２３４５６"}) {
        EXPECT_FALSE(parse_totp_code(text)) << text;
    }
    for (auto const *text : {"", "ABCD-EFGH-IJKL-234", "ABCD-EFGH-IJKL-23451",
                             "ABCD-EFGH-IJKL-2340", "ABCD-EFGH-IJKL-234!"}) {
        EXPECT_FALSE(parse_recovery_code(text)) << text;
    }
}

// RFC 4648, 10, without the padding.
TEST(Totp, writes_base32_as_rfc_4648_does)
{
    auto const base32 = [](std::string_view text) {
        return to_base32({reinterpret_cast<std::uint8_t const *>(text.data()), text.size()});
    };
    EXPECT_EQ(base32(""), "");
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(base32("fo"), "MZXQ");
    EXPECT_EQ(base32("foo"), "MZXW6");
    EXPECT_EQ(base32("foob"), "MZXW6YQ");
    EXPECT_EQ(base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

TEST(Session, ends_after_its_absolute_and_its_idle_time)
{
    using std::chrono::minutes;
    Settings const settings;
    auto const alive = [&](minutes age, minutes idle) {
        return is_alive(noon.plus(-age), noon.plus(-idle), settings, noon);
    };
    EXPECT_TRUE(alive(minutes{0}, minutes{0}));
    EXPECT_TRUE(alive(minutes{719}, minutes{59}));
    EXPECT_FALSE(alive(minutes{720}, minutes{0}));
    EXPECT_FALSE(alive(minutes{60}, minutes{60}));
}

TEST(Session, cookies_say_what_browsers_must_keep_to)
{
    Settings settings;
    auto const token = Token::make();
    EXPECT_EQ(session_cookie(settings, token),
              "__Host-selatan=" + token.text() + "; Path=/; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(expired_session_cookie(settings),
              "__Host-selatan=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    settings.secure_cookies = false;
    EXPECT_EQ(session_cookie(settings, token),
              "selatan=" + token.text() + "; Path=/; HttpOnly; SameSite=Lax");
}

TEST(Grant, is_refused_for_the_first_rule_that_it_breaks)
{
    auto const admin = program_identity("test");
    Identity viewing = admin;
    viewing.viewed_by = Id<User>{new_uuid(noon)};
    Identity officer;
    officer.grants = {{.role = Role::desk_officer}};
    Identity narrow = admin;
    narrow.token = TokenScopes::parse("*:write");
    CountryCode const tls = *CountryCode::parse("TLS");
    CountryCode const fji = *CountryCode::parse("FJI");
    std::vector<Grant> const held{{.role = Role::desk_officer,
                                   .scope = tls,
                                   .valid_from = day("2026-01-01"),
                                   .valid_until = day("2026-12-31")}};
    auto const wanted = [](Role role, Scope scope, char const *from, char const *until) {
        return NewGrant{.role = role,
                        .scope = scope,
                        .valid_from = day(from),
                        .valid_until = until == nullptr ? std::nullopt : Date::parse(until)};
    };
    struct Row {
        Identity const *by;
        NewGrant grant;
        char const *code;
    };
    auto const reversed = wanted(Role::desk_officer, tls, "2026-12-01", "2026-11-30");
    Row const rows[] = {
        {&viewing, reversed, "auth.view_only"},
        {&officer, reversed, "auth.not_administrator"},
        {&narrow, reversed, "auth.token_scope"},
        {&admin, reversed, "common.ends_before_start"},
        {&admin, wanted(Role::desk_officer, tls, "2026-11-01", "2026-11-20"), "common.in_the_past"},
        {&admin, wanted(Role::administrator, tls, "2026-11-21", nullptr), "auth.scope_everywhere"},
        {&admin, wanted(Role::auditor, tls, "2026-11-21", nullptr), "auth.scope_everywhere"},
        {&admin, wanted(Role::desk_officer, tls, "2026-12-31", nullptr), "auth.grant_exists"},
        {&admin, wanted(Role::desk_officer, tls, "2025-01-01", "2027-01-01"), "auth.grant_exists"},
        {&admin, wanted(Role::desk_officer, tls, "2027-01-01", nullptr), ""},
        {&admin, wanted(Role::desk_officer, fji, "2026-11-21", nullptr), ""},
        {&admin, wanted(Role::coordinator, tls, "2026-11-21", "2026-11-21"), ""},
    };
    for (auto const &row : rows) {
        EXPECT_EQ(code_of(decide_grant(*row.by, held, row.grant, today)), row.code);
    }
}

TEST(Grant, holds_from_its_first_to_its_last_day)
{
    Grant const grant{.valid_from = day("2026-11-21"), .valid_until = day("2026-11-22")};
    EXPECT_FALSE(grant.holds_on(day("2026-11-20")));
    EXPECT_TRUE(grant.holds_on(day("2026-11-21")));
    EXPECT_TRUE(grant.holds_on(day("2026-11-22")));
    EXPECT_FALSE(grant.holds_on(day("2026-11-23")));
}

TEST(Grant, codes_and_scopes_survive_being_written)
{
    std::set<std::string_view> codes;
    for (auto const role : roles) {
        Role read{};
        ASSERT_TRUE(from_code(to_code(role), read));
        EXPECT_EQ(read, role);
        codes.insert(to_code(role));
    }
    EXPECT_EQ(codes.size(), roles.size());
    for (auto const &scope :
         {Scope{Everywhere{}}, Scope{new_uuid(noon)}, Scope{*CountryCode::parse("TLS")}}) {
        EXPECT_EQ(parse_scope(to_text(scope)), scope);
    }
    for (auto const *text :
         {"", "everywhere ", "country:", "country:tls", "organisation:7", "TLS"}) {
        EXPECT_FALSE(parse_scope(text)) << text;
    }
}

TEST(Account, every_field_with_a_problem_is_named)
{
    auto const problems =
        check(NewAccount{.email = "ana", .name = " \n", .time_zone = "Mars/Olympus Mons"});
    ASSERT_EQ(problems.size(), 3U);
    EXPECT_EQ(problems[0], (Problem{.field = "email", .code = "common.not_an_email"}));
    EXPECT_EQ(problems[1], (Problem{.field = "name", .code = "common.required"}));
    EXPECT_EQ(problems[2], (Problem{.field = "time_zone", .code = "common.unknown_choice"}));
    EXPECT_EQ(check(Profile{.name = std::string(201, 'x')}).at(0).code, "common.too_long");
    std::string arabic;
    for (int i = 0; i < 200; ++i) {
        arabic += "س";
    }
    EXPECT_TRUE(check(Profile{.name = arabic, .time_zone = "Asia/Jakarta"}).empty());
}

TEST(Account, time_zones_look_like_the_tz_databases)
{
    for (auto const *name : {"UTC", "Asia/Jakarta", "America/Argentina/Buenos_Aires", "Etc/GMT+5",
                             "America/Port-au-Prince"}) {
        EXPECT_TRUE(is_time_zone(name)) << name;
    }
    for (auto const *name : {"", "/", "Asia/", "/Asia", "Asia//Jakarta", "+7", "../etc/passwd",
                             "Asia/Jakarta\n", "Asia/ Jakarta"}) {
        EXPECT_FALSE(is_time_zone(name)) << name;
    }
}

TEST(ApiToken, every_field_with_a_problem_is_named)
{
    auto const problems = check(NewApiToken{.scopes = "all", .valid_days = 366}, Settings{});
    ASSERT_EQ(problems.size(), 3U);
    EXPECT_EQ(problems[0].code, "common.required");
    EXPECT_EQ(problems[1].code, "auth.token_scopes_malformed");
    EXPECT_EQ(problems[2].code, "auth.token_validity");
    EXPECT_TRUE(check(NewApiToken{.name = "export", .scopes = "*:read"}, Settings{}).empty());
}

TEST(Identity, while_viewing_acts_as_the_administrator)
{
    Identity identity;
    identity.user = Id<User>{new_uuid(noon)};
    identity.post = new_uuid(noon);
    EXPECT_EQ(identity.actor().user, identity.user.uuid());
    EXPECT_EQ(identity.actor().post, identity.post);
    identity.viewed_by = Id<User>{new_uuid(noon)};
    EXPECT_EQ(identity.actor().user, identity.viewed_by->uuid());
    EXPECT_EQ(identity.actor().post, std::nullopt);
    EXPECT_EQ(program_identity("init").actor().user, std::nullopt);
}

} // namespace
} // namespace selatan::auth

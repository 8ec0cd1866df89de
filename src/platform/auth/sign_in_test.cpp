// Accounts, sessions, links, codes and tokens on both engines.
#include "platform/auth/account.hpp"
#include "platform/auth/api_token.hpp"
#include "platform/auth/grant.hpp"
#include "platform/auth/link.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/sign_in.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/auth/totp.hpp"

#include "tests/support/engines.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>

namespace selatan::auth {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr char const *good_password = "green rice terraces";
constexpr char const *other_password = "blue water buffaloes";

template <typename T>
std::string code_of(Result<T> const &result)
{
    return result ? "" : result.error().problems.at(0).code;
}

class Auth : public testing::EngineTest {
protected:
    struct SentLink {
        LinkPurpose purpose;
        Addressee to;
        Token token;
        Instant expires;
    };

    void SetUp() override
    {
        EngineTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        auto pattern = (fs::temp_directory_path() / "selatan-auth-XXXXXX").string();
        directory = mkdtemp(pattern.data());
        secrets::Keyring::create((directory / "keyring").string(), clock().now());
        vault = std::make_unique<secrets::Vault>((directory / "keyring").string());
        Settings settings;
        settings.password_cost = {.passes = 1, .memory_bytes = 8192, .concurrent = 2};
        services = std::make_unique<Services>(
            settings, *vault,
            [this](storage::Tx &, LinkPurpose purpose, Addressee const &to, Token const &token,
                   Instant expires) {
                links.push_back({purpose, to, token, expires});
            },
            [this](storage::Tx &, Notice notice, Addressee const &) { notices.push_back(notice); });
        admin = make_user("admin@selatan.example", Role::administrator);
        ana = make_user("ana@mne.example", Role::desk_officer);
    }
    void TearDown() override { fs::remove_all(directory); }

    template <typename Function>
    auto write(Function &&function)
    {
        return store().write(std::forward<Function>(function));
    }
    template <typename Function>
    auto read(Function &&function)
    {
        return store().read(std::forward<Function>(function));
    }

    Id<User> make_user(std::string const &email, Role role)
    {
        auto const program = program_identity("test");
        auto const hash = services->hasher.hash(good_password);
        auto const user = write([&](storage::Tx &tx) {
            return create_account(tx, program, {.email = email, .name = "The " + email}, hash);
        });
        EXPECT_TRUE(user);
        EXPECT_TRUE(write([&](storage::Tx &tx) {
            return grant(tx, program,
                         {.user = *user, .role = role, .valid_from = clock().now().date()});
        }));
        return *user;
    }
    Result<SignedIn> try_password(std::string const &email, std::string const &password,
                                  std::string const &address = "192.0.2.1")
    {
        return sign_in(store(), *services, {email, password}, {address, "Firefox"});
    }
    Token signed_in(std::string const &email)
    {
        auto const result = try_password(email, good_password);
        EXPECT_TRUE(result) << code_of(result);
        return result->token;
    }
    std::optional<SignedInUser> resolve(Token const &token)
    {
        return read([&](storage::Reader &reader) {
            return resolve_session(reader, services->settings, token);
        });
    }
    SignedInUser user_of(Token const &token)
    {
        auto const user = resolve(token);
        EXPECT_TRUE(user);
        return *user;
    }
    Account account_of(Id<User> user)
    {
        return *read([&](storage::Reader &reader) { return find_account(reader, user); });
    }
    std::vector<std::string> verbs_of(Id<User> user)
    {
        auto const entries = read([&](storage::Reader &reader) {
            return events::history(reader, "user_account", user.uuid(), Audience::internal);
        });
        std::vector<std::string> verbs;
        for (auto const &entry : entries) {
            verbs.push_back(entry.verb);
        }
        return verbs;
    }
    bool has_verb(Id<User> user, std::string_view verb)
    {
        auto const verbs = verbs_of(user);
        return std::ranges::find(verbs, verb) != verbs.end();
    }
    /// What the authenticator app shows, from the secret as it was shown.
    std::string code_now(std::string_view base32)
    {
        std::vector<std::uint8_t> secret;
        std::uint32_t bits = 0;
        unsigned held = 0;
        for (char const c : base32) {
            bits = bits << 5U | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
            held += 5;
            if (held >= 8) {
                held -= 8;
                secret.push_back(static_cast<std::uint8_t>(bits >> held));
            }
        }
        return hotp(secret, static_cast<std::uint64_t>(totp_step(clock().now())));
    }
    struct Enrolled {
        std::string secret;
        std::vector<std::string> recovery_codes;
    };
    Enrolled enrol(std::string const &email)
    {
        auto const user = user_of(signed_in(email));
        auto const enrolment =
            write([&](storage::Tx &tx) { return begin_totp(tx, *services, user); });
        EXPECT_TRUE(enrolment);
        auto const codes =
            confirm_totp(store(), *services, user, code_now(enrolment->secret), client);
        EXPECT_TRUE(codes) << code_of(codes);
        clock().advance(seconds{30}); // past the step that confirmed it
        return {enrolment->secret, *codes};
    }

    fs::path directory;
    std::unique_ptr<secrets::Vault> vault;
    std::unique_ptr<Services> services;
    std::vector<SentLink> links;
    std::vector<Notice> notices;
    Client client{.address = "192.0.2.1", .agent = "Firefox"};
    Id<User> admin;
    Id<User> ana;
};
INSTANTIATE_ENGINES(Auth);

// -- Sessions -----------------------------------------------------------------------------------

TEST_P(Auth, a_right_password_opens_a_session_that_two_queries_resolve)
{
    auto const token = signed_in(" ANA@mne.example ");
    auto const before = store().figures().queries;
    auto const user = resolve(token);
    EXPECT_LE(store().figures().queries - before, 2);
    ASSERT_TRUE(user);
    EXPECT_EQ(user->identity.user, ana);
    EXPECT_TRUE(user->identity.has(Role::desk_officer));
    EXPECT_FALSE(user->identity.mfa);
    EXPECT_EQ(user->session.csrf, csrf_of(token));
    EXPECT_EQ(account_of(ana).last_sign_in, clock().now());
    EXPECT_TRUE(has_verb(ana, "signed_in"));
}

TEST_P(Auth, refusals_tell_nothing_about_accounts)
{
    write([&](storage::Tx &tx) { return suspend(tx, program_identity("test"), ana, "left"); });
    static_cast<void>(write([&](storage::Tx &tx) {
        return invite(tx, *services, program_identity("test"),
                      {.email = "new@mne.example", .name = "New"});
    }));
    auto const reference = try_password("nobody@mne.example", good_password).error();
    EXPECT_EQ(reference.problems.at(0).code, "auth.wrong_credentials");
    EXPECT_EQ(try_password("admin@selatan.example", "wrong").error(), reference);
    EXPECT_EQ(try_password("ana@mne.example", good_password).error(), reference);
    EXPECT_EQ(try_password("new@mne.example", "").error(), reference);
    EXPECT_EQ(try_password("not an address", good_password).error(), reference);
}

TEST_P(Auth, a_session_ends_when_idle_and_a_touched_one_at_its_absolute_end)
{
    auto const token = signed_in("ana@mne.example");
    clock().advance(minutes{59});
    ASSERT_TRUE(resolve(token));
    clock().advance(minutes{1});
    EXPECT_FALSE(resolve(token));

    auto const kept = signed_in("ana@mne.example");
    for (int i = 0; i < 12 * 60 / 45; ++i) {
        auto const user = resolve(kept);
        ASSERT_TRUE(user) << i;
        write([&](storage::Tx &tx) { touch(tx, user->session.id); });
        clock().advance(minutes{45});
    }
    EXPECT_FALSE(resolve(kept));
}

TEST_P(Auth, last_seen_is_due_at_most_once_a_minute)
{
    auto const token = signed_in("ana@mne.example");
    EXPECT_FALSE(resolve(token)->session.due_for_touch);
    clock().advance(seconds{60});
    auto const user = resolve(token);
    EXPECT_TRUE(user->session.due_for_touch);
    write([&](storage::Tx &tx) { touch(tx, user->session.id); });
    EXPECT_FALSE(resolve(token)->session.due_for_touch);
}

TEST_P(Auth, signing_in_again_replaces_the_browsers_session)
{
    auto const old = signed_in("ana@mne.example");
    auto const fresh = sign_in(store(), *services, {"ana@mne.example", good_password}, client, old);
    ASSERT_TRUE(fresh);
    EXPECT_NE(fresh->token.text(), old.text());
    EXPECT_FALSE(resolve(old));
    EXPECT_TRUE(resolve(fresh->token));
}

TEST_P(Auth, sessions_end_one_by_one_or_all_at_once)
{
    auto const one = signed_in("ana@mne.example");
    auto const two = signed_in("ana@mne.example");
    auto const three = signed_in("ana@mne.example");
    auto const by = user_of(one);
    auto const listed =
        read([&](storage::Reader &reader) { return sessions_of(reader, services->settings, ana); });
    EXPECT_EQ(listed.size(), 3U);
    EXPECT_EQ(listed.at(0).agent, "Firefox");

    auto const of_admin = user_of(signed_in("admin@selatan.example"));
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) {
                  return end_session(tx, of_admin.identity, user_of(two).session.id);
              })),
              "common.not_found")
        << "another's session";
    EXPECT_TRUE(write(
        [&](storage::Tx &tx) { return end_session(tx, by.identity, user_of(two).session.id); }));
    EXPECT_FALSE(resolve(two));
    EXPECT_TRUE(
        write([&](storage::Tx &tx) { return sign_out_everywhere(tx, by, ThisSession::stays); }));
    EXPECT_FALSE(resolve(three));
    EXPECT_TRUE(resolve(one));
    write([&](storage::Tx &tx) { sign_out(tx, one); });
    EXPECT_FALSE(resolve(one));
    write([&](storage::Tx &tx) { sign_out(tx, one); });
}

TEST_P(Auth, a_client_that_names_itself_in_odd_bytes_signs_in_all_the_same)
{
    auto const result =
        sign_in(store(), *services, {"ana@mne.example", good_password},
                {"192.0.2.1", std::string{"\xFF\x00<b>", 5} + std::string(999, 'x')});
    ASSERT_TRUE(result);
    EXPECT_EQ(
        read([&](storage::Reader &reader) { return sessions_of(reader, services->settings, ana); })
            .at(0)
            .agent.size(),
        200U);
}

TEST_P(Auth, a_suspended_users_sessions_and_tokens_stop_at_once)
{
    auto const token = signed_in("ana@mne.example");
    auto const owner = user_of(token);
    auto const issued = write([&](storage::Tx &tx) {
        return issue_api_token(tx, *services, owner, {.name = "x", .scopes = "*:read"});
    });
    ASSERT_TRUE(issued);
    auto const bearer = *parse_bearer("Bearer " + issued->secret);
    auto const by = program_identity("test");
    ASSERT_TRUE(write([&](storage::Tx &tx) { return suspend(tx, by, ana, "left the service"); }));
    EXPECT_FALSE(resolve(token));
    EXPECT_FALSE(read([&](storage::Reader &reader) {
        return resolve_api_token(reader, services->settings, bearer).has_value();
    }));
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) { return suspend(tx, by, ana, ""); })),
              "auth.already_suspended");
    ASSERT_TRUE(write([&](storage::Tx &tx) { return reinstate(tx, by, ana, ""); }));
    EXPECT_EQ(account_of(ana).status, AccountStatus::active);
    EXPECT_FALSE(resolve(token));
    EXPECT_TRUE(resolve(signed_in("ana@mne.example")));
}

// -- Throttling ---------------------------------------------------------------------------------

TEST_P(Auth, guessing_is_slowed_down_and_the_owner_never_locked_out)
{
    static_cast<void>(signed_in("ana@mne.example")); // makes 192.0.2.1 a known client
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(code_of(try_password("ana@mne.example", "guess", "198.51.100.9")),
                  "auth.wrong_credentials");
    }
    auto const refused = try_password("ana@mne.example", good_password, "198.51.100.9");
    ASSERT_EQ(code_of(refused), "auth.too_often");
    EXPECT_EQ(refused.error().decline, Decline::too_often);
    EXPECT_EQ(refused.error().problems[0].arguments.at(0),
              (std::pair<std::string, std::string>{"seconds", "2"}));
    EXPECT_EQ(code_of(try_password("ana@mne.example", good_password, "203.0.113.5")),
              "auth.too_often")
        << "counted per account, whatever the address";
    EXPECT_TRUE(try_password("ana@mne.example", good_password, "192.0.2.1"))
        << "strangers' guesses do not keep the owner out";
    EXPECT_EQ(code_of(try_password("ana@mne.example", good_password, "198.51.100.9")),
              "auth.too_often")
        << "nor does the owner's success set the guesser free";
    clock().advance(seconds{2});
    EXPECT_EQ(code_of(try_password("ana@mne.example", "guess", "198.51.100.9")),
              "auth.wrong_credentials");
    EXPECT_EQ(try_password("ana@mne.example", "guess", "198.51.100.9")
                  .error()
                  .problems[0]
                  .arguments[0]
                  .second,
              "4");
    clock().advance(minutes{16});
    EXPECT_TRUE(try_password("ana@mne.example", good_password, "198.51.100.9"));
}

TEST_P(Auth, unknown_addresses_are_throttled_like_known_ones)
{
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(code_of(try_password("nobody@mne.example", "guess")), "auth.wrong_credentials");
    }
    EXPECT_EQ(code_of(try_password("nobody@mne.example", "guess")), "auth.too_often");
}

TEST_P(Auth, one_client_that_tries_many_accounts_is_slowed_down)
{
    for (int i = 0; i < 31; ++i) {
        EXPECT_EQ(code_of(try_password("user" + std::to_string(i) + "@mne.example", "guess",
                                       "2001:db8:1:2::" + std::to_string(i))),
                  "auth.wrong_credentials");
    }
    EXPECT_EQ(code_of(try_password("ana@mne.example", good_password, "2001:db8:1:2::ffff")),
              "auth.too_often");
    EXPECT_TRUE(try_password("ana@mne.example", good_password, "2001:db8:1:3::1"));
}

TEST_P(Auth, guesses_made_all_at_once_count_like_guesses_in_a_row)
{
    std::atomic<int> looked_at{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
        threads.emplace_back([&] {
            looked_at +=
                code_of(try_password("ana@mne.example", "guess")) == "auth.wrong_credentials";
        });
    }
    for (auto &thread : threads) {
        thread.join();
    }
    EXPECT_EQ(looked_at, 6);
}

TEST_P(Auth, old_attempts_sessions_and_links_are_forgotten)
{
    static_cast<void>(try_password("ana@mne.example", "guess"));
    static_cast<void>(signed_in("ana@mne.example"));
    ASSERT_TRUE(request_reset(store(), *services, "ana@mne.example", client));
    clock().advance(hours{24 * 32});
    write([&](storage::Tx &tx) {
        forget_old_attempts(tx, services->settings.throttle);
        forget_ended(tx, services->settings);
    });
    for (auto const *table : {"sign_in_attempt", "user_session", "mailed_link"}) {
        EXPECT_EQ(read([&](storage::Reader &reader) {
                      return reader.one<int>(std::string{"SELECT count(*) FROM "} + table);
                  }),
                  0)
            << table;
    }
}

// -- Passwords and links ------------------------------------------------------------------------

TEST_P(Auth, a_hash_of_another_cost_is_renewed_at_sign_in)
{
    auto const stored = [&] {
        return *read([&](storage::Reader &reader) {
            return reader.one<std::string>("SELECT password FROM user_account WHERE id = ?", ana);
        });
    };
    auto const before = stored();
    static_cast<void>(signed_in("ana@mne.example"));
    EXPECT_EQ(stored(), before);
    auto settings = services->settings;
    settings.password_cost.passes = 2;
    Services dearer{settings, *vault, services->send_link, services->send_notice};
    EXPECT_TRUE(sign_in(store(), dearer, {"ana@mne.example", good_password}, client));
    EXPECT_NE(stored().find("t=2"), std::string::npos);
    EXPECT_TRUE(sign_in(store(), dearer, {"ana@mne.example", good_password}, client));
}

TEST_P(Auth, changing_the_password_asks_for_the_old_one_and_ends_other_sessions)
{
    auto const here = signed_in("ana@mne.example");
    auto const there = signed_in("ana@mne.example");
    auto const by = user_of(here);
    EXPECT_EQ(code_of(change_password(store(), *services, by, "wrong", other_password, client)),
              "auth.wrong_password");
    EXPECT_EQ(code_of(change_password(store(), *services, by, good_password, "short", client)),
              "auth.password_short");
    ASSERT_TRUE(change_password(store(), *services, by, good_password, other_password, client));
    EXPECT_TRUE(resolve(here));
    EXPECT_FALSE(resolve(there));
    EXPECT_EQ(notices, std::vector{Notice::password_changed});
    EXPECT_FALSE(try_password("ana@mne.example", good_password));
    EXPECT_TRUE(try_password("ana@mne.example", other_password));
}

TEST_P(Auth, an_invitation_is_accepted_once)
{
    auto const by = user_of(signed_in("admin@selatan.example")).identity;
    auto const invited = write([&](storage::Tx &tx) {
        return invite(tx, *services, by,
                      {.email = "Budi@kemlu.example",
                       .name = " Budi\nSantoso ",
                       .language = Language::id,
                       .office = new_uuid(clock().now())});
    });
    ASSERT_TRUE(invited) << code_of(invited);
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(links[0].to.email, "budi@kemlu.example");
    EXPECT_EQ(account_of(*invited).name, "Budi Santoso");
    auto const look = [&](LinkPurpose purpose) {
        return read(
            [&](storage::Reader &reader) { return look_at_link(reader, purpose, links[0].token); });
    };
    EXPECT_EQ(look(LinkPurpose::invitation)->email, "budi@kemlu.example");
    EXPECT_TRUE(look(LinkPurpose::invitation)) << "looking spends nothing";
    EXPECT_FALSE(look(LinkPurpose::password_reset)) << "a link has one purpose";

    auto const accept = [&](std::string const &password) {
        return set_password_by_link(store(), *services, LinkPurpose::invitation, links[0].token,
                                    password);
    };
    EXPECT_EQ(code_of(accept("short")), "auth.password_short");
    EXPECT_EQ(code_of(accept("budi@kemlu.example")), "auth.password_has_email");
    EXPECT_EQ(accept(good_password), *invited) << "a refused password spends nothing";
    EXPECT_EQ(code_of(accept(other_password)), "common.expired_link");
    EXPECT_FALSE(look(LinkPurpose::invitation));
    EXPECT_EQ(account_of(*invited).status, AccountStatus::active);
    EXPECT_TRUE(try_password("budi@kemlu.example", good_password));
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) {
                  return invite_again(tx, *services, program_identity("test"), *invited);
              })),
              "auth.not_invited");
}

TEST_P(Auth, a_second_invitation_replaces_the_first_and_both_grow_old)
{
    auto const by = program_identity("test");
    auto const invited = write([&](storage::Tx &tx) {
        return invite(tx, *services, by, {.email = "budi@kemlu.example", .name = "Budi"});
    });
    ASSERT_TRUE(write([&](storage::Tx &tx) { return invite_again(tx, *services, by, *invited); }));
    ASSERT_EQ(links.size(), 2U);
    auto const look = [&](SentLink const &link) {
        return read([&](storage::Reader &reader) {
            return look_at_link(reader, LinkPurpose::invitation, link.token).has_value();
        });
    };
    EXPECT_FALSE(look(links[0]));
    EXPECT_TRUE(look(links[1]));
    clock().set(links[1].expires);
    EXPECT_FALSE(look(links[1]));
    EXPECT_EQ(code_of(set_password_by_link(store(), *services, LinkPurpose::invitation,
                                           links[1].token, good_password)),
              "common.expired_link");
}

TEST_P(Auth, an_address_has_one_account)
{
    auto const by = program_identity("test");
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) {
                  return invite(tx, *services, by,
                                {.email = "ANA@mne.example", .name = "Ana again"});
              })),
              "auth.email_taken");
    EXPECT_TRUE(links.empty());
}

TEST_P(Auth, a_reset_sets_a_new_password_and_ends_every_session)
{
    auto const token = signed_in("ana@mne.example");
    ASSERT_TRUE(request_reset(store(), *services, "Ana@mne.example", client));
    ASSERT_EQ(links.size(), 1U);
    EXPECT_TRUE(resolve(token)) << "asking changes nothing";
    ASSERT_TRUE(set_password_by_link(store(), *services, LinkPurpose::password_reset,
                                     links[0].token, other_password));
    EXPECT_FALSE(resolve(token));
    EXPECT_EQ(notices, std::vector{Notice::password_changed});
    EXPECT_TRUE(has_verb(ana, "password_reset"));
    EXPECT_TRUE(try_password("ana@mne.example", other_password));
}

TEST_P(Auth, asking_for_a_reset_says_the_same_whoever_asks_and_mails_only_the_owner)
{
    EXPECT_TRUE(request_reset(store(), *services, "nobody@mne.example", client));
    EXPECT_TRUE(links.empty());
    EXPECT_EQ(code_of(request_reset(store(), *services, "nobody", client)), "common.not_an_email");
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(request_reset(store(), *services, "ana@mne.example", client));
    }
    EXPECT_EQ(links.size(), 3U) << "a mailbox is not flooded";
    EXPECT_TRUE(set_password_by_link(store(), *services, LinkPurpose::password_reset,
                                     links.back().token, other_password))
        << "the newest link still works";
    for (int i = 0; i < 14; ++i) {
        EXPECT_TRUE(request_reset(store(), *services, "nobody@mne.example", client)) << i;
    }
    EXPECT_EQ(code_of(request_reset(store(), *services, "ana@mne.example", client)),
              "auth.too_often");
}

TEST_P(Auth, of_two_who_spend_one_link_at_once_one_wins)
{
    ASSERT_TRUE(request_reset(store(), *services, "ana@mne.example", client));
    std::atomic<int> won{0};
    std::atomic<int> refused{0};
    auto const spend = [&](char const *password) {
        auto const result = set_password_by_link(store(), *services, LinkPurpose::password_reset,
                                                 links[0].token, password);
        won += result.has_value();
        refused += code_of(result) == "common.expired_link";
    };
    std::thread one{spend, good_password};
    std::thread other{spend, other_password};
    one.join();
    other.join();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(refused, 1);
}

// -- The second factor --------------------------------------------------------------------------

TEST_P(Auth, a_session_waits_for_the_second_factor_and_gets_a_new_token)
{
    auto const enrolled = enrol("ana@mne.example");
    EXPECT_EQ(notices, std::vector{Notice::second_factor_added});
    auto const half = try_password("ana@mne.example", good_password);
    ASSERT_TRUE(half);
    EXPECT_EQ(half->next, SignedIn::Next::second_factor);
    EXPECT_FALSE(resolve(half->token)) << "half a session is none";
    EXPECT_TRUE(read([&](storage::Reader &reader) {
        return awaits_second_factor(reader, services->settings, half->token);
    }));
    auto const give = [&](std::string const &code) {
        return give_second_factor(store(), *services, half->token, code, client);
    };
    EXPECT_EQ(code_of(give("000000")), "auth.wrong_code");
    auto const whole = give(code_now(enrolled.secret));
    ASSERT_TRUE(whole) << code_of(whole);
    EXPECT_NE(whole->token.text(), half->token.text());
    EXPECT_TRUE(user_of(whole->token).identity.mfa);
    EXPECT_EQ(code_of(give(code_now(enrolled.secret))), "auth.sign_in_again");
}

TEST_P(Auth, a_code_works_once_even_for_two_at_once)
{
    auto const enrolled = enrol("ana@mne.example");
    auto const code = code_now(enrolled.secret);
    auto const one = try_password("ana@mne.example", good_password);
    auto const other = try_password("ana@mne.example", good_password);
    std::atomic<int> won{0};
    auto const give = [&](Token const &token) {
        won += give_second_factor(store(), *services, token, code, client).has_value();
    };
    std::thread first{give, one->token};
    std::thread second{give, other->token};
    first.join();
    second.join();
    EXPECT_EQ(won, 1);
    auto const late = try_password("ana@mne.example", good_password);
    EXPECT_EQ(code_of(give_second_factor(store(), *services, late->token, code, client)),
              "auth.wrong_code");
    clock().advance(seconds{30});
    EXPECT_TRUE(
        give_second_factor(store(), *services, late->token, code_now(enrolled.secret), client));
}

TEST_P(Auth, the_second_factor_is_given_soon_or_not_at_all)
{
    auto const enrolled = enrol("ana@mne.example");
    auto const half = try_password("ana@mne.example", good_password);
    clock().advance(minutes{5});
    EXPECT_EQ(code_of(give_second_factor(store(), *services, half->token, code_now(enrolled.secret),
                                         client)),
              "auth.sign_in_again");
}

TEST_P(Auth, guessing_codes_is_slowed_down_for_a_day)
{
    static_cast<void>(enrol("ana@mne.example"));
    auto const guess = [&](std::string const &address) {
        auto const half = try_password("ana@mne.example", good_password, address);
        return code_of(
            give_second_factor(store(), *services, half->token, "000000", {address, "Firefox"}));
    };
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(guess("198.51.100.9"), "auth.wrong_code");
    }
    EXPECT_EQ(guess("198.51.100.9"), "auth.too_often");
    clock().advance(hours{1});
    EXPECT_EQ(guess("203.0.113.5"), "auth.wrong_code");
    EXPECT_EQ(guess("203.0.113.5"), "auth.too_often") << "the hour-old failures still count";
}

TEST_P(Auth, a_recovery_code_works_once_and_tells_the_owner)
{
    auto const enrolled = enrol("ana@mne.example");
    ASSERT_EQ(enrolled.recovery_codes.size(), 10U);
    auto const give = [&] {
        auto const half = try_password("ana@mne.example", good_password);
        return give_second_factor(store(), *services, half->token, enrolled.recovery_codes[3],
                                  client);
    };
    auto const whole = give();
    ASSERT_TRUE(whole) << code_of(whole);
    EXPECT_EQ(notices.back(), Notice::recovery_code_used);
    EXPECT_EQ(code_of(give()), "auth.wrong_code");
    auto const state = read([&](storage::Reader &reader) { return totp_state_of(reader, ana); });
    EXPECT_EQ(state.recovery_codes_left, 9);
    auto const renewed = write([&](storage::Tx &tx) {
        return renew_recovery_codes(tx, *services, user_of(whole->token));
    });
    EXPECT_EQ(renewed->size(), 10U);
}

TEST_P(Auth, enrolment_shows_its_secret_until_confirmed_and_never_again)
{
    auto const user = user_of(signed_in("ana@mne.example"));
    auto const begun = write([&](storage::Tx &tx) { return begin_totp(tx, *services, user); });
    ASSERT_TRUE(begun);
    EXPECT_EQ(begun->uri, "otpauth://totp/Selatan:ana%40mne.example?secret=" + begun->secret +
                              "&issuer=Selatan&algorithm=SHA1&digits=6&period=30");
    auto const pending = [&] {
        return read([&](storage::Reader &reader) { return pending_totp(reader, *services, ana); });
    };
    EXPECT_EQ(pending()->secret, begun->secret);
    EXPECT_EQ(code_of(confirm_totp(store(), *services, user, "000000", client)), "auth.wrong_code");
    EXPECT_EQ(try_password("ana@mne.example", good_password)->next, SignedIn::Next::done)
        << "not on before it is confirmed";
    auto const stored = *read([&](storage::Reader &reader) {
        return reader.one<storage::Bytes>("SELECT secret FROM totp WHERE account = ?", ana);
    });
    EXPECT_EQ(std::string(stored.begin(), stored.end()).find(begun->secret), std::string::npos);
    ASSERT_TRUE(confirm_totp(store(), *services, user, code_now(begun->secret), client));
    EXPECT_FALSE(pending());
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) { return begin_totp(tx, *services, user); })),
              "auth.totp_already_on");
}

TEST_P(Auth, where_it_is_required_administrators_need_a_second_factor_and_keep_it)
{
    services->settings.require_second_factor = true;
    EXPECT_TRUE(needs_second_factor(user_of(signed_in("admin@selatan.example")).identity,
                                    services->settings));
    EXPECT_FALSE(
        needs_second_factor(user_of(signed_in("ana@mne.example")).identity, services->settings));
    auto const enrolled = enrol("admin@selatan.example");
    auto const half = try_password("admin@selatan.example", good_password);
    auto const whole =
        give_second_factor(store(), *services, half->token, code_now(enrolled.secret), client);
    ASSERT_TRUE(whole);
    auto const user = user_of(whole->token);
    EXPECT_FALSE(needs_second_factor(user.identity, services->settings));
    auto const remove = [&] {
        return write([&](storage::Tx &tx) { return remove_totp(tx, *services, user); });
    };
    EXPECT_EQ(code_of(remove()), "auth.totp_required");
    services->settings.require_second_factor = false;
    EXPECT_TRUE(remove());
    EXPECT_EQ(try_password("admin@selatan.example", good_password)->next, SignedIn::Next::done);
}

TEST_P(Auth, an_administrator_switches_it_off_for_whoever_lost_the_telephone)
{
    static_cast<void>(enrol("ana@mne.example"));
    auto const by = user_of(signed_in("admin@selatan.example")).identity;
    EXPECT_TRUE(write([&](storage::Tx &tx) {
        return reset_totp(tx, *services, by, ana, "telephone lost; called back");
    }));
    EXPECT_EQ(notices.back(), Notice::second_factor_removed);
    EXPECT_EQ(try_password("ana@mne.example", good_password)->next, SignedIn::Next::done);
    EXPECT_EQ(
        code_of(write([&](storage::Tx &tx) { return reset_totp(tx, *services, by, ana, ""); })),
        "common.not_found");
}

TEST_P(Auth, what_could_hand_the_account_over_wants_a_recent_password)
{
    auto const token = signed_in("ana@mne.example");
    clock().advance(minutes{15});
    auto const begin = [&] {
        return code_of(
            write([&](storage::Tx &tx) { return begin_totp(tx, *services, user_of(token)); }));
    };
    EXPECT_EQ(begin(), "auth.confirm_password");
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) {
                  return issue_api_token(tx, *services, user_of(token),
                                         {.name = "x", .scopes = "*:read"});
              })),
              "auth.confirm_password");
    EXPECT_EQ(code_of(confirm_password(store(), *services, user_of(token), "wrong", client)),
              "auth.wrong_password");
    EXPECT_EQ(begin(), "auth.confirm_password");
    EXPECT_TRUE(confirm_password(store(), *services, user_of(token), good_password, client));
    EXPECT_EQ(begin(), "");
}

// -- Grants and accounts ------------------------------------------------------------------------

TEST_P(Auth, a_grant_begins_and_ends_on_its_days_and_stops_when_revoked)
{
    auto const by = program_identity("test");
    auto const today = clock().now().date();
    auto const made = write([&](storage::Tx &tx) {
        return grant(tx, by,
                     {.user = ana,
                      .role = Role::approver,
                      .scope = *CountryCode::parse("TLS"),
                      .valid_from = today.plus_days(1),
                      .valid_until = today.plus_days(2)});
    });
    ASSERT_TRUE(made) << code_of(made);
    auto const has_it = [&] {
        auto const held = read([&](storage::Reader &reader) { return grants_of(reader, ana); });
        return std::ranges::any_of(held, [&](Grant const &grant) {
            return grant.id == *made && grant.scope == Scope{*CountryCode::parse("TLS")};
        });
    };
    EXPECT_FALSE(has_it());
    clock().advance(hours{24});
    EXPECT_TRUE(has_it());
    clock().advance(hours{24});
    EXPECT_TRUE(has_it());
    clock().advance(hours{24});
    EXPECT_FALSE(has_it());
    clock().advance(-hours{24});
    ASSERT_TRUE(write([&](storage::Tx &tx) { return revoke(tx, by, *made, "moved"); }));
    EXPECT_FALSE(has_it());
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) { return revoke(tx, by, *made, ""); })),
              "common.not_found");
    auto const past = read([&](storage::Reader &reader) { return grant_history_of(reader, ana); });
    ASSERT_EQ(past.size(), 2U);
    EXPECT_EQ((past[0].grant.id == *made ? past[0] : past[1]).revoked, clock().now());
    EXPECT_TRUE(has_verb(ana, "granted"));
    EXPECT_TRUE(has_verb(ana, "revoked"));
}

TEST_P(Auth, somebody_is_always_left_who_can_grant)
{
    auto const by = program_identity("test");
    auto const own =
        read([&](storage::Reader &reader) { return grants_of(reader, admin); }).at(0).id;
    auto const revoke_it = [&] {
        return write([&](storage::Tx &tx) { return revoke(tx, by, own, "done"); });
    };
    EXPECT_EQ(code_of(revoke_it()), "auth.last_administrator");
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) { return suspend(tx, by, admin, ""); })),
              "auth.last_administrator");
    make_user("second@selatan.example", Role::administrator);
    EXPECT_TRUE(revoke_it());
}

TEST_P(Auth, two_administrators_who_revoke_each_other_at_once_leave_one)
{
    auto const second = make_user("second@selatan.example", Role::administrator);
    auto const grant_of = [&](Id<User> user) {
        return read([&](storage::Reader &reader) { return grants_of(reader, user); }).at(0).id;
    };
    auto const of_first = grant_of(admin);
    auto const of_second = grant_of(second);
    auto const by = program_identity("test");
    auto const revoke_it = [&](Id<Grant> grant) {
        static_cast<void>(write([&](storage::Tx &tx) { return revoke(tx, by, grant, ""); }));
    };
    std::thread one{revoke_it, of_first};
    std::thread other{revoke_it, of_second};
    one.join();
    other.join();
    auto const left = read([&](storage::Reader &reader) {
        return grants_of(reader, admin).size() + grants_of(reader, second).size();
    });
    EXPECT_EQ(left, 1U);
}

TEST_P(Auth, only_administrators_administer)
{
    auto const by = user_of(signed_in("ana@mne.example")).identity;
    auto const refused = [&](auto verb) {
        return code_of(write(verb));
    };
    EXPECT_EQ(refused([&](storage::Tx &tx) {
                  return invite(tx, *services, by, {.email = "x@y.example", .name = "X"});
              }),
              "auth.not_administrator");
    EXPECT_EQ(refused([&](storage::Tx &tx) { return suspend(tx, by, admin, ""); }),
              "auth.not_administrator");
    EXPECT_EQ(refused([&](storage::Tx &tx) { return reinstate(tx, by, admin, ""); }),
              "auth.not_administrator");
    EXPECT_EQ(refused([&](storage::Tx &tx) { return assign(tx, by, ana, 1, {}, {}); }),
              "auth.not_administrator");
    EXPECT_EQ(refused([&](storage::Tx &tx) {
                  return change_email(tx, *services, by, ana, 1, "x@y.example");
              }),
              "auth.not_administrator");
    EXPECT_EQ(refused([&](storage::Tx &tx) { return reset_totp(tx, *services, by, ana, ""); }),
              "auth.not_administrator");
    EXPECT_EQ(
        refused([&](storage::Tx &tx) { return change_profile(tx, by, admin, 1, {.name = "X"}); }),
        "auth.not_administrator");
}

TEST_P(Auth, a_profile_is_changed_on_the_version_that_was_read)
{
    auto const by = user_of(signed_in("ana@mne.example")).identity;
    Profile const wanted{.name = "Ana Costa",
                         .language = Language::pt,
                         .time_zone = "Asia/Dili",
                         .theme = Theme::dark};
    auto const version = account_of(ana).version;
    auto const change = [&] {
        return write([&](storage::Tx &tx) { return change_profile(tx, by, ana, version, wanted); });
    };
    ASSERT_TRUE(change());
    EXPECT_EQ(code_of(change()), "common.stale");
    auto const account = account_of(ana);
    EXPECT_EQ(account.name, "Ana Costa");
    EXPECT_EQ(account.language, Language::pt);
    EXPECT_EQ(account.theme, Theme::dark);
    EXPECT_EQ(account.version, version + 1);
}

TEST_P(Auth, an_account_changes_its_address_and_its_office)
{
    auto const by = program_identity("test");
    auto const token = signed_in("ana@mne.example");
    auto const office = new_uuid(clock().now());
    ASSERT_TRUE(write([&](storage::Tx &tx) {
        return assign(tx, by, ana, account_of(ana).version, office, std::nullopt);
    }));
    EXPECT_EQ(user_of(token).identity.office, office);
    auto const change = [&](std::string const &email) {
        auto const version = account_of(ana).version;
        return code_of(write(
            [&](storage::Tx &tx) { return change_email(tx, *services, by, ana, version, email); }));
    };
    EXPECT_EQ(change("nonsense"), "common.not_an_email");
    EXPECT_EQ(change("admin@selatan.example"), "auth.email_taken");
    EXPECT_EQ(change("desk@mne.example"), "");
    EXPECT_EQ(notices, std::vector{Notice::email_changed});
    EXPECT_FALSE(resolve(token));
    EXPECT_TRUE(try_password("desk@mne.example", good_password));
}

TEST_P(Auth, accounts_are_listed_by_address_page_by_page)
{
    make_user("budi_1@kemlu.example", Role::coordinator);
    auto const list = [&](AccountFilter const &filter) {
        std::vector<std::string> emails;
        for (auto const &account :
             read([&](storage::Reader &reader) { return list_accounts(reader, filter); })) {
            emails.push_back(account.email.text());
        }
        return emails;
    };
    using Emails = std::vector<std::string>;
    EXPECT_EQ(list({.limit = 2}), (Emails{"admin@selatan.example", "ana@mne.example"}));
    EXPECT_EQ(list({.after = "ana@mne.example"}), Emails{"budi_1@kemlu.example"});
    EXPECT_EQ(list({.words = "KEMLU"}), Emails{"budi_1@kemlu.example"});
    EXPECT_EQ(list({.words = "the ANA"}), Emails{"ana@mne.example"});
    EXPECT_EQ(list({.words = "i_1"}), Emails{"budi_1@kemlu.example"});
    EXPECT_EQ(list({.words = "a_a"}), Emails{});
    EXPECT_EQ(list({.words = "%"}), Emails{});
    EXPECT_EQ(list({.status = AccountStatus::suspended}), Emails{});
    EXPECT_EQ(list({.role = Role::coordinator}), Emails{"budi_1@kemlu.example"});
    std::vector<Id<User>> const asked{ana, Id<User>{new_uuid(clock().now())}};
    auto const names = read([&](storage::Reader &reader) { return names_of(reader, asked); });
    ASSERT_EQ(names.size(), 1U);
    EXPECT_EQ(names[0].name, "The ana@mne.example");
}

// -- View as ------------------------------------------------------------------------------------

TEST_P(Auth, an_administrator_looks_through_a_users_eyes_and_changes_nothing)
{
    auto const token = signed_in("admin@selatan.example");
    auto const start = [&](Id<User> user) {
        return code_of(write([&](storage::Tx &tx) {
            return start_view_as(tx, user_of(token), user, "she reports an empty list");
        }));
    };
    auto const second = make_user("second@selatan.example", Role::administrator);
    EXPECT_EQ(start(admin), "auth.view_as_self");
    EXPECT_EQ(start(second), "auth.view_as_administrator");
    EXPECT_EQ(start(Id<User>{new_uuid(clock().now())}), "common.not_found");
    clock().advance(seconds{1});
    ASSERT_EQ(start(ana), "");
    clock().advance(seconds{1});

    auto const viewing = user_of(token);
    EXPECT_EQ(viewing.identity.user, ana);
    EXPECT_EQ(viewing.identity.viewed_by, admin);
    EXPECT_TRUE(viewing.identity.has(Role::desk_officer));
    EXPECT_FALSE(viewing.identity.has(Role::administrator));
    EXPECT_EQ(start(ana), "auth.view_only");
    auto const refused = [&](auto verb) {
        return code_of(write(verb));
    };
    EXPECT_EQ(refused([&](storage::Tx &tx) {
                  return change_profile(tx, viewing.identity, ana, 1, {.name = "X"});
              }),
              "auth.view_only");
    EXPECT_EQ(refused([&](storage::Tx &tx) {
                  return issue_api_token(tx, *services, viewing, {.name = "x", .scopes = "*:read"});
              }),
              "auth.view_only");
    EXPECT_EQ(refused([&](storage::Tx &tx) { return begin_totp(tx, *services, viewing); }),
              "auth.view_only");
    EXPECT_EQ(refused([&](storage::Tx &tx) {
                  return sign_out_everywhere(tx, viewing, ThisSession::ends);
              }),
              "auth.view_only");
    EXPECT_EQ(code_of(change_password(store(), *services, viewing, good_password, other_password,
                                      client)),
              "auth.view_only");

    ASSERT_TRUE(write([&](storage::Tx &tx) { return end_view_as(tx, viewing); }));
    EXPECT_EQ(user_of(token).identity.user, admin);
    auto const entries = read([&](storage::Reader &reader) {
        return events::history(reader, "user_account", ana.uuid(), Audience::internal);
    });
    EXPECT_EQ(entries.at(0).verb, "view_as_ended");
    EXPECT_EQ(entries.at(0).actor.user, admin.uuid());
    EXPECT_EQ(entries.at(1).verb, "view_as_started");
    EXPECT_EQ(entries.at(1).reason, "she reports an empty list");
}

TEST_P(Auth, whoever_is_no_administrator_any_more_stops_viewing_at_once)
{
    make_user("second@selatan.example", Role::administrator);
    auto const token = signed_in("admin@selatan.example");
    ASSERT_TRUE(
        write([&](storage::Tx &tx) { return start_view_as(tx, user_of(token), ana, "help"); }));
    auto const own =
        read([&](storage::Reader &reader) { return grants_of(reader, admin); }).at(0).id;
    ASSERT_TRUE(
        write([&](storage::Tx &tx) { return revoke(tx, program_identity("test"), own, "moved"); }));
    EXPECT_FALSE(resolve(token));
}

// -- API tokens ---------------------------------------------------------------------------------

TEST_P(Auth, a_bearer_token_acts_for_its_user_within_its_scopes_until_it_ends)
{
    auto const owner = user_of(signed_in("ana@mne.example"));
    auto const issued = write([&](storage::Tx &tx) {
        return issue_api_token(tx, *services, owner,
                               {.name = "export", .scopes = "requests:read", .valid_days = 10});
    });
    ASSERT_TRUE(issued) << code_of(issued);
    EXPECT_EQ(notices, std::vector{Notice::token_issued});
    auto const token = parse_bearer("Bearer " + issued->secret);
    ASSERT_TRUE(token);
    auto const resolve_it = [&] {
        return read([&](storage::Reader &reader) {
            return resolve_api_token(reader, services->settings, *token);
        });
    };
    auto const before = store().figures().queries;
    auto const user = resolve_it();
    EXPECT_LE(store().figures().queries - before, 2);
    ASSERT_TRUE(user);
    EXPECT_EQ(user->identity.user, ana);
    EXPECT_EQ(user->identity.via, "api");
    EXPECT_TRUE(user->identity.has(Role::desk_officer));
    EXPECT_EQ(code_of(decide_token_use(user->identity, "requests", TokenAccess::read)), "");
    EXPECT_EQ(code_of(decide_token_use(user->identity, "requests", TokenAccess::write)),
              "auth.token_scope");
    EXPECT_EQ(code_of(write([&](storage::Tx &tx) {
                  return change_profile(tx, user->identity, ana, 1, {.name = "X"});
              })),
              "auth.token_scope");
    EXPECT_TRUE(user->due_for_touch);
    write([&](storage::Tx &tx) { touch_api_token(tx, user->token); });
    EXPECT_FALSE(resolve_it()->due_for_touch);

    clock().advance(hours{24 * 10});
    EXPECT_FALSE(resolve_it());
    clock().advance(-hours{24});
    EXPECT_TRUE(resolve_it());
    auto const stranger = make_user("stranger@mne.example", Role::participant);
    auto const load = [&](Id<User> id) {
        return *read([&](storage::Reader &reader) { return load_identity(reader, id, "cli"); });
    };
    auto const revoke_by = [&](Identity const &by) {
        return code_of(
            write([&](storage::Tx &tx) { return revoke_api_token(tx, by, issued->id); }));
    };
    EXPECT_EQ(revoke_by(load(stranger)), "common.not_found");
    EXPECT_EQ(revoke_by(load(ana)), "");
    EXPECT_FALSE(resolve_it());
    EXPECT_EQ(revoke_by(load(admin)), "common.not_found") << "already";
    auto const listed = read([&](storage::Reader &reader) { return api_tokens_of(reader, ana); });
    EXPECT_EQ(listed.at(0).name, "export");
    EXPECT_TRUE(listed.at(0).revoked);
}

TEST_P(Auth, no_secret_is_stored_as_it_is)
{
    auto const session = signed_in("ana@mne.example");
    ASSERT_TRUE(request_reset(store(), *services, "ana@mne.example", client));
    auto const issued = write([&](storage::Tx &tx) {
        return issue_api_token(tx, *services, user_of(session), {.name = "x", .scopes = "*:read"});
    });
    auto const hash_in = [&](std::string const &table) {
        return *read([&](storage::Reader &reader) {
            return reader.one<storage::Bytes>("SELECT token_hash FROM " + table);
        });
    };
    EXPECT_EQ(hash_in("user_session"), session.hash());
    EXPECT_EQ(hash_in("mailed_link"), links.at(0).token.hash());
    EXPECT_EQ(hash_in("api_token"), parse_bearer("Bearer " + issued->secret)->hash());
}

} // namespace
} // namespace selatan::auth

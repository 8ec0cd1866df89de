// Sessions, and how guessing at passwords is slowed down, on both engines.
#include "platform/auth/api_token.hpp"
#include "platform/auth/throttle.hpp"
#include "tests/support/accounts.hpp"

#include <atomic>
#include <thread>

namespace selatan::auth {
namespace {

INSTANTIATE_ENGINES(Auth);

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

} // namespace
} // namespace selatan::auth

// The second factor, on both engines.
#include "platform/auth/api_token.hpp"
#include "tests/support/accounts.hpp"

#include <atomic>
#include <thread>

namespace selatan::auth {
namespace {

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

} // namespace
} // namespace selatan::auth

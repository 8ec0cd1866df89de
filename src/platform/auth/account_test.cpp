// Grants, accounts, and looking through a user’s eyes, on both engines.
#include "platform/auth/api_token.hpp"
#include "tests/support/accounts.hpp"

#include <thread>

namespace selatan::auth {
namespace {

TEST_P(Auth, a_grant_begins_and_ends_on_its_days_and_stops_when_revoked)
{
    auto const by = program_identity("test");
    auto const today = clock().today();
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

} // namespace
} // namespace selatan::auth

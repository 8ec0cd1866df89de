// Passwords, and the links that are mailed to choose one, on both engines.
#include "tests/support/accounts.hpp"

#include <atomic>
#include <thread>

namespace selatan::auth {
namespace {

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

} // namespace
} // namespace selatan::auth

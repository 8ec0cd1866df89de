// Tokens for programs, on both engines; and that no secret is stored as it is.
#include "platform/auth/api_token.hpp"
#include "tests/support/accounts.hpp"

namespace selatan::auth {
namespace {

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

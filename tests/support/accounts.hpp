/// \file
/// Accounts, sessions and links on both engines: what the tests of auth stand on.
#pragma once

#include "platform/auth/account.hpp"
#include "platform/auth/grant.hpp"
#include "platform/auth/link.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/sign_in.hpp"
#include "platform/auth/totp.hpp"
#include "platform/events/event.hpp"
#include "tests/support/engines.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace selatan::auth {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline constexpr char const *good_password = "green rice terraces";
inline constexpr char const *other_password = "blue water buffaloes";

using testing::code_of;

/// Its tests lie in several files; sign_in_test.cpp instantiates them all.
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
            return grant(tx, program, {.user = *user, .role = role, .valid_from = clock().today()});
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

} // namespace selatan::auth

/// \file
/// Passwords: the rule for new ones, and hashing that a crowd cannot turn against the machine.
#pragma once

#include "base/result.hpp"
#include "platform/auth/email.hpp"
#include "platform/auth/settings.hpp"

#include <semaphore>
#include <string>
#include <string_view>

namespace selatan::auth {

/// An argon2id string (`$argon2id$v=19$…`), never a password: the two types do not mix.
class PasswordHash {
public:
    explicit PasswordHash(std::string text) : m_text{std::move(text)} {}
    [[nodiscard]] std::string const &text() const { return m_text; }

private:
    std::string m_text;
};

/// First broken, first reported: `auth.password_short`, `auth.password_long`,
/// `auth.password_common`, `auth.password_has_email`. No rules of composition and no forced
/// changes (NIST SP 800-63B, 5.1.1.2). `field` names the input that the problem belongs to.
[[nodiscard]] Result<void> decide_password(std::string_view password, Email const &email,
                                           Settings const &settings,
                                           std::string_view field = "password");

/// Argon2id by libsodium. Takes tens of milliseconds: never inside a transaction. Safe to use from
/// several threads; those beyond PasswordCost::concurrent wait.
class PasswordHasher {
public:
    explicit PasswordHasher(PasswordCost cost);

    [[nodiscard]] PasswordHash hash(std::string_view password);
    [[nodiscard]] bool verify(PasswordHash const &stored, std::string_view password);
    /// Takes as long as verify() and always says no: for accounts that do not exist.
    bool verify_nobody(std::string_view password);
    /// Was it made with another cost than today's?
    [[nodiscard]] bool is_outdated(PasswordHash const &stored) const;

private:
    PasswordCost m_cost;
    std::counting_semaphore<> m_turns;
    PasswordHash m_nobody;
};

} // namespace selatan::auth

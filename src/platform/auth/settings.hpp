/// \file
/// What an installation may decide about signing in. The defaults are what we recommend.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace selatan::auth {

/// Argon2id. OWASP's second recommended setting; 24-39 ms on the machine that it was chosen on.
struct PasswordCost {
    std::uint64_t passes = 2;
    std::size_t memory_bytes = 19U * 1024 * 1024;
    /// Hashes computed at once: bounds memory (each takes `memory_bytes`) and processor time.
    int concurrent = 2;
};

/// How often someone may fail within `window` before waiting; then each failure doubles the wait.
/// Nobody is locked out for good: the wait never exceeds `longest_wait`, and failures older than
/// `window` are forgotten.
struct ThrottleSettings {
    std::chrono::minutes window{15};
    int free_per_account = 5;
    /// Generous: a whole ministry may share one address.
    int free_per_client = 30;
    std::chrono::seconds first_wait{2};
    std::chrono::seconds longest_wait{300};
    /// From an address where the user signed in within this time, strangers' failures against the
    /// account do not count: nobody can keep a user out by guessing.
    std::chrono::hours known_client{30 * 24};
    /// A code has six digits only, and whoever tries codes knows the password already: failures
    /// are remembered longer, and the waits grow further.
    std::chrono::minutes second_factor_window{24 * 60};
    std::chrono::seconds second_factor_longest_wait{3600};
    /// Reset links within `link_window`: beyond the first number an account is sent no more (the
    /// newest still works, and the page says the same); beyond the second a client is told to wait.
    std::chrono::minutes link_window{60};
    int links_per_account = 3;
    int links_per_client = 20;
};

struct Settings {
    /// `__Host-selatan` with Secure; false only for http://127.0.0.1 and the like.
    bool secure_cookies = true;
    std::chrono::minutes session_absolute{12 * 60};
    std::chrono::minutes session_idle{60};
    /// Between the password and the second factor.
    std::chrono::minutes second_factor_time{5};
    /// `last_seen` of sessions and API tokens is written at most this often.
    std::chrono::seconds touch_every{60};
    /// Deeds that could hand the account to somebody else want a password typed this recently.
    std::chrono::minutes confirmation{15};

    PasswordCost password_cost;
    /// Characters (code points), NIST SP 800-63B's advice for passwords used alone, rounded up.
    std::size_t shortest_password = 12;
    std::size_t longest_password_bytes = 1024;

    ThrottleSettings throttle;

    std::chrono::hours invitation_valid{7 * 24};
    std::chrono::minutes reset_valid{60};

    /// Administrators and finance officers must use a second factor.
    bool require_second_factor = false;
    /// Shown by authenticator apps; the installation's name.
    std::string issuer = "Selatan";

    std::chrono::days api_token_longest{365};

    std::string time_zone = "UTC"; ///< IANA name: of accounts whose owner was not asked
};

} // namespace selatan::auth

/// \file
/// Sends what is in the outbox, by SMTP.
#pragma once

#include "platform/jobs/runner.hpp"
#include "platform/mail/mail.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace selatan::mail {

struct Smtp {
    /// `smtp://host:587` (STARTTLS, see `tls`) or `smtps://host` (TLS from the first byte).
    std::string url;
    std::string user; ///< empty: no authentication
    std::string password;
    enum class Tls {
        required, ///< no TLS, no mail
        none,     ///< a relay on the same machine
    };
    Tls tls = Tls::required;
    std::chrono::seconds timeout{60};
};

struct Settings {
    std::string from;      ///< an address
    std::string from_name; ///< "Indonesian AID"
    /// Nothing: mail is kept in the outbox, to be read on a page (the example installation).
    std::optional<Smtp> smtp;
};

/// The job's kind.
inline constexpr std::string_view delivery_job = "mail.deliver";

/// Registers the handler that delivers. Refuses settings whose addresses or names could not stand
/// in a header (`mail.bad_address`, `mail.bad_name`), and a server that is not SMTP
/// (`mail.bad_server`).
[[nodiscard]] Result<void> deliver_with(jobs::Runner &runner, Settings const &settings);

} // namespace selatan::mail

/// \file
/// Settings: command-line options over environment variables over defaults. manual/settings.md
/// lists every one; a test compares.
#pragma once

#include "platform/http/server.hpp"
#include "platform/mail/delivery.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::program {

/// One setting: its environment variable, its default as the manual shows it, what it is for.
struct SettingInfo {
    std::string_view variable;
    std::string_view fallback;
    std::string_view meaning;
};
[[nodiscard]] std::span<SettingInfo const> all_settings();

struct Settings {
    std::string data;     ///< directory of what is not in the database: keyring, staging
    std::string database; ///< `sqlite:DATA/selatan.db` unless set
    std::string keyring;
    int database_connections = 6;
    http::ServerSettings server;
    std::string base_url;          ///< as people reach it; `http://ADDRESS:PORT` unless set
    std::string time_zone = "UTC"; ///< IANA name: whose calendar days are the office's
    bool require_second_factor = false;
    mail::Settings mail;
    bool log_requests = true;
    std::chrono::hours iati_publish_every{24}; ///< zero: only when somebody says so
};

/// Something is set to what cannot be; the message names the variable.
class BadSetting : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using Environment = std::function<std::optional<std::string>(std::string_view variable)>;
[[nodiscard]] Settings read_settings(Environment const &environment);
/// The process's own environment.
[[nodiscard]] std::optional<std::string> environment(std::string_view variable);

} // namespace selatan::program

#include "main/settings.hpp"

#include "platform/i18n/format.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

namespace selatan::program {

namespace {

constexpr std::array settings_table{
    SettingInfo{"SELATAN_DATA", "./selatan-data",
                "Directory of what is not in the database: the keyring, files on their way in."},
    SettingInfo{"SELATAN_DATABASE", "sqlite:DATA/selatan.db",
                "`sqlite:PATH` or `postgresql://…` (several hosts allowed)."},
    SettingInfo{"SELATAN_KEYRING", "DATA/keyring", "The keyring file; only its owner may read it."},
    SettingInfo{"SELATAN_DATABASE_CONNECTIONS", "6", "Connections that read."},
    SettingInfo{"SELATAN_ADDRESS", "127.0.0.1", "Address to listen on."},
    SettingInfo{"SELATAN_PORT", "8080", "Port to listen on."},
    SettingInfo{"SELATAN_LOOPS", "1", "Threads that read and write connections."},
    SettingInfo{"SELATAN_WORKERS", "4", "Threads that answer requests."},
    SettingInfo{
        "SELATAN_BASE_URL", "http://ADDRESS:PORT",
        "How people reach it; links in mail begin so. With https, cookies are for TLS only."},
    SettingInfo{"SELATAN_TIME_ZONE", "UTC",
                "Whose calendar days are the office's (\"Asia/Jakarta\"); the same on every node."},
    SettingInfo{"SELATAN_TLS_CERTIFICATE", "",
                "Certificate chain (PEM). Without one, TLS is the proxy's work."},
    SettingInfo{"SELATAN_TLS_KEY", "", "Its private key (PEM)."},
    SettingInfo{"SELATAN_TRUSTED_PROXIES", "",
                "Addresses or networks, with commas, whose X-Forwarded-* headers are believed."},
    SettingInfo{"SELATAN_REQUIRE_SECOND_FACTOR", "no",
                "`yes`: administrators and finance officers sign in with a second factor."},
    SettingInfo{"SELATAN_MAIL_FROM", "",
                "Sender's address. Without it, or without a server, mail is kept and can be read "
                "by administrators."},
    SettingInfo{"SELATAN_MAIL_FROM_NAME", "Selatan", "Sender's name."},
    SettingInfo{"SELATAN_SMTP_URL", "", "`smtp://HOST:587` or `smtps://HOST:465`."},
    SettingInfo{"SELATAN_SMTP_USER", "", "Name at the mail server."},
    SettingInfo{"SELATAN_SMTP_PASSWORD", "", "Password at the mail server."},
    SettingInfo{"SELATAN_SMTP_TLS", "required",
                "`required`, or `none` for a relay on the same machine."},
    SettingInfo{"SELATAN_LOG_REQUESTS", "yes", "`no`: only failures are logged."},
    SettingInfo{"SELATAN_IATI_PUBLISH_HOURS", "24",
                "After how many hours what changed is published as IATI again; `0`: only when "
                "somebody says so."},
};

class Reading {
public:
    explicit Reading(Environment const &environment) : m_environment{&environment} {}

    [[nodiscard]] std::string text(std::string_view variable, std::string fallback) const
    {
        return (*m_environment)(variable).value_or(std::move(fallback));
    }
    [[nodiscard]] int number(std::string_view variable, int fallback, int least, int most) const
    {
        auto const text = (*m_environment)(variable);
        if (!text) {
            return fallback;
        }
        int value = 0;
        auto const *const end = text->data() + text->size();
        auto const [rest, error] = std::from_chars(text->data(), end, value);
        if (error != std::errc{} || rest != end || value < least || value > most) {
            throw BadSetting{std::string{variable} + " must be a whole number from " +
                             std::to_string(least) + " to " + std::to_string(most) + ", not \"" +
                             *text + "\""};
        }
        return value;
    }
    [[nodiscard]] bool yes_no(std::string_view variable, bool fallback) const
    {
        auto const text = (*m_environment)(variable);
        if (!text) {
            return fallback;
        }
        if (*text != "yes" && *text != "no") {
            throw BadSetting{std::string{variable} + " must be yes or no, not \"" + *text + "\""};
        }
        return *text == "yes";
    }

private:
    Environment const *m_environment;
};

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        if (end > 0) {
            parts.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

} // namespace

std::span<SettingInfo const> all_settings()
{
    return settings_table;
}

std::optional<std::string> environment(std::string_view variable)
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read once, before any thread starts
    char const *const value = std::getenv(std::string{variable}.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

Settings read_settings(Environment const &environment)
{
    Reading const read{environment};
    Settings settings;
    settings.data = read.text("SELATAN_DATA", "./selatan-data");
    settings.database = read.text("SELATAN_DATABASE", "sqlite:" + settings.data + "/selatan.db");
    settings.keyring = read.text("SELATAN_KEYRING", settings.data + "/keyring");
    settings.database_connections = read.number("SELATAN_DATABASE_CONNECTIONS", 6, 1, 100);
    auto &server = settings.server;
    server.address = read.text("SELATAN_ADDRESS", "127.0.0.1");
    server.port = static_cast<std::uint16_t>(read.number("SELATAN_PORT", 8080, 0, 65535));
    server.loops = read.number("SELATAN_LOOPS", 1, 1, 64);
    server.workers = read.number("SELATAN_WORKERS", 4, 1, 256);
    server.staging_directory = settings.data + "/staging";
    server.tls_certificate = read.text("SELATAN_TLS_CERTIFICATE", "");
    server.tls_key = read.text("SELATAN_TLS_KEY", "");
    server.trusted_proxies = split(read.text("SELATAN_TRUSTED_PROXIES", ""));
    auto const scheme = server.tls_certificate.empty() ? "http://" : "https://";
    settings.base_url =
        read.text("SELATAN_BASE_URL", scheme + server.address + ":" + std::to_string(server.port));
    while (settings.base_url.ends_with('/')) {
        settings.base_url.pop_back();
    }
    settings.time_zone = read.text("SELATAN_TIME_ZONE", "UTC");
    if (!i18n::is_time_zone(settings.time_zone)) {
        throw BadSetting{"SELATAN_TIME_ZONE must be a zone such as Asia/Jakarta, not \"" +
                         settings.time_zone + "\""};
    }
    settings.require_second_factor = read.yes_no("SELATAN_REQUIRE_SECOND_FACTOR", false);
    settings.mail.from = read.text("SELATAN_MAIL_FROM", "selatan@localhost.example");
    settings.mail.from_name = read.text("SELATAN_MAIL_FROM_NAME", "Selatan");
    if (auto const url = read.text("SELATAN_SMTP_URL", ""); !url.empty()) {
        auto const tls = read.text("SELATAN_SMTP_TLS", "required");
        if (tls != "required" && tls != "none") {
            throw BadSetting{"SELATAN_SMTP_TLS must be required or none, not \"" + tls + "\""};
        }
        settings.mail.smtp = mail::Smtp{
            .url = url,
            .user = read.text("SELATAN_SMTP_USER", ""),
            .password = read.text("SELATAN_SMTP_PASSWORD", ""),
            .tls = tls == "none" ? mail::Smtp::Tls::none : mail::Smtp::Tls::required,
        };
    }
    settings.log_requests = read.yes_no("SELATAN_LOG_REQUESTS", true);
    constexpr int hours_most = 24 * 31;
    settings.iati_publish_every = std::chrono::hours{
        read.number("SELATAN_IATI_PUBLISH_HOURS",
                    static_cast<int>(settings.iati_publish_every.count()), 0, hours_most)};
    return settings;
}

} // namespace selatan::program

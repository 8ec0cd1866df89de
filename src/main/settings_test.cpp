#include "main/settings.hpp"

#include "main/manual.hpp"
#include "tests/support/program_process.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace selatan::program {
namespace {

Environment of(std::map<std::string, std::string, std::less<>> values)
{
    return [values = std::move(values)](std::string_view variable) -> std::optional<std::string> {
        auto const found = values.find(variable);
        return found == values.end() ? std::nullopt : std::optional{found->second};
    };
}

TEST(Settings, have_defaults_that_run)
{
    auto const settings = read_settings(of({}));
    EXPECT_EQ(settings.data, "./selatan-data");
    EXPECT_EQ(settings.database, "sqlite:./selatan-data/selatan.db");
    EXPECT_EQ(settings.keyring, "./selatan-data/keyring");
    EXPECT_EQ(settings.base_url, "http://127.0.0.1:8080");
    EXPECT_FALSE(settings.mail.smtp);
    EXPECT_FALSE(settings.require_second_factor);
    EXPECT_TRUE(settings.log_requests);
    EXPECT_EQ(settings.iati_publish_every, std::chrono::hours{24});
}

TEST(Settings, follow_one_another)
{
    auto const settings = read_settings(of({{"SELATAN_DATA", "/srv/selatan"},
                                            {"SELATAN_ADDRESS", "0.0.0.0"},
                                            {"SELATAN_PORT", "443"},
                                            {"SELATAN_TLS_CERTIFICATE", "/etc/chain.pem"},
                                            {"SELATAN_TRUSTED_PROXIES", "10.0.0.1,10.1.0.0/16,"},
                                            {"SELATAN_REQUIRE_SECOND_FACTOR", "yes"},
                                            {"SELATAN_SMTP_URL", "smtp://mail.example:587"},
                                            {"SELATAN_SMTP_TLS", "none"}}));
    EXPECT_EQ(settings.database, "sqlite:/srv/selatan/selatan.db");
    EXPECT_EQ(settings.server.staging_directory, "/srv/selatan/staging");
    EXPECT_EQ(settings.base_url, "https://0.0.0.0:443");
    EXPECT_EQ(settings.server.trusted_proxies,
              (std::vector<std::string>{"10.0.0.1", "10.1.0.0/16"}));
    EXPECT_TRUE(settings.require_second_factor);
    ASSERT_TRUE(settings.mail.smtp);
    EXPECT_EQ(settings.mail.smtp->tls, mail::Smtp::Tls::none);
    EXPECT_EQ(read_settings(of({{"SELATAN_BASE_URL", "https://selatan.example//"}})).base_url,
              "https://selatan.example");
}

TEST(Settings, that_cannot_be_are_refused_by_name)
{
    struct Case {
        std::string variable;
        std::string value;
    };
    for (auto const &[variable, value] :
         std::vector<Case>{{"SELATAN_PORT", "http"},
                           {"SELATAN_PORT", ""},
                           {"SELATAN_PORT", "65536"},
                           {"SELATAN_PORT", "-1"},
                           {"SELATAN_PORT", "80 "},
                           {"SELATAN_LOOPS", "0"},
                           {"SELATAN_LOOPS", "65"},
                           {"SELATAN_WORKERS", "many"},
                           {"SELATAN_WORKERS", "0"},
                           {"SELATAN_DATABASE_CONNECTIONS", "0"},
                           {"SELATAN_DATABASE_CONNECTIONS", "99999999999"},
                           {"SELATAN_REQUIRE_SECOND_FACTOR", "true"},
                           {"SELATAN_LOG_REQUESTS", ""},
                           {"SELATAN_IATI_PUBLISH_HOURS", "daily"},
                           {"SELATAN_TIME_ZONE", "Nowhere/City"},
                           {"SELATAN_TIME_ZONE", ""},
                           {"SELATAN_SMTP_TLS", "perhaps"}}) {
        try {
            static_cast<void>(
                read_settings(of({{variable, value}, {"SELATAN_SMTP_URL", "smtp://a"}})));
            ADD_FAILURE() << variable << '=' << value;
        } catch (BadSetting const &error) {
            EXPECT_NE(std::string{error.what()}.find(variable), std::string::npos) << error.what();
        }
    }
}

TEST(Settings, are_each_read_and_each_in_the_manual)
{
    std::set<std::string, std::less<>> asked;
    // With a mail server every one is asked for.
    static_cast<void>(read_settings([&](std::string_view variable) -> std::optional<std::string> {
        asked.emplace(variable);
        return variable == "SELATAN_SMTP_URL" ? std::optional<std::string>{"smtp://a"}
                                              : std::nullopt;
    }));
    auto const *const page = find_manual_page("settings");
    ASSERT_NE(page, nullptr);
    std::set<std::string, std::less<>> listed;
    for (auto const &setting : all_settings()) {
        listed.emplace(setting.variable);
        EXPECT_NE(page->body.find("`" + std::string{setting.variable} + "`"),
                  std::string_view::npos)
            << setting.variable;
    }
    EXPECT_EQ(listed, asked);
}

/// The names of subcommands in a help text of CLI11: lines below "Subcommands:".
std::vector<std::string> subcommands(std::string const &help)
{
    std::vector<std::string> names;
    auto at = help.find("Subcommands:\n");
    if (at == std::string::npos) {
        return names;
    }
    at = help.find('\n', at) + 1;
    while (help.compare(at, 2, "  ") == 0 && help[at + 2] != ' ') {
        names.push_back(help.substr(at + 2, help.find_first_of(" \n", at + 2) - at - 2));
        at = help.find('\n', at) + 1;
        while (help.compare(at, 4, "    ") == 0) {
            at = help.find('\n', at) + 1; // the sentence goes on
        }
    }
    return names;
}

TEST(Manual, names_every_command)
{
    auto const *const page = find_manual_page("commands");
    ASSERT_NE(page, nullptr);
    auto const help = testing::run_program({}, {"--help"});
    EXPECT_EQ(help.code, 0);
    auto const commands = subcommands(help.out);
    EXPECT_GT(commands.size(), 7U) << help.out;
    for (auto const &command : commands) {
        EXPECT_NE(page->body.find("`selatan " + command), std::string_view::npos) << command;
        for (auto const &part : subcommands(testing::run_program({}, {command, "--help"}).out)) {
            EXPECT_NE(page->body.find("`selatan " + command + " " + part), std::string_view::npos)
                << part;
        }
    }
}

} // namespace
} // namespace selatan::program

// The program as its users run it: made, examined, backed up, restored, killed.
#include "main/installation.hpp"

#include "main/commands.hpp"
#include "platform/events/event.hpp"
#include "tests/support/program_process.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;
using testing::Process;
using testing::run_program;

constexpr std::string_view password = "green rice terraces";

/// An installation of its own directory, made by the program.
class InstallationTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        auto pattern = (fs::temp_directory_path() / "selatan-main-XXXXXX").string();
        directory = mkdtemp(pattern.data());
        std::ofstream{directory / "password"} << password << '\n';
        variables = {{"SELATAN_DATA", (directory / "data").string()},
                     {"SELATAN_PORT", "0"},
                     {"SELATAN_LOG_REQUESTS", "no"}};
    }
    void TearDown() override { fs::remove_all(directory); }

    testing::Ran run(std::vector<std::string> const &arguments)
    {
        return run_program(variables, arguments);
    }
    void init()
    {
        auto const made = run({"init", "--name", "Test", "--administrator", "admin@mfa.example",
                               "--password-file", path("password")});
        ASSERT_EQ(made.code, 0) << made.out;
    }
    [[nodiscard]] std::string path(std::string const &name) const
    {
        return (directory / name).string();
    }
    [[nodiscard]] std::string database() const { return path("data/selatan.db"); }
    [[nodiscard]] Settings settings() const
    {
        return read_settings([&](std::string_view variable) -> std::optional<std::string> {
            for (auto const &[name, value] : variables) {
                if (name == variable) {
                    return value;
                }
            }
            return std::nullopt;
        });
    }
    std::set<std::string> titles(std::string const &kind)
    {
        SystemClock const clock;
        auto const store = open_store(settings(), clock);
        return store->read([&](storage::Reader &reader) {
            std::set<std::string> all;
            for (auto row : reader.query("SELECT title FROM record WHERE kind = ?", kind)) {
                all.insert(row.next<std::string>());
            }
            return all;
        });
    }

    fs::path directory;
    testing::Variables variables;
};

TEST_F(InstallationTest, the_api_is_asked_on_the_command_line_as_an_account)
{
    init();
    auto const ask = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "api");
        arguments.insert(arguments.end(), {"--as", "admin@mfa.example"});
        return run(arguments);
    };
    EXPECT_EQ(run({"user", "grant", "admin@mfa.example", "desk_officer"}).code, 0);
    auto const made = ask({"POST", "/organisations", "--key", "once", "--body",
                           R"({"name": "Rice Institute", "type": "agency", "country": "IDN"})"});
    ASSERT_EQ(made.code, 0) << made.out;
    EXPECT_NE(made.out.find("ORG-"), std::string::npos) << made.out;
    auto const again = ask({"POST", "/api/organisations", "--key", "once", "--body",
                            R"({"name": "Rice Institute", "type": "agency", "country": "IDN"})"});
    EXPECT_EQ(again.code, 0) << again.out;
    EXPECT_EQ(again.out.substr(again.out.find("\"id\"")), made.out.substr(made.out.find("\"id\"")))
        << "the same key does nothing more";
    EXPECT_EQ(titles("organisation"), std::set<std::string>{"Rice Institute"});
    EXPECT_NE(ask({"GET", "/organisations?q=rice"}).out.find("Rice Institute"), std::string::npos);
    EXPECT_EQ(ask({"GET", "/organisations/ORG-1999-0001"}).code, 2) << "refused";
    EXPECT_EQ(ask({"TRACE", "/organisations"}).code, 2);
    EXPECT_EQ(run({"api", "GET", "/organisations", "--as", "nobody@mfa.example"}).code, 2);
}

TEST_F(InstallationTest, a_word_that_is_no_command_is_named)
{
    for (auto const &words : {std::vector<std::string>{"serv"}, {"iati", "serv"}}) {
        auto const refused = run(words);
        EXPECT_EQ(refused.code, 2);
        EXPECT_NE(refused.out.find("\"serv\" is not a command"), std::string::npos) << refused.out;
    }
    EXPECT_NE(run({}).out.find("A subcommand is required"), std::string::npos);
}

TEST_F(InstallationTest, is_made_once_and_found_sound)
{
    auto const without = run({"doctor"});
    EXPECT_EQ(without.code, 1);
    EXPECT_NE(without.out.find("selatan init"), std::string::npos) << without.out;
    EXPECT_EQ(run({"init"}).code, 2) << "no first account";
    std::ofstream{directory / "weak"} << "1234";
    auto const weak =
        run({"init", "--administrator", "admin@mfa.example", "--password-file", path("weak")});
    EXPECT_EQ(weak.code, 2) << weak.out;
    EXPECT_EQ(run({"init", "--administrator", "admin", "--password-file", path("password")}).code,
              2);
    EXPECT_FALSE(fs::exists(database())) << "refused before anything was made";

    init();
    auto const again =
        run({"init", "--administrator", "other@mfa.example", "--password-file", path("password")});
    EXPECT_EQ(again.code, 0);
    EXPECT_NE(again.out.find("nothing was changed"), std::string::npos);
    auto const users = run({"user", "list"});
    EXPECT_NE(users.out.find("admin@mfa.example"), std::string::npos);
    EXPECT_EQ(users.out.find("other@mfa.example"), std::string::npos);
    EXPECT_EQ(run({"doctor"}).code, 0);
    EXPECT_EQ(run({"migrate"}).code, 0);
    EXPECT_TRUE(titles("country_profile").contains("Timor-Leste"));
    EXPECT_EQ(fs::status(path("data/keyring")).permissions() & fs::perms::others_all,
              fs::perms::none);
}

TEST_F(InstallationTest, is_whole_or_not_there_whenever_its_making_is_killed)
{
    int unfinished = 0;
    for (auto const delay : {20, 120, 400, 900}) {
        Process making{variables, {"init", "--example"}, Process::Errors::hidden};
        std::this_thread::sleep_for(std::chrono::milliseconds{delay});
        making.signal(SIGKILL);
        making.wait();
        unfinished += fs::exists(database()) ? 0 : 1;
    }
    EXPECT_GT(unfinished, 0) << "it was made before it could be killed";
    EXPECT_EQ(run({"init", "--example"}).code, 0);
    EXPECT_FALSE(fs::exists(database() + ".part"));
    EXPECT_NE(run({"user", "list"}).out.find("coordinator@example.org"), std::string::npos);
    EXPECT_EQ(run({"doctor"}).code, 0);
}

TEST_F(InstallationTest, comes_back_from_its_backup_and_from_nothing_else)
{
    init();
    EXPECT_EQ(run({"backup", path("copy.db")}).code, 0);
    EXPECT_EQ(run({"backup", path("copy.db")}).code, 2) << "a backup replaces nothing";
    EXPECT_EQ(run({"user", "add", "late@mfa.example", "--name", "Late", "--password-file",
                   path("password")})
                  .code,
              0);
    EXPECT_EQ(run({"restore", path("copy.db")}).code, 2) << "nor does a restore, unless told to";
    std::ofstream{directory / "letter.txt"} << "Dear colleagues";
    std::ofstream{directory / "empty.db"};
    for (auto const *wrong : {"letter.txt", "empty.db", "nowhere.db"}) {
        EXPECT_NE(run({"restore", path(wrong), "--replace"}).code, 0) << wrong;
        EXPECT_NE(run({"user", "list"}).out.find("late@mfa.example"), std::string::npos) << wrong;
    }
    auto const restored = run({"restore", path("copy.db"), "--replace"});
    EXPECT_EQ(restored.code, 0) << restored.out;
    auto const users = run({"user", "list"});
    EXPECT_NE(users.out.find("admin@mfa.example"), std::string::npos);
    EXPECT_EQ(users.out.find("late@mfa.example"), std::string::npos);
    EXPECT_EQ(run({"doctor"}).code, 0);
    EXPECT_FALSE(fs::exists(database() + ".restoring"));
}

/// Between the two lies more than a day: whenever this runs they do not agree.
TEST_F(InstallationTest, keeps_the_days_of_the_offices_zone)
{
    using namespace std::chrono_literals;
    variables.emplace_back("SELATAN_TIME_ZONE", "Pacific/Kiritimati");
    init();
    auto const moment_in = [&](std::string const &zone) {
        variables.back().second = zone;
        Installation installation{settings()};
        return installation.store().read([](storage::Reader &reader) {
            return std::pair{reader.now(), reader.today()};
        });
    };
    auto const [there, tomorrow] = moment_in("Pacific/Kiritimati");
    EXPECT_EQ(tomorrow, there.plus(14h).date());
    auto const [here, yesterday] = moment_in("Pacific/Pago_Pago");
    EXPECT_EQ(yesterday, here.plus(-11h).date());
}

TEST_F(InstallationTest, is_found_damaged_where_somebody_rewrote_history)
{
    init();
    {
        SystemClock const clock;
        auto const store = open_store(settings(), clock);
        store->write([](storage::Tx &tx) { events::seal(tx); });
    }
    ASSERT_EQ(run({"doctor"}).code, 0);
    {
        // Past the triggers, as whoever holds the file can.
        SystemClock const clock;
        auto const store = open_store(settings(), clock);
        store->write([](storage::Tx &tx) {
            auto const triggers =
                tx.all<std::string>("SELECT name FROM sqlite_master WHERE type = 'trigger'");
            for (auto const &trigger : triggers) {
                tx.script("DROP TRIGGER " + trigger);
            }
            EXPECT_EQ(tx.run("UPDATE event SET verb = 'approved' WHERE sequence = 1"), 1);
        });
    }
    auto const found = run({"doctor"});
    EXPECT_EQ(found.code, 2);
    EXPECT_NE(found.out.find("broken at"), std::string::npos) << found.out;
}

} // namespace
} // namespace selatan::program

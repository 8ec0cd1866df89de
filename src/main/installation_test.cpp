// The program as its users run it: made, examined, backed up, restored, killed.
#include "main/installation.hpp"

#include "main/commands.hpp"
#include "platform/events/event.hpp"
#include "tests/support/program_process.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <mutex>
#include <netinet/in.h>
#include <set>
#include <sys/socket.h>
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
            std::vector<std::string> triggers;
            for (auto row : tx.query("SELECT name FROM sqlite_master WHERE type = 'trigger'")) {
                triggers.push_back(row.next<std::string>());
            }
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

// -- Killed while people work -------------------------------------------------------------------

/// A browser of few words: one request, one connection.
class Socket {
public:
    explicit Socket(std::uint16_t port) : m_port{port} {}

    /// The whole answer; empty when the server went away before all of it was there.
    std::string ask(std::string const &method, std::string const &path,
                    std::string const &body = {})
    {
        int const fd = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(m_port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::string answer;
        if (connect(fd, reinterpret_cast<sockaddr const *>(&to), sizeof to) == 0) {
            auto const request =
                method + " " + path +
                " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: " + m_cookie +
                "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body;
            send(fd, request.data(), request.size(), MSG_NOSIGNAL);
            std::array<char, 4096> piece{};
            for (ssize_t got = 0; (got = recv(fd, piece.data(), piece.size(), 0)) > 0;) {
                answer.append(piece.data(), static_cast<std::size_t>(got));
            }
        }
        close(fd);
        if (auto const at = answer.find("Set-Cookie: "); at != std::string::npos) {
            m_cookie = answer.substr(at + 12, answer.find(';', at) - at - 12);
        }
        return answer.find("\r\n\r\n") == std::string::npos ? std::string{} : answer;
    }

private:
    std::uint16_t m_port;
    std::string m_cookie;
};

std::uint16_t port_of(Process &server)
{
    server.read_until("Listening on port ");
    return static_cast<std::uint16_t>(std::stoi(server.read_until("\n")));
}

TEST_F(InstallationTest, keeps_every_organisation_that_it_acknowledged_before_it_was_killed)
{
    init();
    ASSERT_EQ(run({"user", "add", "ana@mfa.example", "--name", "Ana", "--password-file",
                   path("password")})
                  .code,
              0);
    ASSERT_EQ(run({"user", "grant", "ana@mfa.example", "coordinator"}).code, 0);
    std::set<std::string> acknowledged;
    for (int round = 0; round < 2; ++round) {
        Process server{variables, {"serve"}, Process::Errors::hidden};
        auto const port = port_of(server);
        Socket ana{port};
        auto const token_of = [](std::string const &page) {
            constexpr std::string_view before = "name=\"token\" value=\"";
            auto const at = page.find(before) + before.size();
            return page.substr(at, page.find('"', at) - at);
        };
        auto const door = token_of(ana.ask("GET", "/sign-in"));
        auto const entered =
            ana.ask("POST", "/sign-in",
                    "token=" + door + "&email=ana%40mfa.example&password=green+rice+terraces");
        ASSERT_TRUE(entered.starts_with("HTTP/1.1 303")) << entered;
        auto const token = token_of(ana.ask("GET", "/organisations/new"));
        ASSERT_FALSE(token.empty());

        std::mutex mutex;
        std::atomic<int> count{0};
        std::vector<std::thread> hands;
        for (int hand = 0; hand < 2; ++hand) {
            hands.emplace_back([&, hand, mine = ana]() mutable {
                for (int i = 0; i < 5000; ++i) {
                    auto const name = "Organisation " + std::to_string(round) + " " +
                                      std::to_string(hand) + " " + std::to_string(i);
                    auto encoded = name;
                    std::ranges::replace(encoded, ' ', '+');
                    auto const answer =
                        mine.ask("POST", "/organisations",
                                 "token=" + token + "&type=ministry&name=" + encoded);
                    if (answer.empty()) {
                        return; // killed
                    }
                    ASSERT_TRUE(answer.starts_with("HTTP/1.1 303")) << answer.substr(0, 300);
                    std::lock_guard const lock{mutex};
                    acknowledged.insert(name);
                    ++count;
                }
            });
        }
        while (count < 25) {
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
        server.signal(SIGKILL);
        EXPECT_EQ(server.wait(), -SIGKILL);
        for (auto &hand : hands) {
            hand.join();
        }
    }
    EXPECT_GE(acknowledged.size(), 50U);

    // It starts again by itself, answers, and stops when it is asked to.
    Process server{variables, {"serve"}, Process::Errors::hidden};
    Socket visitor{port_of(server)};
    EXPECT_TRUE(visitor.ask("GET", "/healthz").starts_with("HTTP/1.1 200"));
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0);

    auto const kept = titles("organisation");
    for (auto const &name : acknowledged) {
        EXPECT_TRUE(kept.contains(name)) << name;
    }
    EXPECT_LE(kept.size(), acknowledged.size() + 4) << "at most what was on its way";
    auto const found = run({"doctor"});
    EXPECT_EQ(found.code, 0) << found.out;
}

} // namespace
} // namespace selatan::program

// The program killed at the worst moments, on both engines: what it acknowledged is there, what it
// had begun is whole or absent, and it starts again by itself.
#include "main/installation.hpp"
#include "platform/storage/migrations.hpp"
#include "tests/support/faults.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::from_environment;
using testing::port_of;
using testing::Process;
using testing::Visitor;

constexpr int rows_of_a_file = 400;

class Faults : public testing::FaultsTest {
protected:
    void init()
    {
        auto const made = run({"init", "--name", "Test", "--administrator", "admin@mfa.example",
                               "--password-file", path("password")});
        ASSERT_EQ(made.code, 0) << made.out;
        ASSERT_EQ(run({"user", "add", "ana@mfa.example", "--name", "Ana", "--password-file",
                       path("password")})
                      .code,
                  0);
        ASSERT_EQ(run({"user", "grant", "ana@mfa.example", "coordinator"}).code, 0);
    }
    /// How often each title is there.
    std::map<std::string, int> organisations()
    {
        return open()->read([&](storage::Reader &reader) {
            std::map<std::string, int> all;
            for (auto row :
                 reader.query("SELECT title FROM record WHERE kind = ?", "organisation")) {
                ++all[row.next<std::string>()];
            }
            return all;
        });
    }
};

/// Two people who type as fast as they can, and what they were told is kept.
class Typists {
public:
    Typists(std::uint16_t port, std::string const &prefix)
    {
        for (int hand = 0; hand < 2; ++hand) {
            m_hands.emplace_back(
                [this, port, name = prefix + " " + std::to_string(hand)] { type(port, name); });
        }
    }
    ~Typists() { stop(); }
    Typists(Typists const &) = delete;
    Typists &operator=(Typists const &) = delete;

    /// Waits until so many more were acknowledged; false when that does not come about, as when the
    /// program ended by itself.
    [[nodiscard]] bool have_done(int more) const
    {
        constexpr std::chrono::seconds patience{60};
        auto const until = std::chrono::steady_clock::now() + patience;
        auto const wanted = m_count + more;
        while (m_count < wanted && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(milliseconds{2});
        }
        return m_count >= wanted;
    }
    /// Names that were answered with the new record's address.
    std::set<std::string> stop()
    {
        m_stopping = true;
        for (auto &hand : m_hands) {
            hand.join();
        }
        m_hands.clear();
        return m_acknowledged;
    }

private:
    void type(std::uint16_t port, std::string const &prefix)
    {
        Visitor ana{port};
        bool is_in = false;
        for (int i = 0; i < 100'000 && !m_stopping; ++i) {
            if (!is_in) {
                is_in = ana.enter("ana%40mfa.example", "green+rice+terraces");
                continue;
            }
            auto const name = prefix + " " + std::to_string(i);
            auto encoded = name;
            std::ranges::replace(encoded, ' ', '+');
            auto const answer = ana.post("/organisations", "type=ministry&name=" + encoded);
            if (answer.starts_with("HTTP/1.1 303")) {
                std::lock_guard const lock{m_mutex};
                m_acknowledged.insert(name);
                ++m_count;
            } else if (answer.starts_with("HTTP/1.1 503")) {
                std::this_thread::sleep_for(milliseconds{20}); // the database is away
            } else if (!answer.empty()) {
                ADD_FAILURE() << answer.substr(0, 300);
                return;
            } else {
                std::this_thread::sleep_for(milliseconds{5}); // the program is away
            }
        }
    }

    std::mutex m_mutex;
    std::set<std::string> m_acknowledged;
    std::atomic<int> m_count{0};
    std::atomic<bool> m_stopping{false};
    std::vector<std::thread> m_hands;
};

TEST_P(Faults, forms_that_were_acknowledged_are_there_whenever_the_program_is_killed)
{
    init();
    std::set<std::string> acknowledged;
    auto const kills = from_environment("SELATAN_KILLS", 4);
    for (int round = 0; round < kills; ++round) {
        Process server{variables(), {"serve"}, Process::Errors::hidden};
        auto const port = port_of(server);
        ASSERT_NE(port, 0) << "it does not start again after " << round << " kills";
        Typists typists{port, "Organisation " + std::to_string(round)};
        ASSERT_TRUE(typists.have_done(5)) << "after " << round << " kills";
        std::this_thread::sleep_for(moment(60));
        server.signal(SIGKILL);
        EXPECT_EQ(server.wait(), -SIGKILL);
        acknowledged.merge(typists.stop());
    }

    // It starts again by itself, answers, and stops when it is asked to.
    Process server{variables(), {"serve"}, Process::Errors::hidden};
    Visitor visitor{port_of(server)};
    EXPECT_TRUE(visitor.ask("GET", "/healthz").starts_with("HTTP/1.1 200"));
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0);

    auto const kept = organisations();
    for (auto const &name : acknowledged) {
        EXPECT_TRUE(kept.contains(name)) << name << ", seed " << seed();
    }
    // Beyond them only what was on its way: one a hand and kill, and the installation's own office.
    EXPECT_LE(kept.size(), acknowledged.size() + static_cast<std::size_t>(2 * kills) + 2);
    expect_sound();
}

TEST_P(Faults, a_file_is_imported_whole_or_not_at_all_whenever_that_is_killed)
{
    init();
    std::ofstream{path("mapping.json")}
        << R"({"name": "Partners", "kind": "organisation", "source": "register", "key": ["No"],
               "fields": {"name": {"column": "Name"}, "type": {"constant": "ministry"}}})";
    {
        std::ofstream rows{path("rows.csv")};
        rows << "No,Name\n";
        for (int i = 0; i < rows_of_a_file; ++i) {
            rows << i << ",Imported " << i << '\n';
        }
    }
    std::vector<std::string> const import{
        "import", path("rows.csv"), "--mapping", path("mapping.json"), "--as", "ana@mfa.example"};
    auto const before = organisations().size();
    int interrupted = 0;
    auto const kills = from_environment("SELATAN_KILLS", 4);
    for (int round = 0; round < kills; ++round) {
        Process importing{variables(), import, Process::Errors::hidden};
        std::this_thread::sleep_for(milliseconds{30} + moment(400));
        importing.signal(SIGKILL);
        interrupted += importing.wait() == -SIGKILL ? 1 : 0;
        auto const now = organisations().size() - before;
        ASSERT_TRUE(now == 0 || now == rows_of_a_file) << now << " rows, seed " << seed();
    }
    EXPECT_GT(interrupted, 0);
    auto const last = run(import);
    EXPECT_EQ(last.code, 0) << last.out;
    auto const kept = organisations();
    EXPECT_EQ(kept.size(), before + rows_of_a_file);
    EXPECT_TRUE(std::ranges::all_of(kept, [](auto const &entry) { return entry.second == 1; }))
        << "a row came twice, seed " << seed();
    expect_sound();
}

TEST_P(Faults, a_database_is_brought_up_to_date_whenever_that_is_killed)
{
    auto const all = storage::all_migrations();
    {
        // What a first release would have left: half of the steps.
        storage::Store store{store_settings(), clock()};
        storage::migrate(store, all.first(all.size() / 2));
    }
    auto const kills = from_environment("SELATAN_KILLS", 4);
    for (int round = 0; round < kills; ++round) {
        Process migrating{variables(), {"migrate"}, Process::Errors::hidden};
        std::this_thread::sleep_for(moment(60));
        migrating.signal(SIGKILL);
        migrating.wait();
    }
    auto const migrated = run({"migrate"});
    EXPECT_EQ(migrated.code, 0) << migrated.out << "seed " << seed();
    storage::Store store{store_settings(), clock()};
    EXPECT_TRUE(storage::migrate(store, all).empty()) << "nothing was left to do";
}

TEST_P(Faults, the_program_outlives_its_database_server)
{
    // A command that kills PostgreSQL and starts it again; script/torture has one.
    auto const *const crash = std::getenv("SELATAN_TEST_POSTGRESQL_CRASH");
    if (GetParam() != storage::Engine::postgresql || crash == nullptr) {
        GTEST_SKIP() << "SELATAN_TEST_POSTGRESQL_CRASH names no command";
    }
    init();
    Process server{variables(), {"serve"}, Process::Errors::hidden};
    auto const port = port_of(server);
    ASSERT_NE(port, 0);
    Typists typists{port, "Organisation"};
    auto const kills = from_environment("SELATAN_KILLS", 4);
    for (int round = 0; round < kills; ++round) {
        ASSERT_TRUE(typists.have_done(10)) << "after " << round << " kills";
        std::this_thread::sleep_for(moment(60));
        ASSERT_EQ(std::system(crash), 0);
    }
    auto const acknowledged = typists.stop();
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0) << "the same process all the way";
    auto const kept = organisations();
    for (auto const &name : acknowledged) {
        EXPECT_TRUE(kept.contains(name)) << name << ", seed " << seed();
    }
    expect_sound();
}

INSTANTIATE_ENGINES(Faults);

} // namespace
} // namespace selatan::program

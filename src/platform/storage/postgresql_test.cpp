#include "platform/storage/backends.hpp"
#include "tests/support/engines.hpp"

#include <cstdlib>

namespace selatan::storage {

namespace {

using selatan::testing::TestDatabase;

class Postgresql : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (!TestDatabase::is_available(Engine::postgresql)) {
            GTEST_SKIP() << "SELATAN_TEST_POSTGRESQL is not set: see script/with-postgresql";
        }
        m_database =
            std::make_unique<TestDatabase>(Engine::postgresql, TestDatabase::Contents::nothing);
        m_store = std::make_unique<Store>(Settings{.url = url(), .connections = 3}, m_clock);
        store().write([](Tx &tx) { tx.script("CREATE TABLE note (number bigint)"); });
    }
    [[nodiscard]] Store &store() { return *m_store; }
    [[nodiscard]] ManualClock const &clock() const { return m_clock; }
    [[nodiscard]] std::string const &url() const { return m_database->url(); }

    /// As an administrator or a restart would: every connection of the store but the one asking.
    void kill_connections()
    {
        ManualClock const now{m_clock.now()};
        Store other{{.url = url(), .connections = 1}, now};
        other.read([](Reader &reader) {
            EXPECT_GT(*reader.one<int>("SELECT count(pg_terminate_backend(pid)) "
                                       "FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                                       "AND datname = current_database() "
                                       "AND backend_type = 'client backend'"),
                      0);
        });
    }

private:
    ManualClock m_clock{*Instant::parse("2026-11-21T08:00:00Z")};
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

} // namespace

TEST_F(Postgresql, connections_that_died_idle_are_replaced_unnoticed)
{
    store().read([&](Reader & /*reader*/) { // two connections, both idle afterwards
        store().read([](Reader & /*inner*/) {});
    });
    kill_connections();
    store().write([](Tx &tx) { tx.run("INSERT INTO note VALUES (?)", 1); });
    store().read(
        [](Reader &reader) { EXPECT_EQ(reader.one<int>("SELECT count(*) FROM note"), 1); });
    EXPECT_EQ(store().figures().in_use, 0);
}

TEST_F(Postgresql, a_connection_that_dies_in_a_transaction_is_the_worlds_failure)
{
    EXPECT_THROW(store().write([&](Tx &tx) {
        tx.run("INSERT INTO note VALUES (?)", 1);
        kill_connections();
        tx.run("INSERT INTO note VALUES (?)", 2);
    }),
                 Unavailable);
    EXPECT_THROW(store().write([&](Tx &tx) {
        tx.run("INSERT INTO note VALUES (?)", 3);
        kill_connections();
    }), // the commit fails
                 Unavailable);
    store().read(
        [](Reader &reader) { EXPECT_EQ(reader.one<int>("SELECT count(*) FROM note"), 0); });
}

TEST_F(Postgresql, a_connection_that_dies_with_what_was_sent_is_the_worlds_failure)
{
    EXPECT_THROW(store().write([&](Tx &tx) {
        tx.run("INSERT INTO note VALUES (?)", 1);
        tx.send("INSERT INTO note VALUES (?)", 2);
        tx.send("INSERT INTO note VALUES (?)", 3);
        kill_connections();
        tx.send("INSERT INTO note VALUES (?)", 4);
    }),
                 Unavailable);
    store().write([](Tx &tx) { tx.send("INSERT INTO note VALUES (?)", 5); });
    store().read([](Reader &reader) { EXPECT_EQ(reader.one<int>("SELECT number FROM note"), 5); });
}

TEST_F(Postgresql, is_found_among_several_hosts)
{
    // The first of the two hosts does not exist.
    auto several = url();
    auto const host = several.find("host=") + 5;
    several.insert(host, "/no/such/directory,");
    Store found{{.url = several}, clock()};
    found.write([](Tx &tx) {
        EXPECT_EQ(tx.one<std::string>("SELECT current_setting('transaction_isolation')"),
                  "serializable");
    });
    found.read([](Reader &reader) {
        EXPECT_EQ(reader.one<std::string>("SELECT current_setting('transaction_isolation')"),
                  "repeatable read");
    });
}

TEST_F(Postgresql, says_that_it_is_unavailable_when_nobody_answers)
{
    EXPECT_THROW((Store{{.url = "postgresql:///nothing?host=/no/such/directory"}, clock()}),
                 Unavailable);
    EXPECT_THROW(store().backup_to("/no/matter"), Unavailable);
}

TEST_F(Postgresql, a_server_that_became_read_only_is_left)
{
    EXPECT_THROW(store().write([](Tx &tx) {
        tx.script("SET TRANSACTION READ ONLY");
        tx.run("INSERT INTO note VALUES (?)", 1);
    }),
                 Unavailable);
    store().write([](Tx &tx) { tx.run("INSERT INTO note VALUES (?)", 1); });
}

TEST_F(Postgresql, a_lock_that_is_held_too_long_makes_it_unavailable)
{
    store().write([&](Tx &tx) {
        tx.script("LOCK TABLE note IN ACCESS EXCLUSIVE MODE");
        Store other{{.url = url()}, clock()};
        EXPECT_THROW(other.write([](Tx &waiting) {
            waiting.script("SET LOCAL lock_timeout = 20");
            waiting.run("INSERT INTO note VALUES (?)", 1);
        }),
                     Unavailable);
    });
}

} // namespace selatan::storage

#include "platform/storage/backends.hpp"
#include "tests/support/engines.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace selatan::storage {

namespace {

using selatan::testing::TestDatabase;

class Sqlite : public ::testing::Test {
protected:
    [[nodiscard]] std::unique_ptr<Store> open() const
    {
        return std::make_unique<Store>(Settings{.url = m_database.url()}, m_clock);
    }
    [[nodiscard]] std::string path() const
    {
        return m_database.url().substr(sizeof("sqlite:") - 1);
    }
    [[nodiscard]] ManualClock const &clock() const { return m_clock; }

private:
    TestDatabase m_database{Engine::sqlite, TestDatabase::Contents::nothing};
    ManualClock m_clock{*Instant::parse("2026-11-21T08:00:00Z")};
};

std::string pragma(Reader &reader, std::string const &name)
{
    return *reader.one<std::string>("SELECT * FROM pragma_" + name);
}

} // namespace

TEST_F(Sqlite, syncs_at_each_commit_and_checks_foreign_keys)
{
    auto const store = open();
    auto const look = [](Reader &reader) {
        EXPECT_EQ(pragma(reader, "synchronous"), "2"); // FULL
        EXPECT_EQ(pragma(reader, "journal_mode"), "wal");
        EXPECT_EQ(pragma(reader, "foreign_keys"), "1");
        EXPECT_EQ(pragma(reader, "busy_timeout"), "5000");
    };
    store->read(look);
    store->write(look);
}

TEST_F(Sqlite, keeps_what_was_acknowledged_when_the_program_is_killed)
{
    open()->write([](Tx &tx) { tx.script("CREATE TABLE note (number INTEGER) STRICT"); });
    std::array<int, 2> pipe_ends{};
    ASSERT_EQ(pipe(pipe_ends.data()), 0);
    auto const child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto const store = open();
        for (std::int64_t number = 1;; ++number) {
            store->write([&](Tx &tx) { tx.run("INSERT INTO note VALUES (?)", number); });
            if (write(pipe_ends[1], &number, sizeof(number)) != sizeof(number)) {
                _exit(1);
            }
        }
    }
    close(pipe_ends[1]);
    std::int64_t acknowledged = 0;
    while (acknowledged < 200) {
        ASSERT_EQ(read(pipe_ends[0], &acknowledged, sizeof(acknowledged)),
                  static_cast<ssize_t>(sizeof(acknowledged)));
    }
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (read(pipe_ends[0], &acknowledged, sizeof(acknowledged)) > 0) {
    }
    close(pipe_ends[0]);

    open()->read([&](Reader &reader) {
        EXPECT_EQ(*reader.one<std::string>("SELECT integrity_check FROM pragma_integrity_check"),
                  "ok");
        auto const kept = *reader.one<std::int64_t>("SELECT count(*) FROM note");
        EXPECT_EQ(*reader.one<std::int64_t>("SELECT max(number) FROM note"), kept);
        // The last commit may have happened without time to say so.
        EXPECT_GE(kept, acknowledged);
        EXPECT_LE(kept, acknowledged + 1);
    });
}

TEST_F(Sqlite, in_memory_is_one_database_for_all_connections_and_leaves_nothing)
{
    Store store{{.url = "sqlite::memory:"}, clock()};
    store.write([](Tx &tx) { tx.script("CREATE TABLE note (number INTEGER) STRICT"); });
    store.write([](Tx &tx) { tx.run("INSERT INTO note VALUES (1)"); });
    std::filesystem::path file;
    store.read([&](Reader &reader) {
        EXPECT_EQ(reader.one<int>("SELECT count(*) FROM note"), 1);
        file = *reader.one<std::string>("SELECT file FROM pragma_database_list");
    });
    EXPECT_TRUE(std::filesystem::exists(file));
    {
        Store moved{{.url = "sqlite::memory:"}, clock()};
        moved.read([&](Reader &reader) {
            EXPECT_NE(*reader.one<std::string>("SELECT file FROM pragma_database_list"), file);
            file = *reader.one<std::string>("SELECT file FROM pragma_database_list");
        });
    }
    EXPECT_FALSE(std::filesystem::exists(file.parent_path()));
}

TEST_F(Sqlite, says_that_it_is_unavailable_when_it_cannot_be_opened)
{
    for (auto const &url :
         {std::string{"sqlite:/no/such/directory/selatan.sqlite"}, std::string{"mysql://example"},
          "sqlite:" + std::filesystem::path{path()}.parent_path().string()}) {
        EXPECT_THROW((Store{{.url = url}, clock()}), Unavailable) << url;
    }
    std::ofstream{path()} << std::string(4096, 'x');
    EXPECT_THROW(static_cast<void>(open()), Unavailable);
}

TEST_F(Sqlite, says_that_it_is_unavailable_when_the_disk_is_full_and_goes_on_when_it_is_not)
{
    Probe probe{std::chrono::milliseconds::zero()};
    auto const database = open_sqlite({.path = path()}, probe);
    database->script("CREATE TABLE note (text TEXT) STRICT; PRAGMA max_page_count = 20");
    std::array<Value, 1> const big{std::string(200'000, 'x')};
    database->begin(Backend::Mode::write);
    EXPECT_THROW(database->run("INSERT INTO note VALUES (?)", big), Unavailable);
    database->rollback();
    EXPECT_TRUE(database->is_usable());
    database->script("PRAGMA max_page_count = 1000");
    database->begin(Backend::Mode::write);
    EXPECT_EQ(database->run("INSERT INTO note VALUES (?)", big), 1);
    database->commit();
}

TEST_F(Sqlite, waits_for_another_program_that_writes)
{
    auto const store = open();
    store->write([](Tx &tx) { tx.script("CREATE TABLE note (number INTEGER) STRICT"); });
    std::array<int, 2> pipe_ends{};
    ASSERT_EQ(pipe(pipe_ends.data()), 0);
    auto const child = fork();
    if (child == 0) {
        open()->write([&](Tx &tx) {
            tx.run("INSERT INTO note VALUES (1)");
            char const ready = 'r';
            if (write(pipe_ends[1], &ready, 1) == 1) {
                usleep(100'000);
            }
        });
        _exit(0);
    }
    char ready = 0;
    ASSERT_EQ(read(pipe_ends[0], &ready, 1), 1);
    store->write([](Tx &tx) {
        EXPECT_EQ(tx.one<int>("SELECT count(*) FROM note"), 1); // the other's, committed
        tx.run("INSERT INTO note VALUES (2)");
    });
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

TEST_F(Sqlite, is_backed_up_while_it_is_written)
{
    auto const store = open();
    store->write([](Tx &tx) {
        tx.script("CREATE TABLE note (number INTEGER) STRICT; INSERT INTO note VALUES (1)");
    });
    auto const copy = path() + ".copy";
    store->write([&](Tx &tx) {
        tx.run("INSERT INTO note VALUES (2)");
        store->backup_to(copy); // not committed yet: not in the copy
    });
    Store restored{{.url = "sqlite:" + copy}, clock()};
    EXPECT_EQ(
        restored.read([](Reader &reader) { return *reader.one<int>("SELECT count(*) FROM note"); }),
        1);
    EXPECT_FALSE(std::filesystem::exists(copy + ".partial"));
    EXPECT_THROW(store->backup_to("/no/such/directory/copy"), Unavailable);
}

} // namespace selatan::storage

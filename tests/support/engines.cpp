#include "tests/support/engines.hpp"

#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <libpq-fe.h>
#include <unistd.h>

namespace selatan::testing {

namespace {

using storage::Engine;
using storage::Unavailable;

constexpr auto variable = "SELATAN_TEST_POSTGRESQL";

Instant const &beginning()
{
    static auto const instant = *Instant::parse("2026-11-21T08:00:00Z");
    return instant;
}

void fill(std::string const &url, TestDatabase::Contents const &contents)
{
    ManualClock const clock{beginning()};
    storage::Store store{{.url = url, .connections = 1}, clock};
    storage::migrate(store, storage::all_migrations());
    contents.fill(store);
}

// ctest runs every test in a process of its own, so what was filled is kept between them: under a
// name that tells which migrations it has.
std::string template_name(TestDatabase::Contents const &contents)
{
    static auto const schema = [] {
        std::string texts;
        for (auto const &migration : storage::all_migrations()) {
            texts.append(migration.name).append(migration.sql);
        }
        return std::to_string(std::hash<std::string>{}(texts));
    }();
    return "selatan_" + std::string{contents.name} + "_" + schema;
}

// SQLite: files, copied for each test; in memory where the system has a directory there, so that a
// test's commits do not wait for a disk.

std::filesystem::path temporary_root()
{
    static constexpr std::uintmax_t enough = 500'000'000; // a container's is often 64 MB
    std::filesystem::path const shared_memory = "/dev/shm";
    std::error_code ignored;
    auto const room = std::filesystem::space(shared_memory, ignored).available;
    return !ignored && room > enough && access(shared_memory.c_str(), W_OK) == 0
               ? shared_memory
               : std::filesystem::temp_directory_path();
}

std::string make_directory()
{
    auto path = (temporary_root() / "selatan-test-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) {
        throw Unavailable{"cannot make " + path};
    }
    return path;
}

/// Where the filled files are: a place for the whole run, or one of this program's own.
std::filesystem::path const &template_directory()
{
    struct Directory {
        char const *given = std::getenv("SELATAN_TEST_TEMPLATES");
        std::filesystem::path path = given == nullptr ? make_directory() : given;
        Directory() = default;
        ~Directory()
        {
            if (given == nullptr) {
                std::error_code ignored;
                std::filesystem::remove_all(path, ignored);
            }
        }
        Directory(Directory const &) = delete;
        Directory &operator=(Directory const &) = delete;
    };
    static Directory const directory;
    return directory.path;
}

/// Several test programs may make the same at once; it has its name when it is whole.
std::filesystem::path sqlite_template(TestDatabase::Contents const &contents)
{
    auto file = template_directory() / template_name(contents);
    if (!std::filesystem::exists(file)) {
        auto const unfinished = file.string() + "." + std::to_string(getpid());
        fill("sqlite:" + unfinished, contents);
        std::filesystem::rename(unfinished, file);
    }
    return file;
}

// PostgreSQL: databases on the same server.

std::string server_url()
{
    auto const *const url = std::getenv(variable);
    return url == nullptr ? std::string{} : std::string{url};
}

/// The server's URL with another database: the path between the host and the question mark.
std::string url_of(std::string const &database)
{
    auto const url = server_url();
    auto const host = url.find("://") + 3;
    auto const end = std::min(url.find('?', host), url.size());
    auto const path = std::min(url.find('/', host), end);
    return url.substr(0, path) + "/" + database + url.substr(end);
}

/// CREATE DATABASE cannot run in a transaction, and the storage layer has nothing outside one.
class Administrator {
public:
    Administrator() : m_connection{PQconnectdb(server_url().c_str())}
    {
        if (PQstatus(m_connection) != CONNECTION_OK) {
            std::string const message = PQerrorMessage(m_connection);
            PQfinish(m_connection);
            throw Unavailable{std::string{variable} + ": " + message};
        }
        PQsetNoticeProcessor(
            m_connection, [](void *, char const *) {}, nullptr);
    }
    ~Administrator() { PQfinish(m_connection); }
    Administrator(Administrator const &) = delete;
    Administrator &operator=(Administrator const &) = delete;

    /// Returns how many rows the answer has.
    int run(std::string const &sql)
    {
        auto *const answer = PQexec(m_connection, sql.c_str());
        auto const status = PQresultStatus(answer);
        auto const rows = PQntuples(answer);
        PQclear(answer);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            throw Unavailable{PQerrorMessage(m_connection)};
        }
        return rows;
    }
    bool has_database(std::string const &name)
    {
        return run("SELECT 1 FROM pg_database WHERE datname = '" + name + "'") > 0;
    }

private:
    PGconn *m_connection;
};

/// Several test programs may want it at once; a template that is half made has another name.
std::string postgresql_template(Administrator &server, TestDatabase::Contents const &contents)
{
    auto name = template_name(contents);
    if (!server.has_database(name)) {
        server.run("SELECT pg_advisory_lock(7360113)");
        if (!server.has_database(name)) {
            auto const unfinished = name + "_unfinished";
            server.run("DROP DATABASE IF EXISTS " + unfinished);
            server.run("CREATE DATABASE " + unfinished);
            fill(url_of(unfinished), contents);
            server.run("ALTER DATABASE " + unfinished + " RENAME TO " + name);
        }
        server.run("SELECT pg_advisory_unlock(7360113)");
    }
    return name;
}

} // namespace

bool TestDatabase::is_available(Engine engine)
{
    return engine == Engine::sqlite || !server_url().empty();
}

TestDatabase::TestDatabase(Engine engine, Contents contents) : m_engine{engine}
{
    if (engine == Engine::sqlite) {
        m_name = make_directory();
        auto const file = m_name + "/selatan.sqlite";
        if (contents.fill != nullptr) {
            std::filesystem::copy_file(sqlite_template(contents), file);
        }
        m_url = "sqlite:" + file;
        return;
    }
    static int count = 0;
    Administrator server;
    m_name = "selatan_test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
    server.run("CREATE DATABASE " + m_name + " TEMPLATE " +
               (contents.fill != nullptr ? postgresql_template(server, contents) : "template0"));
    m_url = url_of(m_name);
}

TestDatabase::~TestDatabase()
{
    if (m_engine == Engine::sqlite) {
        std::error_code ignored;
        std::filesystem::remove_all(m_name, ignored);
        return;
    }
    try {
        Administrator{}.run("DROP DATABASE " + m_name + " WITH (FORCE)");
    } catch (Unavailable const &) { // the server goes after the tests anyway
    }
}

void EngineTest::SetUp()
{
    if (!TestDatabase::is_available(engine())) {
        GTEST_SKIP() << variable << " is not set: see script/with-postgresql";
    }
    m_database = std::make_unique<TestDatabase>(engine(), contents());
    m_store = another_store();
}

std::unique_ptr<storage::Store> EngineTest::another_store()
{
    return std::make_unique<storage::Store>(
        storage::Settings{.url = url(), .slow = std::chrono::milliseconds::zero()}, m_clock);
}

std::string engine_name(::testing::TestParamInfo<Engine> const &info)
{
    return info.param == Engine::sqlite ? "sqlite" : "postgresql";
}

} // namespace selatan::testing

// uses: platform_storage
//
// What the storage layer costs: the same inserts (one transaction) and point selects through it and
// through the engine's own C interface, in turns, so that a busy machine slows both alike. The
// ratio is the figure to trust; the bar is 85 % of the raw interface.
//
//     script/with-postgresql build/release/bench/storage_bench

#include "platform/storage/store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <libpq-fe.h>
#include <memory>
#include <sqlite3.h>
#include <stdexcept>
#include <string>

namespace {

using namespace selatan;
using namespace selatan::storage;

constexpr int rounds = 5;
constexpr auto insert_sql =
    "INSERT INTO note (id, year, number, title, body) VALUES (?, ?, ?, ?, ?)";
constexpr auto select_sql = "SELECT id, year, number, title, body FROM note WHERE id = ?";

/// What every contestant stores in row i.
struct Note {
    std::int64_t id;
    std::int64_t year;
    std::int64_t number;
    std::string title;
    std::string body;

    static Note make(int i)
    {
        return {i, 2026, i % 1000, "Request " + std::to_string(i),
                "Training of extension officers in rice cultivation, three weeks."};
    }
};

void require(bool holds)
{
    if (!holds) {
        throw std::runtime_error{"a contestant failed"};
    }
}

/// SQLite works in this process, where its CPU time says more than the wall's on a busy machine;
/// PostgreSQL does not.
enum class Time { cpu, wall };

double seconds(Time time)
{
    if (time == Time::cpu) {
        return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    }
    return std::chrono::duration<double>{std::chrono::steady_clock::now().time_since_epoch()}
        .count();
}

/// Thousands a second.
template <typename Work>
double rate(Time time, int count, Work const &work)
{
    auto const start = seconds(time);
    work();
    return count / (seconds(time) - start) / 1000;
}

class Contestant {
public:
    virtual ~Contestant() = default;
    /// All rows in one transaction, into an empty table.
    virtual void insert(int count) = 0;
    /// Each row by its id, in one transaction.
    virtual void select(int count) = 0;
};

class Layer final : public Contestant {
public:
    explicit Layer(Store &store) : m_store{store} {}

    void insert(int count) override
    {
        m_store.write([&](Tx &tx) {
            tx.run("DELETE FROM note");
            for (int i = 0; i < count; ++i) {
                auto const note = Note::make(i);
                tx.run(insert_sql, note.id, note.year, note.number, note.title, note.body);
            }
        });
    }
    void select(int count) override
    {
        m_store.read([&](Reader &reader) {
            for (int i = 0; i < count; ++i) {
                for (auto row : reader.query(select_sql, i)) {
                    Note const note{row.next<std::int64_t>(), row.next<std::int64_t>(),
                                    row.next<std::int64_t>(), row.next<std::string>(),
                                    row.next<std::string>()};
                    require(note.id == i);
                }
            }
        });
    }

private:
    Store &m_store;
};

class RawSqlite final : public Contestant {
public:
    explicit RawSqlite(std::string const &path)
    {
        require(sqlite3_open_v2(path.c_str(), &m_database,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) == SQLITE_OK);
        run("PRAGMA synchronous = FULL; PRAGMA cache_size = -8000; PRAGMA busy_timeout = 5000");
        m_insert = prepare(insert_sql);
        m_select = prepare(select_sql);
    }
    ~RawSqlite() override
    {
        sqlite3_finalize(m_insert);
        sqlite3_finalize(m_select);
        sqlite3_close_v2(m_database);
    }
    RawSqlite(RawSqlite const &) = delete;
    RawSqlite &operator=(RawSqlite const &) = delete;

    void insert(int count) override
    {
        run("BEGIN IMMEDIATE; DELETE FROM note");
        for (int i = 0; i < count; ++i) {
            auto const note = Note::make(i);
            sqlite3_bind_int64(m_insert, 1, note.id);
            sqlite3_bind_int64(m_insert, 2, note.year);
            sqlite3_bind_int64(m_insert, 3, note.number);
            bind_text(4, note.title);
            bind_text(5, note.body);
            require(sqlite3_step(m_insert) == SQLITE_DONE);
            sqlite3_reset(m_insert);
        }
        run("COMMIT");
    }
    void select(int count) override
    {
        run("BEGIN");
        for (int i = 0; i < count; ++i) {
            sqlite3_bind_int64(m_select, 1, i);
            require(sqlite3_step(m_select) == SQLITE_ROW);
            Note const note{sqlite3_column_int64(m_select, 0), sqlite3_column_int64(m_select, 1),
                            sqlite3_column_int64(m_select, 2), text(3), text(4)};
            require(note.id == i && sqlite3_step(m_select) == SQLITE_DONE);
            sqlite3_reset(m_select);
        }
        run("COMMIT");
    }

private:
    void run(char const *sql)
    {
        require(sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    sqlite3_stmt *prepare(char const *sql)
    {
        sqlite3_stmt *statement = nullptr;
        require(sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr) == SQLITE_OK);
        return statement;
    }
    void bind_text(int at, std::string const &value)
    {
        sqlite3_bind_text(m_insert, at, value.data(), static_cast<int>(value.size()),
                          SQLITE_STATIC);
    }
    std::string text(int column)
    {
        return {reinterpret_cast<char const *>(sqlite3_column_text(m_select, column)),
                static_cast<std::size_t>(sqlite3_column_bytes(m_select, column))};
    }

    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_insert = nullptr;
    sqlite3_stmt *m_select = nullptr;
};

class RawPostgresql final : public Contestant {
public:
    explicit RawPostgresql(std::string const &url) : m_connection{PQconnectdb(url.c_str())}
    {
        require(PQstatus(m_connection) == CONNECTION_OK);
        finish(PQprepare(m_connection, "i",
                         "INSERT INTO note (id, year, number, title, body) "
                         "VALUES ($1, $2, $3, $4, $5)",
                         5, nullptr));
        finish(PQprepare(m_connection, "s",
                         "SELECT id, year, number, title, body FROM note WHERE id = $1", 1,
                         nullptr));
    }
    ~RawPostgresql() override { PQfinish(m_connection); }
    RawPostgresql(RawPostgresql const &) = delete;
    RawPostgresql &operator=(RawPostgresql const &) = delete;

    void insert(int count) override
    {
        finish(PQexec(m_connection, "BEGIN ISOLATION LEVEL SERIALIZABLE; DELETE FROM note"));
        for (int i = 0; i < count; ++i) {
            auto const note = Note::make(i);
            auto const id = std::to_string(note.id);
            auto const year = std::to_string(note.year);
            auto const number = std::to_string(note.number);
            std::array<char const *, 5> const values{id.c_str(), year.c_str(), number.c_str(),
                                                     note.title.c_str(), note.body.c_str()};
            finish(PQexecPrepared(m_connection, "i", 5, values.data(), nullptr, nullptr, 0));
        }
        finish(PQexec(m_connection, "COMMIT"));
    }
    void select(int count) override
    {
        finish(PQexec(m_connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        for (int i = 0; i < count; ++i) {
            auto const id = std::to_string(i);
            auto const *const value = id.c_str();
            auto *const answer = PQexecPrepared(m_connection, "s", 1, &value, nullptr, nullptr, 0);
            require(PQntuples(answer) == 1);
            Note const note{std::atoll(PQgetvalue(answer, 0, 0)),
                            std::atoll(PQgetvalue(answer, 0, 1)),
                            std::atoll(PQgetvalue(answer, 0, 2)), PQgetvalue(answer, 0, 3),
                            PQgetvalue(answer, 0, 4)};
            require(note.id == i);
            PQclear(answer);
        }
        finish(PQexec(m_connection, "COMMIT"));
    }

private:
    static void finish(PGresult *answer)
    {
        auto const status = PQresultStatus(answer);
        PQclear(answer);
        require(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
    }

    PGconn *m_connection;
};

void compare(char const *engine, Time time, int count, Contestant &raw, Contestant &layer)
{
    struct Best {
        double insert = 0;
        double select = 0;
    } best_raw, best_layer;
    auto const measure = [time, count](Contestant &contestant, Best &best) {
        best.insert = std::max(best.insert, rate(time, count, [&] { contestant.insert(count); }));
        best.select = std::max(best.select, rate(time, count, [&] { contestant.select(count); }));
    };
    for (int round = 0; round < rounds; ++round) {
        measure(raw, best_raw);
        measure(layer, best_layer);
    }
    std::printf("%-10s  insert: raw %6.1f k/s, layer %6.1f k/s (%3.0f %%)   "
                "point select: raw %6.1f k/s, layer %6.1f k/s (%3.0f %%)\n",
                engine, best_raw.insert, best_layer.insert,
                100 * best_layer.insert / best_raw.insert, best_raw.select, best_layer.select,
                100 * best_layer.select / best_raw.select);
}

constexpr auto schema = "CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, year BIGINT NOT NULL, "
                        "number BIGINT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL)";

void on_sqlite(Clock const &clock)
{
    auto directory = (std::filesystem::temp_directory_path() / "storage-bench-XXXXXX").string();
    require(mkdtemp(directory.data()) != nullptr);
    auto const path = directory + "/database";
    {
        Store store{{.url = "sqlite:" + path}, clock};
        store.write([](Tx &tx) { tx.script(schema); });
        RawSqlite raw{path};
        Layer layer{store};
        compare("SQLite", Time::cpu, 200'000, raw, layer);
    }
    std::filesystem::remove_all(directory);
}

void on_postgresql(Clock const &clock, std::string const &url)
{
    Store store{{.url = url}, clock};
    store.write([](Tx &tx) { tx.script(schema); });
    RawPostgresql raw{url};
    Layer layer{store};
    compare("PostgreSQL", Time::wall, 40'000, raw, layer);
    store.write([](Tx &tx) { tx.script("DROP TABLE note"); });
}

} // namespace

int main()
{
    SystemClock const clock;
    on_sqlite(clock);
    if (auto const *const url = std::getenv("SELATAN_TEST_POSTGRESQL"); url != nullptr) {
        on_postgresql(clock, url);
    } else {
        std::puts("PostgreSQL  not measured: see script/with-postgresql");
    }
}

#include "platform/storage/store.hpp"

#include "platform/storage/backends.hpp"
#include "platform/storage/connections.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>

namespace selatan::storage {

namespace {

using SlowLog = std::function<void(std::string_view sql, std::chrono::microseconds time)>;

void print_slow_statement(std::string_view sql, std::chrono::microseconds time)
{
    std::string line = R"({"event":"slow_statement","milliseconds":)" +
                       std::to_string(time.count() / 1000) + R"(,"sql":")";
    for (auto const c : sql) {
        if (c == '"' || c == '\\') {
            line += '\\';
        }
        line += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    line += "\"}\n";
    std::fputs(line.c_str(), stderr);
}

std::mutex slow_log_mutex;
SlowLog slow_log = print_slow_statement;

constexpr int max_attempts = 11; // the first, and ten reruns

/// Longer with each attempt, and never the same for two that collided.
void back_off(int attempt)
{
    std::array<std::uint8_t, 2> random{};
    fill_random(random);
    auto const most = std::min(1000 << attempt, 100'000); // microseconds
    std::this_thread::sleep_for(std::chrono::microseconds{(random[0] * 256 + random[1]) *
                                                          static_cast<std::int64_t>(most) / 65536});
}

/// A directory that goes when the store goes: `sqlite::memory:`.
///
/// Several connections share one database, with WAL, as in production; SQLite's own in-memory
/// databases have other locks, and would test something else.
class TemporaryDirectory {
public:
    TemporaryDirectory()
        : m_path{(std::filesystem::temp_directory_path() / "selatan-XXXXXX").string()}
    {
        if (mkdtemp(m_path.data()) == nullptr) {
            throw Unavailable{"cannot make a temporary directory in " + m_path};
        }
    }
    ~TemporaryDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryDirectory(TemporaryDirectory const &) = delete;
    TemporaryDirectory &operator=(TemporaryDirectory const &) = delete;
    [[nodiscard]] std::string const &path() const { return m_path; }

private:
    std::string m_path;
};

/// A connection with an open transaction. Rolls back unless committed.
class Transaction {
public:
    Transaction(Connections &connections, Backend::Mode mode, std::chrono::milliseconds patience)
        : m_connections{connections}, m_backend{connections.take(patience)}
    {
        try {
            begin(mode);
        } catch (...) {
            m_connections.give_back(std::move(m_backend));
            throw;
        }
    }
    ~Transaction()
    {
        if (!m_committed) {
            m_backend->rollback();
        }
        m_connections.give_back(std::move(m_backend));
    }
    Transaction(Transaction const &) = delete;
    Transaction &operator=(Transaction const &) = delete;

    [[nodiscard]] Backend &backend() { return *m_backend; }
    void commit()
    {
        m_backend->commit();
        m_committed = true;
    }

private:
    void begin(Backend::Mode mode)
    {
        try {
            m_backend->begin(mode);
        } catch (Unavailable const &) {
            if (m_backend->is_usable()) {
                throw;
            }
            // An idle connection died unnoticed (a restart, a failover); the other idle ones will
            // have died with it. Nothing has happened yet, so a new one may try: once.
            m_connections.close_idle();
            m_backend = m_connections.reopen();
            m_backend->begin(mode);
        }
    }

    Connections &m_connections;
    std::unique_ptr<Backend> m_backend;
    bool m_committed = false;
};

} // namespace

void set_slow_statement_log(SlowLog log)
{
    std::lock_guard const lock{slow_log_mutex};
    slow_log = log ? std::move(log) : print_slow_statement;
}

void Probe::took(std::string_view sql, std::chrono::microseconds time) const
{
    if (watches_time() && time >= m_slow) {
        std::lock_guard const lock{slow_log_mutex};
        slow_log(sql, time);
    }
}

class Store::Pool {
public:
    Pool(Settings settings, Clock const &used_clock)
        : clock{used_clock}, patience{settings.patience}, probe{settings.slow}
    {
        ENSURE(settings.connections > 0);
        static constexpr std::string_view sqlite_scheme = "sqlite:";
        std::string_view const url = settings.url;
        if (url.starts_with(sqlite_scheme)) {
            open_sqlite_pool(std::string{url.substr(sqlite_scheme.size())}, settings.connections);
        } else if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
            writers = std::make_unique<Connections>(
                settings.connections,
                [this, url = std::move(settings.url)] { return open_postgresql(url, probe); });
        } else {
            throw Unavailable{"a database is sqlite:PATH or postgresql://…, not \"" + settings.url +
                              "\""};
        }
        // Whoever starts with a wrong address learns it now.
        writers->give_back(writers->take(patience));
    }

    [[nodiscard]] Connections &connections(Backend::Mode mode) const
    {
        return mode == Backend::Mode::read && readers ? *readers : *writers;
    }
    /// What work has left in memory goes when nobody has come back to it.
    void close_unused() const
    {
        writers->close_unused();
        if (readers) {
            readers->close_unused();
        }
    }

    Clock const &clock;
    std::chrono::milliseconds patience;
    Probe probe;
    Engine engine = Engine::postgresql;
    std::string sqlite_path;
    std::atomic<std::int64_t> transactions = 0;
    std::atomic<std::int64_t> collisions = 0;
    std::unique_ptr<TemporaryDirectory> temporary; // before the connections: goes after them
    std::unique_ptr<Connections> writers;
    std::unique_ptr<Connections> readers; // on PostgreSQL the writers read

private:
    void open_sqlite_pool(std::string path, int connections)
    {
        engine = Engine::sqlite;
        auto durability = SqliteFile::Durability::full;
        if (path == ":memory:") {
            temporary = std::make_unique<TemporaryDirectory>();
            path = temporary->path() + "/database";
            durability = SqliteFile::Durability::none;
        }
        sqlite_path = path;
        // SQLite has one writer at a time. Waiting for one connection here is fair and exact;
        // waiting for its file lock would be neither.
        writers = std::make_unique<Connections>(1, [this, path, durability] {
            return open_sqlite({path, SqliteFile::Role::writer, durability}, probe);
        });
        readers = std::make_unique<Connections>(connections, [this, path, durability] {
            return open_sqlite({path, SqliteFile::Role::reader, durability}, probe);
        });
    }
};

Store::Store(Settings settings, Clock const &clock)
    : m_pool{std::make_unique<Pool>(std::move(settings), clock)}
{
}

Store::~Store() = default;

Engine Store::engine() const
{
    return m_pool->engine;
}

Clock const &Store::clock() const
{
    return m_pool->clock;
}

void Store::read_once(std::function<void(Reader &)> const &function)
{
    auto &pool = *m_pool;
    Transaction transaction{pool.connections(Backend::Mode::read), Backend::Mode::read,
                            pool.patience};
    pool.transactions.fetch_add(1, std::memory_order_relaxed);
    Reader reader{transaction.backend(), pool.clock};
    function(reader);
    transaction.commit();
    // Here, because even an idle program reads now and then: whether there is a job to do.
    pool.close_unused();
}

void Store::write_until_settled(std::function<bool(Tx &)> const &function)
{
    // A write inside a write of the same store would wait for itself.
    thread_local Pool const *writing = nullptr;
    ENSURE(writing != m_pool.get());
    auto &pool = *m_pool;
    struct Marker {
        Pool const *outer;
        ~Marker() { writing = outer; }
    } const marker{std::exchange(writing, &pool)};

    std::vector<std::function<void()>> actions;
    for (int attempt = 1;; ++attempt) {
        try {
            Transaction transaction{pool.connections(Backend::Mode::write), Backend::Mode::write,
                                    pool.patience};
            pool.transactions.fetch_add(1, std::memory_order_relaxed);
            Tx tx{transaction.backend(), pool.clock};
            if (function(tx)) {
                transaction.commit();
                actions = tx.take_after_commit();
            }
            break;
        } catch (Collision const &collision) {
            pool.collisions.fetch_add(1, std::memory_order_relaxed);
            if (attempt == max_attempts) {
                throw Unavailable{std::string{"too busy: "} + collision.what()};
            }
        }
        back_off(attempt);
    }
    for (auto const &action : actions) {
        action();
    }
}

Store::Figures Store::figures() const
{
    auto const &pool = *m_pool;
    return {.queries = pool.probe.queries(),
            .transactions = pool.transactions.load(std::memory_order_relaxed),
            .collisions = pool.collisions.load(std::memory_order_relaxed),
            .in_use = pool.writers->in_use() + (pool.readers ? pool.readers->in_use() : 0)};
}

void Store::backup_to(std::string const &path)
{
    if (m_pool->engine != Engine::sqlite) {
        throw Unavailable{"PostgreSQL is backed up with pg_dump or pg_basebackup"};
    }
    backup_sqlite(m_pool->sqlite_path, path);
}

} // namespace selatan::storage

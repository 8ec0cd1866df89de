/// \file
/// The database: one code path for SQLite (inside) and PostgreSQL.
///
/// SQL lives in the *_store.cpp files. Parameters are written `?`. One text serves both engines;
/// where it cannot, ask `engine()`. Refusals that the database makes (named constraints) arrive as
/// Violation; the world's failures as Unavailable.
#pragma once

#include "platform/clock/clock.hpp"
#include "platform/storage/value.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace selatan::storage {

enum class Engine { sqlite, postgresql };

/// A named constraint said no. `constraint` is the same on both engines, given our convention for
/// names: for a check the name given in the schema; for uniqueness `table__column__column` (an
/// index on an expression: the index's name); for NOT NULL `table__column`; for a foreign key
/// nothing, because SQLite cannot tell which. A trigger that raises a name arrives as a check.
/// The transaction is over: nothing more can be asked of it, on either engine.
class Violation : public std::runtime_error {
public:
    enum class Kind { unique, foreign_key, check, not_null };
    Violation(Kind violated, std::string name, std::string const &message)
        : std::runtime_error{message}, kind{violated}, constraint{std::move(name)}
    {
    }
    Kind kind;
    std::string constraint;
};

/// The database cannot be reached, is read-only, full or too busy. Dispatch answers 503.
class Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Two transactions collided; Store::write runs the verb again.
class Collision : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A running query. Made by Backend, read through Rows.
class Cursor : public Cell {
public:
    /// Moves to the next row; false at the end.
    virtual bool step() = 0;
    [[nodiscard]] virtual int columns() const = 0;
    [[nodiscard]] virtual std::string_view name(int column) const = 0;
};

/// The row that a query stands on. `next<T>()` reads the columns in the order of the SELECT:
///     Person{.id = row.next<Id<Person>>(), .name = row.next<std::string>()}
/// (a braced list evaluates left to right).
class Row {
public:
    explicit Row(Cursor &cursor) : m_cursor{&cursor} {}

    template <typename T>
    [[nodiscard]] T next()
    {
        return Column<T>::from(*m_cursor, m_next++);
    }
    template <typename T>
    [[nodiscard]] T get(int column) const
    {
        return Column<T>::from(*m_cursor, column);
    }
    template <typename... Ts>
    [[nodiscard]] std::tuple<Ts...> as() const
    {
        int column = 0;
        return std::tuple<Ts...>{Column<Ts>::from(*m_cursor, column++)...};
    }
    [[nodiscard]] Cursor const &cells() const { return *m_cursor; }

private:
    Cursor *m_cursor;
    int m_next = 0;
};

/// The answer to a query, read once, forwards.
class Rows {
public:
    explicit Rows(std::unique_ptr<Cursor> cursor) : m_cursor{std::move(cursor)} {}

    class Iterator {
    public:
        explicit Iterator(Cursor *cursor) : m_cursor{cursor} { ++*this; }
        Row operator*() const { return Row{*m_cursor}; }
        Iterator &operator++()
        {
            m_done = !m_cursor->step();
            return *this;
        }
        bool operator==(std::default_sentinel_t /*end*/) const { return m_done; }

    private:
        Cursor *m_cursor;
        bool m_done = false;
    };

    [[nodiscard]] Iterator begin() { return Iterator{m_cursor.get()}; }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }
    [[nodiscard]] Cursor &cursor() { return *m_cursor; }

private:
    std::unique_ptr<Cursor> m_cursor;
};

/// One connection to one engine. Not shared between threads.
class Backend {
public:
    enum class Mode { read, write };

    virtual ~Backend() = default;
    [[nodiscard]] virtual Engine engine() const = 0;
    virtual void begin(Mode mode) = 0;
    virtual void commit() = 0;
    /// Never throws: a connection that cannot roll back is dropped.
    virtual void rollback() noexcept = 0;
    [[nodiscard]] virtual bool is_usable() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Cursor> query(std::string_view sql,
                                                        std::span<Value const> values) = 0;
    /// Returns how many rows changed.
    virtual std::int64_t run(std::string_view sql, std::span<Value const> values) = 0;
    /// The same, for whom it is enough that it is done before the next answer is read.
    virtual void send(std::string_view sql, std::span<Value const> values) { run(sql, values); }
    /// The same, where exactly one row must change: else a Collision.
    virtual void send_one(std::string_view sql, std::span<Value const> values)
    {
        if (run(sql, values) != 1) {
            throw Collision{std::string{sql}};
        }
    }
    /// Several statements, no parameters.
    virtual void script(std::string const &sql) = 0;
    /// Many rows into one table, the fastest way that the engine has. `rows` yields one row at a
    /// time, returns false at the end, and asks nothing of the database. As `send`, it may not be
    /// done when it returns.
    virtual void copy(std::string_view table, std::span<std::string_view const> columns,
                      std::function<bool(std::vector<Value> &row)> const &rows) = 0;
};

/// A transaction that reads one consistent snapshot.
class Reader {
public:
    Reader(Backend &backend, Clock const &clock)
        : m_backend{&backend}, m_clock{&clock}, m_now{clock.now()}
    {
    }
    virtual ~Reader() = default;
    Reader(Reader const &) = delete;
    Reader &operator=(Reader const &) = delete;

    [[nodiscard]] Engine engine() const { return m_backend->engine(); }
    /// When the transaction began: the one "now" of everything that happens in it.
    [[nodiscard]] Instant now() const { return m_now; }
    /// The office's day at `now`, and at another instant; when such a day begins.
    [[nodiscard]] Date today() const { return day_of(m_now); }
    [[nodiscard]] Date day_of(Instant instant) const { return m_clock->day_of(instant); }
    [[nodiscard]] Instant start_of(Date day) const { return m_clock->start_of(day); }

    template <typename... Parameters>
    [[nodiscard]] Rows query(std::string_view sql, Parameters const &...parameters)
    {
        std::array<Value, sizeof...(Parameters)> const values{to_value(parameters)...};
        return Rows{m_backend->query(sql, values)};
    }
    [[nodiscard]] Rows query_with(std::string_view sql, std::span<Value const> values)
    {
        return Rows{m_backend->query(sql, values)};
    }
    /// The first column of the first row; nothing when there is no row.
    template <typename T, typename... Parameters>
    [[nodiscard]] std::optional<T> one(std::string_view sql, Parameters const &...parameters)
    {
        auto rows = query(sql, parameters...);
        if (!rows.cursor().step()) {
            return std::nullopt;
        }
        return Column<T>::from(rows.cursor(), 0);
    }
    /// The first column of every row.
    template <typename T, typename... Parameters>
    [[nodiscard]] std::vector<T> all(std::string_view sql, Parameters const &...parameters)
    {
        std::array<Value, sizeof...(Parameters)> const values{to_value(parameters)...};
        return all_with<T>(sql, values);
    }
    template <typename T>
    [[nodiscard]] std::vector<T> all_with(std::string_view sql, std::span<Value const> values)
    {
        std::vector<T> column;
        for (auto row : query_with(sql, values)) {
            column.push_back(row.next<T>());
        }
        return column;
    }

protected:
    [[nodiscard]] Backend &backend() const { return *m_backend; }

private:
    Backend *m_backend;
    Clock const *m_clock;
    Instant m_now;
};

/// A transaction that changes things. Commits when its function returns, unless that function
/// returned a refusal or threw.
class Tx : public Reader {
public:
    using Reader::Reader;

    template <typename... Parameters>
    std::int64_t run(std::string_view sql, Parameters const &...parameters)
    {
        std::array<Value, sizeof...(Parameters)> const values{to_value(parameters)...};
        return backend().run(sql, values);
    }
    std::int64_t run_with(std::string_view sql, std::span<Value const> values)
    {
        return backend().run(sql, values);
    }
    /// As `run`, for what nobody counts: on PostgreSQL it does not wait for the server, which does
    /// it before whatever is asked next. So a Violation may come out of a later statement, of the
    /// commit at the latest; who wants to catch it here calls `run`.
    template <typename... Parameters>
    void send(std::string_view sql, Parameters const &...parameters)
    {
        std::array<Value, sizeof...(Parameters)> const values{to_value(parameters)...};
        backend().send(sql, values);
    }
    void send_with(std::string_view sql, std::span<Value const> values)
    {
        backend().send(sql, values);
    }
    /// As `send`, of a row that was read in this transaction and must still be as it was: if not
    /// exactly one changes, somebody else was there first, a Collision, at the commit at the
    /// latest.
    void send_one_with(std::string_view sql, std::span<Value const> values)
    {
        backend().send_one(sql, values);
    }
    void copy(std::string_view table, std::span<std::string_view const> columns,
              std::function<bool(std::vector<Value> &row)> const &rows)
    {
        backend().copy(table, columns, rows);
    }
    /// Several statements, no parameters: migrations only.
    void script(std::string const &sql) { backend().script(sql); }
    template <typename Entity>
    [[nodiscard]] Id<Entity> new_id() const
    {
        return Id<Entity>{new_uuid(now())};
    }
    /// Runs after the commit, not at all if there is none: waking the job runner, for instance.
    /// Must not throw: what is committed cannot be refused any more.
    void after_commit(std::function<void()> action) { m_after_commit.push_back(std::move(action)); }
    [[nodiscard]] std::vector<std::function<void()>> take_after_commit()
    {
        return std::move(m_after_commit);
    }

private:
    std::vector<std::function<void()>> m_after_commit;
};

struct Settings {
    /// `sqlite:PATH`, `sqlite::memory:` (tests), or `postgresql://…` (several hosts allowed).
    std::string url;
    /// Connections that read; SQLite has one more that writes.
    int connections = 4;
    /// Statements slower than this are logged with their text, never their values. 0 logs none.
    std::chrono::milliseconds slow{100};
    /// How long a transaction waits for a connection before the database counts as too busy.
    std::chrono::milliseconds patience{5000};
};

/// Where slow statements go: one JSON line on standard error, until something else is set.
void set_slow_statement_log(
    std::function<void(std::string_view sql, std::chrono::microseconds time)> log);

/// A pool of connections to one database. Safe to use from several threads.
class Store {
public:
    Store(Settings settings, Clock const &clock);
    ~Store();
    Store(Store const &) = delete;
    Store &operator=(Store const &) = delete;

    [[nodiscard]] Engine engine() const;
    [[nodiscard]] Clock const &clock() const;

    /// Runs `function(Reader &)` on a snapshot and returns what it returns.
    template <typename Function>
    auto read(Function &&function)
    {
        using Answer = std::invoke_result_t<Function, Reader &>;
        if constexpr (std::is_void_v<Answer>) {
            read_once([&](Reader &reader) { function(reader); });
        } else {
            std::optional<Answer> answer;
            read_once([&](Reader &reader) { answer.emplace(function(reader)); });
            return std::move(*answer);
        }
    }

    /// Runs `function(Tx &)` in a transaction; again after a Collision, ten times at most: so it
    /// changes nothing but the database and its own answer. Rolls back when it throws or returns an
    /// unexpected Result. A write inside a write of the same store is a Bug; a read inside one sees
    /// the state before it.
    template <typename Function>
    auto write(Function &&function)
    {
        using Answer = std::invoke_result_t<Function, Tx &>;
        if constexpr (std::is_void_v<Answer>) {
            write_until_settled([&](Tx &tx) {
                function(tx);
                return true;
            });
        } else {
            std::optional<Answer> answer;
            write_until_settled([&](Tx &tx) {
                answer.emplace(function(tx));
                return accepted(*answer);
            });
            return std::move(*answer);
        }
    }

    /// Figures for /metrics: queries so far, connections in use.
    struct Figures {
        std::int64_t queries = 0;
        std::int64_t transactions = 0;
        std::int64_t collisions = 0;
        int in_use = 0;
    };
    [[nodiscard]] Figures figures() const;

    /// A copy that is consistent while the program runs (SQLite: the online backup interface).
    /// PostgreSQL's backups are pg_dump's and pg_basebackup's work: there it throws Unavailable.
    void backup_to(std::string const &path);

private:
    template <typename T>
    static bool accepted(T const & /*answer*/)
    {
        return true;
    }
    template <typename T, typename E>
    static bool accepted(tl::expected<T, E> const &answer)
    {
        return answer.has_value();
    }
    void read_once(std::function<void(Reader &)> const &function);
    /// `function` says whether to commit.
    void write_until_settled(std::function<bool(Tx &)> const &function);

    class Pool;
    std::unique_ptr<Pool> m_pool;
};

} // namespace selatan::storage

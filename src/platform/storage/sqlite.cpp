#include "platform/storage/backends.hpp"
#include "platform/storage/statement_cache.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sqlite3.h>

namespace selatan::storage {

namespace {

using Database = std::unique_ptr<sqlite3, Deleter<sqlite3_close_v2>>;
using Statement = std::shared_ptr<sqlite3_stmt>;

/// The names that Violation promises, out of SQLite's messages:
///     "UNIQUE constraint failed: note.year, note.number"  →  note__year__number
///     "UNIQUE constraint failed: index 'note__lower'"     →  note__lower
///     "CHECK constraint failed: note__state"              →  note__state
std::string constraint_name(std::string_view message)
{
    static constexpr std::string_view failed = " constraint failed: ";
    auto const at = message.find(failed);
    if (at == std::string_view::npos) {
        return {};
    }
    message.remove_prefix(at + failed.size());
    static constexpr std::string_view index = "index '";
    if (message.starts_with(index)) {
        return std::string{message.substr(index.size(), message.size() - index.size() - 1)};
    }
    std::string name;
    while (!message.empty()) {
        auto const comma = message.find(", ");
        auto column = message.substr(0, comma);
        auto const dot = column.find('.');
        if (name.empty()) {
            name = column.substr(0, dot);
        }
        if (dot != std::string_view::npos) {
            name.append("__").append(column.substr(dot + 1));
        }
        message.remove_prefix(comma == std::string_view::npos ? message.size() : comma + 2);
    }
    return name;
}

[[noreturn]] void fail(sqlite3 *database, std::string_view sql, Backend::Mode mode)
{
    auto const code = sqlite3_extended_errcode(database);
    std::string const said = sqlite3_errmsg(database);
    auto const message = said + " [" + std::string{sql} + "]";
    using enum Violation::Kind;
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        throw Violation{unique, constraint_name(said), message};
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        throw Violation{foreign_key, {}, message};
    case SQLITE_CONSTRAINT_CHECK:
        throw Violation{check, constraint_name(said), message};
    case SQLITE_CONSTRAINT_NOTNULL:
        throw Violation{not_null, constraint_name(said), message};
    case SQLITE_CONSTRAINT_TRIGGER: // RAISE(ABORT, 'name')
        throw Violation{check, said, message};
    case SQLITE_BUSY_SNAPSHOT:
        throw Collision{message};
    default:
        break;
    }
    switch (code & 0xFF) {
    case SQLITE_READONLY:
        if (mode == Backend::Mode::read) {
            throw Bug{"a Reader may not write: " + message};
        }
        throw Unavailable{message};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
    case SQLITE_AUTH:
    case SQLITE_NOTADB:
        throw Unavailable{message};
    default: // a statement that does not compile, a value that does not fit
        throw Bug{message};
    }
}

/// Binds one value and says how it went. `keep` is SQLITE_STATIC when the value outlives the
/// statement's run, SQLITE_TRANSIENT when SQLite must copy it.
struct Binder {
    sqlite3_stmt *statement;
    int at;
    sqlite3_destructor_type keep;

    int operator()(std::monostate /*null*/) const { return sqlite3_bind_null(statement, at); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, at, number); }
    int operator()(double number) const { return sqlite3_bind_double(statement, at, number); }
    int operator()(std::string const &text) const
    {
        ENSURE(text.find('\0') == std::string::npos); // PostgreSQL cannot store it
        return sqlite3_bind_text64(statement, at, text.data(), text.size(), keep, SQLITE_UTF8);
    }
    int operator()(Uuid const &uuid) const { return bytes(uuid.bytes); }
    int operator()(Bytes const &blob) const { return bytes(blob); }

private:
    [[nodiscard]] int bytes(std::span<std::uint8_t const> blob) const
    {
        // A null pointer would be stored as NULL.
        void const *const start = blob.empty() ? "" : static_cast<void const *>(blob.data());
        return sqlite3_bind_blob64(statement, at, start, blob.size(), keep);
    }
};

/// SQLite counts its memory under one lock for the whole program, which every reader would queue
/// for at every allocation. We do not read the count.
void configure_library()
{
    static auto const configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(configured); // SQLITE_MISUSE where something else began to use SQLite before
}

class SqliteBackend;

class SqliteCursor final : public Cursor {
public:
    SqliteCursor(SqliteBackend &backend, Statement statement);
    ~SqliteCursor() override;
    SqliteCursor(SqliteCursor const &) = delete;
    SqliteCursor &operator=(SqliteCursor const &) = delete;

    bool step() override;
    [[nodiscard]] int columns() const override { return sqlite3_column_count(statement()); }
    [[nodiscard]] std::string_view name(int column) const override
    {
        ENSURE(column >= 0 && column < columns());
        return sqlite3_column_name(statement(), column);
    }
    [[nodiscard]] bool is_null(int column) const override
    {
        ENSURE(column >= 0 && column < columns());
        return sqlite3_column_type(statement(), column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer(int column) const override
    {
        // SQLite would read any text as some number; PostgreSQL would not.
        ENSURE(sqlite3_column_type(statement(), column) == SQLITE_INTEGER);
        return sqlite3_column_int64(statement(), column);
    }
    [[nodiscard]] double real(int column) const override
    {
        auto const type = sqlite3_column_type(statement(), column);
        ENSURE(type == SQLITE_FLOAT || type == SQLITE_INTEGER);
        return sqlite3_column_double(statement(), column);
    }
    [[nodiscard]] std::string_view text(int column) const override
    {
        auto const *const start = sqlite3_column_text(statement(), column);
        ENSURE(start != nullptr);
        return {reinterpret_cast<char const *>(start),
                static_cast<std::size_t>(sqlite3_column_bytes(statement(), column))};
    }
    [[nodiscard]] std::span<std::uint8_t const> bytes(int column) const override
    {
        ENSURE(sqlite3_column_type(statement(), column) == SQLITE_BLOB);
        auto const *const start = sqlite3_column_blob(statement(), column);
        return {static_cast<std::uint8_t const *>(start),
                static_cast<std::size_t>(sqlite3_column_bytes(statement(), column))};
    }

private:
    [[nodiscard]] sqlite3_stmt *statement() const { return m_statement.get(); }
    bool advance();

    SqliteBackend *m_backend;
    Statement m_statement;
    bool m_has_row;
    bool m_before_first = true;
};

class SqliteBackend final : public Backend {
public:
    SqliteBackend(SqliteFile const &file, Probe &probe) : m_probe{&probe}
    {
        configure_library();
        sqlite3 *opened = nullptr;
        auto const code = sqlite3_open_v2(
            file.path.c_str(), &opened,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
        m_database.reset(opened);
        if (code != SQLITE_OK) {
            throw Unavailable{"cannot open " + file.path + ": " + sqlite3_errstr(code)};
        }
        sqlite3_extended_result_codes(opened, 1);
        sqlite3_busy_timeout(opened, static_cast<int>(lock_patience.count()));
        // A name in double quotes that does not exist is a mistake here as on PostgreSQL, not text.
        sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        script("PRAGMA journal_mode = WAL;"
               "PRAGMA foreign_keys = ON;"
               "PRAGMA case_sensitive_like = ON;" // as on PostgreSQL
               "PRAGMA temp_store = MEMORY;"
               // kB, for each connection: what a search for two common words touches.
               "PRAGMA cache_size = -16000;"
               // Pages: 16 MB. With the default of 1000 nearly every file of an import is followed
               // by a checkpoint, which writes its pages twice and waits for the disk.
               "PRAGMA wal_autocheckpoint = 4000;"
               // Bytes: what a long transaction left is given back.
               "PRAGMA journal_size_limit = 33554432;");
        // In WAL mode only FULL syncs at each commit: with NORMAL a power cut forgets what was
        // acknowledged.
        script(file.durability == SqliteFile::Durability::full ? "PRAGMA synchronous = FULL;"
                                                               : "PRAGMA synchronous = OFF;");
        if (file.role == SqliteFile::Role::reader) {
            script("PRAGMA query_only = ON;");
            m_mode = Mode::read;
        }
        if (probe.watches_time()) {
            sqlite3_trace_v2(opened, SQLITE_TRACE_PROFILE, &on_profile, &probe);
        }
    }

    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }

    void begin(Mode mode) override
    {
        m_mode = mode;
        m_failed = false;
        execute(mode == Mode::write ? "BEGIN IMMEDIATE" : "BEGIN");
    }
    void commit() override
    {
        ENSURE(!m_failed);
        ENSURE(m_cursors == 0); // no Rows outlives its transaction
        execute("COMMIT");
    }
    void rollback() noexcept override
    {
        // Some failures (a full disk) have rolled back already.
        if (sqlite3_get_autocommit(m_database.get()) == 0 &&
            sqlite3_exec(m_database.get(), "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK) {
            m_usable = false;
        }
    }
    [[nodiscard]] bool is_usable() const override { return m_usable; }

    [[nodiscard]] std::unique_ptr<Cursor> query(std::string_view sql,
                                                std::span<Value const> values) override
    {
        // The first step is taken at once, so that INSERT … RETURNING happens, and errors appear,
        // whether or not the caller looks at the rows: as on PostgreSQL.
        return std::make_unique<SqliteCursor>(*this, prepare(sql, values, SQLITE_TRANSIENT));
    }
    std::int64_t run(std::string_view sql, std::span<Value const> values) override
    {
        auto const before = sqlite3_total_changes64(m_database.get());
        SqliteCursor cursor{*this, prepare(sql, values, SQLITE_STATIC)};
        while (cursor.step()) {
        }
        // sqlite3_changes64 keeps its old value when a statement changes no rows by its nature.
        return sqlite3_total_changes64(m_database.get()) == before
                   ? 0
                   : sqlite3_changes64(m_database.get());
    }
    void script(std::string const &sql) override
    {
        if (sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            failed(sql);
        }
    }
    void copy(std::string_view table, std::span<std::string_view const> columns,
              std::function<bool(std::vector<Value> &row)> const &rows) override
    {
        m_probe->count_query();
        ENSURE(!m_failed);
        // Found once each: finding one by its text takes as long as a small row.
        Insertion many{insertion(table, columns, rows_at_a_time), nullptr};
        Insertion one{insertion(table, columns, 1), nullptr};
        std::vector<Value> row;
        std::vector<Value> values;
        for (bool has_more = true; has_more;) {
            values.clear();
            std::size_t count = 0;
            while (count < rows_at_a_time && (row.clear(), has_more = rows(row))) {
                ENSURE(row.size() == columns.size());
                std::move(row.begin(), row.end(), std::back_inserter(values));
                ++count;
            }
            if (count == rows_at_a_time) {
                insert(many, values);
                continue;
            }
            for (std::span<Value const> rest{values}; !rest.empty();
                 rest = rest.subspan(columns.size())) {
                insert(one, rest.first(columns.size()));
            }
        }
    }

    [[noreturn]] void failed(std::string_view sql)
    {
        m_failed = true;
        fail(m_database.get(), sql, m_mode);
    }
    void cursor_opened() { ++m_cursors; }
    void cursor_closed() { --m_cursors; }

private:
    static int on_profile(unsigned /*event*/, void *probe, void *statement, void *nanoseconds)
    {
        // From the first step to the last: what the caller does between rows is counted too.
        auto const time = std::chrono::nanoseconds{*static_cast<sqlite3_int64 *>(nanoseconds)};
        static_cast<Probe const *>(probe)->took(
            sqlite3_sql(static_cast<sqlite3_stmt *>(statement)),
            std::chrono::duration_cast<std::chrono::microseconds>(time));
        return 0;
    }

    /// Rows that copy() puts into one statement: to begin and end one costs half of what a row
    /// does.
    static constexpr std::size_t rows_at_a_time = 16;

    /// OR FAIL, so that nothing needs to be kept for taking back a statement that fails halfway:
    /// the transaction is over then.
    static std::string insertion(std::string_view table, std::span<std::string_view const> columns,
                                 std::size_t rows)
    {
        std::string names;
        std::string row;
        for (auto const column : columns) {
            names.append(names.empty() ? "" : ", ").append(column);
            row.append(row.empty() ? "(?" : ", ?");
        }
        row += ')';
        auto sql = "INSERT OR FAIL INTO " + std::string{table} + " (" + names + ") VALUES " + row;
        for (std::size_t i = 1; i < rows; ++i) {
            sql.append(", ").append(row);
        }
        return sql;
    }

    struct Insertion {
        std::string sql;
        Statement statement; ///< nothing until it is wanted
    };
    void insert(Insertion &insertion, std::span<Value const> values)
    {
        if (insertion.statement == nullptr) {
            insertion.statement = find_or_prepare(insertion.sql);
        }
        auto *const statement = insertion.statement.get();
        bind(statement, insertion.sql, values, SQLITE_STATIC);
        auto const code = sqlite3_step(statement);
        sqlite3_reset(statement);
        if (code != SQLITE_DONE) {
            failed(insertion.sql);
        }
        sqlite3_clear_bindings(statement);
    }

    void execute(std::string_view sql)
    {
        auto const statement = find_or_prepare(sql);
        auto const code = sqlite3_step(statement.get());
        sqlite3_reset(statement.get());
        if (code != SQLITE_DONE) {
            failed(sql);
        }
    }

    /// A statement that no cursor is using. The cache shares what it holds, so that a query inside
    /// the rows of the same query gets a statement of its own.
    Statement find_or_prepare(std::string_view sql)
    {
        auto *const cached = m_statements.find(sql);
        if (cached != nullptr && cached->use_count() == 1) {
            return *cached;
        }
        sqlite3_stmt *prepared = nullptr;
        char const *rest = nullptr;
        if (sqlite3_prepare_v3(m_database.get(), sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &prepared, &rest) != SQLITE_OK) {
            failed(sql);
        }
        Statement statement{prepared, Deleter<sqlite3_finalize>{}};
        std::string_view const after{rest, sql.data() + sql.size()};
        ENSURE(after.find_first_not_of(" \n\t;") == std::string_view::npos); // one at a time
        if (cached == nullptr) {
            m_statements.insert(std::string{sql}, statement);
        }
        return statement;
    }

    Statement prepare(std::string_view sql, std::span<Value const> values,
                      sqlite3_destructor_type keep)
    {
        // PostgreSQL takes no more statements after one failed; neither do we, so that the tests on
        // either engine find the verb that tries.
        ENSURE(!m_failed);
        m_probe->count_query();
        auto statement = find_or_prepare(sql);
        bind(statement.get(), sql, values, keep);
        return statement;
    }

    void bind(sqlite3_stmt *statement, std::string_view sql, std::span<Value const> values,
              sqlite3_destructor_type keep)
    {
        ENSURE(sqlite3_bind_parameter_count(statement) == static_cast<int>(values.size()));
        for (std::size_t i = 0; i < values.size(); ++i) {
            Binder const binder{statement, static_cast<int>(i) + 1, keep};
            if (std::visit(binder, values[i]) != SQLITE_OK) {
                failed(sql);
            }
        }
    }

    Probe *m_probe;
    Database m_database;
    StatementCache<Statement> m_statements{cached_statements};
    Mode m_mode = Mode::write;
    int m_cursors = 0;
    bool m_failed = false;
    bool m_usable = true;
};

SqliteCursor::SqliteCursor(SqliteBackend &backend, Statement statement)
    : m_backend{&backend}, m_statement{std::move(statement)}, m_has_row{advance()}
{
    m_backend->cursor_opened();
}

SqliteCursor::~SqliteCursor()
{
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
    m_backend->cursor_closed();
}

bool SqliteCursor::advance()
{
    auto const code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    sqlite3_reset(m_statement.get());
    if (code != SQLITE_DONE) {
        m_backend->failed(sqlite3_sql(m_statement.get()));
    }
    return false;
}

bool SqliteCursor::step()
{
    // Stepping past the end would start the statement again.
    if (!m_before_first && m_has_row) {
        m_has_row = advance();
    }
    m_before_first = false;
    return m_has_row;
}

} // namespace

std::unique_ptr<Backend> open_sqlite(SqliteFile const &file, Probe &probe)
{
    return std::make_unique<SqliteBackend>(file, probe);
}

void backup_sqlite(std::string const &from, std::string const &to)
{
    auto const open = [](std::string const &path, int flags) {
        sqlite3 *opened = nullptr;
        auto const code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
        Database database{opened};
        if (code != SQLITE_OK) {
            throw Unavailable{"cannot open " + path + ": " + sqlite3_errstr(code)};
        }
        sqlite3_busy_timeout(opened, static_cast<int>(lock_patience.count()));
        return database;
    };
    auto const partial = to + ".partial";
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    {
        auto const source = open(from, SQLITE_OPEN_READWRITE);
        auto const target = open(partial, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        auto *const backup = sqlite3_backup_init(target.get(), "main", source.get(), "main");
        if (backup == nullptr) {
            throw Unavailable{std::string{"cannot back up: "} + sqlite3_errmsg(target.get())};
        }
        // All pages in one step: the copy reads one snapshot, and writers go on beside it (WAL).
        sqlite3_backup_step(backup, -1);
        if (sqlite3_backup_finish(backup) != SQLITE_OK) {
            throw Unavailable{std::string{"cannot back up: "} + sqlite3_errmsg(target.get())};
        }
    }
    std::error_code error;
    std::filesystem::rename(partial, to, error);
    if (error) {
        throw Unavailable{"cannot back up to " + to + ": " + error.message()};
    }
}

} // namespace selatan::storage

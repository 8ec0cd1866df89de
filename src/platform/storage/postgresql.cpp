#include "platform/storage/backends.hpp"
#include "platform/storage/parameters.hpp"
#include "platform/storage/statement_cache.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <libpq-fe.h>

namespace selatan::storage {

namespace {

using Connection = std::unique_ptr<PGconn, Deleter<PQfinish>>;
using Answer = std::unique_ptr<PGresult, Deleter<PQclear>>;

/// pg_type.dat; fixed for all time because clients are compiled with them.
enum TypeOid : Oid { unknown = 0, bytea = 17, int8 = 20, float8 = 701 };

/// A statement's values as libpq wants them. Integers are declared bigint, never inferred: where
/// nothing else tells, PostgreSQL would take them for 32 bits.
class Parameters {
public:
    enum class Types { declared, inferred };

    /// `inferred`: each is what its place wants, a number too. One statement serves rows in which
    /// now one column is NULL and now another.
    explicit Parameters(std::span<Value const> given, Types how = Types::declared) : m_types{how}
    {
        m_numbers.reserve(given.size()); // pointers into it must stay
        m_printed.reserve(given.size());
        for (auto const &value : given) {
            std::visit([this](auto const &one) { add(one); }, value);
        }
    }

    [[nodiscard]] int count() const { return static_cast<int>(types.size()); }
    /// A letter for each type: the same text with other types is another statement.
    [[nodiscard]] std::string signature() const
    {
        std::string letters;
        for (auto const type : types) {
            letters += type == unknown ? 'u' : type == bytea ? 'b' : type == int8 ? 'i' : 'f';
        }
        return letters;
    }

    std::vector<Oid> types;
    std::vector<char const *> values;
    std::vector<int> lengths;
    std::vector<int> formats;

private:
    void add(std::monostate /*null*/) { push(unknown, nullptr, 0, 0); }
    void add(std::int64_t number)
    {
        if (m_types == Types::inferred) { // the column may be a smaller integer: as text
            auto const &text = m_printed.emplace_back(std::to_string(number));
            return push(unknown, text.c_str(), text.size(), 0);
        }
        push_number(int8, static_cast<std::uint64_t>(number));
    }
    void add(double number) { push_number(float8, std::bit_cast<std::uint64_t>(number)); }
    void add(std::string const &text)
    {
        ENSURE(text.find('\0') == std::string::npos); // would end the text here
        push(unknown, text.c_str(), text.size(), 0);
    }
    void add(Uuid const &uuid) { push_binary(bytea, uuid.bytes.data(), uuid.bytes.size()); }
    void add(Bytes const &bytes)
    {
        static constexpr std::uint8_t nothing = 0; // a null pointer would mean NULL
        push_binary(bytea, bytes.empty() ? &nothing : bytes.data(), bytes.size());
    }

    void push_number(Oid type, std::uint64_t bits)
    {
        auto &number = m_numbers.emplace_back();
        for (std::size_t i = 0; i < number.size(); ++i) {
            number[i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i)); // network order
        }
        push_binary(type, number.data(), number.size());
    }
    void push_binary(Oid type, std::uint8_t const *start, std::size_t length)
    {
        push(type, reinterpret_cast<char const *>(start), length, 1);
    }
    void push(Oid type, char const *start, std::size_t length, int format)
    {
        types.push_back(m_types == Types::declared ? type : unknown);
        values.push_back(start);
        lengths.push_back(static_cast<int>(length));
        formats.push_back(format);
    }

    Types m_types;
    std::vector<std::array<std::uint8_t, 8>> m_numbers;
    std::vector<std::string> m_printed;
};

int hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

class PostgresqlCursor final : public Cursor {
public:
    explicit PostgresqlCursor(Answer answer)
        : m_answer{std::move(answer)}, m_rows{PQntuples(m_answer.get())}, m_columns{PQnfields(
                                                                              m_answer.get())},
          m_decoded(static_cast<std::size_t>(m_columns))
    {
    }

    bool step() override
    {
        if (m_row < m_rows) {
            ++m_row;
        }
        return m_row < m_rows;
    }
    [[nodiscard]] int columns() const override { return m_columns; }
    [[nodiscard]] std::string_view name(int column) const override
    {
        ENSURE(column >= 0 && column < m_columns);
        return PQfname(m_answer.get(), column);
    }
    [[nodiscard]] bool is_null(int column) const override
    {
        ENSURE(column >= 0 && column < m_columns && m_row >= 0 && m_row < m_rows);
        return PQgetisnull(m_answer.get(), m_row, column) != 0;
    }
    [[nodiscard]] std::int64_t integer(int column) const override
    {
        auto const cell = text(column);
        if (cell == "t" || cell == "f") { // a comparison: SQLite says 1 or 0
            return cell == "t" ? 1 : 0;
        }
        return parsed<std::int64_t>(cell);
    }
    [[nodiscard]] double real(int column) const override { return parsed<double>(text(column)); }
    [[nodiscard]] std::string_view text(int column) const override
    {
        ENSURE(!is_null(column));
        return {PQgetvalue(m_answer.get(), m_row, column),
                static_cast<std::size_t>(PQgetlength(m_answer.get(), m_row, column))};
    }
    [[nodiscard]] std::span<std::uint8_t const> bytes(int column) const override
    {
        auto hex = text(column);
        ENSURE(hex.starts_with("\\x"));
        hex.remove_prefix(2);
        auto &bytes = m_decoded[static_cast<std::size_t>(column)];
        bytes.resize(hex.size() / 2);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] =
                static_cast<std::uint8_t>(hex_digit(hex[2 * i]) * 16 + hex_digit(hex[2 * i + 1]));
        }
        return bytes;
    }

private:
    template <typename Number>
    static Number parsed(std::string_view cell)
    {
        Number number{};
        auto const *const end = cell.data() + cell.size();
        auto const [stopped, error] = std::from_chars(cell.data(), end, number);
        ENSURE(error == std::errc{} && stopped == end);
        return number;
    }

    Answer m_answer;
    int m_rows;
    int m_columns;
    int m_row = -1;
    mutable std::vector<Bytes> m_decoded;
};

std::string field(PGresult const *answer, int code)
{
    auto const *const value = PQresultErrorField(answer, code);
    return value == nullptr ? std::string{} : std::string{value};
}

/// The unique constraint's name; for an unnamed primary key what the convention would have said,
/// out of "Key (year, number)=(2026, 41) already exists." in whatever language that is.
std::string unique_name(PGresult const *answer)
{
    auto const table = field(answer, PG_DIAG_TABLE_NAME);
    auto constraint = field(answer, PG_DIAG_CONSTRAINT_NAME);
    auto const detail = field(answer, PG_DIAG_MESSAGE_DETAIL);
    auto const start = detail.find('(');
    auto const end = detail.find(")=(");
    if (constraint != table + "_pkey" || start > end || end == std::string::npos) {
        return constraint;
    }
    auto name = table + "__" + detail.substr(start + 1, end - start - 1);
    for (auto comma = name.find(", "); comma != std::string::npos; comma = name.find(", ")) {
        name.replace(comma, 2, "__");
    }
    return name;
}

class PostgresqlBackend final : public Backend {
public:
    PostgresqlBackend(std::string const &url, Probe &probe) : m_probe{&probe}
    {
        // What the URL says itself comes last and therefore wins.
        std::array<char const *, 6> const keys{
            "target_session_attrs", "connect_timeout", "tcp_user_timeout",
            "application_name",     "dbname",          nullptr};
        std::array<char const *, 6> const values{"read-write", "2",         "10000",
                                                 "selatan",    url.c_str(), nullptr};
        m_connection.reset(PQconnectdbParams(keys.data(), values.data(), 1));
        if (PQstatus(m_connection.get()) != CONNECTION_OK) {
            throw Unavailable{std::string{"cannot connect to PostgreSQL: "} +
                              PQerrorMessage(m_connection.get())};
        }
        PQsetNoticeProcessor(
            m_connection.get(), [](void *, char const *) {}, nullptr);
        PQsetClientEncoding(m_connection.get(), "UTF8");
        // Compiling a query takes longer than any of ours runs.
        script("SET jit = off; SET bytea_output = hex; SET extra_float_digits = 1;"
               " SET lock_timeout = " +
               std::to_string(lock_patience.count()));
    }

    [[nodiscard]] Engine engine() const override { return Engine::postgresql; }

    void begin(Mode mode) override
    {
        m_mode = mode;
        script(mode == Mode::write ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                   : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    void commit() override
    {
        settle();
        // PostgreSQL would answer ROLLBACK, politely, to the COMMIT of a transaction that failed.
        ENSURE(PQtransactionStatus(m_connection.get()) != PQTRANS_INERROR);
        script("COMMIT");
    }
    void rollback() noexcept override
    {
        try {
            settle();
        } catch (std::exception const &) { // of what is rolled back anyway
        }
        if (is_usable() && PQtransactionStatus(m_connection.get()) != PQTRANS_IDLE) {
            Answer const answer{PQexec(m_connection.get(), "ROLLBACK")};
            m_lost = m_lost || PQresultStatus(answer.get()) != PGRES_COMMAND_OK;
        }
    }
    [[nodiscard]] bool is_usable() const override
    {
        return !m_lost && PQstatus(m_connection.get()) == CONNECTION_OK;
    }

    [[nodiscard]] std::unique_ptr<Cursor> query(std::string_view sql,
                                                std::span<Value const> values) override
    {
        return std::make_unique<PostgresqlCursor>(execute(sql, values));
    }
    std::int64_t run(std::string_view sql, std::span<Value const> values) override
    {
        auto const answer = execute(sql, values);
        return changed_rows(answer.get());
    }
    void send(std::string_view sql, std::span<Value const> values) override
    {
        settle_if_many();
        enqueue(sql, Parameters{values});
    }
    void send_one(std::string_view sql, std::span<Value const> values) override
    {
        send(sql, values);
        m_sent.back().changes_one = true;
    }
    void script(std::string const &sql) override
    {
        settle();
        check(Answer{PQexec(m_connection.get(), sql.c_str())}, sql);
    }
    void copy(std::string_view table, std::span<std::string_view const> columns,
              std::function<bool(std::vector<Value> &row)> const &rows) override;

private:
    struct Sent {
        std::string sql;
        bool changes_one = false;
    };

    static std::int64_t changed_rows(PGresult *answer)
    {
        // PostgreSQL counts the rows of a SELECT too.
        std::string_view const count{PQcmdTuples(answer)};
        std::int64_t changed = 0;
        std::from_chars(count.data(), count.data() + count.size(), changed);
        return std::string_view{PQcmdStatus(answer)}.starts_with("SELECT") ? 0 : changed;
    }

    Answer execute(std::string_view sql, std::span<Value const> values)
    {
        end_copy();
        if (!m_sent.empty()) {
            enqueue(sql, Parameters{values});
            return settle();
        }
        ENSURE(PQtransactionStatus(m_connection.get()) != PQTRANS_INERROR);
        m_probe->count_query();
        Parameters const parameters{values};
        auto const start = std::chrono::steady_clock::now();
        auto const &name = prepared(sql, parameters);
        auto answer =
            check(Answer{PQexecPrepared(m_connection.get(), name.c_str(), parameters.count(),
                                        parameters.values.data(), parameters.lengths.data(),
                                        parameters.formats.data(), 0)},
                  sql);
        m_probe->took(sql, std::chrono::duration_cast<std::chrono::microseconds>(
                               std::chrono::steady_clock::now() - start));
        return answer;
    }

    void send_inferred(std::string_view sql, std::span<Value const> values)
    {
        settle_if_many();
        enqueue(sql, Parameters{values, Parameters::Types::inferred});
    }
    void settle_if_many()
    {
        // Their answers wait in the socket's buffer, some thirty bytes each.
        static constexpr std::size_t most = 256;
        if (m_sent.size() >= most) {
            settle();
        }
    }

    /// Behind what was sent already, in libpq's pipeline mode (PostgreSQL, 34.5).
    void enqueue(std::string_view sql, Parameters const &parameters)
    {
        end_copy();
        ENSURE(PQtransactionStatus(m_connection.get()) != PQTRANS_INERROR);
        m_probe->count_query();
        auto const &name = prepared(sql, parameters);
        if (PQpipelineStatus(m_connection.get()) == PQ_PIPELINE_OFF &&
            PQenterPipelineMode(m_connection.get()) == 0) {
            fail(nullptr, sql);
        }
        if (PQsendQueryPrepared(m_connection.get(), name.c_str(), parameters.count(),
                                parameters.values.data(), parameters.lengths.data(),
                                parameters.formats.data(), 0) == 0) {
            fail(nullptr, sql);
        }
        m_sent.push_back({.sql = std::string{sql}});
        // libpq would keep them until there are 64 kB; the server works while we make the next.
        static constexpr std::size_t sent_at_once = 8;
        if (m_sent.size() % sent_at_once == 0) {
            PQflush(m_connection.get());
        }
    }

    /// Waits until all that was sent is done; the last one's answer. Throws for the first that
    /// failed: the server has passed over those behind it; if none did, for the first that should
    /// have changed one row and has not.
    Answer settle()
    {
        end_copy();
        if (m_sent.empty()) {
            return {};
        }
        auto const sent = std::exchange(m_sent, {});
        auto *const connection = m_connection.get();
        PQpipelineSync(connection);
        auto before = std::chrono::steady_clock::now();
        Answer last;
        std::string const *failed = nullptr;
        std::string const *missed = nullptr;
        for (auto const &[sql, changes_one] : sent) {
            Answer answer{PQgetResult(connection)};
            if (failed == nullptr) {
                auto const status = PQresultStatus(answer.get());
                failed = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? nullptr : &sql;
                last = std::move(answer);
                if (changes_one && missed == nullptr && changed_rows(last.get()) != 1) {
                    missed = &sql;
                }
                auto const now = std::chrono::steady_clock::now();
                m_probe->took(sql,
                              std::chrono::duration_cast<std::chrono::microseconds>(now - before));
                before = now;
            }
            while (Answer const rest{PQgetResult(connection)}) { // up to the end of this statement
            }
        }
        Answer const synchronised{PQgetResult(connection)};
        m_lost = m_lost || PQexitPipelineMode(connection) == 0;
        if (failed != nullptr) {
            fail(last.get(), *failed);
        }
        if (missed != nullptr) {
            throw Collision{*missed};
        }
        return last;
    }

    /// Waits until the server has taken in the rows that were copied last.
    void end_copy()
    {
        if (m_copied.empty()) {
            return;
        }
        auto const sql = std::exchange(m_copied, {});
        Answer answer{PQgetResult(m_connection.get())};
        while (Answer const more{PQgetResult(m_connection.get())}) {
        }
        check(std::move(answer), sql);
    }

    /// The name of the statement on the server.
    std::string const &prepared(std::string_view sql, Parameters const &parameters)
    {
        auto key = parameters.signature();
        key.append(":").append(sql);
        if (auto const *const found = m_statements.find(key)) {
            return *found;
        }
        settle();
        auto name = "s" + std::to_string(++m_prepared);
        check(Answer{PQprepare(m_connection.get(), name.c_str(), number_parameters(sql).c_str(),
                               parameters.count(), parameters.types.data())},
              sql);
        if (auto const evicted = m_statements.insert(key, std::move(name))) {
            script("DEALLOCATE " + *evicted);
        }
        return *m_statements.find(key);
    }

    Answer check(Answer answer, std::string_view sql)
    {
        switch (PQresultStatus(answer.get())) {
        case PGRES_EMPTY_QUERY:
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_COPY_IN:
            return answer;
        default:
            fail(answer.get(), sql);
        }
    }

    /// SQLSTATE (PostgreSQL, Appendix A) into our four kinds of failure.
    [[noreturn]] void fail(PGresult const *answer, std::string_view sql)
    {
        auto const state = field(answer, PG_DIAG_SQLSTATE);
        auto const said = field(answer, PG_DIAG_MESSAGE_PRIMARY);
        auto const message = (answer == nullptr ? PQerrorMessage(m_connection.get())
                                                : PQresultErrorMessage(answer)) +
                             (" [" + std::string{sql} + "]");
        auto const column =
            field(answer, PG_DIAG_TABLE_NAME) + "__" + field(answer, PG_DIAG_COLUMN_NAME);
        auto const is_class = [&](std::string_view prefix) {
            return state.starts_with(prefix);
        };
        if (state == "23505") {
            throw Violation{Violation::Kind::unique, unique_name(answer), message};
        }
        if (state == "23503") {
            throw Violation{Violation::Kind::foreign_key, {}, message};
        }
        if (state == "23514") {
            throw Violation{Violation::Kind::check, field(answer, PG_DIAG_CONSTRAINT_NAME),
                            message};
        }
        if (state == "23502") {
            throw Violation{Violation::Kind::not_null, column, message};
        }
        if (state == "P0001") { // RAISE EXCEPTION 'name' in a trigger
            throw Violation{Violation::Kind::check, said, message};
        }
        if (state == "40001" || state == "40P01") {
            throw Collision{message};
        }
        if (state == "25006") { // read_only_sql_transaction
            if (m_mode == Mode::read) {
                throw Bug{"a Reader may not write: " + message};
            }
            m_lost = true; // this server was demoted: the next connection finds the new one
            throw Unavailable{message};
        }
        if (state == "08P01") { // too few parameters: our protocol mistake, not the line's
            throw Bug{message};
        }
        // No state at all: libpq speaks, not the server.
        if (state.empty() || is_class("08") || is_class("57P")) {
            m_lost = true;
            throw Unavailable{message};
        }
        // Resources, locks and cancellations, the system, and the server's own faults.
        if (is_class("53") || is_class("55") || is_class("57") || is_class("58") ||
            is_class("XX")) {
            throw Unavailable{message};
        }
        throw Bug{message};
    }

    Probe *m_probe;
    Connection m_connection;
    StatementCache<std::string> m_statements{cached_statements};
    std::vector<Sent> m_sent; ///< what the server may not have done yet, oldest first
    std::string m_copied;     ///< the COPY whose rows it has and may not have taken in yet
    std::int64_t m_prepared = 0;
    Mode m_mode = Mode::write;
    bool m_lost = false;
};

/// One value in COPY's text format (PostgreSQL, COPY, "Text Format").
void append_copied(std::string &line, Value const &value)
{
    struct Writer {
        std::string &line;
        void operator()(std::monostate /*null*/) const { line += "\\N"; }
        void operator()(std::int64_t number) const { line += std::to_string(number); }
        void operator()(double number) const
        {
            std::array<char, 32> text{};
            auto const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
            line.append(text.data(), end);
        }
        void operator()(std::string const &text) const
        {
            for (auto const c : text) {
                ENSURE(c != '\0');
                switch (c) {
                case '\\':
                    line += "\\\\";
                    break;
                case '\n':
                    line += "\\n";
                    break;
                case '\r':
                    line += "\\r";
                    break;
                case '\t':
                    line += "\\t";
                    break;
                default:
                    line += c;
                }
            }
        }
        void operator()(Uuid const &uuid) const { hex(uuid.bytes); }
        void operator()(Bytes const &bytes) const { hex(bytes); }
        void hex(std::span<std::uint8_t const> bytes) const
        {
            static constexpr std::string_view digits = "0123456789abcdef";
            line += "\\\\x";
            for (auto const byte : bytes) {
                line += digits[byte >> 4U];
                line += digits[byte & 0xFU];
            }
        }
    };
    std::visit(Writer{line}, value);
}

void PostgresqlBackend::copy(std::string_view table, std::span<std::string_view const> columns,
                             std::function<bool(std::vector<Value> &row)> const &rows)
{
    static constexpr std::size_t chunk = 64 * 1024;
    std::string names;
    std::string marks;
    for (auto const column : columns) {
        names.append(names.empty() ? "" : ", ").append(column);
        marks.append(marks.empty() ? "?" : ", ?");
    }
    auto const into = std::string{table} + " (" + names + ")";

    // COPY waits for the server twice; a few rows are sent behind what was sent before, and wait
    // for nothing.
    static constexpr std::size_t few = 16;
    std::vector<std::vector<Value>> first;
    std::vector<Value> row;
    while (first.size() <= few && (row.clear(), rows(row))) {
        ENSURE(row.size() == columns.size());
        first.push_back(std::move(row));
    }
    if (first.size() <= few) {
        auto const sql = "INSERT INTO " + into + " VALUES (" + marks + ")";
        for (auto const &values : first) {
            send_inferred(sql, values);
        }
        return;
    }

    auto const sql = "COPY " + into + " FROM STDIN";
    auto *const connection = m_connection.get();
    std::string lines;
    bool begun = false;
    // What was asked before may go on while the first rows are written down.
    auto const send_lines = [&] {
        if (!begun) {
            script(sql);
            begun = true;
        }
        // A failure to send shows in the result, with the server's reason.
        PQputCopyData(connection, lines.data(), static_cast<int>(lines.size()));
        lines.clear();
    };
    auto const add = [&](std::vector<Value> const &values) {
        ENSURE(values.size() == columns.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            lines += i == 0 ? "" : "\t";
            append_copied(lines, values[i]);
        }
        lines += '\n';
        if (lines.size() >= chunk) {
            send_lines();
        }
    };
    m_probe->count_query();
    try {
        for (auto const &values : first) {
            add(values);
        }
        while (row.clear(), rows(row)) {
            add(row);
        }
        send_lines();
    } catch (...) {
        if (begun) {
            PQputCopyEnd(connection, "the rows' source failed");
            while (Answer const answer{PQgetResult(connection)}) {
            }
        }
        throw;
    }
    PQputCopyEnd(connection, nullptr);
    m_copied = sql;
}

} // namespace

std::unique_ptr<Backend> open_postgresql(std::string const &url, Probe &probe)
{
    return std::make_unique<PostgresqlBackend>(url, probe);
}

} // namespace selatan::storage

// The child reads the file from its standard input and writes frames to its standard output; the
// parent turns them back into calls of the visitor, trusting none of them.
#include "platform/sheets/sandbox.hpp"
#include "platform/sheets/sheet_reader.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace selatan::sheets {

namespace {

constexpr std::string_view child_flag = "--read-sheet";
/// Set in the child only: were main() to forget child_main(), the child would be another parent,
/// and start children without end.
constexpr char const *child_mark = "SELATAN_READS_SHEET";

enum class Frame : char {
    opened = 'o',
    sheet = 's',
    row = 'r',
    remark = 'm',
    outcome = 'e',
    refusal = 'x',
};
/// A row's text is limited to half of this, numbers and lengths come on top.
constexpr std::uint64_t largest_frame = 96U << 20U;

class Packer {
public:
    explicit Packer(std::string &out) : m_out{out} {}
    void number(std::uint64_t value)
    {
        std::array<char, sizeof value> bytes{};
        std::memcpy(bytes.data(), &value, sizeof value);
        m_out.append(bytes.data(), bytes.size());
    }
    void text(std::string_view value)
    {
        number(value.size());
        m_out.append(value);
    }
    void pairs(std::vector<std::pair<std::string, std::string>> const &values)
    {
        number(values.size());
        for (auto const &[name, value] : values) {
            text(name);
            text(value);
        }
    }

private:
    std::string &m_out;
};

/// What is not there reads as nothing and makes the frame bad.
class Unpacker {
public:
    explicit Unpacker(std::string_view in) : m_in{in} {}
    [[nodiscard]] std::uint64_t number()
    {
        std::uint64_t value = 0;
        if (m_in.size() < sizeof value) {
            m_good = false;
            return 0;
        }
        std::memcpy(&value, m_in.data(), sizeof value);
        m_in.remove_prefix(sizeof value);
        return value;
    }
    [[nodiscard]] std::string_view text()
    {
        auto const size = number();
        if (size > m_in.size()) {
            m_good = false;
            return {};
        }
        auto const value = m_in.substr(0, size);
        m_in.remove_prefix(size);
        return value;
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs()
    {
        std::vector<std::pair<std::string, std::string>> values;
        for (auto left = number(); left > 0 && m_good; --left) {
            auto name = std::string{text()};
            values.emplace_back(std::move(name), text());
        }
        return values;
    }
    [[nodiscard]] bool is_good() const { return m_good; }

private:
    std::string_view m_in;
    bool m_good = true;
};

void pack(Packer &packer, Dialect const &dialect)
{
    packer.number(static_cast<unsigned char>(dialect.delimiter));
    packer.number(static_cast<unsigned char>(dialect.quote));
    packer.number(dialect.escape ? static_cast<unsigned char>(*dialect.escape) : 256U);
    packer.number(dialect.blank_after_delimiter ? 1 : 0);
    packer.number(dialect.columns);
}

Dialect unpack_dialect(Unpacker &unpacker)
{
    Dialect dialect;
    dialect.delimiter = static_cast<char>(unpacker.number());
    dialect.quote = static_cast<char>(unpacker.number());
    auto const escape = unpacker.number();
    dialect.escape = escape < 256 ? std::optional{static_cast<char>(escape)} : std::nullopt;
    dialect.blank_after_delimiter = unpacker.number() != 0;
    dialect.columns = unpacker.number();
    return dialect;
}

void pack(Packer &packer, Outcome const &outcome)
{
    packer.number(static_cast<std::uint64_t>(outcome.format));
    packer.text(outcome.encoding);
    pack(packer, outcome.dialect);
    for (auto const count : {outcome.sheets, outcome.rows, outcome.cells, outcome.remarks}) {
        packer.number(count);
    }
}

Outcome unpack_outcome(Unpacker &unpacker)
{
    Outcome outcome;
    auto const format = unpacker.number();
    outcome.format = format <= 2 ? static_cast<Format>(format) : Format::csv;
    outcome.encoding = unpacker.text();
    outcome.dialect = unpack_dialect(unpacker);
    outcome.sheets = unpacker.number();
    outcome.rows = unpacker.number();
    outcome.cells = unpacker.number();
    outcome.remarks = unpacker.number();
    return outcome;
}

/// Every number of Limits, in the order of their declaration.
auto numbers_of(Limits &limits)
{
    return std::array{&limits.file,    &limits.inflated, &limits.inflated_times, &limits.parts,
                      &limits.sheets,  &limits.strings,  &limits.cell,           &limits.row,
                      &limits.columns, &limits.rows,     &limits.cells,          &limits.remarks};
}
static_assert(sizeof(Limits) == 12 * sizeof(std::uint64_t), "numbers_of() names them all");

std::string pack(Options options, Isolation const &isolation)
{
    std::string out;
    Packer packer{out};
    for (auto const *const number : numbers_of(options.limits)) {
        packer.number(*number);
    }
    packer.text(options.encoding.value_or(""));
    packer.number(options.dialect ? 1 : 0);
    pack(packer, options.dialect.value_or(Dialect{}));
    packer.number(options.undo_formula_guard ? 1 : 0);
    packer.number(static_cast<std::uint64_t>(isolation.processor.count()));
    packer.number(isolation.memory);
    return out;
}

/// Arguments of programs hold no NUL.
std::string to_hexadecimal(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (char const c : bytes) {
        out.push_back(digits[static_cast<unsigned char>(c) >> 4U]);
        out.push_back(digits[static_cast<unsigned char>(c) & 0xFU]);
    }
    return out;
}

std::string from_hexadecimal(std::string_view digits)
{
    std::string out;
    for (; digits.size() >= 2; digits.remove_prefix(2)) {
        std::uint8_t value = 0;
        std::from_chars(digits.data(), digits.data() + 2, value, 16);
        out.push_back(static_cast<char>(value));
    }
    return out;
}

[[noreturn]] void fail(char const *what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

class Descriptor {
public:
    explicit Descriptor(int number) : m_number{number} {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor const &) = delete;
    Descriptor &operator=(Descriptor const &) = delete;
    [[nodiscard]] int number() const { return m_number; }
    void close()
    {
        if (m_number >= 0) {
            ::close(m_number);
        }
        m_number = -1;
    }

private:
    int m_number;
};

// --- The child -------------------------------------------------------------------------------

/// Gone is the parent when nobody reads any more: nothing is left to do then.
void write_all(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            std::_Exit(1);
        }
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
}

class Sender : public Visitor {
public:
    void opened(Outcome const &so_far) override
    {
        send(Frame::opened, [&](Packer &packer) { pack(packer, so_far); });
    }
    bool sheet(Sheet const &sheet) override
    {
        send(Frame::sheet, [&](Packer &packer) {
            packer.text(sheet.name);
            packer.number(sheet.index);
            packer.number(sheet.hidden ? 1 : 0);
        });
        return true;
    }
    bool row(Row const &row) override
    {
        send(Frame::row, [&](Packer &packer) {
            packer.number(row.number);
            packer.number(row.line);
            packer.number(row.hidden ? 1 : 0);
            packer.number(row.cells.size());
            for (auto const &cell : row.cells) {
                packer.number(static_cast<std::uint64_t>(cell.kind));
                packer.text(cell.text);
                bool const same = cell.raw == cell.text;
                packer.number(same ? 0 : 1);
                if (!same) {
                    packer.text(cell.raw);
                }
            }
        });
        return true;
    }
    void remark(Remark const &remark) override
    {
        send(Frame::remark, [&](Packer &packer) {
            packer.text(remark.code);
            packer.text(remark.place.sheet);
            packer.number(remark.place.row);
            packer.number(remark.place.column);
            packer.pairs(remark.arguments);
        });
    }
    void finish(Result<Outcome> const &result)
    {
        if (result) {
            send(Frame::outcome, [&](Packer &packer) { pack(packer, *result); });
        } else {
            send(Frame::refusal, [&](Packer &packer) {
                auto const &problem = result.error().problems.at(0);
                packer.number(result.error().decline == Decline::too_large ? 1 : 0);
                packer.text(problem.field);
                packer.text(problem.code);
                packer.pairs(problem.arguments);
            });
        }
        write_all(m_out);
    }

private:
    template <typename Function>
    void send(Frame frame, Function const &fill)
    {
        m_out.push_back(static_cast<char>(frame));
        auto const length_at = m_out.size();
        Packer packer{m_out};
        packer.number(0);
        auto const begin = m_out.size();
        fill(packer);
        std::uint64_t const length = m_out.size() - begin;
        std::memcpy(m_out.data() + length_at, &length, sizeof length);
        if (m_out.size() >= 64 * 1024) {
            write_all(m_out);
            m_out.clear();
        }
    }

    std::string m_out;
};

std::string read_standard_input(std::uint64_t at_most)
{
    std::string bytes;
    std::array<char, 64 * 1024> piece{};
    while (bytes.size() <= at_most) {
        auto const size = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            std::_Exit(1);
        }
        if (size == 0) {
            break;
        }
        bytes.append(piece.data(), static_cast<std::size_t>(size));
    }
    return bytes;
}

/// std::_Exit all along: destructors and leak checkers have no business in the sandbox.
[[noreturn]] void work_as_child(std::string const &packed)
{
    Unpacker unpacker{packed};
    Options options;
    for (auto *const number : numbers_of(options.limits)) {
        *number = unpacker.number();
    }
    if (auto const encoding = unpacker.text(); !encoding.empty()) {
        options.encoding = encoding;
    }
    bool const has_dialect = unpacker.number() != 0;
    auto const dialect = unpack_dialect(unpacker);
    options.dialect = has_dialect ? std::optional{dialect} : std::nullopt;
    options.undo_formula_guard = unpacker.number() != 0;
    auto const processor = std::chrono::seconds{unpacker.number()};
    auto const memory = unpacker.number();
    if (!unpacker.is_good() || !enter_sandbox(processor, memory)) {
        std::_Exit(1);
    }
    try {
        auto const bytes = read_standard_input(options.limits.file);
        Sender sender;
        sender.finish(read(bytes, options, sender));
    } catch (std::exception const &) {
        std::_Exit(1); // out of memory, most likely; the parent says so
    }
    std::_Exit(0);
}

// --- The parent ------------------------------------------------------------------------------

class Child {
public:
    Child(int file, std::string const &packed)
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            fail("cannot make a pipe");
        }
        m_from_child = std::make_unique<Descriptor>(ends[0]);
        Descriptor const to_parent{ends[1]};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, file, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, to_parent.number(), STDOUT_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        // No more of the environment than this: it may hold secrets.
        std::string mark = std::string{child_mark} + "=1";
        std::array<char *, 2> environment{mark.data(), nullptr};
        std::string program = "selatan";
        std::string flag{child_flag};
        std::string argument = packed;
        std::array<char *, 4> arguments{program.data(), flag.data(), argument.data(), nullptr};
        auto const error = ::posix_spawn(&m_id, "/proc/self/exe", &actions, nullptr,
                                         arguments.data(), environment.data());
        posix_spawn_file_actions_destroy(&actions);
        if (error != 0) {
            errno = error;
            fail("cannot start a reader");
        }
    }
    ~Child()
    {
        if (m_id > 0) {
            ::kill(m_id, SIGKILL);
            static_cast<void>(wait());
        }
    }
    Child(Child const &) = delete;
    Child &operator=(Child const &) = delete;

    [[nodiscard]] int output() const { return m_from_child->number(); }

    /// Its status, as waitpid() tells it.
    int wait()
    {
        int status = 0;
        while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
        }
        m_id = 0;
        return status;
    }

private:
    std::unique_ptr<Descriptor> m_from_child;
    pid_t m_id = 0;
};

class Receiver {
public:
    explicit Receiver(Visitor &visitor) : m_visitor{visitor} {}

    /// False when nothing more is wanted: the end came, or the visitor has seen enough.
    bool take(std::string_view bytes)
    {
        m_buffer.append(bytes);
        constexpr std::size_t head = 1 + sizeof(std::uint64_t);
        std::size_t done = 0;
        while (!m_result && m_buffer.size() - done >= head) {
            Unpacker lengths{std::string_view{m_buffer}.substr(done + 1, sizeof(std::uint64_t))};
            auto const length = lengths.number();
            if (length > largest_frame) {
                distrust();
                break;
            }
            if (m_buffer.size() - done - head < length) {
                break;
            }
            handle(static_cast<Frame>(m_buffer[done]),
                   Unpacker{std::string_view{m_buffer}.substr(done + head, length)});
            done += head + length;
        }
        m_buffer.erase(0, done);
        return !m_result;
    }

    [[nodiscard]] std::optional<Result<Outcome>> const &result() const { return m_result; }

private:
    void handle(Frame frame, Unpacker unpacker)
    {
        switch (frame) {
        case Frame::opened:
            m_so_far = unpack_outcome(unpacker);
            if (unpacker.is_good()) {
                m_visitor.opened(m_so_far);
            }
            break;
        case Frame::sheet:
            take_sheet(unpacker);
            break;
        case Frame::row:
            take_row(unpacker);
            break;
        case Frame::remark:
            take_remark(unpacker);
            break;
        case Frame::outcome:
            if (auto outcome = unpack_outcome(unpacker); unpacker.is_good()) {
                // The child knows nothing of sheets that the visitor skipped.
                outcome.rows = m_so_far.rows;
                outcome.cells = m_so_far.cells;
                m_result = std::move(outcome);
            }
            break;
        case Frame::refusal:
            take_refusal(unpacker);
            break;
        default:
            distrust();
        }
        if (!unpacker.is_good()) {
            distrust();
        }
    }

    void take_sheet(Unpacker &unpacker)
    {
        Sheet sheet;
        sheet.name = unpacker.text();
        sheet.index = unpacker.number();
        sheet.hidden = unpacker.number() != 0;
        if (unpacker.is_good()) {
            ++m_so_far.sheets;
            m_wanted = m_visitor.sheet(sheet);
        }
    }

    void take_row(Unpacker &unpacker)
    {
        Row row;
        row.number = unpacker.number();
        row.line = unpacker.number();
        row.hidden = unpacker.number() != 0;
        m_cells.clear();
        std::uint64_t filled = 0;
        for (auto left = unpacker.number(); left > 0 && unpacker.is_good(); --left) {
            auto const kind = unpacker.number();
            auto const text = unpacker.text();
            auto const raw = unpacker.number() == 0 ? text : unpacker.text();
            if (kind > static_cast<std::uint64_t>(Kind::error)) {
                distrust();
                return;
            }
            m_cells.push_back({static_cast<Kind>(kind), text, raw});
            filled += kind == 0 ? 0 : 1;
        }
        row.cells = m_cells;
        if (unpacker.is_good() && m_wanted) {
            ++m_so_far.rows;
            m_so_far.cells += filled;
            if (!m_visitor.row(row)) {
                m_result = m_so_far;
            }
        }
    }

    void take_remark(Unpacker &unpacker)
    {
        Remark remark;
        remark.code = unpacker.text();
        remark.place.sheet = unpacker.text();
        remark.place.row = unpacker.number();
        remark.place.column = unpacker.number();
        remark.arguments = unpacker.pairs();
        if (unpacker.is_good() && remark.code.starts_with("sheets.remark.")) {
            ++m_so_far.remarks;
            m_visitor.remark(remark);
        }
    }

    void take_refusal(Unpacker &unpacker)
    {
        auto const decline = unpacker.number() == 1 ? Decline::too_large : Decline::invalid;
        Problem problem;
        problem.field = unpacker.text();
        problem.code = unpacker.text();
        problem.arguments = unpacker.pairs();
        if (unpacker.is_good() && problem.code.starts_with("sheets.")) {
            m_result = refuse(Refusal{decline, {std::move(problem)}});
        } else {
            distrust();
        }
    }

    /// The child says what our child never says.
    void distrust() { m_result = refuse(Decline::invalid, "", "sheets.reader_failed"); }

    Visitor &m_visitor;
    std::string m_buffer;
    std::vector<Cell> m_cells;
    Outcome m_so_far;
    bool m_wanted = true;
    std::optional<Result<Outcome>> m_result;
};

enum class Silence { ended, too_long };

/// Until the child has closed its end, the receiver is satisfied, or nothing comes for too long.
Silence receive(Child const &child, Receiver &receiver, std::chrono::seconds patience)
{
    std::array<char, 64 * 1024> piece{};
    for (;;) {
        pollfd waiting{child.output(), POLLIN, 0};
        auto const ready =
            ::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds{patience}.count()));
        if (ready == 0) {
            return Silence::too_long;
        }
        auto const size = ready < 0 ? -1 : ::read(child.output(), piece.data(), piece.size());
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            fail("cannot listen to a reader");
        }
        if (size == 0 || !receiver.take({piece.data(), static_cast<std::size_t>(size)})) {
            return Silence::ended;
        }
    }
}

} // namespace

Result<Outcome> isolated_read_file(std::string const &path, Options const &options,
                                   Visitor &visitor, Isolation const &isolation)
{
    ENSURE(std::getenv(child_mark) == nullptr); // main() calls child_main() first
    Descriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) {
        fail("cannot open a file to read");
    }
    Child child{file.number(), to_hexadecimal(pack(options, isolation))};
    Receiver receiver{visitor};
    if (receive(child, receiver, isolation.silence) == Silence::too_long) {
        return refuse(Decline::too_large, "", "sheets.reader_too_slow");
    }
    if (receiver.result()) {
        return *receiver.result();
    }
    auto const status = child.wait();
    bool const out_of_time =
        WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
    return out_of_time ? refuse(Decline::too_large, "", "sheets.reader_too_slow")
                       : refuse(Decline::invalid, "", "sheets.reader_failed");
}

void child_main(int argc, char **argv)
{
    if (argc == 3 && argv[1] == child_flag && std::getenv(child_mark) != nullptr) {
        work_as_child(from_hexadecimal(argv[2]));
    }
}

} // namespace selatan::sheets

// The child reads the file from its standard input and writes frames to its standard output; the
// parent turns them back into calls of the visitor, trusting none of them.
#include "platform/isolation/child.hpp"
#include "platform/isolation/sandbox.hpp"
#include "platform/sheets/sheet_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

namespace selatan::sheets {

namespace {

constexpr std::string_view child_flag = "--read-sheet";

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

// --- The child -------------------------------------------------------------------------------

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
        isolation::write_output(m_out);
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
            isolation::write_output(m_out);
            m_out.clear();
        }
    }

    std::string m_out;
};

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
    if (!unpacker.is_good() || !isolation::enter_sandbox(processor, memory)) {
        std::_Exit(1);
    }
    try {
        auto const bytes = isolation::read_input(options.limits.file);
        Sender sender;
        sender.finish(read(bytes, options, sender));
    } catch (std::exception const &) {
        std::_Exit(1); // out of memory, most likely; the parent says so
    }
    std::_Exit(0);
}

// --- The parent ------------------------------------------------------------------------------

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

} // namespace

Result<Outcome> isolated_read_file(std::string const &path, Options const &options,
                                   Visitor &visitor, Isolation const &limits)
{
    isolation::Child child{child_flag, pack(options, limits), path};
    Receiver receiver{visitor};
    auto const ending =
        child.listen(limits.silence, [&](std::string_view piece) { return receiver.take(piece); });
    if (receiver.result()) {
        return *receiver.result();
    }
    return ending == isolation::Child::Ending::out_of_time
               ? refuse(Decline::too_large, "", "sheets.reader_too_slow")
               : refuse(Decline::invalid, "", "sheets.reader_failed");
}

void child_main(int argc, char **argv)
{
    if (auto const packed = isolation::argument_of_child(argc, argv, child_flag)) {
        work_as_child(*packed);
    }
}

} // namespace selatan::sheets

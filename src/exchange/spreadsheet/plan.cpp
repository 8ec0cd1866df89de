#include "exchange/spreadsheet/plan.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/records/record.hpp"

#include <algorithm>
#include <cstring>
#include <openssl/sha.h>

namespace selatan::spreadsheet {

namespace {

using records::AnyValue;

// -- Rows on disk -------------------------------------------------------------------------------

void put_number(std::string &out, std::uint64_t number)
{
    std::array<char, sizeof number> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    out.append(bytes.data(), bytes.size());
}

void put_text(std::string &out, std::string_view text)
{
    put_number(out, text.size());
    out += text;
}

/// Reads what put_… wrote, from a buffer that holds a whole row.
class Taking {
public:
    explicit Taking(std::string_view bytes) : m_rest{bytes} {}
    [[nodiscard]] std::uint64_t number()
    {
        std::uint64_t number = 0;
        ENSURE(m_rest.size() >= sizeof number);
        std::memcpy(&number, m_rest.data(), sizeof number);
        m_rest.remove_prefix(sizeof number);
        return number;
    }
    [[nodiscard]] std::string_view bytes(std::size_t size)
    {
        ENSURE(m_rest.size() >= size);
        auto const taken = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return taken;
    }
    [[nodiscard]] std::string text() { return std::string{bytes(number())}; }

private:
    std::string_view m_rest;
};

// -- Digests ------------------------------------------------------------------------------------

RowDigest digest_of(records::Input const &input)
{
    std::string all;
    for (auto const &[name, text] : input.all()) {
        put_text(all, name);
        put_text(all, text);
    }
    RowDigest digest{};
    SHA256(reinterpret_cast<unsigned char const *>(all.data()), all.size(), digest.data());
    return digest;
}

/// Keys are stored and indexed: a long one stands for itself by its digest.
std::string bounded_key(std::string key)
{
    constexpr std::size_t key_most = 300;
    if (key.size() <= key_most) {
        return key;
    }
    RowDigest digest{};
    SHA256(reinterpret_cast<unsigned char const *>(key.data()), key.size(), digest.data());
    return "sha256:" + hex(digest);
}

// -- Reading ------------------------------------------------------------------------------------

class Planner final : public sheets::Visitor {
public:
    Planner(storage::Reader &reader, Task const &task, KnownRows const &known, bool keeps_rows,
            PlanHooks const &hooks)
        : m_reader{&reader}, m_task{task}, m_noun{task.target->noun}, m_codes{*task.codes},
          m_known{&known}, m_keeps_rows{keeps_rows}, m_hooks{&hooks}
    {
    }

    bool sheet(sheets::Sheet const &sheet) override
    {
        auto const &wanted = m_task.mapping->sheet;
        bool const wants =
            !m_found_sheet && (wanted.empty() || sheet.name.empty() || sheet.name == wanted);
        if (wants) {
            m_found_sheet = true;
            m_sheet = sheet.name;
        }
        return wants;
    }

    bool row(sheets::Row const &row) override
    {
        auto const &mapping = *m_task.mapping;
        if (row.number < mapping.header_row) {
            return true;
        }
        if (row.number < mapping.header_row + mapping.header_rows) {
            add_titles(row);
            return true;
        }
        if (!m_transform && !bind()) {
            return false;
        }
        plan_row(row);
        constexpr std::uint64_t rows_between_reports = 200;
        if (m_planned.report.counts.read % rows_between_reports == 0 && m_hooks->on_progress &&
            !m_hooks->on_progress(m_planned.report.counts.read)) {
            m_refusal = Refusal{Decline::conflict, {{"", "spreadsheet.interrupted", {}}}};
            return false;
        }
        return true;
    }

    void remark(sheets::Remark const &remark) override
    {
        m_planned.report.add(
            {.sheet = remark.place.sheet,
             .row = remark.place.row,
             .column = remark.place.column,
             .title = m_transform ? m_transform->title_of(remark.place.column) : std::string{},
             .problem = {"", remark.code, remark.arguments},
             .is_remark = true});
    }

    [[nodiscard]] Result<Planned> finish(Result<sheets::Outcome> const &outcome)
    {
        if (m_refusal) {
            return refuse(std::move(*m_refusal));
        }
        if (!outcome) {
            return refuse(outcome.error());
        }
        if (!m_found_sheet) {
            return refuse(Decline::invalid, "sheet", "spreadsheet.no_such_sheet",
                          {{"sheet", truncate(m_task.mapping->sheet, 80)}});
        }
        // A table without rows still has columns that the mapping may miss.
        if (!m_transform && !bind()) {
            return refuse(std::move(*m_refusal));
        }
        return std::move(m_planned);
    }

private:
    void add_titles(sheets::Row const &row)
    {
        m_titles.resize(std::max(m_titles.size(), row.cells.size()));
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            auto const title = clean(row.cells[i].text);
            m_titles[i] += (m_titles[i].empty() || title.empty() ? "" : " ") + title;
        }
    }

    bool bind()
    {
        auto bound = Transform::bind(*m_task.mapping, *m_noun, m_codes, m_titles);
        if (!bound) {
            m_refusal = bound.error();
            return false;
        }
        m_transform = std::move(*bound);
        if (m_hooks->on_titles) {
            m_hooks->on_titles(m_titles);
        }
        return true;
    }

    void add_problem(std::size_t row, std::size_t column, Problem problem)
    {
        m_row_problems.push_back({.sheet = m_sheet,
                                  .row = row,
                                  .column = column,
                                  .title = m_transform->title_of(column),
                                  .problem = std::move(problem)});
    }

    /// What identifies the row; empty when it has no place among the others.
    std::string key_of(sheets::Row const &row, RowDigest const &digest,
                       std::vector<CellProblem> &problems)
    {
        auto key = bounded_key(m_transform->key_of(row.cells, problems));
        if (!problems.empty()) {
            return {};
        }
        if (m_task.mapping->key.empty()) {
            // Rows without a key are told apart by what they say; equal ones by their number.
            key = hex(digest);
            auto const count = ++m_seen[key];
            return count == 1 ? key : key + "#" + std::to_string(count);
        }
        auto const [first, is_new] = m_seen.emplace(key, row.number);
        if (!is_new) {
            problems.push_back(
                {m_transform->key_column(),
                 {"", "spreadsheet.repeated_key", {{"row", std::to_string(first->second)}}}});
            return {};
        }
        return key;
    }

    void plan_row(sheets::Row const &row)
    {
        auto &counts = m_planned.report.counts;
        ++counts.read;
        m_row_problems.clear();
        std::vector<CellProblem> cell_problems;
        auto const input = m_transform->apply(row.cells, cell_problems);
        PlannedRow planned;
        planned.digest = digest_of(input);
        planned.row = row.number;
        std::vector<CellProblem> key_problems;
        planned.key = key_of(row, planned.digest, key_problems);
        for (auto *const problems : {&cell_problems, &key_problems}) {
            for (auto &one : *problems) {
                add_problem(row.number, one.column, std::move(one.problem));
            }
        }
        auto const known = m_known->find(planned.key);
        bool const is_known = known != m_known->end();
        if (m_row_problems.empty() && is_known && known->second.digest == planned.digest) {
            ++counts.same;
            return;
        }
        if (is_known) {
            plan_change(known->second, input, planned);
        } else {
            plan_making(input, planned);
        }
        if (!m_row_problems.empty()) {
            fail(row);
        } else if (!is_known) {
            ++counts.fresh;
            keep(planned);
        } else if (m_is_changed) {
            ++counts.changed;
            keep(planned);
        } else {
            ++counts.same; // says it differently, means the same
        }
    }

    void plan_making(records::Input const &input, PlannedRow &planned)
    {
        AnyValue value{*m_noun->type};
        if (m_task.target->prefill != nullptr) {
            m_task.target->prefill(*m_reader, *m_task.by, value.get());
        }
        fill(input, records::Missing::refused, planned.row, value.get());
        if (m_row_problems.empty()) {
            check(nullptr, nullptr, planned.row, value.get());
        }
        if (m_row_problems.empty() &&
            !records::may_create(*m_noun->policy, *m_task.by,
                                 records::country_of(*m_noun, value.get()),
                                 records::organisation_of(*m_noun, value.get()))) {
            add_problem(planned.row, 0, {"", "common.forbidden", {}});
        }
        if (m_row_problems.empty() && m_keeps_rows) {
            planned.texts = printed(*m_noun, value.get());
            planned.tokens = records::search_tokens(*m_noun, value.get());
        }
    }

    void plan_change(KnownRow const &known, records::Input const &input, PlannedRow &planned)
    {
        m_is_changed = false;
        if (known.version != known.current_version) {
            // Somebody mended the record by hand: the file must not undo that unseen.
            auto const label = records::label_of(*m_reader, known.record);
            add_problem(planned.row, 0,
                        {"",
                         "spreadsheet.changed_by_hand",
                         {{"reference", label ? label->reference : std::string{}}}});
            return;
        }
        auto const head = records::find(*m_reader, *m_noun, m_task.by, known.record.to_string(),
                                        records::verbs::change);
        if (!head) {
            add_problem(planned.row, 0, head.error().problems.front());
            return;
        }
        AnyValue before{*m_noun->type};
        ENSURE(records::load_into(*m_reader, *m_noun, known.record, before.get()));
        AnyValue after{before};
        fill(input, records::Missing::kept, planned.row, after.get());
        if (m_row_problems.empty()) {
            check(&*head, before.get(), planned.row, after.get());
        }
        if (m_row_problems.empty()) {
            planned.record = known.record;
            planned.version = known.version;
            planned.texts = printed(*m_noun, after.get());
            m_is_changed = planned.texts != printed(*m_noun, before.get());
        }
    }

    void fill(records::Input const &input, records::Missing missing, std::size_t row, void *value)
    {
        for (auto &problem : records::fill(*m_reader, m_codes, m_noun->fields, input, missing,
                                           records::audience_of(m_task.by), value)) {
            if (!is_told(problem.field)) {
                auto const column = m_transform->column_of(problem.field);
                add_problem(row, column, std::move(problem));
            }
        }
    }

    /// A cell that was refused is empty to the form: do not tell that it is missing, too.
    [[nodiscard]] bool is_told(std::string const &field) const
    {
        return std::ranges::any_of(
            m_row_problems, [&](RowProblem const &one) { return one.problem.field == field; });
    }

    void check(records::Head const *head, void const *before, std::size_t row, void const *after)
    {
        if (m_task.target->check == nullptr) {
            return;
        }
        for (auto &problem : m_task.target->check({.reader = *m_reader,
                             .by = *m_task.by,
                             .head = head,
                             .before = before,
                             .after = after})) {
            auto const column = m_transform->column_of(problem.field);
            add_problem(row, column, std::move(problem));
        }
    }

    void fail(sheets::Row const &row)
    {
        ++m_planned.report.counts.failed;
        if (m_hooks->on_failed) {
            m_hooks->on_failed(row.cells, m_row_problems);
        }
        for (auto &problem : m_row_problems) {
            m_planned.report.add(std::move(problem));
        }
    }

    void keep(PlannedRow const &planned)
    {
        if (m_keeps_rows) {
            m_planned.plan.add(planned);
        }
    }

    storage::Reader *m_reader;
    Task m_task;
    records::Noun const *m_noun;
    RememberingCodes m_codes;
    KnownRows const *m_known;
    bool m_keeps_rows;
    PlanHooks const *m_hooks;

    bool m_found_sheet = false;
    std::string m_sheet;
    std::vector<std::string> m_titles;
    std::optional<Transform> m_transform;
    std::optional<Refusal> m_refusal;
    std::unordered_map<std::string, std::uint64_t> m_seen; ///< keys: their first row, or how many
    std::vector<RowProblem> m_row_problems;
    bool m_is_changed = false;
    Planned m_planned;
};

} // namespace

// -- Plan ---------------------------------------------------------------------------------------

void Plan::add(PlannedRow const &row)
{
    std::string bytes;
    put_text(bytes, row.key);
    bytes.append(reinterpret_cast<char const *>(row.digest.data()), row.digest.size());
    put_number(bytes, row.row);
    put_number(bytes, row.record ? 1 : 0);
    auto const record = row.record.value_or(Uuid{});
    bytes.append(reinterpret_cast<char const *>(record.bytes.data()), record.bytes.size());
    put_number(bytes, static_cast<std::uint64_t>(row.version));
    put_number(bytes, row.texts.size());
    for (auto const &text : row.texts) {
        put_text(bytes, text);
    }
    put_number(bytes, row.tokens.size());
    for (auto const &[audience, text] : row.tokens) {
        put_number(bytes, static_cast<std::uint64_t>(audience));
        put_text(bytes, text);
    }
    std::string size;
    put_number(size, bytes.size());
    auto const sink = m_spool->sink();
    sink(size);
    sink(bytes);
    ++m_size;
}

bool Plan::refill(std::size_t wanted)
{
    while (m_buffer.size() - m_at < wanted) {
        m_buffer.erase(0, m_at);
        m_at = 0;
        if (m_is_read) {
            return false;
        }
        std::string piece;
        m_is_read = !m_spool->next(piece);
        m_buffer += piece;
    }
    return true;
}

bool Plan::next(PlannedRow &row)
{
    if (!refill(sizeof(std::uint64_t))) {
        return false;
    }
    auto const size = Taking{std::string_view{m_buffer}.substr(m_at)}.number();
    m_at += sizeof(std::uint64_t);
    ENSURE(refill(size));
    Taking taking{std::string_view{m_buffer}.substr(m_at, size)};
    m_at += size;

    row.key = taking.text();
    auto const digest = taking.bytes(row.digest.size());
    std::memcpy(row.digest.data(), digest.data(), digest.size());
    row.row = taking.number();
    bool const has_record = taking.number() == 1;
    Uuid record;
    auto const id = taking.bytes(record.bytes.size());
    std::memcpy(record.bytes.data(), id.data(), id.size());
    row.record = has_record ? std::optional{record} : std::nullopt;
    row.version = static_cast<std::int64_t>(taking.number());
    row.texts.resize(taking.number());
    for (auto &text : row.texts) {
        text = taking.text();
    }
    row.tokens.resize(taking.number());
    for (auto &[audience, text] : row.tokens) {
        audience = static_cast<Audience>(taking.number());
        text = taking.text();
    }
    return true;
}

// -- Planning -----------------------------------------------------------------------------------

Result<Planned> make_plan(storage::Reader &reader, Task const &task, Source const &source,
                          KnownRows const &known, bool keeps_rows, PlanHooks const &hooks)
{
    ENSURE(task.mapping->header_row > 0);
    Planner planner{reader, task, known, keeps_rows, hooks};
    auto const outcome = source.isolation == Isolation::child_process
                             ? sheets::isolated_read_file(source.path, source.options, planner)
                             : sheets::read_file(source.path, source.options, planner);
    return planner.finish(outcome);
}

Mapping complete_mapping(Mapping mapping, Detected const &detected)
{
    auto const *sheet = detected.main_sheet();
    if (!mapping.sheet.empty()) {
        auto const named = std::ranges::find(detected.sheets, mapping.sheet, &DetectedSheet::name);
        sheet = named == detected.sheets.end() ? sheet : &*named;
    }
    if (sheet != nullptr && mapping.sheet.empty()) {
        mapping.sheet = sheet->name;
    }
    if (mapping.header_row == 0) {
        mapping.header_row = sheet == nullptr ? 1 : std::max<std::size_t>(1, sheet->header_row);
        mapping.header_rows = sheet == nullptr ? 1 : std::max<std::size_t>(1, sheet->header_rows);
    }
    return mapping;
}

Result<sheets::Summary> look_at(Source const &source)
{
    return source.isolation == Isolation::child_process
               ? sheets::isolated_detect_file(source.path, source.options)
               : sheets::detect_file(source.path, source.options);
}

// -- Values -------------------------------------------------------------------------------------

std::string hex(std::span<std::uint8_t const> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (auto const byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::vector<std::string> printed(records::Noun const &noun, void const *value)
{
    std::vector<std::string> texts;
    texts.reserve(noun.fields.size());
    for (auto const &field : noun.fields) {
        texts.push_back(field.print(value));
    }
    return texts;
}

void restore(records::Noun const &noun, std::span<std::string const> texts, void *value)
{
    ENSURE(texts.size() == noun.fields.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].empty()) {
            noun.fields[i].clear(value);
        } else {
            ENSURE(noun.fields[i].parse(value, texts[i]) == nullptr);
        }
    }
}

} // namespace selatan::spreadsheet

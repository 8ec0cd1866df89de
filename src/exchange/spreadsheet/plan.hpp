/// \file
/// The dry run: a file read to its end, every row taken through the same parsing and rules as a
/// form, nothing written. What would be written waits in a plan, outside of the database, with
/// everything already worked out that needs no transaction.
#pragma once

#include "exchange/spreadsheet/detected.hpp"
#include "exchange/spreadsheet/report.hpp"
#include "exchange/spreadsheet/transform.hpp"
#include "platform/auth/identity.hpp"
#include "platform/records/search.hpp"
#include "platform/sheets/table_writer.hpp"
#include "platform/storage/store.hpp"
#include "platform/web/noun_pages.hpp"

#include <array>
#include <functional>
#include <memory>

namespace selatan::spreadsheet {

using RowDigest = std::array<std::uint8_t, 32>; ///< SHA-256 of what a row says, by its mapping

/// A row that came in before.
struct KnownRow {
    Uuid record;
    RowDigest digest{};
    std::int64_t version = 0;         ///< of the record, when the import had written it
    std::int64_t current_version = 0; ///< now
};
using KnownRows = std::unordered_map<std::string, KnownRow>; ///< by key

/// What one row will do.
struct PlannedRow {
    std::string key;
    RowDigest digest{};
    std::size_t row = 0;
    std::optional<Uuid> record;              ///< to be changed; nothing: to be made
    std::int64_t version = 0;                ///< of that record
    std::vector<std::string> texts;          ///< of every field of the noun, as it prints itself
    std::vector<records::SearchText> tokens; ///< of a new record
};

/// Planned rows on disk, in order, so that a file of any length takes little memory.
class Plan {
public:
    void add(PlannedRow const &row);
    /// One row after the other, from the first; false at the end. Not before the last add().
    [[nodiscard]] bool next(PlannedRow &row);
    [[nodiscard]] std::uint64_t size() const { return m_size; }

private:
    [[nodiscard]] bool refill(std::size_t wanted);

    std::shared_ptr<sheets::Spool> m_spool = std::make_shared<sheets::Spool>();
    std::uint64_t m_size = 0;
    std::string m_buffer;
    std::size_t m_at = 0;
    bool m_is_read = false; ///< the spool has nothing more
};

enum class Isolation : std::uint8_t {
    child_process, ///< for files from anybody
    none,          ///< for files that we wrote ourselves
};

/// A file and how to read it.
struct Source {
    std::string path;
    sheets::Options options;
    Isolation isolation = Isolation::child_process;
};

/// Who imports what as what.
struct Task {
    web::NounPages const *target = nullptr;
    Mapping const *mapping =
        nullptr; ///< its sheet and header row are known: see complete_mapping()
    auth::Identity const *by = nullptr;
    records::CodeLists const *codes = nullptr;
};

/// A row that did not come in, for the file that goes back: its cells as read, and why.
using OnFailed =
    std::function<void(std::span<sheets::Cell const> cells, std::span<RowProblem const> problems)>;
struct PlanHooks {
    OnFailed on_failed;
    /// The titles of the columns, once, before any row.
    std::function<void(std::vector<std::string> const &titles)> on_titles;
    /// Now and then, with the rows read so far; false gives up (the plan then refuses with
    /// spreadsheet.interrupted).
    std::function<bool(std::uint64_t rows)> on_progress;
};

struct Planned {
    Report report;
    Plan plan;
};

/// Refuses what the reader refuses, spreadsheet.no_such_sheet, and what Transform::bind() refuses.
/// Without `keeps_rows` the plan stays empty: a dry run that only reports.
[[nodiscard]] Result<Planned> make_plan(storage::Reader &reader, Task const &task,
                                        Source const &source, KnownRows const &known,
                                        bool keeps_rows, PlanHooks const &hooks = {});

/// Fills in the sheet and the header row that the mapping leaves to be detected.
[[nodiscard]] Mapping complete_mapping(Mapping mapping, Detected const &detected);
[[nodiscard]] Result<sheets::Summary> look_at(Source const &source);

[[nodiscard]] std::string hex(std::span<std::uint8_t const> bytes);

/// A noun's value from what its fields printed.
void restore(records::Noun const &noun, std::span<std::string const> texts, void *value);
[[nodiscard]] std::vector<std::string> printed(records::Noun const &noun, void const *value);

} // namespace selatan::spreadsheet

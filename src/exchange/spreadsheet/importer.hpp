/// \file
/// The importer: files become records through the same parsing and the same rules as forms, in one
/// transaction, with a dry run before and an undo after.
///
///     spreadsheet::Importer importer{store, codes, {&reports::reported_activity_pages}};
///     importer.handle_jobs(runner);          // in the background, behind the pages
///     auto const done = importer.import_file({.path = path, .name = "register.xlsx",
///                                             .mapping = *importer.mapping_named("…"), .by =
///                                             who});
///     done->report.counts.fresh
///
/// The same file again changes nothing: rows are known by their source and key. Rows that say
/// something new change their records, unless somebody changed those by hand since.
#pragma once

#include "exchange/spreadsheet/batch_store.hpp"
#include "platform/jobs/runner.hpp"

#include <functional>
#include <string>
#include <vector>

namespace selatan::spreadsheet {

enum class Writing : std::uint8_t {
    dry_run,
    for_good,
};

/// A file on this machine, imported at once: the command line, and `init`.
struct FileImport {
    std::string path;
    std::string name; ///< as its sender calls it
    Mapping mapping;
    auth::Identity const *by = nullptr;
    Writing writing = Writing::for_good;
    std::function<bool(std::uint64_t rows)> on_progress = {};
};

struct Imported {
    Report report;
    std::string reference; ///< of the batch; empty after a dry run
};

/// What undoing does about records that somebody changed since.
enum class Undoing : std::uint8_t {
    all_or_nothing,  ///< refuses, and names them
    untouched_alone, ///< leaves them as they are
};

class Importer {
public:
    /// `targets` are the nouns that rows may become; all outlive it.
    Importer(storage::Store &store, records::CodeLists const &codes,
             std::vector<web::NounPages const *> targets,
             Isolation isolation = Isolation::child_process);

    [[nodiscard]] std::vector<web::NounPages const *> const &targets() const { return m_targets; }
    /// Nothing when there is no such noun here.
    [[nodiscard]] web::NounPages const *target(std::string_view kind) const;
    /// Those that come with the program and those that people saved, for nouns that there are.
    [[nodiscard]] std::vector<Mapping> mappings(storage::Reader &reader) const;
    [[nodiscard]] std::optional<Mapping> mapping_named(std::string_view name) const;
    [[nodiscard]] records::CodeLists const &codes() const { return *m_codes; }
    [[nodiscard]] storage::Store &store() const { return *m_store; }

    // -- Steps, each in the caller's transaction ------------------------------------------------

    /// What a staged file seems to hold; outside of any transaction.
    [[nodiscard]] Result<sheets::Summary> look(std::string const &path) const;
    [[nodiscard]] Result<records::Saved> receive(storage::Tx &tx, auth::Identity const &by,
                                                 files::Examined const &file,
                                                 sheets::Summary const &summary) const;
    /// Queues the dry run. Refuses what check_mapping() finds, and unknown nouns.
    [[nodiscard]] Result<records::Saved> check(storage::Tx &tx, auth::Identity const &by,
                                               records::Head const &head, std::int64_t version,
                                               Mapping mapping) const;
    /// Queues the import of what was checked.
    [[nodiscard]] Result<records::Saved> start(storage::Tx &tx, auth::Identity const &by,
                                               records::Head const &head,
                                               std::int64_t version) const;
    /// Takes back what the batch did. Refuses spreadsheet.touched, naming records changed since,
    /// unless those are to stay.
    [[nodiscard]] Result<records::Saved> undo(storage::Tx &tx, auth::Identity const &by,
                                              records::Head const &head, std::int64_t version,
                                              Undoing undoing) const;

    // -- Work -----------------------------------------------------------------------------------

    /// Registers the dry run and the import.
    void handle_jobs(jobs::Runner &runner) const;
    [[nodiscard]] Result<Imported> import_file(FileImport const &file) const;
    /// Reads the batch's file again and hands on the rows that do not come in.
    [[nodiscard]] Result<Report> failed_rows(Uuid batch, auth::Identity const &by,
                                             PlanHooks const &hooks) const;

private:
    struct Work;
    [[nodiscard]] Result<Work> prepare(Uuid batch, auth::Identity const *by) const;
    [[nodiscard]] Result<Planned> plan(Work const &work, bool keeps_rows,
                                       PlanHooks const &hooks) const;
    [[nodiscard]] static Result<records::Saved>
    make_batch(storage::Tx &tx, auth::Identity const &by, files::Examined const &file,
               sheets::Summary const &summary, std::string_view state, Mapping const *mapping);
    /// Runs `write` once in a transaction; spreadsheet.collided where others were faster.
    [[nodiscard]] Result<void>
    write_once(std::function<Result<void>(storage::Tx &)> const &write) const;
    [[nodiscard]] Result<void> write_plan(storage::Tx &tx, Work const &work, Planned &planned,
                                          Uuid batch) const;
    [[nodiscard]] Result<void> apply(storage::Tx &tx, Work const &work, Planned &planned,
                                     Uuid batch) const;
    jobs::Outcome run_check(jobs::Work &job) const;
    jobs::Outcome run_import(jobs::Work &job) const;
    void give_up(Uuid batch, Refusal const &refusal, jobs::Work *job) const;

    storage::Store *m_store;
    records::CodeLists const *m_codes;
    std::vector<web::NounPages const *> m_targets;
    Isolation m_isolation;
};

/// The mappings that come with the program (mappings/*.json).
[[nodiscard]] std::vector<Mapping> const &shipped_mappings();
/// The extract that comes with it (examples/): name and content of the file.
[[nodiscard]] std::string_view example_file();
inline constexpr std::string_view example_file_name =
    "aiddata-chinese-official-finance-extract.csv";
/// Imports the extract, for `selatan init --example`.
[[nodiscard]] Result<Imported> import_example(Importer const &importer, auth::Identity const &by);

} // namespace selatan::spreadsheet

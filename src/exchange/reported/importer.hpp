/// \file
/// Brings IATI files into the store, and takes them back.
///
///     reported::Importer importer{store};
///     auto const done = importer.import_file({.path = path, .name = "xx.xml", .by = &who});
///     done->counts.fresh
///
/// A file comes in in one transaction: killed at any moment, nothing of it is there. Whoever has
/// many lets them be read ahead, and come in several to a transaction:
///
///     reported::FilesAhead ahead{places};
///     std::vector<reported::FileImport> files; // {.path = places[i].path, …, .ahead = &ahead,
///                                              //  .number_ahead = i}
///     importer.import_files(files, [&](std::size_t i, Result<Imported> const &done) { … });
#pragma once

#include "exchange/reported/batch.hpp"
#include "exchange/reported/files_ahead.hpp"
#include "exchange/reported/told_store.hpp"
#include "exchange/reported/watcher.hpp"
#include "platform/jobs/runner.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace selatan::reported {

/// Who is told what begins and ceases to stand. Set once, while the program starts.
void set_watchers(std::vector<Watcher *> watchers);
[[nodiscard]] std::span<Watcher *const> watchers();

enum class Writing : std::uint8_t {
    dry_run, ///< does it all, and takes it back
    for_good,
};

struct FileImport {
    std::string path;
    std::string name; ///< the next file of this name takes its place
    std::optional<iati::Archive::Member> member = {}; ///< that file of the zip archive at `path`
    auth::Identity const *by = nullptr;
    Writing writing = Writing::for_good;
    /// Reads it already, as its file of that number; nothing: it is read when it is imported.
    FilesAhead *ahead = nullptr;
    std::size_t number_ahead = 0;
    /// How much was read so far, of the decoded file; says whether to go on.
    std::function<bool(std::int64_t activities, std::uint64_t bytes)> on_progress = {};
};

struct Imported {
    Counts counts;
    std::string reference; ///< of the batch; empty after a dry run
    std::vector<std::string> publishers;
    std::string version;
    std::vector<std::pair<std::string, Note>> notes; ///< the first, by identifier
};

/// Not shared between threads: it remembers, from one file to the next, what it has looked up.
class Importer {
public:
    explicit Importer(storage::Store &store) : m_store{&store} {}

    /// Refuses reported.broken (no XML that can be read: line, column; then the validator's
    /// sentence), reported.not_activities, reported.unreadable (damaged gzip or zip),
    /// reported.interrupted, common.forbidden.
    [[nodiscard]] Result<Imported> import_file(FileImport const &file);

    /// One after the other. Small files share a transaction, which waits for the disk once; what
    /// is refused is taken out of it alone. `done` is told of each in their order, when it is
    /// committed. What fails otherwise is thrown, when those before it are in and were told of.
    using Done = std::function<void(std::size_t number, Result<Imported> const &imported)>;
    void import_files(std::span<FileImport const> files, Done const &done);

private:
    storage::Store *m_store;
    KnownTexts m_known; ///< of what is committed
};

/// Keeps it and has it imported in the background.
[[nodiscard]] Result<records::Saved> receive(storage::Tx &tx, auth::Identity const &by,
                                             std::string const &name,
                                             std::vector<Bytes> const &pieces);
void register_jobs(jobs::Runner &runner);

/// Whether a file that was kept waits for somebody: its import was interrupted each time.
[[nodiscard]] bool has_given_up(storage::Reader &reader, records::Head const &head);
/// Has it imported in the background again. Refuses reported.not_interrupted of one that has not
/// given up.
[[nodiscard]] Result<records::Saved> import_again(storage::Tx &tx, auth::Identity const &by,
                                                  records::Head const &head, std::int64_t version);

/// Refuses reported.later_imports: what came in later tells of the same publishers.
[[nodiscard]] Result<records::Saved> undo(storage::Tx &tx, auth::Identity const &by,
                                          records::Head const &head, std::int64_t version,
                                          std::string reason);

} // namespace selatan::reported

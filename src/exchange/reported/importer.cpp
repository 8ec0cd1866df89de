#include "exchange/reported/importer.hpp"

#include "base/ensure.hpp"
#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/validator.hpp"
#include "exchange/reported/activity_reader.hpp"
#include "exchange/reported/batch_store.hpp"
#include "exchange/reported/comparison.hpp"
#include "exchange/reported/rows_store.hpp"
#include "platform/i18n/words/words.hpp"
#include "platform/storage/attempt.hpp"

#include <boost/json.hpp>
#include <future>
#include <utility>

namespace selatan::reported {

namespace {

namespace json = boost::json;

constexpr std::string_view import_job = "reported.import";
constexpr std::size_t notes_kept = 200;
/// A transaction ends with the file that reaches one of these: others who write wait for it.
constexpr std::size_t files_together = 32;
constexpr std::int64_t activities_together = 1000;

std::vector<Watcher *> &all_watchers()
{
    static std::vector<Watcher *> all;
    return all;
}

/// A file that waits in the store.
class PieceInput final : public xml::Input {
public:
    PieceInput(storage::Store &store, Uuid batch) : m_store{store}, m_batch{batch} {}
    std::size_t read(std::span<char> into) override
    {
        if (m_at == m_piece.size()) {
            auto const next = m_store.read(
                [this](storage::Reader &reader) { return piece_of(reader, m_batch, m_number); });
            if (!next) {
                return 0;
            }
            m_piece = Decompressor{}.decompress(*next);
            m_at = 0;
            ++m_number;
        }
        auto const size = m_piece.copy(into.data(), into.size(), m_at);
        m_at += size;
        return size;
    }

private:
    storage::Store &m_store;
    Uuid m_batch;
    std::int64_t m_number = 1;
    std::string m_piece;
    std::size_t m_at = 0;
};

std::string report_json(Imported const &imported)
{
    json::array notes;
    for (auto const &[identifier, note] : imported.notes) {
        notes.push_back(json::object{{"identifier", identifier},
                                     {"path", note.path},
                                     {"value", note.value},
                                     {"why", note.why}});
    }
    return json::serialize(json::object{{"notes", std::move(notes)}});
}

std::string report_json(Refusal const &refusal)
{
    json::array problems;
    for (auto const &problem : refusal.problems) {
        json::object arguments;
        for (auto const &[name, value] : problem.arguments) {
            arguments[name] = value;
        }
        problems.push_back(
            json::object{{"code", problem.code}, {"arguments", std::move(arguments)}});
    }
    return json::serialize(json::object{{"problems", std::move(problems)}});
}

std::string joined(std::vector<std::string> const &all)
{
    constexpr std::size_t named_most = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(all.size(), named_most); ++i) {
        text += (i == 0 ? "" : ", ") + all[i];
    }
    return all.size() > named_most ? text + " …" : text;
}

struct Hooks {
    std::function<bool(std::int64_t activities, std::uint64_t bytes)> on_progress;
    events::Actor actor;
};

/// The import itself, in the transaction of `rows`, of the file that is taken next.
Result<Imported> bring_in(Rows &rows, records::Head const &head, FilesAhead &files,
                          ToldFile::Pieces pieces, Hooks const &hooks)
{
    auto &tx = rows.tx();
    auto const number = take_turn(tx);
    auto const before = records::load(tx, batches, head.id);
    ENSURE(before.has_value());
    auto const earlier = activities_of_last(tx, before->source);
    Comparison comparison{tx, earlier};
    Writer writer{rows, number};
    Imported imported;
    std::uint64_t bytes = 0;
    for (Chunk chunk; files.next(chunk);) {
        if (writer.counts().activities == 0) {
            begin_batch(tx, head.id, number, chunk.version);
        }
        comparison.compare(chunk.told);
        auto compressed = std::async(std::launch::async, [&] { comparison.compress(chunk.told); });
        writer.write(chunk.told, comparison.dictionary(), [&] { compressed.get(); });
        for (auto &one : chunk.told) {
            bytes += one.source.size();
            for (auto &note : one.activity.notes) {
                if (imported.notes.size() < notes_kept) {
                    imported.notes.emplace_back(one.activity.identifier, std::move(note));
                }
            }
        }
        if (hooks.on_progress && !hooks.on_progress(writer.counts().activities, bytes)) {
            return refuse(Decline::conflict, "", "reported.interrupted");
        }
    }
    auto end = files.take_end();
    if (auto const &fault = end.fault) {
        // Where, and what: the validator's sentence for the same file.
        return refuse_input({{"file",
                              "reported.broken",
                              {{"line", std::to_string(fault->place.line)},
                               {"column", std::to_string(fault->place.column)}}},
                             {"file",
                              "iati." + std::string{iati::word_of(fault->kind)},
                              {{"name", fault->subject}}}});
    }
    if (!end.is_activities) {
        return refuse(Decline::invalid, "file", "reported.not_activities");
    }
    begin_batch(tx, head.id, number, end.version);
    writer.end_vanished(before->source, earlier);
    writer.finish(head.id, end.after);
    if (pieces == ToldFile::Pieces::in_store && !end.is_transcoded) {
        delete_pieces(tx, head.id);
    }
    std::int64_t piece = 0;
    for (auto const &one : end.pieces) {
        insert_piece(tx, head.id, ++piece, one);
    }
    imported.counts = writer.counts();
    imported.publishers = writer.publishers();
    imported.version = end.version;
    imported.reference = head.reference;
    put_report(tx, head.id, report_json(imported));
    auto const now = records::load(tx, batches, head.id);
    auto after = *now;
    after.publishers = joined(imported.publishers);
    after.digest = end.digest;
    after.generated = kept(end.generated);
    after.bytes = end.bytes;
    after.activities = imported.counts.activities;
    after.fresh = imported.counts.fresh;
    after.changed = imported.counts.changed;
    after.same = imported.counts.same;
    after.vanished = imported.counts.vanished;
    after.problems = imported.counts.notes;
    auto const saved = records::advance(tx, hooks.actor, batches, head, head.version, verbs::finish,
                                        *now, after, {});
    if (!saved) {
        return refuse(saved.error());
    }
    return imported;
}

/// Damaged gzip is the file's fault, not the world's.
Result<Imported> bring_in_or_refuse(Rows &rows, records::Head const &head, FilesAhead &files,
                                    ToldFile::Pieces pieces, Hooks const &hooks)
{
    try {
        return bring_in(rows, head, files, pieces, hooks);
    } catch (iati::Unreadable const &) {
        return refuse(Decline::invalid, "file", "reported.unreadable");
    }
}

Result<records::Saved> make_batch(storage::Tx &tx, auth::Identity const &by,
                                  std::string const &name)
{
    if (!records::may_create(policy, by, std::nullopt, std::nullopt)) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    Batch batch;
    batch.title = name;
    batch.source = name;
    records::Extra extra;
    extra.verb = "received";
    return records::create(tx, by.actor(), batches, batch, extra);
}

/// One of the files of a transaction; refused, it leaves nothing in it.
Result<Imported> import_one(Rows &rows, FileImport const &file, bool is_ahead)
{
    auto &tx = rows.tx();
    std::optional<Imported> rehearsed;
    auto done = storage::attempt(tx, [&]() -> Result<Imported> {
        auto const batch = make_batch(tx, *file.by, kept(file.name));
        if (!batch) {
            return refuse(batch.error());
        }
        std::optional<FilesAhead> alone;
        auto *files = is_ahead ? file.ahead : nullptr;
        if (files != nullptr) {
            files->begin(file.number_ahead);
        } else {
            files = &alone.emplace(std::vector{FilePlace{file.path, file.member}});
        }
        auto imported =
            bring_in_or_refuse(rows, records::head_of(tx, batches, batch->id), *files,
                               ToldFile::Pieces::made, {file.on_progress, file.by->actor()});
        if (imported && file.writing == Writing::dry_run) {
            rehearsed = std::move(*imported);
            rehearsed->reference.clear();
            return refuse(Decline::conflict, "", "reported.dry_run"); // takes it all back
        }
        return imported;
    });
    if (rehearsed) {
        return std::move(*rehearsed);
    }
    return done;
}

} // namespace

void set_watchers(std::vector<Watcher *> watchers)
{
    all_watchers() = std::move(watchers);
}

std::span<Watcher *const> watchers()
{
    return all_watchers();
}

Result<Imported> Importer::import_file(FileImport const &file)
{
    std::optional<Result<Imported>> outcome;
    import_files({&file, 1}, [&](std::size_t /*number*/, Result<Imported> const &done) {
        outcome.emplace(done);
    });
    return std::move(*outcome);
}

void Importer::import_files(std::span<FileImport const> files, Done const &done)
{
    std::size_t next = 0;
    std::size_t begun = 0; // what collides or fails runs again, and reads the files itself
    auto end = files.size();
    while (next < files.size()) {
        std::vector<Result<Imported>> outcomes;
        KnownTexts known; // what is not committed leaves nothing in m_known
        try {
            m_store->write([&](storage::Tx &tx) {
                outcomes.clear();
                known = std::exchange(m_known, {});
                std::optional<Rows> rows;
                auto at = next;
                std::int64_t activities = 0;
                do {
                    bool const is_ahead = at >= begun;
                    begun = std::max(begun, at + 1);
                    if (!rows) {
                        rows.emplace(tx, known, watchers());
                    }
                    outcomes.push_back(import_one(*rows, files[at], is_ahead));
                    if (outcomes.back() && files[at].writing != Writing::dry_run) {
                        activities += outcomes.back()->counts.activities;
                    } else { // taken back, and they know of it
                        rows.reset();
                        known = {};
                    }
                } while (++at < end && outcomes.size() < files_together &&
                         activities < activities_together);
            });
        } catch (...) {
            // What one fails with is not the others' loss: those before it come in first.
            if (outcomes.empty() || end != files.size()) {
                throw;
            }
            end = next + outcomes.size();
            continue;
        }
        m_known = std::move(known);
        end = files.size();
        for (auto const &outcome : outcomes) {
            done(next++, outcome);
        }
    }
}

Result<records::Saved> receive(storage::Tx &tx, auth::Identity const &by, std::string const &name,
                               std::vector<Bytes> const &pieces)
{
    auto batch = make_batch(tx, by, kept(name));
    if (!batch) {
        return refuse(batch.error());
    }
    std::int64_t number = 0;
    for (auto const &piece : pieces) {
        insert_piece(tx, batch->id, ++number, piece);
    }
    json::object payload{{"batch", batch->id.to_string()}};
    if (!by.is_program) {
        payload["by"] = by.user.to_string();
    }
    auto const job =
        jobs::enqueue(tx, {.kind = std::string{import_job},
                           .payload = json::serialize(payload),
                           .run_at = {},
                           .unique_key = std::string{import_job} + " " + batch->id.to_string(),
                           .max_attempts = 3});
    put_job(tx, batch->id, job.uuid());
    return batch;
}

namespace {

jobs::Outcome run(jobs::Work &job)
{
    auto &store = job.store();
    auto const parsed = json::parse(job.payload());
    auto const &payload = parsed.get_object();
    auto const batch = Uuid::parse(std::string_view{payload.at("batch").get_string()});
    ENSURE(batch.has_value());
    // In the name of whoever sent it, as far as they may still do so.
    auto const by = store.read([&](storage::Reader &reader) {
        auto const *const user = payload.if_contains("by");
        return user == nullptr
                   ? std::optional{auth::program_identity("job")}
                   : auth::load_identity(
                         reader, Id<auth::User>{*Uuid::parse(std::string_view{user->get_string()})},
                         "job");
    });
    Hooks hooks;
    // How far it is is not reported: inside this write nobody could see it.
    hooks.on_progress = [&job](std::int64_t /*activities*/, std::uint64_t /*bytes*/) {
        return !job.should_stop();
    };
    hooks.actor = by ? by->actor() : auth::program_identity("job").actor();
    auto const done = store.write([&](storage::Tx &tx) -> Result<Imported> {
        if (!by || !records::may_create(policy, *by, std::nullopt, std::nullopt)) {
            return refuse(Decline::forbidden, "", "common.forbidden");
        }
        auto const head = records::head_of(tx, batches, *batch);
        FilesAhead files{std::vector<FilesAhead::Open>{[&] {
            return std::make_unique<ToldFile>(std::make_unique<PieceInput>(store, *batch),
                                              ToldFile::Pieces::in_store);
        }}};
        KnownTexts known;
        Rows rows{tx, known, watchers()};
        auto imported = bring_in_or_refuse(rows, head, files, ToldFile::Pieces::in_store, hooks);
        if (imported) {
            job.complete(tx);
        }
        return imported;
    });
    if (done) {
        return jobs::Outcome::done();
    }
    if (done.error().problems.front().code == "reported.interrupted") {
        return jobs::Outcome::interrupted();
    }
    store.write([&](storage::Tx &tx) {
        auto const head = records::head_of(tx, batches, *batch);
        put_report(tx, *batch, report_json(done.error()));
        delete_pieces(tx, *batch);
        auto const saved =
            records::advance(tx, hooks.actor, batches, head, head.version, verbs::refuse, {});
        ENSURE(saved.has_value());
        job.complete(tx);
    });
    return jobs::Outcome::done();
}

} // namespace

void register_jobs(jobs::Runner &runner)
{
    runner.handle(std::string{import_job}, run);
}

bool has_given_up(storage::Reader &reader, records::Head const &head)
{
    auto const job = job_of(reader, head.id);
    return head.state == states::received && job && job->state == jobs::State::dead;
}

Result<records::Saved> import_again(storage::Tx &tx, auth::Identity const &by,
                                    records::Head const &head, std::int64_t version)
{
    if (!has_given_up(tx, head)) {
        return refuse(Decline::conflict, "", "reported.not_interrupted");
    }
    auto saved = records::advance(tx, by.actor(), batches, head, version, verbs::again, {});
    if (saved) {
        if (auto const restarted = jobs::restart(tx, job_of(tx, head.id)->id); !restarted) {
            return refuse(restarted.error());
        }
    }
    return saved;
}

Result<records::Saved> undo(storage::Tx &tx, auth::Identity const &by, records::Head const &head,
                            std::int64_t version, std::string reason)
{
    constexpr int named_most = 10;
    static_cast<void>(take_turn(tx));
    auto const number = number_of(tx, head.id);
    if (auto const later = later_batches(tx, number, named_most); !later.empty()) {
        return refuse(Decline::conflict, "", "reported.later_imports",
                      {{"imports", joined(later)}});
    }
    records::Extra extra;
    extra.reason = std::move(reason);
    auto saved = records::advance(tx, by.actor(), batches, head, version, verbs::undo, extra);
    if (saved) {
        undo_batch(tx, head.id, number, watchers());
        delete_pieces(tx, head.id);
    }
    return saved;
}

} // namespace selatan::reported

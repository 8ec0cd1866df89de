#include "exchange/spreadsheet/importer.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::spreadsheet {

namespace {

namespace json = boost::json;
using records::AnyValue;

constexpr std::string_view check_job = "spreadsheet.check";
constexpr std::string_view import_job = "spreadsheet.import";
constexpr int attempts_most = 5;
constexpr files::Limits file_limits{.bytes = 50 * files::chunk_size};

tl::unexpected<Refusal> collided()
{
    return refuse(Decline::conflict, "", "spreadsheet.collided");
}

bool is_collision(Refusal const &refusal)
{
    return refusal.decline == Decline::stale ||
           std::ranges::any_of(refusal.problems, [](Problem const &one) {
               return one.code == "spreadsheet.collided";
           });
}

Report report_of(Refusal const &refusal)
{
    Report report;
    for (auto const &problem : refusal.problems) {
        report.add({.problem = problem});
    }
    return report;
}

void set_counts(Batch &batch, Report const &report)
{
    auto const &counts = report.counts;
    batch.rows_read = static_cast<std::int64_t>(counts.read);
    batch.rows_new = static_cast<std::int64_t>(counts.fresh);
    batch.rows_changed = static_cast<std::int64_t>(counts.changed);
    batch.rows_same = static_cast<std::int64_t>(counts.same);
    batch.rows_failed = static_cast<std::int64_t>(counts.failed);
}

void name_mapping(Batch &batch, Mapping const &mapping)
{
    batch.target = mapping.kind;
    batch.source = mapping.source;
    batch.mapping_name = mapping.name;
}

std::string fields_to_json(records::Noun const &noun, void const *value)
{
    json::object object;
    for (auto const &field : noun.fields) {
        object[json::string_view{field.name.data(), field.name.size()}] = field.print(value);
    }
    return json::serialize(object);
}

/// A field that there was not yet when the text was written stays as it is.
void fields_from_json(records::Noun const &noun, std::string_view text, void *value)
{
    auto const parsed = json::parse(json::string_view{text.data(), text.size()});
    for (auto const &field : noun.fields) {
        auto const *const found = parsed.get_object().if_contains(
            json::string_view{field.name.data(), field.name.size()});
        if (found == nullptr) {
            continue;
        }
        auto const &printed_text = found->get_string();
        if (printed_text.empty()) {
            field.clear(value);
        } else {
            ENSURE(field.parse(value, {printed_text.data(), printed_text.size()}) == nullptr);
        }
    }
}

/// Takes the batch one step on, with what changed in its fields.
Result<records::Saved> step(storage::Tx &tx, events::Actor const &actor, records::Head const &head,
                            std::int64_t version, std::string_view verb,
                            std::function<void(Batch &)> const &change, std::string reason = {})
{
    auto const before = records::load(tx, batches, head.id);
    ENSURE(before.has_value());
    auto after = *before;
    change(after);
    records::Extra extra;
    extra.reason = std::move(reason);
    return records::advance(tx, actor, batches, head, version, verb, *before, after, extra);
}

struct Payload {
    Uuid batch;
    std::optional<Uuid> by;
};

Id<jobs::Job> enqueue(storage::Tx &tx, std::string_view kind, Uuid batch, auth::Identity const &by)
{
    json::object payload{{"batch", batch.to_string()}};
    if (!by.is_program) {
        payload["by"] = by.user.to_string();
    }
    return jobs::enqueue(tx, {.kind = std::string{kind},
                              .payload = json::serialize(payload),
                              .run_at = {},
                              .unique_key = std::string{kind} + " " + batch.to_string(),
                              .max_attempts = 3});
}

Payload payload_of(jobs::Work const &job)
{
    auto const parsed = json::parse(job.payload());
    auto const &object = parsed.get_object();
    Payload payload;
    auto const batch = Uuid::parse(std::string_view{object.at("batch").get_string()});
    ENSURE(batch.has_value());
    payload.batch = *batch;
    if (auto const *const by = object.if_contains("by")) {
        payload.by = Uuid::parse(std::string_view{by->get_string()});
    }
    return payload;
}

/// Jobs act in the name and with the rights, as they are now, of whoever asked.
std::optional<auth::Identity> identity_of(storage::Reader &reader, Payload const &payload)
{
    return payload.by ? auth::load_identity(reader, Id<auth::User>{*payload.by}, "job")
                      : std::optional{auth::program_identity("job")};
}

} // namespace

// -- Parts --------------------------------------------------------------------------------------

/// A batch's file on disk, and what to do with it.
struct Importer::Work {
    Mapping mapping;
    web::NounPages const *target = nullptr;
    auth::Identity const *by = nullptr;
    Source source;
    std::shared_ptr<sheets::Spool> spool; ///< holds the file while it is read

    [[nodiscard]] Task task(records::CodeLists const &codes) const
    {
        return {.target = target, .mapping = &mapping, .by = by, .codes = &codes};
    }
};

Importer::Importer(storage::Store &store, records::CodeLists const &codes,
                   std::vector<web::NounPages const *> targets, Isolation isolation)
    : m_store{&store}, m_codes{&codes}, m_targets{std::move(targets)}, m_isolation{isolation}
{
}

web::NounPages const *Importer::target(std::string_view kind) const
{
    auto const found = std::ranges::find_if(
        m_targets, [&](web::NounPages const *one) { return one->noun->kind == kind; });
    return found == m_targets.end() ? nullptr : *found;
}

std::vector<Mapping> Importer::mappings(storage::Reader &reader) const
{
    std::vector<Mapping> all;
    for (auto const &mapping : shipped_mappings()) {
        if (target(mapping.kind) != nullptr) {
            all.push_back(mapping);
        }
    }
    for (auto const &saved : saved_mappings(reader)) {
        auto mapping = parse_mapping(saved.json);
        if (mapping && target(mapping->kind) != nullptr) {
            std::erase_if(all, [&](Mapping const &one) { return one.name == mapping->name; });
            all.push_back(std::move(*mapping));
        }
    }
    return all;
}

std::optional<Mapping> Importer::mapping_named(std::string_view name) const
{
    auto const all = m_store->read([&](storage::Reader &reader) { return mappings(reader); });
    auto const found = std::ranges::find(all, name, &Mapping::name);
    return found == all.end() ? std::nullopt : std::optional{*found};
}

Result<sheets::Summary> Importer::look(std::string const &path) const
{
    return look_at({.path = path, .options = {}, .isolation = m_isolation});
}

// -- Steps --------------------------------------------------------------------------------------

Result<records::Saved> Importer::receive(storage::Tx &tx, auth::Identity const &by,
                                         files::Examined const &file,
                                         sheets::Summary const &summary) const
{
    return make_batch(tx, by, file, summary, states::received, nullptr);
}

Result<records::Saved> Importer::make_batch(storage::Tx &tx, auth::Identity const &by,
                                            files::Examined const &file,
                                            sheets::Summary const &summary, std::string_view state,
                                            Mapping const *mapping)
{
    if (!records::may_create(policy, by, std::nullopt, std::nullopt)) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    auto const stored =
        files::store(tx, {.examined = file, .audience = Audience::internal, .person = {}});
    if (!stored) {
        return refuse(stored.error());
    }
    Batch batch;
    batch.title = file.name;
    batch.digest = hex(file.digest);
    batch.format = to_code(summary.outcome.format);
    batch.encoding = summary.outcome.encoding;
    if (mapping != nullptr) {
        name_mapping(batch, *mapping);
    }
    records::Extra extra;
    extra.verb = "received";
    extra.state = std::string{state};
    auto saved = records::create(tx, by.actor(), batches, batch, extra);
    put_file(tx, saved.id, *stored, to_json(detected(summary)));
    if (mapping != nullptr) {
        put_mapping(tx, saved.id, to_json(*mapping));
    }
    return saved;
}

Result<records::Saved> Importer::check(storage::Tx &tx, auth::Identity const &by,
                                       records::Head const &head, std::int64_t version,
                                       Mapping mapping) const
{
    auto const *const pages = target(mapping.kind);
    if (pages == nullptr) {
        return refuse(Decline::invalid, "kind", "spreadsheet.unknown_kind");
    }
    if (!records::could(*pages->noun->policy, &by, records::verbs::create)) {
        return refuse(Decline::forbidden, "kind", "common.forbidden");
    }
    if (auto problems = check_mapping(mapping, *pages->noun); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    mapping =
        complete_mapping(std::move(mapping), detected_from_json(detail_of(tx, head.id).detected));
    put_mapping(tx, head.id, to_json(mapping));
    auto saved = step(tx, by.actor(), head, version, verbs::check,
                      [&](Batch &batch) { name_mapping(batch, mapping); });
    if (saved) {
        put_job(tx, head.id, enqueue(tx, check_job, head.id, by));
    }
    return saved;
}

Result<records::Saved> Importer::start(storage::Tx &tx, auth::Identity const &by,
                                       records::Head const &head, std::int64_t version) const
{
    auto saved = records::advance(tx, by.actor(), batches, head, version, verbs::import, {});
    if (saved) {
        put_job(tx, head.id, enqueue(tx, import_job, head.id, by));
    }
    return saved;
}

Result<records::Saved> Importer::undo(storage::Tx &tx, auth::Identity const &by,
                                      records::Head const &head, std::int64_t version,
                                      Undoing undoing) const
{
    constexpr int named_most = 20;
    auto const touched = touched_records(tx, head.id, named_most);
    if (touched.count > 0 && undoing == Undoing::all_or_nothing) {
        std::string names;
        for (auto const &reference : touched.references) {
            names += (names.empty() ? "" : ", ") + reference;
        }
        return refuse(Decline::conflict, "", "spreadsheet.touched",
                      {{"count", std::to_string(touched.count)}, {"records", names}});
    }
    auto const batch = records::load(tx, batches, head.id);
    ENSURE(batch.has_value());
    auto const *const pages = target(batch->target);
    if (pages == nullptr) {
        return refuse(Decline::conflict, "", "spreadsheet.unknown_kind");
    }
    auto const &noun = *pages->noun;
    auto const actor = by.actor();
    constexpr int at_a_time = 1000;
    std::int64_t taken_back = 0;
    for (auto effects = untouched_effects(tx, head.id, at_a_time); !effects.empty();
         effects = untouched_effects(tx, head.id, at_a_time)) {
        for (auto const &effect : effects) {
            ++taken_back;
            delete_effect(tx, head.id, effect.record);
            if (!effect.before) {
                delete_row(tx, noun.kind, batch->source, effect.key);
                records::unmake(tx, noun, effect.record);
                continue;
            }
            auto const record = records::head_of(tx, noun, effect.record);
            AnyValue now{*noun.type};
            ENSURE(records::load_into(tx, noun, effect.record, now.get()));
            AnyValue then{now};
            fields_from_json(noun, *effect.before, then.get());
            records::Extra extra;
            extra.verb = "changed";
            extra.silent = true;
            auto const saved = records::change_from(tx, actor, noun, record, record.version,
                                                    now.get(), then.get(), extra);
            if (!saved) {
                return refuse(saved.error());
            }
            renumber_effects(tx, effect.record, effect.version - 1, saved->version);
            update_row(tx, noun.kind, batch->source, effect.key,
                       effect.digest_before.value_or(RowDigest{}), saved->version);
        }
    }
    records::Extra extra;
    extra.reason = std::to_string(taken_back);
    return records::advance(tx, actor, batches, head, version, verbs::undo, extra);
}

// -- Work ---------------------------------------------------------------------------------------

Result<Importer::Work> Importer::prepare(Uuid batch, auth::Identity const *by) const
{
    auto const detail =
        m_store->read([&](storage::Reader &reader) { return detail_of(reader, batch); });
    auto mapping = parse_mapping(detail.mapping);
    if (!mapping) {
        return refuse(mapping.error());
    }
    Work work{.mapping = std::move(*mapping), .by = by};
    work.target = target(work.mapping.kind);
    if (work.target == nullptr) {
        return refuse(Decline::invalid, "kind", "spreadsheet.unknown_kind");
    }
    auto const stored = m_store->read([&](storage::Reader &reader) {
        return detail.file ? files::find(reader, *detail.file) : std::nullopt;
    });
    if (!stored) {
        return refuse(Decline::not_found, "", "spreadsheet.file_gone");
    }
    auto stream = files::open(*m_store, *stored);
    if (!stream) {
        return refuse(stream.error());
    }
    work.spool = std::make_shared<sheets::Spool>();
    auto const sink = work.spool->sink();
    std::string piece;
    for (bool more = true; more;) {
        piece.clear();
        more = (*stream)(piece);
        sink(piece);
    }
    work.source = {.path = work.spool->path(), .options = {}, .isolation = m_isolation};
    return work;
}

Result<Planned> Importer::plan(Work const &work, bool keeps_rows, PlanHooks const &hooks) const
{
    return m_store->read([&](storage::Reader &reader) {
        auto const known = known_rows(reader, work.mapping.kind, work.mapping.source);
        return make_plan(reader, work.task(*m_codes), work.source, known, keeps_rows, hooks);
    });
}

Result<void> Importer::apply(storage::Tx &tx, Work const &work, Planned &planned, Uuid batch) const
{
    auto const &noun = *work.target->noun;
    auto const &source = work.mapping.source;
    auto const actor = work.by->actor();
    constexpr std::size_t at_a_time = 1000;
    std::vector<MadeRow> made;
    auto const write_made = [&] {
        insert_made_rows(tx, batch, noun.kind, source, made);
        made.clear();
    };
    PlannedRow row;
    while (planned.plan.next(row)) {
        AnyValue after{*noun.type};
        records::Extra extra;
        extra.silent = true;
        if (!row.record) {
            restore(noun, row.texts, after.get());
            extra.tokens = &row.tokens;
            auto const saved = records::create_from(tx, actor, noun, after.get(), extra);
            if (work.target->created != nullptr) {
                work.target->created(tx, *work.by, saved, after.get());
            }
            made.push_back({.key = row.key,
                            .digest = row.digest,
                            .record = saved.id,
                            .version = saved.version});
            if (made.size() == at_a_time) {
                write_made();
            }
            continue;
        }
        auto const head =
            records::find(tx, noun, work.by, row.record->to_string(), records::verbs::change);
        AnyValue before{*noun.type};
        if (!head || head->version != row.version ||
            !records::load_into(tx, noun, *row.record, before.get())) {
            return collided();
        }
        after = before;
        restore(noun, row.texts, after.get());
        extra.verb = "changed";
        auto const saved = records::change_from(tx, actor, noun, *head, row.version, before.get(),
                                                after.get(), extra);
        if (!saved) {
            return refuse(saved.error());
        }
        insert_effect(tx, batch,
                      {.record = saved->id,
                       .key = row.key,
                       .version = saved->version,
                       .before = fields_to_json(noun, before.get()),
                       .digest_before = digest_of_row(tx, noun.kind, source, row.key)});
        update_row(tx, noun.kind, source, row.key, row.digest, saved->version);
    }
    write_made();
    put_report(tx, batch, to_json(planned.report));
    return {};
}

void Importer::give_up(Uuid batch, Refusal const &refusal, jobs::Work *job) const
{
    m_store->write([&](storage::Tx &tx) {
        auto const head = records::head_of(tx, batches, batch);
        auto const stepped = records::advance(tx, {.user = {}, .post = {}, .via = "job"}, batches,
                                              head, head.version, verbs::give_up, {});
        put_report(tx, batch, to_json(report_of(refusal)));
        if (job != nullptr) {
            job->complete(tx);
        }
        ENSURE(stepped.has_value());
    });
}

void Importer::handle_jobs(jobs::Runner &runner) const
{
    // A job that fails for good must not leave its batch waiting for it for ever.
    auto const guarded = [this](jobs::Work &job, auto const &run) {
        try {
            return run();
        } catch (jobs::Lost const &) {
            throw; // the batch is another server's by now
        } catch (std::exception const &) {
            if (job.is_last_attempt()) {
                give_up(payload_of(job).batch,
                        {Decline::conflict, {{"", "spreadsheet.interrupted", {}}}}, nullptr);
            }
            throw;
        }
    };
    runner.handle(std::string{check_job}, [this, guarded](jobs::Work &job) {
        return guarded(job, [&] { return run_check(job); });
    });
    runner.handle(std::string{import_job}, [this, guarded](jobs::Work &job) {
        return guarded(job, [&] { return run_import(job); });
    });
}

jobs::Outcome Importer::run_check(jobs::Work &job) const
{
    auto const payload = payload_of(job);
    auto const [head, by] = m_store->read([&](storage::Reader &reader) {
        return std::pair{records::head_of(reader, batches, payload.batch),
                         identity_of(reader, payload)};
    });
    if (head.state != states::checking) {
        return jobs::Outcome::done(); // another mapping, or another server, was faster
    }
    if (!by) {
        give_up(payload.batch, {Decline::forbidden, {{"", "common.forbidden", {}}}}, &job);
        return jobs::Outcome::done();
    }
    auto work = prepare(payload.batch, &*by);
    PlanHooks hooks;
    hooks.on_progress = [&](std::uint64_t rows) {
        job.report({.done = static_cast<std::int64_t>(rows), .total = 0, .message = {}});
        return !job.should_stop();
    };
    auto const planned = work ? plan(*work, false, hooks) : refuse(work.error());
    if (job.should_stop()) {
        return jobs::Outcome::interrupted();
    }
    if (!planned) {
        give_up(payload.batch, planned.error(), &job);
        return jobs::Outcome::done();
    }
    auto const saved = m_store->write([&](storage::Tx &tx) -> Result<records::Saved> {
        auto const now = records::head_of(tx, batches, payload.batch);
        put_report(tx, payload.batch, to_json(planned->report));
        auto stepped =
            step(tx, {.user = {}, .post = {}, .via = "job"}, now, now.version, verbs::finish_check,
                 [&](Batch &batch) { set_counts(batch, planned->report); });
        if (stepped) {
            job.complete(tx);
        }
        return stepped;
    });
    return saved ? jobs::Outcome::done()
                 : jobs::Outcome::retry(saved.error().problems.front().code);
}

jobs::Outcome Importer::run_import(jobs::Work &job) const
{
    auto const payload = payload_of(job);
    for (int attempt = 0; attempt < attempts_most; ++attempt) {
        auto const [head, by] = m_store->read([&](storage::Reader &reader) {
            return std::pair{records::head_of(reader, batches, payload.batch),
                             identity_of(reader, payload)};
        });
        if (head.state != states::importing) {
            return jobs::Outcome::done();
        }
        if (!by) {
            give_up(payload.batch, {Decline::forbidden, {{"", "common.forbidden", {}}}}, &job);
            return jobs::Outcome::done();
        }
        auto work = prepare(payload.batch, &*by);
        PlanHooks hooks;
        hooks.on_progress = [&](std::uint64_t rows) {
            job.report({.done = static_cast<std::int64_t>(rows), .total = 0, .message = {}});
            return !job.should_stop();
        };
        auto planned = work ? plan(*work, true, hooks) : refuse(work.error());
        if (job.should_stop()) {
            return jobs::Outcome::interrupted();
        }
        if (!planned) {
            give_up(payload.batch, planned.error(), &job);
            return jobs::Outcome::done();
        }
        auto const done = write_once([&](storage::Tx &tx) -> Result<void> {
            auto written = write_plan(tx, *work, *planned, payload.batch);
            if (written) {
                job.complete(tx);
            }
            return written;
        });
        if (done) {
            return jobs::Outcome::done();
        }
        if (!is_collision(done.error())) {
            give_up(payload.batch, done.error(), &job);
            return jobs::Outcome::done();
        }
    }
    return jobs::Outcome::retry("spreadsheet.collided");
}

Result<void> Importer::write_once(std::function<Result<void>(storage::Tx &)> const &write) const
{
    bool is_used = false;
    try {
        return m_store->write([&](storage::Tx &tx) -> Result<void> {
            // After a collision the store runs this again; the plan can be read only once, and what
            // it was made on has changed.
            return std::exchange(is_used, true) ? collided() : write(tx);
        });
    } catch (storage::Violation const &violation) {
        // Another import of the same source was faster: plan again, on what it left.
        if (violation.constraint == "import_row__kind__source__row_key") {
            return collided();
        }
        throw;
    }
}

Result<void> Importer::write_plan(storage::Tx &tx, Work const &work, Planned &planned,
                                  Uuid batch) const
{
    auto applied = apply(tx, work, planned, batch);
    if (!applied) {
        return applied;
    }
    auto const head = records::head_of(tx, batches, batch);
    auto const fields = records::load(tx, batches, batch);
    auto const stepped = step(
        tx, work.by->actor(), head, head.version, verbs::finish_import,
        [&](Batch &changed) { set_counts(changed, planned.report); }, "SHA-256 " + fields->digest);
    return stepped ? Result<void>{} : refuse(stepped.error());
}

Result<Imported> Importer::import_file(FileImport const &file) const
{
    Source const source{.path = file.path, .options = {}, .isolation = m_isolation};
    Work work{.mapping = file.mapping,
              .target = target(file.mapping.kind),
              .by = file.by,
              .source = source};
    if (work.target == nullptr) {
        return refuse(Decline::invalid, "kind", "spreadsheet.unknown_kind");
    }
    auto const examined = files::examine(file.path, file.name, "file", file_limits);
    if (!examined) {
        return refuse(examined.error());
    }
    auto const summary = look_at(source);
    if (!summary) {
        return refuse(summary.error());
    }
    work.mapping = complete_mapping(std::move(work.mapping), detected(*summary));
    PlanHooks hooks;
    hooks.on_progress = file.on_progress;
    for (int attempt = 0; attempt < attempts_most; ++attempt) {
        auto planned = plan(work, file.writing == Writing::for_good, hooks);
        if (!planned) {
            return refuse(planned.error());
        }
        Imported imported{.report = planned->report, .reference = {}};
        if (file.writing == Writing::dry_run) {
            return imported;
        }
        auto const written = write_once([&](storage::Tx &tx) -> Result<void> {
            auto const saved =
                make_batch(tx, *file.by, *examined, *summary, states::importing, &work.mapping);
            if (!saved) {
                return refuse(saved.error());
            }
            imported.reference = saved->reference;
            return write_plan(tx, work, *planned, saved->id);
        });
        if (written) {
            return imported;
        }
        if (!is_collision(written.error())) {
            return refuse(written.error());
        }
    }
    return collided();
}

Result<Report> Importer::failed_rows(Uuid batch, auth::Identity const &by,
                                     PlanHooks const &hooks) const
{
    auto const work = prepare(batch, &by);
    if (!work) {
        return refuse(work.error());
    }
    auto planned = plan(*work, false, hooks);
    if (!planned) {
        return refuse(planned.error());
    }
    return std::move(planned->report);
}

Result<Imported> import_example(Importer const &importer, auth::Identity const &by)
{
    sheets::Spool spool;
    spool.sink()(example_file());
    auto const mapping = importer.mapping_named("AidData: Chinese official finance 1.0");
    ENSURE(mapping.has_value());
    return importer.import_file({.path = spool.path(),
                                 .name = std::string{example_file_name},
                                 .mapping = *mapping,
                                 .by = &by});
}

} // namespace selatan::spreadsheet

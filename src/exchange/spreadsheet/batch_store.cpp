#include "exchange/spreadsheet/batch_store.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace selatan::spreadsheet {

namespace {

storage::Bytes bytes_of(RowDigest const &digest)
{
    return {digest.begin(), digest.end()};
}

RowDigest digest_from(storage::Bytes const &bytes)
{
    RowDigest digest{};
    ENSURE(bytes.size() == digest.size());
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

/// A record that somebody changed, spoke about or hung something on after the batch wrote it.
#define IS_TOUCHED                                                                                 \
    "(r.version <> e.version"                                                                      \
    " OR EXISTS (SELECT 1 FROM comment c WHERE c.record = e.record)"                               \
    " OR EXISTS (SELECT 1 FROM attachment a WHERE a.record = e.record))"

} // namespace

BatchDetail detail_of(storage::Reader &reader, Uuid batch)
{
    BatchDetail detail;
    for (auto row : reader.query("SELECT file, coalesce(detected, ''), coalesce(mapping, ''),"
                                 " coalesce(report, ''), job FROM import_batch WHERE id = ?",
                                 batch)) {
        detail.file = row.next<std::optional<Id<files::File>>>();
        detail.detected = row.next<std::string>();
        detail.mapping = row.next<std::string>();
        detail.report = row.next<std::string>();
        detail.job = row.next<std::optional<Id<jobs::Job>>>();
    }
    return detail;
}

void put_file(storage::Tx &tx, Uuid batch, Id<files::File> file, std::string const &detected)
{
    tx.run("UPDATE import_batch SET file = ?, detected = ? WHERE id = ?", file, detected, batch);
}

void put_mapping(storage::Tx &tx, Uuid batch, std::string const &mapping)
{
    tx.run("UPDATE import_batch SET mapping = ?, report = NULL WHERE id = ?", mapping, batch);
}

void put_report(storage::Tx &tx, Uuid batch, std::string const &report)
{
    tx.run("UPDATE import_batch SET report = ? WHERE id = ?", report, batch);
}

void put_job(storage::Tx &tx, Uuid batch, Id<jobs::Job> job)
{
    tx.run("UPDATE import_batch SET job = ? WHERE id = ?", job, batch);
}

KnownRows known_rows(storage::Reader &reader, std::string_view kind, std::string_view source)
{
    KnownRows known;
    for (auto row : reader.query("SELECT i.row_key, i.record, i.digest, i.version, r.version"
                                 " FROM import_row i JOIN record r ON r.id = i.record"
                                 " WHERE i.kind = ? AND i.source = ?",
                                 kind, source)) {
        auto key = row.next<std::string>();
        KnownRow one{.record = row.next<Uuid>(),
                     .digest = digest_from(row.next<storage::Bytes>()),
                     .version = row.next<std::int64_t>(),
                     .current_version = row.next<std::int64_t>()};
        known.emplace(std::move(key), one);
    }
    return known;
}

void insert_made_rows(storage::Tx &tx, Uuid batch, std::string_view kind, std::string_view source,
                      std::span<MadeRow const> rows)
{
    using storage::Value;
    static constexpr std::array<std::string_view, 6> row_columns{"kind",   "source", "row_key",
                                                                 "record", "digest", "version"};
    auto next = rows.begin();
    tx.copy("import_row", row_columns, [&](std::vector<Value> &values) {
        if (next == rows.end()) {
            return false;
        }
        values = {std::string{kind}, std::string{source},    next->key,
                  next->record,      bytes_of(next->digest), next->version};
        ++next;
        return true;
    });
    static constexpr std::array<std::string_view, 4> effect_columns{"batch", "record", "row_key",
                                                                    "version"};
    next = rows.begin();
    tx.copy("import_effect", effect_columns, [&](std::vector<Value> &values) {
        if (next == rows.end()) {
            return false;
        }
        values = {batch, next->record, next->key, next->version};
        ++next;
        return true;
    });
}

void update_row(storage::Tx &tx, std::string_view kind, std::string_view source,
                std::string_view key, RowDigest const &digest, std::int64_t version)
{
    tx.run("UPDATE import_row SET digest = ?, version = ?"
           " WHERE kind = ? AND source = ? AND row_key = ?",
           bytes_of(digest), version, kind, source, key);
}

void delete_row(storage::Tx &tx, std::string_view kind, std::string_view source,
                std::string_view key)
{
    tx.run("DELETE FROM import_row WHERE kind = ? AND source = ? AND row_key = ?", kind, source,
           key);
}

std::optional<RowDigest> digest_of_row(storage::Reader &reader, std::string_view kind,
                                       std::string_view source, std::string_view key)
{
    auto const bytes = reader.one<storage::Bytes>(
        "SELECT digest FROM import_row WHERE kind = ? AND source = ? AND row_key = ?", kind, source,
        key);
    return bytes ? std::optional{digest_from(*bytes)} : std::nullopt;
}

void insert_effect(storage::Tx &tx, Uuid batch, Effect const &effect)
{
    auto const digest = effect.digest_before ? std::optional{bytes_of(*effect.digest_before)}
                                             : std::optional<storage::Bytes>{};
    tx.run("INSERT INTO import_effect (batch, record, row_key, version, before, digest_before)"
           " VALUES (?, ?, ?, ?, ?, ?)",
           batch, effect.record, effect.key, effect.version, effect.before, digest);
}

std::vector<Effect> untouched_effects(storage::Reader &reader, Uuid batch, int limit)
{
    std::vector<Effect> effects;
    for (auto row :
         reader.query("SELECT e.record, e.row_key, e.version, e.before, e.digest_before"
                      " FROM import_effect e JOIN record r ON r.id = e.record"
                      " WHERE e.batch = ? AND NOT " IS_TOUCHED " ORDER BY e.record LIMIT ?",
                      batch, limit)) {
        Effect effect{.record = row.next<Uuid>(),
                      .key = row.next<std::string>(),
                      .version = row.next<std::int64_t>(),
                      .before = row.next<std::optional<std::string>>()};
        if (auto const digest = row.next<std::optional<storage::Bytes>>()) {
            effect.digest_before = digest_from(*digest);
        }
        effects.push_back(std::move(effect));
    }
    return effects;
}

Touched touched_records(storage::Reader &reader, Uuid batch, int limit)
{
    Touched touched;
    touched.count = reader
                        .one<std::int64_t>("SELECT count(*) FROM import_effect e"
                                           " JOIN record r ON r.id = e.record"
                                           " WHERE e.batch = ? AND " IS_TOUCHED,
                                           batch)
                        .value_or(0);
    for (auto row :
         reader.query("SELECT r.reference FROM import_effect e"
                      " JOIN record r ON r.id = e.record"
                      " WHERE e.batch = ? AND " IS_TOUCHED " ORDER BY r.reference LIMIT ?",
                      batch, limit)) {
        touched.references.push_back(row.next<std::string>());
    }
    return touched;
}

void delete_effect(storage::Tx &tx, Uuid batch, Uuid record)
{
    tx.run("DELETE FROM import_effect WHERE batch = ? AND record = ?", batch, record);
}

void renumber_effects(storage::Tx &tx, Uuid record, std::int64_t from, std::int64_t to)
{
    tx.run("UPDATE import_effect SET version = ? WHERE record = ? AND version = ?", to, record,
           from);
}

std::vector<SavedMapping> saved_mappings(storage::Reader &reader)
{
    std::vector<SavedMapping> all;
    for (auto row : reader.query("SELECT name, kind, mapping FROM import_mapping ORDER BY name")) {
        all.push_back({.name = row.next<std::string>(),
                       .kind = row.next<std::string>(),
                       .json = row.next<std::string>()});
    }
    return all;
}

std::optional<SavedMapping> find_saved_mapping(storage::Reader &reader, std::string_view name)
{
    for (auto row :
         reader.query("SELECT name, kind, mapping FROM import_mapping WHERE name = ?", name)) {
        return SavedMapping{.name = row.next<std::string>(),
                            .kind = row.next<std::string>(),
                            .json = row.next<std::string>()};
    }
    return std::nullopt;
}

void save_mapping(storage::Tx &tx, SavedMapping const &mapping, std::optional<Uuid> owner)
{
    tx.run(
        "INSERT INTO import_mapping (id, name, kind, owner, at, mapping) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, owner = excluded.owner,"
        " at = excluded.at, mapping = excluded.mapping",
        new_uuid(tx.now()), mapping.name, mapping.kind, owner, tx.now(), mapping.json);
}

} // namespace selatan::spreadsheet

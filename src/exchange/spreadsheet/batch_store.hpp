/// \file
/// What is stored of imports besides the batch's own fields.
#pragma once

#include "exchange/spreadsheet/batch.hpp"
#include "exchange/spreadsheet/plan.hpp"

namespace selatan::spreadsheet {

/// The columns of a batch that are not fields of its noun.
struct BatchDetail {
    std::optional<Id<files::File>> file;
    std::string detected; ///< JSON; empty: nothing
    std::string mapping;
    std::string report;
    std::optional<Id<jobs::Job>> job;
};
[[nodiscard]] BatchDetail detail_of(storage::Reader &reader, Uuid batch);
void put_file(storage::Tx &tx, Uuid batch, Id<files::File> file, std::string const &detected);
void put_mapping(storage::Tx &tx, Uuid batch, std::string const &mapping);
void put_report(storage::Tx &tx, Uuid batch, std::string const &report);
void put_job(storage::Tx &tx, Uuid batch, Id<jobs::Job> job);

/// Everything that came from a source before, in one query.
[[nodiscard]] KnownRows known_rows(storage::Reader &reader, std::string_view kind,
                                   std::string_view source);
/// A record that a batch made, and the row that it was made of.
struct MadeRow {
    std::string key;
    RowDigest digest{};
    Uuid record;
    std::int64_t version = 0;
};
/// Many at once: which row became which, and that the batch made them.
void insert_made_rows(storage::Tx &tx, Uuid batch, std::string_view kind, std::string_view source,
                      std::span<MadeRow const> rows);
void update_row(storage::Tx &tx, std::string_view kind, std::string_view source,
                std::string_view key, RowDigest const &digest, std::int64_t version);
void delete_row(storage::Tx &tx, std::string_view kind, std::string_view source,
                std::string_view key);
[[nodiscard]] std::optional<RowDigest> digest_of_row(storage::Reader &reader, std::string_view kind,
                                                     std::string_view source, std::string_view key);

struct Effect {
    Uuid record;
    std::string key;
    std::int64_t version = 0;
    std::optional<std::string> before; ///< JSON of texts by field; nothing: the batch made it
    std::optional<RowDigest> digest_before;
};
void insert_effect(storage::Tx &tx, Uuid batch, Effect const &effect);
/// Those whose record is as the batch left it: nobody changed it, commented on it, attached
/// anything. At most `limit`.
[[nodiscard]] std::vector<Effect> untouched_effects(storage::Reader &reader, Uuid batch, int limit);
/// The others, by reference; at most `limit`, and how many there are.
struct Touched {
    std::int64_t count = 0;
    std::vector<std::string> references;
};
[[nodiscard]] Touched touched_records(storage::Reader &reader, Uuid batch, int limit);
/// After the batch was undone: what it did to these records is told by its history alone.
void delete_effect(storage::Tx &tx, Uuid batch, Uuid record);
/// A record that is again as an earlier batch had left it has another version than then.
void renumber_effects(storage::Tx &tx, Uuid record, std::int64_t from, std::int64_t to);

struct SavedMapping {
    std::string name;
    std::string kind;
    std::string json;
};
[[nodiscard]] std::vector<SavedMapping> saved_mappings(storage::Reader &reader);
[[nodiscard]] std::optional<SavedMapping> find_saved_mapping(storage::Reader &reader,
                                                             std::string_view name);
/// One of the same name is replaced.
void save_mapping(storage::Tx &tx, SavedMapping const &mapping, std::optional<Uuid> owner);

} // namespace selatan::spreadsheet

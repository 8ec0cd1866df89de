#include "cooperation/training/board_store.hpp"

#include "platform/storage/marks.hpp"

namespace selatan::training {

void put_in_batch(storage::Tx &tx, Uuid batch, CallContext const &call, std::string_view act,
                  Considered const &before, std::int64_t version)
{
    tx.send("INSERT INTO training_batch (batch, application, call, act, version, state, awaits,"
            " findings, assessment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            batch, before.head.id, call.id, act, version, before.head.state, before.value.awaits,
            records::Text<records::Codes>::print(before.value.findings), before.value.assessment);
}

std::vector<InBatch> batch_of(storage::Reader &reader, Uuid call, Uuid batch)
{
    std::vector<InBatch> all;
    for (auto row : reader.query(
             "SELECT b.application, r.title, b.act, b.version, b.state, b.awaits, b.findings,"
             " b.assessment, r.version FROM training_batch b JOIN record r ON r.id = b.application"
             " WHERE b.call = ? AND b.batch = ? ORDER BY b.application",
             call, batch)) {
        auto &one = all.emplace_back();
        one.application = row.next<Uuid>();
        one.name = row.next<std::string>();
        one.act = row.next<std::string>();
        one.version = row.next<std::int64_t>();
        one.earlier.state = row.next<std::string>();
        one.earlier.awaits = row.next<std::optional<Awaited>>();
        records::Text<records::Codes>::parse(row.next<std::string>(), one.earlier.findings);
        one.earlier.assessment = row.next<std::string>();
        one.is_untouched = row.next<std::int64_t>() == one.version;
    }
    return all;
}

std::optional<Uuid> last_batch(storage::Reader &reader, Uuid call,
                               std::span<std::string_view const> acts)
{
    std::vector<storage::Value> values{call};
    for (auto const act : acts) {
        values.emplace_back(std::string{act});
    }
    // Ids rise with time.
    for (auto row :
         reader.query_with("SELECT b.batch FROM training_batch b"
                           " JOIN record r ON r.id = b.application AND r.version = b.version"
                           " WHERE b.call = ? AND b.act IN (" +
                               storage::marks(acts.size()) + ") ORDER BY b.batch DESC LIMIT 1",
                           values)) {
        return row.next<Uuid>();
    }
    return std::nullopt;
}

void take_out_of_batch(storage::Tx &tx, Uuid batch, InBatch const &one, std::int64_t version)
{
    tx.send("DELETE FROM training_batch WHERE batch = ? AND application = ?", batch,
            one.application);
    tx.send("UPDATE training_batch SET version = ? WHERE application = ? AND version = ?", version,
            one.application, one.version - 1);
}

} // namespace selatan::training

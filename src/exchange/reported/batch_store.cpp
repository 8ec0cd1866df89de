#include "exchange/reported/batch_store.hpp"

#include "exchange/reported/facets.hpp"
#include "exchange/reported/value_lists.hpp"

#include <algorithm>

namespace selatan::reported {

std::int64_t take_turn(storage::Tx &tx)
{
    if (tx.engine() == storage::Engine::postgresql) {
        // It plans a statement by how large its tables once were, and an import fills them while it
        // asks: for the rest of this transaction all goes by an index, right at every size.
        tx.send("SELECT set_config('enable_seqscan', 'off', true)");
    }
    return tx.one<std::int64_t>("UPDATE iati_turn SET last = last + 1 WHERE id = 1 RETURNING last")
        .value_or(0);
}

void begin_batch(storage::Tx &tx, Uuid batch, std::int64_t number, std::string_view version)
{
    tx.send("UPDATE iati_batch SET number = ?, iati_version = ? WHERE id = ?", number, version,
            batch);
}

namespace {

Layout parse_layout(Bytes const &bytes)
{
    auto const text = Decompressor{}.decompress(bytes);
    std::span<std::uint8_t const> rest{reinterpret_cast<std::uint8_t const *>(text.data()),
                                       text.size()};
    auto const number = [&rest] {
        std::uint64_t found = 0;
        if (!take_number(rest, found)) {
            throw DamagedSource{"a layout ends too early"};
        }
        return found;
    };
    auto const piece = [&] {
        auto const size = number();
        if (size > rest.size()) {
            throw DamagedSource{"a layout ends too early"};
        }
        std::string taken{rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size)};
        rest = rest.subspan(size);
        return taken;
    };
    Layout layout;
    while (number() == 1) {
        auto before = piece();
        layout.entries.push_back({std::move(before), static_cast<std::int64_t>(number())});
    }
    layout.after = piece();
    return layout;
}

} // namespace

std::vector<std::int64_t> activities_of_last(storage::Reader &reader, std::string_view source)
{
    std::vector<std::int64_t> all;
    auto const bytes = reader.one<Bytes>("SELECT layout FROM iati_batch WHERE source = ?"
                                         " AND layout IS NOT NULL ORDER BY number DESC LIMIT 1",
                                         source);
    if (bytes) {
        for (auto const &entry : parse_layout(*bytes).entries) {
            all.push_back(entry.activity);
        }
    }
    std::ranges::sort(all);
    return all;
}

std::vector<std::int64_t> activities_of_others(storage::Reader &reader, std::string_view source,
                                               std::vector<std::int64_t> const &publishers)
{
    std::vector<std::int64_t> all;
    static std::string const sql =
        "SELECT b.layout FROM iati_batch b WHERE b.source <> ? AND b.layout IS NOT NULL"
        " AND b.number = (SELECT max(l.number) FROM iati_batch l"
        "  WHERE l.source = b.source AND l.layout IS NOT NULL)"
        " AND b.number IN (SELECT batch FROM iati_batch_publisher WHERE publisher IN (" +
        marks("?") + "))";
    in_lists(publishers, [&](std::vector<storage::Value> const &list) {
        std::vector<storage::Value> values{std::string{source}};
        values.insert(values.end(), list.begin(), list.end());
        for (auto row : reader.query_with(sql, values)) {
            for (auto const &entry : parse_layout(row.next<Bytes>()).entries) {
                all.push_back(entry.activity);
            }
        }
    });
    std::ranges::sort(all);
    return all;
}

std::optional<Layout> layout_of(storage::Reader &reader, Uuid batch)
{
    auto const bytes =
        reader.one<std::optional<Bytes>>("SELECT layout FROM iati_batch WHERE id = ?", batch);
    return bytes && *bytes ? std::optional{parse_layout(**bytes)} : std::nullopt;
}

// -- Undo ---------------------------------------------------------------------------------------

std::vector<std::string> later_batches(storage::Reader &reader, std::int64_t batch, int limit)
{
    return reader.all<std::string>(
        "SELECT DISTINCT r.reference FROM iati_batch_publisher b"
        " JOIN iati_batch_publisher l ON l.publisher = b.publisher"
        " JOIN iati_batch i ON i.number = l.batch JOIN record r ON r.id = i.id"
        " WHERE b.batch = ? AND l.batch > b.batch ORDER BY r.reference LIMIT ?",
        batch, limit);
}

std::int64_t number_of(storage::Reader &reader, Uuid batch)
{
    return reader.one<std::int64_t>("SELECT number FROM iati_batch WHERE id = ?", batch)
        .value_or(0);
}

void put_report(storage::Tx &tx, Uuid batch, std::string const &report)
{
    tx.send("UPDATE iati_batch SET report = ? WHERE id = ?", report, batch);
}

std::string report_of(storage::Reader &reader, Uuid batch)
{
    return reader
        .one<std::optional<std::string>>("SELECT report FROM iati_batch WHERE id = ?", batch)
        .value_or(std::nullopt)
        .value_or("");
}

void put_job(storage::Tx &tx, Uuid batch, Uuid job)
{
    tx.run("UPDATE iati_batch SET job = ? WHERE id = ?", job, batch);
}

std::optional<jobs::Shown> job_of(storage::Reader &reader, Uuid batch)
{
    auto const job =
        reader.one<std::optional<Uuid>>("SELECT job FROM iati_batch WHERE id = ?", batch)
            .value_or(std::nullopt);
    return job ? jobs::find(reader, Id<jobs::Job>{*job}) : std::nullopt;
}

// -- A file that waits --------------------------------------------------------------------------

void insert_piece(storage::Tx &tx, Uuid batch, std::int64_t number, Bytes const &bytes)
{
    tx.send("INSERT INTO iati_piece (batch, number, bytes) VALUES (?, ?, ?)", batch, number, bytes);
}

std::optional<Bytes> piece_of(storage::Reader &reader, Uuid batch, std::int64_t number)
{
    return reader.one<Bytes>("SELECT bytes FROM iati_piece WHERE batch = ? AND number = ?", batch,
                             number);
}

void delete_pieces(storage::Tx &tx, Uuid batch)
{
    tx.send("DELETE FROM iati_piece WHERE batch = ?", batch);
}

} // namespace selatan::reported

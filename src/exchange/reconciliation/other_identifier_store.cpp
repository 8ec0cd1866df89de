#include "base/text.hpp"
#include "exchange/reconciliation/other_identifier.hpp"
#include "exchange/reported/reading.hpp"

#include <algorithm>

namespace selatan::reconciliation {

namespace {

using storage::to_value;
using storage::Value;

constexpr int read_at_a_time = 500;
constexpr std::size_t asked_at_a_time = 200;

struct Row {
    std::string text;
    std::int64_t activity = 0;
    std::int64_t batch = 0;
    auto operator<=>(Row const &) const = default;
};

struct Read {
    std::vector<Row> rows;
    std::int64_t activities = 0;
    std::int64_t last_batch = 0;
    std::int64_t last_activity = 0;
};

Read read_some(storage::Reader &reader)
{
    Read read;
    for (auto row :
         reader.query("SELECT batch, activity FROM other_identifier_read WHERE id = 1")) {
        read.last_batch = row.next<std::int64_t>();
        read.last_activity = row.next<std::int64_t>();
    }
    struct Told {
        std::int64_t batch = 0;
        std::string identifier;
        std::string publisher;
    };
    std::vector<std::int64_t> ids;
    std::vector<Told> told;
    for (auto row :
         reader.query(R"(
            SELECT a.id, a.batch, i.text, p.ref FROM iati_activity a
            JOIN iati_identifier i ON i.id = a.identifier
            JOIN iati_publisher p ON p.id = a.publisher
            WHERE a.batch >= ? AND (a.batch, a.id) > (?, ?) ORDER BY a.batch, a.id LIMIT ?)",
                      read.last_batch, read.last_batch, read.last_activity, read_at_a_time)) {
        ids.push_back(row.next<std::int64_t>());
        told.push_back({.batch = row.next<std::int64_t>(),
                        .identifier = row.next<std::string>(),
                        .publisher = row.next<std::string>()});
    }
    auto const sources = reported::sources_of(reader, ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const others = other_identifiers(sources[i]);
        auto names = former_identifiers(others, told[i].identifier, told[i].publisher);
        for (auto const &one : others) {
            if (!one.is_of_organisation()) {
                names.push_back(one.text);
            }
        }
        for (auto const &name : names) {
            if (is_telling(name)) {
                read.rows.push_back(
                    {.text = fold(clean(name)), .activity = ids[i], .batch = told[i].batch});
            }
        }
    }
    std::ranges::sort(read.rows);
    // Not std::ranges::unique: clang 14 cannot read libstdc++'s.
    read.rows.erase(std::unique(read.rows.begin(), read.rows.end()), read.rows.end());
    read.activities = static_cast<std::int64_t>(ids.size());
    if (!ids.empty()) {
        read.last_batch = told.back().batch;
        read.last_activity = ids.back();
    }
    return read;
}

void write(storage::Tx &tx, Read const &read)
{
    for (auto const &row : read.rows) {
        tx.run("INSERT INTO other_identifier (text, activity, batch) VALUES (?, ?, ?)"
               " ON CONFLICT (text, activity, batch) DO NOTHING",
               row.text, row.activity, row.batch);
    }
    tx.run("UPDATE other_identifier_read SET batch = ?, activity = ? WHERE id = 1", read.last_batch,
           read.last_activity);
}

} // namespace

std::int64_t read_other_identifiers(storage::Store &store, std::function<bool()> const &should_stop)
{
    std::int64_t activities = 0;
    while (!should_stop || !should_stop()) {
        auto const read = store.read(read_some);
        if (read.activities == 0) {
            break;
        }
        store.write([&](storage::Tx &tx) { write(tx, read); });
        activities += read.activities;
    }
    return activities;
}

std::vector<std::int64_t> activities_naming(storage::Reader &reader,
                                            std::vector<std::string> const &identifiers)
{
    std::vector<std::int64_t> all;
    for (std::size_t begin = 0; begin < identifiers.size(); begin += asked_at_a_time) {
        auto const end = std::min(identifiers.size(), begin + asked_at_a_time);
        std::vector<Value> values;
        std::string marks;
        for (auto i = begin; i < end; ++i) {
            marks += marks.empty() ? "?" : ", ?";
            values.push_back(to_value(fold(clean(identifiers[i]))));
        }
        for (auto row : reader.query_with(
                 "SELECT a.id FROM other_identifier o JOIN iati_activity a ON a.id = o.activity"
                 " AND a.batch = o.batch AND a.ended_by IS NULL WHERE o.text IN (" +
                     marks + ")",
                 values)) {
            all.push_back(row.next<std::int64_t>());
        }
    }
    return all;
}

} // namespace selatan::reconciliation

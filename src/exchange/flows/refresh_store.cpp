#include "exchange/flows/refresh.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/flows/finding.hpp"
#include "exchange/reported/activity.hpp"
#include "platform/jobs/job.hpp"

#include <array>

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

template <std::size_t N, typename Row, typename Write>
void copy(storage::Tx &tx, std::string_view table, std::array<std::string_view, N> const &columns,
          std::vector<Row> const &rows, Write const &write)
{
    std::size_t next = 0;
    tx.copy(table, columns, [&](std::vector<Value> &row) {
        if (next == rows.size()) {
            return false;
        }
        row.clear();
        write(rows[next++], row);
        return true;
    });
}

std::int64_t number(Dimension dimension)
{
    return static_cast<std::int64_t>(dimension);
}

std::int64_t number(Money money)
{
    return static_cast<std::int64_t>(money);
}

/// The officer's word, where there is one; else the program's, without what is only perhaps.
std::unordered_set<std::int64_t> read_south(storage::Reader &reader)
{
    std::unordered_set<std::int64_t> all;
    for (auto row : reader.query(R"(
            SELECT f.activity FROM flow_finding f
            LEFT JOIN flow_verdict v ON v.identifier = f.identifier AND v.publisher = f.publisher
                                    AND v.replaced = 0
            WHERE v.verdict IN ('south_south', 'triangular')
               OR (v.verdict IS NULL AND f.level IN ('stated', 'triangular', 'south_south')))")) {
        all.insert(row.next<std::int64_t>());
    }
    return all;
}

void write(storage::Tx &tx, Figures const &figures, std::int64_t revision)
{
    for (auto const *const statement :
         {"DELETE FROM flow_key", "DELETE FROM flow_rate", "DELETE FROM flow_transaction",
          "DELETE FROM flow_part", "DELETE FROM flow_total", "DELETE FROM flow_unrated",
          "DELETE FROM flow_state"}) {
        tx.run(statement);
    }
    constexpr std::array<std::string_view, 6> key_columns{"id",   "dimension", "code",
                                                          "name", "country",   "side"};
    copy(tx, "flow_key", key_columns, figures.keys, [](Key const &one, std::vector<Value> &row) {
        row = {to_value(one.id),
               to_value(number(one.dimension)),
               to_value(one.code),
               to_value(one.name),
               one.country.empty() ? Value{} : to_value(one.country),
               to_value(one.side)};
    });
    constexpr std::array<std::string_view, 6> rate_columns{"id",   "currency", "rated_on",
                                                           "kind", "source",   "rate"};
    copy(tx, "flow_rate", rate_columns, figures.rates,
         [](UsedRate const &one, std::vector<Value> &row) {
             row = {to_value(one.id),
                    to_value(one.rate.from.view()),
                    to_value(reported::day_number(one.rate.on)),
                    to_value(one.rate.kind),
                    to_value(one.rate.source),
                    to_value(one.rate.rate.to_string())};
         });
    constexpr std::array<std::string_view, 9> transaction_columns{
        "activity", "number", "measure", "year", "usd", "rate", "left_out", "reason", "instead"};
    copy(tx, "flow_transaction", transaction_columns, figures.transactions,
         [](Figured const &one, std::vector<Value> &row) {
             row = {to_value(one.activity), to_value(one.number), to_value(number(one.money)),
                    to_value(one.year),     to_value(one.usd),    to_value(one.rate),
                    to_value(one.left_out), to_value(one.reason), to_value(one.instead)};
         });
    constexpr std::array<std::string_view, 9> part_columns{"dimension", "key",      "measure",
                                                           "year",      "activity", "number",
                                                           "is_south",  "counted",  "left_out"};
    copy(tx, "flow_part", part_columns, figures.parts,
         [](Part const &one, std::vector<Value> &row) {
             row = {to_value(number(one.dimension)), to_value(one.key),
                    to_value(number(one.money)),     to_value(one.year),
                    to_value(one.activity),          to_value(one.number),
                    to_value(one.is_south),          to_value(one.counted),
                    to_value(one.left_out)};
         });
    tx.run(R"(
        INSERT INTO flow_total (dimension, measure, is_south, key, year, counted, left_out,
                                transactions)
        SELECT dimension, measure, is_south, key, year, SUM(counted), SUM(left_out), COUNT(*)
        FROM flow_part GROUP BY dimension, measure, is_south, key, year)");
    for (auto const &[of, sum] : figures.unrated) {
        tx.run(R"(
            INSERT INTO flow_unrated (currency, measure, year, amount, transactions)
            VALUES (?, ?, ?, ?, ?))",
               of.currency, number(of.money), of.year, sum.hundredths, sum.transactions);
    }
    tx.run(R"(
        INSERT INTO flow_state (id, made_at, revision, activities, transactions)
        VALUES (1, ?, ?, ?, ?))",
           tx.now(), revision, figures.activities,
           static_cast<std::int64_t>(figures.transactions.size()));
}

} // namespace

Refreshed refresh(storage::Store &store, std::function<bool()> const &should_stop)
{
    Refreshed refreshed;
    refreshed.findings = find_all(store, should_stop);
    std::int64_t revision = 0;
    auto const figures = store.read([&](storage::Reader &reader) {
        auto const lists = reference::lists(reader);
        revision = lists->revision();
        return figure(read_told(reader), *lists, reader.now().date(), read_south(reader));
    });
    store.write([&](storage::Tx &tx) { write(tx, figures, revision); });
    refreshed.activities = figures.activities;
    refreshed.transactions = static_cast<std::int64_t>(figures.transactions.size());
    return refreshed;
}

std::vector<std::string> check(storage::Reader &reader)
{
    std::vector<std::string> wrong;
    auto const ask = [&](std::string_view what, std::string_view sql) {
        auto const count = reader.one<std::int64_t>(sql).value_or(0);
        if (count != 0) {
            wrong.push_back(std::string{what} + ": " + std::to_string(count));
        }
    };
    ask("figures that differ from their parts", R"(
        SELECT COUNT(*) FROM (
            SELECT t.dimension FROM flow_total t
            LEFT JOIN (SELECT dimension, measure, is_south, key, year, SUM(counted) AS counted,
                              SUM(left_out) AS left_out, COUNT(*) AS transactions
                       FROM flow_part GROUP BY dimension, measure, is_south, key, year) p
              ON p.dimension = t.dimension AND p.measure = t.measure
             AND p.is_south = t.is_south AND p.key = t.key AND p.year = t.year
            WHERE p.counted IS NULL OR p.counted <> t.counted OR p.left_out <> t.left_out
               OR p.transactions <> t.transactions) d)");
    // Each of these dimensions divides the same whole.
    ask("transactions whose parts are not the whole", R"(
        SELECT COUNT(*) FROM (
            SELECT p.dimension, p.activity, p.number FROM flow_part p
            JOIN flow_transaction t ON t.activity = p.activity AND t.number = p.number
            WHERE p.dimension <> 9
            GROUP BY p.dimension, p.activity, p.number, t.usd, t.left_out
            HAVING SUM(p.counted) + SUM(p.left_out) <> t.usd OR SUM(p.left_out) <> t.left_out) d)");
    ask("transactions that no figure has", R"(
        SELECT COUNT(*) FROM iati_transaction t
        WHERE t.type IN ('1', '2', '3', '4') AND t.happened_on IS NOT NULL
          AND t.amount IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM flow_transaction f
                          WHERE f.activity = t.activity AND f.number = t.number))");
    ask("figures of transactions that no longer stand", R"(
        SELECT COUNT(*) FROM flow_transaction f
        WHERE NOT EXISTS (SELECT 1 FROM iati_transaction t
                          WHERE f.activity = t.activity AND f.number = t.number))");
    return wrong;
}

void ask_for_refresh(storage::Tx &tx)
{
    jobs::enqueue(tx, {.kind = std::string{refresh_job}, .unique_key = std::string{refresh_job}});
}

} // namespace selatan::reported_flows

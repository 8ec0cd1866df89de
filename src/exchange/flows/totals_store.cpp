#include "exchange/flows/totals.hpp"

#include "exchange/flows/refresh.hpp"
#include "exchange/flows/told.hpp"

#include <algorithm>
#include <cmath>

namespace selatan::reported_flows {

namespace {

using storage::to_value;

constexpr std::int64_t every_year = 0;

std::int64_t number(Dimension dimension)
{
    return static_cast<std::int64_t>(dimension);
}

std::int64_t number(Money money)
{
    return static_cast<std::int64_t>(money);
}

} // namespace

std::vector<Total> totals(storage::Reader &reader, Asked const &asked, int limit)
{
    // The largest are found before anything is looked up of them; of one side there are few keys,
    // and they lead.
    constexpr std::string_view which = "t.dimension = ? AND t.measure = ? AND t.only_south = ?"
                                       " AND t.year = ?";
    std::vector<storage::Value> values{to_value(number(asked.dimension)),
                                       to_value(number(asked.money)), to_value(asked.only_south),
                                       to_value(asked.year.value_or(every_year))};
    std::string sql = "SELECT k.code, COALESCE(o.name, k.name), k.country, k.side, s.counted,"
                      " s.left_out, s.transactions FROM (SELECT t.key, t.counted, t.left_out,"
                      " t.transactions FROM ";
    if (!asked.only_southern) {
        sql += "flow_total t WHERE " + std::string{which};
    } else {
        sql += "flow_key e CROSS JOIN flow_total t WHERE t.key = e.id AND e.dimension = t.dimension"
               " AND " +
               std::string{which} + " AND e.dimension = ? AND e.side = 'south'";
        values.push_back(to_value(number(asked.dimension)));
    }
    sql += " ORDER BY t.counted DESC, t.key LIMIT ?) s JOIN flow_key k ON k.id = s.key"
           " LEFT JOIN flow_key o ON o.id = k.provider ORDER BY s.counted DESC, k.code";
    values.push_back(to_value(limit));
    std::vector<Total> all;
    for (auto row : reader.query_with(sql, values)) {
        all.push_back({.code = row.next<std::string>(),
                       .name = row.next<std::string>(),
                       .country = row.next<std::optional<std::string>>().value_or(""),
                       .side = row.next<std::string>(),
                       .counted = row.next<std::int64_t>(),
                       .left_out = row.next<std::int64_t>(),
                       .transactions = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<Total> totals_by_year(storage::Reader &reader, Asked const &asked)
{
    std::vector<Total> all;
    for (auto row : reader.query(R"(
            SELECT t.year, t.counted, t.left_out, t.transactions FROM flow_total t
            WHERE t.dimension = ? AND t.measure = ? AND t.only_south = ? AND t.year > 0
            ORDER BY t.year DESC)",
                                 number(Dimension::all), number(asked.money), asked.only_south)) {
        Total one;
        one.code = std::to_string(row.next<std::int64_t>());
        one.counted = row.next<std::int64_t>();
        one.left_out = row.next<std::int64_t>();
        one.transactions = row.next<std::int64_t>();
        all.push_back(std::move(one));
    }
    return all;
}

Overview overview(storage::Reader &reader)
{
    Overview overview;
    for (auto row : reader.query("SELECT made_at, is_complete, activities, transactions"
                                 " FROM flow_state WHERE id = 1")) {
        overview.made_at = row.next<Instant>();
        overview.is_whole = row.next<bool>();
        overview.activities = row.next<std::int64_t>();
        overview.transactions = row.next<std::int64_t>();
    }
    if (!overview.is_whole) {
        overview.waiting = reader
                               .one<std::int64_t>("SELECT (SELECT COUNT(*) FROM flow_changed)"
                                                  " + (SELECT COUNT(*) FROM flow_recount)")
                               .value_or(0);
    }
    overview.is_current = !reader
                               .one<std::int64_t>(R"(
        SELECT 1 FROM job WHERE kind = ? AND state IN ('waiting', 'running') LIMIT 1)",
                                                  refresh_job)
                               .has_value();
    return overview;
}

std::vector<UnratedTotal> unrated(storage::Reader &reader, Asked const &asked)
{
    std::vector<storage::Value> values{to_value(number(asked.money))};
    std::string sql = R"(
        SELECT t.currency, CAST(SUM(t.amount) AS BIGINT), CAST(SUM(t.transactions) AS BIGINT)
        FROM flow_unrated t WHERE t.measure = ?)";
    if (asked.year) {
        sql += " AND t.year = ?";
        values.push_back(to_value(*asked.year));
    }
    sql += " GROUP BY t.currency ORDER BY t.currency";
    std::vector<UnratedTotal> all;
    for (auto row : reader.query_with(sql, values)) {
        all.push_back({.currency = row.next<std::string>(),
                       .hundredths = row.next<std::int64_t>(),
                       .transactions = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<Dayless> without_day(storage::Reader &reader, Money money)
{
    // An index has these alone.
    auto const dayless = [&]() -> std::string {
        constexpr std::string_view transactions =
            "iati_transaction x CROSS JOIN iati_activity a WHERE x.happened_on IS NULL"
            " AND x.valued_on IS NULL AND x.type IN ";
        switch (money) {
        case Money::committed:
            return std::string{transactions} + "('2')";
        case Money::spent:
            return std::string{transactions} + "('3', '4')";
        case Money::incoming:
            return std::string{transactions} + "('1')";
        case Money::budget:
            break;
        }
        return "iati_budget x CROSS JOIN iati_activity a WHERE x.kind = 1 AND x.starts_on IS NULL";
    }();
    // In floating point: whatever anybody writes, the sum has its place.
    std::vector<Dayless> all;
    for (auto row : reader.query("SELECT CASE p.name WHEN '' THEN p.ref ELSE p.name END AS who,"
                                 " d.currency, d.amount, d.transactions FROM"
                                 " (SELECT a.publisher, COALESCE(x.currency, '') AS currency,"
                                 " SUM(CAST(x.amount AS DOUBLE PRECISION)) AS amount,"
                                 " COUNT(*) AS transactions FROM " +
                                 dayless +
                                 " AND x.amount IS NOT NULL AND a.id = x.activity"
                                 " AND a.ended_by IS NULL GROUP BY a.publisher, x.currency) d"
                                 " JOIN iati_publisher p ON p.id = d.publisher"
                                 " ORDER BY who, d.currency, p.id")) {
        Dayless one{.publisher = row.next<std::string>(), .currency = row.next<std::string>()};
        constexpr double most = 9e18;
        one.hundredths = std::llround(std::clamp(row.next<double>(), -most, most));
        one.transactions = row.next<std::int64_t>();
        all.push_back(std::move(one));
    }
    return all;
}

bool has_key(storage::Reader &reader, Dimension dimension, std::string const &code)
{
    return reader
        .one<std::int64_t>("SELECT 1 FROM flow_key WHERE dimension = ? AND code = ?",
                           number(dimension), code)
        .has_value();
}

bool has_organisation(storage::Reader &reader, std::string const &code)
{
    if (reader.one<std::int64_t>("SELECT 1 FROM flow_organisation WHERE code = ? LIMIT 1", code)) {
        return true;
    }
    for (auto row : reader.query("SELECT ref, name FROM iati_publisher")) {
        auto ref = row.next<std::string>();
        if (code_of({.ref = std::move(ref), .name = row.next<std::string>(), .type = {}}) == code) {
            return true;
        }
    }
    return false;
}

std::string name_of(storage::Reader &reader, Dimension dimension, std::string const &code)
{
    return reader
        .one<std::string>("SELECT name FROM flow_key WHERE dimension = ? AND code = ?",
                          number(dimension), code)
        .value_or("");
}

} // namespace selatan::reported_flows

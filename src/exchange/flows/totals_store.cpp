#include "exchange/flows/totals.hpp"

#include "exchange/flows/refresh.hpp"
#include "exchange/reported/activity.hpp"

namespace selatan::reported_flows {

namespace {

using storage::to_value;

std::int64_t number(Dimension dimension)
{
    return static_cast<std::int64_t>(dimension);
}

std::int64_t number(Money money)
{
    return static_cast<std::int64_t>(money);
}

/// " AND …" of what was asked, for a table that is called `t`.
std::string narrowed(Asked const &asked, std::vector<storage::Value> &values)
{
    std::string sql;
    if (asked.only_south) {
        sql += " AND t.is_south = 1";
    }
    if (asked.year) {
        sql += " AND t.year = ?";
        values.push_back(to_value(*asked.year));
    }
    return sql;
}

std::string text_of_day(std::optional<std::int64_t> day)
{
    auto const date = day ? reported::date_of(*day) : std::nullopt;
    return date ? date->to_string() : std::string{};
}

constexpr std::string_view part_columns = R"(
    f.activity, f.number, a.title, CASE WHEN p.name = '' THEN p.ref ELSE p.name END, x.type,
    x.happened_on, x.amount, x.currency, r.rate, r.rated_on, r.source, f.usd, f.reason, f.instead,
    b.title)";

constexpr std::string_view part_tables = R"(
    JOIN iati_transaction x ON x.activity = f.activity AND x.number = f.number
    JOIN iati_activity a ON a.id = f.activity
    JOIN iati_publisher p ON p.id = a.publisher
    LEFT JOIN flow_rate r ON r.id = f.rate
    LEFT JOIN iati_activity b ON b.id = f.instead)";

PartOf read_part(storage::Row &row)
{
    PartOf part;
    part.activity = row.next<std::int64_t>();
    part.number = row.next<std::int64_t>();
    part.title = row.next<std::string>();
    part.publisher = row.next<std::string>();
    part.type = row.next<std::optional<std::string>>().value_or("");
    auto const on = row.next<std::optional<std::int64_t>>();
    part.on = on ? reported::date_of(*on) : std::nullopt;
    part.hundredths = row.next<std::optional<std::int64_t>>().value_or(0);
    part.currency = row.next<std::optional<std::string>>().value_or("");
    part.rate = row.next<std::optional<std::string>>().value_or("");
    part.rate_on = text_of_day(row.next<std::optional<std::int64_t>>());
    part.rate_source = row.next<std::optional<std::string>>().value_or("");
    part.usd = row.next<std::optional<std::int64_t>>().value_or(0);
    part.reason = row.next<std::optional<flows::Reason>>();
    part.instead = row.next<std::optional<std::int64_t>>();
    part.instead_title = row.next<std::optional<std::string>>().value_or("");
    return part;
}

} // namespace

std::vector<Total> totals(storage::Reader &reader, Asked const &asked, int limit)
{
    std::vector<storage::Value> values{to_value(number(asked.dimension)),
                                       to_value(number(asked.money))};
    std::string sql = R"(
        SELECT k.code, k.name, k.country, k.side, s.counted, s.left_out, s.transactions
        FROM (SELECT t.key AS key, CAST(SUM(t.counted) AS BIGINT) AS counted,
                     CAST(SUM(t.left_out) AS BIGINT) AS left_out,
                     CAST(SUM(t.transactions) AS BIGINT) AS transactions
              FROM flow_total t WHERE t.dimension = ? AND t.measure = ?)" +
                      narrowed(asked, values) + R"(
              GROUP BY t.key) s
        JOIN flow_key k ON k.id = s.key
        WHERE ? IN ('', k.side)
        ORDER BY s.counted DESC, k.code LIMIT ?)";
    values.push_back(to_value(asked.side));
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
    std::vector<storage::Value> values{to_value(number(Dimension::all)),
                                       to_value(number(asked.money))};
    Asked every_year = asked;
    every_year.year.reset();
    auto const sql = R"(
        SELECT t.year, CAST(SUM(t.counted) AS BIGINT), CAST(SUM(t.left_out) AS BIGINT),
               CAST(SUM(t.transactions) AS BIGINT)
        FROM flow_total t WHERE t.dimension = ? AND t.measure = ?)" +
                     narrowed(every_year, values) + " GROUP BY t.year ORDER BY t.year DESC";
    std::vector<Total> all;
    for (auto row : reader.query_with(sql, values)) {
        Total one;
        one.code = std::to_string(row.next<std::int64_t>());
        one.counted = row.next<std::int64_t>();
        one.left_out = row.next<std::int64_t>();
        one.transactions = row.next<std::int64_t>();
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<PartOf> parts_of(storage::Reader &reader, Asked const &asked, std::string const &code,
                             std::optional<After> const &after, int limit)
{
    std::vector<storage::Value> values{to_value(number(asked.dimension)), to_value(code),
                                       to_value(number(asked.money))};
    std::string sql = "SELECT t.counted, t.left_out," + std::string{part_columns} + R"(
        FROM flow_key k
        JOIN flow_part t ON t.dimension = k.dimension AND t.key = k.id
        JOIN flow_transaction f ON f.activity = t.activity AND f.number = t.number)" +
                      std::string{part_tables} + R"(
        WHERE k.dimension = ? AND k.code = ? AND t.measure = ?)" +
                      narrowed(asked, values);
    if (after) {
        sql += " AND (-ABS(t.counted + t.left_out), t.activity, t.number) > (?, ?, ?)";
        values.push_back(to_value(-after->size));
        values.push_back(to_value(after->activity));
        values.push_back(to_value(after->number));
    }
    sql += " ORDER BY -ABS(t.counted + t.left_out), t.activity, t.number LIMIT ?";
    values.push_back(to_value(limit));
    std::vector<PartOf> all;
    for (auto row : reader.query_with(sql, values)) {
        auto const counted = row.next<std::int64_t>();
        auto const left_out = row.next<std::int64_t>();
        auto part = read_part(row);
        part.counted = counted;
        part.left_out = left_out;
        all.push_back(std::move(part));
    }
    return all;
}

std::vector<PartOf> left_out(storage::Reader &reader, Asked const &asked,
                             std::optional<flows::Reason> reason, int limit)
{
    std::vector<storage::Value> values{to_value(number(asked.money))};
    std::string sql = "SELECT f.left_out," + std::string{part_columns} +
                      " FROM flow_transaction f" + std::string{part_tables} +
                      " WHERE f.measure = ? AND f.usd IS NOT NULL";
    if (reason) {
        sql += " AND f.reason = ?";
        values.push_back(to_value(*reason));
    } else {
        sql += " AND f.reason IS NOT NULL";
    }
    if (asked.year) {
        sql += " AND f.year = ?";
        values.push_back(to_value(*asked.year));
    }
    sql += " ORDER BY ABS(f.left_out) DESC, f.activity, f.number LIMIT ?";
    values.push_back(to_value(limit));
    std::vector<PartOf> all;
    for (auto row : reader.query_with(sql, values)) {
        auto const amount = row.next<std::int64_t>();
        auto part = read_part(row);
        part.left_out = amount;
        part.counted = part.usd - amount;
        all.push_back(std::move(part));
    }
    return all;
}

Overview overview(storage::Reader &reader)
{
    Overview overview;
    for (auto row :
         reader.query("SELECT made_at, activities, transactions FROM flow_state WHERE id = 1")) {
        overview.made_at = row.next<Instant>();
        overview.activities = row.next<std::int64_t>();
        overview.transactions = row.next<std::int64_t>();
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

std::string name_of(storage::Reader &reader, Dimension dimension, std::string const &code)
{
    return reader
        .one<std::string>("SELECT name FROM flow_key WHERE dimension = ? AND code = ?",
                          number(dimension), code)
        .value_or("");
}

} // namespace selatan::reported_flows

#include "exchange/flows/triangle.hpp"

#include "exchange/flows/in_chunks.hpp"

#include <algorithm>
#include <unordered_map>

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

/// What counts as cooperation of the South: an officer's word, else the program's.
constexpr std::string_view is_of_the_south =
    "(v.verdict IN ('south_south', 'triangular')"
    " OR (v.verdict IS NULL AND f.level IN ('stated', 'triangular', 'south_south')))";

constexpr std::string_view verdicts =
    " LEFT JOIN flow_verdict v ON v.identifier = f.identifier AND v.publisher = f.publisher"
    " AND v.replaced = 0";

std::string condition(TriangleFilter const &filter, std::vector<Value> &values)
{
    std::string sql = " WHERE f.level <> 'no'";
    if (filter.which == Which::confirmed) {
        sql += " AND v.verdict <> 'neither'";
    } else if (filter.which == Which::refused) {
        sql += " AND v.verdict = 'neither'";
    } else {
        if (filter.which == Which::open) {
            sql += " AND v.verdict IS NULL";
        } else {
            sql += " AND COALESCE(v.verdict, '') <> 'neither'";
        }
        if (!filter.with_perhaps) {
            sql += " AND (v.verdict IS NOT NULL OR f.level <> 'perhaps')";
        }
    }
    constexpr std::string_view has_party =
        " AND EXISTS (SELECT 1 FROM flow_party p WHERE p.activity = f.activity AND ";
    if (filter.with_support_only) {
        sql += std::string{has_party} + "p.role = 'supporter')";
    }
    sql += std::string{has_party} + "p.role = 'recipient')";
    if (filter.country) {
        sql += std::string{has_party} + "p.country = ?)";
        values.push_back(to_value(filter.country->to_string()));
    }
    if (filter.year) {
        sql += " AND EXISTS (SELECT 1 FROM flow_transaction t WHERE t.identifier = f.identifier"
               " AND t.activity = f.activity AND t.year = ?)";
        values.push_back(to_value(*filter.year));
    }
    if (filter.before > 0) {
        sql += " AND f.activity < ?";
        values.push_back(to_value(filter.before));
    }
    sql += " ORDER BY f.activity DESC LIMIT ?";
    values.push_back(to_value(filter.limit));
    return sql;
}

using ById = std::unordered_map<std::int64_t, Triangle *>;

void read_parties(storage::Reader &reader, std::vector<std::int64_t> const &ids, ById const &by_id)
{
    in_chunks(
        "SELECT activity, role, country, name FROM flow_party WHERE activity IN (", {}, ids,
        [&](std::string const &sql, std::vector<Value> const &values) {
            for (auto row : reader.query_with(sql, values)) {
                auto &parties = by_id.at(row.next<std::int64_t>())->parties;
                south_south::Party party{.role = row.next<south_south::PartyRole>()};
                auto const country = row.next<std::optional<std::string>>();
                party.country = country ? CountryCode::parse(*country) : std::nullopt;
                party.name = row.next<std::string>();
                parties.push_back(std::move(party));
            }
        },
        " ORDER BY activity, number");
}

void read_money(storage::Reader &reader, std::optional<std::int64_t> year,
                std::vector<std::int64_t> const &ids, ById const &by_id)
{
    std::string const in_year = year ? " AND t.year = " + std::to_string(*year) : std::string{};
    in_chunks(
        "SELECT t.activity, CASE WHEN t.measure = 1 THEN COALESCE(x.currency, '') ELSE ''"
        " END, CAST(SUM(CASE WHEN t.measure = 1 THEN x.amount ELSE 0 END) AS BIGINT),"
        " CAST(SUM(CASE WHEN t.measure = 1 THEN COALESCE(t.usd - t.left_out, 0) ELSE 0 END)"
        " AS BIGINT), CAST(SUM(CASE WHEN t.measure = 0 THEN COALESCE(t.usd - t.left_out, 0)"
        " ELSE 0 END) AS BIGINT), COUNT(t.in_kind)"
        " FROM flow_finding f JOIN flow_transaction t ON t.identifier = f.identifier"
        " AND t.activity = f.activity" +
            in_year +
            " JOIN iati_transaction x ON x.activity = t.activity AND x.number = t.number"
            " WHERE f.activity IN (",
        {}, ids,
        [&](std::string const &sql, std::vector<Value> const &values) {
            for (auto row : reader.query_with(sql, values)) {
                auto &one = *by_id.at(row.next<std::int64_t>());
                auto const currency = row.next<std::string>();
                auto const amount = row.next<std::int64_t>();
                if (amount != 0) {
                    one.reported[currency] += amount;
                }
                one.spent += row.next<std::int64_t>();
                one.committed += row.next<std::int64_t>();
                one.in_kind += row.next<std::int64_t>();
            }
        },
        " GROUP BY 1, 2");
}

} // namespace

std::vector<south_south::Party const *> Triangle::as(south_south::PartyRole role) const
{
    std::vector<south_south::Party const *> all;
    for (auto const &party : parties) {
        if (party.role == role) {
            all.push_back(&party);
        }
    }
    return all;
}

std::vector<Triangle> triangles(storage::Reader &reader, TriangleFilter const &filter)
{
    std::vector<std::int64_t> ids;
    {
        std::vector<Value> values;
        auto const sql = "SELECT f.activity FROM flow_finding f" + std::string{verdicts} +
                         condition(filter, values);
        for (auto row : reader.query_with(sql, values)) {
            ids.push_back(row.next<std::int64_t>());
        }
    }
    std::vector<Triangle> all;
    for (auto &found : findings_of(reader, ids)) {
        all.push_back({.found = std::move(found), .parties = {}, .reported = {}});
    }
    std::sort(all.begin(), all.end(),
              [](Triangle const &a, Triangle const &b) { return a.found.id > b.found.id; });
    ById by_id;
    for (auto &one : all) {
        by_id[one.found.id] = &one;
    }
    read_parties(reader, ids, by_id);
    read_money(reader, filter.year, ids, by_id);
    return all;
}

std::vector<CountryCode> countries_of_parties(storage::Reader &reader)
{
    std::vector<CountryCode> all;
    for (auto row : reader.query(
             "SELECT DISTINCT country FROM flow_party WHERE country IS NOT NULL ORDER BY 1")) {
        if (auto const code = CountryCode::parse(row.next<std::string>())) {
            all.push_back(*code);
        }
    }
    return all;
}

std::vector<Provider> providers(storage::Reader &reader)
{
    std::string const provided =
        "SELECT DISTINCT p.country, p.activity, f.identifier FROM flow_party p"
        " JOIN flow_finding f ON f.activity = p.activity" +
        std::string{verdicts} + " WHERE p.role = 'provider' AND p.country IS NOT NULL AND " +
        std::string{is_of_the_south};
    std::map<std::string, Provider> by_country;
    for (auto row : reader.query("WITH provided AS (" + provided +
                                 R"(), money AS (
                SELECT o.country, o.activity,
                       SUM(CASE WHEN t.measure = 1 THEN COALESCE(t.usd - t.left_out, 0) ELSE 0 END)
                           AS spent,
                       SUM(CASE WHEN t.measure = 0 THEN COALESCE(t.usd - t.left_out, 0) ELSE 0 END)
                           AS committed,
                       COUNT(t.in_kind) AS in_kind
                FROM provided o
                LEFT JOIN flow_transaction t ON t.identifier = o.identifier
                                            AND t.activity = o.activity
                GROUP BY o.country, o.activity)
            SELECT m.country, COUNT(*),
                   SUM(CASE WHEN EXISTS (SELECT 1 FROM flow_party s
                                         WHERE s.activity = m.activity AND s.role = 'supporter')
                            THEN 1 ELSE 0 END),
                   CAST(SUM(m.spent) AS BIGINT), CAST(SUM(m.committed) AS BIGINT),
                   CAST(SUM(m.in_kind) AS BIGINT)
            FROM money m GROUP BY m.country)")) {
        auto const country = row.next<std::string>();
        if (auto const code = CountryCode::parse(country)) {
            by_country[country] = {.country = *code,
                                   .recipients = {},
                                   .activities = row.next<std::int64_t>(),
                                   .supported = row.next<std::int64_t>(),
                                   .spent = row.next<std::int64_t>(),
                                   .committed = row.next<std::int64_t>(),
                                   .in_kind = row.next<std::int64_t>()};
        }
    }
    for (auto row : reader.query("WITH provided AS (" + provided + R"()
            SELECT DISTINCT o.country, r.country FROM provided o
            JOIN flow_party r ON r.activity = o.activity AND r.role = 'recipient'
            ORDER BY 1, 2)")) {
        auto const provider = by_country.find(row.next<std::string>());
        auto const recipient = CountryCode::parse(row.next<std::string>());
        if (provider != by_country.end() && recipient) {
            provider->second.recipients.push_back(*recipient);
        }
    }
    std::vector<Provider> all;
    for (auto &[code, one] : by_country) {
        all.push_back(std::move(one));
    }
    std::stable_sort(all.begin(), all.end(), [](Provider const &a, Provider const &b) {
        return std::pair{a.activities, a.spent} > std::pair{b.activities, b.spent};
    });
    return all;
}

} // namespace selatan::reported_flows

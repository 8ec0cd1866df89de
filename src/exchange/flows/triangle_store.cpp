#include "exchange/flows/triangle.hpp"

#include "exchange/flows/in_chunks.hpp"

#include <algorithm>
#include <unordered_map>

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

std::string_view standing_condition(TriangleFilter const &filter)
{
    if (!filter.which) {
        return filter.with_perhaps ? "t.standing <> 'refused'"
                                   : "t.standing IN ('open', 'confirmed')";
    }
    switch (*filter.which) {
    case Which::open:
        return filter.with_perhaps ? "t.standing IN ('open', 'perhaps')" : "t.standing = 'open'";
    case Which::confirmed:
        return "t.standing = 'confirmed'";
    case Which::refused:
        return "t.standing = 'refused'";
    }
    return {};
}

/// Whatever is chosen leads: of a country or a year there are fewer, and each is in the order of
/// the list.
std::string question(TriangleFilter const &filter, std::vector<Value> &values)
{
    std::string tables = "flow_cooperation t";
    std::string id = "t.id";
    std::string conditions{standing_condition(filter)};
    if (filter.year) {
        tables = "flow_cooperation_year y CROSS JOIN " + tables;
        id = "y.cooperation";
        conditions += " AND t.id = y.cooperation AND y.year = ?";
        values.push_back(to_value(*filter.year));
    }
    if (filter.country) {
        tables = "flow_cooperation_country n CROSS JOIN " + tables;
        conditions += " AND " + id + " = n.cooperation AND n.country = ?";
        id = "n.cooperation";
        values.push_back(to_value(filter.country->to_string()));
    }
    conditions += filter.with_support_only ? " AND t.supported = 1" : "";
    conditions += " AND t.received = 1";
    if (filter.before > 0) {
        conditions += " AND " + id + " < ?";
        values.push_back(to_value(filter.before));
    }
    values.push_back(to_value(filter.limit));
    std::string const money = filter.year ? "y" : "t";
    return "SELECT t.id, " + money + ".spent, " + money + ".committed, " + money +
           ".in_kind FROM " + tables + " WHERE " + conditions + " ORDER BY " + id + " DESC LIMIT ?";
}

using ById = std::unordered_map<std::int64_t, Triangle *>;

void read_accounts(storage::Reader &reader, std::vector<std::int64_t> const &ids, ById const &by_id)
{
    std::vector<std::int64_t> activities;
    std::unordered_map<std::int64_t, Triangle *> of;
    in_chunks(
        "SELECT cooperation, activity FROM flow_account WHERE cooperation IN (", {}, ids,
        [&](std::string const &sql, std::vector<Value> const &values) {
            for (auto row : reader.query_with(sql, values)) {
                auto *const one = by_id.at(row.next<std::int64_t>());
                activities.push_back(row.next<std::int64_t>());
                of[activities.back()] = one;
            }
        },
        " ORDER BY cooperation, place");
    std::unordered_map<std::int64_t, FoundActivity> found;
    for (auto &one : findings_of(reader, activities)) {
        auto const id = one.id;
        found.emplace(id, std::move(one));
    }
    for (auto const activity : activities) {
        if (auto const one = found.find(activity); one != found.end()) {
            of.at(activity)->accounts.push_back(std::move(one->second));
        }
    }
}

void read_parties(storage::Reader &reader, std::vector<std::int64_t> const &ids, ById const &by_id)
{
    in_chunks(
        "SELECT a.cooperation, p.role, p.country, p.name FROM flow_account a"
        " JOIN flow_party p ON p.activity = a.activity WHERE a.cooperation IN (",
        {}, ids,
        [&](std::string const &sql, std::vector<Value> const &values) {
            for (auto row : reader.query_with(sql, values)) {
                auto &parties = by_id.at(row.next<std::int64_t>())->parties;
                south_south::Party party{.role = row.next<south_south::PartyRole>()};
                auto const country = row.next<std::optional<std::string>>();
                party.country = country ? CountryCode::parse(*country) : std::nullopt;
                party.name = row.next<std::string>();
                if (std::find(parties.begin(), parties.end(), party) == parties.end()) {
                    parties.push_back(std::move(party));
                }
            }
        },
        " ORDER BY a.cooperation, a.place, p.number");
}

/// In the currencies of the reports: what is in a total already as a whole is not told again.
void read_reported(storage::Reader &reader, std::optional<std::int64_t> year,
                   std::vector<std::int64_t> const &ids, ById const &by_id)
{
    std::string const in_year = year ? " AND t.year = " + std::to_string(*year) : std::string{};
    in_chunks(
        "SELECT a.cooperation, COALESCE(x.currency, ''), CAST(SUM(x.amount) AS BIGINT)"
        " FROM flow_account a JOIN flow_transaction t ON t.identifier = a.identifier"
        " AND t.activity = a.activity AND t.measure = 1"
        " AND COALESCE(t.usd, t.amount, 0) <> t.left_out" +
            in_year +
            " JOIN iati_transaction x ON x.activity = t.activity AND x.number = t.number"
            " WHERE a.cooperation IN (",
        {}, ids,
        [&](std::string const &sql, std::vector<Value> const &values) {
            for (auto row : reader.query_with(sql, values)) {
                auto &one = *by_id.at(row.next<std::int64_t>());
                auto const currency = row.next<std::string>();
                if (auto const amount = row.next<std::int64_t>(); amount != 0) {
                    one.reported[currency] = amount;
                }
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

FoundActivity const &Triangle::surest() const
{
    return *std::min_element(
        accounts.begin(), accounts.end(), [](FoundActivity const &a, FoundActivity const &b) {
            return std::pair{!a.said, a.finding.level} < std::pair{!b.said, b.finding.level};
        });
}

std::vector<Triangle> triangles(storage::Reader &reader, TriangleFilter const &filter)
{
    std::vector<Triangle> all;
    std::vector<std::int64_t> ids;
    std::vector<Value> values;
    auto const sql = question(filter, values);
    for (auto row : reader.query_with(sql, values)) {
        Triangle one;
        one.id = row.next<std::int64_t>();
        one.spent = row.next<std::int64_t>();
        one.committed = row.next<std::int64_t>();
        one.in_kind = row.next<std::int64_t>();
        ids.push_back(one.id);
        all.push_back(std::move(one));
    }
    ById by_id;
    for (auto &one : all) {
        by_id[one.id] = &one;
    }
    read_accounts(reader, ids, by_id);
    read_parties(reader, ids, by_id);
    read_reported(reader, filter.year, ids, by_id);
    // What was undone a moment ago is not counted anew yet.
    std::erase_if(all, [](Triangle const &one) { return one.accounts.empty(); });
    return all;
}

std::vector<CountryCode> countries_of_parties(storage::Reader &reader)
{
    // From one country to the next, whatever the number of rows that each has.
    std::vector<CountryCode> all;
    for (auto row : reader.query(R"(
            WITH RECURSIVE next (country) AS (
                SELECT MIN(country) FROM flow_cooperation_country
                UNION ALL
                SELECT (SELECT MIN(c.country) FROM flow_cooperation_country c
                        WHERE c.country > next.country)
                FROM next WHERE next.country IS NOT NULL)
            SELECT country FROM next WHERE country IS NOT NULL ORDER BY 1)")) {
        if (auto const code = CountryCode::parse(row.next<std::string>())) {
            all.push_back(*code);
        }
    }
    return all;
}

std::vector<Provider> providers(storage::Reader &reader)
{
    std::vector<Provider> all;
    std::unordered_map<std::string, std::vector<CountryCode>> recipients;
    for (auto row : reader.query(R"(
            SELECT provider, recipient, cooperations, supported, spent, committed, in_kind
            FROM flow_southern ORDER BY provider, recipient)")) {
        auto const provider = row.next<std::string>();
        auto const country = CountryCode::parse(provider);
        auto const recipient = row.next<std::string>();
        if (!recipient.empty()) {
            if (auto const code = CountryCode::parse(recipient)) {
                recipients[provider].push_back(*code);
            }
        } else if (country) {
            all.push_back({.country = *country,
                           .recipients = {},
                           .cooperations = row.next<std::int64_t>(),
                           .supported = row.next<std::int64_t>(),
                           .spent = row.next<std::int64_t>(),
                           .committed = row.next<std::int64_t>(),
                           .in_kind = row.next<std::int64_t>()});
        }
    }
    for (auto &one : all) {
        one.recipients = std::move(recipients[one.country.to_string()]);
    }
    std::stable_sort(all.begin(), all.end(), [](Provider const &a, Provider const &b) {
        return std::pair{a.cooperations, a.spent} > std::pair{b.cooperations, b.spent};
    });
    return all;
}

} // namespace selatan::reported_flows

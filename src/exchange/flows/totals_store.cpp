#include "exchange/flows/totals.hpp"

#include "exchange/flows/refresh.hpp"
#include "exchange/reported/activity.hpp"

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

/// The keys whose amounts make up a figure, and whose they have to be.
struct KeysOf {
    Dimension dimension = Dimension::all;
    std::vector<std::int64_t> keys;
    std::optional<std::int64_t> provider; ///< of a corridor
};

std::optional<std::int64_t> key_of(storage::Reader &reader, Dimension dimension,
                                   std::string_view code)
{
    return reader.one<std::int64_t>("SELECT id FROM flow_key WHERE dimension = ? AND code = ?",
                                    number(dimension), code);
}

std::optional<KeysOf> keys_of(storage::Reader &reader, Dimension dimension, std::string const &code)
{
    KeysOf of{.dimension = dimension, .keys = {}, .provider = std::nullopt};
    if (dimension == Dimension::category) {
        of.dimension = Dimension::sector;
        for (auto row :
             reader.query("SELECT id FROM flow_key WHERE dimension = ? AND substr(code, 1, 3) = ?",
                          number(Dimension::sector), code)) {
            of.keys.push_back(row.next<std::int64_t>());
        }
        return of.keys.empty() ? std::nullopt : std::optional{of};
    }
    auto of_code = code;
    if (dimension == Dimension::corridor) {
        auto const at = code.rfind('>');
        of.dimension = Dimension::country;
        of_code = at == std::string::npos ? std::string{} : code.substr(at + 1);
        of.provider = key_of(reader, Dimension::provider, code.substr(0, at));
        if (!of.provider) {
            return std::nullopt;
        }
    }
    auto const key = key_of(reader, of.dimension, of_code);
    if (!key) {
        return std::nullopt;
    }
    of.keys.push_back(*key);
    return of;
}

/// What `keys` have of each transaction: as a whole, or as a part. A group of sectors may have
/// several parts of one.
std::string amounts_under(Asked const &asked, KeysOf const &of, std::vector<storage::Value> &values)
{
    auto const narrow = [&] {
        std::string sql = " AND t.measure = ?";
        values.push_back(to_value(number(asked.money)));
        if (asked.only_south) {
            sql += " AND t.is_south = 1";
        }
        if (asked.year) {
            sql += " AND t.year = ?";
            values.push_back(to_value(*asked.year));
        }
        if (of.provider) {
            sql += " AND t.provider = ?";
            values.push_back(to_value(*of.provider));
        }
        return sql;
    };
    constexpr std::string_view whole =
        "SELECT t.identifier, t.activity, t.number, t.usd - t.left_out AS counted, t.left_out"
        " FROM flow_transaction t WHERE t.usd <> 0";
    if (of.dimension == Dimension::all) {
        return std::string{whole} + narrow();
    }
    std::string marks;
    for (std::size_t i = 0; i < of.keys.size(); ++i) {
        marks += i == 0 ? "?" : ", ?";
    }
    auto const take_keys = [&] {
        for (auto const key : of.keys) {
            values.push_back(to_value(key));
        }
    };
    auto sql =
        std::string{whole} + " AND t." + std::string{to_code(of.dimension)} + " IN (" + marks + ")";
    take_keys();
    sql += narrow();
    bool const is_shared = of.dimension == Dimension::country ||
                           of.dimension == Dimension::sector || of.dimension == Dimension::goal;
    if (!is_shared) {
        return sql;
    }
    sql += " UNION ALL SELECT p.identifier, p.activity, p.number,"
           " CAST(SUM(p.counted) AS BIGINT), CAST(SUM(p.left_out) AS BIGINT) FROM flow_part p"
           " JOIN flow_transaction t ON t.identifier = p.identifier AND t.activity = p.activity"
           " AND t.number = p.number WHERE p.key IN (" +
           marks + ")";
    take_keys();
    return sql + narrow() + " GROUP BY p.identifier, p.activity, p.number";
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

std::vector<PartOf> parts_of(storage::Reader &reader, Asked const &asked, std::string const &code,
                             std::optional<After> const &after, int limit)
{
    auto const keys = keys_of(reader, asked.dimension, code);
    if (!keys) {
        return {};
    }
    std::vector<storage::Value> values;
    // The largest are found before anything is looked up of them.
    auto largest = "SELECT u.identifier, u.activity, u.number, u.counted, u.left_out FROM (" +
                   amounts_under(asked, *keys, values) + ") u";
    if (after) {
        largest += " WHERE (-ABS(u.counted + u.left_out), u.activity, u.number) > (?, ?, ?)";
        values.push_back(to_value(-after->size));
        values.push_back(to_value(after->activity));
        values.push_back(to_value(after->number));
    }
    largest += " ORDER BY -ABS(u.counted + u.left_out), u.activity, u.number LIMIT ?";
    values.push_back(to_value(limit));
    auto const sql =
        "SELECT t.counted, t.left_out," + std::string{part_columns} + " FROM (" + largest + R"() t
        JOIN flow_transaction f ON f.identifier = t.identifier AND f.activity = t.activity
                               AND f.number = t.number)" +
        std::string{part_tables} + " ORDER BY -ABS(t.counted + t.left_out), t.activity, t.number";
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

std::string name_of(storage::Reader &reader, Dimension dimension, std::string const &code)
{
    return reader
        .one<std::string>("SELECT name FROM flow_key WHERE dimension = ? AND code = ?",
                          number(dimension), code)
        .value_or("");
}

} // namespace selatan::reported_flows

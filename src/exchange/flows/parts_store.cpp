#include "exchange/flows/budgets.hpp"
#include "exchange/flows/totals.hpp"
#include "exchange/reported/activity.hpp"
#include "platform/storage/marks.hpp"

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

std::int64_t number(Dimension dimension)
{
    return static_cast<std::int64_t>(dimension);
}

std::int64_t number(Money money)
{
    return static_cast<std::int64_t>(money);
}

std::optional<std::int64_t> key_of(storage::Reader &reader, Dimension dimension,
                                   std::string_view code)
{
    return reader.one<std::int64_t>("SELECT id FROM flow_key WHERE dimension = ? AND code = ?",
                                    number(dimension), code);
}

// -- What an index has in its order -------------------------------------------------------------

/// A year, and the South or the rest: of these an index has the largest first.
struct Slice {
    std::int64_t year = 0;
    bool is_south = false;
};

/// Those in which the figure has anything, as its sums say.
std::vector<Slice> slices_of(storage::Reader &reader, Asked const &asked, std::int64_t key)
{
    std::vector<Value> values{to_value(number(asked.dimension)), to_value(key),
                              to_value(number(asked.money))};
    std::string sql = "SELECT t.year, t.only_south FROM flow_total y JOIN flow_total t"
                      " ON t.dimension = ? AND t.measure = y.measure AND t.year = y.year"
                      " AND t.key = ?"
                      " WHERE y.dimension = 0 AND y.measure = ? AND y.only_south = 0";
    if (asked.year) {
        sql += " AND y.year = ?";
        values.push_back(to_value(*asked.year));
    } else {
        sql += " AND y.year > 0";
    }
    sql += asked.only_south ? " AND t.only_south = 1" : " AND t.only_south IN (0, 1)";
    std::vector<Slice> all;
    for (auto row : reader.query_with(sql, values)) {
        all.push_back({.year = row.next<std::int64_t>(), .is_south = row.next<bool>()});
    }
    return all;
}

/// Whose column in flow_transaction has the key of what is one's as a whole.
std::string owned(Dimension dimension)
{
    return dimension == Dimension::all ? "" : " AND t." + std::string{to_code(dimension)} + " = ?";
}

bool is_shared(Dimension dimension)
{
    return dimension == Dimension::country || dimension == Dimension::sector ||
           dimension == Dimension::goal;
}

/// (identifier, activity, number, size) of the largest behind a figure of one key: the largest of
/// each slice, and of these the largest. A size is negative, so that everything rises.
std::string largest(Asked const &asked, std::int64_t key, std::vector<Slice> const &slices,
                    std::optional<After> const &after, int limit, std::vector<Value> &values)
{
    std::string all;
    auto const add = [&](std::string const &rows, std::string const &size, bool has_key,
                         Slice const &slice) {
        all += all.empty() ? "" : " UNION ALL ";
        all += "SELECT * FROM (SELECT t.identifier, t.activity, t.number, " + size +
               " AS size FROM " + rows + " AND t.measure = ? AND t.year = ? AND t.is_south = ?";
        if (has_key) {
            values.push_back(to_value(key));
        }
        values.push_back(to_value(number(asked.money)));
        values.push_back(to_value(slice.year));
        values.push_back(to_value(slice.is_south));
        if (after) {
            // The first says no more than the second; by it the index is entered.
            all += " AND " + size + " >= ? AND (" + size + ", t.activity, t.number) > (?, ?, ?)";
            for (auto const value : {-after->size, -after->size, after->activity, after->number}) {
                values.push_back(to_value(value));
            }
        }
        all += " ORDER BY " + size + ", t.activity, t.number LIMIT ?) b";
        values.push_back(to_value(limit));
    };
    for (auto const &slice : slices) {
        add("flow_transaction t WHERE t.usd <> 0" + owned(asked.dimension), "-ABS(t.usd)",
            asked.dimension != Dimension::all, slice);
        if (is_shared(asked.dimension)) {
            add("flow_part t WHERE t.key = ?", "-ABS(t.counted + t.left_out)", true, slice);
        }
    }
    values.push_back(to_value(limit));
    return "SELECT u.identifier, u.activity, u.number, u.size FROM (" + all +
           ") u ORDER BY u.size, u.activity, u.number LIMIT ?";
}

// -- What is added up from several keys ---------------------------------------------------------

/// The keys of a group of sectors, or of a corridor's country and its provider.
struct KeysOf {
    std::vector<std::int64_t> keys;
    std::optional<std::int64_t> provider; ///< of a corridor
};

std::optional<KeysOf> keys_of(storage::Reader &reader, Dimension dimension, std::string const &code)
{
    KeysOf of;
    if (dimension == Dimension::category) {
        for (auto row :
             reader.query("SELECT id FROM flow_key WHERE dimension = ? AND substr(code, 1, 3) = ?",
                          number(Dimension::sector), code)) {
            of.keys.push_back(row.next<std::int64_t>());
        }
        return of.keys.empty() ? std::nullopt : std::optional{of};
    }
    auto const at = code.rfind('>');
    of.provider = key_of(reader, Dimension::provider, code.substr(0, at));
    auto const country = key_of(reader, Dimension::country,
                                at == std::string::npos ? std::string{} : code.substr(at + 1));
    if (!of.provider || !country) {
        return std::nullopt;
    }
    of.keys.push_back(*country);
    return of;
}

/// The same of a figure that is kept of no transaction, but added up: all of its year is read. Of a
/// corridor, what its provider has in the year; a group of sectors may have several parts of one
/// transaction.
std::string largest_of_several(Asked const &asked, KeysOf const &of,
                               std::optional<After> const &after, int limit,
                               std::vector<Value> &values)
{
    auto const marks = storage::marks(of.keys.size());
    auto const take_keys = [&] {
        for (auto const key : of.keys) {
            values.push_back(to_value(key));
        }
    };
    auto const narrow = [&](std::string const &table) {
        auto sql = " AND " + table + ".measure = ?";
        values.push_back(to_value(number(asked.money)));
        if (asked.only_south) {
            sql += " AND " + table + ".is_south = 1";
        }
        if (asked.year) {
            sql += " AND " + table + ".year = ?";
            values.push_back(to_value(*asked.year));
        }
        return sql;
    };
    auto sql =
        std::string{"SELECT t.identifier, t.activity, t.number, t.usd - t.left_out AS"
                    " counted, t.left_out, 0 AS is_even FROM flow_transaction t WHERE t.usd <> 0"};
    std::string const parts = "SELECT p.identifier, p.activity, p.number,"
                              " CAST(SUM(p.counted) AS BIGINT), CAST(SUM(p.left_out) AS BIGINT),"
                              " MAX(p.is_even)";
    constexpr std::string_view by_transaction = " GROUP BY p.identifier, p.activity, p.number";
    if (of.provider) {
        // The sign: it is found by its provider, for that has less than a country.
        sql += " AND t.provider = ? AND +t.country = ?";
        values.push_back(to_value(*of.provider));
        take_keys();
        sql += narrow("t");
        sql += " UNION ALL " + parts +
               " FROM flow_transaction t CROSS JOIN flow_part p WHERE p.identifier = t.identifier"
               " AND p.activity = t.activity AND p.number = t.number AND t.usd <> 0"
               " AND t.provider = ? AND +p.key = ?";
        values.push_back(to_value(*of.provider));
        take_keys();
        sql += narrow("t") + std::string{by_transaction};
    } else {
        sql += " AND t.sector IN (" + marks + ")";
        take_keys();
        sql += narrow("t");
        sql += " UNION ALL " + parts + " FROM flow_part p WHERE p.key IN (" + marks + ")";
        take_keys();
        sql += narrow("p") + std::string{by_transaction};
    }
    sql = "SELECT u.identifier, u.activity, u.number, -ABS(u.counted + u.left_out) AS size,"
          " u.counted, u.left_out, u.is_even FROM (" +
          sql + ") u";
    if (after) {
        sql += " WHERE (-ABS(u.counted + u.left_out), u.activity, u.number) > (?, ?, ?)";
        for (auto const value : {-after->size, after->activity, after->number}) {
            values.push_back(to_value(value));
        }
    }
    values.push_back(to_value(limit));
    return sql + " ORDER BY -ABS(u.counted + u.left_out), u.activity, u.number LIMIT ?";
}

// -- Rows ---------------------------------------------------------------------------------------

std::string text_of_day(std::optional<std::int64_t> day)
{
    auto const date = day ? reported::date_of(*day) : std::nullopt;
    return date ? date->to_string() : std::string{};
}

constexpr std::string_view part_columns = R"(
    f.activity, f.number, a.title, CASE WHEN p.name = '' THEN p.ref ELSE p.name END,
    COALESCE(x.type, y.type), COALESCE(x.happened_on, x.valued_on, y.starts_on),
    CASE WHEN x.happened_on IS NULL AND x.valued_on IS NOT NULL THEN 1 ELSE 0 END,
    COALESCE(x.valued_on, y.valued_on), COALESCE(x.amount, y.amount),
    COALESCE(x.currency, y.currency), f.days, f.year, y.status, y.ends_on,
    r.rate, r.rated_on, r.source, f.usd, f.reason, f.instead, b.title)";

constexpr std::string_view figured_rows = R"(
    JOIN flow_transaction f ON f.identifier = t.identifier AND f.activity = t.activity
                           AND f.number = t.number)";

constexpr std::string_view part_tables = R"(
    LEFT JOIN iati_transaction x ON x.activity = f.activity AND x.number = f.number
    LEFT JOIN iati_budget y ON y.activity = f.activity AND y.kind = 1 AND y.number = f.budget
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
    part.is_day_of_value = row.next<bool>();
    auto const valued = row.next<std::optional<std::int64_t>>();
    part.valued_on = valued && valued != on ? reported::date_of(*valued) : std::nullopt;
    part.hundredths = row.next<std::optional<std::int64_t>>().value_or(0);
    part.currency = row.next<std::optional<std::string>>().value_or("");
    auto const days = row.next<std::optional<std::int64_t>>();
    BudgetOf budget;
    budget.year = row.next<std::int64_t>();
    budget.status = row.next<std::optional<std::string>>().value_or("");
    auto const ends = row.next<std::optional<std::int64_t>>();
    if (days && part.on) {
        budget.is_revised = is_revision(part.type);
        budget.ends = ends ? reported::date_of(*ends) : std::nullopt;
        budget.days = *days;
        budget.all_days = days_between(*part.on, last_day(*part.on, budget.ends)) + 1;
        part.budget = std::move(budget);
    }
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

std::vector<PartOf> parts_of(storage::Reader &reader, Asked const &asked, std::string const &code,
                             std::optional<After> const &after, int limit)
{
    // The largest are found before anything is looked up of them.
    std::vector<Value> values;
    std::string sql;
    if (asked.dimension == Dimension::category || asked.dimension == Dimension::corridor) {
        auto const keys = keys_of(reader, asked.dimension, code);
        if (!keys) {
            return {};
        }
        sql = "SELECT t.counted, t.left_out, t.is_even," + std::string{part_columns} + " FROM (" +
              largest_of_several(asked, *keys, after, limit, values) + ") t" +
              std::string{figured_rows} + std::string{part_tables};
    } else {
        auto const key =
            key_of(reader, asked.dimension, asked.dimension == Dimension::all ? "" : code);
        auto const slices = key ? slices_of(reader, asked, *key) : std::vector<Slice>{};
        if (slices.empty()) {
            return {};
        }
        sql = "SELECT COALESCE(s.counted, f.usd - f.left_out), COALESCE(s.left_out, f.left_out),"
              " COALESCE(s.is_even, 0)," +
              std::string{part_columns} + " FROM (" +
              largest(asked, *key, slices, after, limit, values) + ") t" +
              std::string{figured_rows} +
              " LEFT JOIN flow_part s ON s.identifier = t.identifier AND s.activity = t.activity"
              " AND s.number = t.number AND s.key = ?" +
              std::string{part_tables};
        values.push_back(to_value(*key));
    }
    sql += " ORDER BY t.size, t.activity, t.number";
    std::vector<PartOf> all;
    for (auto row : reader.query_with(sql, values)) {
        auto const counted = row.next<std::int64_t>();
        auto const left_out = row.next<std::int64_t>();
        auto const is_even = row.next<bool>();
        auto part = read_part(row);
        part.counted = counted;
        part.left_out = left_out;
        part.is_even = is_even;
        all.push_back(std::move(part));
    }
    return all;
}

std::vector<PartOf> left_out(storage::Reader &reader, Asked const &asked,
                             std::optional<flows::Reason> reason, int limit)
{
    std::vector<Value> values{to_value(number(asked.money))};
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

} // namespace selatan::reported_flows

#include "cooperation/funds/reported_flow.hpp"

namespace selatan::funds {

namespace {

using storage::Value;

/// What the same reporter says of the flow's activity. Never joined: where somebody told of it
/// twice, its money would count twice.
std::string of_activity(std::string_view column)
{
    return "(SELECT min(" + std::string{column} +
           ") FROM reported_activity a JOIN record ar ON ar.id = a.id"
           " WHERE a.reported_by = f.reported_by AND a.reported_id = f.activity_id)";
}

std::string group_of_flow(By by)
{
    switch (by) {
    case By::reporter:
        return "''";
    case By::year:
        return "CAST(f.year AS TEXT)";
    case By::country:
        return "coalesce(r.country, '')";
    case By::provider:
        return "coalesce(nullif(f.provider_name, ''), " + of_activity("a.provider_name") + ", '')";
    case By::activity:
        return "f.activity_id";
    case By::kind:
        return "f.kind";
    }
    return "''";
}

std::string group_of_activity(By by)
{
    switch (by) {
    case By::year:
        return "coalesce(CAST(a.year AS TEXT), '')";
    case By::country:
        return "coalesce(r.country, '')";
    case By::provider:
        return "a.provider_name";
    case By::kind:
        return "a.modality";
    default: // an activity is what is counted here
        return "''";
    }
}

constexpr std::string_view sums =
    "count(*), CAST(coalesce(sum(CASE WHEN f.kind = 'commitment' THEN f.amount_usd END), 0)"
    " AS BIGINT), CAST(coalesce(sum(CASE WHEN f.kind = 'disbursement' THEN f.amount_usd END), 0)"
    " AS BIGINT)";

FlowSum sum_in(storage::Row &row)
{
    FlowSum one;
    one.reporter = row.next<std::string>();
    one.group = row.next<std::string>();
    one.title = row.next<std::optional<std::string>>().value_or("");
    one.flows = row.next<std::int64_t>();
    one.committed_usd = row.next<std::int64_t>();
    one.paid_usd = row.next<std::int64_t>();
    return one;
}

} // namespace

std::vector<FlowSum> flow_sums(storage::Reader &reader, records::Filter const &may_see, By by,
                               std::string_view reporter)
{
    auto values = may_see.values;
    std::string condition = "(" + may_see.sql + ")";
    if (!reporter.empty()) {
        condition += " AND f.reported_by = ?";
        values.emplace_back(std::string{reporter});
    }
    // The activity's title is looked up for the groups, not for each flow.
    auto const title = by == By::activity
                           ? "(SELECT min(ar.title) FROM reported_activity a"
                             " JOIN record ar ON ar.id = a.id WHERE a.reported_by = s.reporter"
                             " AND a.reported_id = s.grouped)"
                           : std::string{"NULL"};
    auto sql = "SELECT s.reporter, s.grouped, " + title;
    sql += ", s.flows, s.committed, s.paid FROM (SELECT reporter, grouped, count(*) AS flows,"
           " CAST(coalesce(sum(CASE WHEN kind = 'commitment' THEN usd END), 0) AS BIGINT)"
           " AS committed,"
           " CAST(coalesce(sum(CASE WHEN kind = 'disbursement' THEN usd END), 0) AS BIGINT)"
           " AS paid FROM (SELECT f.reported_by AS reporter, ";
    sql += group_of_flow(by);
    sql += " AS grouped, f.kind AS kind, f.amount_usd AS usd"
           " FROM reported_flow f JOIN record r ON r.id = f.id WHERE ";
    sql += condition;
    sql += ") g GROUP BY reporter, grouped) s ORDER BY s.reporter, ";
    sql += by == By::year ? "s.grouped" : "s.paid + s.committed DESC, s.grouped";
    std::vector<FlowSum> all;
    for (auto row : reader.query_with(sql, values)) {
        all.push_back(sum_in(row));
    }
    return all;
}

std::vector<ActivitySum> activity_sums(storage::Reader &reader, records::Filter const &may_see,
                                       By by, std::string_view reporter)
{
    auto values = may_see.values;
    std::string condition = "a.is_countable = 1 AND (" + may_see.sql + ")";
    if (!reporter.empty()) {
        condition += " AND a.reported_by = ?";
        values.emplace_back(std::string{reporter});
    }
    std::vector<ActivitySum> all;
    for (auto row : reader.query_with(
             "SELECT reporter, grouped, count(*), CAST(coalesce(sum(usd), 0) AS BIGINT)"
             " FROM (SELECT a.reported_by AS reporter, " +
                 group_of_activity(by) +
                 " AS grouped, a.amount_usd AS usd FROM reported_activity a"
                 " JOIN record r ON r.id = a.id WHERE " +
                 condition + ") g GROUP BY reporter, grouped ORDER BY reporter, " +
                 (by == By::year ? "grouped" : "4 DESC, grouped"),
             values)) {
        auto &one = all.emplace_back();
        one.reporter = row.next<std::string>();
        one.group = row.next<std::string>();
        one.activities = row.next<std::int64_t>();
        one.usd = row.next<std::int64_t>();
    }
    return all;
}

std::optional<ReportedActivityName> activity_of(storage::Reader &reader, ReportedFlow const &flow,
                                                records::Filter const &may_see)
{
    std::vector<Value> values{flow.reported_by, flow.activity_id};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    for (auto row : reader.query_with("SELECT r.reference, r.title FROM reported_activity a"
                                      " JOIN record r ON r.id = a.id WHERE a.reported_by = ?"
                                      " AND a.reported_id = ? AND (" +
                                          may_see.sql + ") ORDER BY r.id LIMIT 1",
                                      values)) {
        auto reference = row.next<std::string>();
        return ReportedActivityName{std::move(reference), row.next<std::string>()};
    }
    return std::nullopt;
}

std::optional<FlowSum> flows_of_activity(storage::Reader &reader, Uuid activity,
                                         records::Filter const &may_see)
{
    std::vector<Value> values{activity};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    for (auto row : reader.query_with(
             "SELECT f.reported_by, f.activity_id, NULL, " + std::string{sums} +
                 " FROM reported_activity a JOIN reported_flow f ON f.reported_by = a.reported_by"
                 " AND f.activity_id = a.reported_id JOIN record r ON r.id = f.id"
                 " WHERE a.id = ? AND (" +
                 may_see.sql + ") GROUP BY f.reported_by, f.activity_id",
             values)) {
        return sum_in(row);
    }
    return std::nullopt;
}

} // namespace selatan::funds

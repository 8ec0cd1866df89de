#include "exchange/reconciliation/difference_store.hpp"

namespace selatan::reconciliation {

std::vector<KnownDifference> differences_of(storage::Reader &reader, Uuid counterpart)
{
    std::vector<KnownDifference> all;
    for (auto row : reader.query("SELECT d.id, d.topic, r.reference, r.state FROM difference d"
                                 " JOIN record r ON r.id = d.id WHERE d.counterpart = ?"
                                 " ORDER BY d.id",
                                 counterpart)) {
        all.push_back({.id = row.next<Uuid>(),
                       .topic = row.next<Topic>(),
                       .reference = row.next<std::string>(),
                       .state = row.next<std::string>()});
    }
    return all;
}

std::vector<OpenDifference> largest(storage::Reader &reader, OpenFilter const &filter,
                                    records::Filter const &may_see)
{
    std::string sql =
        "SELECT r.id, r.reference, cr.reference, pr.reference, pr.title, d.teller, d.topic, d.ours,"
        " d.theirs, d.dollars, d.percent, d.days, r.country FROM record r"
        " JOIN difference d ON d.id = r.id JOIN record cr ON cr.id = d.counterpart"
        " JOIN record pr ON pr.id = d.project"
        " WHERE r.kind = 'difference' AND r.state = 'open' AND " +
        may_see.sql;
    auto values = may_see.values;
    if (filter.country) {
        sql += " AND r.country = ?";
        values.push_back(storage::to_value(*filter.country));
    }
    if (!filter.teller.empty()) {
        sql += " AND d.teller = ?";
        values.emplace_back(filter.teller);
    }
    sql += " ORDER BY coalesce(d.dollars, -1) DESC, coalesce(d.percent, -1) DESC,"
           " coalesce(d.days, -1) DESC, r.id LIMIT ?";
    values.push_back(storage::to_value(filter.limit));
    std::vector<OpenDifference> all;
    for (auto row : reader.query_with(sql, values)) {
        auto &one = all.emplace_back();
        one.id = row.next<Uuid>();
        one.reference = row.next<std::string>();
        one.counterpart = row.next<std::string>();
        one.project_reference = row.next<std::string>();
        one.project_title = row.next<std::string>();
        one.difference.teller = row.next<std::string>();
        one.difference.topic = row.next<Topic>();
        one.difference.ours = row.next<std::string>();
        one.difference.theirs = row.next<std::string>();
        one.difference.dollars = row.next<std::optional<std::int64_t>>();
        one.difference.percent = row.next<std::optional<std::int64_t>>();
        one.difference.days = row.next<std::optional<std::int64_t>>();
        one.difference.country = row.next<std::optional<CountryCode>>();
    }
    return all;
}

Waiting waiting(storage::Reader &reader, records::Filter const &may_see)
{
    Waiting all;
    auto const sql = "SELECT r.kind, r.state, count(*) FROM record r"
                     " WHERE r.kind IN ('counterpart', 'difference') AND " +
                     may_see.sql + " GROUP BY r.kind, r.state";
    for (auto row : reader.query_with(sql, may_see.values)) {
        bool const is_difference = row.next<std::string>() == "difference";
        auto const state = row.next<std::string>();
        auto const count = row.next<std::int64_t>();
        if (is_difference && state == difference_states::open) {
            all.open = count;
        } else if (is_difference && state == difference_states::theirs_right) {
            all.to_mend = count;
        } else if (!is_difference && state == states::proposed) {
            all.proposed = count;
        } else if (!is_difference && state == states::confirmed) {
            all.confirmed = count;
        }
    }
    auto const among = " FROM record r JOIN difference d ON d.id = r.id"
                       " WHERE r.kind = 'difference' AND r.state = 'open' AND " +
                       may_see.sql;
    for (auto row : reader.query_with("SELECT DISTINCT r.country" + among +
                                          " AND r.country IS NOT NULL ORDER BY r.country",
                                      may_see.values)) {
        all.countries.push_back(row.next<CountryCode>());
    }
    for (auto row : reader.query_with("SELECT DISTINCT d.teller" + among + " ORDER BY d.teller",
                                      may_see.values)) {
        all.tellers.push_back(row.next<std::string>());
    }
    return all;
}

} // namespace selatan::reconciliation

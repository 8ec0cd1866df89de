#include "cooperation/training/retention_store.hpp"

#include "cooperation/training/training.hpp"
#include "platform/records/access.hpp"

namespace selatan::training {

std::vector<Kept> kept_restricted(storage::Reader &reader, auth::Identity const &identity)
{
    auto const filter = records::compile(call_policy, &identity, records::verbs::see);
    std::vector<Kept> all;
    for (auto row :
         reader.query_with("SELECT r.id, r.reference, r.title, COUNT(*), a.ends, u.retention_months"
                           " FROM (SELECT application FROM training_restricted"
                           " UNION SELECT application FROM training_sealed_file) x"
                           " JOIN training_application p ON p.id = x.application"
                           " JOIN training_call c ON c.id = p.call JOIN record r ON r.id = c.id"
                           " JOIN activity a ON a.id = c.activity"
                           " LEFT JOIN training_rules u ON u.id = c.rules WHERE " +
                               filter.sql +
                               " GROUP BY r.id, r.reference, r.title, a.ends, u.retention_months"
                               " ORDER BY r.reference, r.id",
                           filter.values)) {
        all.push_back({.call = row.next<Uuid>(),
                       .reference = row.next<std::string>(),
                       .title = row.next<std::string>(),
                       .people = row.next<std::int64_t>(),
                       .course_ends = row.next<std::optional<Date>>(),
                       .months = row.next<std::optional<std::int64_t>>()});
    }
    return all;
}

std::vector<Uuid> kept_of(storage::Reader &reader, Uuid call, int most)
{
    std::vector<Uuid> all;
    for (auto row : reader.query("SELECT x.application FROM"
                                 " (SELECT application FROM training_restricted"
                                 " UNION SELECT application FROM training_sealed_file) x"
                                 " JOIN training_application p ON p.id = x.application"
                                 " WHERE p.call = ? ORDER BY x.application LIMIT ?",
                                 call, static_cast<std::int64_t>(most))) {
        all.push_back(row.next<Uuid>());
    }
    return all;
}

} // namespace selatan::training

#include "cooperation/activities/activity_store.hpp"

#include "base/ensure.hpp"

namespace selatan::activities {

std::string state_of(storage::Reader &reader, Uuid record)
{
    return reader.one<std::string>("SELECT state FROM record WHERE id = ?", record).value_or("");
}

std::vector<records::RecordParty> participants_of(storage::Reader &reader, Uuid project)
{
    std::vector<records::RecordParty> all;
    for (auto row : reader.query("SELECT country, organisation FROM record_party WHERE record = ?"
                                 " UNION SELECT country, NULL FROM record"
                                 " WHERE id = ? AND country IS NOT NULL"
                                 " UNION SELECT NULL, organisation FROM record"
                                 " WHERE id = ? AND organisation IS NOT NULL",
                                 project, project, project)) {
        all.push_back({.country = row.next<std::optional<CountryCode>>(),
                       .organisation = row.next<std::optional<Uuid>>()});
    }
    return all;
}

Audience audience_of(storage::Reader &reader, Uuid record)
{
    auto const audience = reader.one<Audience>("SELECT audience FROM record WHERE id = ?", record);
    ENSURE(audience.has_value());
    return *audience;
}

void set_audience(storage::Tx &tx, Uuid record, Audience audience)
{
    tx.run("UPDATE record SET audience = ? WHERE id = ?", audience, record);
}

std::vector<std::pair<Uuid, Uuid>> behind_their_projects(storage::Reader &reader, int most)
{
    std::vector<std::pair<Uuid, Uuid>> all;
    for (auto row : reader.query(
             "SELECT a.id, a.project FROM activity a JOIN record r ON r.id = a.id"
             " JOIN record p ON p.id = a.project WHERE r.audience <> p.audience OR EXISTS ("
             "SELECT 1 FROM record_party theirs WHERE theirs.record = a.project AND NOT EXISTS ("
             "SELECT 1 FROM record_party ours WHERE ours.record = a.id"
             " AND (ours.country = theirs.country OR ours.organisation = theirs.organisation)))"
             " ORDER BY a.id LIMIT ?",
             most)) {
        auto const activity = row.next<Uuid>();
        all.emplace_back(activity, row.next<Uuid>());
    }
    return all;
}

std::vector<Uuid> active_projects(storage::Reader &reader)
{
    return reader.all<Uuid>("SELECT id FROM record WHERE kind = 'project'"
                            " AND state = 'active' ORDER BY id");
}

} // namespace selatan::activities

#include "cooperation/projects/project_store.hpp"

#include <array>

namespace selatan::projects {

std::vector<PartyStanding> parties_of(storage::Reader &reader, Uuid project)
{
    std::string columns;
    for (auto const &field : parties.fields) {
        columns += (field.place == records::Field::Place::record ? ", r." : ", n.") +
                   std::string{field.column};
    }
    std::vector<PartyStanding> all;
    for (auto row : reader.query_with("SELECT r.state" + columns +
                                          " FROM project_party n JOIN record r"
                                          " ON r.id = n.id WHERE n.project = ? ORDER BY n.id",
                                      std::array<storage::Value, 1>{project})) {
        auto &one = all.emplace_back();
        one.state = row.next<std::string>();
        int column = 1;
        for (auto const &field : parties.fields) {
            field.from_cell(&one.party, row.cells(), column++);
        }
    }
    return all;
}

std::vector<Uuid> party_records(storage::Reader &reader, Uuid project)
{
    return reader.all<Uuid>("SELECT id FROM project_party WHERE project = ? ORDER BY id", project);
}

bool has_party(storage::Reader &reader, Party const &party, std::optional<Uuid> but)
{
    for (auto row : reader.query(
             "SELECT r.id, r.country, r.organisation FROM project_party n"
             " JOIN record r ON r.id = n.id WHERE n.project = ? AND r.state <> 'withdrawn'",
             party.project)) {
        auto const id = row.next<Uuid>();
        auto const country = row.next<std::optional<CountryCode>>();
        auto const organisation = row.next<std::optional<Id<partners::Organisation>>>();
        if (id != but && country == party.country && organisation == party.organisation) {
            return true;
        }
    }
    return false;
}

std::vector<Uuid> lines_without_project(storage::Reader &reader, int most)
{
    return reader.all<Uuid>("SELECT r.id FROM record r WHERE r.kind = 'plan_line'"
                            " AND r.state = 'established' AND r.country IS NOT NULL"
                            " AND r.organisation IS NOT NULL"
                            " AND NOT EXISTS (SELECT 1 FROM project p WHERE p.line = r.id)"
                            " ORDER BY r.id LIMIT ?",
                            most);
}

void give_parties_the_projects_audience(storage::Tx &tx, Uuid project)
{
    tx.run("UPDATE record SET audience = (SELECT audience FROM record WHERE id = ?)"
           " WHERE id IN (SELECT id FROM project_party WHERE project = ?)",
           project, project);
}

} // namespace selatan::projects

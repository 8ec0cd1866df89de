#pragma once

#include "cooperation/projects/project.hpp"

#include <span>
#include <vector>

namespace selatan::projects {

/// Every party of the project with its state, in the order in which they were invited.
[[nodiscard]] std::vector<PartyStanding> parties_of(storage::Reader &reader, Uuid project);
/// What the shares of those who take part add up to, in per cent.
[[nodiscard]] std::int64_t shares_of(std::span<PartyStanding const> all);
/// The parties' own records.
[[nodiscard]] std::vector<Uuid> party_records(storage::Reader &reader, Uuid project);
/// Does the project already have this party, not counting `but`? One that withdrew may come again.
[[nodiscard]] bool has_party(storage::Reader &reader, Party const &party, std::optional<Uuid> but);
/// Established lines with a country and an office that no project was made of, oldest first.
[[nodiscard]] std::vector<Uuid> lines_without_project(storage::Reader &reader, int most);
/// The parties' records are for the same eyes as the project.
void give_parties_the_projects_audience(storage::Tx &tx, Uuid project);

} // namespace selatan::projects

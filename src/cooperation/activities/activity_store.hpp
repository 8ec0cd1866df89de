/// \file
/// What activities ask the database besides their own fields.
#pragma once

#include "platform/records/record.hpp"

#include <string>
#include <utility>
#include <vector>

namespace selatan::activities {

[[nodiscard]] std::string state_of(storage::Reader &reader, Uuid record);

/// Who takes part in a project: its parties, the country that it serves, its implementing office.
[[nodiscard]] std::vector<records::RecordParty> participants_of(storage::Reader &reader,
                                                                Uuid project);
[[nodiscard]] Audience audience_of(storage::Reader &reader, Uuid record);
void set_audience(storage::Tx &tx, Uuid record, Audience audience);

/// Activities whose project has a party that they have not, or another audience than they: with
/// their projects.
[[nodiscard]] std::vector<std::pair<Uuid, Uuid>> behind_their_projects(storage::Reader &reader,
                                                                       int most);
/// For the example installation.
[[nodiscard]] std::vector<Uuid> active_projects(storage::Reader &reader);

} // namespace selatan::activities

/// \file
/// Whose passport and medical part are kept.
#pragma once

#include "cooperation/training/retention.hpp"

#include <vector>

namespace selatan::training {

/// The applications to a call of which something is kept, at most so many.
[[nodiscard]] std::vector<Uuid> kept_of(storage::Reader &reader, Uuid call, int most);
/// As `kept_people`, of applications by their references.
[[nodiscard]] std::vector<KeptPerson> kept_people_by_reference(storage::Reader &reader,
                                                               auth::Identity const &identity,
                                                               records::Codes const &references);

} // namespace selatan::training

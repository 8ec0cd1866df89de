/// \file
/// Whose passport and medical part are kept.
#pragma once

#include "cooperation/training/retention.hpp"

#include <vector>

namespace selatan::training {

/// The applications to a call of which something is kept, at most so many.
[[nodiscard]] std::vector<Uuid> kept_of(storage::Reader &reader, Uuid call, int most);

} // namespace selatan::training

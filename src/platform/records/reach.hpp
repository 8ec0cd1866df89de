/// \file
/// What a search asks before it reads a record: could a grant reach it at all?
#pragma once

#include "platform/records/access.hpp"

#include <string_view>

namespace selatan::records {

/// A condition that everything meets which `identity` may see, and that is decided by country and
/// organisation alone: columns `kind`, `country`, `organisation` and `record` of `alias`. What
/// meets it need not be seen: `compile` decides.
[[nodiscard]] Filter reach(Policy const &policy, auth::Identity const *identity,
                           std::string_view alias);

} // namespace selatan::records

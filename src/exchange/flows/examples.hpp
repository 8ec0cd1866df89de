/// \file
/// For the example installation: what two invented publishers tell of cooperation of the South.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

namespace selatan::reported_flows {

/// Imports examples/iati-two-publishers.xml, and makes the figures. Whoever is told of imports is
/// (reported::set_watchers).
void make_examples(storage::Store &store, auth::Identity const &by);

} // namespace selatan::reported_flows

/// \file
/// For the example installation: a file of an invented office that tells of two of our projects.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

namespace selatan::reconciliation {

/// Imports it, searches, and lets `coordinator` confirm the likeliest of what was found.
void make_examples(storage::Store &store, auth::Identity const &coordinator);

} // namespace selatan::reconciliation

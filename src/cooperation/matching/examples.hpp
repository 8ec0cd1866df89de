/// \file
/// Matches for the example installation, made by the same verbs as real ones.
#pragma once

#include "cooperation/matching/match.hpp"

namespace selatan::matching {

/// Proposes the best offer for each of the two oldest open requests that anything fits: the first
/// match stands offered to its parties, the second is being negotiated. Returns how many were made.
int make_examples(storage::Tx &tx, auth::Identity const &by);

} // namespace selatan::matching

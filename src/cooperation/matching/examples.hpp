/// \file
/// Matches for the example installation, made by the same verbs as real ones.
#pragma once

#include "cooperation/matching/match.hpp"

namespace selatan::matching {

/// Proposes the best offer for each of two example requests: the first match stands offered to its
/// parties, the second is being negotiated. Requests that are not open for offers, or that nothing
/// fits, get none. Returns how many were made.
int make_examples(storage::Tx &tx, auth::Identity const &by, Uuid first_request,
                  Uuid second_request);

} // namespace selatan::matching

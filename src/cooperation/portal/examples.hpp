/// \file
/// What the example installation's portal stands on, by the same verbs as real ones.
#pragma once

#include "cooperation/portal/consent.hpp"

namespace selatan::portal {

/// The parties of every project that runs are asked, and consent by letter: to all but ratings and
/// lessons. A policy and this year's South-South Day.
void make_examples(storage::Tx &tx, auth::Identity const &desk);

} // namespace selatan::portal

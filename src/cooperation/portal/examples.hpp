/// \file
/// Consents for the example installation, by the same verbs as real ones.
#pragma once

#include "cooperation/portal/consent.hpp"

namespace selatan::portal {

/// The parties of every project that runs are asked, and consent by letter: to all but ratings and
/// lessons.
void make_examples(storage::Tx &tx, auth::Identity const &desk);

} // namespace selatan::portal

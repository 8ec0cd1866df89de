/// \file
/// Projects for the example installation, made by the same verbs as real ones.
#pragma once

#include "cooperation/projects/project.hpp"

namespace selatan::projects {

/// Makes a project of each of the first two established lines that have a country and an office:
/// the first runs, triangular, with `facilitator`; the second waits for its parties' answers.
/// Returns how many were made.
int make_examples(storage::Tx &tx, auth::Identity const &by,
                  Id<partners::Organisation> facilitator);

} // namespace selatan::projects

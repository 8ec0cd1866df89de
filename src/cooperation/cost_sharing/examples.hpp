/// \file
/// A triangular project's costs for the example installation, shared by three parties.
#pragma once

#include "cooperation/cost_sharing/cost_plan.hpp"

namespace selatan::cost_sharing {

struct ExamplePeople {
    auth::Identity const &coordinator;
    auth::Identity const &finance;
    auth::Identity const &facilitator; ///< confirms its column
};

/// Of the first triangular project that runs: what each party bears, what the ledger paid of it,
/// what a party reported, and one confirmation. Nothing where there is no such project.
void make_examples(storage::Tx &tx, ExamplePeople const &people);

} // namespace selatan::cost_sharing

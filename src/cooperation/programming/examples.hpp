/// \file
/// Plan years for the example installation, made by the same verbs as real ones.
#pragma once

#include "cooperation/programming/plan_line.hpp"

namespace selatan::programming {

/// Those who act in the examples, and the organisations that they name.
struct ExampleWorld {
    auth::Identity coordinator;
    auth::Identity ministry; ///< whose account belongs to `agriculture`
    Uuid agriculture;
    Uuid training;
    Uuid fisheries;
    Uuid disaster;
    Uuid agency; ///< plans what has no office of its own here
    Uuid fund;
    std::optional<Uuid> request; ///< in the portfolio already: next year's plan has its line
};

/// This year's plan, being executed and over-committed since a cut; next year's, ranked and with
/// its ceilings set, some of it carried over; and a ministry's report on its own budget. Returns
/// how many lines it made.
int make_examples(storage::Tx &tx, ExampleWorld const &world);

} // namespace selatan::programming

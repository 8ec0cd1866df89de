/// \file
/// Opinions for the example installation, asked for and given by the same verbs as real ones.
#pragma once

#include "cooperation/approvals/consultation.hpp"
#include "platform/auth/identity.hpp"
#include "platform/clock/clock.hpp"

namespace selatan::approvals {

struct ExampleConsultation {
    Head subject;
    auth::Identity desk; ///< who asks
    Id<partners::Organisation>
        conditional;                    ///< has answered in writing: favourable, with a condition
    Id<partners::Organisation> awaited; ///< has not answered yet
};

/// Asks two offices a few days ago. `clock` is the store's and stands at the present; it does so
/// again afterwards.
void add_examples(storage::Store &store, ManualClock &clock, ExampleConsultation const &wanted);

} // namespace selatan::approvals

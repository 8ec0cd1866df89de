/// \file
/// Example requests, for the example installation: marked as such, by offices, in many states.
#pragma once

#include "cooperation/requests/request.hpp"
#include "platform/auth/identity.hpp"

#include <optional>
#include <vector>

namespace selatan::requests {

struct ExamplePartner {
    CountryCode country;
    std::optional<Id<partners::Organisation>> organisation; ///< that sends requests
    auth::Identity focal_point;                             ///< who drafts and submits
};

/// Those who act in the examples.
struct ExampleWorld {
    std::vector<ExamplePartner> partners; ///< at least one; requests are spread over them
    auth::Identity desk;
    auth::Identity coordinator;
};

/// Makes ten requests and takes each to a state of its own, by the same verbs that people use.
/// Returns how many it made.
int add_examples(storage::Tx &tx, ExampleWorld const &world);

} // namespace selatan::requests

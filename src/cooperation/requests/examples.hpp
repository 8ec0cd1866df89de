/// \file
/// Example requests, for the example installation: marked as such, by offices, in many states.
#pragma once

#include "cooperation/requests/request.hpp"
#include "platform/auth/identity.hpp"
#include "platform/clock/clock.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
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

/// One request in each state, by the state.
using ExampleRequests = std::map<std::string, Uuid, std::less<>>;

/// Makes ten requests and takes each to a state of its own, by the same verbs that people use, each
/// act on a day of its own in the weeks before. `clock` is the store's and stands at the present;
/// it does so again afterwards.
ExampleRequests add_examples(storage::Store &store, ManualClock &clock, ExampleWorld const &world);

} // namespace selatan::requests

/// \file
/// Results of the example project: indicators with figures, ratings, evaluations to come.
#pragma once

#include "cooperation/partners/organisation.hpp"
#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

#include <optional>

namespace selatan::results {

struct ExampleRaters {
    auth::Identity coordinator;
    auth::Identity desk;
    auth::Identity focal_point;
};
/// On the first project that runs, which is returned; nothing where none does.
std::optional<Uuid> make_examples(storage::Tx &tx, ExampleRaters const &who);

} // namespace selatan::results

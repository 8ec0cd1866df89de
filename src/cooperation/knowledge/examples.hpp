/// \file
/// A practice and a warning, learned from the example project, that everybody may read.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

namespace selatan::knowledge {

struct ExampleAuthors {
    auth::Identity coordinator;
    auth::Identity desk;
    auth::Identity focal_point;
    std::optional<Uuid> project; ///< that both were learned from
};
/// Of the country that the focal point speaks for.
void make_examples(storage::Tx &tx, ExampleAuthors const &who);

} // namespace selatan::knowledge

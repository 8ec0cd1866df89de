/// \file
/// Activities for an example installation.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

namespace selatan::activities {

struct ExampleOfficers {
    auth::Identity const &coordinator; ///< plans and schedules
    auth::Identity const &desk;        ///< verifies
    auth::Identity const &implementer; ///< carries out and reports
};
/// Under the first active project: one verified, one whose report is awaited, one that is to come,
/// one that is only planned. Returns how many.
int make_examples(storage::Tx &tx, ExampleOfficers const &officers);

} // namespace selatan::activities

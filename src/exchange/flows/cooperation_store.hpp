/// \file
/// Cooperation as it is kept, so that whoever asks reads no more than is shown.
#pragma once

#include "exchange/flows/cooperation.hpp"
#include "platform/storage/store.hpp"

namespace selatan::reported_flows {

/// Puts what these identifiers tell of in the place of what they told the last time, and what
/// Southern countries provide with it. After what was found of them is kept.
void write_cooperations(storage::Tx &tx, Places const &places, Told const &told,
                        Figures const &figures);

} // namespace selatan::reported_flows

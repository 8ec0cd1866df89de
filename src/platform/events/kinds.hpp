/// \file
/// The newest acts of some kinds, wherever they happened: what a reader of the whole history looks
/// for first.
#pragma once

#include "platform/events/event.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace selatan::events {

struct ActKind {
    std::string_view kind; ///< of the record: "disbursement"
    std::string_view verb; ///< "refund"
};

/// Newest first, none from before `since`: however rare such acts are, no more of the history is
/// read.
[[nodiscard]] std::vector<Entry> newest_of(storage::Reader &reader, std::span<ActKind const> kinds,
                                           Instant since, Audience audience, int limit);

} // namespace selatan::events

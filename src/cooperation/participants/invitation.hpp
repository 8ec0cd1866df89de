/// \file
/// The letter by which a participant is invited: acceptance, course, travel; for the embassy too.
#pragma once

#include "cooperation/participants/participant.hpp"
#include "platform/pdf/document.hpp"
#include "platform/records/codes.hpp"

#include <string>

namespace selatan::participants {

/// In the participant's language of letters.
[[nodiscard]] pdf::Document invitation_of(storage::Reader &reader, records::CodeLists const &codes,
                                          Head const &participant, std::string const &installation);

} // namespace selatan::participants

/// \file
/// A letter as it goes out on paper.
#pragma once

#include "cooperation/correspondence/letter.hpp"
#include "platform/pdf/document.hpp"

#include <string>

namespace selatan::correspondence {

/// `for_us`: with the boxes for initials, which nobody outside gets to see. A letter that is not
/// signed says across its pages that it is a draft.
[[nodiscard]] pdf::Document paper_of(storage::Reader &reader, Head const &head,
                                     Letter const &letter, std::string const &installation,
                                     bool for_us);

} // namespace selatan::correspondence

/// \file
/// What came of a project, as the standard's results.
#pragma once

#include "exchange/iati_out/crosswalk.hpp"

namespace selatan::iati_out::result_facts {

/// Women and men reached, as verified: an output.
void people(ActivityPen const &pen);
/// Each indicator with its baseline; a period up to each target, in it every figure of its days.
void indicators(ActivityPen const &pen);

} // namespace selatan::iati_out::result_facts

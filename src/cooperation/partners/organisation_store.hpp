/// \file
/// Questions about organisations that only SQL answers.
#pragma once

#include "cooperation/partners/organisation.hpp"

namespace selatan::partners {

/// Is `organisation` the `whole`, or part of it, however deep?
[[nodiscard]] bool is_within(storage::Reader &reader, Id<Organisation> organisation,
                             Id<Organisation> whole);

} // namespace selatan::partners

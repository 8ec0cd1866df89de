/// \file
/// Which sentence says what a rule of the rulesets found. Many rules say the same of other
/// elements.
#pragma once

#include <string_view>

namespace selatan::iati {

/// Empty for a rule that is not known here; a test sees that every rule that we ship is.
[[nodiscard]] std::string_view rule_word(std::string_view id);

} // namespace selatan::iati

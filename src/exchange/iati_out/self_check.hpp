/// \file
/// Our own validator, asked before anything is handed out.
#pragma once

#include "base/date.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati_out {

/// What it has to say against a file, whatever the severity: "9.50.1, XM-DAC-1-A, iati-activity/…".
[[nodiscard]] std::vector<std::string> findings_in(std::string_view file, Date today);
/// The same of one activity on its own.
[[nodiscard]] std::vector<std::string> findings_in_activity(std::string_view activity, Date today);

} // namespace selatan::iati_out

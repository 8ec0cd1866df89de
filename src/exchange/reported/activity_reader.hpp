/// \file
/// Activities of any version of the standard, from a file's elements or from a source that is kept.
#pragma once

#include "exchange/reported/activity.hpp"

#include <string>
#include <string_view>

namespace selatan::reported {

/// What an `iati-activity` says, as iati::RecordReader gives it, in a file of this version
/// (nothing: one that does not say).
[[nodiscard]] Activity activity_in(iati::Tree const &tree, std::string_view version);

/// The same from its source. Throws DamagedSource when that is no element.
[[nodiscard]] Activity read_activity(std::string_view source, std::string_view version);

/// Identifiers and names as the tables hold them: an index takes no longer ones.
[[nodiscard]] std::string kept(std::string_view text);

} // namespace selatan::reported

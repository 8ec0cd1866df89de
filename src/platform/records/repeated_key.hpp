/// \file
/// JSON lets an object name a member twice and does not say which counts (RFC 8259, 4). Whoever
/// sends that is told, because one of the two would be lost without a word.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace selatan::records {

/// The first member that an object of `json`, at whatever depth, names a second time. Nothing when
/// there is none, or when `json` is not JSON.
[[nodiscard]] std::optional<std::string> repeated_key(std::string_view json);

} // namespace selatan::records

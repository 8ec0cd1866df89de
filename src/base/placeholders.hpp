/// \file
/// Texts with places in braces, "Dear {addressee}", that are filled by name. Not ICU's message
/// format: these are written by officials, who need no plurals and must not be able to break a
/// sentence.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace selatan {

using PlaceholderValues = std::map<std::string, std::string, std::less<>>;

/// What stands where no value was given: to be filled by hand.
inline constexpr std::string_view unfilled = "[…]";

/// The names in braces, in the order of the text, repeats kept. A brace that nobody closes is text.
[[nodiscard]] std::vector<std::string> placeholders_in(std::string_view text);
/// The text with its places filled; one that has no value, or an empty one, becomes `unfilled`.
/// Values are not filled again.
[[nodiscard]] std::string filled(std::string_view text, PlaceholderValues const &values);

} // namespace selatan

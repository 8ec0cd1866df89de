/// \file
/// The vocabulary of tags in which Selatan publishes what IATI cannot say: arrangements, roles of
/// parties, in kind. Who publishes writes them, who imports reads them, of any installation.
#pragma once

#include "base/country.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace selatan::iati::own_tags {

/// Of list TagVocabulary: the reporting organisation's own.
inline constexpr std::string_view vocabulary = "99";

/// Where the codes are explained: a page of the installation's portal.
[[nodiscard]] std::string vocabulary_uri(std::string_view base_url, Language language);
/// Is that such a page, of whatever installation?
[[nodiscard]] bool is_vocabulary_uri(std::string_view uri);

/// "arrangement-south_south"; without a value the family alone.
[[nodiscard]] std::string code(std::string_view family, std::string_view value);
/// What stands behind the family, when the code is of that family and has more.
[[nodiscard]] std::optional<std::string_view> value_of(std::string_view code,
                                                       std::string_view family);

} // namespace selatan::iati::own_tags

/// \file
/// Which of our languages a browser asks for.
#pragma once

#include "base/country.hpp"

#include <optional>
#include <string_view>

namespace selatan::i18n {

/// The best of our languages for an Accept-Language header (RFC 9110, 12.5.4): the highest weight,
/// the first named among equals; a region is ignored ("pt-BR" is Portuguese). Nothing when it names
/// none of ours, or prefers any other ("*"): the installation's default then serves. Elements that
/// do not parse are passed over.
[[nodiscard]] std::optional<Language> negotiate(std::string_view accept_language);

} // namespace selatan::i18n

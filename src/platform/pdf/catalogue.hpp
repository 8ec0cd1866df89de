/// \file
/// What cairo does not write into a PDF: the language of the document, for readers that speak it.
#pragma once

#include "base/country.hpp"

#include <string>

namespace selatan::pdf {

/// Appends an update (ISO 32000-1, 7.5.6) whose catalogue says the language, the direction of
/// reading and that the title is to be shown. A file that is not written as cairo writes them comes
/// back as it was.
[[nodiscard]] std::string with_language(std::string pdf, Language language);

} // namespace selatan::pdf

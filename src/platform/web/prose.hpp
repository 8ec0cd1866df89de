/// \file
/// What people wrote in several languages, as a reader of one of them gets it.
#pragma once

#include "platform/html/html.hpp"
#include "platform/i18n/multilingual.hpp"

namespace selatan::web {

/// A paragraph for each line; marked with its language where it is not the reader's.
[[nodiscard]] html::Html prose(i18n::MultilingualText const &text, Language language);

} // namespace selatan::web

/// \file
/// Problems as programs read them.
#pragma once

#include "base/country.hpp"
#include "base/result.hpp"

#include <boost/json/array.hpp>

namespace selatan::web {

/// `field`, `code` (stable) and `detail` (a sentence) of each.
[[nodiscard]] boost::json::array problems_json(Language language, Problems const &problems);

} // namespace selatan::web

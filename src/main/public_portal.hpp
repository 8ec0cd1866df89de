/// \file
/// What capabilities tell the public, put into the portal: results, ratings and lessons on a
/// project's page, practices with pages of their own, and the same as open data.
#pragma once

#include "cooperation/portal/extension.hpp"

namespace selatan::program {

[[nodiscard]] portal::Extensions portal_extensions();

} // namespace selatan::program

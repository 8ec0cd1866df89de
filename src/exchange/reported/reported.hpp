/// \file
/// Reported activities: what others publish of their cooperation in IATI, apart from our own
/// records.
#pragma once

#include "exchange/reported/batch.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::reported {

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);

} // namespace selatan::reported

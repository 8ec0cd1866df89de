/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::portal {

extern web::NounPages const consent_pages;
extern web::NounPages const policy_pages;
extern web::NounPages const day_pages;

/// /publication: what is missing for each project's publication, and the asking.
void add_publication_routes(web::Router &router);

} // namespace selatan::portal

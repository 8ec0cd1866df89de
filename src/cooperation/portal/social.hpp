/// \file
/// What a page says of itself where it is not read: a picture for whoever is sent its address, and
/// schema.org's words for search engines.
#pragma once

#include "cooperation/portal/public_store.hpp"
#include "cooperation/portal/visit.hpp"

namespace selatan::portal {

/// `og:` and `twitter:` properties with the page's picture.
[[nodiscard]] html::Html social_card(web::App const &app, Language language, Page const &page);

/// schema.org/Project, of what is public of it.
[[nodiscard]] std::string project_as_linked_data(Visit const &visit, PublicProject const &project,
                                                 std::vector<PublicParty> const &parties);
/// schema.org/DataCatalog with a Dataset for each table.
[[nodiscard]] std::string data_as_linked_data(Visit const &visit);

/// /public/{language}/card.png and /public/{language}/projects/{reference}/card.png: gone with the
/// page that they stand for.
void add_card_routes(web::Router &router);

} // namespace selatan::portal

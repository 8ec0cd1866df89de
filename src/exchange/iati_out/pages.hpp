/// \file
/// The folder's pages, for its own files.
#pragma once

#include "cooperation/portal/visit.hpp"
#include "platform/web/noun_pages.hpp"

namespace selatan::iati_out {

extern web::NounPages const publisher_pages;

inline constexpr std::string_view activities_path = "/open/iati/activities.xml";
inline constexpr std::string_view organisation_path = "/open/iati/organisation.xml";

/// /iati/publishing: how ready each project is, and the act of publishing.
void add_publishing_routes(web::Router &router);
/// /open/iati/: the two files.
void add_file_routes(web::Router &router);
/// /public/{language}/iati: what becomes of each fact, and what our own tags mean.
void add_crosswalk_page(web::Router &router, portal::Extensions const &extensions);

} // namespace selatan::iati_out

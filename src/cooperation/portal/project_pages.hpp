/// \file
/// Pieces of the public pages of projects that other pages use.
#pragma once

#include "cooperation/portal/public_store.hpp"
#include "cooperation/portal/visit.hpp"

namespace selatan::portal {

/// The projects that a filter finds, newest first, with how many they are and the way to the rest.
[[nodiscard]] html::Html projects_section(Visit const &visit, ProjectFilter const &filter,
                                          std::string_view rest_of_query = {});
/// "?country=TLS&year=2026": a filter as the address of the list has it; empty without one.
[[nodiscard]] std::string to_query(ProjectFilter const &filter);

void add_project_pages(web::Router &router, Extensions const &extensions);
void add_browse_pages(web::Router &router, Extensions const &extensions);
void add_home_pages(web::Router &router, Extensions const &extensions);

} // namespace selatan::portal

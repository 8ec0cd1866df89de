/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/projects/projects.hpp"
#include "platform/web/noun_pages.hpp"

namespace selatan::projects {

extern web::NounPages const project_pages;
extern web::NounPages const party_pages;

/// Those that a project's page leads to from now on.
void set_project_pages(std::span<ProjectPage const> pages);

} // namespace selatan::projects

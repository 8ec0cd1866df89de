/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::projects {

extern web::NounPages const project_pages;
extern web::NounPages const party_pages;

} // namespace selatan::projects

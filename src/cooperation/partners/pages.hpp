/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::partners {

extern web::NounPages const organisation_pages;
extern web::NounPages const organisation_role_pages;
extern web::NounPages const person_pages;
extern web::NounPages const post_pages;
extern web::NounPages const post_holding_pages;
extern web::NounPages const delegation_pages;
extern web::NounPages const designation_pages;
extern web::NounPages const mission_pages;
extern web::NounPages const concurrent_country_pages;
extern web::NounPages const country_profile_pages;

} // namespace selatan::partners

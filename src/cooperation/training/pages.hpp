/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::training {

extern web::NounPages const scheme_pages;
extern web::NounPages const rules_pages;
extern web::NounPages const call_pages;
extern web::NounPages const quota_pages;
extern web::NounPages const application_pages;

} // namespace selatan::training

/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::requests {

extern web::NounPages const request_pages;
extern web::NounPages const service_standard_pages;

} // namespace selatan::requests

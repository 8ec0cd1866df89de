/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::offers {

extern web::NounPages const offer_pages;

} // namespace selatan::offers

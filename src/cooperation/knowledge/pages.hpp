/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::knowledge {

extern web::NounPages const lesson_pages;
extern web::NounPages const consultation_pages;
extern web::NounPages const use_pages;

} // namespace selatan::knowledge

/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::workdays {

extern web::NounPages const public_holiday_pages;

} // namespace selatan::workdays

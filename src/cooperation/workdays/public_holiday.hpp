/// \file
/// Public holidays: days on which clocks of business days stand still.
#pragma once

#include "platform/records/record.hpp"

#include <string>

namespace selatan::workdays {

struct PublicHoliday {
    std::string name;
    Date day;
};

extern records::NounOf<PublicHoliday> const public_holidays;

} // namespace selatan::workdays

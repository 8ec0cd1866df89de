/// \file
/// Public holidays: days on which the service clock stands still.
#pragma once

#include "platform/records/record.hpp"

#include <string>

namespace selatan::requests {

struct PublicHoliday {
    std::string name;
    Date day;
};

extern records::NounOf<PublicHoliday> const public_holidays;

} // namespace selatan::requests

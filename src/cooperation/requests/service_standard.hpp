/// \file
/// How many business days a state may last in this installation, where that is not as usual.
#pragma once

#include "cooperation/requests/service_clock.hpp"
#include "platform/records/record.hpp"

#include <string>

namespace selatan::requests {

struct ServiceStandard {
    std::string stage; ///< a state of requests
    std::int64_t days = 0;
};

extern records::NounOf<ServiceStandard> const service_standards;

using workdays::calendar;
/// The office's standards as the database has them now.
[[nodiscard]] Standards standards(storage::Reader &reader);

} // namespace selatan::requests

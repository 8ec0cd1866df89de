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

/// The office's weekend, for the whole process; Saturday and Sunday unless the settings say
/// otherwise. Set it before serving.
void set_weekend(Weekend weekend);

/// The office's calendar and standards as the database has them now.
[[nodiscard]] Calendar calendar(storage::Reader &reader);
[[nodiscard]] Standards standards(storage::Reader &reader);

} // namespace selatan::requests

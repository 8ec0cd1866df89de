/// \file
/// iCalendar (RFC 5545): a calendar as other programs read it. Pure.
#pragma once

#include "base/date.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace selatan::activities {

/// A VEVENT of whole days.
struct CalendarItem {
    enum class Status { tentative, confirmed, cancelled };
    std::string uid;
    Instant changed;           ///< DTSTAMP and LAST-MODIFIED (3.8.7.2: the two are one here)
    std::int64_t revision = 0; ///< SEQUENCE
    Date first;
    Date last; ///< the last day itself
    std::string summary;
    std::string location;
    std::string url;
    Status status = Status::confirmed;
};

/// The whole object, in lines of at most 75 octets that end in CRLF.
[[nodiscard]] std::string to_icalendar(std::string_view name, std::span<CalendarItem const> items);

} // namespace selatan::activities

/// \file
/// When the office works: business days between its weekends and public holidays. Pure, except for
/// the one function that reads the holidays.
#pragma once

#include "base/date.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace selatan::workdays {

/// The days of the week on which the office does not work; not all seven.
class Weekend {
public:
    /// Saturday and Sunday.
    constexpr Weekend() : m_days{0b1100000} {}
    /// "sat sun", "fri sat", "fri", "sun": English abbreviations, in any order. Nothing for another
    /// word, for none, or for all seven.
    [[nodiscard]] static std::optional<Weekend> parse(std::string_view text);
    [[nodiscard]] bool includes(Date day) const;

    friend bool operator==(Weekend const &, Weekend const &) = default;

private:
    explicit constexpr Weekend(unsigned days) : m_days{days} {}
    unsigned m_days; ///< bit 0 is Monday (ISO 8601)
};

class Calendar {
public:
    explicit Calendar(Weekend weekend = {}, std::vector<Date> holidays = {});

    [[nodiscard]] bool is_business_day(Date day) const;
    /// The business day that is `count` business days after `from`; with 0, `from` itself or the
    /// next business day. Dates that run out of the calendar's years are a Bug.
    [[nodiscard]] Date after(Date from, int count) const;
    /// Business days behind `from`, up to and including `to`; negative when `to` comes first.
    [[nodiscard]] int between(Date from, Date to) const;

private:
    Weekend m_weekend;
    std::vector<Date> m_holidays; ///< sorted
};

/// The office's weekend, for the whole process; Saturday and Sunday unless the settings say
/// otherwise. Set it before serving.
void set_weekend(Weekend weekend);

/// The office's calendar as the database has it now.
[[nodiscard]] Calendar calendar(storage::Reader &reader);

} // namespace selatan::workdays

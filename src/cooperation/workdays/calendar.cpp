#include "cooperation/workdays/calendar.hpp"

#include "base/ensure.hpp"
#include "cooperation/workdays/public_holiday_store.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>

namespace selatan::workdays {

namespace {

constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu",
                                                    "fri", "sat", "sun"};
constexpr unsigned every_day = 0b1111111;

std::atomic<Weekend> office_weekend;

} // namespace

std::optional<Weekend> Weekend::parse(std::string_view text)
{
    unsigned days = 0;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const name = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (name.empty()) {
            continue;
        }
        auto const found = std::ranges::find(day_names, name);
        if (found == day_names.end()) {
            return std::nullopt;
        }
        days |= 1U << static_cast<unsigned>(found - day_names.begin());
    }
    return days == 0 || days == every_day ? std::nullopt : std::optional{Weekend{days}};
}

bool Weekend::includes(Date day) const
{
    auto const number = std::chrono::weekday{day.days()}.iso_encoding() - 1;
    return ((m_days >> number) & 1U) != 0;
}

Calendar::Calendar(Weekend weekend, std::vector<Date> holidays)
    : m_weekend{weekend}, m_holidays{std::move(holidays)}
{
    std::ranges::sort(m_holidays);
}

bool Calendar::is_business_day(Date day) const
{
    return !m_weekend.includes(day) && !std::ranges::binary_search(m_holidays, day);
}

Date Calendar::after(Date from, int count) const
{
    ENSURE(count >= 0);
    auto day = from;
    for (int left = count; left > 0; --left) {
        do {
            day = day.plus_days(1);
        } while (!is_business_day(day));
    }
    while (!is_business_day(day)) {
        day = day.plus_days(1);
    }
    return day;
}

int Calendar::between(Date from, Date to) const
{
    if (to < from) {
        return -between(to, from);
    }
    int count = 0;
    for (auto day = from; day < to;) {
        day = day.plus_days(1);
        count += is_business_day(day) ? 1 : 0;
    }
    return count;
}

void set_weekend(Weekend weekend)
{
    office_weekend = weekend;
}

Calendar calendar(storage::Reader &reader)
{
    return Calendar{office_weekend, holidays(reader)};
}

} // namespace selatan::workdays

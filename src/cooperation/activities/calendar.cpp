#include "cooperation/activities/calendar.hpp"

#include <algorithm>

namespace selatan::activities {

namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2200;

bool is_among(std::span<std::string_view const> states, std::string_view state)
{
    return std::ranges::find(states, state) != states.end();
}

std::optional<Month> within_reach(Date day)
{
    bool const is_near = day.year() >= first_year && day.year() <= last_year;
    return is_near ? std::optional{Month{day}} : std::nullopt;
}

} // namespace

bool CalendarEntry::is_off() const
{
    return is_among(source->off, state);
}

bool CalendarEntry::is_tentative() const
{
    return is_among(source->tentative, state);
}

Month::Month(Date any_day_of_it)
    : m_first{any_day_of_it.plus_days(
          1 - static_cast<int>(static_cast<unsigned>(any_day_of_it.ymd().day())))}
{
}

std::optional<Month> Month::parse(std::string_view text)
{
    auto const first = Date::parse(std::string{text} + "-01");
    return first ? within_reach(*first) : std::nullopt;
}

std::string Month::to_string() const
{
    constexpr std::size_t year_and_month = 7;
    return m_first.to_string().substr(0, year_and_month);
}

Date Month::first_shown() const
{
    auto const weekday = std::chrono::weekday{first().days()}.iso_encoding();
    return first().plus_days(1 - static_cast<int>(weekday));
}

Date Month::last_shown() const
{
    auto const weekday = std::chrono::weekday{last().days()}.iso_encoding();
    return last().plus_days(7 - static_cast<int>(weekday));
}

std::optional<Month> Month::previous() const
{
    return within_reach(m_first.plus_days(-1));
}

std::optional<Month> Month::next() const
{
    return within_reach(m_first.plus_months(1));
}

} // namespace selatan::activities

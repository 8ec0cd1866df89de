#include "cooperation/requests/service_clock.hpp"

#include "cooperation/requests/request.hpp"

#include <algorithm>
#include <chrono>

namespace selatan::requests {

namespace {

constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu",
                                                    "fri", "sat", "sun"};
constexpr unsigned every_day = 0b1111111;

struct Standard {
    std::string_view state;
    int days;
};
// What a desk with a few officers keeps; an installation sets its own (service_standard).
constexpr std::array<Standard, 12> usual{{
    {states::received, 3},
    {states::registered, 10},
    {states::screened, 15},
    {states::matched, 20},
    {states::part_answered, 20},
    {states::financing_sought, 30},
    {states::proposed, 30},
    {states::in_portfolio, 20},
    {states::referred, 5},
    {states::declined, 5},
    {states::withdrawn, 5},
    {states::answered, 10},
}};

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

Turn turn_in(std::string_view state)
{
    if (state == states::draft || state == states::returned) {
        return Turn::partner;
    }
    return state == states::closed ? Turn::nobody : Turn::desk;
}

std::optional<int> standard_days(Standards const &standards, std::string_view state)
{
    if (auto const own = standards.find(state); own != standards.end()) {
        return own->second;
    }
    auto const found = std::ranges::find(usual, state, &Standard::state);
    return found == usual.end() ? std::nullopt : std::optional{found->days};
}

std::optional<Date> due_on(Calendar const &calendar, Standards const &standards,
                           std::string_view state, Date since, Deadlines const &deadlines)
{
    if (turn_in(state) != Turn::desk) {
        return std::nullopt;
    }
    if (state == states::offer_sought && deadlines.offer_deadline) {
        return deadlines.offer_deadline;
    }
    if (state == states::deferred && deadlines.deferred_to) {
        auto const new_year = Date::of(static_cast<int>(*deadlines.deferred_to), 1, 1);
        return new_year ? std::optional{calendar.after(*new_year, 0)} : std::nullopt;
    }
    auto const days = standard_days(standards, state);
    return days ? std::optional{calendar.after(since, *days)} : std::nullopt;
}

Clock clock_of(Calendar const &calendar, std::optional<Date> due, Date today)
{
    if (!due) {
        return Clock::none;
    }
    if (*due < today) {
        return Clock::overdue;
    }
    return calendar.between(today, *due) <= soon_days ? Clock::soon : Clock::running;
}

} // namespace selatan::requests

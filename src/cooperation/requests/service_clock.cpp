#include "cooperation/requests/service_clock.hpp"

#include "cooperation/requests/request.hpp"

#include <algorithm>

namespace selatan::requests {

namespace {

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

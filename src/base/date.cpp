#include "base/date.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace selatan {

namespace {

/// Exactly `count` digits at the front of `text`, which it takes off.
std::optional<int> take_digits(std::string_view &text, std::size_t count)
{
    if (text.size() < count) {
        return std::nullopt;
    }
    int value = 0;
    for (char const c : text.substr(0, count)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view &text)
{
    auto const year = take_digits(text, 4);
    if (!year || !take(text, '-')) {
        return std::nullopt;
    }
    auto const month = take_digits(text, 2);
    if (!month || !take(text, '-')) {
        return std::nullopt;
    }
    auto const day = take_digits(text, 2);
    if (!day) {
        return std::nullopt;
    }
    return Date::of(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

} // namespace

std::optional<Date> Date::of(int year, unsigned month, unsigned day)
{
    std::chrono::year_month_day const ymd{std::chrono::year{year}, std::chrono::month{month},
                                          std::chrono::day{day}};
    if (year < 1 || year > 9999 || !ymd.ok()) {
        return std::nullopt;
    }
    return Date{std::chrono::sys_days{ymd}};
}

std::optional<Date> Date::parse(std::string_view text)
{
    auto const date = take_date(text);
    return text.empty() ? date : std::nullopt;
}

Date Date::plus_months(int count) const
{
    auto const target = ymd() + std::chrono::months{count};
    if (target.ok()) {
        return Date{std::chrono::sys_days{target}};
    }
    return Date{std::chrono::sys_days{target.year() / target.month() / std::chrono::last}};
}

std::string Date::to_string() const
{
    auto const date = ymd();
    std::array<char, 32> text{};
    auto const length =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return {text.data(), static_cast<std::size_t>(length)};
}

int days_between(Date from, Date to)
{
    return static_cast<int>((to.days() - from.days()).count());
}

Instant Instant::at_start_of(Date date)
{
    return Instant{std::chrono::microseconds{date.days().time_since_epoch()}.count()};
}

std::optional<Instant> Instant::parse(std::string_view text)
{
    auto const date = take_date(text);
    if (!date || text.empty() ||
        (text.front() != 'T' && text.front() != 't' && text.front() != ' ')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    auto const hour = take_digits(text, 2);
    bool const first_colon = take(text, ':');
    auto const minute = take_digits(text, 2);
    bool const second_colon = take(text, ':');
    auto const second = take_digits(text, 2);
    if (!hour || !minute || !second || !first_colon || !second_colon || *hour > 23 ||
        *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    std::int64_t fraction = 0;
    if (take(text, '.')) {
        int digits = 0;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            if (digits < 6) {
                fraction = fraction * 10 + (text.front() - '0');
            }
            ++digits;
            text.remove_prefix(1);
        }
        if (digits == 0) {
            return std::nullopt;
        }
        for (; digits < 6; ++digits) {
            fraction *= 10;
        }
    }
    int offset_minutes = 0;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        int const sign = text.front() == '-' ? -1 : 1;
        text.remove_prefix(1);
        auto const hours = take_digits(text, 2);
        if (!hours || !take(text, ':')) {
            return std::nullopt;
        }
        auto const minutes = take_digits(text, 2);
        if (!minutes || *hours > 23 || *minutes > 59) {
            return std::nullopt;
        }
        offset_minutes = sign * (*hours * 60 + *minutes);
    } else if (!take(text, 'Z') && !take(text, 'z')) {
        return std::nullopt;
    }
    if (!text.empty()) {
        return std::nullopt;
    }
    std::int64_t const seconds = *hour * 3600 + (*minute - offset_minutes) * 60 + *second;
    auto const instant = Instant{at_start_of(*date).micros() + seconds * 1'000'000 + fraction};
    // An offset can push the first and the last day out of the calendar.
    auto const first = at_start_of(*Date::of(1, 1, 1));
    auto const after_last = at_start_of(*Date::of(9999, 12, 31)).plus(std::chrono::days{1});
    return instant < first || instant >= after_last ? std::nullopt : std::optional{instant};
}

Date Instant::date() const
{
    std::chrono::sys_time<std::chrono::microseconds> const time{
        std::chrono::microseconds{m_micros}};
    return Date::from_days(std::chrono::floor<std::chrono::days>(time));
}

std::string Instant::to_string() const
{
    auto const day = date();
    std::int64_t const rest = m_micros - at_start_of(day).micros();
    std::int64_t const seconds = rest / 1'000'000;
    std::array<char, 32> text{};
    auto length =
        std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                      static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    std::string out = day.to_string() + std::string{text.data(), static_cast<std::size_t>(length)};
    if (rest % 1'000'000 != 0) {
        length =
            std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(rest % 1'000'000));
        out += std::string{text.data(), static_cast<std::size_t>(length)};
    }
    return out + "Z";
}

} // namespace selatan

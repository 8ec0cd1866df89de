/// \file
/// Calendar dates and instants. "Now" is always an argument; only platform/clock reads a clock.
#pragma once

#include "base/ensure.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan {

/// A day of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31 (ISO 8601).
/// Default-constructed it is 1970-01-01.
class Date {
public:
    constexpr Date() = default;

    /// `YYYY-MM-DD`, and nothing else.
    [[nodiscard]] static std::optional<Date> parse(std::string_view text);
    [[nodiscard]] static std::optional<Date> of(int year, unsigned month, unsigned day);
    /// A day outside the range is a Bug, here and in the two below.
    [[nodiscard]] static constexpr Date from_days(std::chrono::sys_days days) { return Date{days}; }

    [[nodiscard]] constexpr std::chrono::sys_days days() const { return m_days; }
    [[nodiscard]] std::chrono::year_month_day ymd() const { return m_days; }
    [[nodiscard]] int year() const { return static_cast<int>(ymd().year()); }
    [[nodiscard]] Date plus_days(int count) const
    {
        return Date{m_days + std::chrono::days{count}};
    }
    /// The same day of the month, or the month's last day where it has none such.
    [[nodiscard]] Date plus_months(int count) const;
    [[nodiscard]] std::string to_string() const;

    friend auto operator<=>(Date const &, Date const &) = default;

private:
    explicit constexpr Date(std::chrono::sys_days days) : m_days{days}
    {
        ENSURE(days >= std::chrono::year{1} / 1 / 1 && days <= std::chrono::year{9999} / 12 / 31);
    }
    std::chrono::sys_days m_days{};
};

/// Whole days from `from` to `to`; negative when `to` comes first.
[[nodiscard]] int days_between(Date from, Date to);

/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
class Instant {
public:
    constexpr Instant() = default;
    [[nodiscard]] static constexpr Instant from_micros(std::int64_t micros)
    {
        return Instant{micros};
    }
    /// RFC 3339 with `Z` or a numeric offset: `2026-11-21T18:29:00Z`; of a fraction the first six
    /// digits count. Leap seconds are refused: a day here has 86,400.
    [[nodiscard]] static std::optional<Instant> parse(std::string_view text);
    [[nodiscard]] static Instant at_start_of(Date date);

    [[nodiscard]] constexpr std::int64_t micros() const { return m_micros; }
    [[nodiscard]] constexpr Instant plus(std::chrono::microseconds span) const
    {
        return Instant{m_micros + span.count()};
    }
    /// The day in UTC.
    [[nodiscard]] Date date() const;
    /// `2026-11-21T18:29:00Z`; microseconds are printed only when there are any.
    [[nodiscard]] std::string to_string() const;

    friend constexpr std::chrono::microseconds operator-(Instant a, Instant b)
    {
        return std::chrono::microseconds{a.m_micros - b.m_micros};
    }
    friend auto operator<=>(Instant const &, Instant const &) = default;

private:
    explicit constexpr Instant(std::int64_t micros) : m_micros{micros} {}
    std::int64_t m_micros = 0;
};

} // namespace selatan

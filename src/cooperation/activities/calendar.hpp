/// \file
/// The calendar: days of records of any kind, as far as somebody may see them.
#pragma once

#include "platform/records/record.hpp"
#include "platform/web/noun_pages.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::activities {

/// A kind of record that has days. Columns are those of the noun's own table.
struct CalendarSource {
    web::NounPages const *pages = nullptr;
    std::string_view starts;     ///< a date column
    std::string_view ends = {};  ///< none: it is one day
    std::string_view place = {}; ///< a text column; none: nowhere
    std::string_view of = {};    ///< a column naming the record without which its title says little
    records::Word what = nullptr;                     ///< said of the day: "Nominations until"
    std::span<std::string_view const> off = {};       ///< states in which nothing takes place
    std::span<std::string_view const> tentative = {}; ///< states in which it is not settled yet
};

struct CalendarEntry {
    CalendarSource const *source = nullptr;
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    Instant changed_at;
    std::int64_t version = 0;
    Date first;
    Date last; ///< not before `first`
    std::string place;

    [[nodiscard]] bool is_off() const;
    [[nodiscard]] bool is_tentative() const;
};

/// What touches the days `from` to `until`, of what `identity` may see, by first day, each called
/// as readers of `language` know it; at most `most` of each source.
[[nodiscard]] std::vector<CalendarEntry> entries(storage::Reader &reader,
                                                 auth::Identity const &identity, Language language,
                                                 std::span<CalendarSource const> sources, Date from,
                                                 Date until, int most);

/// A month as a page shows it: whole weeks, from Monday (ISO 8601) in every language, so that
/// offices in two countries speak of the same week.
class Month {
public:
    explicit Month(Date any_day_of_it);
    /// `2026-11`.
    [[nodiscard]] static std::optional<Month> parse(std::string_view text);
    [[nodiscard]] std::string to_string() const;

    [[nodiscard]] Date first() const { return m_first; }
    [[nodiscard]] Date last() const { return m_first.plus_months(1).plus_days(-1); }
    [[nodiscard]] Date first_shown() const; ///< a Monday
    [[nodiscard]] Date last_shown() const;  ///< a Sunday
    [[nodiscard]] bool has(Date day) const { return first() <= day && day <= last(); }
    /// Is there a month before and after it whose days are days?
    [[nodiscard]] std::optional<Month> previous() const;
    [[nodiscard]] std::optional<Month> next() const;

private:
    Date m_first;
};

} // namespace selatan::activities

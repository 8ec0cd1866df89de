#include "cooperation/activities/calendar.hpp"

#include <algorithm>

namespace selatan::activities {

std::vector<CalendarEntry> entries(storage::Reader &reader, auth::Identity const &identity,
                                   Language language, std::span<CalendarSource const> sources,
                                   Date from, Date until, int most)
{
    std::vector<CalendarEntry> all;
    for (auto const &source : sources) {
        auto const &noun = *source.pages->noun;
        auto const filter = records::compile(*noun.policy, &identity, records::verbs::see);
        auto const starts = "n." + std::string{source.starts};
        auto const ends = source.ends.empty()
                              ? starts
                              : "COALESCE(n." + std::string{source.ends} + ", " + starts + ")";
        std::vector<storage::Value> values{storage::to_value(until), storage::to_value(from)};
        values.insert(values.end(), filter.values.begin(), filter.values.end());
        values.emplace_back(std::int64_t{most});
        auto const place =
            source.place.empty() ? std::string{"''"} : "n." + std::string{source.place};
        auto const of = source.of.empty() ? std::string{"NULL"} : "n." + std::string{source.of};
        std::string sql = "SELECT r.id, r.reference, r.title, r.state, r.changed_at, r.version, ";
        sql.append(starts).append(", ").append(ends).append(", ").append(place);
        sql.append(", r.titles, b.title, COALESCE(b.titles, '') FROM ").append(noun.table);
        sql.append(" n JOIN record r ON r.id = n.id LEFT JOIN record b ON b.id = ").append(of);
        sql.append(" WHERE ");
        sql.append(starts).append(" <= ? AND ").append(ends).append(" >= ? AND ");
        sql.append(filter.sql).append(" ORDER BY ").append(starts).append(", r.id LIMIT ?");
        for (auto row : reader.query_with(sql, values)) {
            auto &entry = all.emplace_back();
            entry.source = &source;
            entry.id = row.next<Uuid>();
            entry.reference = row.next<std::string>();
            entry.title = row.next<std::string>();
            entry.state = row.next<std::string>();
            entry.changed_at = row.next<Instant>();
            entry.version = row.next<std::int64_t>();
            entry.first = row.next<Date>();
            entry.last = row.next<Date>();
            entry.place = row.next<std::string>();
            entry.title = records::title_in(language, entry.title, row.next<std::string>());
            if (auto const whole = row.next<std::optional<std::string>>()) {
                entry.title = records::title_in(language, *whole, row.next<std::string>()) + " · " +
                              entry.title;
            }
        }
    }
    std::ranges::stable_sort(all, {}, &CalendarEntry::first);
    return all;
}

} // namespace selatan::activities

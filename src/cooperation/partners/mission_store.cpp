#include "cooperation/partners/mission.hpp"

namespace selatan::partners {

std::optional<Id<Mission>> mission_for(storage::Reader &reader, CountryCode sender,
                                       CountryCode country, Date day)
{
    if (auto const there = reader.one<Id<Mission>>(
            "SELECT m.id FROM mission m JOIN record r ON r.id = m.id"
            " WHERE r.kind = 'mission' AND r.country = ? AND m.sender = ? AND m.type = 'embassy'"
            " ORDER BY m.id LIMIT 1",
            country, sender)) {
        return there;
    }
    return reader.one<Id<Mission>>(
        "SELECT c.mission FROM concurrent_country c"
        " JOIN record r ON r.id = c.id JOIN mission m ON m.id = c.mission"
        " WHERE r.kind = 'concurrent_country' AND r.country = ? AND m.sender = ?"
        " AND c.since <= ? AND (c.until IS NULL OR c.until >= ?)"
        " ORDER BY c.since DESC, c.mission LIMIT 1",
        country, sender, day, day);
}

} // namespace selatan::partners

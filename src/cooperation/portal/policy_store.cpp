#include "cooperation/portal/policy_store.hpp"

#include "base/ensure.hpp"

namespace selatan::portal {

PublicationPolicy policy_on(storage::Reader &reader, Date day)
{
    auto const id = reader.one<Uuid>(
        "SELECT id FROM publication_policy WHERE since <= ? ORDER BY since DESC LIMIT 1", day);
    if (!id) {
        return {};
    }
    auto policy = records::load(reader, publication_policies, *id);
    ENSURE(policy.has_value());
    return *policy;
}

bool has_policy_since(storage::Reader &reader, Date since, std::optional<Uuid> but)
{
    auto const found = reader.one<Uuid>("SELECT id FROM publication_policy WHERE since = ?", since);
    return found && found != but;
}

std::vector<SouthSouthDay> published_days(storage::Reader &reader)
{
    auto const ids =
        reader.all<Uuid>("SELECT n.id FROM south_south_day n JOIN record r ON r.id = n.id"
                         " WHERE r.kind = 'south_south_day' AND r.state = 'published'"
                         " ORDER BY n.year DESC");
    std::vector<SouthSouthDay> all;
    for (auto const &id : ids) { // one a year: a handful
        if (auto day = records::load(reader, south_south_days, id)) {
            all.push_back(std::move(*day));
        }
    }
    return all;
}

bool has_day_of(storage::Reader &reader, std::int64_t year, std::optional<Uuid> but)
{
    auto const found = reader.one<Uuid>("SELECT id FROM south_south_day WHERE year = ?", year);
    return found && found != but;
}

} // namespace selatan::portal

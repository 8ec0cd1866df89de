#include "cooperation/partners/country_profile_store.hpp"

namespace selatan::partners {

bool has_profile(storage::Reader &reader, CountryCode country)
{
    return reader
        .one<bool>("SELECT 1 FROM record WHERE kind = 'country_profile' AND country = ? LIMIT 1",
                   country)
        .value_or(false);
}

std::set<CountryCode> countries_with_profile(storage::Reader &reader)
{
    std::set<CountryCode> all;
    for (auto row : reader.query("SELECT country FROM record WHERE kind = 'country_profile'")) {
        all.insert(row.next<CountryCode>());
    }
    return all;
}

} // namespace selatan::partners

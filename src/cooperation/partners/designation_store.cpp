#include "cooperation/partners/designation.hpp"

namespace selatan::partners {

bool has_focal_point_on(storage::Reader &reader, CountryCode country, Date day)
{
    return reader
        .one<bool>("SELECT 1 FROM record r JOIN designation d ON d.id = r.id"
                   " WHERE r.kind = 'designation' AND r.country = ? AND d.since <= ?"
                   " AND (d.until IS NULL OR d.until >= ?) LIMIT 1",
                   country, day, day)
        .value_or(false);
}

} // namespace selatan::partners

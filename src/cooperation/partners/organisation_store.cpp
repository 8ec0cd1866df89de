#include "cooperation/partners/organisation_store.hpp"

namespace selatan::partners {

bool is_within(storage::Reader &reader, Id<Organisation> organisation, Id<Organisation> whole)
{
    return reader
        .one<bool>("WITH RECURSIVE above (id) AS (SELECT id FROM record WHERE id = ?"
                   " UNION SELECT r.organisation FROM record r JOIN above a ON r.id = a.id"
                   " WHERE r.organisation IS NOT NULL)"
                   " SELECT 1 FROM above WHERE id = ?",
                   organisation, whole)
        .value_or(false);
}

} // namespace selatan::partners

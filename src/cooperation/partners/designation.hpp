/// \file
/// Focal points, as their states designated them.
#pragma once

#include "cooperation/partners/post.hpp"

namespace selatan::partners {

struct Designation {
    std::optional<CountryCode> country;
    std::optional<Id<Organisation>> organisation;
    std::optional<Id<Post>> post;
    std::string competence; ///< for what; empty: for all cooperation
    Date since;
    std::optional<Date> until;
    std::string document; ///< the note that designated it
};

extern records::NounOf<Designation> const designations;

/// Is an office of this country designated on that day? A missing one warns, never blocks.
[[nodiscard]] bool has_focal_point_on(storage::Reader &reader, CountryCode country, Date day);

} // namespace selatan::partners

/// \file
/// The Brief: what a minister carries into a meeting with a country (briefs.md).
#pragma once

#include "base/result.hpp"
#include "cooperation/briefs/brief.hpp"
#include "platform/web/route.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::briefs {

/// GET /countries/{code}/brief.pdf
void add_routes(web::Router &router);

struct BriefWanted {
    std::string_view country;   ///< code or reference of its profile
    std::string_view languages; ///< "en,ar"; empty: the country's and the reader's
};
/// The brief as a PDF. Refuses `common.not_found` for a country that may not be seen, and
/// `briefs.languages` on "languages".
[[nodiscard]] Result<std::string> make_brief(web::App const &app, auth::Identity const &by,
                                             BriefWanted const &wanted);

} // namespace selatan::briefs

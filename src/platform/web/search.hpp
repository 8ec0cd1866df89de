/// \file
/// The one box: a reference leads straight to its record, words find records of every kind.
#pragma once

#include "platform/records/everywhere.hpp"
#include "platform/web/route.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::web {

/// What the one box found of what is no record: a few of them, and the way to all.
struct Elsewhere {
    struct Hit {
        std::string title;
        std::string url;
        std::string above; ///< a few words over the title: whose it is
        std::string below; ///< what identifies it
    };
    std::string_view name; ///< for programs
    std::string title;
    std::string url; ///< its own list, with what was searched for
    std::int64_t count = 0;
    std::vector<Hit> hits;
};

/// GET /search?q=…&kind=…&country=…&since=…&from=…, as a page and as JSON.
void add_search_route(Router &router);

/// What was found, for programs.
[[nodiscard]] std::string search_json(records::Everywhere const &found,
                                      std::vector<Elsewhere> const &elsewhere = {});

} // namespace selatan::web

#include "main/nouns.hpp"

#include "cooperation/partners/partners.hpp"
#include "main/system_routes.hpp"
#include "platform/account/account.hpp"
#include "platform/web/desk.hpp"
#include "words/common.hpp"

namespace selatan::program {

std::vector<records::Noun const *> all_nouns()
{
    std::vector<records::Noun const *> all;
    auto const add = [&all](std::span<records::Noun const *const> nouns) {
        all.insert(all.end(), nouns.begin(), nouns.end());
    };
    add(partners::nouns());
    return all;
}

std::vector<web::NavigationItem> navigation()
{
    namespace word = words::common;
    using html::Icon;
    auto const *const partners = &partners::policy;
    return {
        {.label = word::nav_desk, .url = "/desk", .picture = Icon::desk},
        {.label = word::nav_countries, .url = "/countries", .picture = Icon::country, .policy = partners},
        {.label = word::nav_organisations, .url = "/organisations", .picture = Icon::partners, .policy = partners},
        {.label = word::nav_posts, .url = "/posts", .picture = Icon::user, .policy = partners},
        {.label = word::nav_people, .url = "/people", .picture = Icon::people, .policy = partners},
        {.label = word::nav_focal_points, .url = "/focal-points", .picture = Icon::letter, .policy = partners},
        {.label = word::nav_missions, .url = "/missions", .picture = Icon::agreement, .policy = partners},
    };
}

void add_routes(web::Router &router)
{
    add_system_routes(router);
    account::add_routes(router);
    web::add_desk_route(router);
    partners::add_routes(router);
}

} // namespace selatan::program

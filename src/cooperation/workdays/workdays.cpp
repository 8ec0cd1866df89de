#include "cooperation/workdays/workdays.hpp"

#include "cooperation/workdays/pages.hpp"

#include <array>

namespace selatan::workdays {

namespace {

using auth::Role;
using records::Rule;
namespace verbs = records::verbs;

constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change}, Rule{Role::desk_officer, verbs::see},
    Rule{Role::line_ministry, verbs::see},  Rule{Role::own_mission, verbs::see},
};

} // namespace

constinit records::Policy const policy{.rules = rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 1> const all{&public_holidays};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, public_holiday_pages);
}

} // namespace selatan::workdays

#include "cooperation/partners/partners.hpp"

#include "cooperation/partners/pages.hpp"

namespace selatan::partners {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

// Officers keep the directory; everyone at home reads it. Partners and facilitators see what is
// shared with them, within their own country or organisation.
constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::approver, verbs::comment},
    Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
};

} // namespace

constinit records::Policy const policy{.rules = rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 10> const all{
        &country_profiles, &organisations, &organisation_roles, &posts,    &post_holdings,
        &delegations,      &people,        &designations,       &missions, &concurrent_countries};
    return all;
}

void add_routes(web::Router &router)
{
    for (auto const *pages : {&country_profile_pages, &organisation_pages, &organisation_role_pages,
                              &post_pages, &post_holding_pages, &delegation_pages, &person_pages,
                              &designation_pages, &mission_pages, &concurrent_country_pages}) {
        web::add_routes(router, *pages);
    }
}

} // namespace selatan::partners

#include "cooperation/portal/portal.hpp"

#include "cooperation/portal/open_data.hpp"
#include "cooperation/portal/pages.hpp"
#include "cooperation/portal/project_pages.hpp"
#include "cooperation/portal/publication_policy.hpp"
#include "cooperation/portal/social.hpp"
#include "cooperation/portal/south_south_day.hpp"
#include "platform/records/rule_table.hpp"
#include "words/portal.hpp"

#include <array>

namespace selatan::portal {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
namespace verbs = records::verbs;

// The desk asks, and enters what comes by letter; a party speaks for itself. Consents come of
// asking alone: nobody adds one by hand, so nobody may "create".
constexpr auto consent_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer},
          {verbs::see, verbs::comment, "ask", "record_consent", "decline", "withdraw"}),
    allow({Role::signatory, Role::approver, Role::own_mission}, {verbs::see}),
    allow({Role::line_ministry, Role::implementer}, {verbs::see, "give", "decline", "withdraw"},
          Condition::shared),
    allow({Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see, "give", "decline", "withdraw", verbs::comment}, Condition::shared));

constexpr auto settings_rules =
    records::rule_table(allow({Role::coordinator}, {verbs::see, verbs::create, verbs::change,
                                                    verbs::comment, "publish", "take_back"}),
                        allow({Role::desk_officer}, {verbs::see, verbs::comment}),
                        allow({Role::approver, Role::signatory}, {verbs::see}));

} // namespace

constinit records::Policy const consent_policy{.rules = consent_rules, .has_parties = true};
constinit records::Policy const settings_policy{.rules = settings_rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 3> const all{&consents, &publication_policies,
                                                          &south_south_days};
    return all;
}

void add_routes(web::Router &router, Extensions const &extensions)
{
    web::add_routes(router, consent_pages);
    web::add_routes(router, policy_pages);
    web::add_routes(router, day_pages);
    add_publication_routes(router);
    add_home_pages(router, extensions);
    add_project_pages(router, extensions);
    add_browse_pages(router, extensions);
    add_card_routes(router);
    add_open_routes(router, extensions);
}

std::span<web::DeskSource const> desk()
{
    static std::array const all{
        web::DeskSource{&consent_pages, "give", words::portal::verb_give, "state:asked"},
    };
    return all;
}

} // namespace selatan::portal

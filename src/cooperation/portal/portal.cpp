#include "cooperation/portal/portal.hpp"

#include "cooperation/portal/open_data.hpp"
#include "cooperation/portal/pages.hpp"
#include "cooperation/portal/project_pages.hpp"
#include "cooperation/portal/publication_policy.hpp"
#include "cooperation/portal/south_south_day.hpp"
#include "words/portal.hpp"

#include <array>

namespace selatan::portal {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

// The desk asks, and enters what comes by letter; a party speaks for itself. Consents come of
// asking alone: nobody adds one by hand, so nobody may "create".
constexpr std::array consent_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "ask"},
    Rule{Role::coordinator, "record_consent"},
    Rule{Role::coordinator, "decline"},
    Rule{Role::coordinator, "withdraw"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "ask"},
    Rule{Role::desk_officer, "record_consent"},
    Rule{Role::desk_officer, "decline"},
    Rule{Role::desk_officer, "withdraw"},
    Rule{Role::signatory, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see, Condition::shared},
    Rule{Role::line_ministry, "give", Condition::shared},
    Rule{Role::line_ministry, "decline", Condition::shared},
    Rule{Role::line_ministry, "withdraw", Condition::shared},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, "give", Condition::shared},
    Rule{Role::implementer, "decline", Condition::shared},
    Rule{Role::implementer, "withdraw", Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::focal_point, "give", Condition::shared},
    Rule{Role::focal_point, "decline", Condition::shared},
    Rule{Role::focal_point, "withdraw", Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, "give", Condition::shared},
    Rule{Role::partner_mission, "decline", Condition::shared},
    Rule{Role::partner_mission, "withdraw", Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
    Rule{Role::facilitator, "give", Condition::shared},
    Rule{Role::facilitator, "decline", Condition::shared},
    Rule{Role::facilitator, "withdraw", Condition::shared},
};

constexpr std::array settings_rules{
    Rule{Role::coordinator, verbs::see},    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change}, Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "publish"},     Rule{Role::coordinator, "take_back"},
    Rule{Role::desk_officer, verbs::see},   Rule{Role::desk_officer, verbs::comment},
    Rule{Role::approver, verbs::see},       Rule{Role::signatory, verbs::see},
};

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
    add_open_routes(router);
}

std::span<web::DeskSource const> desk()
{
    static std::array const all{
        web::DeskSource{&consent_pages, "give", words::portal::verb_give, "state:asked"},
    };
    return all;
}

} // namespace selatan::portal

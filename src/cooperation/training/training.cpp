#include "cooperation/training/training.hpp"

#include "cooperation/training/pages.hpp"
#include "words/training.hpp"

#include <array>

namespace selatan::training {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

// Rules of schemes are public: who is wanted, how to apply. The coordinator enters them.
constexpr std::array scheme_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::implementer, verbs::see, Condition::published},
    Rule{Role::focal_point, verbs::see, Condition::published},
    Rule{Role::partner_mission, verbs::see, Condition::published},
    Rule{Role::facilitator, verbs::see, Condition::published},
};

constexpr std::array<std::string_view, 1> while_drafted{call_states::drafted};

constexpr std::array call_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, while_drafted},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "publish"},
    Rule{Role::coordinator, "open"},
    Rule{Role::coordinator, "extend"},
    Rule{Role::coordinator, "close"},
    Rule{Role::coordinator, "start_selection"},
    Rule{Role::coordinator, "announce"},
    Rule{Role::coordinator, "confirm"},
    Rule{Role::coordinator, "begin"},
    Rule{Role::coordinator, "complete"},
    Rule{Role::coordinator, "cancel"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, while_drafted},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "publish"},
    Rule{Role::desk_officer, "open"},
    Rule{Role::desk_officer, "extend"},
    Rule{Role::desk_officer, "close"},
    Rule{Role::desk_officer, "start_selection"},
    Rule{Role::desk_officer, "announce"},
    Rule{Role::desk_officer, "confirm"},
    Rule{Role::desk_officer, "begin"},
    Rule{Role::desk_officer, "complete"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::comment},
    // The institute sees its own call from the draft on, and says when its course begins and ends.
    Rule{Role::implementer, verbs::see, Condition::office},
    Rule{Role::implementer, verbs::comment, Condition::office},
    Rule{Role::implementer, "begin", Condition::office},
    Rule{Role::implementer, "complete", Condition::office},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

constexpr std::array quota_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
};

constexpr std::array off{call_states::drafted, call_states::cancelled};

} // namespace

constinit records::Policy const scheme_policy{.rules = scheme_rules, .public_sees_published = true};
constinit records::Policy const call_policy{
    .rules = call_rules, .public_sees_published = true, .has_parties = true};
constinit records::Policy const quota_policy{.rules = quota_rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 4> const all{&schemes, &rules_versions, &calls,
                                                          &quotas};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, scheme_pages);
    web::add_routes(router, rules_pages);
    web::add_routes(router, call_pages);
    web::add_routes(router, quota_pages);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::training;
    static std::array const all{
        web::DeskSource{&call_pages, "publish", word::verb_publish, {}},
        web::DeskSource{&call_pages, "open", word::verb_open, {}},
        web::DeskSource{&call_pages, "close", word::verb_close, {}},
        web::DeskSource{&call_pages, "start_selection", word::verb_start_selection, {}},
        web::DeskSource{&call_pages, "announce", word::verb_announce, {}},
        web::DeskSource{&call_pages, "confirm", word::verb_confirm, {}},
        web::DeskSource{&call_pages, "begin", word::verb_begin, {}},
        web::DeskSource{&call_pages, "complete", word::verb_complete, {}},
    };
    return all;
}

activities::CalendarSource calendar_source()
{
    return {.pages = &call_pages,
            .starts = "closes_on",
            .what = words::training::calendar_deadline,
            .off = off};
}

} // namespace selatan::training

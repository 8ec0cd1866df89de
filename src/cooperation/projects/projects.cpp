#include "cooperation/projects/projects.hpp"

#include "cooperation/projects/pages.hpp"
#include "words/projects.hpp"

#include <array>

namespace selatan::projects {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

/// Where its text may still be written: what was approved is changed by sending it back.
constexpr std::array<std::string_view, 4> before_approval{states::idea, states::concept_,
                                                          states::formulated, states::appraised};
/// Where a party may still answer, or take its answer back.
constexpr std::array<std::string_view, 3> may_answer{party_states::invited, party_states::accepted,
                                                     party_states::refused};
constexpr std::array<std::string_view, 3> takes_part{party_states::invited, party_states::accepted,
                                                     party_states::bound};

// Officers write and move; an approver approves; the finance officer closes the accounts; parties
// see what was shared with them and speak for themselves.
constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, before_approval},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "write_concept"},
    Rule{Role::coordinator, "formulate"},
    Rule{Role::coordinator, "appraise"},
    Rule{Role::coordinator, "approve"},
    Rule{Role::coordinator, "send_back"},
    Rule{Role::coordinator, "enter_force"},
    Rule{Role::coordinator, "start"},
    Rule{Role::coordinator, "suspend"},
    Rule{Role::coordinator, "resume"},
    Rule{Role::coordinator, "close_operations"},
    Rule{Role::coordinator, "close_accounts"},
    Rule{Role::coordinator, "evaluate"},
    Rule{Role::coordinator, "reopen"},
    Rule{Role::coordinator, "cancel"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, before_approval},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "write_concept"},
    Rule{Role::desk_officer, "formulate"},
    Rule{Role::desk_officer, "appraise"},
    Rule{Role::desk_officer, "send_back"},
    Rule{Role::desk_officer, "enter_force"},
    Rule{Role::desk_officer, "start"},
    Rule{Role::desk_officer, "suspend"},
    Rule{Role::desk_officer, "resume"},
    Rule{Role::desk_officer, "close_operations"},
    Rule{Role::desk_officer, "evaluate"},
    Rule{Role::approver, verbs::see},
    Rule{Role::approver, verbs::comment},
    Rule{Role::approver, "approve"},
    Rule{Role::approver, "send_back"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::appraiser, verbs::comment},
    Rule{Role::appraiser, "appraise"},
    Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::finance_officer, "close_accounts"},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

constexpr std::array party_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, takes_part},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "record_answer", Condition::any, may_answer},
    Rule{Role::coordinator, "bind"},
    Rule{Role::coordinator, "withdraw"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, takes_part},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "record_answer", Condition::any, may_answer},
    Rule{Role::desk_officer, "bind"},
    Rule{Role::desk_officer, "withdraw"},
    Rule{Role::signatory, verbs::see},
    Rule{Role::signatory, "bind"},
    Rule{Role::approver, verbs::see},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, "answer", Condition::shared, may_answer},
    Rule{Role::line_ministry, "withdraw", Condition::shared},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, "answer", Condition::shared, may_answer},
    Rule{Role::implementer, "withdraw", Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, "answer", Condition::shared, may_answer},
    Rule{Role::focal_point, "withdraw", Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, "answer", Condition::shared, may_answer},
    Rule{Role::partner_mission, "withdraw", Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, "answer", Condition::shared, may_answer},
    Rule{Role::facilitator, "withdraw", Condition::shared},
};

} // namespace

constinit records::Policy const policy{.rules = rules, .has_parties = true};
constinit records::Policy const party_policy{.rules = party_rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 2> const all{&projects, &parties};
    return all;
}

void add_routes(web::Router &router, std::span<ClosingCheck const> checks,
                std::span<ProjectPage const> pages)
{
    set_closing_checks(checks);
    set_project_pages(pages);
    web::add_routes(router, project_pages);
    web::add_routes(router, party_pages);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::projects;
    static std::array const all{
        web::DeskSource{&party_pages, "answer", word::verb_answer, "state:invited"},
        web::DeskSource{&project_pages, "approve", word::verb_approve, {}},
        web::DeskSource{&project_pages, "appraise", word::verb_appraise, {}},
        web::DeskSource{&project_pages, "formulate", word::verb_formulate, {}},
        web::DeskSource{&project_pages, "enter_force", word::verb_enter_force, {}},
        web::DeskSource{&project_pages, "start", word::verb_start, {}},
        web::DeskSource{&project_pages, "close_operations", word::verb_close_operations,
                        "due:<today"},
        web::DeskSource{&project_pages, "close_accounts", word::verb_close_accounts, {}},
    };
    return all;
}

} // namespace selatan::projects

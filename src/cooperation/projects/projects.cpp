#include "cooperation/projects/projects.hpp"

#include "cooperation/projects/pages.hpp"
#include "platform/records/rule_table.hpp"
#include "platform/web/voice.hpp"
#include "words/projects.hpp"

#include <array>

namespace selatan::projects {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
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
constexpr auto rules = records::rule_table(
    allow({Role::coordinator},
          {verbs::see, verbs::create, verbs::comment, "write_concept", "formulate", "appraise",
           "approve", "send_back", "enter_force", "start", "suspend", "resume", "close_operations",
           "close_accounts", "evaluate", "reopen", "cancel"}),
    allow({Role::desk_officer}, {verbs::see, verbs::create, verbs::comment, "write_concept",
                                 "formulate", "appraise", "send_back", "enter_force", "start",
                                 "suspend", "resume", "close_operations", "evaluate"}),
    allow({Role::approver}, {verbs::see, verbs::comment, "approve", "send_back"}),
    allow({Role::appraiser}, {verbs::see, verbs::comment, "appraise"}),
    allow({Role::signatory}, {verbs::see}),
    allow({Role::finance_officer}, {verbs::see, "close_accounts"}),
    allow({Role::own_mission, Role::line_ministry}, {verbs::see, verbs::comment}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any,
          before_approval),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see, verbs::comment}, Condition::shared));

constexpr auto party_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer},
          {verbs::see, verbs::create, verbs::comment, "bind", "withdraw"}),
    allow({Role::signatory}, {verbs::see, "bind"}),
    allow({Role::approver, Role::appraiser, Role::finance_officer, Role::own_mission,
           Role::line_ministry},
          {verbs::see}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any, takes_part),
    allow({Role::coordinator, Role::desk_officer}, {"record_answer"}, Condition::any, may_answer),
    allow({Role::line_ministry, Role::implementer, Role::focal_point, Role::partner_mission,
           Role::facilitator},
          {"answer"}, Condition::shared, may_answer),
    allow({Role::line_ministry}, {"withdraw"}, Condition::shared),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {"withdraw", verbs::see}, Condition::shared));

} // namespace

constinit records::Policy const policy{.rules = rules, .has_parties = true};
constinit records::Policy const party_policy{.rules = party_rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 2> const all{&projects, &parties};
    return all;
}

namespace {

/// Parties see each other's answers; each gives its own.
std::vector<Uuid> parties_spoken_for(storage::Reader &reader, auth::Identity const &by,
                                     std::span<Uuid const> asked)
{
    std::vector<Uuid> own;
    records::each_value(reader, parties, asked, [&](Uuid id, void const *value) {
        if (speaks_for(by, *static_cast<Party const *>(value))) {
            own.push_back(id);
        }
    });
    return own;
}

} // namespace

void add_routes(web::Router &router, std::span<ClosingCheck const> checks,
                std::span<ProjectPage const> pages)
{
    set_closing_checks(checks);
    set_project_pages(pages);
    web::set_voice(parties.kind, "answer", parties_spoken_for);
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

#include "cooperation/training/training.hpp"

#include "cooperation/training/applicant.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/retention.hpp"
#include "platform/records/rule_table.hpp"
#include "words/training.hpp"

#include <array>

namespace selatan::training {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

// Rules of schemes are public: who is wanted, how to apply. The coordinator enters them.
constexpr auto scheme_rules = records::rule_table(
    allow({Role::coordinator}, {verbs::see, verbs::create, verbs::change, verbs::comment}),
    allow({Role::desk_officer}, {verbs::see, verbs::comment}),
    allow({Role::appraiser, Role::approver, Role::signatory, Role::finance_officer,
           Role::own_mission, Role::line_ministry},
          {verbs::see}),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see}, Condition::published));

constexpr std::array<std::string_view, 1> while_drafted{call_states::drafted};

/// The sessions are planned before the course begins; what was forgotten is recorded afterwards.
constexpr std::array<std::string_view, 3> once_confirmed{
    call_states::confirmed, call_states::running, call_states::completed};
constexpr std::array<std::string_view, 2> while_taught{call_states::running,
                                                       call_states::completed};

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
    Rule{Role::coordinator, "set_confirmation_day"},
    Rule{Role::coordinator, "announce"},
    Rule{Role::coordinator, "confirm"},
    Rule{Role::coordinator, "begin"},
    Rule{Role::coordinator, "complete"},
    Rule{Role::coordinator, "cancel"},
    Rule{Role::coordinator, "record_attendance", Condition::any, once_confirmed},
    Rule{Role::coordinator, "issue_certificates", Condition::any, while_taught},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, while_drafted},
    Rule{Role::desk_officer, "record_attendance", Condition::any, once_confirmed},
    Rule{Role::desk_officer, "issue_certificates", Condition::any, while_taught},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "publish"},
    Rule{Role::desk_officer, "open"},
    Rule{Role::desk_officer, "extend"},
    Rule{Role::desk_officer, "close"},
    Rule{Role::desk_officer, "start_selection"},
    Rule{Role::desk_officer, "set_confirmation_day"},
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
    Rule{Role::implementer, "record_attendance", Condition::office, once_confirmed},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

constexpr auto quota_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer}, {verbs::see, verbs::create, verbs::change}),
    allow({Role::appraiser, Role::approver, Role::finance_officer, Role::own_mission,
           Role::line_ministry},
          {verbs::see}),
    allow({Role::focal_point, Role::partner_mission}, {verbs::see}, Condition::shared));

constexpr std::array<std::string_view, 2> while_written{application_states::draft,
                                                        application_states::incomplete};
/// Where the institute looks at applications: whoever passed the agency's eyes.
constexpr std::array<std::string_view, 8> for_the_institute{
    application_states::eligible,      to_code(Step::agency_shortlisted),
    to_code(Step::institute_accepted), application_states::selected,
    application_states::reserve,       application_states::rejected,
    application_states::confirmed,     application_states::declined};
/// Where the agency judges, again too.
constexpr std::array<std::string_view, 7> judged{
    application_states::submitted,        to_code(Step::employer_certified),
    to_code(Step::focal_point_nominated), to_code(Step::mission_forwarded),
    application_states::eligible,         application_states::incomplete,
    application_states::ineligible};

// The focal point enters, nominates and answers for its country; missions forward; the desk judges
// and selects, and records whatever comes on paper. Passport and medical part are for the focal
// point, who enters them, and the coordinator, who arranges visa and insurance: for nobody else.
constexpr auto application_rules = records::rule_table(
    allow({Role::coordinator},
          {verbs::see, verbs::create, verbs::comment, "see_restricted", "erase_restricted",
           "submit", "certify", "nominate", "forward", "shortlist", "accept", "turn_down",
           "undo_answers", "propose", "take_back", "confirm_place", "decline", "withdraw"}),
    allow({Role::desk_officer},
          {verbs::see, verbs::create, verbs::comment, "submit", "certify", "nominate", "forward",
           "shortlist", "accept", "turn_down", "undo_answers", "propose", "take_back",
           "confirm_place", "decline", "withdraw"}),
    allow({Role::appraiser, Role::approver}, {verbs::see}),
    allow({Role::own_mission, Role::partner_mission}, {verbs::see, verbs::comment, "forward"}),
    allow({Role::focal_point},
          {verbs::see, verbs::create, verbs::comment, "see_restricted", "submit", "certify",
           "nominate", "confirm_place", "decline", "withdraw"}),
    allow({Role::coordinator, Role::desk_officer, Role::focal_point}, {verbs::change},
          Condition::any, while_written),
    allow({Role::coordinator, Role::desk_officer}, {"judge"}, Condition::any, judged),
    allow({Role::implementer}, {verbs::see, verbs::comment}, Condition::party, for_the_institute),
    // Answers given for many are taken back together; that is no step of the way.
    allow({Role::implementer}, {"accept", "turn_down", "undo_answers"}, Condition::party));

constexpr std::array off{call_states::drafted, call_states::cancelled};

} // namespace

constinit records::Policy const scheme_policy{.rules = scheme_rules, .public_sees_published = true};
constinit records::Policy const call_policy{
    .rules = call_rules, .public_sees_published = true, .has_parties = true};
constinit records::Policy const quota_policy{.rules = quota_rules};
constinit records::Policy const application_policy{.rules = application_rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 5> const all{&schemes, &rules_versions, &calls,
                                                          &quotas, &applications};
    return all;
}

void add_routes(web::Router &router, PlaceKeeper keeper)
{
    set_place_keeper(keeper);
    web::add_routes(router, scheme_pages);
    web::add_routes(router, rules_pages);
    web::add_routes(router, call_pages);
    web::add_routes(router, quota_pages);
    web::add_routes(router, application_pages);
    add_board_routes(router);
    add_retention_routes(router);
    add_applicant_routes(router);
    add_application_form_routes(router);
    add_own_application_routes(router);
    add_employer_routes(router);
    add_restricted_routes(router);
}

namespace {

void handle_deadlines(jobs::Runner &runner)
{
    runner.handle("training.deadlines", [](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            close_passed(tx);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("training.deadlines", std::chrono::minutes{10});
}

} // namespace

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
        web::DeskSource{&application_pages, "confirm_place", word::verb_confirm_place, {}},
        web::DeskSource{&application_pages, "submit", word::verb_submit, {}},
        web::DeskSource{&application_pages, "certify", word::verb_certify, "awaits:certify"},
        web::DeskSource{&application_pages, "nominate", word::verb_nominate, "awaits:nominate"},
        web::DeskSource{&application_pages, "forward", word::verb_forward, "awaits:forward"},
        web::DeskSource{&application_pages, "judge", word::verb_judge, "awaits:judge"},
        web::DeskSource{&application_pages, "shortlist", word::verb_shortlist, "awaits:shortlist"},
        web::DeskSource{&application_pages, "accept", word::verb_accept, "awaits:accept"},
    };
    return all;
}

void register_jobs(jobs::Runner &runner, secrets::Vault &vault)
{
    handle_retention(runner, vault);
    handle_applicants(runner);
    handle_deadlines(runner);
}

activities::CalendarSource calendar_source()
{
    return {.pages = &call_pages,
            .starts = "closes_on",
            .what = words::training::calendar_deadline,
            .off = off};
}

} // namespace selatan::training

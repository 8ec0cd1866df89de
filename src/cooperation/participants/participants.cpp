#include "cooperation/participants/participants.hpp"

#include "cooperation/participants/action_plan.hpp"
#include "cooperation/participants/certificate.hpp"
#include "cooperation/participants/follow_up.hpp"
#include "cooperation/participants/pages.hpp"
#include "cooperation/participants/participant_store.hpp"
#include "cooperation/participants/session.hpp"
#include "platform/records/rule_table.hpp"
#include "words/participants.hpp"

#include <array>

namespace selatan::participants {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
namespace verbs = records::verbs;

constexpr std::array<std::string_view, 1> while_enrolled{participant_states::enrolled};
constexpr std::array<std::string_view, 2> after_the_course{participant_states::completed,
                                                           participant_states::certified};

// The institute looks after its own class: travel, attendance, who completes. The country that
// nominated, and its missions, see how their people fare.
constexpr auto participant_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer},
          {verbs::see, verbs::change, verbs::comment, "complete", "not_complete", "reopen",
           "certify"}),
    allow({Role::appraiser, Role::approver, Role::finance_officer, Role::line_ministry},
          {verbs::see}),
    allow({Role::own_mission, Role::partner_mission, Role::focal_point},
          {verbs::see, verbs::comment}),
    allow({Role::implementer}, {verbs::see, verbs::comment, "complete", "not_complete"},
          Condition::office),
    allow({Role::implementer}, {verbs::change}, Condition::office, while_enrolled),
    allow({Role::coordinator, Role::desk_officer}, {"comment_plan"}, Condition::any,
          after_the_course),
    allow({Role::implementer}, {"comment_plan"}, Condition::office, after_the_course));

constexpr std::array<std::string_view, 1> while_planned{session_states::planned};

constexpr auto session_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer},
          {verbs::see, verbs::create, verbs::comment, "record_attendance", "cancel"}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any, while_planned),
    allow({Role::implementer}, {verbs::see, verbs::comment, "record_attendance", "cancel"},
          Condition::party),
    allow({Role::implementer}, {verbs::change}, Condition::party, while_planned));

// Whoever sees the participant prints the certificate; the agency alone ends one.
constexpr auto certificate_rules =
    records::rule_table(allow({Role::coordinator, Role::desk_officer},
                              {verbs::see, verbs::comment, "revoke", "replace"}),
                        allow({Role::appraiser, Role::approver, Role::line_ministry,
                               Role::own_mission, Role::partner_mission, Role::focal_point},
                              {verbs::see}),
                        allow({Role::implementer}, {verbs::see}, Condition::office));

// The answers are results of the call: whoever sees the participant reads them. The desk writes
// down what came by telephone or letter.
constexpr auto follow_up_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer}, {verbs::see, verbs::comment, "answer"}),
    allow({Role::appraiser, Role::approver, Role::line_ministry}, {verbs::see}),
    allow({Role::own_mission, Role::focal_point}, {verbs::see, verbs::comment}),
    allow({Role::implementer}, {verbs::see}, Condition::office));

constexpr std::array cancelled_sessions{session_states::cancelled};

} // namespace

constinit records::Policy const participant_policy{.rules = participant_rules};
constinit records::Policy const session_policy{.rules = session_rules, .has_parties = true};
constinit records::Policy const certificate_policy{.rules = certificate_rules};
constinit records::Policy const follow_up_policy{.rules = follow_up_rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 4> const all{&participants, &sessions, &certificates,
                                                          &follow_ups};
    return all;
}

training::PlaceKeeper place_keeper()
{
    return {.confirmed = enrol, .given_back = withdraw_participant, .shown = own_place};
}

void add_routes(web::Router &router)
{
    activities::set_class_count(count_class);
    web::add_routes(router, participant_pages);
    web::add_routes(router, session_pages);
    web::add_routes(router, certificate_pages);
    web::add_routes(router, follow_up_pages);
    add_attendance_routes(router);
    add_certificate_routes(router);
    add_follow_up_routes(router);
    add_action_plan_routes(router);
    add_invitation_routes(router);
    add_own_place_routes(router);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::participants;
    static std::array const all{
        web::DeskSource{&participant_pages, "certify", word::verb_certify, "state:completed"},
        web::DeskSource{&follow_up_pages, "answer", word::verb_answer, "state:unanswered"},
        // A week after the day: until then it is not late.
        web::DeskSource{&session_pages, "record_attendance", word::verb_record_attendance,
                        "state:planned held_on:<7d"},
    };
    return all;
}

void register_jobs(jobs::Runner &runner, secrets::Vault &vault, std::string base_url)
{
    handle_issuing(runner, vault);
    handle_action_plans(runner, base_url);
    handle_follow_ups(runner, std::move(base_url));
}

activities::CalendarSource calendar_source()
{
    return {.pages = &session_pages,
            .starts = "held_on",
            .of = "call",
            .what = words::participants::session_singular,
            .off = cancelled_sessions};
}

} // namespace selatan::participants

#include "cooperation/knowledge/knowledge.hpp"

#include "cooperation/knowledge/pages.hpp"
#include "platform/records/rule_table.hpp"
#include "words/knowledge.hpp"

#include <array>

namespace selatan::knowledge {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
namespace verbs = records::verbs;

/// Until somebody looks whether it holds, its text is written.
constexpr std::array while_written{states::captured, states::anonymised};
/// Out of the house: every partner reads it, whatever country it comes from.
constexpr std::array out{states::released, states::applied};
constexpr std::array while_open{consultation_states::asked, consultation_states::answered,
                                consultation_states::taken_back};

// Everybody may capture. The coordinating body works on it; the appraiser, too, says whether it
// holds. Partners read what they were asked about, and what was released to them.
constexpr auto lesson_rules = records::rule_table(
    allow({Role::coordinator},
          {verbs::see, verbs::create, verbs::comment, "anonymise", "validate", "send_back",
           "conclude", "classify", "release", "apply", "supersede"}),
    allow({Role::desk_officer}, {verbs::create, verbs::comment, "anonymise", "validate",
                                 "send_back", "conclude", "classify", "apply"}),
    allow({Role::appraiser}, {verbs::create, verbs::comment, "validate"}),
    allow({Role::own_mission}, {verbs::create, verbs::comment}),
    allow({Role::line_ministry}, {verbs::create, verbs::comment, "apply"}),
    allow({Role::focal_point}, {verbs::create}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any, while_written),
    allow({Role::desk_officer, Role::appraiser, Role::approver, Role::finance_officer,
           Role::own_mission, Role::line_ministry},
          {verbs::see}, Condition::common),
    allow({Role::appraiser, Role::own_mission, Role::line_ministry, Role::focal_point},
          {verbs::change}, Condition::own, while_written),
    allow({Role::implementer, Role::focal_point, Role::partner_mission},
          {verbs::see, verbs::comment}, Condition::shared),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see}, Condition::common, out),
    allow({Role::focal_point}, {verbs::see}, Condition::own),
    allow({Role::facilitator}, {verbs::see, verbs::comment}, Condition::party));

// Whom the desk asks, answers for its own side; what came by letter the desk enters.
constexpr auto consultation_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer}, {verbs::see, verbs::create, "take_back"}),
    allow({Role::appraiser}, {verbs::see}),
    allow({Role::focal_point, Role::partner_mission}, {verbs::see, "take_back"}),
    allow({Role::coordinator, Role::desk_officer, Role::focal_point, Role::partner_mission},
          {"answer"}, Condition::any, while_open),
    allow({Role::facilitator, Role::implementer}, {verbs::see, "take_back"}, Condition::office),
    allow({Role::facilitator, Role::implementer}, {"answer"}, Condition::office, while_open));

constexpr auto use_rules =
    records::rule_table(allow({Role::coordinator}, {verbs::see}),
                        allow({Role::desk_officer, Role::appraiser, Role::approver,
                               Role::own_mission, Role::line_ministry},
                              {verbs::see}, Condition::common));

} // namespace

constinit records::Policy const lesson_policy{
    .rules = lesson_rules, .public_sees_published = true, .has_parties = true};
constinit records::Policy const consultation_policy{.rules = consultation_rules};
constinit records::Policy const use_policy{.rules = use_rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 3> const all{&lessons, &consultations, &uses};
    return all;
}

void add_routes(web::Router &router)
{
    for (auto const *const pages : {&lesson_pages, &consultation_pages, &use_pages}) {
        web::add_routes(router, *pages);
    }
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::knowledge;
    static std::array const all{
        web::DeskSource{&consultation_pages, "answer", word::verb_answer, "state:asked"},
        web::DeskSource{&lesson_pages, "anonymise", word::verb_anonymise, {}},
        web::DeskSource{&lesson_pages, "validate", word::verb_validate, {}},
        web::DeskSource{&lesson_pages, "conclude", word::verb_conclude, {}},
        web::DeskSource{&lesson_pages, "classify", word::verb_classify, {}},
        web::DeskSource{&lesson_pages, "release", word::verb_release, "state:classified"},
    };
    return all;
}

} // namespace selatan::knowledge

#include "cooperation/knowledge/knowledge.hpp"

#include "cooperation/knowledge/pages.hpp"
#include "words/knowledge.hpp"

#include <array>

namespace selatan::knowledge {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

/// Until somebody looks whether it holds, its text is written.
constexpr std::array while_written{states::captured, states::anonymised};
/// Out of the house: every partner reads it, whatever country it comes from.
constexpr std::array out{states::released, states::applied};
constexpr std::array while_open{consultation_states::asked, consultation_states::answered,
                                consultation_states::taken_back};

// Everybody may capture. The coordinating body works on it; the appraiser, too, says whether it
// holds. Partners read what they were asked about, and what was released to them.
constexpr std::array lesson_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, while_written},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "anonymise"},
    Rule{Role::coordinator, "validate"},
    Rule{Role::coordinator, "send_back"},
    Rule{Role::coordinator, "conclude"},
    Rule{Role::coordinator, "classify"},
    Rule{Role::coordinator, "release"},
    Rule{Role::coordinator, "apply"},
    Rule{Role::coordinator, "supersede"},
    Rule{Role::desk_officer, verbs::see, Condition::common},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, while_written},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "anonymise"},
    Rule{Role::desk_officer, "validate"},
    Rule{Role::desk_officer, "send_back"},
    Rule{Role::desk_officer, "conclude"},
    Rule{Role::desk_officer, "classify"},
    Rule{Role::desk_officer, "apply"},
    Rule{Role::appraiser, verbs::see, Condition::common},
    Rule{Role::appraiser, verbs::create},
    Rule{Role::appraiser, verbs::change, Condition::own, while_written},
    Rule{Role::appraiser, verbs::comment},
    Rule{Role::appraiser, "validate"},
    Rule{Role::approver, verbs::see, Condition::common},
    Rule{Role::finance_officer, verbs::see, Condition::common},
    Rule{Role::own_mission, verbs::see, Condition::common},
    Rule{Role::own_mission, verbs::create},
    Rule{Role::own_mission, verbs::change, Condition::own, while_written},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::line_ministry, verbs::see, Condition::common},
    Rule{Role::line_ministry, verbs::create},
    Rule{Role::line_ministry, verbs::change, Condition::own, while_written},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::line_ministry, "apply"},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::see, Condition::common, out},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::common, out},
    Rule{Role::focal_point, verbs::create},
    Rule{Role::focal_point, verbs::see, Condition::own},
    Rule{Role::focal_point, verbs::change, Condition::own, while_written},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::common, out},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::party},
    Rule{Role::facilitator, verbs::see, Condition::common, out},
    Rule{Role::facilitator, verbs::comment, Condition::party},
};

// Whom the desk asks, answers for its own side; what came by letter the desk enters.
constexpr std::array consultation_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, "answer", Condition::any, while_open},
    Rule{Role::coordinator, "take_back"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, "answer", Condition::any, while_open},
    Rule{Role::desk_officer, "take_back"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::focal_point, verbs::see},
    Rule{Role::focal_point, "answer", Condition::any, while_open},
    Rule{Role::focal_point, "take_back"},
    Rule{Role::partner_mission, verbs::see},
    Rule{Role::partner_mission, "answer", Condition::any, while_open},
    Rule{Role::partner_mission, "take_back"},
    Rule{Role::facilitator, verbs::see, Condition::office},
    Rule{Role::facilitator, "answer", Condition::office, while_open},
    Rule{Role::facilitator, "take_back", Condition::office},
    Rule{Role::implementer, verbs::see, Condition::office},
    Rule{Role::implementer, "answer", Condition::office, while_open},
    Rule{Role::implementer, "take_back", Condition::office},
};

constexpr std::array use_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::desk_officer, verbs::see, Condition::common},
    Rule{Role::appraiser, verbs::see, Condition::common},
    Rule{Role::approver, verbs::see, Condition::common},
    Rule{Role::own_mission, verbs::see, Condition::common},
    Rule{Role::line_ministry, verbs::see, Condition::common},
};

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

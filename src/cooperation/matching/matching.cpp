#include "cooperation/matching/matching.hpp"

#include "cooperation/matching/pages.hpp"
#include "words/matching.hpp"

#include <array>

namespace selatan::matching {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

constexpr std::array<std::string_view, 2> not_yet_offered{"candidate", "scored"};
/// Where a party may still answer, or take its acceptance back.
constexpr std::array<std::string_view, 3> before_parties{"offered", "accepted", "negotiating"};

// The desk proposes, records what came by letter, and agrees; it never answers for a party. Parties
// see what was offered to them, within their country or organisation, and answer for themselves.
constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, not_yet_offered},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "score"},
    Rule{Role::coordinator, "offer"},
    Rule{Role::coordinator, "record_answer", Condition::any, before_parties},
    Rule{Role::coordinator, "negotiate"},
    Rule{Role::coordinator, "agree"},
    Rule{Role::coordinator, "lapse"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, not_yet_offered},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "score"},
    Rule{Role::desk_officer, "offer"},
    Rule{Role::desk_officer, "record_answer", Condition::any, before_parties},
    Rule{Role::desk_officer, "negotiate"},
    Rule{Role::desk_officer, "agree"},
    Rule{Role::desk_officer, "lapse"},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::focal_point, "answer_requester", Condition::shared, before_parties},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, "answer_requester", Condition::shared, before_parties},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::implementer, "answer_provider", Condition::shared, before_parties},
    Rule{Role::line_ministry, verbs::see, Condition::shared},
    Rule{Role::line_ministry, verbs::comment, Condition::shared},
    Rule{Role::line_ministry, "answer_provider", Condition::shared, before_parties},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
    Rule{Role::facilitator, "answer_facilitator", Condition::shared, before_parties},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
};

} // namespace

constinit records::Policy const policy{.rules = rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 1> const all{&matches};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, match_pages);
    add_suggestion_routes(router);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::matching;
    static std::array const all{
        web::DeskSource{&match_pages, "answer_requester", word::verb_answer_requester,
                        "state:offered -requester_answer:accepted"},
        web::DeskSource{&match_pages, "answer_provider", word::verb_answer_provider,
                        "state:offered -provider_answer:accepted"},
        web::DeskSource{&match_pages, "answer_facilitator", word::verb_answer_facilitator,
                        "state:offered -facilitator_answer:accepted"},
        web::DeskSource{&match_pages, "offer", word::verb_offer, {}},
        web::DeskSource{&match_pages, "negotiate", word::verb_negotiate, "state:accepted"},
        web::DeskSource{&match_pages, "agree", word::verb_agree, {}},
    };
    return all;
}

} // namespace selatan::matching

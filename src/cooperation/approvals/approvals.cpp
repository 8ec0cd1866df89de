#include "cooperation/approvals/approvals.hpp"

#include "cooperation/approvals/pages.hpp"
#include "words/approvals.hpp"

#include <array>

namespace selatan::approvals {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

constexpr std::array<std::string_view, 1> open{"open"};
constexpr std::array waiting{states::asked, states::silent};
/// Until the consultation is closed an office may think again; only what is no longer needed is
/// past answering.
constexpr std::array answerable{states::asked, states::silent, std::string_view{"favourable"},
                                std::string_view{"conditional"}, std::string_view{"unfavourable"}};

constexpr std::array consultation_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "ask_more", Condition::any, open},
    Rule{Role::coordinator, "conclude"},
    Rule{Role::coordinator, "withdraw"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "ask_more", Condition::any, open},
    Rule{Role::desk_officer, "conclude"},
    Rule{Role::desk_officer, "withdraw"},
    Rule{Role::approver, verbs::see},
    Rule{Role::approver, verbs::comment},
    Rule{Role::signatory, verbs::see},
};

// Ministries and appraisers read and answer what their own office was asked, nothing else: what
// another office says might sway them. The desk never answers for an office: it records what came
// in writing. Partners have no rule here at all.
constexpr std::array opinion_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "record_answer", Condition::any, answerable},
    Rule{Role::coordinator, "withdraw"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "record_answer", Condition::any, answerable},
    Rule{Role::desk_officer, "withdraw"},
    Rule{Role::line_ministry, verbs::see, Condition::party},
    Rule{Role::line_ministry, verbs::comment, Condition::party},
    Rule{Role::line_ministry, "give", Condition::office, answerable},
    Rule{Role::line_ministry, "delegate", Condition::office, waiting},
    Rule{Role::appraiser, verbs::see, Condition::party},
    Rule{Role::appraiser, verbs::comment, Condition::party},
    Rule{Role::appraiser, "give", Condition::office, answerable},
    Rule{Role::appraiser, "delegate", Condition::office, waiting},
    Rule{Role::approver, verbs::see},
    Rule{Role::approver, verbs::comment},
    Rule{Role::signatory, verbs::see},
};

} // namespace

constinit records::Policy const consultation_policy{.rules = consultation_rules};
constinit records::Policy const policy{.rules = opinion_rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 2> const all{&consultations, &opinions};
    return all;
}

void add_routes(web::Router &router)
{
    add_asking_routes(router);
    add_delegation_routes(router);
    web::add_routes(router, consultation_pages);
    web::add_routes(router, opinion_pages);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::approvals;
    static std::array const all{
        web::DeskSource{&opinion_pages, "give", word::verb_give, "state:asked,silent"},
        web::DeskSource{&consultation_pages, "conclude", word::verb_conclude, "outstanding:0"},
    };
    return all;
}

} // namespace selatan::approvals

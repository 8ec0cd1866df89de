#include "cooperation/programming/programming.hpp"

#include "cooperation/programming/pages.hpp"
#include "words/programming.hpp"

#include <array>

namespace selatan::programming {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

template <std::size_t... Sizes>
constexpr auto joined(std::array<Rule, Sizes> const &...parts)
{
    std::array<Rule, (Sizes + ...)> all{};
    std::size_t size = 0;
    auto const add = [&](auto const &part) {
        for (auto const &rule : part) {
            all[size++] = rule;
        }
    };
    (add(parts), ...);
    return all;
}

// -- Plans: officers see them, whatever country or office they answer for; the coordination team
// moves them; whoever approves establishes ----

constexpr std::array plan_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "amend"},
    Rule{Role::coordinator, "carry_over"},
    Rule{Role::coordinator, "close_proposals"},
    Rule{Role::coordinator, "finish_appraisal"},
    Rule{Role::coordinator, "finish_ranking"},
    Rule{Role::coordinator, "set_ceilings"},
    Rule{Role::coordinator, "establish"},
    Rule{Role::coordinator, "budget"},
    Rule{Role::coordinator, "execute"},
    Rule{Role::coordinator, "revise"},
    Rule{Role::coordinator, "close"},
    Rule{Role::coordinator, "audit"},
    Rule{Role::coordinator, "reopen"},
    Rule{Role::coordinator, "step_back"},
    Rule{Role::desk_officer, verbs::see, Condition::common},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::approver, verbs::see, Condition::common},
    Rule{Role::approver, verbs::comment},
    Rule{Role::approver, "establish"},
    Rule{Role::finance_officer, verbs::see, Condition::common},
    Rule{Role::finance_officer, verbs::comment},
    Rule{Role::finance_officer, "set_ceilings"},
    Rule{Role::finance_officer, "budget"},
    Rule{Role::appraiser, verbs::see, Condition::common},
    Rule{Role::signatory, verbs::see, Condition::common},
    Rule{Role::line_ministry, verbs::see, Condition::common},
    Rule{Role::own_mission, verbs::see, Condition::common},
};

// Recorded by whoever answers for the money, never changed: a new one follows.
constexpr std::array ceiling_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::finance_officer, verbs::see, Condition::common},
    Rule{Role::finance_officer, verbs::create},
    Rule{Role::finance_officer, verbs::comment},
    Rule{Role::desk_officer, verbs::see, Condition::common},
    Rule{Role::approver, verbs::see, Condition::common},
    Rule{Role::appraiser, verbs::see, Condition::common},
    Rule{Role::signatory, verbs::see, Condition::common},
};

// -- Lines ---------------------------------------------------------------------------------------

constexpr std::array not_yet_established{line_states::proposed, line_states::appraised,
                                         line_states::ranked};
constexpr std::array not_held{line_states::proposed, line_states::appraised, line_states::ranked,
                              line_states::reported};
constexpr std::array proposed_or_reported{line_states::proposed, line_states::reported};

constexpr auto works_on(Role role)
{
    return std::array{
        Rule{role, verbs::see},
        Rule{role, verbs::create},
        Rule{role, verbs::change, Condition::any, not_held},
        Rule{role, verbs::comment},
        Rule{role, "appraise"},
        Rule{role, "rank"},
        Rule{role, "defer", Condition::any, not_yet_established},
        Rule{role, "drop", Condition::any, not_held},
    };
}

// What money is promised to, and taken back from, is the coordination team's; approvers establish.
// A ministry proposes and reports, and sees what is its own, wherever its grant holds. Partners see
// what is established for their country, implementers and facilitators what they deliver.
constexpr auto line_rules = joined(
    works_on(Role::coordinator),
    std::array{Rule{Role::coordinator, "establish"}, Rule{Role::coordinator, "revise_amount"},
               Rule{Role::coordinator, "defer"}, Rule{Role::coordinator, "drop"}},
    works_on(Role::desk_officer),
    std::array{Rule{Role::appraiser, verbs::see},
               Rule{Role::appraiser, verbs::comment},
               Rule{Role::appraiser, "appraise"},
               Rule{Role::approver, verbs::see},
               Rule{Role::approver, verbs::comment},
               Rule{Role::approver, "establish"},
               Rule{Role::finance_officer, verbs::see},
               Rule{Role::finance_officer, verbs::comment},
               Rule{Role::signatory, verbs::see},
               Rule{Role::own_mission, verbs::see},
               Rule{Role::own_mission, verbs::comment},
               Rule{Role::line_ministry, verbs::see, Condition::office},
               Rule{Role::line_ministry, verbs::create},
               Rule{Role::line_ministry, verbs::change, Condition::office, proposed_or_reported},
               Rule{Role::line_ministry, verbs::comment, Condition::office},
               Rule{Role::line_ministry, "drop", Condition::office, proposed_or_reported},
               Rule{Role::focal_point, verbs::see, Condition::shared},
               Rule{Role::focal_point, verbs::comment, Condition::shared},
               Rule{Role::partner_mission, verbs::see, Condition::shared},
               Rule{Role::partner_mission, verbs::comment, Condition::shared},
               Rule{Role::implementer, verbs::see, Condition::shared},
               Rule{Role::facilitator, verbs::see, Condition::shared}});

constexpr std::array slice_rules{
    Rule{Role::coordinator, verbs::see},     Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change},  Rule{Role::coordinator, verbs::comment},
    Rule{Role::desk_officer, verbs::see},    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change}, Rule{Role::desk_officer, verbs::comment},
    Rule{Role::finance_officer, verbs::see}, Rule{Role::approver, verbs::see},
    Rule{Role::appraiser, verbs::see},       Rule{Role::signatory, verbs::see},
};

} // namespace

constinit records::Policy const plan_policy{.rules = plan_rules};
constinit records::Policy const ceiling_policy{.rules = ceiling_rules};
constinit records::Policy const line_policy{.rules = line_rules};
constinit records::Policy const slice_policy{.rules = slice_rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 4> const all{&plan_years, &ceilings, &plan_lines,
                                                          &plan_slices};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, plan_pages);
    web::add_routes(router, ceiling_pages);
    web::add_routes(router, line_pages);
    web::add_routes(router, slice_pages);
    add_line_form_routes(router);
    add_picture_routes(router);
    add_revision_routes(router);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::programming;
    static std::array const all{
        web::DeskSource{&line_pages, "appraise", word::verb_appraise, "state:proposed"},
        web::DeskSource{&line_pages, "rank", word::verb_rank, "state:appraised"},
        web::DeskSource{&plan_pages, "close_proposals", word::verb_close_proposals},
        web::DeskSource{&plan_pages, "finish_appraisal", word::verb_finish_appraisal},
        web::DeskSource{&plan_pages, "finish_ranking", word::verb_finish_ranking},
        web::DeskSource{&plan_pages, "set_ceilings", word::verb_set_ceilings},
        web::DeskSource{&plan_pages, "establish", word::verb_establish_plan},
    };
    return all;
}

} // namespace selatan::programming

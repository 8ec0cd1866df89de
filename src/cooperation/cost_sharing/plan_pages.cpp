#include "cooperation/cost_sharing/pages.hpp"
#include "platform/web/run_verb.hpp"
#include "words/cost_sharing.hpp"

namespace selatan::cost_sharing {

namespace {

namespace word = words::cost_sharing;
using web::run_at_once;

html::Tone tone_of(std::string_view state)
{
    return state == plan_states::closed ? html::Tone::good : html::Tone::active;
}

Problems check_plan(web::Draft const &draft)
{
    auto const &plan = *static_cast<CostPlan const *>(draft.after);
    std::optional<Currency> fund_currency;
    if (plan.pool_fund) {
        fund_currency = funds::load_fund(draft.reader, plan.pool_fund->uuid()).currency;
    }
    auto problems = decide_plan(plan, static_cast<CostPlan const *>(draft.before),
                                draft.head != nullptr && has_items(draft.reader, draft.head->id),
                                fund_currency);
    if (draft.head == nullptr && plan.project && plan_of(draft.reader, plan.project->uuid())) {
        problems.push_back({"project", "cost_sharing.one_plan", {}});
    }
    return problems;
}

void created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved,
             void const * /*value*/)
{
    share_with_parties(tx, saved.id);
}

web::RecordExtras show_plan(web::Context const &context, storage::Reader &reader, Head const &head,
                            void const * /*value*/)
{
    auto const view = view_of(reader, head, context.language());
    web::RecordExtras extras;
    extras.sections = matrix_sections(context, reader, view);
    if (view.plan.arrangement == Arrangement::pool && !view.matrix.is_pool_divided) {
        extras.notices.push_back(
            {.tone = html::Tone::waiting,
             .title = {},
             .body = html::p(word::page_shares_differ(context.language(),
                                                      std::to_string(view.matrix.sum_of_shares)))});
    }
    return extras;
}

} // namespace

web::NounPages const plan_pages{
    .noun = &cost_plans,
    .picture = html::Icon::money,
    .add = word::plan_add,
    .empty_title = word::plan_empty_title,
    .empty_text = word::plan_empty_text,
    .about = word::plan_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_plan,
    .created = created,
    .extras = show_plan,
    .verbs = {{.verb = "confirm",
               .path = "confirmation",
               .label = word::verb_confirm,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<confirm>},
              {.verb = "settle",
               .path = "settlement",
               .label = word::verb_settle,
               .run = run_at_once<settle>},
              {.verb = "reopen",
               .path = "reopening",
               .label = word::verb_reopen,
               .run = run_at_once<reopen>}},
};

} // namespace selatan::cost_sharing

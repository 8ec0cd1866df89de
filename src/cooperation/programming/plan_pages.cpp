#include "base/ensure.hpp"
#include "cooperation/programming/pages.hpp"
#include "cooperation/programming/programming.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/programming.hpp"

#include <algorithm>

namespace selatan::programming {

namespace {

namespace word = words::programming;
using records::field;
using records::Kind;
using web::run;
using web::run_at_once;

// -- Forms of the verbs --------------------------------------------------------------------------

constexpr std::array amendment_fields{
    field<&Amendment::title>("title", word::field_title).at_most(300).required(),
    field<&Amendment::currency>("currency", word::field_currency)
        .of("currency")
        .required()
        .hinted(word::field_plan_currency_hint),
    field<&Amendment::proposals_due>("proposals_due", word::field_proposals_due),
    field<&Amendment::appraisal_due>("appraisal_due", word::field_appraisal_due),
    field<&Amendment::ceilings_due>("ceilings_due", word::field_ceilings_due),
    field<&Amendment::establishment_due>("establishment_due", word::field_establishment_due),
    field<&Amendment::notes>("notes", word::field_notes).as(Kind::long_text).at_most(10'000),
};
constexpr std::array decision_fields{
    field<&Decision::document>("document", word::field_document)
        .at_most(300)
        .hinted(word::field_source_document_hint)
        .required(),
};
constexpr std::array step_back_fields{
    field<&StepBack::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .required(),
};
constexpr std::array revising_fields{
    field<&Revising::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .required(),
    field<&Revising::document>("document", word::field_document)
        .at_most(300)
        .hinted(word::field_source_document_hint)
        .required(),
};

void prefill_amendment(storage::Reader &reader, Head const &head, void *value)
{
    auto const plan = records::load(reader, plan_years, head.id).value_or(PlanYear{});
    *static_cast<Amendment *>(value) = {.title = plan.title,
                                        .currency = plan.currency,
                                        .proposals_due = plan.proposals_due,
                                        .appraisal_due = plan.appraisal_due,
                                        .ceilings_due = plan.ceilings_due,
                                        .establishment_due = plan.establishment_due,
                                        .notes = plan.notes};
}

bool has_something_to_carry(storage::Reader &reader, Head const &head)
{
    auto const plan = records::load(reader, plan_years, head.id).value_or(PlanYear{});
    return !lines_to_carry(reader, head.id, plan.year).empty();
}

bool is_budgeted(storage::Reader &reader, Head const &head)
{
    auto const plan = records::load(reader, plan_years, head.id).value_or(PlanYear{});
    return decide_execute(plan).has_value();
}

bool is_not_budgeted(storage::Reader &reader, Head const &head)
{
    return !is_budgeted(reader, head);
}

// -- A new plan ----------------------------------------------------------------------------------

/// Next year's, with the calendar of a year that is established before it begins.
void prefill_plan(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    auto &plan = *static_cast<PlanYear *>(value);
    plan.year = reader.today().year() + 1;
}

Problems check_plan(web::Draft const &draft)
{
    auto const &plan = *static_cast<PlanYear const *>(draft.after);
    if (draft.before == nullptr && is_year_taken(draft.reader, plan.year)) {
        return {{"year", "programming.year_taken", {{"year", std::to_string(plan.year)}}}};
    }
    auto const may = decide_calendar(plan);
    return may ? Problems{} : may.error().problems;
}

void plan_made(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved,
               void const *value)
{
    set_due(tx, saved.id, due_in(*static_cast<PlanYear const *>(value), saved.state));
}

// -- The record's page ---------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (is_closed(state)) {
        return html::Tone::neutral;
    }
    if (state == plan_states::revised || state == plan_states::ceiling_set) {
        return html::Tone::waiting;
    }
    return is_in_force(state) ? html::Tone::good : html::Tone::active;
}

std::vector<html::Step> path_of(Language language, std::string_view state)
{
    namespace states = plan_states;
    constexpr std::array path{states::open,     states::proposals_in, states::appraised,
                              states::ranked,   states::ceiling_set,  states::established,
                              states::budgeted, states::executing,    states::closed,
                              states::audited};
    // A plan under revision is being executed, too.
    return web::steps_along(plan_years, path, state, language,
                            state == states::revised ? states::executing : state);
}

/// Who moves the plan on, by the day that its calendar says.
std::optional<html::Waiting> waiting_of(web::Context const &context, Head const &head)
{
    auto const what = word::waiting(context.language(), head.state);
    if (!what || !head.due_on) {
        return std::nullopt;
    }
    constexpr int soon_days = 14;
    auto const left = days_between(context.app().clock.today(), *head.due_on);
    return html::Waiting{
        .who = std::string{word::waiting_for(context.language())},
        .what = std::string{*what},
        .by = {.iso = head.due_on->to_string(), .text = context.date(*head.due_on)},
        .due = left < 0            ? html::Due::overdue
               : left <= soon_days ? html::Due::soon
                                   : html::Due::later,
        .due_text = i18n::relative_days(context.language(), left)};
}

web::RecordExtras show_plan(web::Context const &context, storage::Reader &reader, Head const &head,
                            void const *value)
{
    auto const &plan = *static_cast<PlanYear const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.steps = path_of(language, head.state);
    extras.waiting = waiting_of(context, head);
    bool const follows_money =
        records::could(ceiling_policy, context.identity(), records::verbs::see);
    if (plan.over_committed) {
        extras.notices.push_back({.tone = html::Tone::bad,
                                  .title = std::string{word::over_title(language)},
                                  .body = html::p(word::over_text(language))});
    }
    if (follows_money) {
        extras.sections += picture(context, reader, head, plan);
        extras.sections += revision_list(context, reader, head);
    }
    return extras;
}

} // namespace

web::NounPages const plan_pages{
    .noun = &plan_years,
    .picture = html::Icon::plan,
    .add = word::plan_add,
    .empty_title = word::plan_empty_title,
    .empty_text = word::plan_empty_text,
    .about = word::plan_about,
    .act_name = word::plan_acts,
    .tone = tone_of,
    .check = check_plan,
    .created = plan_made,
    .prefill = prefill_plan,
    .extras = show_plan,
    .parts = {{.pages = &ceiling_pages, .field = "plan", .title = word::block_ceilings},
              {.pages = &line_pages, .field = "plan", .title = word::block_lines}},
    .verbs =
        {
            {.verb = "close_proposals",
             .path = "proposals-closing",
             .label = word::verb_close_proposals,
             .emphasis = html::Emphasis::primary,
             .run = run_at_once<close_proposals>},
            {.verb = "finish_appraisal",
             .path = "appraisal",
             .label = word::verb_finish_appraisal,
             .emphasis = html::Emphasis::primary,
             .run = run_at_once<finish_appraisal>},
            {.verb = "finish_ranking",
             .path = "ranking",
             .label = word::verb_finish_ranking,
             .emphasis = html::Emphasis::primary,
             .run = run_at_once<finish_ranking>},
            {.verb = "set_ceilings",
             .path = "ceilings",
             .label = word::verb_set_ceilings,
             .emphasis = html::Emphasis::primary,
             .run = run_at_once<set_ceilings>},
            {.verb = "establish",
             .path = "establishment",
             .label = word::verb_establish_plan,
             .explanation = word::explanation_establish_plan,
             .fields = decision_fields,
             .type = &records::value_type<Decision>,
             .emphasis = html::Emphasis::primary,
             .run = run<Decision, establish_plan>},
            {.verb = "budget",
             .path = "budget",
             .label = word::verb_budget,
             .explanation = word::explanation_budget,
             .fields = decision_fields,
             .type = &records::value_type<Decision>,
             .emphasis = html::Emphasis::primary,
             .possible = is_not_budgeted,
             .run = run<Decision, budget>},
            {.verb = "execute",
             .path = "execution",
             .label = word::verb_execute,
             .emphasis = html::Emphasis::primary,
             .possible = is_budgeted,
             .run = run_at_once<execute>},
            {.verb = "carry_over",
             .path = "carry-over",
             .label = word::verb_carry_over,
             .possible = has_something_to_carry,
             .run = run_at_once<carry_over>},
            {.verb = "revise",
             .path = "revision",
             .label = word::verb_revise,
             .explanation = word::explanation_revise,
             .fields = revising_fields,
             .type = &records::value_type<Revising>,
             .run = run<Revising, revise>},
            {.verb = "close",
             .path = "closure",
             .label = word::verb_close,
             .run = run_at_once<close_plan>},
            {.verb = "audit",
             .path = "audit",
             .label = word::verb_audit,
             .explanation = word::explanation_audit,
             .fields = decision_fields,
             .type = &records::value_type<Decision>,
             .run = run<Decision, record_audit>},
            {.verb = "amend",
             .path = "amendment",
             .label = word::verb_amend,
             .fields = amendment_fields,
             .type = &records::value_type<Amendment>,
             .prefill = prefill_amendment,
             .run = run<Amendment, amend>},
            {.verb = "step_back",
             .path = "step-back",
             .label = word::verb_step_back,
             .explanation = word::explanation_step_back,
             .fields = step_back_fields,
             .type = &records::value_type<StepBack>,
             .run = run<StepBack, step_back>},
            {.verb = "reopen",
             .path = "reopening",
             .label = word::verb_reopen,
             .explanation = word::explanation_reopen,
             .fields = step_back_fields,
             .type = &records::value_type<StepBack>,
             .emphasis = html::Emphasis::danger,
             .run = run<StepBack, reopen>},
        },
};

} // namespace selatan::programming

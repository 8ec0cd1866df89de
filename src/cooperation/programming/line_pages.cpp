#include "base/ensure.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/programming/commitment_store.hpp"
#include "cooperation/programming/pages.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/reference/lists.hpp"
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

// -- Forms of the verbs --------------------------------------------------------------------------

constexpr std::array appraisal_fields{
    field<&Appraisal::finding>("finding", word::field_finding)
        .among(findings, word::findings)
        .required(),
    field<&Appraisal::appraisal>("appraisal", word::field_appraisal)
        .as(Kind::long_text)
        .at_most(10'000)
        .required(),
    field<&Appraisal::override_reason>("override_reason", word::field_override_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .hinted(word::field_override_reason_hint),
};
constexpr std::array ranking_fields{
    field<&Ranking::rank>("rank", word::field_rank)
        .required()
        .at_least(1)
        .at_most(9'999)
        .hinted(word::field_rank_hint),
    field<&Ranking::included>("included", word::field_included).hinted(word::field_included_hint),
};
constexpr std::array amount_fields{
    field<&NewAmount::amount>("amount", word::field_amount)
        .required()
        .at_least(1)
        .at_most(largest_amount)
        .hinted(word::field_amount_hint),
    field<&NewAmount::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .required(),
    field<&NewAmount::document>("document", word::field_document)
        .at_most(300)
        .hinted(word::field_source_document_hint)
        .required(),
};
constexpr std::array deferral_fields{
    field<&LineDeferral::deferred_to>("deferred_to", word::field_deferred_to)
        .required()
        .at_least(first_year)
        .at_most(last_year),
    field<&LineDeferral::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .required(),
};
constexpr std::array dropping_fields{
    field<&Dropping::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .required(),
};

Result<Saved> run_establish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, void const * /*value*/)
{
    return establish(tx, by, head, version);
}

PlanLine load_line(storage::Reader &reader, Head const &head)
{
    return records::load(reader, plan_lines, head.id).value_or(PlanLine{});
}

std::string plan_state_of(storage::Reader &reader, PlanLine const &line)
{
    return line.plan ? state_of(reader, line.plan->uuid()) : std::string{};
}

void prefill_ranking(storage::Reader &reader, Head const &head, void *value)
{
    auto const line = load_line(reader, head);
    auto &form = *static_cast<Ranking *>(value);
    form.rank = line.rank ? *line.rank : line.plan ? next_rank(reader, line.plan->uuid()) : 1;
    form.included = head.state == line_states::ranked ? line.included
                                                      : line.finding != Finding::not_recommended;
}

void prefill_amount(storage::Reader &reader, Head const &head, void *value)
{
    static_cast<NewAmount *>(value)->amount = load_line(reader, head).amount;
}

void prefill_deferral(storage::Reader &reader, Head const &head, void *value)
{
    auto const line = load_line(reader, head);
    auto const plan = line.plan ? records::load(reader, plan_years, line.plan->uuid())
                                : std::optional<PlanYear>{};
    static_cast<LineDeferral *>(value)->deferred_to = plan ? plan->year + 1 : 0;
}

bool can_appraise(storage::Reader &reader, Head const &head)
{
    auto const line = load_line(reader, head);
    return decide_appraise(plan_state_of(reader, line)).has_value();
}

bool can_rank(storage::Reader &reader, Head const &head)
{
    auto const line = load_line(reader, head);
    return decide_rank(line, {.rank = 1, .included = false}, plan_state_of(reader, line))
        .has_value();
}

bool can_establish(storage::Reader &reader, Head const &head)
{
    auto const line = load_line(reader, head);
    return decide_establish(line, head.state, plan_state_of(reader, line), false).has_value();
}

bool is_plan_open(storage::Reader &reader, Head const &head)
{
    return !is_closed(plan_state_of(reader, load_line(reader, head)));
}

std::vector<html::Notice> weigh_appraisal(web::Context const &context, storage::Reader &reader,
                                          Head const &head)
{
    return approvals::advice(context, reader, head, approvals::Purpose::appraisal);
}

Problems check_draft(web::Draft const &draft)
{
    return check_line(draft.reader, draft.by, *static_cast<PlanLine const *>(draft.after),
                      static_cast<PlanLine const *>(draft.before));
}

// -- The record's page ---------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == line_states::established) {
        return html::Tone::good;
    }
    if (state == line_states::dropped) {
        return html::Tone::bad;
    }
    if (state == line_states::deferred) {
        return html::Tone::waiting;
    }
    return state == line_states::reported ? html::Tone::neutral : html::Tone::active;
}

std::vector<html::Step> path_of(Language language, std::string_view state)
{
    constexpr std::array path{line_states::proposed, line_states::appraised, line_states::ranked,
                              line_states::established};
    return web::steps_along(plan_lines, path, state, language);
}

/// The ceilings that a line counts on, and whether it fits under each now.
html::Html ceilings_block(web::Context const &context, storage::Reader &reader, Head const &head,
                          PlanLine const &line, PlanYear const &plan)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    auto const currency = plan.currency.value_or(Currency{});
    reference::Exchange exchange{reader};
    auto const value = valued(exchange, line, currency, reader.today());
    Claim const claim{.line = head.id,
                      .amount = line.plan_amount.value_or(value ? value->amount : 0),
                      .fund = line.fund ? std::optional{line.fund->uuid()} : std::nullopt,
                      .countries = countries_of(
                          line.country, records::Text<records::Codes>::print(line.countries))};
    std::vector<html::Fact> facts;
    if (!value) {
        facts.push_back({.label = std::string{word::field_plan_amount(language)},
                         .value = html::fragment(context.say(value.error().problems.front()))});
    } else if (!line.plan_amount) {
        facts.push_back({.label = std::string{word::amount_today(language)},
                         .value = html::fragment(amount_text(language, claim.amount, currency))});
    }
    auto const day = first_day_of(plan);
    for (auto const &hold : holds_of(reader, line.plan->uuid())) {
        if (counts_on(claim, hold, *lists, day)) {
            auto left = html::fragment(
                hold.is_over()
                    ? word::above(language, currency.view(), -hold.left(), hold.amount)
                    : word::left_of(language, currency.view(), hold.left(), hold.amount));
            if (hold.is_over()) {
                left += html::fragment(
                    " ", html::badge({.label = std::string{word::over_badge(language)},
                                      .tone = html::Tone::bad}));
            }
            facts.push_back({.label = scope_name(context, reader, hold.scope, hold.code),
                             .value = std::move(left)});
        }
    }
    return facts.empty() ? html::Html{}
                         : html::block(word::block_counts_on(language), html::facts(facts));
}

web::RecordExtras show_line(web::Context const &context, storage::Reader &reader, Head const &head,
                            void const *value)
{
    auto const &line = *static_cast<PlanLine const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.steps = path_of(language, head.state);
    auto const plan = records::load(reader, plan_years, line.plan->uuid());
    ENSURE(plan.has_value());
    bool const follows_money =
        records::could(ceiling_policy, context.identity(), records::verbs::see);
    if (line.is_own_budget()) {
        extras.notices.push_back({.tone = html::Tone::neutral,
                                  .title = std::string{word::own_budget_title(language)},
                                  .body = html::p(word::own_budget_text(language))});
    } else if (follows_money && head.state != line_states::dropped &&
               head.state != line_states::deferred) {
        extras.sections += ceilings_block(context, reader, head, line, *plan);
    }
    if (!line.is_own_budget()) {
        extras.sections += approvals::section(context, reader, head);
    }
    // Projects stand above: only where the program has them, and for those who may make one.
    auto const *const project = context.app().noun("project");
    if (project != nullptr && head.state == line_states::established &&
        records::could(*project->policy, context.identity(), records::verbs::create)) {
        http::Parameters begun;
        auto const add = [&](std::string name, std::string text) {
            if (!text.empty()) {
                begun.add(std::move(name), std::move(text));
            }
        };
        add("line", head.reference);
        add("title", line.title);
        add("country", line.country ? line.country->to_string() : std::string{});
        add("organisation", line.organisation ? line.organisation->to_string() : std::string{});
        add("request", line.request ? line.request->to_string() : std::string{});
        add("agreed_match", line.request_match ? line.request_match->to_string() : std::string{});
        add("sector", line.sector);
        add("modalities", line.modality);
        add("arrangement", "south_south");
        add("geography", line.countries.empty() ? "bilateral" : "regional");
        extras.actions.push_back({.label = std::string{word::make_project(language)},
                                  .url = std::string{project->path} + "/new?" + begun.encode(),
                                  .emphasis = html::Emphasis::primary,
                                  .picture = html::Icon::project});
    }
    return extras;
}

} // namespace

std::optional<std::vector<Uuid>> offered_in_line(storage::Reader &reader, Head const * /*head*/,
                                                 records::Field const &field,
                                                 void const * /*value*/)
{
    return field.name == "fund" ? std::optional{funding(reader, reader.today())} : std::nullopt;
}

web::NounPages const line_pages{
    .noun = &plan_lines,
    .picture = html::Icon::plan,
    .add = word::line_add,
    .has_own_form = true,
    .empty_title = word::line_empty_title,
    .empty_text = word::line_empty_text,
    .about = word::line_about,
    .act_name = word::line_acts,
    .tone = tone_of,
    .check = check_draft,
    .offered = offered_in_line,
    .extras = show_line,
    .parts = {{.pages = &slice_pages, .field = "line", .title = word::block_slices}},
    .verbs =
        {
            {.verb = "appraise",
             .path = "appraisal",
             .label = word::verb_appraise,
             .explanation = word::explanation_appraise,
             .fields = appraisal_fields,
             .type = &records::value_type<Appraisal>,
             .emphasis = html::Emphasis::primary,
             .possible = can_appraise,
             .advise = weigh_appraisal,
             .run = run<Appraisal, appraise>},
            {.verb = "rank",
             .path = "rank",
             .label = word::verb_rank,
             .fields = ranking_fields,
             .type = &records::value_type<Ranking>,
             .emphasis = html::Emphasis::primary,
             .prefill = prefill_ranking,
             .possible = can_rank,
             .run = run<Ranking, rank>},
            {.verb = "establish",
             .path = "establishment",
             .label = word::verb_establish_line,
             .emphasis = html::Emphasis::primary,
             .possible = can_establish,
             .run = run_establish},
            {.verb = "revise_amount",
             .path = "amount",
             .label = word::verb_revise_amount,
             .explanation = word::explanation_revise_amount,
             .fields = amount_fields,
             .type = &records::value_type<NewAmount>,
             .prefill = prefill_amount,
             .possible = is_plan_open,
             .run = run<NewAmount, revise_amount>},
            {.verb = "defer",
             .path = "deferral",
             .label = word::verb_defer,
             .explanation = word::explanation_defer,
             .fields = deferral_fields,
             .type = &records::value_type<LineDeferral>,
             .prefill = prefill_deferral,
             .possible = is_plan_open,
             .run = run<LineDeferral, defer>},
            {.verb = "drop",
             .path = "dropping",
             .label = word::verb_drop,
             .explanation = word::explanation_drop,
             .fields = dropping_fields,
             .type = &records::value_type<Dropping>,
             .emphasis = html::Emphasis::danger,
             .possible = is_plan_open,
             .run = run<Dropping, drop>},
        },
};

} // namespace selatan::programming

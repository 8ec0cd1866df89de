#include "cooperation/programming/plan_year.hpp"

#include "base/ensure.hpp"
#include "cooperation/programming/commitment_store.hpp"
#include "cooperation/programming/plan_revision.hpp"
#include "cooperation/programming/plan_store.hpp"
#include "cooperation/programming/programming.hpp"
#include "words/programming.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace selatan::programming {

namespace {

namespace word = words::programming;
using records::field;
using records::Kind;
constexpr auto internal = Audience::internal;

constexpr std::array plan_fields{
    field<&PlanYear::title>("title", word::field_title).title().seen_by(internal),
    field<&PlanYear::year>("year", word::field_year)
        .required()
        .at_least(first_year)
        .at_most(last_year)
        .seen_by(internal)
        .listed(),
    field<&PlanYear::currency>("currency", word::field_currency)
        .of("currency")
        .required()
        .hinted(word::field_plan_currency_hint)
        .seen_by(internal)
        .listed(),
    field<&PlanYear::proposals_due>("proposals_due", word::field_proposals_due).seen_by(internal),
    field<&PlanYear::appraisal_due>("appraisal_due", word::field_appraisal_due).seen_by(internal),
    field<&PlanYear::ceilings_due>("ceilings_due", word::field_ceilings_due).seen_by(internal),
    field<&PlanYear::establishment_due>("establishment_due", word::field_establishment_due)
        .seen_by(internal),
    field<&PlanYear::notes>("notes", word::field_notes)
        .as(Kind::long_text)
        .at_most(10'000)
        .seen_by(internal),

    field<&PlanYear::revision>("revision", word::field_revision)
        .at_most(9'999)
        .seen_by(internal)
        .by_verbs()
        .listed(),
    field<&PlanYear::over_committed>("over_committed", word::field_over_committed)
        .seen_by(internal)
        .by_verbs()
        .listed(),
    field<&PlanYear::established_on>("established_on", word::field_established_on)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanYear::established_document>("established_document", word::field_established_document)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanYear::budget_document>("budget_document", word::field_budget_document)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanYear::audit_document>("audit_document", word::field_audit_document)
        .seen_by(internal)
        .by_verbs(),
};

using namespace plan_states;
constexpr std::array states{open,     proposals_in, appraised, ranked, ceiling_set, established,
                            budgeted, executing,    revised,   closed, audited};
constexpr std::array steps{
    records::Transition{"carry_over", open, open},
    records::Transition{"close_proposals", open, proposals_in},
    records::Transition{"finish_appraisal", proposals_in, appraised},
    records::Transition{"finish_ranking", appraised, ranked},
    records::Transition{"set_ceilings", ranked, ceiling_set},
    records::Transition{"establish", ceiling_set, established},
    records::Transition{"budget", established, budgeted},
    records::Transition{"budget", revised, budgeted},
    records::Transition{"execute", budgeted, executing},
    records::Transition{"execute", revised, executing},
    records::Transition{"revise", established, revised},
    records::Transition{"revise", budgeted, revised},
    records::Transition{"revise", executing, revised},
    records::Transition{"close", executing, closed},
    records::Transition{"audit", closed, audited},
    // Back, with a reason, as long as nothing is established.
    records::Transition{"reopen", proposals_in, open},
    records::Transition{"reopen", appraised, open},
    records::Transition{"reopen", ranked, open},
    records::Transition{"reopen", ceiling_set, open},
    records::Transition{"step_back", appraised, proposals_in},
    records::Transition{"step_back", ranked, appraised},
    records::Transition{"step_back", ceiling_set, ranked},
};

PlanYear load_plan(storage::Reader &reader, Head const &head)
{
    auto plan = records::load(reader, plan_years, head.id);
    ENSURE(plan.has_value());
    return *plan;
}

/// Takes the plan through its machine; the clock is what the calendar says of the state reached.
Result<Saved> step(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, std::string_view verb, PlanYear const &before,
                   PlanYear const &after, std::string reason = {})
{
    auto const next = plan_machine.next(head.state, verb);
    records::Extra extra{.reason = std::move(reason)};
    extra.due_on = due_in(after, next.value_or(head.state));
    return records::advance(tx, by.actor(), plan_years, head, version, verb, before, after, extra);
}

Result<Saved> step(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, std::string_view verb, std::string reason = {})
{
    auto const plan = load_plan(tx, head);
    return step(tx, by, head, version, verb, plan, plan, std::move(reason));
}

tl::unexpected<Refusal> refuse_count(std::string code, std::int64_t count)
{
    return refuse(Decline::conflict, "", std::move(code), {{"count", std::to_string(count)}});
}

} // namespace

constinit records::Machine const plan_machine{.initial = plan_states::open,
                                              .states = states,
                                              .transitions = steps,
                                              .state_name = word::plan_states};

constinit records::NounOf<PlanYear> const plan_years{{
    .kind = "plan_year",
    .table = "plan_year",
    .path = "/plans",
    .prefix = "PLN",
    .singular = word::plan_singular,
    .plural = word::plan_plural,
    .fields = plan_fields,
    .type = &records::value_type<PlanYear>,
    .policy = &plan_policy,
    .machine = &plan_machine,
    .parent_field = {},
    .audience = Audience::internal,
    .name = nullptr,
    .sort = "-year",
}};

bool is_closed(std::string_view plan_state)
{
    return plan_state == plan_states::closed || plan_state == plan_states::audited;
}

bool is_in_force(std::string_view plan_state)
{
    return plan_state == plan_states::established || plan_state == plan_states::budgeted ||
           plan_state == plan_states::executing || plan_state == plan_states::revised;
}

bool takes_proposals(std::string_view plan_state)
{
    return plan_state == plan_states::open || plan_state == plan_states::revised;
}

Date first_day_of(PlanYear const &plan)
{
    auto const day = Date::of(static_cast<int>(plan.year), 1, 1);
    ENSURE(day.has_value());
    return *day;
}

std::optional<Date> due_in(PlanYear const &plan, std::string_view state)
{
    if (state == plan_states::open) {
        return plan.proposals_due;
    }
    if (state == plan_states::proposals_in) {
        return plan.appraisal_due;
    }
    if (state == plan_states::appraised || state == plan_states::ranked) {
        return plan.ceilings_due;
    }
    return state == plan_states::ceiling_set ? plan.establishment_due : std::nullopt;
}

// -- Rules ---------------------------------------------------------------------------------------

Result<void> decide_calendar(PlanYear const &plan)
{
    std::array const days{std::pair{"proposals_due", plan.proposals_due},
                          std::pair{"appraisal_due", plan.appraisal_due},
                          std::pair{"ceilings_due", plan.ceilings_due},
                          std::pair{"establishment_due", plan.establishment_due}};
    std::optional<Date> latest;
    for (auto const &[field, day] : days) {
        if (day && latest && *day < *latest) {
            return refuse(Decline::invalid, field, "programming.calendar_order");
        }
        latest = day ? day : latest;
    }
    return {};
}

Result<void> decide_finish_appraisal(LineCounts const &lines)
{
    if (lines.proposed > 0) {
        return refuse_count("programming.lines_to_appraise", lines.proposed);
    }
    return {};
}

Result<void> decide_finish_ranking(LineCounts const &lines)
{
    if (lines.proposed + lines.appraised > 0) {
        return refuse_count("programming.lines_to_rank", lines.proposed + lines.appraised);
    }
    return {};
}

Result<void> decide_set_ceilings(bool total_is_allocated)
{
    if (!total_is_allocated) {
        return refuse(Decline::conflict, "", "programming.no_total_ceiling");
    }
    return {};
}

Result<void> decide_establish_plan(LineCounts const &lines)
{
    if (lines.ranked_and_included + lines.established == 0) {
        return refuse(Decline::conflict, "", "programming.nothing_to_establish");
    }
    return {};
}

Result<void> decide_execute(PlanYear const &plan)
{
    if (plan.budget_document.empty()) {
        return refuse(Decline::conflict, "", "programming.not_budgeted");
    }
    return {};
}

Result<void> decide_amend(PlanYear const &before, PlanYear const &after, bool counts_something)
{
    if (before.currency != after.currency && counts_something) {
        return refuse(Decline::invalid, "currency", "programming.currency_in_use");
    }
    return decide_calendar(after);
}

// -- Verbs ---------------------------------------------------------------------------------------

Result<Saved> amend(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, Amendment const &wanted)
{
    auto const before = load_plan(tx, head);
    auto after = before;
    after.title = wanted.title;
    after.currency = wanted.currency;
    after.proposals_due = wanted.proposals_due;
    after.appraisal_due = wanted.appraisal_due;
    after.ceilings_due = wanted.ceilings_due;
    after.establishment_due = wanted.establishment_due;
    after.notes = wanted.notes;
    if (auto const may = decide_amend(before, after, counts_something(tx, head.id)); !may) {
        return refuse(may.error());
    }
    return records::change(tx, by.actor(), plan_years, head, version, before, after,
                           {.verb = "amend", .due_on = due_in(after, head.state)});
}

Result<Saved> close_proposals(storage::Tx &tx, auth::Identity const &by, Head const &head,
                              std::int64_t version)
{
    return step(tx, by, head, version, "close_proposals");
}

Result<Saved> finish_appraisal(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version)
{
    if (auto const may = decide_finish_appraisal(count_lines(tx, head.id)); !may) {
        return refuse(may.error());
    }
    return step(tx, by, head, version, "finish_appraisal");
}

Result<Saved> finish_ranking(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version)
{
    if (auto const may = decide_finish_ranking(count_lines(tx, head.id)); !may) {
        return refuse(may.error());
    }
    return step(tx, by, head, version, "finish_ranking");
}

Result<Saved> set_ceilings(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version)
{
    auto const total = ceiling_in_force(tx, head.id, Scope::total, {});
    if (auto const may = decide_set_ceilings(total && total->stage != Stage::indicative); !may) {
        return refuse(may.error());
    }
    return step(tx, by, head, version, "set_ceilings");
}

Result<Saved> establish_plan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version, Decision const &wanted)
{
    if (auto const may = decide_establish_plan(count_lines(tx, head.id)); !may) {
        return refuse(may.error());
    }
    std::vector<Head> lines;
    for (auto const &id : lines_to_establish(tx, head.id)) {
        lines.push_back(records::head_of(tx, plan_lines, id));
    }
    if (auto const done = establish_all(tx, by, head, lines); !done) {
        return refuse(done.error());
    }
    auto const before = load_plan(tx, head);
    auto after = before;
    after.revision = 1;
    after.established_on = tx.today();
    after.established_document = wanted.document;
    return step(tx, by, head, version, "establish", before, after);
}

Result<Saved> budget(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Decision const &wanted)
{
    auto const before = load_plan(tx, head);
    auto after = before;
    after.budget_document = wanted.document;
    return step(tx, by, head, version, "budget", before, after);
}

Result<Saved> execute(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version)
{
    if (auto const may = decide_execute(load_plan(tx, head)); !may) {
        return refuse(may.error());
    }
    return step(tx, by, head, version, "execute");
}

Result<Saved> revise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Revising const &wanted)
{
    auto const before = load_plan(tx, head);
    keep_revision(tx, head.id,
                  {.number = before.revision,
                   .kept_at = tx.now(),
                   .reason = wanted.reason,
                   .document = wanted.document,
                   .content = to_json(snapshot_of(tx, head, before))});
    auto after = before;
    ++after.revision;
    return step(tx, by, head, version, "revise", before, after, wanted.reason);
}

Result<Saved> close_plan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version)
{
    return step(tx, by, head, version, "close");
}

Result<Saved> record_audit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, Decision const &wanted)
{
    auto const before = load_plan(tx, head);
    auto after = before;
    after.audit_document = wanted.document;
    return step(tx, by, head, version, "audit", before, after);
}

Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, StepBack const &wanted)
{
    return step(tx, by, head, version, "reopen", wanted.reason);
}

Result<Saved> step_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, StepBack const &wanted)
{
    return step(tx, by, head, version, "step_back", wanted.reason);
}

Result<Saved> carry_over(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version)
{
    auto const plan = load_plan(tx, head);
    auto const carried = lines_to_carry(tx, head.id, plan.year);
    if (carried.empty()) {
        return refuse(Decline::conflict, "", "programming.nothing_to_carry");
    }
    for (auto const &one : carried) {
        auto const before = records::load(tx, plan_lines, one.from);
        ENSURE(before.has_value());
        PlanLine line = *before;
        line.plan = Id<PlanYear>{head.id};
        line.source = Source::carried_over;
        line.earlier = Id<PlanLine>{one.from};
        line.amount = one.amount;
        line.rank.reset();
        line.included = false;
        line.plan_amount.reset();
        line.rate.clear();
        line.rate_on.reset();
        line.rate_source.clear();
        line.last_document.clear();
        line.deferred_to.reset();
        // Years that were promised with their line are not judged again.
        auto state = line_states::appraised;
        if (one.is_deferred) {
            line.finding.reset();
            line.appraisal.clear();
            line.appraised_on.reset();
            state = line_states::proposed;
        }
        static_cast<void>(
            records::create(tx, by.actor(), plan_lines, line, {.state = std::string{state}}));
    }
    return step(tx, by, head, version, "carry_over", plan, plan);
}

} // namespace selatan::programming

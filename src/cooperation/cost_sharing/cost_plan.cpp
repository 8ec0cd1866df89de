#include "cooperation/cost_sharing/cost_plan.hpp"

#include "base/ensure.hpp"
#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/cost_sharing/cost_sharing_store.hpp"
#include "words/cost_sharing.hpp"

#include <algorithm>

namespace selatan::cost_sharing {

namespace {

namespace word = words::cost_sharing;
using records::field;

constexpr std::array plan_fields{
    field<&CostPlan::project>("project", word::field_project)
        .of("project")
        .thread()
        .required()
        .listed(),
    field<&CostPlan::arrangement>("arrangement", word::field_arrangement)
        .among(arrangements, word::arrangements)
        .required()
        .hinted(word::field_arrangement_hint)
        .listed(),
    field<&CostPlan::currency>("currency", word::field_pool_currency).of("currency"),
    field<&CostPlan::pool_fund>("pool_fund", word::field_pool_fund)
        .of("fund")
        .hinted(word::field_pool_fund_hint),
    field<&CostPlan::document>("document", word::field_document)
        .at_most(300)
        .hinted(word::field_document_hint),
};

constexpr std::array all_states{plan_states::open, plan_states::closed};
constexpr std::array<records::Transition, 3> steps{{
    {"confirm", "open", "open"},
    {"settle", "open", "closed"},
    {"reopen", "closed", "open"},
}};
constexpr records::Machine machine{.initial = plan_states::open,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

std::string name_of_plan(storage::Reader &reader, void const *value)
{
    auto const &plan = *static_cast<CostPlan const *>(value);
    auto const label =
        plan.project ? records::label_of(reader, plan.project->uuid()) : std::nullopt;
    return label ? label->title : std::string{};
}

Result<Saved> advance(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, std::string_view verb)
{
    return records::advance(tx, by.actor(), cost_plans, head, version, verb, {});
}

} // namespace

constinit records::NounOf<CostPlan> const cost_plans{{
    .kind = "cost_plan",
    .table = "cost_plan",
    .path = "/cost-plans",
    .prefix = "CSP",
    .singular = word::plan_singular,
    .plural = word::plan_plural,
    .fields = plan_fields,
    .type = &records::value_type<CostPlan>,
    .policy = &policy,
    .machine = &machine,
    .parent_field = "project",
    .audience = Audience::internal,
    .name = name_of_plan,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_plan(CostPlan const &plan, CostPlan const *before, bool has_items,
                     std::optional<Currency> fund_currency)
{
    Problems problems;
    bool const is_pool = plan.arrangement == Arrangement::pool;
    if (before != nullptr && before->project != plan.project) {
        problems.push_back({"project", "cost_sharing.fixed", {}});
    }
    if (before != nullptr && has_items && before->arrangement != plan.arrangement) {
        problems.push_back({"arrangement", "cost_sharing.fixed", {}});
    } else if (before != nullptr && has_items && before->currency != plan.currency) {
        problems.push_back({"currency", "cost_sharing.fixed", {}});
    } else if (is_pool && !plan.currency) {
        problems.push_back({"currency", "common.required", {}});
    } else if (!is_pool && plan.currency) {
        problems.push_back({"currency", "cost_sharing.pool_alone", {}});
    } else if (is_pool && fund_currency && plan.currency != fund_currency) {
        problems.push_back(
            {"currency", "cost_sharing.fund_currency", {{"currency", fund_currency->to_string()}}});
    }
    if (!is_pool && plan.pool_fund) {
        problems.push_back({"pool_fund", "cost_sharing.pool_alone", {}});
    }
    return problems;
}

// -- Verbs ----------------------------------------------------------------------------------------

CostPlan load_plan(storage::Reader &reader, Uuid plan)
{
    auto loaded = records::load(reader, cost_plans, plan);
    ENSURE(loaded.has_value() && loaded->project);
    return *loaded;
}

Result<Saved> confirm(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version)
{
    if (head.state == plan_states::closed) {
        return refuse(Decline::conflict, "", "cost_sharing.plan_closed");
    }
    auto const plan = load_plan(tx, head.id);
    auto const parties = columns_of(tx, plan.project->uuid());
    auto const entries = entries_of(tx, head.id, plan, parties);
    auto const confirmed = confirmations_of(tx, head.id);
    bool speaks = false;
    bool has_something = false;
    bool writes = false;
    for (auto const &column : parties) {
        if (by.is_program || !projects::speaks_for(by, column.party)) {
            continue;
        }
        speaks = true;
        auto const text = column_text(plan.arrangement, column, entries);
        has_something = has_something || !text.empty();
        auto const before = std::ranges::find(confirmed, column.id, &Confirmation::party);
        if (text.empty() || (before != confirmed.end() && before->seen == text)) {
            continue;
        }
        write_confirmation(tx, head.id, column.id, by.user.uuid(), text);
        writes = true;
    }
    if (!speaks) {
        return refuse(Decline::forbidden, "", "cost_sharing.not_your_column");
    }
    if (!has_something) {
        return refuse(Decline::conflict, "", "cost_sharing.nothing_to_confirm");
    }
    if (!writes) {
        return refuse(Decline::conflict, "", "cost_sharing.confirmed_already");
    }
    return advance(tx, by, head, version, "confirm");
}

Result<Saved> settle(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version)
{
    auto const plan = load_plan(tx, head.id);
    auto const parties = columns_of(tx, plan.project->uuid());
    auto const entries = entries_of(tx, head.id, plan, parties);
    auto const confirmed = confirmations_of(tx, head.id);
    for (auto const &column : parties) {
        auto const text = column_text(plan.arrangement, column, entries);
        auto const at = std::ranges::find(confirmed, column.id, &Confirmation::party);
        if (!text.empty() && (at == confirmed.end() || at->seen != text)) {
            return refuse(Decline::conflict, "", "cost_sharing.unconfirmed",
                          {{"party", column.name}});
        }
    }
    return advance(tx, by, head, version, "settle");
}

Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version)
{
    return advance(tx, by, head, version, "reopen");
}

void share_with_parties(storage::Tx &tx, Uuid plan)
{
    auto const project = load_plan(tx, plan).project->uuid();
    auto const parties = participants_of(tx, project);
    auto const audience = audience_of(tx, project);
    for (auto const &record : records_of(tx, plan)) {
        records::set_parties(tx, record, parties);
        set_audience(tx, record, audience);
    }
}

int share_with_latecomers(storage::Tx &tx)
{
    constexpr int at_once = 100;
    auto const behind = plans_behind_their_projects(tx, at_once);
    for (auto const &plan : behind) {
        share_with_parties(tx, plan);
    }
    return static_cast<int>(behind.size());
}

} // namespace selatan::cost_sharing

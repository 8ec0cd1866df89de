#include "cooperation/cost_sharing/cost_item.hpp"

#include "base/ensure.hpp"
#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/cost_sharing/cost_sharing_store.hpp"
#include "words/cost_sharing.hpp"

namespace selatan::cost_sharing {

namespace {

namespace word = words::cost_sharing;
using records::field;

constexpr std::array item_fields{
    field<&CostItem::line>("line", word::field_line).title().hinted(word::field_line_hint),
    field<&CostItem::line_number>("line_number", word::field_line_number)
        .at_least(1)
        .at_most(999)
        .listed(),
    field<&CostItem::plan>("plan", word::plan_singular)
        .of("cost_plan")
        .thread()
        .required()
        .listed(),
    field<&CostItem::party>("party", word::field_party)
        .of("project_party")
        .hinted(word::field_party_hint)
        .listed(),
    field<&CostItem::contribution>("contribution", word::field_contribution)
        .among(contributions, word::contributions)
        .required()
        .listed(),
    field<&CostItem::amount>("amount", word::field_amount).hinted(word::field_amount_hint).listed(),
    field<&CostItem::currency>("currency", word::field_currency).of("currency").listed(),
    field<&CostItem::quantity>("quantity", word::field_quantity)
        .hinted(word::field_quantity_hint)
        .listed(),
    field<&CostItem::unit>("unit", word::field_unit).among(units, word::units).listed(),
    field<&CostItem::grade>("grade", word::field_grade).at_most(100).hinted(word::field_grade_hint),
    field<&CostItem::money_value>("money_value", word::field_value).by_verbs(),
    field<&CostItem::value_currency>("value_currency", word::field_value_currency)
        .of("currency")
        .by_verbs(),
    field<&CostItem::value_method>("value_method", word::field_value_method).by_verbs(),
    field<&CostItem::value_version>("value_version", word::field_value_version).by_verbs(),
    field<&CostItem::value_document>("value_document", word::field_value_document).by_verbs(),
    field<&CostItem::valued_on>("valued_on", word::field_valued_on).by_verbs(),
};
constexpr std::array report_fields{
    field<&CostReport::what>("what", word::field_what).title(),
    field<&CostReport::item>("item", word::item_singular)
        .of("cost_item")
        .thread()
        .required()
        .listed(),
    field<&CostReport::reported_on>("reported_on", word::field_reported_on).required().listed(),
    field<&CostReport::amount>("amount", word::field_reported_amount).required().listed(),
    field<&CostReport::source>("source", word::field_source).required().at_most(300).listed(),
    field<&CostReport::document>("document", word::field_document).at_most(300),
};

constexpr std::array item_machine_states{item_states::planned, item_states::dropped};
constexpr std::array<records::Transition, 5> item_steps{{
    {"report", "planned", "planned"},
    {"assign", "planned", "planned"},
    {"value", "planned", "planned"},
    {"withdraw_value", "planned", "planned"},
    {"drop", "planned", "dropped"},
}};
constexpr records::Machine item_machine{.initial = item_states::planned,
                                        .states = item_machine_states,
                                        .transitions = item_steps,
                                        .state_name = word::states};
constexpr std::array report_machine_states{report_states::reported, report_states::taken_back};
constexpr std::array<records::Transition, 1> report_steps{
    {{"take_back", "reported", "taken_back"}}};
constexpr records::Machine report_machine{.initial = report_states::reported,
                                          .states = report_machine_states,
                                          .transitions = report_steps,
                                          .state_name = word::states};

bool is_officer(auth::Identity const &by)
{
    return by.is_program || by.has(auth::Role::coordinator) || by.has(auth::Role::desk_officer) ||
           by.has(auth::Role::finance_officer);
}

Result<void> decide_open(storage::Reader &reader, CostItem const &item)
{
    if (state_of(reader, item.plan->uuid()) != plan_states::open) {
        return refuse(Decline::conflict, "", "cost_sharing.plan_closed");
    }
    return {};
}

/// Open, and of somebody who may speak for it.
Result<void> decide_voice(storage::Reader &reader, auth::Identity const &by, CostItem const &item)
{
    if (!may_speak(reader, by, item)) {
        return refuse(Decline::forbidden, "", "cost_sharing.not_yours_to_report");
    }
    return decide_open(reader, item);
}

Problem digits_problem(std::string field, Currency currency)
{
    return {std::move(field),
            "cost_sharing.amount_not_in_currency",
            {{"currency", currency.to_string()}}};
}

void check_cash(CostItem const &item, CostPlan const &plan, Problems &problems)
{
    if (!item.currency) {
        problems.push_back({"currency", "common.required", {}});
    } else if (plan.arrangement == Arrangement::pool && item.currency != plan.currency) {
        problems.push_back(
            {"currency", "cost_sharing.pool_currency", {{"currency", plan.currency->to_string()}}});
    }
    if (item.amount.is_empty()) {
        problems.push_back({"amount", "common.required", {}});
    } else if (item.currency && !item.amount.in(*item.currency)) {
        problems.push_back(digits_problem("amount", *item.currency));
    }
    if (!item.quantity.is_empty()) {
        problems.push_back({"quantity", "cost_sharing.cash_has_no_quantity", {}});
    }
    if (item.unit) {
        problems.push_back({"unit", "cost_sharing.cash_has_no_quantity", {}});
    }
}

void check_in_kind(CostItem const &item, Problems &problems)
{
    if (!item.amount.is_empty()) {
        problems.push_back({"amount", "cost_sharing.in_kind_has_no_amount", {}});
    }
    if (item.currency) {
        problems.push_back({"currency", "cost_sharing.in_kind_has_no_amount", {}});
    }
    if (item.quantity.is_empty()) {
        problems.push_back({"quantity", "common.required", {}});
    } else if (!count_of(item.quantity, measure_of(item))) {
        problems.push_back({"quantity", "funds.too_large", {}});
    }
    if (!item.unit) {
        problems.push_back({"unit", "common.required", {}});
    }
}

} // namespace

bool may_speak(storage::Reader &reader, auth::Identity const &by, CostItem const &item)
{
    if (is_officer(by)) {
        return true;
    }
    if (item.party) {
        auto const party = records::load(reader, projects::parties, item.party->uuid());
        return party && projects::speaks_for(by, *party);
    }
    auto const project = load_plan(reader, item.plan->uuid()).project->uuid();
    for (auto const &column : columns_of(reader, project)) {
        if (projects::speaks_for(by, column.party)) {
            return true;
        }
    }
    return false;
}

constinit records::NounOf<CostItem> const cost_items{{
    .kind = "cost_item",
    .table = "cost_item",
    .path = "/cost-items",
    .prefix = "CSI",
    .singular = word::item_singular,
    .plural = word::item_plural,
    .fields = item_fields,
    .type = &records::value_type<CostItem>,
    .policy = &item_policy,
    .machine = &item_machine,
    .parent_field = "plan",
    .audience = Audience::internal,
    .sort = "line_number",
}};
constinit records::NounOf<CostReport> const cost_reports{{
    .kind = "cost_report",
    .table = "cost_report",
    .path = "/cost-reports",
    .prefix = "CSR",
    .singular = word::report_singular,
    .plural = word::report_plural,
    .fields = report_fields,
    .type = &records::value_type<CostReport>,
    .policy = &report_policy,
    .machine = &report_machine,
    .parent_field = "item",
    .audience = Audience::internal,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_item(CostItem const &item, CostPlan const &plan,
                     std::optional<Uuid> project_of_party)
{
    Problems problems;
    bool const is_cash = item.contribution == Contribution::cash;
    bool const is_of_pool = is_cash && plan.arrangement == Arrangement::pool;
    if (is_of_pool && item.party) {
        problems.push_back({"party", "cost_sharing.pool_has_no_party", {}});
    } else if (!is_of_pool && !item.party) {
        problems.push_back({"party", "common.required", {}});
    } else if (item.party && project_of_party != plan.project->uuid()) {
        problems.push_back({"party", "cost_sharing.party_of_another_project", {}});
    }
    if (is_cash) {
        check_cash(item, plan, problems);
    } else {
        check_in_kind(item, problems);
    }
    return problems;
}

Result<void> decide_assign(CostItem const &item, CostPlan const &plan,
                           ObligationMoney const &obligation)
{
    if (item.contribution != Contribution::cash) {
        return refuse(Decline::invalid, "obligation", "cost_sharing.not_cash");
    }
    if (obligation.project != plan.project->uuid()) {
        return refuse(Decline::invalid, "obligation", "cost_sharing.other_project");
    }
    if (obligation.currency != item.currency) {
        return refuse(Decline::invalid, "obligation", "cost_sharing.other_currency",
                      {{"currency", obligation.currency.to_string()}});
    }
    bool const is_theirs = item.party
                               ? obligation.party == item.party->uuid()
                               : !plan.pool_fund || obligation.fund == plan.pool_fund->uuid();
    if (!is_theirs) {
        return refuse(Decline::invalid, "obligation", "cost_sharing.other_payer");
    }
    return {};
}

Result<void> decide_report(CostItem const &item, Reporting const &wanted, Date today)
{
    if (auto may = funds::decide_day("reported_on", wanted.reported_on, today); !may) {
        return may;
    }
    if (count_of(wanted.amount, measure_of(item))) {
        return {};
    }
    if (item.currency) {
        return refuse(Refusal{Decline::invalid, {digits_problem("amount", *item.currency)}});
    }
    return refuse(Decline::invalid, "amount", "funds.too_large");
}

Result<void> decide_value(CostItem const &item, Valuation const &wanted)
{
    if (item.contribution != Contribution::in_kind) {
        return refuse(Decline::conflict, "", "cost_sharing.not_in_kind");
    }
    if (wanted.value_currency && !wanted.money_value.in(*wanted.value_currency)) {
        return refuse(
            Refusal{Decline::invalid, {digits_problem("money_value", *wanted.value_currency)}});
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

CostItem load_item(storage::Reader &reader, Uuid item)
{
    auto loaded = records::load(reader, cost_items, item);
    ENSURE(loaded.has_value() && loaded->plan);
    return *loaded;
}

Result<Saved> report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Reporting const &wanted)
{
    auto const item = load_item(tx, head.id);
    if (auto const may = decide_voice(tx, by, item); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_report(item, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    CostReport report;
    report.what = wanted.what;
    report.item = Id<CostItem>{head.id};
    report.reported_on = wanted.reported_on;
    report.amount = wanted.amount;
    report.source = wanted.source;
    report.document = wanted.document;
    auto const made = records::create(tx, by.actor(), cost_reports, report);
    records::set_parties(tx, made.id,
                         participants_of(tx, load_plan(tx, item.plan->uuid()).project->uuid()));
    set_audience(tx, made.id, head.audience);
    return records::advance(tx, by.actor(), cost_items, head, version, "report",
                            {.reason = wanted.what + " · " + wanted.source});
}

Result<Saved> take_back_report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version, TakingBack const &wanted)
{
    auto const report = records::load(tx, cost_reports, head.id);
    ENSURE(report.has_value());
    if (auto const may = decide_voice(tx, by, load_item(tx, report->item->uuid())); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), cost_reports, head, version, "take_back",
                            {.reason = wanted.reason});
}

Result<Saved> assign(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Assignment const &wanted)
{
    auto const item = load_item(tx, head.id);
    if (auto const may = decide_open(tx, item); !may) {
        return refuse(may.error());
    }
    auto const obligation = wanted.obligation->uuid();
    if (auto const may =
            decide_assign(item, load_plan(tx, item.plan->uuid()), obligation_money(tx, obligation));
        !may) {
        return refuse(may.error());
    }
    write_assignment(tx, obligation, head.id);
    auto const label = records::label_of(tx, obligation);
    return records::advance(tx, by.actor(), cost_items, head, version, "assign",
                            {.reason = label ? label->reference : std::string{}});
}

Result<Saved> value(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, Valuation const &wanted)
{
    auto const before = load_item(tx, head.id);
    if (auto const may = decide_voice(tx, by, before); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_value(before, wanted); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.money_value = wanted.money_value;
    after.value_currency = wanted.value_currency;
    after.value_method = wanted.value_method;
    after.value_version = wanted.value_version;
    after.value_document = wanted.value_document;
    after.valued_on = tx.today();
    return records::advance(tx, by.actor(), cost_items, head, version, "value", before, after, {});
}

Result<Saved> withdraw_value(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version, TakingBack const &wanted)
{
    auto const before = load_item(tx, head.id);
    if (auto const may = decide_voice(tx, by, before); !may) {
        return refuse(may.error());
    }
    if (before.money_value.is_empty()) {
        return refuse(Decline::conflict, "", "cost_sharing.no_value");
    }
    auto after = before;
    after.money_value = {};
    after.value_currency = {};
    after.value_method.clear();
    after.value_version.clear();
    after.value_document.clear();
    after.valued_on = {};
    return records::advance(tx, by.actor(), cost_items, head, version, "withdraw_value", before,
                            after, {.reason = wanted.reason});
}

Result<Saved> drop(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, TakingBack const &wanted)
{
    if (auto const may = decide_open(tx, load_item(tx, head.id)); !may) {
        return refuse(may.error());
    }
    if (has_actuals(tx, head.id)) {
        return refuse(Decline::conflict, "", "cost_sharing.has_actuals");
    }
    return records::advance(tx, by.actor(), cost_items, head, version, "drop",
                            {.reason = wanted.reason});
}

} // namespace selatan::cost_sharing

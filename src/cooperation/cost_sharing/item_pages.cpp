#include "cooperation/cost_sharing/pages.hpp"
#include "platform/web/run_verb.hpp"
#include "words/cost_sharing.hpp"

namespace selatan::cost_sharing {

namespace {

namespace word = words::cost_sharing;
using records::field;
using web::run;

constexpr std::array reporting_fields{
    field<&Reporting::what>("what", word::field_what).required().at_most(300),
    field<&Reporting::reported_on>("reported_on", word::field_reported_on).required(),
    field<&Reporting::amount>("amount", word::field_reported_amount)
        .required()
        .hinted(word::field_reported_amount_hint),
    field<&Reporting::source>("source", word::field_source)
        .required()
        .at_most(300)
        .hinted(word::field_source_hint),
    field<&Reporting::document>("document", word::field_document)
        .at_most(300)
        .hinted(word::field_document_hint),
};
constexpr std::array assignment_fields{
    field<&Assignment::obligation>("obligation", word::form_obligation)
        .of("obligation")
        .required()
        .hinted(word::form_obligation_hint),
};
constexpr std::array valuation_fields{
    field<&Valuation::money_value>("money_value", word::field_value).required(),
    field<&Valuation::value_currency>("value_currency", word::field_value_currency)
        .of("currency")
        .required(),
    field<&Valuation::value_method>("value_method", word::field_value_method)
        .required()
        .at_most(300)
        .hinted(word::field_value_method_hint),
    field<&Valuation::value_version>("value_version", word::field_value_version)
        .required()
        .at_most(100)
        .hinted(word::field_value_version_hint),
    field<&Valuation::value_document>("value_document", word::field_value_document)
        .required()
        .at_most(300)
        .hinted(word::form_value_document_hint),
};
constexpr std::array reason_fields{
    field<&TakingBack::reason>("reason", word::form_reason).prose().required(),
};

Uuid project_of(storage::Reader &reader, CostItem const &item)
{
    auto const plan = records::load(reader, cost_plans, item.plan->uuid());
    ENSURE(plan.has_value());
    return plan->project->uuid();
}

html::Tone tone_of_item(std::string_view state)
{
    return state == item_states::dropped ? html::Tone::bad : html::Tone::active;
}

html::Tone tone_of_report(std::string_view state)
{
    return state == report_states::taken_back ? html::Tone::bad : html::Tone::active;
}

Problems check_item(web::Draft const &draft)
{
    auto const &item = *static_cast<CostItem const *>(draft.after);
    auto const *const before = static_cast<CostItem const *>(draft.before);
    if (!item.plan) {
        return {};
    }
    if (before != nullptr && before->plan != item.plan) {
        return {{"plan", "cost_sharing.fixed", {}}};
    }
    if (state_of(draft.reader, item.plan->uuid()) != plan_states::open) {
        return {{"plan", "cost_sharing.plan_closed", {}}};
    }
    auto problems =
        decide_item(item, load_plan(draft.reader, item.plan->uuid()),
                    item.party ? project_of_party(draft.reader, item.party->uuid()) : std::nullopt);
    // What was paid or reported was so in this measure, by this party.
    if (before != nullptr && has_actuals(draft.reader, draft.head->id)) {
        if (before->contribution != item.contribution) {
            problems.push_back({"contribution", "cost_sharing.has_actuals", {}});
        } else if (before->currency != item.currency) {
            problems.push_back({"currency", "cost_sharing.has_actuals", {}});
        } else if (before->unit != item.unit) {
            problems.push_back({"unit", "cost_sharing.has_actuals", {}});
        }
        if (before->party != item.party) {
            problems.push_back({"party", "cost_sharing.has_actuals", {}});
        }
    }
    return problems;
}

void created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const & /*saved*/,
             void const *value)
{
    share_with_parties(tx, static_cast<CostItem const *>(value)->plan->uuid());
}

bool is_open_cash(storage::Reader &reader, Head const &head)
{
    return load_item(reader, head.id).contribution == Contribution::cash;
}
bool is_in_kind(storage::Reader &reader, Head const &head)
{
    return load_item(reader, head.id).contribution == Contribution::in_kind;
}
bool has_value(storage::Reader &reader, Head const &head)
{
    return !load_item(reader, head.id).money_value.is_empty();
}
bool has_none(storage::Reader &reader, Head const &head)
{
    return !has_actuals(reader, head.id);
}

void begin_report(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Reporting *>(value)->reported_on = reader.today();
}

web::RecordExtras show_item(web::Context const &context, storage::Reader &reader, Head const &head,
                            void const * /*value*/)
{
    web::RecordExtras extras;
    html::Html list;
    for (auto const &one : obligations_for(reader, head.id)) {
        list += html::p(web::link_to_record(context.app(), one.kind, one.reference,
                                            one.reference + " " + one.title));
    }
    if (!list.view().empty()) {
        extras.sections = html::block(word::form_obligation(context.language()), list);
    }
    return extras;
}

/// Parties of the plan's project.
std::optional<std::vector<Uuid>> offered(storage::Reader &reader, Head const * /*head*/,
                                         records::Field const &field, void const *value)
{
    auto const &item = *static_cast<CostItem const *>(value);
    if (field.name != "party" || !item.plan) {
        return std::nullopt;
    }
    std::vector<Uuid> all;
    for (auto const &column : columns_of(reader, project_of(reader, item))) {
        all.push_back(column.id);
    }
    return all;
}

std::optional<std::vector<Uuid>> offered_to_assign(storage::Reader &reader, Head const *head,
                                                   records::Field const & /*field*/,
                                                   void const * /*value*/)
{
    return obligations_of(reader, project_of(reader, load_item(reader, head->id)));
}

} // namespace

web::NounPages const item_pages{
    .noun = &cost_items,
    .picture = html::Icon::money,
    .add = word::item_add,
    .empty_title = word::item_empty_title,
    .empty_text = word::item_empty_text,
    .act_name = word::acts,
    .tone = tone_of_item,
    .check = check_item,
    .created = created,
    .offered = offered,
    .extras = show_item,
    .verbs = {{.verb = "report",
               .path = "reports",
               .label = word::verb_report,
               .explanation = word::verb_report_explanation,
               .fields = reporting_fields,
               .type = &records::value_type<Reporting>,
               .emphasis = html::Emphasis::primary,
               .prefill = begin_report,
               .run = run<Reporting, report>},
              {.verb = "assign",
               .path = "obligations",
               .label = word::verb_assign,
               .explanation = word::verb_assign_explanation,
               .fields = assignment_fields,
               .type = &records::value_type<Assignment>,
               .possible = is_open_cash,
               .offered = offered_to_assign,
               .run = run<Assignment, assign>},
              {.verb = "value",
               .path = "valuation",
               .label = word::verb_value,
               .explanation = word::verb_value_explanation,
               .fields = valuation_fields,
               .type = &records::value_type<Valuation>,
               .possible = is_in_kind,
               .run = run<Valuation, value>},
              {.verb = "withdraw_value",
               .path = "valuation-withdrawal",
               .label = word::verb_withdraw_value,
               .fields = reason_fields,
               .type = &records::value_type<TakingBack>,
               .possible = has_value,
               .run = run<TakingBack, withdraw_value>},
              {.verb = "drop",
               .path = "removal",
               .label = word::verb_drop,
               .fields = reason_fields,
               .type = &records::value_type<TakingBack>,
               .emphasis = html::Emphasis::danger,
               .possible = has_none,
               .run = run<TakingBack, drop>}},
};

web::NounPages const report_pages{
    .noun = &cost_reports,
    .picture = html::Icon::money,
    .empty_title = word::report_empty_title,
    .empty_text = word::report_empty_text,
    .act_name = word::acts,
    .tone = tone_of_report,
    .verbs = {{.verb = "take_back",
               .path = "withdrawal",
               .label = word::verb_take_back,
               .fields = reason_fields,
               .type = &records::value_type<TakingBack>,
               .run = run<TakingBack, take_back_report>}},
};

} // namespace selatan::cost_sharing

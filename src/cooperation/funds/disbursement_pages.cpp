#include "cooperation/funds/funds_store.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/reason.hpp"
#include "platform/web/steps.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
namespace states = disbursement_states;
using records::field;
using records::Kind;

constexpr std::array verification_fields{
    field<&Verification::verification>("verification", word::field_verification)
        .as(Kind::long_text)
        .required()
        .at_most(4000)
        .hinted(word::form_verification_hint),
};
constexpr std::array approval_fields{
    field<&PaymentApproval::approval_document>("approval_document", word::field_approval_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
};
constexpr std::array refusal_fields{
    reason_field<&MoneyRefusal::reason>(),
};
constexpr std::array payment_fields{
    field<&Payment::paid_on>("paid_on", word::field_paid_on).required(),
    field<&Payment::payment_number>("payment_number", word::field_payment_number)
        .at_most(100)
        .hinted(word::form_payment_number_hint),
    field<&Payment::payment_document>("payment_document", word::field_payment_document)
        .at_most(300)
        .hinted(word::form_payment_number_hint),
    field<&Payment::another_payment>("another_payment", word::field_another_payment)
        .hinted(word::form_another_payment_hint),
};
constexpr std::array liquidation_fields{
    field<&Liquidation::used_on>("used_on", word::form_used_on).required(),
    field<&Liquidation::amount>("amount", word::field_amount)
        .required()
        .hinted(word::form_used_hint),
    field<&Liquidation::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::form_evidence_hint),
};
constexpr std::array refund_fields{
    field<&Refund::refunded_on>("refunded_on", word::form_received_on).required(),
    field<&Refund::amount>("amount", word::field_amount).required().hinted(word::field_amount_hint),
    field<&Refund::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::form_evidence_hint),
};
constexpr std::array reconciliation_fields{
    field<&Reconciliation::bank_statement>("bank_statement", word::field_bank_statement)
        .required()
        .at_most(300)
        .hinted(word::form_evidence_hint),
};

Problems check(web::Draft const &draft)
{
    return check_disbursement(draft.reader, *static_cast<Disbursement const *>(draft.after));
}

void begin_payment(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Payment *>(value)->paid_on = reader.today();
}

Uuid fund_of(storage::Reader &reader, Disbursement const &disbursement)
{
    auto const obligation = load_obligation(reader, disbursement.obligation->uuid());
    return load_allocation(reader, obligation.allocation->uuid()).fund->uuid();
}

std::optional<Money> asked_of(storage::Reader &reader, Disbursement const &disbursement)
{
    return disbursement.amount.in(*load_fund(reader, fund_of(reader, disbursement)).currency);
}

/// What is not accounted for yet.
Amount open_advance(storage::Reader &reader, Uuid disbursement)
{
    auto const fund_id = fund_of(reader, load_disbursement(reader, disbursement));
    auto const left = balance_of(
        reader, account_of(fund_id, load_fund(reader, fund_id), Role::advance, disbursement));
    return left.is_positive() ? Amount::of(left) : Amount{};
}

void begin_liquidation(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Liquidation *>(value);
    form.used_on = reader.today();
    form.amount = open_advance(reader, head.id);
}

void begin_refund(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Refund *>(value)->refunded_on = reader.today();
}

/// Whoever is paid asks for its own office.
void begin_request(storage::Reader & /*reader*/, auth::Identity const &by, void *value)
{
    if (by.has(auth::Role::implementer) && by.office) {
        static_cast<Disbursement *>(value)->organisation = Id<partners::Organisation>{*by.office};
    }
}

/// How much all of it is about, above the form of a step.
std::vector<html::Notice> tell(web::Context const &context, storage::Reader &reader,
                               Head const &head)
{
    auto const value = load_disbursement(reader, head.id);
    auto notices = tell_amount(context, asked_of(reader, value));
    if (is_undecided(head)) {
        tell_excess(notices, context, foresee_disbursement(reader, value));
    }
    return notices;
}

/// The same, and whether this reader was the first.
std::vector<html::Notice> tell_second(web::Context const &context, storage::Reader &reader,
                                      Head const &head)
{
    auto notices = tell(context, reader, head);
    for (auto &one : warn_same_person(context, reader, head)) {
        notices.push_back(std::move(one));
    }
    return notices;
}

web::RecordExtras show(web::Context const &context, storage::Reader &reader, Head const &head,
                       void const *value)
{
    constexpr std::array path{states::requested, states::verified,   states::approved,
                              states::paid,      states::liquidated, states::reconciled};
    web::RecordExtras extras;
    extras.steps = web::steps_along(disbursements, path, head.state, context.language());
    auto const &disbursement = *static_cast<Disbursement const *>(value);
    auto const twin = same_invoice(reader, head.id);
    if (twin && (head.state == states::requested || head.state == states::verified ||
                 head.state == states::approved)) {
        extras.notices.push_back(
            {.tone = html::Tone::waiting,
             .title = {},
             .body = html::p(word::page_same_invoice(context.language(), *twin))});
    }
    if (is_undecided(head)) {
        tell_excess(extras.notices, context, foresee_disbursement(reader, disbursement));
    }
    auto const other = disbursement.paid_on ? paid_by_order(reader, fund_of(reader, disbursement),
                                                            disbursement.payment_number, head.id)
                                            : std::nullopt;
    if (other && (head.state == states::paid || head.state == states::liquidated)) {
        extras.notices.push_back(
            {.tone = html::Tone::waiting,
             .title = {},
             .body = html::p(word::page_same_order(context.language(), *other))});
    }
    extras.sections = money_block(context, reader, head.id, asked_of(reader, disbursement));
    extras.drawn = {"amount"}; // above, with its currency
    return extras;
}

} // namespace

web::NounPages const disbursement_pages{
    .noun = &disbursements,
    .picture = html::Icon::money,
    .add = word::disbursement_add,
    .empty_title = word::disbursement_empty_title,
    .empty_text = word::disbursement_empty_text,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check,
    .created = signed_by_maker,
    .prefill = begin_request,
    .extras = show,
    .verbs = {{.verb = "verify",
               .path = "verification",
               .label = word::verb_verify,
               .fields = verification_fields,
               .type = &records::value_type<Verification>,
               .emphasis = html::Emphasis::primary,
               .advise = tell_second,
               .run = run<Verification, verify>},
              {.verb = "approve",
               .path = "approval",
               .label = word::verb_approve,
               .explanation = word::verb_approve_payment_explanation,
               .fields = approval_fields,
               .type = &records::value_type<PaymentApproval>,
               .emphasis = html::Emphasis::primary,
               .advise = tell_second,
               .run = run<PaymentApproval, approve_payment>},
              {.verb = "pay",
               .path = "payment",
               .label = word::verb_pay,
               .explanation = word::verb_pay_explanation,
               .fields = payment_fields,
               .type = &records::value_type<Payment>,
               .emphasis = html::Emphasis::primary,
               .prefill = begin_payment,
               .advise = tell,
               .run = run<Payment, pay>},
              {.verb = "liquidate",
               .path = "liquidation",
               .label = word::verb_liquidate,
               .explanation = word::verb_liquidate_explanation,
               .fields = liquidation_fields,
               .type = &records::value_type<Liquidation>,
               .emphasis = html::Emphasis::primary,
               .prefill = begin_liquidation,
               .advise = tell,
               .run = run<Liquidation, liquidate>},
              {.verb = "reconcile",
               .path = "reconciliation",
               .label = word::verb_reconcile,
               .explanation = word::verb_reconcile_explanation,
               .fields = reconciliation_fields,
               .type = &records::value_type<Reconciliation>,
               .emphasis = html::Emphasis::primary,
               .advise = tell,
               .run = run<Reconciliation, reconcile_payment>},
              {.verb = "refund",
               .path = "refund",
               .label = word::verb_refund,
               .fields = refund_fields,
               .type = &records::value_type<Refund>,
               .prefill = begin_refund,
               .advise = tell,
               .run = run<Refund, refund>},
              {.verb = "refuse",
               .path = "refusal",
               .label = word::verb_refuse,
               .fields = refusal_fields,
               .type = &records::value_type<MoneyRefusal>,
               .advise = tell,
               .run = run<MoneyRefusal, refuse_payment>}},
};

} // namespace selatan::funds

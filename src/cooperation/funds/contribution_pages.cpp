#include "base/ensure.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/reason.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "cooperation/reference/rates.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/steps.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
namespace states = contribution_states;
using records::field;

constexpr std::array commitment_fields{
    field<&Commitment::committed_on>("committed_on", word::field_committed_on).required(),
    field<&Commitment::commitment_document>("commitment_document", word::field_commitment_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
};
constexpr std::array call_fields{
    field<&Call::due_on>("due_on", word::field_due_on).required(),
    field<&Call::call_document>("call_document", word::field_call_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
};
constexpr std::array receipt_fields{
    field<&Receipt::received_on>("received_on", word::form_received_on).required(),
    field<&Receipt::amount>("amount", word::field_amount)
        .required()
        .hinted(word::form_received_hint),
    field<&Receipt::credited>("credited", word::form_credited).hinted(word::form_credited_hint),
    field<&Receipt::document>("document", word::field_document)
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
constexpr std::array write_off_fields{
    reason_field<&WriteOff::reason>(),
    field<&WriteOff::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
};

Problems check(web::Draft const &draft)
{
    auto const &contribution = *static_cast<Contribution const *>(draft.after);
    auto problems = decide_contribution(contribution, draft.reader.today());
    if (auto const may = decide_fund_open(draft.reader, contribution.fund->uuid()); !may) {
        problems.push_back(may.error().problems.front());
    }
    return problems;
}

void begin(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    static_cast<Contribution *>(value)->pledged_on = reader.today();
}

void begin_commitment(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Commitment *>(value)->committed_on = reader.today();
}

/// What is still to come, on the day on which it is entered.
void begin_receipt(storage::Reader &reader, Head const &head, void *value)
{
    auto &receipt = *static_cast<Receipt *>(value);
    receipt.received_on = reader.today();
    auto const contribution = records::load(reader, contributions, head.id);
    if (contribution && contribution->fund && contribution->currency) {
        auto const left = balance_of(reader, {.fund = contribution->fund->uuid(),
                                              .role = Role::receivable,
                                              .subject = head.id,
                                              .currency = *contribution->currency});
        receipt.amount = left.is_positive() ? Amount::of(left) : Amount{};
    }
}

/// Rates come at least monthly: an older one is worth a question.
constexpr int rate_days_most = 31;

/// The reference rate of today, before anything is booked at it.
std::vector<html::Notice> tell_rate(web::Context const &context, storage::Reader &reader,
                                    Head const &head)
{
    auto const contribution = records::load(reader, contributions, head.id);
    auto const fund = contribution && contribution->fund
                          ? records::load(reader, funds, contribution->fund->uuid())
                          : std::nullopt;
    if (!fund || !fund->currency || !contribution->currency ||
        *fund->currency == *contribution->currency) {
        return {};
    }
    auto const today = reader.today();
    auto const rate =
        reference::Exchange{reader}.rate(*contribution->currency, *fund->currency, today);
    if (!rate) {
        return {}; // the verb says so
    }
    auto const language = context.language();
    auto const days = days_between(rate->on, today);
    bool const is_old = days > rate_days_most;
    return {{.tone = is_old ? html::Tone::waiting : html::Tone::neutral,
             .title = word::rate_today(language, rate->on, rate->from.to_string(),
                                       i18n::format_digits(language, rate->rate.to_string()),
                                       rate->to.to_string(), rate->source),
             .body = is_old ? html::p(word::rate_old(language, days)) : html::Html{}}};
}

/// How much was pledged, and what the rate is, above the form of a step.
std::vector<html::Notice> tell(web::Context const &context, storage::Reader &reader,
                               Head const &head)
{
    auto const value = records::load(reader, contributions, head.id);
    ENSURE(value.has_value());
    auto notices = tell_amount(context, value->amount.in(value->currency.value_or(Currency{})));
    for (auto &one : tell_rate(context, reader, head)) {
        notices.push_back(std::move(one));
    }
    return notices;
}

/// The amount, and whether this reader was the first.
std::vector<html::Notice> tell_second(web::Context const &context, storage::Reader &reader,
                                      Head const &head)
{
    auto const value = records::load(reader, contributions, head.id);
    ENSURE(value.has_value());
    auto notices = tell_amount(context, value->amount.in(value->currency.value_or(Currency{})));
    for (auto &one : warn_same_person(context, reader, head)) {
        notices.push_back(std::move(one));
    }
    return notices;
}

/// Entries that were booked at an old reference rate, the newest alone.
std::optional<html::Notice> tell_old_rate(web::Context const &context, storage::Reader &reader,
                                          Uuid contribution)
{
    auto const language = context.language();
    for (auto const &entry : entries_about(reader, contribution)) {
        if (!entry.quote) {
            continue;
        }
        auto const days = days_between(entry.quote->on, entry.on);
        if (days > rate_days_most) {
            return html::Notice{
                .tone = html::Tone::waiting,
                .title = word::rate_booked_old(language, days,
                                               i18n::format_digits(language, entry.quote->rate),
                                               entry.quote->on, entry.quote->source),
                .body = {}};
        }
    }
    return std::nullopt;
}

web::RecordExtras show(web::Context const &context, storage::Reader &reader, Head const &head,
                       void const *value)
{
    constexpr std::array path{states::pledged, states::committed, states::called, states::received,
                              states::reconciled};
    auto const &contribution = *static_cast<Contribution const *>(value);
    web::RecordExtras extras;
    extras.steps = web::steps_along(contributions, path, head.state, context.language());
    if (auto notice = tell_old_rate(context, reader, head.id)) {
        extras.notices.push_back(std::move(*notice));
    }
    extras.sections =
        money_block(context, reader, head.id,
                    contribution.amount.in(contribution.currency.value_or(Currency{})));
    extras.drawn = {"amount"}; // above, with its currency
    return extras;
}

} // namespace

web::NounPages const contribution_pages{
    .noun = &contributions,
    .picture = html::Icon::money,
    .add = word::contribution_add,
    .empty_title = word::contribution_empty_title,
    .empty_text = word::contribution_empty_text,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check,
    .prefill = begin,
    .extras = show,
    .verbs = {{.verb = "commit",
               .path = "commitment",
               .label = word::verb_commit,
               .fields = commitment_fields,
               .type = &records::value_type<Commitment>,
               .emphasis = html::Emphasis::primary,
               .prefill = begin_commitment,
               .advise = tell,
               .run = run<Commitment, commit>},
              {.verb = "receive",
               .path = "receipts",
               .label = word::verb_receive,
               .explanation = word::verb_receive_explanation,
               .fields = receipt_fields,
               .type = &records::value_type<Receipt>,
               .emphasis = html::Emphasis::primary,
               .prefill = begin_receipt,
               .advise = tell,
               .run = run<Receipt, receive>},
              {.verb = "reconcile",
               .path = "reconciliation",
               .label = word::verb_reconcile,
               .explanation = word::verb_reconcile_explanation,
               .fields = reconciliation_fields,
               .type = &records::value_type<Reconciliation>,
               .emphasis = html::Emphasis::primary,
               .advise = tell_second,
               .run = run<Reconciliation, reconcile_receipt>},
              {.verb = "call",
               .path = "call",
               .label = word::verb_call,
               .fields = call_fields,
               .type = &records::value_type<Call>,
               .advise = tell,
               .run = run<Call, call>},
              {.verb = "write_off",
               .path = "write-off",
               .label = word::verb_write_off,
               .fields = write_off_fields,
               .type = &records::value_type<WriteOff>,
               .emphasis = html::Emphasis::danger,
               .advise = tell_second,
               .run = run<WriteOff, write_off>}},
};

} // namespace selatan::funds

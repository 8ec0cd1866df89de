#include "cooperation/funds/disbursement.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;
using records::Kind;

constexpr std::array disbursement_fields{
    field<&Disbursement::title>("title", word::field_what_for).title(),
    field<&Disbursement::obligation>("obligation", word::field_obligation)
        .of("obligation")
        .thread()
        .required()
        .listed(),
    field<&Disbursement::organisation>("organisation", word::field_payee)
        .scope_organisation()
        .required()
        .listed(),
    field<&Disbursement::amount>("amount", word::field_amount)
        .required()
        .hinted(word::field_amount_hint)
        .listed(),
    field<&Disbursement::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
    field<&Disbursement::verification>("verification", word::field_verification)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Disbursement::approval_document>("approval_document", word::field_approval_document)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Disbursement::paid_on>("paid_on", word::field_paid_on).by_verbs().listed(),
    field<&Disbursement::payment_number>("payment_number", word::field_payment_number).by_verbs(),
    field<&Disbursement::payment_document>("payment_document", word::field_payment_document)
        .by_verbs(),
    field<&Disbursement::bank_statement>("bank_statement", word::field_bank_statement)
        .seen_by(Audience::internal)
        .by_verbs(),
};

namespace states = disbursement_states;
constexpr std::array all_states{states::requested, states::verified,   states::approved,
                                states::paid,      states::liquidated, states::reconciled,
                                states::refused};
constexpr std::array<records::Transition, 15> steps{{
    {"verify", "requested", "verified"},
    {"approve", "verified", "approved"},
    {"pay", "approved", "paid"},
    {"liquidate_part", "paid", "paid"},
    {"liquidate", "paid", "liquidated"},
    {"refund_part", "paid", "paid"},
    {"refund", "paid", "liquidated"},
    {"reconcile", "liquidated", "reconciled"},
    {"refuse", "requested", "refused"},
    {"refuse", "verified", "refused"},
    {"refuse", "approved", "refused"},
    {"correct_payment", "paid", "approved"},
    {"correct_use", "liquidated", "paid"},
    {"correct_use", "paid", "paid"},
    {"correct_use", "reconciled", "paid"},
}};
constexpr records::Machine machine{.initial = states::requested,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

/// The accounts that a disbursement goes through.
struct PaymentAccounts {
    Uuid fund_id;
    Fund fund;
    Uuid allocation_id;
    Allocation allocation;
    AccountKey bank;
    AccountKey advance;
    AccountKey expenditure;
    AccountKey allocated;
    AccountKey obligation;
    AccountKey payable;
    AccountKey spent;
};

PaymentAccounts accounts_for(storage::Reader &reader, Uuid id, Disbursement const &value)
{
    auto const obligation_id = value.obligation->uuid();
    auto const obligation = load_obligation(reader, obligation_id);
    auto const allocation_id = obligation.allocation->uuid();
    auto const allocation = load_allocation(reader, allocation_id);
    auto const fund_id = allocation.fund->uuid();
    auto const fund = load_fund(reader, fund_id);
    auto const account = [&](Role role, Uuid subject) {
        return account_of(fund_id, fund, role, subject);
    };
    return {.fund_id = fund_id,
            .fund = fund,
            .allocation_id = allocation_id,
            .allocation = allocation,
            .bank = account(Role::bank, fund_id),
            .advance = account(Role::advance, id),
            .expenditure = account(Role::expenditure, obligation_id),
            .allocated = account(Role::allocation, allocation_id),
            .obligation = account(Role::obligation, obligation_id),
            .payable = account(Role::payable, id),
            .spent = account(Role::spent, obligation_id)};
}

Result<Money> amount_in(Amount const &amount, Currency currency)
{
    if (auto const money = amount.in(currency)) {
        return *money;
    }
    return refuse(Decline::invalid, "amount", "funds.amount_not_in_currency",
                  {{"currency", currency.to_string()}});
}

Booking booking_of(storage::Tx &tx, PaymentAccounts const &accounts, Act act, Uuid record, Date on,
                   std::string const &document, std::vector<Leg> legs)
{
    return {.id = tx.new_id<ledger::Transfer>(),
            .fund = accounts.fund_id,
            .act = act,
            .record = record,
            .on = on,
            .document = document,
            .legs = std::move(legs)};
}

/// Nothing of what was paid is left to be accounted for.
bool is_accounted_for(storage::Reader &reader, PaymentAccounts const &accounts)
{
    return balance_of(reader, accounts.advance).minor_units() == 0;
}

} // namespace

constinit records::NounOf<Disbursement> const disbursements{{
    .kind = "disbursement",
    .table = "disbursement",
    .path = "/disbursements",
    .prefix = "DSB",
    .singular = word::disbursement_singular,
    .plural = word::disbursement_plural,
    .fields = disbursement_fields,
    .type = &records::value_type<Disbursement>,
    .policy = &disbursement_policy,
    .machine = &machine,
    .parent_field = "obligation",
    .audience = Audience::internal,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_disbursement(Disbursement const &wanted, Currency currency,
                             Obligation const &obligation, std::string_view obligation_state)
{
    Problems problems;
    if (!wanted.amount.in(currency)) {
        problems.push_back(
            {"amount", "funds.amount_not_in_currency", {{"currency", currency.to_string()}}});
    }
    if (obligation_state != promise_states::in_force) {
        problems.push_back({"obligation", "funds.obligation_not_in_force", {}});
    }
    if (wanted.organisation != obligation.organisation) {
        problems.push_back({"organisation", "funds.other_payee", {}});
    }
    return problems;
}

Result<void> decide_pay(Books books, Payment const &wanted, Date today)
{
    if (auto may = decide_day("paid_on", wanted.paid_on, today); !may) {
        return may;
    }
    if (books == Books::treasury && wanted.payment_number.empty()) {
        return refuse(Decline::invalid, "payment_number", "common.required");
    }
    if (books == Books::treasury && wanted.payment_document.empty()) {
        return refuse(Decline::invalid, "payment_document", "common.required");
    }
    return {};
}

Problems check_disbursement(storage::Reader &reader, Disbursement const &wanted)
{
    auto const obligation = load_obligation(reader, wanted.obligation->uuid());
    auto const allocation = load_allocation(reader, obligation.allocation->uuid());
    return decide_disbursement(wanted, *load_fund(reader, allocation.fund->uuid()).currency,
                               obligation, state_of(reader, wanted.obligation->uuid()));
}

std::optional<Problem> foresee_disbursement(storage::Reader &reader, Disbursement const &wanted)
{
    auto const obligation_id = wanted.obligation->uuid();
    auto const allocation =
        load_allocation(reader, load_obligation(reader, obligation_id).allocation->uuid());
    auto const fund_id = allocation.fund->uuid();
    auto const fund = load_fund(reader, fund_id);
    return foresee(reader, account_of(fund_id, fund, Role::obligation, obligation_id),
                   wanted.amount.in(*fund.currency));
}

// -- Verbs ----------------------------------------------------------------------------------------

Disbursement load_disbursement(storage::Reader &reader, Uuid disbursement)
{
    auto loaded = records::load(reader, disbursements, disbursement);
    ENSURE(loaded.has_value() && loaded->obligation);
    return *loaded;
}

Result<Saved> verify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Verification const &wanted)
{
    if (auto const signed_by = sign(tx, by, head.id, Hand::verified); !signed_by) {
        return refuse(signed_by.error());
    }
    auto const before = load_disbursement(tx, head.id);
    auto after = before;
    after.verification = wanted.verification;
    return records::advance(tx, by.actor(), disbursements, head, version, "verify", before, after,
                            {});
}

Result<Saved> approve_payment(storage::Tx &tx, auth::Identity const &by, Head const &head,
                              std::int64_t version, PaymentApproval const &wanted)
{
    if (auto const signed_by = sign(tx, by, head.id, Hand::approved); !signed_by) {
        return refuse(signed_by.error());
    }
    auto const before = load_disbursement(tx, head.id);
    auto const accounts = accounts_for(tx, head.id, before);
    auto const amount = amount_in(before.amount, *accounts.fund.currency);
    if (!amount) {
        return refuse(amount.error());
    }
    auto const booked =
        book(tx, by,
             booking_of(tx, accounts, Act::approval, head.id, tx.today(), wanted.approval_document,
                        {{accounts.obligation, accounts.payable, *amount}}));
    if (!booked) {
        return refuse(booked.error());
    }
    auto after = before;
    after.approval_document = wanted.approval_document;
    return records::advance(tx, by.actor(), disbursements, head, version, "approve", before, after,
                            {});
}

Result<Saved> refuse_payment(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version, MoneyRefusal const &wanted)
{
    auto const value = load_disbursement(tx, head.id);
    auto const accounts = accounts_for(tx, head.id, value);
    if (auto const held = balance_of(tx, accounts.payable); held.is_positive()) {
        auto const booked = book(tx, by,
                                 booking_of(tx, accounts, Act::approval_release, head.id,
                                            tx.today(), value.approval_document,
                                            {{accounts.payable, accounts.obligation, held}}));
        if (!booked) {
            return refuse(booked.error());
        }
    }
    return records::advance(tx, by.actor(), disbursements, head, version, "refuse",
                            {.reason = wanted.reason});
}

Result<Saved> pay(storage::Tx &tx, auth::Identity const &by, Head const &head, std::int64_t version,
                  Payment const &wanted)
{
    auto const before = load_disbursement(tx, head.id);
    auto const accounts = accounts_for(tx, head.id, before);
    if (auto const may = decide_pay(accounts.fund.books, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.paid_on = wanted.paid_on;
    // Where the book of record is here, the disbursement's own reference is the order's number.
    after.payment_number = wanted.payment_number.empty() ? head.reference : wanted.payment_number;
    after.payment_document = wanted.payment_document;
    auto const amount = balance_of(tx, accounts.payable);
    ENSURE(amount.is_positive());
    auto const booked =
        book(tx, by,
             booking_of(tx, accounts, Act::payment, head.id, wanted.paid_on, after.payment_number,
                        {{accounts.advance, accounts.bank, amount},
                         {accounts.payable, accounts.spent, amount}}));
    if (!booked) {
        return refuse(booked.error());
    }
    // The fund is held by now: of two who pay at once the later one sees the earlier.
    if (!wanted.another_payment) {
        if (auto const other = paid_by_order(tx, accounts.fund_id, after.payment_number, head.id)) {
            return refuse(Decline::conflict, "another_payment", "funds.order_paid_already",
                          {{"reference", *other}, {"number", after.payment_number}});
        }
    }
    return records::advance(tx, by.actor(), disbursements, head, version, "pay", before, after, {});
}

Result<Saved> liquidate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Liquidation const &wanted)
{
    auto const accounts = accounts_for(tx, head.id, load_disbursement(tx, head.id));
    if (auto const may = decide_day("used_on", wanted.used_on, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const amount = amount_in(wanted.amount, *accounts.fund.currency);
    if (!amount) {
        return refuse(amount.error());
    }
    auto const booked =
        book(tx, by,
             booking_of(tx, accounts, Act::liquidation, head.id, wanted.used_on, wanted.document,
                        {{accounts.expenditure, accounts.advance, *amount}}));
    if (!booked) {
        return refuse(booked.error());
    }
    return records::advance(tx, by.actor(), disbursements, head, version,
                            is_accounted_for(tx, accounts) ? "liquidate" : "liquidate_part",
                            {.reason = amount->to_string() + " · " + wanted.document});
}

Result<Saved> refund(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Refund const &wanted)
{
    auto const accounts = accounts_for(tx, head.id, load_disbursement(tx, head.id));
    if (auto const may = decide_day("refunded_on", wanted.refunded_on, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const amount = amount_in(wanted.amount, *accounts.fund.currency);
    if (!amount) {
        return refuse(amount.error());
    }
    auto const booked =
        book(tx, by,
             booking_of(tx, accounts, Act::refund, head.id, wanted.refunded_on, wanted.document,
                        {{accounts.bank, accounts.advance, *amount},
                         {accounts.spent, accounts.allocated, *amount}}));
    if (!booked) {
        return refuse(booked.error());
    }
    // A closed allocation keeps nothing.
    if (state_of(tx, accounts.allocation_id) == promise_states::closed) {
        if (auto const back = give_back(tx, by, accounts.allocation_id, accounts.allocation);
            !back) {
            return refuse(back.error());
        }
    }
    return records::advance(tx, by.actor(), disbursements, head, version,
                            is_accounted_for(tx, accounts) ? "refund" : "refund_part",
                            {.reason = amount->to_string() + " · " + wanted.document});
}

Result<Saved> reconcile_payment(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, Reconciliation const &wanted)
{
    if (signatures_of(tx, head.id).approved_by == by.user.uuid()) {
        return refuse(Decline::forbidden, "", "funds.two_people");
    }
    auto const before = load_disbursement(tx, head.id);
    auto after = before;
    after.bank_statement = wanted.bank_statement;
    return records::advance(tx, by.actor(), disbursements, head, version, "reconcile", before,
                            after, {});
}

} // namespace selatan::funds

#include "cooperation/funds/contribution.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/reference/rates.hpp"
#include "words/funds.hpp"

#include <algorithm>

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;
using records::Kind;

constexpr std::array contribution_fields{
    field<&Contribution::fund>("fund", word::field_fund).of("fund").required().listed(),
    field<&Contribution::country>("country", word::field_contributor_country)
        .scope_country()
        .listed(),
    field<&Contribution::organisation>("organisation", word::field_contributor)
        .scope_organisation()
        .hinted(word::field_contributor_hint),
    field<&Contribution::amount>("amount", word::field_amount)
        .required()
        .hinted(word::field_amount_hint)
        .listed(),
    field<&Contribution::currency>("currency", word::field_currency)
        .as(Kind::code)
        .of("currency")
        .required()
        .listed(),
    field<&Contribution::earmark_countries>("earmark_countries", word::field_earmark_countries)
        .of("country")
        .hinted(word::field_earmark_hint),
    field<&Contribution::earmark_sector>("earmark_sector", word::field_earmark_sector)
        .as(Kind::code)
        .of("sector"),
    field<&Contribution::pledged_on>("pledged_on", word::field_pledged_on).required(),
    field<&Contribution::pledge_document>("pledge_document", word::field_pledge_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
    field<&Contribution::committed_on>("committed_on", word::field_committed_on).by_verbs(),
    field<&Contribution::commitment_document>("commitment_document",
                                              word::field_commitment_document)
        .by_verbs(),
    field<&Contribution::due_on>("due_on", word::field_due_on).by_verbs().listed(),
    field<&Contribution::call_document>("call_document", word::field_call_document).by_verbs(),
    field<&Contribution::bank_statement>("bank_statement", word::field_bank_statement)
        .seen_by(Audience::internal)
        .by_verbs(),
};

namespace states = contribution_states;
constexpr std::array all_states{states::pledged,  states::committed,  states::called,
                                states::received, states::reconciled, states::written_off};
constexpr std::array<records::Transition, 15> steps{{
    {"commit", "pledged", "committed"},
    {"call", "committed", "called"},
    {"call", "called", "called"}, // a later day
    {"receive_part", "committed", "committed"},
    {"receive_part", "called", "called"},
    {"receive", "committed", "received"},
    {"receive", "called", "received"},
    {"reconcile", "received", "reconciled"},
    {"write_off", "pledged", "written_off"},
    {"write_off", "committed", "written_off"},
    {"write_off", "called", "written_off"},
    {"correct", "committed", "committed"},
    {"correct", "called", "called"},
    {"correct", "received", "called"},
    {"correct", "reconciled", "called"},
}};
constexpr records::Machine machine{.initial = states::pledged,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

std::string name_of_contribution(storage::Reader &reader, void const *value)
{
    auto const &contribution = *static_cast<Contribution const *>(value);
    if (contribution.organisation) {
        auto const label = records::label_of(reader, contribution.organisation->uuid());
        return label ? label->title : std::string{};
    }
    return contribution.country ? std::string{reference::lists(reader)
                                                  ->name(*contribution.country, Language::en)
                                                  .text}
                                : std::string{};
}

Contribution load_contribution(storage::Reader &reader, Head const &head)
{
    auto loaded = records::load(reader, contributions, head.id);
    ENSURE(loaded.has_value() && loaded->fund && loaded->currency);
    return *loaded;
}

/// The accounts of one contribution, and what stands on them.
struct ContributionBooks {
    Uuid fund_id;
    Fund fund;
    Currency currency; ///< the contribution's
    AccountKey receivable;
    AccountKey promised;
    AccountKey bank;
    AccountKey free; ///< where what is received goes: the fund's, or the earmarked
    AccountKey exchange_theirs;
    AccountKey exchange_ours;

    [[nodiscard]] bool is_foreign() const { return currency != *fund.currency; }
};

ContributionBooks books_of(storage::Reader &reader, Uuid id, Contribution const &contribution)
{
    auto const fund_id = contribution.fund->uuid();
    auto const fund = load_fund(reader, fund_id);
    auto const own = [&](Role role) {
        return account_of(fund_id, fund, role);
    };
    auto theirs = own(Role::exchange);
    theirs.currency = *contribution.currency;
    return {.fund_id = fund_id,
            .fund = fund,
            .currency = *contribution.currency,
            .receivable = {fund_id, Role::receivable, id, *contribution.currency},
            .promised = account_of(fund_id, fund, Role::promised, id),
            .bank = own(Role::bank),
            .free = account_of(fund_id, fund, Role::unallocated,
                               contribution.is_earmarked() ? id : fund_id),
            .exchange_theirs = theirs,
            .exchange_ours = own(Role::exchange)};
}

/// A foreign amount in the fund's currency, at the reference rate of a day.
struct Valued {
    Money amount;
    ledger::Quote quote;
};
Result<Valued> valued(storage::Reader &reader, Money amount, Currency currency, Date day)
{
    auto const rate = reference::Exchange{reader}.rate(amount.currency(), currency, day);
    auto const converted = rate ? std::optional{rate->convert(amount)} : std::nullopt;
    if (!converted || !converted->is_positive() ||
        converted->minor_units() > ledger::largest_amount) {
        return refuse(Decline::conflict, "", "funds.no_rate",
                      {{"from", amount.currency().to_string()},
                       {"to", currency.to_string()},
                       {"day", day.to_string()}});
    }
    return Valued{*converted, {rate->rate.to_string(), rate->on, rate->source}};
}

/// The rate at which the bank exchanged, by its own advice.
std::optional<ledger::Quote> rate_of(Money given, Money got, Date day, std::string const &source)
{
    auto const from = reference::Rate::parse(given.amount());
    auto const into = reference::Rate::parse(got.amount());
    auto const rate = from && into ? into->divided_by(*from) : std::nullopt;
    return rate ? std::optional{ledger::Quote{rate->to_string(), day, source}} : std::nullopt;
}

Result<Money> amount_in(Amount const &amount, Currency currency, std::string field)
{
    if (auto const money = amount.in(currency)) {
        return *money;
    }
    return refuse(Decline::invalid, std::move(field), "funds.amount_not_in_currency",
                  {{"currency", currency.to_string()}});
}

/// What a receipt does to the accounts: the money comes in, and what was promised is free.
std::vector<Leg> legs_of_receipt(ContributionBooks const &books, Money received, Money credited,
                                 Money fulfilled)
{
    std::vector<Leg> legs;
    if (!books.is_foreign()) {
        legs.push_back({books.bank, books.receivable, received});
    } else {
        legs.push_back({books.exchange_theirs, books.receivable, received});
        legs.push_back({books.bank, books.exchange_ours, credited});
    }
    if (fulfilled.is_positive()) {
        legs.push_back({books.promised, books.free, fulfilled});
    }
    // What the rate brought or took since the commitment is the fund's.
    auto const difference = credited - fulfilled;
    if (difference.is_positive()) {
        legs.push_back({books.exchange_ours, books.free, difference});
    } else if (difference.minor_units() < 0) {
        legs.push_back({books.free, books.exchange_ours, fulfilled - credited});
    }
    return legs;
}

} // namespace

constinit records::NounOf<Contribution> const contributions{{
    .kind = "contribution",
    .table = "contribution",
    .path = "/contributions",
    .prefix = "CTB",
    .singular = word::contribution_singular,
    .plural = word::contribution_plural,
    .fields = contribution_fields,
    .type = &records::value_type<Contribution>,
    .policy = &contribution_policy,
    .machine = &machine,
    .parent_field = "fund",
    .audience = Audience::internal,
    .name = name_of_contribution,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_contribution(Contribution const &contribution, Date today)
{
    Problems problems;
    if (!contribution.country && !contribution.organisation) {
        problems.push_back({"country", "common.required", {}});
    }
    if (contribution.currency && !contribution.amount.in(*contribution.currency)) {
        problems.push_back({"amount",
                            "funds.amount_not_in_currency",
                            {{"currency", contribution.currency->to_string()}}});
    }
    if (today < contribution.pledged_on) {
        problems.push_back({"pledged_on", "common.in_the_future", {}});
    }
    return problems;
}

Result<void> decide_earmark(Contribution const &contribution,
                            std::span<CountryCode const> countries, std::string_view sector)
{
    bool const country_fits =
        contribution.earmark_countries.empty() ||
        (!countries.empty() && std::ranges::all_of(countries, [&](CountryCode country) {
            return std::ranges::find(contribution.earmark_countries, country.to_string()) !=
                   contribution.earmark_countries.end();
        }));
    // A category's code is the beginning of the codes that it has: 311 of 31120.
    if (!country_fits || !sector.starts_with(contribution.earmark_sector)) {
        return refuse(Decline::invalid, "contribution", "funds.outside_earmark");
    }
    return {};
}

Money fulfilled(Money promised, Money received, Money receivable)
{
    if (received == receivable) {
        return promised;
    }
    // 128 bits, because the product of two amounts has more digits than either.
    __extension__ using Wide = __int128;
    auto const whole = static_cast<Wide>(receivable.minor_units());
    auto const product = static_cast<Wide>(promised.minor_units()) * received.minor_units();
    return {static_cast<std::int64_t>((2 * product + whole) / (2 * whole)), promised.currency()};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> commit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Commitment const &wanted)
{
    auto const before = load_contribution(tx, head);
    if (auto const may = decide_fund_open(tx, before.fund->uuid()); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_day("committed_on", wanted.committed_on, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const books = books_of(tx, head.id, before);
    auto const amount = amount_in(before.amount, books.currency, "");
    if (!amount) {
        return refuse(amount.error());
    }
    Booking booking{.id = tx.new_id<ledger::Transfer>(),
                    .fund = books.fund_id,
                    .act = Act::commitment,
                    .record = head.id,
                    .on = wanted.committed_on,
                    .document = wanted.commitment_document,
                    .legs = {}};
    if (books.is_foreign()) {
        auto const value = valued(tx, *amount, *books.fund.currency, wanted.committed_on);
        if (!value) {
            return refuse(value.error());
        }
        booking.quote = value->quote;
        booking.legs = {{books.receivable, books.exchange_theirs, *amount},
                        {books.exchange_ours, books.promised, value->amount}};
    } else {
        booking.legs = {{books.receivable, books.promised, *amount}};
    }
    if (auto const signed_by = sign(tx, by, head.id, Hand::asked); !signed_by) {
        return refuse(signed_by.error());
    }
    if (auto const booked = book(tx, by, booking); !booked) {
        return refuse(booked.error());
    }
    auto after = before;
    after.committed_on = wanted.committed_on;
    after.commitment_document = wanted.commitment_document;
    return records::advance(tx, by.actor(), contributions, head, version, "commit", before, after,
                            {});
}

Result<Saved> call(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Call const &wanted)
{
    auto const before = load_contribution(tx, head);
    auto after = before;
    after.due_on = wanted.due_on;
    after.call_document = wanted.call_document;
    return records::advance(tx, by.actor(), contributions, head, version, "call", before, after,
                            {.due_on = std::optional{std::optional{wanted.due_on}}});
}

Result<Saved> receive(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Receipt const &wanted)
{
    if (auto const may = decide_day("received_on", wanted.received_on, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const contribution = load_contribution(tx, head);
    auto const books = books_of(tx, head.id, contribution);
    auto const received = amount_in(wanted.amount, books.currency, "amount");
    if (!received) {
        return refuse(received.error());
    }
    auto const receivable = balance_of(tx, books.receivable);
    if (receivable.minor_units() < received->minor_units()) {
        return refuse(Decline::conflict, "amount", "funds.not_enough",
                      {{"role", "receivable"},
                       {"held", receivable.to_string()},
                       {"wanted", received->to_string()}});
    }
    auto credited = *received;
    std::optional<ledger::Quote> quote;
    if (!books.is_foreign() && !wanted.credited.is_empty()) {
        return refuse(Decline::invalid, "credited", "funds.same_currency");
    }
    if (books.is_foreign() && wanted.credited.is_empty()) {
        auto const value = valued(tx, *received, *books.fund.currency, wanted.received_on);
        if (!value) {
            return refuse(value.error());
        }
        credited = value->amount;
        quote = value->quote;
    } else if (books.is_foreign()) {
        auto const stated = amount_in(wanted.credited, *books.fund.currency, "credited");
        if (!stated) {
            return refuse(stated.error());
        }
        credited = *stated;
        quote = rate_of(*received, credited, wanted.received_on, wanted.document);
    }
    auto const freed = fulfilled(balance_of(tx, books.promised), *received, receivable);
    if (auto const signed_by = sign(tx, by, head.id, Hand::asked); !signed_by) {
        return refuse(signed_by.error());
    }
    auto const booked = book(tx, by,
                             {.id = tx.new_id<ledger::Transfer>(),
                              .fund = books.fund_id,
                              .act = Act::receipt,
                              .record = head.id,
                              .on = wanted.received_on,
                              .document = wanted.document,
                              .legs = legs_of_receipt(books, *received, credited, freed),
                              .quote = quote});
    if (!booked) {
        return refuse(booked.error());
    }
    bool const is_last = *received == receivable;
    return records::advance(tx, by.actor(), contributions, head, version,
                            is_last ? "receive" : "receive_part",
                            {.reason = received->to_string() + " · " + wanted.document});
}

Result<Saved> reconcile_receipt(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, Reconciliation const &wanted)
{
    if (auto const signed_by = sign(tx, by, head.id, Hand::approved); !signed_by) {
        return refuse(signed_by.error());
    }
    auto const before = load_contribution(tx, head);
    auto after = before;
    after.bank_statement = wanted.bank_statement;
    return records::advance(tx, by.actor(), contributions, head, version, "reconcile", before,
                            after, {});
}

Result<Saved> write_off(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, WriteOff const &wanted)
{
    auto const contribution = load_contribution(tx, head);
    auto const books = books_of(tx, head.id, contribution);
    auto const receivable = balance_of(tx, books.receivable);
    if (receivable.is_positive()) {
        if (auto const signed_by = sign(tx, by, head.id, Hand::approved); !signed_by) {
            return refuse(signed_by.error());
        }
        auto const promised = balance_of(tx, books.promised);
        Booking booking{.id = tx.new_id<ledger::Transfer>(),
                        .fund = books.fund_id,
                        .act = Act::write_off,
                        .record = head.id,
                        .on = tx.today(),
                        .document = wanted.document,
                        .legs = {{books.promised, books.receivable, receivable}}};
        if (books.is_foreign()) {
            booking.legs = {{books.exchange_theirs, books.receivable, receivable}};
            if (promised.is_positive()) {
                booking.legs.push_back({books.promised, books.exchange_ours, promised});
            }
        }
        if (auto const booked = book(tx, by, booking); !booked) {
            return refuse(booked.error());
        }
    }
    return records::advance(tx, by.actor(), contributions, head, version, "write_off",
                            {.reason = wanted.reason});
}

} // namespace selatan::funds

#include "cooperation/funds/allocation.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "cooperation/programming/commitment.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;

constexpr std::array allocation_fields{
    field<&Allocation::fund>("fund", word::field_fund).of("fund").required().listed(),
    field<&Allocation::line>("line", word::field_line)
        .of("plan_line")
        .thread()
        .required()
        .hinted(word::field_line_hint)
        .listed(),
    field<&Allocation::contribution>("contribution", word::field_contribution)
        .of("contribution")
        .hinted(word::field_contribution_hint),
    field<&Allocation::amount>("amount", word::field_amount)
        .required()
        .hinted(word::field_amount_hint)
        .listed(),
    field<&Allocation::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
};

namespace states = promise_states;
constexpr std::array all_states{states::proposed, states::in_force, states::closed,
                                states::refused};
constexpr std::array<records::Transition, 3> steps{{
    {"approve", "proposed", "in_force"},
    {"refuse", "proposed", "refused"},
    {"close", "in_force", "closed"},
}};

std::string name_of_allocation(storage::Reader &reader, void const *value)
{
    auto const &allocation = *static_cast<Allocation const *>(value);
    auto const label =
        allocation.line ? records::label_of(reader, allocation.line->uuid()) : std::nullopt;
    return label ? label->title : std::string{};
}

/// Whence an allocation's money comes, and where it goes back to.
AccountKey source_of(Fund const &fund, Allocation const &allocation)
{
    auto const fund_id = allocation.fund->uuid();
    return account_of(fund_id, fund, Role::unallocated,
                      allocation.contribution ? allocation.contribution->uuid() : fund_id);
}

/// What the plan established for the line. Plans count whole units; so do ceilings.
Money ceiling_of(storage::Reader &reader, Uuid line, Currency currency)
{
    auto const most =
        Money::parse(std::to_string(line_money(reader, line).plan_amount.value_or(0)), currency);
    ENSURE(most.has_value());
    return *most;
}

} // namespace

constinit records::Machine const promise_machine{.initial = states::proposed,
                                                 .states = all_states,
                                                 .transitions = steps,
                                                 .state_name = word::states};

constinit records::NounOf<Allocation> const allocations{{
    .kind = "allocation",
    .table = "allocation",
    .path = "/allocations",
    .prefix = "ALC",
    .singular = word::allocation_singular,
    .plural = word::allocation_plural,
    .fields = allocation_fields,
    .type = &records::value_type<Allocation>,
    .policy = &promise_policy,
    .machine = &promise_machine,
    .parent_field = "line",
    .audience = Audience::internal,
    .name = name_of_allocation,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_allocation(Allocation const &allocation, Fund const &fund, LineMoney const &line,
                           Contribution const *contribution)
{
    Problems problems;
    if (!allocation.amount.in(*fund.currency)) {
        problems.push_back(
            {"amount", "funds.amount_not_in_currency", {{"currency", fund.currency->to_string()}}});
    }
    auto const office = fund.organisation ? std::optional{fund.organisation->uuid()} : std::nullopt;
    if (line.state != programming::line_states::established || !line.plan_amount) {
        problems.push_back({"line", "funds.line_not_established", {}});
    } else if (line.fund != office) {
        problems.push_back({"line", "funds.line_of_another_fund", {}});
    } else if (line.plan_currency != fund.currency) {
        problems.push_back(
            {"line", "funds.plan_in_other_currency", {{"currency", fund.currency->to_string()}}});
    }
    if (contribution != nullptr && contribution->fund != allocation.fund) {
        problems.push_back({"contribution", "funds.of_another_fund", {}});
    } else if (contribution != nullptr && !contribution->is_earmarked()) {
        problems.push_back({"contribution", "funds.not_earmarked", {}});
    }
    return problems;
}

Problems check_allocation(storage::Reader &reader, Allocation const &wanted)
{
    auto const fund_id = wanted.fund->uuid();
    if (auto const may = decide_fund_open(reader, fund_id); !may) {
        return may.error().problems;
    }
    auto const contribution =
        wanted.contribution ? records::load(reader, contributions, wanted.contribution->uuid())
                            : std::nullopt;
    auto problems = decide_allocation(wanted, load_fund(reader, fund_id),
                                      line_money(reader, wanted.line->uuid()),
                                      contribution ? &*contribution : nullptr);
    if (problems.empty() && contribution) {
        auto const line = records::load(reader, programming::plan_lines, wanted.line->uuid());
        ENSURE(line.has_value());
        auto const countries = programming::countries_of(
            line->country, records::Text<records::Codes>::print(line->countries));
        if (auto const fits = decide_earmark(*contribution, countries, line->sector); !fits) {
            return fits.error().problems;
        }
    }
    return problems;
}

std::optional<Problem> foresee_allocation(storage::Reader &reader, Allocation const &wanted)
{
    auto const fund_id = wanted.fund->uuid();
    auto const fund = load_fund(reader, fund_id);
    auto const amount = wanted.amount.in(*fund.currency);
    if (auto short_of = foresee(reader, source_of(fund, wanted), amount); short_of || !amount) {
        return short_of;
    }
    auto const line = wanted.line->uuid();
    auto const held = balance_of(reader, account_of(fund_id, fund, Role::authorised, line));
    auto const most = ceiling_of(reader, line, *fund.currency);
    return (held + *amount).minor_units() > most.minor_units()
               ? std::optional{above_the_line(most, held, *amount)}
               : std::nullopt;
}

// -- Verbs ----------------------------------------------------------------------------------------

Allocation load_allocation(storage::Reader &reader, Uuid allocation)
{
    auto loaded = records::load(reader, allocations, allocation);
    ENSURE(loaded.has_value() && loaded->fund && loaded->line);
    return *loaded;
}

Result<Saved> approve_allocation(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version)
{
    if (auto const signed_by = sign(tx, by, head.id, Hand::approved); !signed_by) {
        return refuse(signed_by.error());
    }
    auto const allocation = load_allocation(tx, head.id);
    if (auto problems = check_allocation(tx, allocation); !problems.empty()) {
        return refuse(Refusal{Decline::conflict, std::move(problems)});
    }
    auto const fund_id = allocation.fund->uuid();
    auto const fund = load_fund(tx, fund_id);
    auto const amount = *allocation.amount.in(*fund.currency);
    auto const line = allocation.line->uuid();
    auto const most = ceiling_of(tx, line, *fund.currency);
    auto const authorised = account_of(fund_id, fund, Role::authorised, line);
    auto const booked =
        book(tx, by,
             {.id = tx.new_id<ledger::Transfer>(),
              .fund = fund_id,
              .act = Act::allocation,
              .record = head.id,
              .on = tx.today(),
              .document = allocation.document,
              .legs = {{source_of(fund, allocation),
                        account_of(fund_id, fund, Role::allocation, head.id), amount},
                       {account_of(fund_id, fund, Role::plan), authorised, amount}},
              .ceiling = NewCeiling{authorised, most}});
    if (!booked) {
        return refuse(booked.error());
    }
    return records::advance(tx, by.actor(), allocations, head, version, "approve", {});
}

Result<Saved> refuse_allocation(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, MoneyRefusal const &wanted)
{
    return records::advance(tx, by.actor(), allocations, head, version, "refuse",
                            {.reason = wanted.reason});
}

Result<Saved> close_allocation(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version)
{
    if (has_open_obligations(tx, head.id)) {
        return refuse(Decline::conflict, "", "funds.open_obligations");
    }
    auto const allocation = load_allocation(tx, head.id);
    if (auto const booked = give_back(tx, by, head.id, allocation); !booked) {
        return refuse(booked.error());
    }
    return records::advance(tx, by.actor(), allocations, head, version, "close", {});
}

Result<void> give_back(storage::Tx &tx, auth::Identity const &by, Uuid id,
                       Allocation const &allocation)
{
    auto const fund_id = allocation.fund->uuid();
    auto const fund = load_fund(tx, fund_id);
    auto const account = account_of(fund_id, fund, Role::allocation, id);
    auto const left = balance_of(tx, account);
    if (!left.is_positive()) {
        return {};
    }
    auto const booked =
        book(tx, by,
             {.id = tx.new_id<ledger::Transfer>(),
              .fund = fund_id,
              .act = Act::allocation_return,
              .record = id,
              .on = tx.today(),
              .document = allocation.document,
              .legs = {{account, source_of(fund, allocation), left},
                       {account_of(fund_id, fund, Role::authorised, allocation.line->uuid()),
                        account_of(fund_id, fund, Role::plan), left}}});
    return booked ? Result<void>{} : refuse(booked.error());
}

} // namespace selatan::funds

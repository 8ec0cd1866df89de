#include "cooperation/funds/obligation.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;

constexpr std::array obligation_fields{
    field<&Obligation::title>("title", word::field_what_for).title(),
    field<&Obligation::allocation>("allocation", word::field_allocation)
        .of("allocation")
        .seen_by(Audience::internal)
        .required(),
    field<&Obligation::project>("project", word::field_project)
        .of("project")
        .thread()
        .required()
        .listed(),
    field<&Obligation::organisation>("organisation", word::field_payee)
        .scope_organisation()
        .required()
        .listed(),
    field<&Obligation::amount>("amount", word::field_amount)
        .required()
        .hinted(word::field_amount_hint)
        .listed(),
    field<&Obligation::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
};

struct Accounts {
    Uuid fund_id;
    Currency currency;
    AccountKey allocation;
    AccountKey obligation;
};
Accounts accounts_of_obligation(storage::Reader &reader, Uuid id, Obligation const &obligation)
{
    auto const allocation = load_allocation(reader, obligation.allocation->uuid());
    auto const fund_id = allocation.fund->uuid();
    auto const fund = load_fund(reader, fund_id);
    return {.fund_id = fund_id,
            .currency = *fund.currency,
            .allocation =
                account_of(fund_id, fund, Role::allocation, obligation.allocation->uuid()),
            .obligation = account_of(fund_id, fund, Role::obligation, id)};
}

} // namespace

constinit records::NounOf<Obligation> const obligations{{
    .kind = "obligation",
    .table = "obligation",
    .path = "/obligations",
    .prefix = "OBL",
    .singular = word::obligation_singular,
    .plural = word::obligation_plural,
    .fields = obligation_fields,
    .type = &records::value_type<Obligation>,
    .policy = &promise_policy,
    .machine = &promise_machine,
    .parent_field = "project",
    .audience = Audience::internal,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_obligation(Obligation const &obligation, Fund const &fund,
                           Allocation const &allocation, std::string_view allocation_state,
                           ProjectMoney const &project)
{
    Problems problems;
    if (!obligation.amount.in(*fund.currency)) {
        problems.push_back(
            {"amount", "funds.amount_not_in_currency", {{"currency", fund.currency->to_string()}}});
    }
    if (allocation_state != promise_states::in_force) {
        problems.push_back({"allocation", "funds.allocation_not_in_force", {}});
    }
    if (!project.line || project.line != allocation.line->uuid()) {
        problems.push_back({"project", "funds.project_of_another_line", {}});
    } else if (project.state != projects::states::active &&
               project.state != projects::states::legal_basis_in_force) {
        problems.push_back({"project", "funds.project_not_running", {}});
    }
    return problems;
}

Problems check_obligation(storage::Reader &reader, Obligation const &wanted)
{
    auto const allocation = load_allocation(reader, wanted.allocation->uuid());
    auto const project = records::load(reader, projects::projects, wanted.project->uuid());
    ENSURE(project.has_value());
    auto const line = project->line ? std::optional{project->line->uuid()} : std::nullopt;
    return decide_obligation(wanted, load_fund(reader, allocation.fund->uuid()), allocation,
                             state_of(reader, wanted.allocation->uuid()),
                             {.state = state_of(reader, wanted.project->uuid()), .line = line});
}

std::optional<Problem> foresee_obligation(storage::Reader &reader, Obligation const &wanted)
{
    auto const allocation_id = wanted.allocation->uuid();
    auto const fund_id = load_allocation(reader, allocation_id).fund->uuid();
    auto const fund = load_fund(reader, fund_id);
    return foresee(reader, account_of(fund_id, fund, Role::allocation, allocation_id),
                   wanted.amount.in(*fund.currency));
}

// -- Verbs ----------------------------------------------------------------------------------------

Obligation load_obligation(storage::Reader &reader, Uuid obligation)
{
    auto loaded = records::load(reader, obligations, obligation);
    ENSURE(loaded.has_value() && loaded->allocation && loaded->project);
    return *loaded;
}

Result<Saved> approve_obligation(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version)
{
    if (auto const signed_by = sign(tx, by, head.id, Hand::approved); !signed_by) {
        return refuse(signed_by.error());
    }
    auto const obligation = load_obligation(tx, head.id);
    if (auto problems = check_obligation(tx, obligation); !problems.empty()) {
        return refuse(Refusal{Decline::conflict, std::move(problems)});
    }
    auto const accounts = accounts_of_obligation(tx, head.id, obligation);
    auto const booked = book(tx, by,
                             {.id = tx.new_id<ledger::Transfer>(),
                              .fund = accounts.fund_id,
                              .act = Act::obligation,
                              .record = head.id,
                              .on = tx.today(),
                              .document = obligation.document,
                              .legs = {{accounts.allocation, accounts.obligation,
                                        *obligation.amount.in(accounts.currency)}}});
    if (!booked) {
        return refuse(booked.error());
    }
    return records::advance(tx, by.actor(), obligations, head, version, "approve", {});
}

Result<Saved> refuse_obligation(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, MoneyRefusal const &wanted)
{
    return records::advance(tx, by.actor(), obligations, head, version, "refuse",
                            {.reason = wanted.reason});
}

Result<Saved> close_obligation(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version)
{
    if (has_open_disbursements(tx, head.id)) {
        return refuse(Decline::conflict, "", "funds.open_disbursements");
    }
    auto const obligation = load_obligation(tx, head.id);
    auto const accounts = accounts_of_obligation(tx, head.id, obligation);
    if (auto const left = balance_of(tx, accounts.obligation); left.is_positive()) {
        auto const booked = book(tx, by,
                                 {.id = tx.new_id<ledger::Transfer>(),
                                  .fund = accounts.fund_id,
                                  .act = Act::obligation_release,
                                  .record = head.id,
                                  .on = tx.today(),
                                  .document = obligation.document,
                                  .legs = {{accounts.obligation, accounts.allocation, left}}});
        if (!booked) {
            return refuse(booked.error());
        }
    }
    return records::advance(tx, by.actor(), obligations, head, version, "close", {});
}

} // namespace selatan::funds

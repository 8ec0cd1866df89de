#include "cooperation/funds/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds_store.hpp"

namespace selatan::funds {

namespace {

Amount amount(std::string_view digits)
{
    auto const parsed = Amount::parse(digits);
    ENSURE(parsed.has_value());
    return *parsed;
}

/// Runs verbs on records as they stand; what an example asks for, the rules allow.
class Bookkeeper {
public:
    Bookkeeper(storage::Tx &tx, ExamplePeople const &people) : m_tx{&tx}, m_people{&people} {}

    [[nodiscard]] Date ago(int days) const { return m_tx->today().plus_days(-days); }

    template <typename T>
    Uuid make(records::NounOf<T> const &noun, T const &value, auth::Identity const &by)
    {
        auto const id = records::create(*m_tx, by.actor(), noun, value).id;
        ENSURE(sign(*m_tx, by, id, Hand::asked).has_value());
        return id;
    }
    template <typename Verb, typename... Form>
    void act(auth::Identity const &by, records::Noun const &noun, Uuid id, Verb const &verb,
             Form const &...form)
    {
        auto const head = records::head_of(*m_tx, noun, id);
        ENSURE(verb(*m_tx, by, head, head.version, form...).has_value());
    }
    Uuid fund(std::string title, FundKind kind, std::optional<Id<partners::Organisation>> office,
              Books books)
    {
        Fund value;
        value.title = std::move(title);
        value.kind = kind;
        value.organisation = office;
        value.currency = Currency::parse("IDR");
        value.books = books;
        return records::create(*m_tx, m_people->finance.actor(), funds, value).id;
    }
    Uuid committed(Contribution value)
    {
        value.pledged_on = ago(80);
        value.pledge_document = "Example letter of the pledge";
        auto const id = records::create(*m_tx, m_people->finance.actor(), contributions, value).id;
        act(m_people->finance, contributions, id, commit,
            Commitment{ago(70), "Example instrument"});
        return id;
    }
    void received(Uuid contribution, std::string_view digits, int days_ago)
    {
        act(m_people->finance, contributions, contribution, receive,
            Receipt{ago(days_ago), amount(digits), {}, "Example advice of the bank"});
    }
    Uuid allocated(Uuid fund, Uuid line, std::string_view digits)
    {
        Allocation value;
        value.fund = Id<Fund>{fund};
        value.line = Id<programming::PlanLine>{line};
        value.amount = amount(digits);
        value.document = "Example memorandum";
        return make(allocations, value, m_people->finance);
    }
    Uuid obligated(Uuid allocation, RunningProject const &project, std::string_view digits)
    {
        Obligation value;
        value.title = "Example: courses, first season";
        value.allocation = Id<Allocation>{allocation};
        value.project = Id<projects::Project>{project.project};
        value.organisation = Id<partners::Organisation>{project.payee};
        value.amount = amount(digits);
        value.document = "Example contract";
        auto const id = make(obligations, value, m_people->finance);
        act(m_people->approver, obligations, id, approve_obligation);
        return id;
    }
    Uuid requested(Uuid obligation, RunningProject const &project, std::string title,
                   std::string_view digits)
    {
        Disbursement value;
        value.title = std::move(title);
        value.obligation = Id<Obligation>{obligation};
        value.organisation = Id<partners::Organisation>{project.payee};
        value.amount = amount(digits);
        value.document = "Example invoice";
        return make(disbursements, value, m_people->implementer);
    }

private:
    storage::Tx *m_tx;
    ExamplePeople const *m_people;
};

} // namespace

void make_examples(storage::Tx &tx, ExamplePeople const &people, ExampleOffices const &offices)
{
    Bookkeeper make{tx, people};

    auto const central = make.fund("Example: central budget for cooperation",
                                   FundKind::central_budget, std::nullopt, Books::treasury);
    Contribution appropriation;
    appropriation.fund = Id<Fund>{central};
    appropriation.country = offices.home;
    appropriation.amount = amount("60000000000");
    appropriation.currency = Currency::parse("IDR");
    auto const budget = make.committed(appropriation);
    make.received(budget, "60000000000", 65);
    make.act(people.coordinator, contributions, budget, reconcile_receipt,
             Reconciliation{"Example statement of the treasury"});

    if (auto const project = running_project(tx)) {
        auto const allocation = make.allocated(central, project->line, "12000000000");
        make.act(people.approver, allocations, allocation, approve_allocation);
        auto const obligation = make.obligated(allocation, *project, "9000000000");
        auto const paid =
            make.requested(obligation, *project, "Example: first instalment", "3600000000");
        make.act(people.finance, disbursements, paid, verify,
                 Verification{"Example: contract and invoice agree"});
        make.act(people.approver, disbursements, paid, approve_payment,
                 PaymentApproval{"Example memorandum"});
        make.act(people.finance, disbursements, paid, pay,
                 Payment{make.ago(0), "SPM-EX-0001", "Example payment order"});
        make.act(people.finance, disbursements, paid, liquidate,
                 Liquidation{make.ago(0), amount("2100000000"), "Example report of expenses"});
        auto const verified =
            make.requested(obligation, *project, "Example: second instalment", "2400000000");
        make.act(people.finance, disbursements, verified, verify,
                 Verification{"Example: report of the first instalment received"});
        static_cast<void>(
            make.requested(obligation, *project, "Example: printing of manuals", "180500000"));
    }

    auto const trust = make.fund("Example: South-South cooperation fund", FundKind::trust_fund,
                                 offices.fund, Books::here);
    Contribution grant;
    grant.fund = Id<Fund>{trust};
    grant.organisation = offices.contributor;
    grant.amount = amount("1500000");
    grant.currency = Currency::parse("USD");
    auto const theirs = make.committed(grant);
    make.act(people.finance, contributions, theirs, call,
             Call{make.ago(-30), "Example letter of the call"});
    make.received(theirs, "900000", 40);
    if (auto const line = line_of_fund(tx, offices.fund.uuid())) {
        static_cast<void>(make.allocated(trust, *line, "4500000000"));
    }
}

} // namespace selatan::funds

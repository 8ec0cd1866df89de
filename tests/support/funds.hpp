/// \file
/// What the tests of funds begin with: people with roles, a plan with an established line, a
/// project that runs, a trust fund with money.
#pragma once

#include "cooperation/approvals/approvals.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/requests/requests.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>
#include <string>

namespace selatan::funds {

using storage::Reader;
using storage::Tx;

using testing::code_of;
using testing::day;

inline Amount amount(std::string_view digits)
{
    return *Amount::parse(digits);
}

class FundsTest : public testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        auto const organisation = [&](std::string name, partners::OrganisationType type) {
            partners::Organisation value;
            value.name = std::move(name);
            value.type = type;
            value.country = CountryCode::parse("IDN");
            return store().write(
                [&](Tx &tx) { return records::create(tx, {}, partners::organisations, value).id; });
        };
        office = organisation("Endowment fund", partners::OrganisationType::fund);
        centre = organisation("Training centre", partners::OrganisationType::training_centre);
        facilitator = organisation("Facilitating agency", partners::OrganisationType::agency);
        finance = identity(make_user("finance@agency.example", {{auth::Role::finance_officer}}));
        second = identity(make_user("second@agency.example", {{auth::Role::finance_officer}}));
        approver = identity(make_user("approver@agency.example", {{auth::Role::approver}}));
        desk = identity(make_user("desk@agency.example", {{auth::Role::desk_officer}}));
        payee = identity(make_user("ibu@centre.example", {{auth::Role::implementer, centre}}));
        line = make_line(1000, "USD", office);
        project = make_project(line);
        fund = make_fund("USD");
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        programming::add_routes(router);
        projects::add_routes(router);
        funds::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), approvals::nouns(), requests::nouns(), offers::nouns(),
              matching::nouns(), programming::nouns(), projects::nouns(), funds::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }

    // -- What tests begin with --------------------------------------------------------------------

    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    Uuid make_line(std::int64_t plan_amount, std::string_view currency = "USD",
                   std::optional<Uuid> of_fund = {})
    {
        programming::PlanYear plan;
        plan.title = "Plan";
        plan.year = next_year++;
        plan.currency = Currency::parse(currency);
        programming::PlanLine value;
        value.title = "Course for rice farmers";
        value.country = CountryCode::parse("TLS");
        value.organisation = Id<partners::Organisation>{centre};
        if (of_fund) {
            value.fund = Id<partners::Organisation>{*of_fund};
        }
        value.sector = "31120";
        value.modality = "training";
        value.amount = plan_amount;
        value.currency = plan.currency;
        value.plan_amount = plan_amount;
        value.rate = "1";
        value.rate_on = day("2026-11-01");
        value.rate_source = "IMF";
        return store().write([&](Tx &tx) {
            value.plan = Id<programming::PlanYear>{
                records::create(tx, {}, programming::plan_years, plan).id};
            return records::create(tx, {}, programming::plan_lines, value, {.state = "established"})
                .id;
        });
    }
    Uuid make_project(Uuid of_line, std::string state = "active")
    {
        projects::Project value;
        value.title = "Rice seed production";
        value.country = CountryCode::parse("TLS");
        value.organisation = Id<partners::Organisation>{centre};
        value.line = Id<programming::PlanLine>{of_line};
        value.arrangement = "triangular";
        value.geography = "bilateral";
        return store().write([&](Tx &tx) {
            return records::create(tx, {}, projects::projects, value, {.state = std::move(state)})
                .id;
        });
    }
    Uuid make_fund(std::string_view currency)
    {
        Fund value;
        value.title = "Endowment fund";
        value.organisation = Id<partners::Organisation>{office};
        value.currency = Currency::parse(currency);
        value.books = Books::here;
        return store().write([&](Tx &tx) { return records::create(tx, {}, funds, value).id; });
    }
    Uuid make_contribution(std::string_view digits, std::string_view currency = "USD",
                           records::Codes earmark = {})
    {
        Contribution value;
        value.fund = Id<Fund>{fund};
        value.organisation = Id<partners::Organisation>{facilitator};
        value.amount = amount(digits);
        value.currency = Currency::parse(currency);
        value.earmark_countries = std::move(earmark);
        value.pledged_on = day("2026-11-01");
        value.pledge_document = "Note 1";
        return store().write(
            [&](Tx &tx) { return records::create(tx, {}, contributions, value).id; });
    }
    /// Committed and received on one day.
    Uuid receive_money(std::string_view digits, records::Codes earmark = {})
    {
        auto const id = make_contribution(digits, "USD", std::move(earmark));
        EXPECT_EQ(act(finance, contributions, id, commit, Commitment{day("2026-11-02"), "Note 2"}),
                  "");
        EXPECT_EQ(act(finance, contributions, id, receive,
                      Receipt{day("2026-11-03"), amount(digits), {}, "Bank 7"}),
                  "");
        return id;
    }
    template <typename T>
    Uuid propose(records::NounOf<T> const &noun, T const &value, auth::Identity const &by)
    {
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, by.actor(), noun, value).id;
            EXPECT_EQ(code_of(sign(tx, by, id, Hand::asked)), "");
            return id;
        });
    }
    Uuid propose_allocation(std::string_view digits, std::optional<Uuid> contribution = {})
    {
        Allocation value;
        value.fund = Id<Fund>{fund};
        value.line = Id<programming::PlanLine>{line};
        value.amount = amount(digits);
        value.document = "Memo";
        if (contribution) {
            value.contribution = Id<Contribution>{*contribution};
        }
        return propose(allocations, value, finance);
    }
    Uuid allocated(std::string_view digits)
    {
        auto const id = propose_allocation(digits);
        EXPECT_EQ(act(approver, allocations, id, approve_allocation), "");
        return id;
    }
    Uuid propose_obligation(Uuid allocation, std::string_view digits)
    {
        Obligation value;
        value.title = "Course at the centre";
        value.allocation = Id<Allocation>{allocation};
        value.project = Id<projects::Project>{project};
        value.organisation = Id<partners::Organisation>{centre};
        value.amount = amount(digits);
        value.document = "Contract 4";
        return propose(obligations, value, finance);
    }
    Uuid obligated(Uuid allocation, std::string_view digits)
    {
        auto const id = propose_obligation(allocation, digits);
        EXPECT_EQ(act(approver, obligations, id, approve_obligation), "");
        return id;
    }
    Uuid requested(Uuid obligation, std::string_view digits)
    {
        Disbursement value;
        value.title = "First part";
        value.obligation = Id<Obligation>{obligation};
        value.organisation = Id<partners::Organisation>{centre};
        value.amount = amount(digits);
        value.document = "Invoice 12";
        return propose(disbursements, value, payee);
    }
    /// Asked by the payee, verified by the desk, approved, paid.
    Uuid paid(Uuid obligation, std::string_view digits)
    {
        auto const id = requested(obligation, digits);
        EXPECT_EQ(act(finance, disbursements, id, verify, Verification{"Invoice and contract"}),
                  "");
        EXPECT_EQ(act(approver, disbursements, id, approve_payment, PaymentApproval{"Memo 3"}), "");
        EXPECT_EQ(act(finance, disbursements, id, pay, Payment{day("2026-11-10"), "", ""}), "");
        return id;
    }

    // -- Acting and looking -----------------------------------------------------------------------

    Head head_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read(
            [&](Reader &reader) { return records::find(reader, noun, &program, id.to_string()); });
    }
    template <typename Verb, typename... Form>
    std::string act(auth::Identity const &by, records::Noun const &noun, Uuid id, Verb const &verb,
                    Form const &...form)
    {
        auto const head = head_of(noun, id);
        return code_of(
            store().write([&](Tx &tx) { return verb(tx, by, head, head.version, form...); }));
    }
    std::string state(records::Noun const &noun, Uuid id) { return head_of(noun, id).state; }
    std::string may(auth::Identity const &who, records::Noun const &noun, Uuid id,
                    std::string_view verb)
    {
        return code_of(store().read([&](Reader &reader) {
            return records::find(reader, noun, &who, id.to_string(), verb);
        }));
    }
    std::string balance(Role role, std::optional<Uuid> subject = {},
                        std::string_view currency = "USD")
    {
        return store()
            .read([&](Reader &reader) {
                return balance_of(reader, {.fund = fund,
                                           .role = role,
                                           .subject = subject.value_or(fund),
                                           .currency = *Currency::parse(currency)});
            })
            .amount();
    }
    void expect_books_right()
    {
        auto const check = store().read([](Reader &reader) { return check_books(reader); });
        EXPECT_TRUE(check.are_right())
            << check.unbalanced_entries << " entries, " << check.differing_accounts << " accounts";
        EXPECT_GT(check.entries, 0);
    }

    Uuid office, centre, facilitator, line, project, fund;
    auth::Identity finance, second, approver, desk, payee;
    std::int64_t next_year = 2027;
};

} // namespace selatan::funds

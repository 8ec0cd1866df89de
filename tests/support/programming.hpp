/// \file
/// An agency's year that is planned: partners, a plan, lines in any state, ceilings, and books that
/// must balance.
#pragma once

#include "cooperation/approvals/approvals.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/commitment_store.hpp"
#include "cooperation/programming/plan_store.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/reference/lists.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::programming {

using auth::Role;
using selatan::testing::code_of;
using selatan::testing::country;
using selatan::testing::day;
using storage::Reader;
using storage::Tx;

class ProgrammingTest : public testing::CodeListWebTest {
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
            value.country = country("IDN");
            return store().write(
                [&](Tx &tx) { return records::create(tx, {}, partners::organisations, value).id; });
        };
        ministry = organisation("Ministry of Agriculture", partners::OrganisationType::ministry);
        centre = organisation("Training centre", partners::OrganisationType::training_centre);
        fund = organisation("Endowment fund", partners::OrganisationType::fund);
        team = identity(make_user("team@agency.example", {{Role::coordinator}}));
        auto const bureau = make_user("bureau@ministry.example", {{Role::line_ministry}});
        store().write([&](Tx &tx) {
            tx.run("UPDATE user_account SET office = ? WHERE id = ?", ministry, bureau);
        });
        officer_of_ministry = identity(bureau);
        plan = make_plan(2027);
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        approvals::add_routes(router);
        requests::add_routes(router);
        offers::add_routes(router);
        matching::add_routes(router);
        programming::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns : {partners::nouns(), approvals::nouns(), requests::nouns(),
                                 offers::nouns(), matching::nouns(), programming::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }

    // -- What tests begin with --------------------------------------------------------------------

    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    Uuid make_plan(std::int64_t year)
    {
        PlanYear value;
        value.title = "Plan " + std::to_string(year);
        value.year = year;
        value.currency = Currency::parse("USD");
        return store().write([&](Tx &tx) { return records::create(tx, {}, plan_years, value).id; });
    }
    [[nodiscard]] PlanLine line_value(std::int64_t amount, std::string_view where = "TLS") const
    {
        PlanLine value;
        value.plan = Id<PlanYear>{plan};
        value.title = "Course for rice farmers";
        value.country = country(where);
        value.organisation = Id<partners::Organisation>{centre};
        value.sector = "31120";
        value.modality = "training";
        value.amount = amount;
        value.currency = Currency::parse("USD");
        return value;
    }
    Uuid make_line(PlanLine const &value, std::string_view state)
    {
        return store().write([&](Tx &tx) {
            return records::create(tx, {}, plan_lines, value, {.state = std::string{state}}).id;
        });
    }
    Uuid ranked(std::int64_t amount, std::string_view where = "TLS")
    {
        auto value = line_value(amount, where);
        value.finding = Finding::recommended;
        value.rank = 1;
        value.included = true;
        return make_line(value, line_states::ranked);
    }
    void set_state(Uuid record, std::string_view state)
    {
        store().write(
            [&](Tx &tx) { tx.run("UPDATE record SET state = ? WHERE id = ?", state, record); });
    }
    std::string set_ceiling(std::int64_t amount, Scope scope = Scope::total,
                            Stage stage = Stage::allocated, std::string_view from = "2026-11-01")
    {
        Ceiling value;
        value.plan = Id<PlanYear>{plan};
        value.scope = scope;
        value.stage = stage;
        value.amount = amount;
        value.from_day = day(from);
        value.document = "Letter 1";
        if (scope == Scope::fund) {
            value.fund = Id<partners::Organisation>{fund};
        }
        if (scope == Scope::country_group) {
            value.country_group = "SIDS";
        }
        return code_of(store().write([&](Tx &tx) { return add_ceiling(tx, team, value); }));
    }

    // -- Acting and looking -----------------------------------------------------------------------

    Head head_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read(
            [&](Reader &reader) { return records::find(reader, noun, &program, id.to_string()); });
    }
    /// Runs a verb on a record as it stands now.
    template <typename Verb, typename... Form>
    std::string act(records::Noun const &noun, Uuid id, Verb const &verb, Form const &...form)
    {
        auto const head = head_of(noun, id);
        return code_of(
            store().write([&](Tx &tx) { return verb(tx, team, head, head.version, form...); }));
    }
    template <typename Verb, typename... Form>
    std::string plan_act(Verb const &verb, Form const &...form)
    {
        return act(plan_years, plan, verb, form...);
    }
    template <typename Verb, typename... Form>
    std::string line_act(Uuid line, Verb const &verb, Form const &...form)
    {
        return act(plan_lines, line, verb, form...);
    }
    std::string change_amount(Uuid line, std::int64_t amount)
    {
        return line_act(line, revise_amount,
                        NewAmount{.amount = amount, .reason = "Test", .document = "Memo"});
    }
    std::string state_of_record(Uuid id)
    {
        return store().read([&](Reader &reader) { return state_of(reader, id); });
    }
    PlanYear plan_value()
    {
        return *store().read(
            [&](Reader &reader) { return records::load(reader, plan_years, plan); });
    }
    PlanLine line_stored(Uuid line)
    {
        return *store().read(
            [&](Reader &reader) { return records::load(reader, plan_lines, line); });
    }
    Hold hold(Scope scope = Scope::total)
    {
        auto const all = store().read([&](Reader &reader) { return holds_of(reader, plan); });
        auto const found = std::ranges::find(all, scope, &Hold::scope);
        return found == all.end() ? Hold{} : *found;
    }
    std::string may(auth::Identity const &who, records::Noun const &noun, Uuid id,
                    std::string_view verb)
    {
        return code_of(store().read([&](Reader &reader) {
            return records::find(reader, noun, &who, id.to_string(), verb);
        }));
    }
    /// What is held is the sum of the established lines, and never above what it may be.
    void expect_books_balance()
    {
        store().read([&](Reader &reader) {
            auto const lists = reference::lists(reader);
            auto const year = *records::load(reader, plan_years, plan);
            auto const claims = claims_of_established(reader, plan);
            bool is_over = false;
            for (auto const &one : holds_of(reader, plan)) {
                std::int64_t sum = 0;
                for (auto const &claim : claims) {
                    sum += counts_on(claim, one, *lists, first_day_of(year)) ? claim.amount : 0;
                }
                EXPECT_EQ(one.held, sum) << to_code(one.scope);
                EXPECT_LE(one.held, std::max(one.amount, one.frozen)) << to_code(one.scope);
                EXPECT_EQ(one.frozen, one.is_over() ? one.held : 0) << to_code(one.scope);
                is_over = is_over || one.is_over();
            }
            EXPECT_EQ(year.over_committed, is_over);
        });
    }

    Uuid ministry;
    Uuid centre;
    Uuid fund;
    Uuid plan;
    auth::Identity team;
    auth::Identity officer_of_ministry;
};

} // namespace selatan::programming

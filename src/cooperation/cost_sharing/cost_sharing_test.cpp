#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/cost_sharing/pages.hpp"
#include "tests/support/funds.hpp"

#include <numeric>

namespace selatan::cost_sharing {
namespace {

using funds::amount;
using funds::code_of;
using funds::day;
using storage::Reader;
using storage::Tx;

Uuid numbered(std::uint8_t number)
{
    Uuid id;
    id.bytes[0] = number;
    return id;
}

Currency currency(std::string_view code)
{
    return *Currency::parse(code);
}

std::string first_of(Problems const &problems)
{
    return problems.empty() ? "" : problems.front().field + " " + problems.front().code;
}

// -- Rules ----------------------------------------------------------------------------------------

TEST(CostPlanRules, give_a_pool_a_currency_and_parallel_funding_none)
{
    CostPlan plan;
    EXPECT_EQ(first_of(decide_plan(plan, nullptr, false, {})), "");
    plan.currency = currency("USD");
    EXPECT_EQ(first_of(decide_plan(plan, nullptr, false, {})), "currency cost_sharing.pool_alone");
    plan.currency = {};
    plan.pool_fund = Id<funds::Fund>{numbered(1)};
    EXPECT_EQ(first_of(decide_plan(plan, nullptr, false, {})), "pool_fund cost_sharing.pool_alone");
    plan.arrangement = Arrangement::pool;
    EXPECT_EQ(first_of(decide_plan(plan, nullptr, false, {})), "currency common.required");
    plan.currency = currency("USD");
    EXPECT_EQ(first_of(decide_plan(plan, nullptr, false, currency("IDR"))),
              "currency cost_sharing.fund_currency");
    EXPECT_EQ(first_of(decide_plan(plan, nullptr, false, currency("USD"))), "");
    CostPlan before;
    EXPECT_EQ(first_of(decide_plan(plan, &before, true, currency("USD"))),
              "arrangement cost_sharing.fixed");
    EXPECT_EQ(first_of(decide_plan(plan, &before, false, currency("USD"))), "");
    before = plan;
    before.project = Id<projects::Project>{numbered(2)};
    EXPECT_EQ(first_of(decide_plan(plan, &before, false, currency("USD"))),
              "project cost_sharing.fixed");
}

TEST(CostItemRules, want_money_with_a_currency_or_a_quantity_with_a_unit)
{
    CostPlan plan;
    plan.project = Id<projects::Project>{numbered(1)};
    auto const project = std::optional{numbered(1)};
    CostItem item;
    item.party = Id<projects::Party>{numbered(2)};
    item.amount = amount("10.50");
    item.currency = currency("USD");
    EXPECT_EQ(first_of(decide_item(item, plan, project)), "");
    EXPECT_EQ(first_of(decide_item(item, plan, numbered(9))),
              "party cost_sharing.party_of_another_project");
    item.currency = currency("JPY");
    EXPECT_EQ(first_of(decide_item(item, plan, project)),
              "amount cost_sharing.amount_not_in_currency");
    item.currency = currency("USD");
    item.quantity = amount("3");
    EXPECT_EQ(first_of(decide_item(item, plan, project)),
              "quantity cost_sharing.cash_has_no_quantity");
    item.contribution = Contribution::in_kind;
    EXPECT_EQ(first_of(decide_item(item, plan, project)),
              "amount cost_sharing.in_kind_has_no_amount");
    item.amount = {};
    item.currency = {};
    EXPECT_EQ(first_of(decide_item(item, plan, project)), "unit common.required");
    item.unit = Unit::expert_day;
    EXPECT_EQ(first_of(decide_item(item, plan, project)), "");
    item.party = {};
    EXPECT_EQ(first_of(decide_item(item, plan, {})), "party common.required");
}

TEST(CostItemRules, let_a_pool_pay_for_all_parties_in_its_own_currency)
{
    CostPlan plan;
    plan.project = Id<projects::Project>{numbered(1)};
    plan.arrangement = Arrangement::pool;
    plan.currency = currency("USD");
    CostItem item;
    item.amount = amount("10");
    item.currency = currency("USD");
    EXPECT_EQ(first_of(decide_item(item, plan, {})), "");
    item.currency = currency("CLP");
    EXPECT_EQ(first_of(decide_item(item, plan, {})), "currency cost_sharing.pool_currency");
    item.currency = currency("USD");
    item.party = Id<projects::Party>{numbered(2)};
    EXPECT_EQ(first_of(decide_item(item, plan, numbered(1))),
              "party cost_sharing.pool_has_no_party");
}

TEST(CostItemRules, let_an_obligation_pay_only_for_its_own_payers_item)
{
    CostPlan plan;
    plan.project = Id<projects::Project>{numbered(1)};
    CostItem item;
    item.party = Id<projects::Party>{numbered(2)};
    item.currency = currency("USD");
    ObligationMoney money{
        .project = numbered(1), .currency = currency("USD"), .party = numbered(2), .fund = {}};
    EXPECT_EQ(code_of(decide_assign(item, plan, money)), "");
    money.party = numbered(3);
    EXPECT_EQ(code_of(decide_assign(item, plan, money)), "cost_sharing.other_payer");
    money.party = {};
    EXPECT_EQ(code_of(decide_assign(item, plan, money)), "cost_sharing.other_payer");
    money.currency = currency("IDR");
    EXPECT_EQ(code_of(decide_assign(item, plan, money)), "cost_sharing.other_currency");
    money.project = numbered(4);
    EXPECT_EQ(code_of(decide_assign(item, plan, money)), "cost_sharing.other_project");
    item.contribution = Contribution::in_kind;
    EXPECT_EQ(code_of(decide_assign(item, plan, money)), "cost_sharing.not_cash");
}

TEST(CostItemRules, refuse_values_and_reports_that_cannot_be)
{
    CostItem item;
    item.currency = currency("JPY");
    auto const today = day("2026-11-22");
    EXPECT_EQ(
        code_of(decide_report(item, {"Flights", day("2026-11-23"), amount("1"), "S", ""}, today)),
        "common.in_the_future");
    EXPECT_EQ(code_of(decide_report(item, {"Flights", today, amount("1.5"), "S", ""}, today)),
              "cost_sharing.amount_not_in_currency");
    EXPECT_EQ(code_of(decide_report(item, {"Flights", today, amount("15"), "S", ""}, today)), "");
    Valuation const value{amount("1.5"), currency("JPY"), "Scale", "2026", "Letter"};
    EXPECT_EQ(code_of(decide_value(item, value)), "cost_sharing.not_in_kind");
    item.contribution = Contribution::in_kind;
    EXPECT_EQ(code_of(decide_value(item, value)), "cost_sharing.amount_not_in_currency");
}

// -- The matrix -----------------------------------------------------------------------------------

TEST(CostMatrix, divides_a_pool_to_the_last_unit)
{
    std::vector<std::int64_t> const thirds{34, 33, 33};
    EXPECT_EQ(divided(100, thirds), (std::vector<std::int64_t>{34, 33, 33}));
    EXPECT_EQ(divided(1, thirds), (std::vector<std::int64_t>{1, 0, 0}));
    EXPECT_EQ(divided(-1, thirds), (std::vector<std::int64_t>{-1, 0, 0}));
    std::vector<std::int64_t> const halves{50, 50};
    EXPECT_EQ(divided(3, halves), (std::vector<std::int64_t>{2, 1}));
    for (auto const whole : {0LL, 7LL, 99'999'999'999'999'999LL, -12'345'678'901LL}) {
        auto const parts = divided(whole, thirds);
        EXPECT_EQ(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}), whole);
    }
}

Entry planned(std::string line, Measure measure, std::optional<Uuid> party, std::int64_t count)
{
    Entry entry;
    entry.line = std::move(line);
    entry.measure = std::move(measure);
    entry.party = party;
    entry.count = count;
    return entry;
}

std::vector<PartyColumn> two_parties(std::int64_t first_share, std::int64_t second_share)
{
    std::vector<PartyColumn> all(2);
    all[0].id = numbered(1);
    all[0].share = first_share;
    all[1].id = numbered(2);
    all[1].share = second_share;
    return all;
}

TEST(CostMatrix, never_adds_units_grades_or_currencies_of_different_kinds)
{
    Measure const usd{.currency = currency("USD")};
    Measure const idr{.currency = currency("IDR")};
    Measure const senior{.currency = {}, .unit = Unit::expert_day, .grade = "senior"};
    Measure const junior{.currency = {}, .unit = Unit::expert_day, .grade = "junior"};
    std::vector const entries{
        planned("Travel", usd, numbered(1), 100),   planned("Travel", usd, numbered(2), 50),
        planned("Travel", idr, numbered(1), 1000),  planned("Experts", senior, numbered(1), 5),
        planned("Experts", junior, numbered(1), 7), planned("Courses", usd, numbered(1), 3)};
    auto const matrix = make_matrix(Arrangement::parallel, two_parties(0, 0), entries);
    EXPECT_EQ(matrix.rows.size(), 5);
    ASSERT_EQ(matrix.totals.size(), 4);
    EXPECT_FALSE(matrix.has_pool);
    auto const sum = std::ranges::find(matrix.totals, usd, &Row::measure);
    ASSERT_NE(sum, matrix.totals.end());
    EXPECT_EQ(sum->by_party[0].planned, 103);
    EXPECT_EQ(sum->by_party[1].planned, 50);
    EXPECT_EQ(sum->whole.planned, 153);

    auto const missing = converted(matrix, currency("USD"), [](Currency) { return std::nullopt; });
    EXPECT_EQ(std::get<MissingRate>(missing).from, currency("IDR"));
    reference::ExchangeRate const rate{.from = currency("IDR"),
                                       .to = currency("USD"),
                                       .rate = *reference::Rate::parse("0.001"),
                                       .on = day("2026-11-20"),
                                       .source = "IMF"};
    auto const sums = std::get<Converted>(
        converted(matrix, currency("USD"), [&](Currency) { return std::optional{rate}; }));
    EXPECT_EQ(sums.planned.amount(), "1.54");
    ASSERT_EQ(sums.rates.size(), 1);
    EXPECT_EQ(sums.rates.front().source, "IMF");
}

TEST(CostMatrix, shares_a_pool_only_when_the_shares_make_a_whole)
{
    Measure const usd{.currency = currency("USD")};
    std::vector const entries{planned("Travel", usd, {}, 101)};
    auto const shared = make_matrix(Arrangement::pool, two_parties(50, 50), entries);
    EXPECT_TRUE(shared.is_pool_divided);
    EXPECT_EQ(shared.rows.front().by_party[0].planned, 51);
    EXPECT_EQ(shared.rows.front().by_party[1].planned, 50);
    EXPECT_EQ(shared.totals.front().whole.planned, 101);
    auto const whole = make_matrix(Arrangement::pool, two_parties(50, 40), entries);
    EXPECT_FALSE(whole.is_pool_divided);
    EXPECT_EQ(whole.rows.front().by_party[0].planned, 0);
    EXPECT_EQ(whole.rows.front().pool.planned, 101);
}

TEST(CostStatement, adds_up_and_leaves_nothing_over_between_the_parties)
{
    Measure const usd{.currency = currency("USD")};
    // Three of the pool on one line, one on another; each would round on its own.
    std::vector entries{planned("Travel", usd, {}, 101), planned("Travel", usd, {}, 50),
                        planned("Travel", usd, {}, 7), planned("Hall", usd, {}, 1'000'100)};
    for (auto &one : entries) {
        one.party.reset();
    }
    auto const matrix = make_matrix(Arrangement::pool, two_parties(33, 67), entries);
    std::vector<std::int64_t> borne(entries.size());
    for (std::size_t i = 0; i < matrix.parties.size(); ++i) {
        auto const statement =
            make_statement(Arrangement::pool, matrix, entries, matrix.parties[i]);
        ASSERT_EQ(statement.lines.size(), entries.size());
        ASSERT_EQ(statement.sums.size(), 1);
        std::int64_t sum = 0;
        for (std::size_t k = 0; k < statement.lines.size(); ++k) {
            ASSERT_TRUE(statement.lines[k].share.has_value());
            sum += *statement.lines[k].share;
            borne[k] += *statement.lines[k].share;
        }
        EXPECT_EQ(sum, statement.sums.front().share);
        EXPECT_EQ(sum, matrix.totals.front().by_party[i].planned);
        EXPECT_EQ(statement.sums.front().whole, 1'000'258);
    }
    auto const statement =
        make_statement(Arrangement::pool, matrix, entries, matrix.parties.front());
    for (std::size_t k = 0; k < borne.size(); ++k) {
        EXPECT_EQ(borne[k], statement.lines[k].entry->count) << "the parties bear each line";
    }
}

TEST(CostStatement, shows_a_pool_without_shares_as_the_whole_that_it_is)
{
    Measure const usd{.currency = currency("USD")};
    std::vector entries{planned("Travel", usd, {}, 1'000'100)};
    entries.front().party.reset();
    auto const matrix = make_matrix(Arrangement::pool, two_parties(0, 0), entries);
    auto const statement =
        make_statement(Arrangement::pool, matrix, entries, matrix.parties.front());
    ASSERT_EQ(statement.sums.size(), 1);
    EXPECT_EQ(statement.sums.front().whole, 1'000'100);
    EXPECT_EQ(statement.sums.front().share, std::nullopt);
}

TEST(CostMatrix, says_whose_money_it_is_only_where_that_is_certain)
{
    auto parties = two_parties(0, 0);
    parties[0].party.country = CountryCode::parse("TLS");
    parties[1].party.organisation = Id<partners::Organisation>{numbered(7)};
    auto const home = [](Uuid) {
        return CountryCode::parse("IDN");
    };
    EXPECT_EQ(party_of_money(parties, numbered(7), {}, home), numbered(2));
    EXPECT_EQ(party_of_money(parties, {}, CountryCode::parse("TLS"), home), numbered(1));
    EXPECT_EQ(party_of_money(parties, {}, CountryCode::parse("IDN"), home), numbered(2));
    EXPECT_EQ(party_of_money(parties, numbered(8), {}, home), std::nullopt);
    EXPECT_EQ(party_of_money(parties, {}, {}, home), std::nullopt);
    parties[0].party.country = {};
    parties[0].party.organisation = Id<partners::Organisation>{numbered(6)};
    EXPECT_EQ(party_of_money(parties, {}, CountryCode::parse("IDN"), home), std::nullopt)
        << "two offices of one country";
}

// -- The whole of it ------------------------------------------------------------------------------

class CostSharing : public funds::FundsTest {
protected:
    void SetUp() override
    {
        FundsTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        dili = make_party(CountryCode::parse("TLS"), {}, "requester", 20);
        theirs = make_party({}, centre, "provider", 40);
        payers = make_party({}, facilitator, "facilitator", 40);
        store().write([&](Tx &tx) { projects::share_with_parties(tx, project); });
        focal = identity(make_user("focal@tls.example",
                                   {{auth::Role::focal_point, *CountryCode::parse("TLS")}}));
        donor = identity(make_user("donor@fac.example", {{auth::Role::facilitator, facilitator}}));
        coordinator = identity(make_user("coord@agency.example", {{auth::Role::coordinator}}));
    }
    void add_routes(web::Router &router) override
    {
        FundsTest::add_routes(router);
        cost_sharing::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        FundsTest::set_up(app);
        auto const ours = nouns();
        app.nouns.insert(app.nouns.end(), ours.begin(), ours.end());
    }

    Uuid make_party(std::optional<CountryCode> country, std::optional<Uuid> organisation,
                    std::string role, std::int64_t share)
    {
        projects::Party party;
        party.project = Id<projects::Project>{project};
        party.country = country;
        if (organisation) {
            party.organisation = Id<partners::Organisation>{*organisation};
        }
        party.roles = {std::move(role)};
        party.share = share;
        return store().write([&](Tx &tx) {
            return records::create(tx, {}, projects::parties, party, {.state = "bound"}).id;
        });
    }
    Uuid make_plan(CostPlan plan = {})
    {
        plan.project = Id<projects::Project>{project};
        return store().write([&](Tx &tx) {
            records::Extra extra;
            auto const id = records::create(tx, {}, cost_plans, plan, extra).id;
            set_audience(tx, project, Audience::partner);
            share_with_parties(tx, id);
            return id;
        });
    }
    Uuid make_item(CostItem item)
    {
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, {}, cost_items, item).id;
            share_with_parties(tx, item.plan->uuid());
            return id;
        });
    }
    Uuid cash(Uuid plan, std::optional<Uuid> party, std::string name, std::string_view digits)
    {
        CostItem item;
        item.plan = Id<CostPlan>{plan};
        if (party) {
            item.party = Id<projects::Party>{*party};
        }
        item.line = std::move(name);
        item.amount = amount(digits);
        item.currency = currency("USD");
        return make_item(item);
    }
    Uuid days(Uuid plan, Uuid party, std::string_view digits)
    {
        CostItem item;
        item.plan = Id<CostPlan>{plan};
        item.party = Id<projects::Party>{party};
        item.line = "Experts";
        item.contribution = Contribution::in_kind;
        item.quantity = amount(digits);
        item.unit = Unit::expert_day;
        return make_item(item);
    }
    PlanView view(Uuid plan)
    {
        auto const head = head_of(cost_plans, plan);
        return store().read([&](Reader &reader) { return view_of(reader, head, Language::en); });
    }
    /// A party's figures in the sums of a currency.
    Figures sums_of(Uuid plan, Uuid party)
    {
        auto const all = view(plan);
        auto const at = std::ranges::find(all.matrix.parties, party, &PartyColumn::id);
        EXPECT_NE(at, all.matrix.parties.end());
        for (auto const &row : all.matrix.totals) {
            if (row.measure.currency == currency("USD")) {
                return row.by_party[static_cast<std::size_t>(at - all.matrix.parties.begin())];
            }
        }
        return {};
    }

    Uuid dili, theirs, payers;
    auth::Identity focal, donor, coordinator;
};
INSTANTIATE_ENGINES(CostSharing);

TEST_P(CostSharing, names_countries_in_the_readers_language)
{
    auto const head = head_of(cost_plans, make_plan());
    auto const names = store().read([&](Reader &reader) {
        std::string all;
        for (auto const &column : view_of(reader, head, Language::ar).matrix.parties) {
            all += column.name + "\n";
        }
        return all;
    });
    EXPECT_NE(names.find("تيمور"), std::string::npos) << names;
}

TEST_P(CostSharing, counts_what_the_ledger_paid_for_the_party_whose_money_it_was)
{
    auto const plan = make_plan();
    auto const flights = cash(plan, payers, "Travel", "500");
    auto const other = cash(plan, dili, "Travel", "80");
    // The facilitator's earmarked money pays for an obligation of the project.
    auto const contribution = receive_money("600", {"TLS"});
    auto const allocation = propose_allocation("400", contribution);
    ASSERT_EQ(act(approver, funds::allocations, allocation, funds::approve_allocation), "");
    auto const obligation = obligated(allocation, "300");
    EXPECT_EQ(sums_of(plan, payers).obligated, 300'00) << "on no line yet, but theirs";
    auto const paid_part = paid(obligation, "120.50");
    EXPECT_EQ(sums_of(plan, payers).paid, 120'50);

    Assignment const it{Id<funds::Obligation>{obligation}};
    EXPECT_EQ(act(finance, cost_items, other, assign, it), "cost_sharing.other_payer");
    EXPECT_EQ(act(finance, cost_items, flights, assign, it), "");
    auto const all = view(plan);
    ASSERT_EQ(all.matrix.rows.size(), 1) << "nothing stands without a line any more";
    EXPECT_EQ(all.matrix.rows.front().whole.paid, 120'50);
    EXPECT_EQ(all.matrix.rows.front().whole.planned, 580'00);

    EXPECT_EQ(act(finance, funds::disbursements, paid_part, funds::refund,
                  funds::Refund{day("2026-11-12"), amount("20.50"), "Bank 9"}),
              "");
    EXPECT_EQ(sums_of(plan, payers).paid, 100'00);
    EXPECT_EQ(act(coordinator, cost_items, flights, drop, TakingBack{"Not needed"}),
              "cost_sharing.has_actuals");
    EXPECT_EQ(act(coordinator, cost_items, other, drop, TakingBack{"Not needed"}), "");
    expect_books_right();
}

TEST_P(CostSharing, keeps_what_a_party_reports_apart_and_lets_it_take_it_back)
{
    auto const plan = make_plan();
    auto const travel = cash(plan, dili, "Travel", "80");
    auto const given = days(plan, dili, "30");
    Reporting const spent{.what = "Buses",
                          .reported_on = day("2026-11-10"),
                          .amount = amount("42.50"),
                          .source = "Statement, second quarter",
                          .document = "Letter 3"};
    EXPECT_EQ(act(donor, cost_items, travel, report, spent), "cost_sharing.not_yours_to_report");
    EXPECT_EQ(act(focal, cost_items, travel, report, spent), "");
    EXPECT_EQ(sums_of(plan, dili).reported, 42'50);
    EXPECT_EQ(sums_of(plan, dili).paid, 0) << "our ledger knows nothing of it";

    Valuation const value{amount("900"), currency("USD"), "Salary scale", "2026", "Letter 4"};
    EXPECT_EQ(act(donor, cost_items, given, cost_sharing::value, value),
              "cost_sharing.not_yours_to_report");
    EXPECT_EQ(act(focal, cost_items, given, cost_sharing::value, value), "");
    auto const valued = store().read([&](Reader &reader) { return valued_items(reader, plan); });
    ASSERT_EQ(valued.size(), 1);
    EXPECT_EQ(valued.front().value.to_string(), "900.00 USD");
    EXPECT_EQ(sums_of(plan, dili).planned, 80'00) << "a value is no cash";
    EXPECT_EQ(act(focal, cost_items, given, withdraw_value, TakingBack{"Our practice"}), "");
    EXPECT_EQ(act(focal, cost_items, given, withdraw_value, TakingBack{"Again"}),
              "cost_sharing.no_value");
    EXPECT_TRUE(store().read([&](Reader &reader) { return valued_items(reader, plan); }).empty());

    auto const entries = view(plan).entries;
    auto const reported = std::ranges::find(entries, Known::reported, &Entry::known);
    ASSERT_NE(reported, entries.end());
    auto const its_record = store().read([&](Reader &reader) {
        return records::resolve(reader, cost_reports.kind, reported->record.reference);
    });
    ASSERT_TRUE(its_record.has_value());
    EXPECT_EQ(act(focal, cost_reports, *its_record, take_back_report, TakingBack{"Counted twice"}),
              "");
    EXPECT_EQ(sums_of(plan, dili).reported, 0);
}

TEST_P(CostSharing, offers_the_parties_of_its_own_project)
{
    auto const plan = make_plan();
    projects::Party other;
    other.project = Id<projects::Project>{make_project(line)};
    other.organisation = Id<partners::Organisation>{centre};
    other.roles = {"provider"};
    auto const elsewhere = store().write([&](Tx &tx) {
        return records::create(tx, {}, projects::parties, other, {.state = "bound"}).id;
    });
    auto const form = signed_in("coord@agency.example")
                          .get("/cost-items/new?plan=" + head_of(cost_plans, plan).reference);
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(testing::shows(form, theirs.to_string()));
    EXPECT_FALSE(testing::shows(form, elsewhere.to_string()));
}

TEST_P(CostSharing, offers_a_party_to_report_on_its_own_items_alone)
{
    auto const plan = make_plan();
    auto const reference = head_of(cost_items, cash(plan, dili, "Travel", "80")).reference;
    auto const offers_it = [&](std::string const &who) {
        auto visitor = signed_in(who);
        auto const shown = visitor.get("/cost-items/" + reference);
        EXPECT_EQ(shown.status, 200) << who << " sees it";
        return shown.body.find("/cost-items/" + reference + "/reports") != std::string::npos;
    };
    EXPECT_TRUE(offers_it("focal@tls.example"));
    EXPECT_FALSE(offers_it("donor@fac.example"));
    EXPECT_TRUE(offers_it("coord@agency.example")) << "with the party's letter";
}

TEST_P(CostSharing, lets_each_party_confirm_its_own_column_alone)
{
    auto const plan = make_plan();
    EXPECT_EQ(act(focal, cost_plans, plan, confirm), "cost_sharing.nothing_to_confirm");
    auto const item = cash(plan, dili, "Travel", "80");
    cash(plan, payers, "Travel", "500");
    EXPECT_EQ(act(coordinator, cost_plans, plan, confirm), "cost_sharing.not_your_column");
    EXPECT_EQ(may(coordinator, cost_plans, plan, "confirm"), "common.forbidden");
    EXPECT_EQ(act(focal, cost_plans, plan, confirm), "");
    EXPECT_EQ(act(focal, cost_plans, plan, confirm), "cost_sharing.confirmed_already");
    auto const standing = [&](Uuid party) {
        auto const all = view(plan);
        return standing_of(all, *std::ranges::find(all.matrix.parties, party, &PartyColumn::id));
    };
    EXPECT_EQ(standing(dili), Standing::confirmed);
    EXPECT_EQ(standing(payers), Standing::unconfirmed);
    EXPECT_EQ(act(coordinator, cost_plans, plan, settle), "cost_sharing.unconfirmed");

    // Whoever changes the column has not the party's word for it any more.
    store().write([&](Tx &tx) {
        auto const before = load_item(tx, item);
        auto after = before;
        after.amount = amount("90");
        EXPECT_TRUE(records::change(tx, {}, cost_items, head_of(cost_items, item), 1, before, after)
                        .has_value());
    });
    EXPECT_EQ(standing(dili), Standing::changed);
    EXPECT_EQ(act(focal, cost_plans, plan, confirm), "");
    EXPECT_EQ(act(donor, cost_plans, plan, confirm), "");
    EXPECT_EQ(act(coordinator, cost_plans, plan, settle), "");
    EXPECT_EQ(act(focal, cost_plans, plan, confirm), "cost_sharing.plan_closed");
    EXPECT_EQ(act(coordinator, cost_items, item, drop, TakingBack{"Late"}),
              "cost_sharing.plan_closed");
    EXPECT_EQ(act(coordinator, cost_plans, plan, reopen), "");
}

TEST_P(CostSharing, divides_what_a_pool_paid_by_the_shares)
{
    CostPlan pool;
    pool.arrangement = Arrangement::pool;
    pool.currency = currency("USD");
    pool.pool_fund = Id<funds::Fund>{fund};
    auto const plan = make_plan(pool);
    auto const item = cash(plan, {}, "Travel", "500");
    receive_money("600");
    auto const obligation = obligated(allocated("400"), "300");
    EXPECT_EQ(act(finance, cost_items, item, assign, Assignment{Id<funds::Obligation>{obligation}}),
              "");
    paid(obligation, "100.01");
    EXPECT_EQ(sums_of(plan, dili).paid, 20'00);
    EXPECT_EQ(sums_of(plan, theirs).paid, 40'01);
    EXPECT_EQ(sums_of(plan, payers).paid, 40'00);
    auto const all = view(plan);
    auto const paid_in = std::ranges::find(all.entries, Known::paid_in, &Entry::known);
    ASSERT_NE(paid_in, all.entries.end());
    EXPECT_EQ(paid_in->party, payers);
    EXPECT_EQ(paid_in->count, 600'00);
}

TEST_P(CostSharing, is_a_page_a_file_and_a_paper_for_every_party)
{
    auto const plan = make_plan();
    cash(plan, dili, "Travel", "80");
    cash(plan, payers, "Travel", "500.25");
    days(plan, theirs, "30");
    auto const path = "/cost-plans/" + head_of(cost_plans, plan).reference;
    auto const statement =
        path + "/parties/" + head_of(projects::parties, payers).reference + "/statement";

    auto ana = signed_in("focal@tls.example");
    auto const page = ana.get(path);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(testing::shows(page, "500.25"));
    EXPECT_TRUE(testing::shows(page, "Expert-days"));
    EXPECT_TRUE(testing::shows(page, "Not confirmed"));
    EXPECT_EQ(ana.get(path + "?in=USD").status, 200);
    EXPECT_EQ(ana.get(path + "?in=XXX").status, 200);
    EXPECT_EQ(ana.get(statement).status, 200) << "every party sees every party's";
    EXPECT_EQ(ana.get(path + "/parties/PTY-1999-0001/statement").status, 404);
    for (auto const *const ending : {".csv", ".xlsx", ".pdf"}) {
        EXPECT_EQ(ana.get(statement + ending).status, 200) << ending;
    }
    EXPECT_EQ(ana.get(path + "/matrix.csv").status, 200);
    EXPECT_TRUE(ana.get(statement + ".pdf").body.starts_with("%PDF-"));
    // The button acts at once; the same again is told.
    EXPECT_EQ(ana.post(path + "/confirmation", {{"version", "1"}}).status, 303);
    EXPECT_TRUE(testing::shows(ana.get(path), "Changed since") ||
                testing::shows(ana.get(path), "Confirmed"));

    make_user("focal@mdg.example", {{auth::Role::focal_point, *CountryCode::parse("MDG")}});
    auto stranger = signed_in("focal@mdg.example");
    EXPECT_EQ(stranger.get(path).status, 404);
    EXPECT_EQ(stranger.get(statement + ".pdf").status, 404);
    EXPECT_EQ(stranger.get(path + "/matrix.csv").status, 404);
}

TEST_P(CostSharing, states_the_whole_of_a_pool_and_the_partys_part_on_page_and_in_files)
{
    CostPlan pool;
    pool.arrangement = Arrangement::pool;
    pool.currency = currency("USD");
    auto const plan = make_plan(pool);
    cash(plan, {}, "Travel", "10001.01");
    auto const statement = "/cost-plans/" + head_of(cost_plans, plan).reference + "/parties/" +
                           head_of(projects::parties, dili).reference + "/statement";
    auto ana = signed_in("focal@tls.example");
    auto const page = ana.get(statement);
    EXPECT_TRUE(testing::shows(page, "10,001.01"));
    EXPECT_TRUE(testing::shows(page, "2,000.20")) << "20 %";
    auto const csv = ana.get(statement + ".csv");
    std::string text;
    while (csv.stream && csv.stream(text)) {
    }
    for (auto const *const part :
         {"Rice seed production", "Timor-Leste", "20", "USD", "10001.01", "2000.20", "Total"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
    }
    store().write([&](Tx &tx) {
        tx.run("UPDATE project_party SET share = NULL WHERE project = ?", project);
    });
    auto const undivided = ana.get(statement);
    EXPECT_FALSE(testing::shows(undivided, "No budget items yet"));
    EXPECT_TRUE(testing::shows(undivided, "make 0 %, not 100 %"));
    EXPECT_EQ(ana.get(statement + ".pdf").status, 200);
}

TEST_P(CostSharing, is_seen_by_a_party_that_joins_later)
{
    auto const plan = make_plan();
    cash(plan, dili, "Travel", "80");
    auto const fiji = identity(
        make_user("focal@fji.example", {{auth::Role::focal_point, *CountryCode::parse("FJI")}}));
    EXPECT_EQ(may(fiji, cost_plans, plan, "see"), "common.not_found");
    make_party(CountryCode::parse("FJI"), {}, "requester", 0);
    store().write([&](Tx &tx) { projects::share_with_parties(tx, project); });
    EXPECT_EQ(store().write([](Tx &tx) { return share_with_latecomers(tx); }), 1);
    EXPECT_EQ(store().write([](Tx &tx) { return share_with_latecomers(tx); }), 0);
    EXPECT_EQ(may(fiji, cost_plans, plan, "see"), "");
}

} // namespace
} // namespace selatan::cost_sharing

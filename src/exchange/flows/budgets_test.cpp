#include "exchange/flows/budgets.hpp"

#include "cooperation/reference/code_list.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/flows.hpp"

#include <map>

namespace selatan::reported_flows {
namespace {

using Sums = std::map<std::string, std::int64_t>;

class Budgets : public FiguresTest {
protected:
    void refresh_soundly()
    {
        refresh(store());
        auto const wrong = store().read([](storage::Reader &reader) { return check(reader); });
        EXPECT_TRUE(wrong.empty()) << wrong.front();
    }

    Sums totals_by(Dimension dimension, std::optional<std::int64_t> year = {})
    {
        Sums sums;
        for (auto const &one : store().read([&](storage::Reader &reader) {
                 return totals(
                     reader, {.dimension = dimension, .money = Money::budget, .year = year}, 1000);
             })) {
            sums[one.code] = one.counted;
        }
        return sums;
    }

    Sums totals_of_years()
    {
        Sums sums;
        for (auto const &one : store().read([](storage::Reader &reader) {
                 return totals_by_year(reader, {.money = Money::budget});
             })) {
            sums[one.code] = one.counted;
        }
        return sums;
    }

    std::vector<PartOf> behind_all()
    {
        return store().read([](storage::Reader &reader) {
            return parts_of(reader, {.dimension = Dimension::all, .money = Money::budget}, "",
                            std::nullopt, 100);
        });
    }

    std::vector<PartOf> all_left_out()
    {
        return store().read([](storage::Reader &reader) {
            return left_out(reader, {.money = Money::budget}, std::nullopt, 100);
        });
    }
};
INSTANTIATE_ENGINES(Budgets);

TEST_P(Budgets, are_divided_by_days_among_years_and_as_their_activity_is)
{
    import(iati_activity(
        "XX-1-A", "Wells",
        R"(<recipient-country code="KE" percentage="30"/>
           <recipient-country code="UG" percentage="70"/>
           <sector vocabulary="1" code="14030"/><sector vocabulary="7" code="6"/>)" +
            iati_budget({.starts = "2019-01-01", .ends = "2020-12-31", .amount = "7310.01"}) +
            iati_payment({.amount = "5"})));
    refresh_soundly();
    EXPECT_EQ(totals_of_years(), (Sums{{"2019", 365'000}, {"2020", 366'001}}));
    EXPECT_EQ(totals_by(Dimension::all), (Sums{{"", 731'001}}));
    EXPECT_EQ(totals_by(Dimension::country, 2019), (Sums{{"KEN", 109'500}, {"UGA", 255'500}}));
    EXPECT_EQ(totals_by(Dimension::sector), (Sums{{"14030", 731'001}}));
    EXPECT_EQ(totals_by(Dimension::category), (Sums{{"140", 731'001}}));
    EXPECT_EQ(totals_by(Dimension::goal), (Sums{{"6", 731'001}}));
    EXPECT_EQ(totals_by(Dimension::publisher), (Sums{{"xx-1", 731'001}}));
    EXPECT_EQ(totals_by(Dimension::provider), (Sums{{"xx-1", 731'001}}));
    EXPECT_EQ(totals_by(Dimension::receiver), (Sums{{"", 731'001}}));
    EXPECT_EQ(totals_by(Dimension::corridor, 2019).at("xx-1>UGA"), 255'500);
    auto const parts = behind_all();
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].hundredths, 731'001) << "as reported: all of it";
    EXPECT_EQ(parts[0].usd, 366'001);
    ASSERT_TRUE(parts[0].budget);
    EXPECT_EQ(parts[0].budget->year, 2020);
    EXPECT_EQ(parts[0].budget->days, 366);
    EXPECT_EQ(parts[0].budget->all_days, 731);
    EXPECT_EQ(parts[0].budget->status, "2");
    EXPECT_EQ(parts[1].budget->year, 2019);
}

TEST_P(Budgets, are_replaced_by_revised_ones_for_the_same_days)
{
    import(iati_activity("XX-1-A", "Wells",
                         iati_budget({.amount = "365"}) +
                             iati_budget({.starts = "2020-01-01", .ends = "2020-12-31"}) +
                             iati_budget({.starts = "2019-07-01",
                                          .ends = "2019-12-31",
                                          .amount = "500",
                                          .is_revised = true}) +
                             // Two for the same days are two.
                             iati_budget({.starts = "2019-07-01",
                                          .ends = "2019-12-31",
                                          .amount = "1",
                                          .is_revised = true})));
    refresh_soundly();
    EXPECT_EQ(totals_of_years(), (Sums{{"2019", 18'100 + 50'100}, {"2020", 10'000}}));
    auto const out = all_left_out();
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].reason, flows::Reason::revised);
    EXPECT_EQ(out[0].left_out, 18'400);
    EXPECT_EQ(out[0].budget->days, 184);
    EXPECT_EQ(out[0].instead, out[0].activity);
}

TEST_P(Budgets, have_the_rate_of_the_day_of_their_value)
{
    import(iati_activity(
        "XX-1-A", "Wells",
        iati_budget({.amount = "1000", .currency = "EUR", .valued_on = "2018-05-31"}) +
            iati_budget({.starts = "2019-07-01",
                         .ends = "2020-06-30",
                         .amount = "7.01",
                         .currency = "XTS"})));
    refresh_soundly();
    auto const parts = behind_all();
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].hundredths, 100'000);
    EXPECT_GT(parts[0].usd, 100'000);
    EXPECT_LE(parts[0].rate_on, "2018-05-31");
    EXPECT_GE(parts[0].rate_on, "2018-05-01");
    EXPECT_FALSE(parts[0].rate_source.empty());
    auto const apart = store().read(
        [](storage::Reader &reader) { return unrated(reader, {.money = Money::budget}); });
    ASSERT_EQ(apart.size(), 1U);
    EXPECT_EQ(apart[0].hundredths, 701);
}

TEST_P(Budgets, of_parents_and_of_chains_count_once_and_say_why)
{
    import(iati_activity("XX-1-P", "Programme", iati_budget({.amount = "60"})) +
           iati_activity("XX-1-C", "Component",
                         R"(<related-activity type="1" ref="XX-1-P"/>)" +
                             iati_budget({.amount = "60"})));
    import(iati_activity(
               "YY-2-F", "Funding",
               iati_budget({.amount = "100"}) +
                   iati_payment({.type = "2",
                                 .amount = "80",
                                 .inside = R"(<receiver-org receiver-activity-id="ZZ-3-W"/>)"}),
               "YY-2"),
           "funder.xml");
    import(iati_activity("ZZ-3-W", "Work", iati_budget({.amount = "90"}), "ZZ-3"), "worker.xml");
    import(
        iati_activity("ZZ-3-W", "Work as another tells it", iati_budget({.amount = "70"}), "QQ-4"),
        "another.xml");
    refresh_soundly();
    EXPECT_EQ(totals_by(Dimension::all), (Sums{{"", 6'000 + 2'000 + 9'000}}));
    auto const out = all_left_out();
    ASSERT_EQ(out.size(), 3U);
    EXPECT_EQ(out[0].reason, flows::Reason::passed_on);
    EXPECT_EQ(out[0].left_out, 8'000);
    EXPECT_EQ(out[0].title, "Funding");
    EXPECT_EQ(out[0].instead_title, "Work");
    EXPECT_EQ(out[1].reason, flows::Reason::told_twice);
    EXPECT_EQ(out[2].reason, flows::Reason::in_parts);
    EXPECT_EQ(out[2].title, "Programme");
}

TEST_P(Budgets, whose_period_cannot_be_are_their_first_days)
{
    import(iati_activity("XX-1-A", "Wells",
                         iati_budget({.ends = "", .amount = "1"}) +
                             iati_budget({.ends = "2018-12-31", .amount = "2"}) +
                             iati_budget({.ends = "9999-12-31", .amount = "4"}) +
                             iati_budget({.starts = "no day", .amount = "8"}) +
                             iati_budget({.amount = "much"})));
    refresh_soundly();
    EXPECT_EQ(totals_of_years(), (Sums{{"2019", 700}}));
}

TEST_P(Budgets, follow_what_stands_and_take_no_transactions_place)
{
    import(iati_activity("XX-1-A", "Wells", iati_budget({}) + iati_payment({.amount = "3"})));
    refresh_soundly();
    EXPECT_EQ(store().read([](storage::Reader &reader) { return overview(reader); }).transactions,
              1);
    import(iati_activity("XX-1-A", "Wells", iati_payment({.amount = "3"})));
    refresh_soundly();
    EXPECT_TRUE(totals_by(Dimension::all).empty());
    store().read([](storage::Reader &reader) {
        EXPECT_EQ(totals_by_year(reader, {}).front().counted, 300);
    });
}

TEST(BudgetPieces, make_the_whole_of_every_budget)
{
    std::vector<ToldBudget> budgets;
    auto const add = [&](bool is_revised, char const *starts, char const *ends) {
        ToldBudget one;
        one.is_revised = is_revised;
        one.starts = *Date::parse(starts);
        one.ends = Date::parse(ends);
        budgets.push_back(one);
    };
    add(false, "2018-07-01", "2021-06-30");
    add(true, "2019-03-01", "2019-03-31");
    add(true, "2019-03-15", "2019-04-30");
    add(true, "2020-12-31", "2021-01-01");
    add(true, "2030-01-01", "2030-01-01");
    auto const pieces = pieces_of(budgets);
    std::vector<std::tuple<int, std::int64_t, bool>> of_first;
    for (auto const &one : pieces) {
        if (one.budget == budgets.data()) {
            of_first.emplace_back(one.first.year(), one.days, one.is_replaced);
        }
    }
    EXPECT_EQ(of_first, (std::vector<std::tuple<int, std::int64_t, bool>>{{2018, 184, false},
                                                                          {2019, 304, false},
                                                                          {2019, 61, true},
                                                                          {2020, 365, false},
                                                                          {2020, 1, true},
                                                                          {2021, 180, false},
                                                                          {2021, 1, true}}));
}

} // namespace
} // namespace selatan::reported_flows

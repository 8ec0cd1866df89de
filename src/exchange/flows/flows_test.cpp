#include "exchange/flows/flows.hpp"

#include "cooperation/reference/code_list.hpp"
#include "exchange/flows/finding.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "platform/auth/identity.hpp"
#include "platform/jobs/job.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/flows.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <tuple>

namespace selatan::reported_flows {

namespace {

class Flows : public FiguresTest {
protected:
    std::map<std::string, std::int64_t> totals_by(Dimension dimension, Asked asked = {})
    {
        asked.dimension = dimension;
        std::map<std::string, std::int64_t> sums;
        for (auto const &one :
             store().read([&](storage::Reader &reader) { return totals(reader, asked, 1000); })) {
            sums[one.code] = one.counted;
        }
        return sums;
    }

    void expect_sound()
    {
        auto const wrong = store().read([](storage::Reader &reader) { return check(reader); });
        EXPECT_TRUE(wrong.empty()) << wrong.front();
    }

    std::int64_t only_activity()
    {
        return store().read([](storage::Reader &reader) {
            auto const all = findings(reader, {.which = Which::open});
            EXPECT_EQ(all.size(), 1U);
            return all.empty() ? 0 : all.front().id;
        });
    }
};
INSTANTIATE_ENGINES(Flows);

using Sums = std::map<std::string, std::int64_t>;

TEST_P(Flows, money_is_divided_among_countries_and_sectors)
{
    import(iati_activity("XX-1-A", "Wells",
                         R"(<recipient-country code="KE" percentage="33.33"/>
           <recipient-country code="UG" percentage="66.67"/>
           <sector vocabulary="1" code="14030" percentage="60"/>
           <sector vocabulary="1" code="14081" percentage="40"/>
           <sector vocabulary="7" code="6"/>)" +
                             iati_payment({.amount = "100.01"}) +
                             iati_payment({.day = "2020-01-01",
                                           .amount = "10",
                                           .inside = R"(<sector vocabulary="1" code="11220"/>
                                       <recipient-country code="TZ"/>)"})));
    refresh(store());
    EXPECT_EQ(totals_by(Dimension::all), (Sums{{"", 11'001}}));
    EXPECT_EQ(totals_by(Dimension::country),
              (Sums{{"KEN", 3'333}, {"UGA", 6'668}, {"TZA", 1'000}}));
    EXPECT_EQ(totals_by(Dimension::sector),
              (Sums{{"14030", 6'001}, {"14081", 4'000}, {"11220", 1'000}}));
    EXPECT_EQ(totals_by(Dimension::category), (Sums{{"140", 10'001}, {"112", 1'000}}));
    EXPECT_EQ(totals_by(Dimension::goal), (Sums{{"6", 11'001}}));
    EXPECT_EQ(totals_by(Dimension::country, {.year = 2020}), (Sums{{"TZA", 1'000}}));
    EXPECT_EQ(totals_by(Dimension::publisher), (Sums{{"xx-1", 11'001}}));
    EXPECT_EQ(totals_by(Dimension::corridor).at("xx-1>TZA"), 1'000);
    EXPECT_TRUE(totals_by(Dimension::country, {.money = Money::committed}).empty());
    expect_sound();
}

TEST_P(Flows, every_amount_has_its_rate_or_is_told_apart)
{
    import(iati_activity("XX-1-A", "Wells",
                         iati_payment({.day = "2019-05-31", .amount = "1000", .currency = "EUR"}) +
                             iati_payment({.day = "2019-05-31", .amount = "7", .currency = "XTS"}) +
                             iati_payment({.amount = "3"})));
    refresh(store());
    auto const parts = store().read([](storage::Reader &reader) {
        return parts_of(reader, {.dimension = Dimension::all}, "", std::nullopt, 10);
    });
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].currency, "EUR");
    EXPECT_EQ(parts[0].hundredths, 100'000);
    EXPECT_GT(parts[0].usd, 105'000);
    EXPECT_LT(parts[0].usd, 120'000);
    EXPECT_FALSE(parts[0].rate.empty());
    EXPECT_FALSE(parts[0].rate_source.empty());
    EXPECT_LE(parts[0].rate_on, "2019-05-31");
    EXPECT_EQ(parts[1].usd, 300);
    EXPECT_TRUE(parts[1].rate.empty());
    auto const apart = store().read(
        [](storage::Reader &reader) { return unrated(reader, {.money = Money::spent}); });
    ASSERT_EQ(apart.size(), 1U);
    EXPECT_EQ(apart[0].currency, "XTS");
    EXPECT_EQ(apart[0].hundredths, 700);
    expect_sound();
}

/// A payment of no day, or of its value's alone.
std::string undated(std::string const &value_date, std::string const &amount)
{
    return "<transaction><transaction-type code=\"3\"/><value" +
           (value_date.empty() ? "" : " value-date=\"" + value_date + "\"") + ">" + amount +
           "</value></transaction>";
}

TEST_P(Flows, the_day_of_the_value_stands_in_and_what_has_none_is_told_apart)
{
    import(iati_activity("XX-1-A", "Wells",
                         iati_payment({.day = "2019-05-31", .amount = "3"}) +
                             undated("2020-02-01", "1000") + undated("", "7") + undated("", "8.5") +
                             "<budget><period-end iso-date=\"2020-12-31\"/>"
                             "<value currency=\"EUR\">9</value></budget>"));
    refresh(store());
    EXPECT_EQ(totals_by(Dimension::all, {.year = 2020}), (Sums{{"", 100'000}}));
    store().read([](storage::Reader &reader) {
        auto const parts = parts_of(reader, {.dimension = Dimension::all}, "", std::nullopt, 10);
        ASSERT_EQ(parts.size(), 2U);
        EXPECT_EQ(parts[0].on, Date::of(2020, 2, 1));
        EXPECT_TRUE(parts[0].is_day_of_value);
        EXPECT_FALSE(parts[1].is_day_of_value);
        auto const apart = without_day(reader, Money::spent);
        ASSERT_EQ(apart.size(), 1U);
        EXPECT_EQ(apart[0].publisher, "Office XX-1");
        EXPECT_EQ(apart[0].currency, "USD");
        EXPECT_EQ(apart[0].hundredths, 1'550);
        EXPECT_EQ(apart[0].transactions, 2);
        auto const budgets = without_day(reader, Money::budget);
        ASSERT_EQ(budgets.size(), 1U);
        EXPECT_EQ(budgets[0].currency, "EUR");
        EXPECT_EQ(budgets[0].hundredths, 900);
        EXPECT_TRUE(without_day(reader, Money::committed).empty());
    });
    expect_sound();
    // What no longer stands is told no more.
    import(iati_activity("XX-1-A", "Wells", iati_payment({.amount = "3"})));
    EXPECT_TRUE(store()
                    .read([](storage::Reader &reader) { return without_day(reader, Money::spent); })
                    .empty());
}

/// The transactions behind a figure, in pages of a few.
std::vector<PartOf> behind(storage::Reader &reader, Asked const &asked, std::string const &code)
{
    constexpr int on_a_page = 3;
    std::vector<PartOf> all;
    std::optional<After> after;
    for (;;) {
        auto const page = parts_of(reader, asked, code, after, on_a_page);
        all.insert(all.end(), page.begin(), page.end());
        if (page.size() < on_a_page) {
            return all;
        }
        auto const &last = page.back();
        after = {std::abs(last.counted + last.left_out), last.activity, last.number};
    }
}

TEST_P(Flows, every_figure_is_what_is_behind_it_the_largest_first)
{
    constexpr unsigned seed = 121;
    // NOLINTNEXTLINE(cert-msc32-c,cert-msc51-cpp): the same history each time
    std::mt19937 random{seed};
    auto const some = [&random](unsigned of) {
        return static_cast<unsigned>(random()) % of;
    };
    constexpr std::array<char const *, 3> countries{
        R"(<recipient-country code="TZ"/>)",
        R"(<recipient-country code="TZ" percentage="30"/>)"
        R"(<recipient-country code="KE" percentage="70"/>)",
        R"(<recipient-country code="KE"/>)"};
    constexpr std::array<char const *, 3> sectors{
        R"(<sector code="14030"/>)",
        R"(<sector code="14030" percentage="40"/><sector code="14081" percentage="60"/>)",
        R"(<sector code="11220"/><tag vocabulary="2" code="6"/>)"};
    std::string activities;
    for (int i = 0; i < 40; ++i) {
        std::string inside = std::string{countries[some(3)]} + sectors[some(3)];
        for (unsigned many = some(3); many > 0; --many) {
            inside += iati_budget({.starts = std::to_string(2018 + some(3)) + "-05-02",
                                   .ends = std::to_string(2019 + some(3)) + "-05-01",
                                   .amount = std::to_string(100 * static_cast<int>(some(6)) - 100),
                                   .is_revised = some(4) == 0});
        }
        for (unsigned many = some(4); many > 0; --many) {
            inside += iati_payment(
                {.type = some(4) == 0 ? "2" : "3",
                 .day = std::to_string(2018 + some(3)) + "-05-02",
                 // Few amounts, so that many are as large as others.
                 .amount = std::to_string(100 * static_cast<int>(some(6)) - 100),
                 .inside = "<receiver-org ref=\"XX-R" + std::to_string(some(2)) + "\"/>"});
        }
        activities +=
            iati_activity("XX-1-" + std::to_string(i),
                          i % 4 == 0 ? "South-South cooperation on wells" : "Wells", inside);
    }
    import(activities);
    refresh(store());
    expect_sound();
    int figures = 0;
    store().read([&](storage::Reader &reader) {
        for (int dimension = 0; dimension < static_cast<int>(dimension_codes.size()); ++dimension) {
            for (auto const only_south : {false, true}) {
                for (auto const &[money, year] :
                     {std::pair{Money::spent, std::optional<std::int64_t>{}},
                      std::pair{Money::spent, std::optional<std::int64_t>{2019}},
                      std::pair{Money::budget, std::optional<std::int64_t>{}},
                      std::pair{Money::budget, std::optional<std::int64_t>{2019}}}) {
                    Asked const asked{.dimension = static_cast<Dimension>(dimension),
                                      .money = money,
                                      .year = year,
                                      .only_south = only_south};
                    for (auto const &total : totals(reader, asked, 100)) {
                        auto const rows = behind(reader, asked, total.code);
                        std::int64_t counted = 0;
                        std::int64_t left_out = 0;
                        for (std::size_t i = 0; i < rows.size(); ++i) {
                            counted += rows[i].counted;
                            left_out += rows[i].left_out;
                            if (i > 0) {
                                auto const size = [](PartOf const &one) {
                                    return -std::abs(one.counted + one.left_out);
                                };
                                EXPECT_LT(
                                    std::tuple(size(rows[i - 1]), rows[i - 1].activity,
                                               rows[i - 1].number),
                                    std::tuple(size(rows[i]), rows[i].activity, rows[i].number));
                            }
                        }
                        EXPECT_EQ(counted, total.counted) << dimension << " " << total.code;
                        EXPECT_EQ(left_out, total.left_out) << dimension << " " << total.code;
                        EXPECT_EQ(static_cast<std::int64_t>(rows.size()), total.transactions)
                            << dimension << " " << total.code;
                        ++figures;
                    }
                }
            }
        }
    });
    EXPECT_GT(figures, 100);
}

TEST_P(Flows, shares_that_nobody_gave_are_told)
{
    import(iati_activity("XX-1-A", "Wells",
                         R"(<recipient-country code="KE" percentage="60"/>
           <recipient-country code="UG"/>
           <sector code="14030"/><sector code="14081"/>)" +
                             iati_payment({.amount = "10"})));
    refresh(store());
    auto const is_even = [&](Dimension dimension, std::string const &code) {
        auto const parts = store().read([&](storage::Reader &reader) {
            return parts_of(reader, {.dimension = dimension}, code, std::nullopt, 10);
        });
        EXPECT_EQ(parts.size(), 1U) << code;
        return !parts.empty() && parts.front().is_even;
    };
    EXPECT_FALSE(is_even(Dimension::country, "KEN"));
    EXPECT_TRUE(is_even(Dimension::country, "UGA"));
    EXPECT_TRUE(is_even(Dimension::corridor, "xx-1>UGA"));
    EXPECT_TRUE(is_even(Dimension::sector, "14081"));
    EXPECT_TRUE(is_even(Dimension::category, "140"));
    EXPECT_FALSE(is_even(Dimension::publisher, "xx-1"));
    expect_sound();
}

TEST_P(Flows, a_chain_and_a_repeating_parent_count_once_and_say_why)
{
    import(iati_activity("XX-1-P", "Programme", iati_payment({.amount = "60"})) +
           iati_activity("XX-1-C", "Component",
                         R"(<related-activity type="1" ref="XX-1-P"/>)" +
                             iati_payment({.amount = "60"})));
    import(
        iati_activity("YY-2-F", "Funding",
                      iati_payment({.amount = "100",
                                    .inside = R"(<receiver-org receiver-activity-id="ZZ-3-W"/>)"}),
                      "YY-2"),
        "funder.xml");
    import(iati_activity("ZZ-3-W", "Work", iati_payment({.day = "2019-09-09", .amount = "80"}),
                         "ZZ-3"),
           "worker.xml");
    import(iati_activity("ZZ-3-W", "Work as another tells it",
                         iati_payment({.day = "2019-09-10", .amount = "79"}), "QQ-4"),
           "another.xml");
    refresh(store());
    EXPECT_EQ(totals_by(Dimension::all), (Sums{{"", 6'000 + 10'000}}));
    auto const out = store().read([](storage::Reader &reader) {
        return left_out(reader, {.money = Money::spent}, std::nullopt, 10);
    });
    ASSERT_EQ(out.size(), 3U);
    EXPECT_EQ(out[0].reason, flows::Reason::passed_on);
    EXPECT_EQ(out[0].left_out, 8'000);
    EXPECT_EQ(out[0].counted, 2'000);
    EXPECT_EQ(out[0].title, "Funding");
    EXPECT_EQ(out[0].instead_title, "Work");
    EXPECT_EQ(out[1].reason, flows::Reason::told_twice);
    EXPECT_EQ(out[1].instead_title, "Work");
    EXPECT_EQ(out[2].reason, flows::Reason::in_parts);
    EXPECT_EQ(out[2].title, "Programme");
    EXPECT_EQ(out[2].instead_title, "Component");
    expect_sound();
}

TEST_P(Flows, figures_follow_what_stands)
{
    import(iati_activity("XX-1-A", "Wells", iati_payment({.amount = "100"})));
    EXPECT_FALSE(store().read([](storage::Reader &reader) { return overview(reader); }).is_current);
    refresh(store());
    EXPECT_EQ(totals_by(Dimension::all), (Sums{{"", 10'000}}));
    import(iati_activity("XX-1-A", "Wells", iati_payment({.amount = "50"})));
    refresh(store());
    EXPECT_EQ(totals_by(Dimension::all), (Sums{{"", 5'000}}));
    expect_sound();
}

TEST_P(Flows, a_check_finds_figures_that_were_changed)
{
    import(iati_activity("XX-1-A", "Wells", iati_payment({.amount = "100"})));
    refresh(store());
    expect_sound();
    import(iati_activity("XX-1-B", "More wells", iati_payment({.amount = "1"})), "more.xml");
    EXPECT_FALSE(store().read([](storage::Reader &reader) { return check(reader); }).empty());
}

std::string const south_south_activity =
    iati_activity("XX-1-S", "South-South cooperation on rice between Viet Nam and Guinea",
                  R"(<recipient-country code="GN"/>)" + iati_payment({.amount = "100"}));

TEST_P(Flows, what_officers_say_decides_and_stays_in_the_history)
{
    import(south_south_activity + iati_activity("XX-1-N", "Roads", iati_payment({.amount = "7"})));
    refresh(store());
    Asked const south{.only_south = true};
    EXPECT_EQ(totals_by(Dimension::all, south), (Sums{{"", 10'000}}));
    auto const activity = only_activity();
    auto const judge = [&](Verdict verdict, std::string const &reason) {
        return store().write([&](storage::Tx &tx) {
            return say(tx, {.user = Uuid{}, .post = {}, .via = "test"}, activity, verdict, reason);
        });
    };
    EXPECT_EQ(judge(Verdict::neither, "").error().problems.front().code, "flows.reason_required");
    ASSERT_TRUE(judge(Verdict::neither, "Only a study of it").has_value());
    EXPECT_EQ(judge(Verdict::neither, "Again").error().problems.front().code, "flows.said_already");
    refresh(store());
    EXPECT_TRUE(totals_by(Dimension::all, south).empty());
    ASSERT_TRUE(judge(Verdict::triangular, "With the Netherlands").has_value());
    refresh(store());
    EXPECT_EQ(totals_by(Dimension::all, south), (Sums{{"", 10'000}}));
    auto const found =
        store().read([&](storage::Reader &reader) { return finding_of(reader, activity); });
    ASSERT_TRUE(found && found->said);
    EXPECT_EQ(found->said->verdict, Verdict::triangular);
    EXPECT_EQ(found->finding.level, south_south::Level::south_south);
    EXPECT_FALSE(found->finding.evidence.empty());
    // A new version of the activity keeps the officer's word.
    import(south_south_activity + "<!-- -->", "file.xml");
    refresh(store());
    EXPECT_EQ(totals_by(Dimension::all, south), (Sums{{"", 10'000}}));
    expect_sound();
}

TEST_P(Flows, nobody_judges_what_does_not_stand)
{
    auto const said =
        store().write([](storage::Tx &tx) { return say(tx, {}, 42, Verdict::neither, "Because"); });
    EXPECT_EQ(said.error().decline, Decline::not_found);
}

TEST_P(Flows, a_fund_of_the_south_is_known_by_its_name)
{
    import(iati_activity("XX-1-A", "Rice seed",
                         R"(<participating-org role="1" type="40"><narrative>IBSA Fund</narrative>
           </participating-org><recipient-country code="GW"/>)"));
    refresh(store());
    auto const all = store().read([](storage::Reader &reader) { return findings(reader, {}); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].finding.level, south_south::Level::south_south);
    EXPECT_EQ(all[0].finding.evidence[0].where, south_south::Where::participant);
}

TEST_P(Flows, roles_and_countries_find_what_no_word_says)
{
    import(iati_activity(
        "BR-1-A", "Family farming",
        R"(<participating-org role="1" type="10" ref="BR-ABC"><narrative>Brazilian Cooperation
           Agency</narrative></participating-org>
           <participating-org role="1" type="40" ref="XM-DAC-41301"><narrative>FAO</narrative>
           </participating-org><recipient-country code="MZ"/>)" +
            iati_payment({.amount = "5"}),
        "BR-1"));
    refresh(store());
    auto const all = store().read([](storage::Reader &reader) { return findings(reader, {}); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].finding.level, south_south::Level::triangular);
    EXPECT_EQ(all[0].finding.evidence[0].sign, south_south::Sign::southern_provider);
    Asked southern{.dimension = Dimension::provider};
    southern.only_southern = true;
    EXPECT_EQ(
        store().read([&](storage::Reader &reader) { return totals(reader, southern, 9); }).size(),
        1U);
}

} // namespace
} // namespace selatan::reported_flows

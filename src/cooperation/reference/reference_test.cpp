// What changes: rates, versions that administrators add, loading again.
#include "base/money.hpp"
#include "cooperation/reference/codelists.hpp"
#include "cooperation/reference/rates.hpp"
#include "cooperation/reference/snapshot.hpp"
#include "tests/support/engines.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <set>

namespace selatan::reference {
namespace {

using selatan::testing::country;
using selatan::testing::day;
using storage::Reader;
using storage::Tx;

Currency currency(std::string_view code)
{
    return *Currency::parse(code);
}

/// A database of its own each: for tests that change it.
class Reference : public testing::EngineTest {
protected:
    void SetUp() override
    {
        EngineTest::SetUp();
        if (!IsSkipped()) {
            store().write([](Tx &tx) { load_shipped(tx); });
        }
    }
    std::shared_ptr<Codelists const> lists()
    {
        return store().read([&](Reader &reader) { return cache.current(reader); });
    }
    /// What an administrator's editor would start from.
    NewVersion current(List list)
    {
        auto const version = lists()->version(list)->version;
        auto found = store().read([&](Reader &reader) { return content(reader, list, version); });
        found.head.version = "2026-11-21 ministry";
        found.head.source = "Foreign ministry, note 12";
        return found;
    }
    Result<Version> add(NewVersion const &wanted)
    {
        return store().write([&](Tx &tx) { return add_version(tx, events::Actor{}, wanted); });
    }
    std::optional<ExchangeRate> rate_now(Currency from, Currency to, Date date)
    {
        return store().read([&](Reader &reader) { return Rates{reader}.rate(from, to, date); });
    }
    std::vector<Problem> problems_of(NewVersion const &wanted)
    {
        auto const answer = add(wanted);
        return answer ? Problems{} : answer.error().problems;
    }

    SnapshotCache<Codelists> cache;
};
INSTANTIATE_ENGINES(Reference);

TEST_P(Reference, the_latest_rate_on_or_before_the_day_is_taken)
{
    auto const usd = currency("USD");
    auto const idr = currency("IDR");
    auto const all = store().read([](Reader &reader) { return std::make_shared<Rates>(reader); });
    auto const rate = all->rate(usd, idr, day("2015-06-15"));
    ASSERT_TRUE(rate.has_value());
    EXPECT_EQ(rate->rate.to_string(), "13211");
    EXPECT_EQ(rate->on, day("2015-05-31"));
    EXPECT_EQ(rate->source, "IMF");
    EXPECT_EQ(rate->kind, RateKind::month_end);
    EXPECT_EQ(rate->convert({100'00, usd}), Money(1'321'100'00, idr));
    EXPECT_FALSE(all->rate(usd, idr, day("1980-01-01")).has_value());
    EXPECT_EQ(store().read([&](Reader &reader) {
        return Exchange{reader}.rate(idr, idr, day("1980-01-01"))->rate;
    }),
              Rate::one());

    // A day that has both: the month's end is nearer to it than the year's average.
    EXPECT_EQ(all->rate(usd, idr, day("2016-01-10"))->kind, RateKind::month_end);

    auto const crossed = all->rate(currency("JPY"), idr, day("2026-11-21"));
    ASSERT_TRUE(crossed.has_value());
    EXPECT_EQ(crossed->source, "FRB, WDI");
    EXPECT_EQ(crossed->on, day("2025-12-31"));
    EXPECT_EQ(crossed->kind, RateKind::year_average);
    EXPECT_EQ(crossed->rate.to_string().substr(0, 4), "102.");
}

TEST_P(Reference, loading_again_changes_nothing)
{
    auto const before = lists();
    auto const loaded = store().write([](Tx &tx) { return load_shipped(tx); });
    EXPECT_EQ(loaded.size(), list_codes.size());
    for (auto const &list : loaded) {
        EXPECT_EQ(list.rows, 0U) << to_code(list.list);
        EXPECT_TRUE(list.is_current) << to_code(list.list);
    }
    EXPECT_EQ(lists(), before); // the very same snapshot
}

TEST_P(Reference, an_administrator_renames_a_country)
{
    auto const before = lists();
    EXPECT_EQ(before->name(country("CIV"), Language::id).text, "Côte d’Ivoire");
    auto wanted = current(List::country);
    for (auto &name : wanted.names) {
        if (name.code == "CIV" && name.language == "id" && name.kind == NameKind::common) {
            name.name = "Pantai Gading";
            name.source = "Foreign ministry";
        }
    }
    auto const added = add(wanted);
    ASSERT_TRUE(added.has_value()) << added.error().problems.front().code;
    EXPECT_EQ(added->origin, Origin::added);
    EXPECT_EQ(lists()->name(country("CIV"), Language::id).text, "Pantai Gading");
    EXPECT_EQ(lists()->name(country("CIV"), Language::id).source, "Foreign ministry");
    // Who holds the old lists keeps them.
    EXPECT_EQ(before->name(country("CIV"), Language::id).text, "Côte d’Ivoire");

    // The old version is kept, what ships does not displace the ministry's, and history knows.
    store().write([](Tx &tx) { load_shipped(tx); });
    EXPECT_EQ(lists()->name(country("CIV"), Language::id).text, "Pantai Gading");
    auto const all = store().read([](Reader &reader) { return versions(reader, List::country); });
    ASSERT_EQ(all.size(), 2U);
    auto const acts = store().read([](Reader &reader) {
        return reader.one<int>("SELECT count(*) FROM event WHERE kind = 'code_list' "
                               "AND verb = 'version_added'");
    });
    EXPECT_EQ(acts, 1);

    auto const shipped = before->version(List::country)->version;
    auto const back = store().write(
        [&](Tx &tx) { return use_version(tx, events::Actor{}, List::country, shipped); });
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(lists()->name(country("CIV"), Language::id).text, "Côte d’Ivoire");
}

TEST_P(Reference, adding_the_same_version_twice_changes_nothing)
{
    auto const wanted = current(List::modality);
    ASSERT_TRUE(add(wanted).has_value());
    auto const revision = lists()->revision();
    EXPECT_TRUE(add(wanted).has_value());
    EXPECT_EQ(lists()->revision(), revision);
}

TEST_P(Reference, versions_are_refused_for_the_first_rule_that_they_break)
{
    struct {
        std::string_view code;
        Decline decline;
        std::function<void(NewVersion &)> spoil;
    } const cases[]{
        {"common.required", Decline::invalid,
         [](auto &v) {
             v.head.version = "";
         }},
        {"common.required", Decline::invalid,
         [](auto &v) {
             v.head.source = " ";
         }},
        {"reference.malformed", Decline::invalid,
         [](auto &v) {
             v.head.version = "a\nb";
         }},
        {"reference.version_taken", Decline::conflict,
         [](auto &v) {
             v.head.version = v.head.based_on;
             v.head.based_on = "older";
         }},
        {"reference.stale", Decline::stale,
         [](auto &v) {
             v.head.based_on = "older";
             v.items.clear();
         }},
        {"common.required", Decline::invalid,
         [](auto &v) {
             v.items.clear();
         }},
        {"reference.code_left_out", Decline::invalid,
         [](auto &v) {
             v.items.pop_back();
             std::erase_if(v.names, [](ItemName const &n) { return n.code == "debt_relief"; });
         }},
        {"reference.code_repeated", Decline::invalid,
         [](auto &v) {
             v.items.push_back(v.items.front());
         }},
        {"reference.malformed", Decline::invalid,
         [](auto &v) {
             v.items.front().code += "\n";
         }},
        {"reference.parent_unknown", Decline::invalid,
         [](auto &v) {
             v.items.front().parent = "nobody";
         }},
        {"reference.parent_unknown", Decline::invalid,
         [](auto &v) {
             v.items.front().parent = v.items.front().code;
         }},
        {"reference.ends_before_it_begins", Decline::invalid,
         [](auto &v) {
             v.items.front().from = day("2026-01-01");
             v.items.front().until = day("2026-01-01");
         }},
        {"reference.code_unknown", Decline::invalid,
         [](auto &v) {
             v.names.push_back({.code = "x", .language = "en", .name = "X"});
         }},
        {"reference.malformed", Decline::invalid,
         [](auto &v) {
             v.names.front().language = "zz";
         }},
        {"reference.needs_a_name", Decline::invalid,
         [](auto &v) {
             v.items.push_back({.code = "new"});
         }},
        {"reference.not_of_this_list", Decline::invalid,
         [](auto &v) {
             v.rates.push_back({currency("IDR"), day("2026-01-01"), "1"});
         }},
    };
    auto const good = current(List::modality);
    for (auto const &row : cases) {
        auto wanted = good;
        row.spoil(wanted);
        auto const answer = add(wanted);
        ASSERT_FALSE(answer.has_value()) << row.code;
        EXPECT_EQ(answer.error().problems.front().code, row.code);
        EXPECT_EQ(answer.error().decline, row.decline) << row.code;
    }
    EXPECT_TRUE(add(good).has_value());
}

TEST_P(Reference, a_country_needs_six_names_and_readable_columns)
{
    auto wanted = current(List::country);
    std::erase_if(wanted.names, [](ItemName const &name) {
        return name.code == "IDN" && name.language == "ar" && name.kind == NameKind::common;
    });
    wanted.items.front().data = {{"currency", "florins"}, {"latitude", "91"}};
    std::set<std::string> codes;
    for (auto const &problem : problems_of(wanted)) {
        codes.insert(problem.field + " " + problem.code);
    }
    EXPECT_EQ(codes, (std::set<std::string>{"items.0.currency reference.malformed",
                                            "items.0.latitude reference.malformed",
                                            "names reference.needs_six_names"}));
}

TEST_P(Reference, the_installations_word_on_a_membership_decides)
{
    auto wanted = current(List::membership);
    wanted.memberships.push_back(
        {.group = "LDC", .country = country("BGD"), .until = day("2026-11-24")});
    auto const added = add(wanted);
    ASSERT_TRUE(added.has_value()) << added.error().problems.front().code;
    auto const all = lists();
    EXPECT_TRUE(all->is_member(country("BGD"), "LDC", day("2026-11-23")));
    EXPECT_FALSE(all->is_member(country("BGD"), "LDC", day("2026-11-24")));

    wanted.head.version = "another";
    wanted.head.based_on = added->version;
    wanted.memberships = {{.group = "NONE", .country = country("BGD")},
                          {.group = "LDC", .country = country("XXX")},
                          {.group = "LDC", .country = country("BGD"), .kind = ""}};
    auto const problems = problems_of(wanted);
    ASSERT_EQ(problems.size(), 3U);
    EXPECT_EQ(problems[0].field, "memberships.0.group");
    EXPECT_EQ(problems[1].field, "memberships.1.country");
    EXPECT_EQ(problems[2].field, "memberships.2.kind");
}

TEST_P(Reference, added_rates_complete_and_correct_the_others)
{
    auto const usd = currency("USD");
    auto const idr = currency("IDR");
    NewVersion wanted;
    wanted.head = {.list = List::exchange_rate,
                   .version = "Bank Indonesia, November 2026",
                   .published_on = day("2026-11-20"),
                   .source = "Bank Indonesia, JISDOR",
                   .based_on = lists()->version(List::exchange_rate)->version};
    wanted.rates = {{idr, day("2026-11-20"), "16650.5", RateKind::day, "BI"},
                    {idr, day("2015-05-31"), "13000", RateKind::month_end, "IMF"}};
    clock().advance(std::chrono::hours{1});
    auto const added = add(wanted);
    ASSERT_TRUE(added.has_value()) << added.error().problems.front().code;
    EXPECT_EQ(rate_now(usd, idr, day("2026-11-21"))->rate.to_string(), "16650.5");
    EXPECT_EQ(rate_now(usd, idr, day("2026-11-21"))->source, "BI");
    EXPECT_EQ(rate_now(usd, idr, day("2015-06-15"))->rate.to_string(), "13000");
    // The earlier row is still there: history is appended.
    auto const rows = store().read([](Reader &reader) {
        return reader.one<int>("SELECT count(*) FROM exchange_rate "
                               "WHERE currency = 'IDR' AND on_date = '2015-05-31'");
    });
    EXPECT_EQ(rows, 2);

    wanted.head.version = "wrong";
    wanted.head.based_on = added->version;
    wanted.rates = {{idr, day("2026-11-20"), "0", RateKind::day, "BI"},
                    {currency("QQQ"), day("2026-11-20"), "1", RateKind::day, "BI"},
                    {usd, day("2026-11-20"), "1", RateKind::day, "BI"},
                    {currency("EUR"), day("2026-11-20"), "1e3", RateKind::day, ""}};
    EXPECT_EQ(problems_of(wanted).size(), 5U);
}

TEST_P(Reference, everything_is_loaded_and_read_in_time)
{
    testing::TestDatabase const fresh{engine(), testing::TestDatabase::Contents::migrated};
    storage::Store other{{.url = fresh.url(), .connections = 1}, clock()};
    auto const start = std::chrono::steady_clock::now();
    other.write([](Tx &tx) { load_shipped(tx); });
    auto const loaded = std::chrono::steady_clock::now();
    other.read([&](Reader &reader) { return Codelists{reader}.revision(); });
    auto const read = std::chrono::steady_clock::now();
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    RecordProperty("load_ms",
                   static_cast<int>(duration_cast<milliseconds>(loaded - start).count()));
    RecordProperty("read_ms", static_cast<int>(duration_cast<milliseconds>(read - loaded).count()));
    // Generous: a build without optimisation, on a machine that does other things.
    EXPECT_LT(loaded - start, std::chrono::seconds{15});
    EXPECT_LT(read - loaded, std::chrono::seconds{5});
}

} // namespace
} // namespace selatan::reference

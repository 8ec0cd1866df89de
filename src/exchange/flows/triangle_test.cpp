#include "exchange/flows/triangle.hpp"

#include "cooperation/reference/code_list.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/flows/flows_testing.hpp"
#include "exchange/flows/refresh.hpp"
#include "tests/support/engines.hpp"

namespace selatan::reported_flows {
namespace {

using south_south::PartyRole;

class Triangles : public testing::EngineTest {
protected:
    void SetUp() override
    {
        EngineTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        store().write([](storage::Tx &tx) { reference::load_shipped(tx); });
        reported::set_watchers({&refresher()});
        auto const brazilian = R"(<participating-org role="1" type="10" ref="BR-ABC"><narrative>
            Brazilian Cooperation Agency</narrative></participating-org>)";
        auto const supported =
            std::string{brazilian} + R"(<participating-org role="1" type="40" ref="XM-DAC-41301">
            <narrative>FAO</narrative></participating-org>)";
        import_text(
            store(), "file.xml",
            iati_file(iati_activity(
                          "BR-1-A", "Family farming",
                          supported + R"(<recipient-country code="MZ"/>)" +
                              iati_payment({.amount = "5", .currency = "EUR"}) +
                              iati_payment({.type = "2", .day = "2020-01-01", .amount = "7"}) +
                              iati_payment({.amount = "3", .inside = R"(<aid-type code="D01"/>)"}),
                          "BR-1") +
                      iati_activity("BR-1-B", "School meals",
                                    std::string{brazilian} + R"(<recipient-country code="AO"/>)" +
                                        iati_payment({.amount = "11"}),
                                    "BR-1") +
                      iati_activity("XX-1-C", "Roads", iati_payment({.amount = "9"}))));
        refresh(store());
    }
    void TearDown() override { reported::set_watchers({}); }

    std::vector<Triangle> found(TriangleFilter const &filter)
    {
        return store().read([&](storage::Reader &reader) { return triangles(reader, filter); });
    }
    std::vector<std::string> titles(TriangleFilter const &filter)
    {
        std::vector<std::string> all;
        for (auto const &one : found(filter)) {
            all.push_back(one.found.title);
        }
        return all;
    }
};
INSTANTIATE_ENGINES(Triangles);

using Titles = std::vector<std::string>;

TEST_P(Triangles, say_who_pays_who_provides_who_receives_and_how_much)
{
    auto const all = found({});
    ASSERT_EQ(all.size(), 1U);
    auto const &one = all.front();
    ASSERT_EQ(one.as(PartyRole::supporter).size(), 1U);
    EXPECT_EQ(one.as(PartyRole::supporter)[0]->name, "FAO");
    ASSERT_GE(one.as(PartyRole::provider).size(), 1U);
    EXPECT_EQ(one.as(PartyRole::provider)[0]->country, CountryCode::parse("BRA"));
    ASSERT_EQ(one.as(PartyRole::recipient).size(), 1U);
    EXPECT_EQ(one.as(PartyRole::recipient)[0]->country, CountryCode::parse("MOZ"));
    EXPECT_EQ(one.committed, 700);
    EXPECT_GT(one.spent, 300 + 500);
    EXPECT_EQ(one.reported, (std::map<std::string, std::int64_t>{{"EUR", 500}, {"USD", 300}}));
    EXPECT_EQ(one.in_kind, 1);
}

TEST_P(Triangles, are_chosen_by_country_year_support_and_verdict)
{
    EXPECT_EQ(titles({}), (Titles{"Family farming"}));
    EXPECT_EQ(titles({.with_support_only = false}), (Titles{"School meals", "Family farming"}));
    EXPECT_EQ(titles({.country = CountryCode::parse("AGO"), .with_support_only = false}),
              (Titles{"School meals"}));
    EXPECT_EQ(titles({.country = CountryCode::parse("BRA"), .with_support_only = false}),
              (Titles{"School meals", "Family farming"}));
    EXPECT_EQ(titles({.year = 2020, .with_support_only = false}), (Titles{"Family farming"}));
    EXPECT_EQ(found({.year = 2020}).front().spent, 0);
    EXPECT_EQ(titles({.with_support_only = false, .limit = 1}), (Titles{"School meals"}));
    EXPECT_EQ(titles({.which = Which::confirmed}), Titles{});
    store().write([&](storage::Tx &tx) {
        EXPECT_TRUE(
            say(tx, {}, found({}).front().found.id, Verdict::neither, "A loan").has_value());
    });
    EXPECT_EQ(titles({}), Titles{});
    EXPECT_EQ(titles({.which = Which::refused}), (Titles{"Family farming"}));
}

TEST_P(Triangles, tell_what_each_southern_country_provides)
{
    auto const all = store().read([](storage::Reader &reader) { return providers(reader); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].country, CountryCode::parse("BRA"));
    EXPECT_EQ(all[0].activities, 2);
    EXPECT_EQ(all[0].supported, 1);
    EXPECT_EQ(all[0].recipients.size(), 2U);
    EXPECT_EQ(all[0].committed, 700);
    EXPECT_EQ(all[0].in_kind, 1);
}

} // namespace
} // namespace selatan::reported_flows

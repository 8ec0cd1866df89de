// `selatan iati flows`, as somebody types it.
#include "tests/support/faults.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <gtest/gtest.h>

namespace selatan::program {
namespace {

namespace json = boost::json;

constexpr auto told_twice = R"(<?xml version="1.0"?><iati-activities version="2.03">
<iati-activity default-currency="USD"><iati-identifier>BR-1-A</iati-identifier>
<reporting-org ref="BR-1" type="10"><narrative>Office BR-1</narrative></reporting-org>
<title><narrative>Family farming</narrative></title>
<participating-org role="1" type="10" ref="BR-ABC"><narrative>Agency</narrative></participating-org>
<participating-org role="1" type="40" ref="XM-DAC-41301"><narrative>FAO</narrative>
</participating-org><recipient-country code="MZ"/>
<transaction><transaction-type code="3"/><transaction-date iso-date="2019-05-02"/>
<value value-date="2019-05-02">1234.5</value></transaction></iati-activity>
<iati-activity default-currency="USD"><iati-identifier>BR-1-A</iati-identifier>
<reporting-org ref="XM-DAC-41301" type="40"><narrative>FAO</narrative></reporting-org>
<title><narrative>Farming, by FAO</narrative></title>
<transaction><transaction-type code="3"/><transaction-date iso-date="2019-05-02"/>
<value value-date="2019-05-02">1234.5</value></transaction></iati-activity></iati-activities>)";

class FlowsCommand : public testing::FaultsTest {
protected:
    void import_it()
    {
        ASSERT_EQ(run({"init", "--example"}).code, 0);
        std::ofstream{path("told.xml"), std::ios::binary} << told_twice;
        auto const imported =
            run({"iati", "import", "--as", "coordinator@example.org", path("told.xml")});
        ASSERT_EQ(imported.code, 0) << imported.out;
        ASSERT_EQ(run({"iati", "flows", "--refresh"}).code, 0);
    }
    /// The line of an answer that is JSON: a slow statement may have been told before.
    static json::array rows(std::string const &out)
    {
        auto const end = out.find_last_not_of('\n');
        auto const begin = out.rfind('\n', end);
        return json::parse(std::string_view{out}.substr(begin == std::string::npos ? 0 : begin + 1))
            .as_array();
    }
};
INSTANTIATE_ENGINES(FlowsCommand);

TEST_P(FlowsCommand, tells_who_supports_who_provides_and_who_receives_once)
{
    import_it();
    auto const shown = run({"iati", "flows", "--by", "triangles"});
    EXPECT_EQ(shown.code, 0);
    EXPECT_NE(shown.out.find("FAO > Office BR-1, Agency > Mozambique: Family farming"),
              std::string::npos)
        << shown.out;
    auto const all = rows(run({"iati", "flows", "--by", "triangles", "--json"}).out);
    ASSERT_EQ(all.size(), 4U) << "three of them are the example's own";
    auto const *const told = std::ranges::find_if(
        all, [](json::value const &one) { return one.at("spent_cents").as_int64() == 123450; });
    ASSERT_NE(told, all.end());
    EXPECT_EQ(told->at("told_by").as_array().size(), 2U);
    EXPECT_TRUE(
        rows(run({"iati", "flows", "--by", "triangles", "--year", "1999", "--json"}).out).empty());
}

TEST_P(FlowsCommand, tells_what_southern_countries_provide)
{
    import_it();
    auto const shown = run({"iati", "flows", "--by", "providers"});
    EXPECT_NE(shown.out.find("  Brazil\n"), std::string::npos) << shown.out;
    auto const all = rows(run({"iati", "flows", "--by", "providers", "--json"}).out);
    ASSERT_EQ(all.size(), 2U) << "Indonesia is the example's own";
    EXPECT_EQ(all[0].at("code").as_string(), "BRA");
    EXPECT_EQ(all[0].at("recipients").as_array().size(), 8U);
    EXPECT_EQ(all[0].at("supported").as_int64(), 3);
    EXPECT_EQ(all[1].at("code").as_string(), "IDN");
    auto const refused = run({"iati", "flows", "--by", "providers", "--year", "2019"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.out.find("leave out --year"), std::string::npos);
}

TEST_P(FlowsCommand, tells_of_corridors_from_whom_and_to_where)
{
    import_it();
    auto const shown = run({"iati", "flows", "--by", "corridor", "--year", "2019"});
    EXPECT_NE(shown.out.find("  Office BR-1 → Mozambique\n"), std::string::npos) << shown.out;
}

TEST_P(FlowsCommand, names_what_can_be_asked)
{
    ASSERT_EQ(run({"init", "--example"}).code, 0);
    auto const refused = run({"iati", "flows", "--by", "colour"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.out.find("triangles, providers"), std::string::npos) << refused.out;
    auto const nowhere = run({"iati", "reconcile", "--country", "XQ"});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_NE(nowhere.out.find("no country has this code"), std::string::npos) << nowhere.out;
    EXPECT_EQ(run({"iati", "reconcile", "--country", "TL"}).code, 0);
}

TEST_P(FlowsCommand, years_are_limited_and_narrowed_as_everything_is)
{
    import_it();
    EXPECT_EQ(rows(run({"iati", "flows", "--by", "year", "--limit", "2", "--json"}).out).size(),
              2U);
    auto const one = rows(run({"iati", "flows", "--by", "year", "--year", "2019", "--json"}).out);
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one[0].at("code").as_string(), "2019");
}

TEST_P(FlowsCommand, an_import_is_refused_once_whatever_the_number_of_files)
{
    ASSERT_EQ(run({"init", "--example"}).code, 0);
    std::ofstream{path("told.xml"), std::ios::binary} << told_twice;
    auto const nobody =
        run({"iati", "import", "--as", "nobody@example.org", path("told.xml"), path("told.xml")});
    EXPECT_EQ(nobody.code, 2);
    EXPECT_NE(nobody.out.find("--as: there is no account nobody@example.org"), std::string::npos)
        << nobody.out;
    auto const auditor =
        run({"iati", "import", "--as", "auditor@example.org", path("told.xml"), path("told.xml")});
    EXPECT_EQ(auditor.code, 2);
    auto const first = auditor.out.find("--as auditor@example.org: Your role");
    EXPECT_NE(first, std::string::npos) << auditor.out;
    EXPECT_EQ(auditor.out.find("Your role", first + 40), std::string::npos) << "once";
}

} // namespace
} // namespace selatan::program

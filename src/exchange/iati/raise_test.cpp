#include "exchange/iati/records.hpp"
#include "exchange/iati/validator_testing.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>

namespace selatan::iati {
namespace {

/// A tree as text, so that tests can be read: what is aside stands in brackets.
std::string told(Tree const &tree, NodeIndex index = 0)
{
    auto const &names = standard().names;
    auto const &node = tree.node(index);
    if (node.is_text()) {
        return std::string{tree.string(index)};
    }
    auto const aside = [](Space space, std::string text) {
        return space == Space::aside ? "[" + std::move(text) + "]" : std::move(text);
    };
    std::string text;
    for (auto const one : tree.attributes(index)) {
        text += " " + aside(tree.node(one).space(), std::string{tree.name_of(one, names)} + "=" +
                                                        std::string{tree.string(one)});
    }
    text = std::string{tree.name_of(index, names)} + text + "(";
    for (auto at = tree.first(index); at != no_node; at = tree.next(at)) {
        text += told(tree, at);
    }
    return aside(node.space(), text + ")");
}

struct Outcome {
    std::string text;
    std::vector<Change> changes;
    [[nodiscard]] bool has(Change::Kind kind, std::string_view path) const
    {
        return std::any_of(changes.begin(), changes.end(), [&](Change const &one) {
            return one.kind == kind && one.path == path && one.count > 0;
        });
    }
};

Outcome raised(std::string const &inside, std::string const &attributes = "version='1.05'")
{
    auto const text = "<iati-activities " + attributes + "><iati-activity>" + inside +
                      "</iati-activity></iati-activities>";
    xml::TextInput input{text};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    EXPECT_TRUE(reader.next_record());
    auto made = told(reader.tree());
    constexpr std::string_view begin = "iati-activity(";
    return {made.substr(begin.size(), made.size() - begin.size() - 1), reader.changes()};
}

TEST(IatiRaise, what_1_05_said_is_said_as_2_03_has_it)
{
    struct Row {
        std::string_view old;
        std::string_view now;
        Change::Kind kind;
        std::string_view path;
    };
    using Kind = Change::Kind;
    std::array const rows{
        Row{"<title xml:lang='fr'>Cours</title>", "title(narrative xml:lang=fr(Cours))",
            Kind::narrative, "iati-activity/title"},
        Row{"<title>a</title><title xml:lang='fr'>b</title>",
            "title(narrative(a)narrative xml:lang=fr(b))", Kind::merged, "iati-activity/title"},
        Row{"<activity-date type='start-planned' iso-date='2010-01-01'/>",
            "activity-date type=1 iso-date=2010-01-01()", Kind::code,
            "iati-activity/activity-date/@type"},
        Row{"<participating-org role='funding' ref='XM-DAC-1'>A</participating-org>",
            "participating-org role=1 ref=XM-DAC-1(narrative(A))", Kind::code,
            "iati-activity/participating-org/@role"},
        Row{"<activity-status code='2' xml:lang='en'>Running</activity-status>",
            "activity-status code=2 [xml:lang=en] [text()=Running]()", Kind::aside,
            "iati-activity/activity-status/text()"},
        Row{"<activity-website>http://a.example</activity-website>",
            "document-link url=http://a.example format=text/html(title(narrative "
            "xml:lang=en(Activity website))category code=A12())",
            Kind::moved, "iati-activity/activity-website"},
        Row{"<other-identifier owner-ref='B' owner-name='Office'>7</other-identifier>",
            "other-identifier ref=7 type=A9(owner-org ref=B(narrative(Office)))", Kind::moved,
            "iati-activity/other-identifier"},
        Row{"<activity-date type='end-actual'>2012-12-31</activity-date>",
            "activity-date type=4 iso-date=2012-12-31(narrative(2012-12-31))", Kind::moved,
            "iati-activity/activity-date"},
        Row{"<activity-date type='end-actual'>soon</activity-date>",
            "activity-date type=4(narrative(soon))", Kind::narrative,
            "iati-activity/activity-date"},
        Row{"<sector vocabulary='DAC-3' code='140' percentage='50'/>",
            "sector vocabulary=2 code=140 percentage=50()", Kind::code,
            "iati-activity/sector/@vocabulary"},
        Row{"<transaction><value value-date='2010-01-01'>5</value><transaction-type "
            "code='D'/></transaction>",
            "transaction(transaction-type code=3()value value-date=2010-01-01(5))", Kind::ordered,
            "iati-activity/transaction"},
        Row{"<crs-add><aidtype-flag code='1' significance='1'/></crs-add>",
            "crs-add(other-flags code=1 significance=1())", Kind::moved,
            "iati-activity/crs-add/aidtype-flag"},
        Row{"<location percentage='5'><coordinates latitude='-8.5' longitude='125' "
            "precision='2'/></location>",
            "location [percentage=5](point [precision=2] "
            "srsName=http://www.opengis.net/def/crs/EPSG/0/4326(pos(-8.5 125)))",
            Kind::aside, "iati-activity/location/@percentage"},
        Row{"<location><gazetteer-entry gazetteer-ref='GEO'>123</gazetteer-entry></location>",
            "location(location-id vocabulary=G1 code=123())", Kind::moved,
            "iati-activity/location/gazetteer-entry"},
        Row{"<location><administrative country='TL' adm1='Dili'>Dili</administrative></location>",
            "location([administrative [country=TL] [adm1=Dili](Dili)])", Kind::aside,
            "iati-activity/location/administrative"},
        Row{"<planned-disbursement updated='2010-01-01'/>",
            "planned-disbursement [updated=2010-01-01]()", Kind::aside,
            "iati-activity/planned-disbursement/@updated"},
        Row{"<country-budget-items vocabulary='1'><budget-item code='1.1' percentage='50'/>"
            "</country-budget-items><country-budget-items vocabulary='1'><budget-item code='1.2' "
            "percentage='50'/></country-budget-items>",
            "country-budget-items vocabulary=1(budget-item code=1.1 percentage=50()budget-item "
            "code=1.2 percentage=50())",
            Kind::merged, "iati-activity/country-budget-items"},
    };
    for (auto const &row : rows) {
        auto const outcome = raised(std::string{row.old});
        EXPECT_EQ(outcome.text, row.now) << row.old;
        EXPECT_TRUE(outcome.has(row.kind, row.path)) << row.old;
    }
}

TEST(IatiRaise, organisations_keep_their_identifier)
{
    for (std::string const name : {"iati-identifier", "organisation-identifier"}) {
        auto const outcome =
            testing::validated("<iati-organisations version='1.05'><iati-organisation>"
                               "<reporting-org ref='XM-DAC-41114' type='40'>UNDP</reporting-org><" +
                               name + ">XM-DAC-41114</" + name +
                               "><name>UNDP</name></iati-organisation></iati-organisations>");
        EXPECT_TRUE(outcome.findings("selatan.1.1").empty()) << name;
        EXPECT_FALSE(outcome.findings("0.6.1").empty()) << name;
        ASSERT_TRUE(outcome.summary.raised.has_value()) << name;
        EXPECT_TRUE(outcome.summary.raised->is_valid) << name;
    }
}

TEST(IatiRaise, what_is_no_code_of_1_05_either_stays_to_be_found)
{
    EXPECT_EQ(raised("<activity-date type='end planned'/>").text,
              "activity-date type=end planned()");
    EXPECT_EQ(raised("<sector vocabulary='WB' code='AX'/>").text, "sector vocabulary=WB code=AX()");
    EXPECT_EQ(raised("<flow-type ref='10'>ODA</flow-type>").text, "flow-type ref=10(ODA)");
}

TEST(IatiRaise, different_organisations_and_descriptions_are_not_made_one)
{
    EXPECT_EQ(raised("<participating-org role='Funding'>A</participating-org>"
                     "<participating-org role='Funding' xml:lang='fr'>B</participating-org>")
                  .text,
              "participating-org role=1(narrative(A))participating-org role=1(narrative "
              "xml:lang=fr(B))");
    EXPECT_EQ(raised("<description type='1'>a</description><description type='2' "
                     "xml:lang='fr'>b</description><description type='1' "
                     "xml:lang='fr'>c</description>")
                  .text,
              "description type=1(narrative(a)narrative xml:lang=fr(c))description "
              "type=2(narrative xml:lang=fr(b))");
}

TEST(IatiRaise, the_currency_of_an_activity_is_kept)
{
    xml::TextInput input{"<iati-activities version='1.03'><iati-activity default-currency='GBP'/>"
                         "</iati-activities>"};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    ASSERT_TRUE(reader.next_record());
    auto const currency = reader.tree().attribute(0, standard().names.find("default-currency"));
    ASSERT_NE(currency, no_node);
    EXPECT_EQ(reader.tree().string(currency), "GBP");
}

TEST(IatiRaise, a_file_without_a_version_is_old_when_it_is_written_so)
{
    EXPECT_EQ(raised("<title>a</title>", "").text, "title(narrative(a))");
    EXPECT_EQ(
        raised("<title><narrative>a</narrative></title><activity-status>x</activity-status>", "")
            .text,
        "title(narrative(a))activity-status(x)");
    EXPECT_EQ(raised("<title>a</title>", "version='2.03'").text, "title(a)");
}

constexpr std::string_view old_file = R"(<iati-activities version="1.03">
<iati-activity xml:lang="en" default-currency="USD">
<title>Course</title>
<reporting-org ref="XM-DAC-1" type="10">Office (example)</reporting-org>
<iati-identifier>XM-DAC-1-A</iati-identifier>
<description>On water</description>
<participating-org role="Funding" ref="XM-DAC-1">Office (example)</participating-org>
<activity-status code="2">Implementation</activity-status>
<activity-date type="start-planned" iso-date="2026-01-01"/>
<recipient-country code="XX"/>
<sector code="14010" vocabulary="DAC"/>
</iati-activity></iati-activities>
)";

TEST(IatiRaise, findings_point_at_the_lines_of_the_file)
{
    auto const result = testing::validated(old_file);
    EXPECT_FALSE(result.summary.is_valid());
    ASSERT_TRUE(result.summary.raised.has_value());
    EXPECT_TRUE(result.summary.raised->is_valid);
    EXPECT_EQ(result.findings("0.6.1").size(), 1U);
    ASSERT_EQ(result.findings("9.50.1").size(), 1U);
    EXPECT_EQ(result.findings("9.50.1")[0].places.at(0), (xml::Place{10, 25}));
}

TEST(IatiRaise, a_file_that_is_wrong_when_raised_is_told_to_be)
{
    std::string text{old_file};
    text.replace(text.find("<iati-identifier>"), 45, "");
    auto const result = testing::validated(text);
    ASSERT_TRUE(result.summary.raised.has_value());
    EXPECT_FALSE(result.summary.raised->is_valid);
    EXPECT_FALSE(testing::validated(testing::file_of(testing::good_activity)).summary.raised);
}

} // namespace
} // namespace selatan::iati

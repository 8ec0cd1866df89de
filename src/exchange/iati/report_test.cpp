#include "exchange/iati/report.hpp"

#include "exchange/iati/validator_testing.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace selatan::iati {
namespace {

using testing::changed;
using testing::file_of;
using testing::good_activity;
using testing::validated;

std::string reported(testing::Validated const &result, Language language = Language::en)
{
    TextReport report{language};
    for (auto const &group : result.groups) {
        report.take(group);
    }
    return report.finish("a.xml", result.summary);
}

TEST(IatiReport, a_file_that_breaks_off_still_has_a_whole_report)
{
    auto const result = validated(changed("code=\"TL\"", "code=\"Timor\""));
    std::string text;
    JsonReport report{Language::en, "a.xml.gz", [&](std::string_view piece) {
                          text += piece;
                      }};
    report.take(result.groups.at(0));
    report.finish(report.unread("unread", "gzip: the file ends in the middle"));
    auto const json = boost::json::parse(text).as_object();
    EXPECT_EQ(json.at("file"), "a.xml.gz");
    EXPECT_FALSE(json.at("valid").as_bool());
    EXPECT_EQ(json.at("summary").at("critical"), 1);
    EXPECT_EQ(json.at("summary").at("error"), 1) << "what was told before it broke off";
    ASSERT_EQ(json.at("errors").as_array().size(), 2U);
    auto const &group = json.at("errors").at(1);
    EXPECT_EQ(group.at("identifier"), "file");
    EXPECT_EQ(group.at("title"), "File level errors");
    auto const &error = group.at("errors").at(0).at("errors").at(0);
    EXPECT_EQ(error.at("id"), "0.1.1");
    EXPECT_EQ(error.at("severity"), "critical");
    EXPECT_EQ(error.at("message"), "The file cannot be read: gzip: the file ends in the middle");
}

TEST(IatiReport, says_as_which_version_an_older_file_was_checked)
{
    auto const checked_as = [](std::string_view version) -> std::string {
        std::string text;
        JsonReport report{Language::en, "", [&](std::string_view piece) {
                              text += piece;
                          }};
        report.finish(validated(file_of(good_activity, version)).summary);
        auto const json = boost::json::parse(text).as_object();
        auto const *const found = json.if_contains("checkedAs");
        return found == nullptr ? "" : std::string{found->as_string()};
    };
    EXPECT_EQ(checked_as("2.03"), "");
    for (auto const *const version : {"2.02", "2.01", "1.05", "3.0", ""}) {
        EXPECT_EQ(checked_as(version), "2.03") << version;
    }
    EXPECT_NE(reported(validated(file_of(good_activity, "2.02"))).find("2.02, checked as 2.03"),
              std::string::npos);
}

TEST(IatiReport, different_sentences_of_one_rule_are_each_told_to_people)
{
    auto const with_sectors = [](int count) {
        std::string sectors;
        for (int i = 0; i < count; ++i) {
            sectors += "<sector vocabulary=\"1\" code=\"no" + std::to_string(i) + "\"/>\n";
        }
        return reported(validated(changed("<sector code=\"14010\" vocabulary=\"1\"/>", sectors)));
    };
    auto const two = with_sectors(2);
    EXPECT_NE(two.find(", 2 times: “no0” is not a code of the list Sector\n    line 11"),
              std::string::npos)
        << two;
    EXPECT_NE(two.find("/@code: “no1” is not a code of the list Sector\n"), std::string::npos)
        << two;
    EXPECT_EQ(two.find("And others"), std::string::npos) << two;
    auto const nine = with_sectors(9);
    EXPECT_NE(nine.find("“no2”"), std::string::npos) << nine;
    EXPECT_EQ(nine.find("“no3”"), std::string::npos) << "not one line for each: " << nine;
    EXPECT_NE(nine.find("\n    And others of this kind: see --json\n"), std::string::npos) << nine;
    auto const same =
        reported(validated(file_of(std::string{good_activity} + std::string{good_activity})));
    EXPECT_EQ(same.find("And others"), std::string::npos) << same;
}

TEST(IatiReport, says_that_a_file_in_a_namespace_should_be_in_none)
{
    EXPECT_NE(reported(validated("<iati-activities xmlns=\"urn:x\"/>")).find("in no namespace"),
              std::string::npos);
}

} // namespace
} // namespace selatan::iati

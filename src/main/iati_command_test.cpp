#include "main/iati_command.hpp"

#include "exchange/iati/archive_testing.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view good = R"(<?xml version="1.0"?>
<iati-activities version="2.03"><iati-activity xml:lang="en" default-currency="USD">
<iati-identifier>XM-DAC-1-A</iati-identifier>
<reporting-org ref="XM-DAC-1" type="10"><narrative>Office (example)</narrative></reporting-org>
<title><narrative>Course</narrative></title><description><narrative>On water</narrative></description>
<participating-org role="1" ref="XM-DAC-1"/><activity-status code="2"/>
<activity-date type="1" iso-date="2026-01-01"/><recipient-country code="TL"/>
<sector code="14010" vocabulary="1"/></iati-activity></iati-activities>
)";

class IatiCommand : public ::testing::Test {
protected:
    void SetUp() override
    {
        m_folder = fs::temp_directory_path() / ("selatan-iati-" + std::to_string(::getpid()));
        fs::create_directories(m_folder / "below");
    }
    void TearDown() override { fs::remove_all(m_folder); }

    std::string write(std::string const &name, std::string_view text) const
    {
        auto const path = m_folder / name;
        std::ofstream{path, std::ios::binary} << text;
        return path.string();
    }

    int run(IatiValidateOptions const &options)
    {
        std::ostringstream out;
        std::ostringstream err;
        ManualClock const clock{*Instant::parse("2026-11-22T08:00:00Z")};
        auto const code = validate_iati(options, clock, out, err);
        m_out = out.str();
        m_err = err.str();
        return code;
    }

    fs::path m_folder;
    std::string m_out;
    std::string m_err;
};

std::string with(std::string_view from, std::string_view to)
{
    std::string text{good};
    return text.replace(text.find(from), from.size(), to);
}

TEST_F(IatiCommand, ends_with_0_when_there_is_no_error)
{
    auto const path = write("good.xml", good);
    EXPECT_EQ(run({.paths = {path}}), 0);
    EXPECT_EQ(m_out, path + ": Valid\n  1 activity\n");
    EXPECT_EQ(m_err, "");
}

TEST_F(IatiCommand, ends_with_1_and_says_what_and_where_when_there_is_one)
{
    auto const path = write("bad.xml", with("code=\"TL\"", "code=\"Timor\""));
    EXPECT_EQ(run({.paths = {path}}), 1);
    EXPECT_EQ(m_out, path + ": Valid, with findings\n  1 activity\n"
                            "  error 9.50.1, once: “Timor” is not a code of the list Country\n"
                            "    line 7, column 72, XM-DAC-1-A, "
                            "/iati-activities/iati-activity/recipient-country/@code\n");
    EXPECT_EQ(run({.paths = {path}, .language = "id"}), 1);
    EXPECT_NE(m_out.find("Sah, dengan temuan"), std::string::npos);
}

TEST_F(IatiCommand, ends_with_2_when_a_file_cannot_be_read_and_still_tells_of_the_others)
{
    auto const path = write("good.xml", good);
    EXPECT_EQ(run({.paths = {(m_folder / "nowhere.xml").string(), path}}), 2);
    EXPECT_NE(m_out.find("good.xml: Valid"), std::string::npos);
    EXPECT_NE(m_err.find("nowhere.xml cannot be read (No such file"), std::string::npos) << m_err;
    EXPECT_EQ(run({.paths = {write("cut.xml.gz", "\x1F\x8B\x08")}}), 2);
    EXPECT_EQ(run({.paths = {m_folder / "below"}}), 2);
    EXPECT_EQ(run({.paths = {path}, .today = "tomorrow"}), 2);
    EXPECT_NE(m_err.find("--today tomorrow is no day"), std::string::npos) << m_err;
    EXPECT_EQ(run({.paths = {path}, .language = "xx"}), 2);
    EXPECT_EQ(run({.paths = {path}, .organisations = "/nowhere"}), 2);
}

TEST_F(IatiCommand, what_one_file_refers_to_may_stand_in_another)
{
    auto const refers = [](std::string const &to) {
        return with("vocabulary=\"1\"/>",
                    "vocabulary=\"1\"/><related-activity type=\"1\" ref=\"" + to + "\"/>");
    };
    auto const one = write("one.xml", refers("XM-DAC-1-OTHER"));
    run({.paths = {one}});
    EXPECT_NE(m_out.find("1000.0.6"), std::string::npos) << m_out;

    auto const other = write("other.xml", with("XM-DAC-1-A<", "XM-DAC-1-OTHER<"));
    run({.paths = {one, other}});
    EXPECT_EQ(m_out.find("1000.0.6"), std::string::npos) << m_out;
    EXPECT_EQ(m_out.find("1.1.2"), std::string::npos) << "no duplicate of itself: " << m_out;
    write("one.xml", refers("XM-DAC-1-NOWHERE"));
    run({.paths = {m_folder.string()}});
    EXPECT_NE(m_out.find("1000.0.6"), std::string::npos) << m_out;
}

TEST_F(IatiCommand, an_activity_in_two_of_the_files_is_a_warning_in_each)
{
    write("one.xml", good);
    write("two.xml", good);
    write("three.xml", with("XM-DAC-1-A<", "XM-DAC-1-OTHER<"));
    EXPECT_EQ(run({.paths = {m_folder.string()}, .json = true}), 0) << "no error";
    std::istringstream lines{m_out};
    std::size_t told = 0;
    for (std::string line; std::getline(lines, line);) {
        auto const report = boost::json::parse(line).as_object();
        bool const is_alone = report.at("file").as_string().ends_with("three.xml");
        bool const is_told = line.find("selatan.1.2") != std::string::npos;
        EXPECT_EQ(is_told, !is_alone) << line;
        EXPECT_TRUE(report.at("valid").as_bool());
        told += is_told ? 1U : 0U;
    }
    EXPECT_EQ(told, 2U);
    EXPECT_EQ(run({.paths = {(m_folder / "one.xml").string(), (m_folder / "two.xml").string()}}),
              0);
    EXPECT_NE(m_out.find("warning selatan.1.2, once: “XM-DAC-1-A” is in 2 of the files"),
              std::string::npos)
        << m_out;
    run({.paths = {(m_folder / "one.xml").string()}});
    EXPECT_EQ(m_out.find("selatan.1.2"), std::string::npos) << m_out;
}

TEST_F(IatiCommand, a_folder_gives_what_is_below_it_in_order_a_line_of_json_each)
{
    write("b.xml", good);
    write("a.xml", with("<title>", "<titel>"));
    write("below/c.xml", good);
    write("notes.txt", "no");
    EXPECT_EQ(run({.paths = {m_folder.string()}, .json = true}), 1);
    std::istringstream lines{m_out};
    std::vector<std::string> names;
    std::vector<bool> verdicts;
    for (std::string line; std::getline(lines, line);) {
        auto const report = boost::json::parse(line).as_object();
        names.push_back(fs::path{std::string{report.at("file").as_string()}}.filename().string());
        verdicts.push_back(report.at("valid").as_bool());
    }
    EXPECT_EQ(names, (std::vector<std::string>{"a.xml", "b.xml", "c.xml"}));
    EXPECT_EQ(verdicts, (std::vector<bool>{false, true, true}));
}

TEST_F(IatiCommand, each_file_has_a_whole_line_of_json_though_it_cannot_be_read)
{
    auto const packed = write("cut.xml.gz", "\x1F\x8B\x08");
    auto const whole = write("good.xml", good);
    auto const damaged = write("damaged.zip", "PK\x03\x04 and no more");
    auto const nowhere = (m_folder / "nowhere.xml").string();
    auto const lines_of = [&](std::vector<std::string> const &paths) {
        EXPECT_EQ(run({.paths = paths, .json = true}), 2);
        std::vector<boost::json::object> reports;
        std::istringstream lines{m_out};
        for (std::string line; std::getline(lines, line);) {
            reports.push_back(boost::json::parse(line).as_object());
        }
        return reports;
    };
    std::vector<std::string> const paths{packed, nowhere, whole, damaged};
    auto const reports = lines_of(paths);
    ASSERT_EQ(reports.size(), paths.size()) << m_out;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        EXPECT_EQ(reports[i].at("file").as_string(), paths[i]);
        bool const is_read = paths[i] == whole;
        EXPECT_EQ(reports[i].at("valid").as_bool(), is_read);
        if (!is_read) {
            auto const &group = reports[i].at("errors").at(0);
            EXPECT_EQ(group.at("identifier"), "file");
            EXPECT_EQ(group.at("errors").at(0).at("errors").at(0).at("id"), "0.1.1");
        }
        EXPECT_EQ(m_err.find(paths[i] + " cannot be read") != std::string::npos, !is_read) << m_err;
    }
    EXPECT_EQ(lines_of({nowhere}).size(), 1U) << m_out;
}

TEST_F(IatiCommand, an_archive_without_iati_in_it_is_one_finding)
{
    auto const path =
        write("sheet.xml", iati::testing::zipped({{"[Content_Types].xml", "<Types/>"},
                                                  {"xl/workbook.xml", "<workbook/>"}}));
    EXPECT_EQ(run({.paths = {path}}), 1);
    EXPECT_EQ(m_out, path + ": Not valid\n  critical 0.1.1, once: There is no IATI file (.xml, "
                            ".xml.gz) in the archive\n    line 1, column 1\n");
    EXPECT_EQ(run({.paths = {path}, .json = true}), 1);
    auto const report = boost::json::parse(m_out).as_object();
    EXPECT_FALSE(report.at("valid").as_bool());
    EXPECT_EQ(report.at("summary").at("critical"), 1);
    EXPECT_EQ(report.at("errors").at(0).at("errors").at(0).at("category"), "iati");
}

TEST_F(IatiCommand, a_zip_archive_gives_the_files_in_it)
{
    auto const path =
        write("both.zip", iati::testing::zipped({{"a.xml", std::string{good}},
                                                 {"b/c.xml", with("<title>", "<titel>")},
                                                 {"notes.txt", "no"}}));
    EXPECT_EQ(run({.paths = {m_folder.string()}}), 1);
    EXPECT_NE(m_out.find(path + "/a.xml: Valid\n"), std::string::npos) << m_out;
    EXPECT_NE(m_out.find(path + "/b/c.xml: Not valid\n"), std::string::npos) << m_out;
    EXPECT_EQ(run({.paths = {write("damaged.zip", "PK\x03\x04 and no more")}}), 2);
    EXPECT_NE(m_err.find("damaged.zip cannot be read"), std::string::npos) << m_err;
}

TEST_F(IatiCommand, an_old_file_is_raised_and_told_what_changes)
{
    auto const path =
        write("old.xml", R"(<iati-activities version="1.05"><iati-activity xml:lang="en">
<title>Course</title><reporting-org ref="XM-DAC-1" type="10">Office (example)</reporting-org>
<iati-identifier>XM-DAC-1-A</iati-identifier><description>On water</description>
<participating-org role="Funding" ref="XM-DAC-1">Office (example)</participating-org>
<activity-status code="2"/><activity-date type="start-planned" iso-date="2026-01-01"/>
<recipient-country code="TL"/><sector code="14010" vocabulary="DAC"/></iati-activity></iati-activities>
)");
    EXPECT_EQ(run({.paths = {path}}), 1);
    EXPECT_NE(m_out.find("Raised to 2.03, it is valid\n"), std::string::npos) << m_out;
    EXPECT_NE(m_out.find("iati-activity/activity-date/@type: start-planned is 1 now, once\n"),
              std::string::npos)
        << m_out;
    EXPECT_NE(m_out.find("critical 0.6.1"), std::string::npos);
    EXPECT_EQ(run({.paths = {path}, .json = true}), 1);
    auto const report = boost::json::parse(m_out).as_object();
    EXPECT_FALSE(report.at("valid").as_bool());
    EXPECT_TRUE(report.at("raised").at("valid").as_bool());
    EXPECT_GT(report.at("raised").at("changes").as_array().size(), 4U);
}

TEST_F(IatiCommand, the_day_and_the_publishers_can_be_given)
{
    auto const path = write("good.xml", with("type=\"1\" iso-date=\"2026-01-01\"",
                                             "type=\"2\" iso-date=\"2026-10-01\""));
    EXPECT_EQ(run({.paths = {path}}), 0);
    EXPECT_EQ(run({.paths = {path}, .today = "2026-09-30"}), 1);
    EXPECT_NE(m_out.find("11.1.4"), std::string::npos);
    auto const other = write("other.xml", with("ref=\"XM-DAC-1\" type", "ref=\"OFFICE\" type"));
    EXPECT_EQ(run({.paths = {other}, .json = true}), 0);
    EXPECT_NE(m_out.find("1.14.8"), std::string::npos);
    auto const list = write("publishers.txt", "OFFICE\r\n\nXM-DAC-7\n");
    EXPECT_EQ(run({.paths = {other}, .json = true, .organisations = list}), 0);
    EXPECT_EQ(m_out.find("1.14.8"), std::string::npos);
}

} // namespace
} // namespace selatan::program

#include "exchange/iati_web/validator_web.hpp"

#include "exchange/iati/archive_testing.hpp"
#include "exchange/iati/validator_testing.hpp"
#include "exchange/iati_web/isolated.hpp"
#include "tests/support/web.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace selatan::iati {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using selatan::testing::shows;

std::string gzipped(std::string const &text)
{
    std::string packed(compressBound(text.size()) + 64, '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string copy = text;
    stream.next_in = reinterpret_cast<Bytef *>(copy.data());
    stream.avail_in = static_cast<uInt>(copy.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

class ValidatorPage : public selatan::testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        m_path = (fs::temp_directory_path() / ("selatan-validator-" + std::to_string(::getpid())))
                     .string();
    }
    void TearDown() override
    {
        fs::remove(m_path);
        WebTest::TearDown();
    }
    void add_routes(web::Router &router) override { add_validator_routes(router); }

    http::Request upload(std::string const &text, std::string path = "/iati/validator")
    {
        std::ofstream{m_path, std::ios::binary} << text;
        http::Request request;
        request.method = http::Method::post;
        request.path = std::move(path);
        request.uploads.push_back({.field = "file",
                                   .name = "activities.xml",
                                   .type = "text/xml",
                                   .path = m_path,
                                   .size = text.size(),
                                   .keeps_staged = nullptr});
        return request;
    }
    http::Response page(std::string const &text)
    {
        auto anybody = browser();
        return anybody.send(upload(text));
    }
    http::Response program(std::string const &text)
    {
        return dispatch()(upload(text, "/api/iati/validator"));
    }

    /// What the form sends of a text in its box; what the script sends says that it is live.
    http::Response typed(std::string text, bool is_live = false)
    {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/iati/validator";
        request.form.add("xml", std::move(text));
        if (is_live) {
            request.form.add("live", "1");
        }
        auto anybody = browser();
        return anybody.send(std::move(request));
    }

    [[nodiscard]] std::string const &staged() const { return m_path; }

private:
    std::string m_path;
};
INSTANTIATE_ENGINES(ValidatorPage);

TEST_P(ValidatorPage, anybody_may_have_a_file_validated)
{
    auto anybody = browser();
    EXPECT_TRUE(shows(anybody.get("/iati/validator"), "IATI validator"));
    auto const good = page(testing::file_of(testing::good_activity));
    ASSERT_EQ(good.status, 200);
    EXPECT_TRUE(shows(good, "Valid"));
    auto const bad = page(testing::changed("code=\"TL\"", "code=\"XX\""));
    ASSERT_EQ(bad.status, 200);
    EXPECT_TRUE(shows(bad, "XM-DAC-1-A"));
    EXPECT_TRUE(shows(bad, "line 10")) << bad.body;
    EXPECT_TRUE(shows(page("<a><b></a>"), "Not valid"));
    EXPECT_TRUE(shows(page(""), "empty")) << "a file that is empty is told so";
    http::Request none;
    none.method = http::Method::post;
    none.path = "/iati/validator";
    EXPECT_EQ(anybody.send(std::move(none)).status, 422);
}

TEST_P(ValidatorPage, an_archive_is_told_of_file_by_file_within_the_same_bounds)
{
    auto const good = testing::file_of(testing::good_activity);
    auto const both = testing::zipped(
        {{"good.xml", good}, {"bad.xml", testing::changed("code=\"TL\"", "code=\"XX\"")}});
    auto const shown = page(both);
    ASSERT_EQ(shown.status, 200);
    EXPECT_TRUE(shows(shown, "good.xml"));
    EXPECT_TRUE(shows(shown, "bad.xml"));
    EXPECT_TRUE(shows(shown, "line 10"));
    auto const answer = json::parse(program(both).body).as_object();
    ASSERT_EQ(answer.at("files").as_array().size(), 2U);
    EXPECT_EQ(answer.at("files").at(1).at("file"), "bad.xml");
    EXPECT_EQ(answer.at("files").at(1).at("summary").at("error"), 1);
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 101; ++i) {
        many.emplace_back(std::to_string(i) + ".xml", "<a/>");
    }
    EXPECT_EQ(page(testing::zipped(many)).status, 413);
    EXPECT_EQ(page(testing::zipped({{"readme.txt", "no"}})).status, 422);
    EXPECT_EQ(page(both.substr(0, both.size() / 2)).status, 422);
    // 15 MB of blanks twice: each would pass alone.
    auto const large = "<a>" + std::string(15'000'000, ' ') + "</a>";
    EXPECT_EQ(page(testing::zipped({{"a.xml", large}, {"b.xml", large}})).status, 413);
}

TEST_P(ValidatorPage, an_old_file_is_told_what_changes_in_2_03)
{
    auto const answer = page("<iati-activities version='1.05'><iati-activity><title>Course</title>"
                             "</iati-activity></iati-activities>");
    ASSERT_EQ(answer.status, 200);
    EXPECT_TRUE(shows(answer, "What changes in 2.03"));
    EXPECT_TRUE(shows(answer, "iati-activity/title: the text is a narrative now"));
}

TEST_P(ValidatorPage, answers_programs_as_the_official_validator_does)
{
    auto const answer = program(testing::changed("code=\"TL\"", "code=\"XX\""));
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const report = json::parse(answer.body);
    EXPECT_TRUE(report.at("valid").is_bool());
    EXPECT_EQ(report.at("iatiVersion").as_string(), "2.03");
    EXPECT_EQ(report.at("rulesetCommitSha").as_string().size(), 12U);
    EXPECT_EQ(report.at("codelistCommitSha").as_string().size(), 12U);
    EXPECT_FALSE(report.at("orgIdPrefixFileName").as_string().empty());
    EXPECT_TRUE(report.at("apiVersion").as_string().starts_with("selatan "));
    EXPECT_EQ(report.at("errors").as_array().size(), 1U);
}

TEST_P(ValidatorPage, shows_what_a_file_says_as_text)
{
    auto const answer =
        page(testing::changed("XM-DAC-1-A", "XM-DAC-1-&lt;script&gt;alert(1)&lt;/script&gt;/x"));
    ASSERT_EQ(answer.status, 200);
    EXPECT_FALSE(shows(answer, "<script>alert"));
}

/// So many activities with a country that no list has; the last breaks the schema, too.
std::string much_wrong(int activities)
{
    std::string many;
    for (int i = 0; i < activities; ++i) {
        std::string one{testing::good_activity};
        one.replace(one.find("code=\"TL\""), 9, "code=\"XX\"");
        one.replace(one.find("XM-DAC-1-A"), 10, "XM-DAC-1-" + std::to_string(i));
        many += one;
    }
    many.replace(many.rfind("<title>"), 7, "<nonsense/><title>");
    return testing::file_of(many);
}

std::size_t times(http::Response const &response, std::string_view text)
{
    std::size_t count = 0;
    for (auto at = response.body.find(text); at != std::string::npos;
         at = response.body.find(text, at + 1)) {
        ++count;
    }
    return count;
}

TEST_P(ValidatorPage, shows_each_kind_of_finding_once_the_worst_first_however_many_there_are)
{
    auto const shown = page(much_wrong(1500));
    ASSERT_EQ(shown.status, 200);
    EXPECT_TRUE(shows(shown, "activities.xml")) << "what the report is on";
    auto const critical = shown.body.find("data-severity=\"critical\"");
    auto const error = shown.body.find("data-severity=\"error\"");
    ASSERT_NE(critical, std::string::npos);
    ASSERT_NE(error, std::string::npos);
    EXPECT_LT(critical, error) << "although it stands at the end of the file";
    EXPECT_TRUE(shows(shown, "1,500 times · rule"));
    EXPECT_TRUE(shows(shown, "XM-DAC-1-0"));
    EXPECT_TRUE(shows(shown, "7 more places"));
    EXPECT_TRUE(shows(shown, "1,490 more are in the report to download"));
    EXPECT_EQ(times(shown, "name=\"severity\""), 3U) << "all, critical, error";
    EXPECT_LT(shown.body.size(), 40'000U);
    EXPECT_EQ(times(page(testing::changed("code=\"TL\"", "code=\"XX\"")), "name=\"severity\""), 0U)
        << "one severity is not chosen among";
}

TEST_P(ValidatorPage, the_whole_report_is_for_programs_and_to_download)
{
    auto const file = much_wrong(1500);
    auto const answer = program(file);
    ASSERT_EQ(answer.status, 200);
    auto const report = json::parse(answer.body);
    EXPECT_EQ(report.at("errors").as_array().size(), 1500U);
    EXPECT_EQ(report.at("records").as_int64(), 1500);
    auto request = upload(file);
    request.form.add("as", "json");
    auto anybody = browser();
    auto const download = anybody.send(std::move(request));
    ASSERT_EQ(download.status, 200);
    EXPECT_EQ(download.body, answer.body);
    EXPECT_EQ(download.headers.find("Content-Disposition"),
              "attachment; filename=\"iati-validation.json\"");
}

TEST_P(ValidatorPage, a_report_grows_no_further_than_may_be_held)
{
    PublicLimits limits;
    limits.findings = 100;
    limits.places = 4;
    static_cast<void>(upload(much_wrong(1500)));
    auto const asked = [&](Wanted wanted) {
        return json::parse(isolated_validate_file(staged(), wanted, Language::en,
                                                  *Date::parse("2026-11-22"), limits)
                               .value())
            .as_object();
    };
    auto const whole = asked(Wanted::whole);
    EXPECT_EQ(whole.at("errors").as_array().size(), 100U);
    EXPECT_EQ(whole.at("summary").at("error").as_int64(), 1500) << "all are counted";
    auto const digest = asked(Wanted::digest);
    std::size_t told = 0;
    std::int64_t counted = 0;
    for (auto const &kind : digest.at("kinds").as_array()) {
        told += kind.at("places").as_array().size();
        counted += kind.at("count").as_int64();
    }
    EXPECT_EQ(told, 4U);
    EXPECT_EQ(counted, 1501);
}

TEST_P(ValidatorPage, refuses_bombs_and_damaged_files_with_a_sentence)
{
    // 64 MiB of spaces in some sixty kilobytes.
    auto const bomb = gzipped("<iati-activities>" + std::string(64U << 20U, ' '));
    ASSERT_LT(bomb.size(), 100'000U);
    EXPECT_EQ(program(bomb).status, 413);
    EXPECT_TRUE(shows(page(bomb), "larger than 20 MB"));
    EXPECT_EQ(program(std::string((20U << 20U) + 1, ' ')).status, 413);
    auto const cut = gzipped(testing::file_of(testing::good_activity)).substr(0, 200);
    EXPECT_EQ(program(cut).status, 422);
    auto const entities = program("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>");
    EXPECT_EQ(entities.status, 200);
    EXPECT_FALSE(json::parse(entities.body).at("valid").as_bool());
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<a>";
    }
    EXPECT_EQ(program(deep).status, 200);
}

TEST_P(ValidatorPage, a_text_is_validated_kept_in_its_box_and_its_places_can_be_gone_to)
{
    auto const text = testing::changed("code=\"TL\"", "code=\"XX\"");
    auto const answer = typed(text);
    ASSERT_EQ(answer.status, 200);
    EXPECT_TRUE(shows(answer, "line 10"));
    EXPECT_NE(answer.body.find("data-line=\"10\""), std::string::npos);
    EXPECT_NE(answer.body.find("href=\"#f-xml\""), std::string::npos);
    EXPECT_NE(answer.body.find("&lt;recipient-country"), std::string::npos)
        << "what was typed is not lost";
    EXPECT_TRUE(shows(answer, "Valid, with findings: 1 finding")) << "said beside the box";
    EXPECT_TRUE(shows(typed(testing::file_of(testing::good_activity)), "nothing was found"));
    auto const broken = typed("<iati-activities version=\"2.03\"><iati-activity>");
    EXPECT_TRUE(shows(broken, "Not valid: "));
    EXPECT_NE(broken.body.find("&lt;iati-activity&gt;"), std::string::npos);
}

TEST_P(ValidatorPage, a_text_is_utf_8_whatever_it_declares)
{
    auto text = testing::file_of(testing::good_activity);
    text.insert(0, text.starts_with("<?xml") ? "" : "<?xml version='1.0' encoding='UTF-16'?>");
    EXPECT_TRUE(shows(typed(text), "nothing was found"));
}

TEST_P(ValidatorPage, to_the_script_the_text_is_not_sent_back)
{
    auto const answer = typed(testing::changed("code=\"TL\"", "code=\"XX\""), true);
    ASSERT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("data-said=\"Valid, with findings: 1 finding\""), std::string::npos);
    EXPECT_EQ(answer.body.find("reporting-org ref"), std::string::npos);
}

TEST_P(ValidatorPage, too_long_a_text_is_refused_at_its_box_and_kept)
{
    auto const answer = typed("<a>" + std::string(256 * 1024UL, 'x') + "end</a>");
    EXPECT_EQ(answer.status, 413);
    EXPECT_TRUE(shows(answer, "This is more than 256 kB"));
    EXPECT_NE(answer.body.find("xend&lt;/a&gt;"), std::string::npos);
    EXPECT_EQ(typed("").status, 422);
}

TEST_P(ValidatorPage, a_text_made_to_take_long_is_cut_off)
{
    // Each of the rules for a vocabulary's sectors looks at all of them.
    std::string sectors;
    for (int i = 0; sectors.size() < 240'000; ++i) {
        sectors += "<sector vocabulary=\"" + std::to_string(i) + "\"/>";
    }
    auto const answer = typed("<iati-activities version=\"2.03\"><iati-activity>" + sectors +
                              "</iati-activity></iati-activities>");
    EXPECT_TRUE(answer.status == 200 || answer.status == 413) << answer.status;
}

TEST_P(ValidatorPage, a_child_that_takes_too_long_costs_only_itself)
{
    PublicLimits limits;
    limits.processor = std::chrono::seconds{0};
    limits.silence = std::chrono::seconds{5};
    std::string many;
    for (int i = 0; i < 3000; ++i) {
        many += testing::good_activity;
    }
    static_cast<void>(upload(testing::file_of(many))); // puts it on the disk
    auto const slow = isolated_validate_file(staged(), Wanted::digest, Language::en,
                                             *Date::parse("2026-11-22"), limits);
    ASSERT_FALSE(slow.has_value());
    EXPECT_TRUE(slow.error().problems.front().code == "iati.too_slow" ||
                slow.error().problems.front().code == "iati.reader_failed");
}

TEST_P(ValidatorPage, a_flood_is_served_in_turn)
{
    std::string many;
    for (int i = 0; i < 300; ++i) {
        many += testing::good_activity;
    }
    auto const request = upload(testing::file_of(many), "/api/iati/validator");
    std::vector<int> answers(12);
    {
        std::vector<std::jthread> senders;
        for (auto &answer : answers) {
            senders.emplace_back([&] {
                auto copy = request;
                answer = dispatch()(std::move(copy)).status;
            });
        }
    }
    for (auto const answer : answers) {
        EXPECT_TRUE(answer == 200 || answer == 429) << answer;
    }
    EXPECT_GT(std::ranges::count(answers, 200), 0);
}

} // namespace
} // namespace selatan::iati

int main(int argc, char **argv)
{
    selatan::iati::child_main(argc, argv);
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}

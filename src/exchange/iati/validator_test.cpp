#include "exchange/iati/validator.hpp"

#include "base/ensure.hpp"
#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/report.hpp"
#include "exchange/iati/rule_words.hpp"
#include "exchange/iati/validator_testing.hpp"
#include "platform/i18n/words/words.hpp"

#include <array>
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <set>
#include <zlib.h>

namespace selatan::iati {
namespace {

using testing::changed;
using testing::file_of;
using testing::good_activity;
using testing::validated;

TEST(IatiValidator, says_nothing_of_a_good_file)
{
    auto const good = validated(file_of(good_activity));
    EXPECT_TRUE(good.summary.is_valid());
    EXPECT_EQ(good.summary.records, 1U);
    EXPECT_EQ(good.summary.version, "2.03");
    for (auto const &group : good.groups) {
        for (auto const &finding : group.findings) {
            ADD_FAILURE() << finding.id << ' ' << finding.word << ' ' << finding.path;
        }
    }
}

TEST(IatiValidator, finds_what_is_wrong_and_where)
{
    struct Row {
        std::string_view from;
        std::string_view to;
        std::string_view id;
        std::string_view word;
        xml::Place place;
    };
    std::array const rows{
        Row{"<activity-status code=\"2\"/>", "", "0.3.1", "unexpected", {9, 1}},
        Row{"<title><narrative>Course</narrative></title>",
            "<title/>",
            "0.3.1",
            "missing_child",
            {5, 1}},
        Row{" type=\"10\"", "", "0.3.1", "missing_attribute", {4, 1}},
        Row{"role=\"1\"", "role=\"1\" rank=\"1\"", "0.3.1", "attribute_not_allowed", {7, 34}},
        Row{"2026-12-31", "31 December", "0.3.1", "bad_attribute", {12, 67}},
        Row{">100<", ">a hundred<", "0.3.1", "bad_text", {13, 1}},
        Row{"<description>", "<description>Text ", "0.3.1", "text_not_allowed", {6, 1}},
        Row{"code=\"TL\"", "code=\"Timor\"", "9.50.1", "code", {10, 25}},
        Row{"xml:lang=\"en\"", "xml:lang=\"EN\"", "9.95.1", "code", {2, 25}},
        Row{">XM-DAC-1-A<", "> XM-DAC-1-A<", "1.3.1", "spaces", {3, 1}},
        Row{">XM-DAC-1-A<", ">OTHER-1<", "1.1.21", "identifier_prefix", {3, 1}},
        Row{">XM-DAC-1-A<", ">XM-DAC-1<", "1.1.3", "identifier_is_organisation", {4, 20}},
        Row{"2026-12-31", "2027-12-31", "7.5.3", "longer_than_a_year", {12, 67}},
        Row{"2026-12-31", "2025-12-31", "8.6.3", "end_before_start", {12, 32}},
        Row{"type=\"1\"", "type=\"3\"", "6.11.1", "start_missing", {2, 1}},
        Row{"type=\"1\" iso-date=\"2026-01-01\"",
            "type=\"2\" iso-date=\"2027-01-01\"",
            "11.1.4",
            "in_future",
            {9, 34}},
        Row{" default-currency=\"USD\"", "", "7.8.1", "currency_missing", {13, 1}},
        Row{" xml:lang=\"en\"", "", "4.1.1", "language_missing", {4, 41}},
        Row{"<sector code=\"14010\" vocabulary=\"1\"/>", "", "6.2.2", "sector_missing", {2, 1}},
        Row{"<sector code=\"14010\" vocabulary=\"1\"/>",
            "<sector code=\"14010\" percentage=\"60\"/><sector code=\"14020\" percentage=\"30\"/>",
            "2.1.2",
            "percentages_sum",
            {11, 33}},
    };
    for (auto const &row : rows) {
        auto const result = validated(changed(row.from, row.to));
        auto const found = result.findings(row.id);
        ASSERT_FALSE(found.empty()) << row.id << ' ' << row.word;
        EXPECT_EQ(found[0].word, row.word);
        EXPECT_EQ(found[0].places.at(0), row.place)
            << row.word << ' ' << found[0].places[0].line << ':' << found[0].places[0].column;
        EXPECT_EQ(result.summary.is_valid(), row.id != "0.3.1") << row.word;
    }
}

TEST(IatiValidator, a_misplaced_child_is_told_once_and_the_rest_of_its_parent_left_alone)
{
    auto const result = validated(changed("<title>", "<sector code=\"1\"/><title>"));
    EXPECT_EQ(result.findings("0.3.1").size(), 1U);
}

TEST(IatiValidator, foreign_elements_and_attributes_may_stand_where_the_schema_lets_them)
{
    auto const result = validated(changed(
        "</iati-activity>", "<x:more xmlns:x=\"urn:x\"><anything/></x:more></iati-activity>"));
    EXPECT_TRUE(result.groups.empty());
}

TEST(IatiValidator, rules_of_each_vocabulary_hold_however_many_there_are)
{
    constexpr std::string_view sector = "<sector code=\"14010\" vocabulary=\"1\"/>";
    for (int const vocabularies : {3, 9, 200}) {
        std::string sectors{sector};
        for (int i = 0; i < vocabularies; ++i) {
            auto const own = "<sector code=\"A\" vocabulary=\"V" + std::to_string(i) + "\"";
            // Of every third, one part is not told.
            sectors += "\n" + own + " percentage=\"50\"/>" + own +
                       (i % 3 == 1 ? "/>" : " percentage=\"50\"/>");
        }
        auto const result = validated(changed(sector, sectors));
        std::set<std::uint64_t> told;
        std::set<std::uint64_t> expected;
        for (auto const &group : result.groups) {
            for (auto const &finding : group.findings) {
                for (auto const &place : finding.places) {
                    if (finding.id == "2.1.1") {
                        told.insert(place.line);
                    }
                }
            }
        }
        constexpr std::uint64_t first_line = 12;
        for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(vocabularies); ++i) {
            if (i % 3 == 1) {
                expected.insert(first_line + i);
            }
        }
        EXPECT_EQ(told, expected) << vocabularies;
    }
}

TEST(IatiValidator, every_duplicate_is_told)
{
    std::string three;
    for (int i = 0; i < 3; ++i) {
        three += good_activity;
    }
    auto const result = validated(file_of(three));
    auto const found = result.findings("1.1.2");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].places.at(0).line, 16U);
    EXPECT_EQ(found[1].places.at(0).line, 29U);
    EXPECT_TRUE(result.groups.back().is_file);
}

TEST(IatiValidator, an_empty_identifier_is_an_error_though_schema_and_rulesets_let_it_pass)
{
    for (std::string_view const empty : {"", " \n"}) {
        auto const one = changed("XM-DAC-1-A", empty);
        auto const result = validated(one);
        auto const found = result.findings("selatan.1.1");
        ASSERT_EQ(found.size(), 1U) << one;
        EXPECT_EQ(found[0].places.at(0), (xml::Place{3, 1}));
        EXPECT_EQ(result.groups.at(0).identifier, "noIdentifier");
        EXPECT_GT(result.summary.count(Severity::error), 0U);
        EXPECT_TRUE(result.summary.is_valid()) << "as the official verdict has it";
    }
    auto const without = validated(changed("<iati-identifier>XM-DAC-1-A</iati-identifier>", ""));
    EXPECT_TRUE(without.findings("selatan.1.1").empty()) << "the schema says so";
    std::string empty{good_activity};
    empty.replace(empty.find("XM-DAC-1-A"), 10, "");
    auto const again = validated(file_of(empty + empty)).findings("1.1.2");
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].word, "duplicate_empty");
}

TEST(IatiValidator, equal_faults_of_the_schema_in_an_activity_are_one_finding_with_each_place)
{
    auto const budget = [](std::string_view end) {
        return "<budget><period-start/><period-end iso-date=\"" + std::string{end} +
               "\"/><value value-date=\"2026-01-01\">1</value></budget>\n";
    };
    auto activity = changed("</iati-activity>", budget("2026-12-31") + budget("2026-11-30") +
                                                    budget("end") + "</iati-activity>");
    auto const result = validated(activity);
    auto const found = result.findings("0.3.1");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].word, "missing_attribute");
    EXPECT_EQ(found[0].places,
              (std::vector{xml::Place{14, 9}, xml::Place{15, 9}, xml::Place{16, 9}}));
    EXPECT_EQ(found[1].word, "bad_attribute") << "another fault is another finding";
    EXPECT_EQ(result.summary.count(Severity::critical), 2U);
    // Another activity has its own.
    std::string one{good_activity};
    one.replace(one.find(" iso-date=\"2026-01-01\"/><period-end"), 22, "");
    EXPECT_EQ(validated(file_of(one + one)).findings("0.3.1").size(), 2U);
}

TEST(IatiValidator, rules_name_the_whole_path_of_what_is_wrong_or_lacks)
{
    struct Row {
        std::string_view from;
        std::string_view to;
        std::string_view path;
    };
    std::array const rows{
        Row{"<sector code=\"14010\" vocabulary=\"1\"/>\n", "",
            "/iati-activities/iati-activity/sector"},
        Row{"<activity-date type=\"1\" iso-date=\"2026-01-01\"/>\n", "",
            "/iati-activities/iati-activity/activity-date"},
        Row{"iso-date=\"2026-12-31\"", "iso-date=\"2025-12-31\"",
            "/iati-activities/iati-activity/budget/period-start/@iso-date"},
        Row{"<sector code=\"14010\" vocabulary=\"1\"/>",
            "<sector code=\"14010\" vocabulary=\"1\" percentage=\"60\"/>"
            "<sector code=\"14020\" vocabulary=\"1\" percentage=\"60\"/>",
            "/iati-activities/iati-activity/sector/@percentage"},
    };
    for (auto const &row : rows) {
        auto const groups = validated(changed(row.from, row.to)).groups;
        ASSERT_FALSE(groups.empty()) << row.path;
        std::string told;
        for (auto const &finding : groups.front().findings) {
            told += finding.path + "\n";
        }
        EXPECT_NE(told.find(row.path), std::string::npos) << told;
    }
}

TEST(IatiValidator, a_comment_or_cdata_that_looks_like_an_activity_is_none)
{
    auto const result = validated(
        changed("<narrative>On water</narrative>",
                "<!-- <iati-activity> --><narrative><![CDATA[</iati-activity>]]></narrative>"));
    EXPECT_EQ(result.summary.records, 1U);
    EXPECT_TRUE(result.groups.empty());
}

TEST(IatiValidator, references_are_answered_by_activities_before_or_behind)
{
    std::string other{good_activity};
    other.replace(other.find("XM-DAC-1-A"), 10, "XM-DAC-1-B");
    std::string first{good_activity};
    first.replace(first.find("</iati-activity>"), 0,
                  "<related-activity type=\"1\" ref=\"XM-DAC-1-B\"/>\n"
                  "<related-activity type=\"1\" ref=\"XM-DAC-1-C\"/>\n");
    auto const result = validated(file_of(first + other));
    auto const found = result.findings("1000.0.6");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].arguments.all().at(0).second, "XM-DAC-1-C");
    EXPECT_EQ(found[0].places.at(0), (xml::Place{15, 1}));
    EXPECT_EQ(result.groups.at(0).identifier, "XM-DAC-1-A");
}

TEST(IatiValidator, tells_at_the_end_whatever_number_of_references_nothing_answers_to)
{
    constexpr std::uint64_t many = 3000; // with their texts, more than is held in memory
    std::string activities;
    for (std::uint64_t i = 0; i < many; ++i) {
        auto const number = std::to_string(i);
        activities += "<iati-activity><iati-identifier>A-" + number + "</iati-identifier>" +
                      "<related-activity type=\"1\" ref=\"A-" + std::to_string(i + 1) + "\"/>\n" +
                      "<related-activity type=\"1\" ref=\"B-" + number + std::string(500, '-') +
                      "\"/></iati-activity>\n";
    }
    auto const found = validated(file_of(activities)).findings("1000.0.6");
    ASSERT_EQ(found.size(), many + 1); // the last names one behind it, too
    for (std::uint64_t i = 0; i + 1 < many; ++i) {
        EXPECT_TRUE(found[i].arguments.all().at(0).second.starts_with("B-" + std::to_string(i)));
        EXPECT_EQ(found[i].places.at(0).line, 2 * i + 3);
    }
}

TEST(IatiValidator, a_reference_longer_than_what_is_shown_is_answered_by_an_activity_behind)
{
    std::string const identifier(300, 'x');
    auto const result = validated(
        file_of("<iati-activity><iati-identifier>A</iati-identifier><related-activity ref=\"" +
                identifier + "\"/></iati-activity><iati-activity><iati-identifier>" + identifier +
                "</iati-identifier></iati-activity>"));
    EXPECT_TRUE(result.findings("1000.0.6").empty());
}

TEST(IatiValidator, very_many_findings_of_an_activity_come_in_several_groups_and_all_are_told)
{
    constexpr std::size_t many = 2500;
    std::string equal; // faults of the schema: one finding, a thousand places
    std::string codes;
    std::string rules;
    for (std::size_t i = 0; i < many; ++i) {
        equal += "<policy-marker/>\n";
        codes += "<policy-marker code=\"x\" significance=\"1\"/>\n";
        rules += "<policy-marker code=\"1\"/>\n";
    }
    auto const with = [](std::string const &markers) {
        auto result = validated(changed("<budget>", markers + "<budget>"));
        for (auto const &group : result.groups) {
            EXPECT_EQ(group.identifier, "XM-DAC-1-A");
            EXPECT_EQ(group.title, "Course");
            EXPECT_LT(group.findings.size(), 2000U);
        }
        return result;
    };
    auto const in_order = [](std::vector<Finding> const &found) {
        std::uint64_t line = 12; // of the first, one behind the other
        for (auto const &finding : found) {
            for (auto const &place : finding.places) {
                EXPECT_EQ(place.line, line++);
            }
        }
        return line;
    };
    auto const of_schema = with(equal).findings("0.3.1");
    ASSERT_EQ(of_schema.size(), 3U);
    EXPECT_EQ(in_order(of_schema), 12 + many);
    auto const of_codes = with(codes);
    EXPECT_EQ(of_codes.groups.size(), 3U);
    EXPECT_EQ(of_codes.summary.count(Severity::error), many);
    EXPECT_EQ(in_order(of_codes.findings(of_codes.groups.at(0).findings.at(0).id)), 12 + many);
    auto const of_rules = with(rules);
    EXPECT_EQ(of_rules.groups.size(), 3U);
    EXPECT_EQ(in_order(of_rules.groups.at(0).findings), 12 + 1000U);
}

TEST(IatiValidator, very_many_findings_of_the_file_come_in_several_groups)
{
    constexpr std::size_t many = 2500;
    std::string activities;
    for (std::size_t i = 0; i < many; ++i) {
        activities += "<iati-activity><iati-identifier>A</iati-identifier></iati-activity>\n";
    }
    auto const result = validated(file_of(activities));
    auto const found = result.findings("1.1.2");
    ASSERT_EQ(found.size(), many - 1);
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].places.at(0).line, i + 3);
    }
    for (auto const &group : result.groups) {
        EXPECT_TRUE(!group.is_file || group.findings.size() <= 1000);
    }
}

TEST(IatiValidator, publishers_are_excused_from_the_form_of_identifiers)
{
    auto const text = changed("ref=\"XM-DAC-1\" type", "ref=\"UN?\" type");
    EXPECT_EQ(validated(text).findings("1.14.13").size(), 1U);
    EXPECT_EQ(validated(text).findings("1.14.8").size(), 1U);
    auto around = testing::surroundings();
    around.publishers.insert("UN?");
    EXPECT_TRUE(validated(text, around).findings("1.14.13").empty());
    EXPECT_TRUE(validated(text, around).findings("1.14.8").empty());
}

TEST(IatiValidator, adds_up_percentages_to_four_decimals)
{
    auto const sectors = [](std::string const &a, std::string const &b, std::string const &c) {
        auto const sector = [](std::string const &code, std::string const &part) {
            return "<sector vocabulary=\"1\" code=\"" + code + "\" percentage=\"" + part + "\"/>";
        };
        return validated(changed("<sector code=\"14010\" vocabulary=\"1\"/>",
                                 sector("14010", a) + sector("14020", b) + sector("14030", c)))
            .findings("2.1.2")
            .size();
    };
    EXPECT_EQ(sectors("33.333333", "33.333333", "33.333333"), 0U);
    EXPECT_EQ(sectors("33.33334", "33.33334", "33.33334"), 0U);
    EXPECT_EQ(sectors("33.3333", "33.3333", "33.3333"), 1U);
    EXPECT_EQ(sectors("33.3334", "33.3333", "33.3334"), 1U);
}

TEST(IatiValidator, sees_blanks_that_nobody_sees)
{
    for (auto const *const blank : {" ", "\u00A0", "\u2009", "\u3000", "\uFEFF", "\n"}) {
        auto const before =
            validated(changed(">XM-DAC-1-A<", std::string{">"} + blank + "XM-DAC-1-A<"));
        auto const behind =
            validated(changed(">XM-DAC-1-A<", std::string{">XM-DAC-1-A"} + blank + "<"));
        EXPECT_FALSE(before.findings("1.3.1").empty()) << blank;
        EXPECT_FALSE(behind.findings("1.3.1").empty()) << blank;
    }
    EXPECT_TRUE(validated(changed(">XM-DAC-1-A<", ">XM-DAC-1-\u00E9<")).findings("1.3.1").empty());
}

TEST(IatiValidator, tells_other_xml_old_versions_and_broken_files_apart)
{
    EXPECT_EQ(validated("<html/>").findings("0.2.1").size(), 1U);
    EXPECT_FALSE(validated("<html/>").summary.kind.has_value());
    EXPECT_EQ(validated(file_of(good_activity, "1.05")).findings("0.6.1").size(), 1U);
    EXPECT_TRUE(validated(file_of(good_activity, "2.01")).summary.is_valid());
    EXPECT_EQ(validated(file_of(good_activity, "2.02")).summary.version, "2.02");
    for (auto const *const none : {"3.0", "2.04", "2.3", "02.03", " 2.03", ""}) {
        auto const odd = validated(file_of(good_activity, none));
        EXPECT_EQ(odd.findings("0.6.1").size(), 1U) << none;
        EXPECT_FALSE(odd.summary.is_valid()) << none;
    }
    auto const no_number = validated(file_of(good_activity, "xx"));
    EXPECT_TRUE(no_number.findings("0.6.1").empty())
        << "as the standard's tests of its schema have";
    EXPECT_EQ(no_number.findings("9.1.1").size(), 1U);
    auto const broken = validated("<iati-activities version=\"2.03\">\n<iati-activity></b>");
    ASSERT_EQ(broken.findings("0.1.1").size(), 1U);
    EXPECT_EQ(broken.findings("0.1.1")[0].word, "xml_wrong_end_tag");
    EXPECT_EQ(broken.findings("0.1.1")[0].places.at(0), (xml::Place{2, 16}));
}

TEST(IatiValidator, checks_organisations_by_their_own_schema_and_rules)
{
    auto const result = validated(R"(<iati-organisations version="2.03"><iati-organisation>
<organisation-identifier>XM-DAC-1</organisation-identifier><name><narrative>Office</narrative></name>
<reporting-org ref="XM-DAC-1" type="10"><narrative>Office</narrative></reporting-org>
<total-budget><period-start iso-date="2026-01-01"/><period-end iso-date="2027-06-30"/>
<value value-date="2026-01-01">1</value></total-budget></iati-organisation></iati-organisations>)");
    EXPECT_EQ(result.summary.kind, FileKind::organisations);
    EXPECT_TRUE(result.summary.is_valid());
    EXPECT_EQ(result.findings("7.5.3").size(), 1U);
    EXPECT_EQ(result.findings("7.8.2").size(), 1U);
    EXPECT_EQ(result.findings("4.5.1").size(), 1U);
    EXPECT_EQ(result.groups.at(0).title, "Office");
}

TEST(IatiRules, every_rule_of_the_standard_has_its_sentence)
{
    for (auto const &id : standard().rules.ids()) {
        EXPECT_FALSE(rule_word(id).empty()) << id;
    }
    EXPECT_EQ(standard().rules.ids().size(), 107U);
}

TEST(IatiReport, has_the_official_shape_in_any_language)
{
    auto const result = validated(changed("code=\"TL\"", "code=\"Timor\""));
    std::string text;
    JsonReport report{Language::fr, "", [&](std::string_view piece) {
                          text += piece;
                      }};
    for (auto const &group : result.groups) {
        report.take(group);
    }
    report.finish(result.summary);
    auto const json = boost::json::parse(text).as_object();
    EXPECT_TRUE(json.at("valid").as_bool());
    EXPECT_EQ(json.at("fileType"), "iati-activities");
    EXPECT_EQ(json.at("summary").at("error"), 1);
    auto const &group = json.at("errors").at(0);
    EXPECT_EQ(group.at("identifier"), "XM-DAC-1-A");
    EXPECT_EQ(group.at("title"), "Course");
    auto const &category = group.at("errors").at(0);
    EXPECT_EQ(category.at("category"), "geo");
    auto const &error = category.at("errors").at(0);
    EXPECT_EQ(error.at("id"), "9.50.1");
    EXPECT_EQ(error.at("codelist"), "Country");
    EXPECT_EQ(error.at("message"), "« Timor » n’est pas un code de la liste Country");
    EXPECT_EQ(error.at("context").at(0).at("lineNumber"), 10);
}

TEST(IatiReport, no_sentence_is_missing_in_any_language)
{
    for (auto const language : languages) {
        for (auto const &id : standard().rules.ids()) {
            Finding finding;
            finding.word = rule_word(id);
            finding.arguments.add("value", "V");
            finding.arguments.add("other", "O");
            EXPECT_FALSE(sentence(language, finding).empty());
            EXPECT_EQ(sentence(language, finding).find(std::string{finding.word} + "}"),
                      std::string::npos);
        }
    }
}

std::string gzipped(std::string_view text)
{
    std::string packed(text.size() + 1000, '\0');
    z_stream stream{};
    EXPECT_EQ(::deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string source{text};
    stream.next_in = reinterpret_cast<Bytef *>(source.data());
    stream.avail_in = static_cast<uInt>(source.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(packed.size() - stream.avail_out);
    ::deflateEnd(&stream);
    return packed;
}

std::string title_of(std::string const &bytes)
{
    xml::TextInput raw{bytes};
    DecodedInput input{raw};
    xml::Reader reader{input, input.encoding()};
    std::string text;
    for (auto event = reader.next(); event != xml::Event::done; event = reader.next()) {
        if (event == xml::Event::broken) {
            return std::string{to_code(reader.fault().kind)};
        }
        text += event == xml::Event::text ? std::string{reader.text()} : std::string{};
    }
    return text;
}

TEST(IatiInput, gzip_and_other_encodings_become_utf_8)
{
    EXPECT_EQ(title_of("<a>\xC3\xA9</a>"), "\xC3\xA9");
    EXPECT_EQ(title_of(gzipped("<a>\xC3\xA9</a>")), "\xC3\xA9");
    EXPECT_EQ(title_of(gzipped("<a>") + gzipped("b</a>")), "b");
    EXPECT_EQ(title_of("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>"), "\xC3\xA9");
    EXPECT_EQ(title_of("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>"), "\xE2\x82\xAC");
    EXPECT_EQ(title_of("\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA9</a>"),
              "\xC3\xA9")
        << "the mark says what the bytes are";
    EXPECT_EQ(title_of("<?xml version='1.0' encoding='US-ASCII'?><a>\xC3\xA9</a>"), "bad_encoding");
    std::string utf16{"\xFF\xFE", 2};
    for (auto const c : std::string_view{"<a>b</a>"}) {
        utf16 += {c, '\0'};
    }
    EXPECT_EQ(title_of(utf16), "b");
    EXPECT_EQ(title_of("<?xml version='1.0' encoding='x-nobody'?><a/>"), "unknown_encoding");
    EXPECT_EQ(title_of("<?xml version='1.0' encoding='GB18030'?><a>\x81\x20</a>"), "bad_encoding");
}

TEST(IatiInput, a_damaged_gzip_file_is_unreadable)
{
    auto const whole = gzipped(file_of(good_activity));
    EXPECT_THROW(title_of(whole.substr(0, whole.size() / 2)), Unreadable);
    auto damaged = whole;
    damaged[whole.size() - 6] = static_cast<char>(~damaged[whole.size() - 6]); // its checksum
    EXPECT_THROW(title_of(damaged), Unreadable);
}

} // namespace
} // namespace selatan::iati

#include "platform/sheets/sheets_testing.hpp"
#include "platform/sheets/table_writer.hpp"

#include "words/sheets.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace selatan::sheets {
namespace {

using testing::archive_of;
using testing::Collect;
using testing::Parts;
using testing::spreadsheet;
using testing::Texts;
using testing::workbook;
using namespace std::string_literals;

struct Reading : Collect {
    Outcome outcome;
    explicit Reading(std::string_view bytes, Options const &options = {})
    {
        auto const result = read(bytes, options, *this);
        EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().problems[0].code);
        outcome = result.value_or(Outcome{});
    }
};

/// The code of the refusal, which also has a sentence in every language.
std::string refusal(std::string_view bytes, Options const &options = {})
{
    Collect all;
    auto const result = read(bytes, options, all);
    if (result) {
        return "read";
    }
    auto const code = result.error().problems[0].code.substr(std::string{"sheets."}.size());
    EXPECT_TRUE(words::sheets::problem(Language::ar, code) ||
                !result.error().problems[0].arguments.empty())
        << code;
    return code;
}

std::string sheet(std::string const &rows)
{
    return "<sheetData>" + rows + "</sheetData>";
}

Parts const strings_and_styles{
    {"xl/sharedStrings.xml",
     "<sst><si><t>plain</t></si><si><r><t>rich</t></r><r><t xml:space=\"preserve\"> text</t></r>"
     "<rPh><t>sound</t></rPh></si><si><t>a_x000D__x0041_</t></si><si><t/></si></sst>"},
    {"xl/styles.xml",
     "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/>"
     "<numFmt numFmtId=\"171\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"172\" "
     "formatCode=\"0.0&quot; days&quot;\"/></numFmts><cellStyleXfs><xf "
     "numFmtId=\"14\"/></cellStyleXfs>"
     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"22\"/>"
     "<xf numFmtId=\"21\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/></cellXfs></styleSheet>"}};

TEST(XlsxReader, reads_every_type_of_cell)
{
    Reading const reading{
        workbook(sheet("<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\"><v>1250.5</v></c>"
                       "<c r=\"D3\" t=\"b\"><v>1</v></c><c r=\"E3\" t=\"e\"><v>#N/A</v></c>"
                       "<c r=\"F3\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>"
                       "<c r=\"G3\" t=\"str\"><f>A1&amp;B1</f><v>computed</v></c>"
                       "<c r=\"H3\" t=\"s\"><v>1</v></c><c r=\"I3\" t=\"s\"><v>2</v></c>"
                       "<c r=\"J3\" s=\"4\"/></row>"),
                 strings_and_styles)};
    EXPECT_EQ(reading.rows, (Texts{{"plain", "1250.5", "", "true", "#N/A", "inline", "computed",
                                    "rich text", "a\rA"}}));
    EXPECT_EQ(reading.kinds[0],
              (std::vector<Kind>{Kind::text, Kind::number, Kind::empty, Kind::boolean, Kind::error,
                                 Kind::text, Kind::text, Kind::text, Kind::text}));
    EXPECT_EQ(reading.numbers, (std::vector<std::size_t>{3}));
    EXPECT_EQ(reading.sheets[0].name, "One");
    EXPECT_EQ(reading.outcome.format, Format::xlsx);
    EXPECT_EQ(reading.outcome.cells, 8U);
}

TEST(XlsxReader, tells_dates_from_numbers_by_their_format)
{
    auto const cell = [](char const *style, char const *value) {
        return "<c s=\""s + style + "\"><v>" + value + "</v></c>";
    };
    Reading const reading{
        workbook(sheet("<row>" + cell("1", "46053") + cell("2", "46053.75") +
                       cell("3", "46053.75") + cell("4", "0.4375") + cell("5", "1.5") +
                       cell("6", "3") + cell("1", "1") + cell("1", "59") + cell("1", "60") +
                       cell("1", "61") + cell("1", "-1") + cell("3", "46053.999999999") + "</row>"),
                 strings_and_styles)};
    EXPECT_EQ(reading.rows[0],
              (std::vector<std::string>{"2026-01-31", "2026-01-31", "2026-01-31T18:00:00",
                                        "10:30:00", "1.5", "3", "1900-01-01", "1900-02-28", "60",
                                        "1900-03-01", "-1", "2026-02-01T00:00:00"}));
    EXPECT_EQ(reading.raws[0][0], "46053");
    EXPECT_EQ(reading.kinds[0][3], Kind::text);
    EXPECT_EQ(reading.kinds[0][4], Kind::number);
    EXPECT_EQ(reading.said(),
              (std::vector<std::string>{"no_such_date@One!I1", "no_such_date@One!K1"}));
}

TEST(XlsxReader, knows_the_calendar_that_begins_in_1904)
{
    Reading const reading{workbook(
        sheet("<row><c s=\"1\"><v>44591</v></c><c s=\"1\"><v>0</v></c></row>"),
        {strings_and_styles[1],
         {"xl/workbook.xml",
          "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"One\" "
          "r:id=\"rId1\"/></sheets></workbook>"}})};
    EXPECT_EQ(reading.rows[0], (std::vector<std::string>{"2026-01-31", "1904-01-01"}));
}

TEST(XlsxReader, shows_numbers_as_people_mean_them)
{
    std::string row;
    for (auto const *const raw : {"0.30000000000000004", "1E3", "9007199254740993", "1.0E+300",
                                  "-0.5", "1e999", "abc", "0x10", "+7"}) {
        row += "<c><v>"s + raw + "</v></c>";
    }
    Reading const reading{workbook(sheet("<row>" + row + "</row>"))};
    EXPECT_EQ(reading.rows[0],
              (std::vector<std::string>{"0.3", "1000", "9007199254740993", "1e+300", "-0.5",
                                        "1e999", "abc", "0x10", "7"}));
    EXPECT_EQ(reading.kinds[0][5], Kind::text);
    EXPECT_EQ(reading.remarks.size(), 3U);
}

TEST(XlsxReader, reads_dates_of_strict_workbooks)
{
    Reading const reading{workbook(
        "<x:sheetData xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:row x:r=\"2\">"
        "<x:c r=\"A2\" t=\"d\"><x:v>2026-01-31</x:v></x:c>"
        "<x:c r=\"B2\" t=\"d\"><x:v>2026-01-31T10:30:00Z</x:v></x:c>"
        "<x:c r=\"C2\" t=\"d\"><x:v>soon</x:v></x:c></x:row></x:sheetData>")};
    EXPECT_EQ(reading.rows[0],
              (std::vector<std::string>{"2026-01-31", "2026-01-31T10:30:00", "soon"}));
    EXPECT_EQ(reading.kinds[0], (std::vector<Kind>{Kind::date, Kind::date, Kind::text}));
}

TEST(XlsxReader, places_cells_and_rows_without_references_one_after_the_other)
{
    Reading const reading{workbook(sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row/>"
                                         "<row><c r=\"B3\"><v>3</v></c><c><v>4</v></c></row>"))};
    EXPECT_EQ(reading.rows, (Texts{{"1", "2"}, {"", "3", "4"}}));
    EXPECT_EQ(reading.numbers, (std::vector<std::size_t>{1, 3}));
}

TEST(XlsxReader, puts_cells_in_their_columns_whatever_their_order)
{
    Reading const reading{
        workbook(sheet("<row><c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c></row>"))};
    EXPECT_EQ(reading.rows, (Texts{{"1", "", "3"}}));
}

TEST(XlsxReader, says_what_is_hidden_merged_or_not_computed)
{
    Reading const reading{workbook(
        sheet(
            "<row r=\"1\" hidden=\"1\"><c><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><f>1+1</f></c>"
            "<c r=\"B2\"><v>5</v></c></row>") +
            "<mergeCells><mergeCell ref=\"B2:C2\"/></mergeCells>",
        {{"xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"One\" state=\"hidden\" "
                             "r:id=\"rId1\"/></sheets></workbook>"}})};
    EXPECT_TRUE(reading.sheets[0].hidden);
    EXPECT_EQ(reading.hidden, (std::vector<bool>{true, false}));
    EXPECT_EQ(reading.said(),
              (std::vector<std::string>{"hidden_rows@One!1", "formula_without_value@One!A2",
                                        "merged_cells@One!B2"}));
}

TEST(XlsxReader, reads_on_without_the_parts_that_are_missing)
{
    Reading const reading{workbook(sheet("<row><c t=\"s\"><v>0</v></c><c><v>2</v></c></row>"))};
    EXPECT_EQ(reading.rows, (Texts{{"", "2"}}));
    EXPECT_EQ(reading.said(), (std::vector<std::string>{"missing_text@One!A1"}));
    Reading const no_sheet{workbook("", {{"xl/worksheets/sheet1.xml", ""}})};
    EXPECT_EQ(no_sheet.said(), (std::vector<std::string>{"missing_sheet@One"}));
}

TEST(XlsxReader, finds_parts_whatever_the_case_and_the_slashes_of_their_names)
{
    Reading const reading{workbook(
        "", {{"xl/worksheets/sheet1.xml", ""},
             {"XL\\Worksheets\\SHEET1.xml",
              "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"}})};
    EXPECT_EQ(reading.rows, (Texts{{"1"}}));
}

TEST(XlsxReader, is_not_led_outside_by_names_of_parts)
{
    Parts const hostile{{"../../../../etc/passwd", "x"},
                        {"/etc/shadow", "y"},
                        {"xl/_rels/workbook.xml.rels",
                         "<Relationships><Relationship Id=\"rId1\" Type=\"t/worksheet\" "
                         "Target=\"../../../../../etc/passwd\"/></Relationships>"}};
    Reading const reading{workbook(sheet(""), hostile)};
    EXPECT_EQ(reading.said(), (std::vector<std::string>{"missing_sheet@One"}));
}

TEST(Workbooks, are_refused_by_name_when_they_cannot_be_read)
{
    auto const ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(600, '\0');
    EXPECT_EQ(refusal(ole), "old_workbook");
    EXPECT_EQ(refusal(ole + "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s), "encrypted");
    EXPECT_EQ(refusal("\x09\x08\x10\x00\x00\x06\x05\x00"s), "old_workbook");
    EXPECT_EQ(refusal("ID;PWXL;N;E\r\nP;PGeneral\r\n"), "old_workbook");
    EXPECT_EQ(refusal("<?xml version=\"1.0\"?>\n<Workbook/>"), "markup");
    EXPECT_EQ(refusal("\xEF\xBB\xBF <html><table></table></html>"), "markup");
    EXPECT_EQ(refusal("{\"a\": 1}"), "json");
    EXPECT_EQ(refusal("%PDF-1.7\n"), "unknown_format");
    EXPECT_EQ(refusal("\x89PNG\r\n\x1A\n"s + std::string(300, '\1')), "unknown_format");
    EXPECT_EQ(refusal("PK\x03\x04 cut off"), "broken_archive");
    EXPECT_EQ(refusal(archive_of({{"readme.txt", "hello"}})), "not_a_workbook");
    EXPECT_EQ(refusal(archive_of({{"mimetype", "application/vnd.oasis.opendocument.text"}})),
              "other_document");
    EXPECT_EQ(refusal(workbook("", {{"xl/workbook.xml", "<document/>"}})), "other_document");
    EXPECT_EQ(refusal(workbook(
                  "", {{"_rels/.rels", "<Relationships><Relationship Id=\"a\" "
                                       "Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/>"
                                       "</Relationships>"}})),
              "binary_workbook");
    EXPECT_EQ(refusal(workbook("", {{"xl/workbook.xml", ""}})), "missing_part");
    EXPECT_EQ(refusal(archive_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                                  {"META-INF/manifest.xml", "<manifest:encryption-data/>"},
                                  {"content.xml", "noise"}})),
              "encrypted");
    EXPECT_EQ(refusal(archive_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                                  {"content.xml", "<a/>"}})),
              "other_document");
}

TEST(Workbooks, with_document_types_are_refused_so_entities_never_expand)
{
    auto const lol = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">"
                     "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                     "<worksheet><sheetData><row><c t=\"str\"><v>&b;&f;</v></c></row></sheetData>"
                     "</worksheet>";
    EXPECT_EQ(refusal(workbook("", {{"xl/worksheets/sheet1.xml", lol}})), "doctype");
    EXPECT_EQ(
        refusal(workbook("", {{"xl/worksheets/sheet1.xml", "<worksheet>&unknown;</worksheet>"}})),
        "broken_xml");
}

TEST(Workbooks, that_unpack_to_too_much_are_refused)
{
    auto const huge =
        sheet("<row><c t=\"inlineStr\"><is><t>x</t></is></c></row>" + std::string(30U << 20U, ' '));
    EXPECT_EQ(refusal(workbook(huge)), "too_much_inside") << "by ratio";
    Options options;
    options.limits.inflated = 10'000;
    EXPECT_EQ(refusal(workbook(sheet(std::string(20'000, ' '))), options), "too_much_inside");
    options = {};
    options.limits.parts = 5;
    EXPECT_EQ(refusal(workbook("", {{"a", "b"}}), options), "too_many_parts");
}

TEST(Workbooks, keep_the_limits_of_cells_and_texts)
{
    Options options;
    options.limits.cell = 10;
    EXPECT_EQ(
        refusal(workbook(sheet("<row><c t=\"str\"><v>longer than ten</v></c></row>")), options),
        "cell_too_long");
    EXPECT_EQ(
        refusal(workbook(sheet("<row><c t=\"s\"><v>0</v></c></row>"),
                         {{"xl/sharedStrings.xml", "<sst><si><t>longer than ten</t></si></sst>"}}),
                options),
        "cell_too_long");
    options = {};
    options.limits.strings = 20;
    EXPECT_EQ(
        refusal(workbook("", {{"xl/sharedStrings.xml",
                               "<sst><si><t>one</t></si><si><t>two</t></si><si><t/></si></sst>"}}),
                options),
        "too_many_strings");
    EXPECT_EQ(refusal(workbook(sheet("<row><c r=\"XFE1\"><v>1</v></c></row>"))),
              "too_many_columns");
    options = {};
    options.limits.sheets = 1;
    EXPECT_EQ(refusal(spreadsheet("<table:table table:name=\"a\"/><table:table table:name=\"b\"/>"),
                      options),
              "too_many_sheets");
    options = {};
    options.limits.cells = 1'000'000;
    std::string wide_rows;
    for (int i = 0; i < 100; ++i) {
        wide_rows += "<row><c r=\"XFD1\"><v>1</v></c></row>";
    }
    EXPECT_EQ(refusal(workbook(sheet(wide_rows)), options), "too_many_cells");
}

TEST(Workbooks, nested_too_deep_or_with_endless_tags_are_refused)
{
    std::string deep;
    for (int i = 0; i < 1'000; ++i) {
        deep += "<a>";
    }
    EXPECT_EQ(refusal(workbook(deep)), "broken_xml");
    auto const endless = "<row r=\"" + std::string(2U << 20U, '1') + "\"/>";
    EXPECT_EQ(refusal(workbook(sheet(endless))), "broken_xml");
}

TEST(OdsReader, reads_every_type_of_cell)
{
    Reading const reading{spreadsheet(
        "<table:table table:name=\"Data\"><table:table-row>"
        "<table:table-cell office:value-type=\"string\"><text:p>two  <text:s "
        "text:c=\"2\"/>words</text:p>"
        "<text:p>and <text:span>more</text:span></text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"float\" "
        "office:value=\"1250.5\"><text:p>1,250.50</text:p>"
        "</table:table-cell><table:table-cell/>"
        "<table:table-cell office:value-type=\"date\" "
        "office:date-value=\"2026-01-31\"><text:p>31/01/26"
        "</text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-01-31T10:30:00\"/>"
        "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE"
        "</text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"/>"
        "<table:table-cell office:value-type=\"string\" "
        "calcext:value-type=\"error\"><text:p>#N/A</text:p>"
        "</table:table-cell>"
        "<table:table-cell office:value-type=\"time\" "
        "office:time-value=\"PT10H30M00S\"><text:p>10:30:00"
        "</text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>a "
        "remark</text:p>"
        "</office:annotation><text:p>kept</text:p></table:table-cell>"
        "</table:table-row></table:table>")};
    EXPECT_EQ(reading.rows,
              (Texts{{"two   words\nand more", "1250.5", "", "2026-01-31", "2026-01-31T10:30:00",
                      "true", "0.5", "#N/A", "10:30:00", "kept"}}));
    EXPECT_EQ(
        reading.kinds[0],
        (std::vector<Kind>{Kind::text, Kind::number, Kind::empty, Kind::date, Kind::date,
                           Kind::boolean, Kind::number, Kind::error, Kind::text, Kind::text}));
    EXPECT_EQ(reading.outcome.format, Format::ods);
}

TEST(OdsReader, repeats_what_is_repeated_and_skips_the_empty_rest)
{
    Reading const reading{spreadsheet(
        "<table:table table:name=\"Data\">"
        "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell "
        "table:number-columns-repeated=\"4\"/></table:table-row>"
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell "
        "table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>x</text:p>"
        "</table:table-cell><table:table-cell "
        "table:number-columns-repeated=\"16382\"/></table:table-row>"
        "<table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell "
        "table:number-columns-repeated=\"16384\"/></table:table-row></table:table>")};
    EXPECT_EQ(reading.rows, (Texts{{"x", "x"}, {"x", "x"}}));
    EXPECT_EQ(reading.numbers, (std::vector<std::size_t>{4, 5}));
}

TEST(OdsReader, does_not_repeat_without_end)
{
    auto const repeated = [](char const *rows, char const *columns) {
        return spreadsheet("<table:table><table:table-row table:number-rows-repeated=\""s + rows +
                           "\"><table:table-cell table:number-columns-repeated=\"" + columns +
                           "\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>"
                           "</table:table-row></table:table>");
    };
    EXPECT_EQ(refusal(repeated("1", "16385")), "too_many_columns");
    EXPECT_EQ(refusal(repeated("1", "18446744073709551615")), "too_many_columns");
    Options options;
    options.limits.rows = 1'000;
    EXPECT_EQ(refusal(repeated("18446744073709551615", "1"), options), "too_many_rows");
    auto const blanks =
        spreadsheet("<table:table><table:table-row><table:table-cell><text:p>a<text:s "
                    "text:c=\"4000000000\"/></text:p></table:table-cell>"
                    "</table:table-row></table:table>");
    EXPECT_EQ(refusal(blanks), "cell_too_long");
}

TEST(OdsReader, notes_hidden_sheets_hidden_rows_and_merged_cells)
{
    Reading const reading{spreadsheet(
        "<table:table table:name=\"Open\"><table:table-row table:visibility=\"filter\">"
        "<table:table-cell table:number-columns-spanned=\"2\" "
        "office:value-type=\"string\"><text:p>x"
        "</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>"
        "<table:table table:name=\"Shut\" table:style-name=\"ta2\"/>",
        "<style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties "
        "table:display=\"true\"/></style:style><style:style style:name=\"ta2\" "
        "style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>")};
    EXPECT_FALSE(reading.sheets[0].hidden);
    EXPECT_TRUE(reading.sheets[1].hidden);
    EXPECT_EQ(reading.said(),
              (std::vector<std::string>{"merged_cells@Open!A1", "hidden_rows@Open!1"}));
}

TEST(XlsxWriter, writes_what_the_reader_reads)
{
    std::string out;
    auto const writer =
        xlsx_writer(into(out), {.sheet_name = "Par/tners: all", .right_to_left = true});
    writer->header({{.title = "Name"},
                    {.title = "State", .choices = {"draft", "it's sent"}, .hint = "As it stands"},
                    {.title = "Amount"},
                    {.title = "Day"},
                    {.title = "When"},
                    {.title = "Site"},
                    {.title = "Sure"},
                    {.title = "Count"},
                    {.title = "Problem", .look = Column::Look::error}});
    auto const long_text = std::string(40'000, 'x');
    writer->row({"=1+1 \xD8\xA7\xD9\x84", "draft", Decimal{-125050, 2}, *Date::parse("2026-01-31"),
                 *Instant::parse("2026-01-31T18:29:30Z"),
                 Link{"https://example.org/?a=1&b=2", "site"}, true,
                 std::int64_t{9'007'199'254'740'993}, "no < focal & point"});
    writer->row({"_x0041_\x01\xFF\xEF\xBF\xBE", long_text, Decimal{INT64_MAX, 4},
                 *Date::parse("1856-05-06"), std::monostate{}, Link{"javascript:alert(1)", ""},
                 false, std::int64_t{-7}});
    writer->finish();

    Reading const reading{out};
    ASSERT_EQ(reading.sheets.size(), 2U);
    EXPECT_EQ(reading.sheets[0].name, "Par tners  all");
    EXPECT_TRUE(reading.sheets[1].hidden);
    EXPECT_EQ(reading.rows[1],
              (std::vector<std::string>{"=1+1 \xD8\xA7\xD9\x84", "draft", "-1250.5", "2026-01-31",
                                        "2026-01-31T18:29:30", "site", "true", "9007199254740993",
                                        "no < focal & point"}));
    EXPECT_EQ(reading.kinds[1],
              (std::vector<Kind>{Kind::text, Kind::text, Kind::number, Kind::date, Kind::date,
                                 Kind::text, Kind::boolean, Kind::text, Kind::text}));
    EXPECT_EQ(reading.rows[2][0], "_x0041_\x01\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(reading.rows[2][1], std::string(32'766, 'x') + "\xE2\x80\xA6");
    EXPECT_EQ(reading.rows[2][2], "922337203685477.5807") << "beyond what a double holds: text";
    EXPECT_EQ(reading.rows[2][3], "1856-05-06") << "before what Excel's calendar holds: text";
    EXPECT_EQ(reading.rows[2][5], "javascript:alert(1)");
    EXPECT_EQ(reading.rows[2][7], "-7");
    EXPECT_EQ(reading.rows[3], (std::vector<std::string>{"draft"})) << "the hidden list";
    EXPECT_EQ(reading.rows[4], (std::vector<std::string>{"it's sent"}));
}

/// Faults in every place of a sound file: none may do worse than a refusal. The fuzz targets go on
/// from here.
TEST(Workbooks, survive_damage_anywhere)
{
    std::mt19937 random{2026};
    for (
        auto const &sound :
        {workbook(
             sheet(
                 "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>46053</v></c>"
                 "</row>"),
             strings_and_styles),
         spreadsheet(
             "<table:table table:name=\"a\"><table:table-row><table:table-cell "
             "office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>")}) {
        for (std::size_t i = 0; i < 400; ++i) {
            auto damaged = sound;
            for (int flips = 0; flips < 3; ++flips) {
                damaged[random() % damaged.size()] = static_cast<char>(random());
            }
            if (i % 4 == 0) {
                damaged.resize(random() % damaged.size());
            }
            Collect all;
            static_cast<void>(read(damaged, {}, all));
        }
    }
}

TEST(Place, is_written_as_spreadsheets_write_it)
{
    EXPECT_EQ(column_letters(1), "A");
    EXPECT_EQ(column_letters(26), "Z");
    EXPECT_EQ(column_letters(27), "AA");
    EXPECT_EQ(column_letters(16'384), "XFD");
    EXPECT_EQ((Place{"Projects", 14, 3}.to_string()), "Projects!C14");
    EXPECT_EQ((Place{"", 14, 3}.to_string()), "C14");
    EXPECT_EQ((Place{"Projects", 14, 0}.to_string()), "Projects!14");
    EXPECT_EQ((Place{"Projects", 0, 0}.to_string()), "Projects");
    EXPECT_EQ(Place{}.to_string(), "");
}

} // namespace
} // namespace selatan::sheets

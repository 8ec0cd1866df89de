#include "platform/sheets/sheets_testing.hpp"

#include <gtest/gtest.h>

namespace selatan::sheets {
namespace {

SheetGuess guess(std::string_view text)
{
    auto const summary = detect(text);
    EXPECT_TRUE(summary.has_value());
    return summary->sheets.at(0);
}

TEST(Detect, names_columns_and_their_kinds)
{
    auto const sheet = guess("Partner,Amount,Count,Day,Active,Code\n"
                             "Timor-Leste,1250.50,3,2026-01-31,true,007\n"
                             "Benin,\"1,250.75\",4,31/01/2026,false,012\n"
                             "Fiji,7,5,1.2.2026,TRUE,100\n");
    EXPECT_EQ(sheet.header_row, 1U);
    EXPECT_EQ(sheet.header_rows, 1U);
    EXPECT_EQ(sheet.rows, 3U);
    std::vector<ColumnKind> kinds;
    for (auto const &column : sheet.columns) {
        kinds.push_back(column.kind);
    }
    EXPECT_EQ(kinds,
              (std::vector<ColumnKind>{ColumnKind::text, ColumnKind::decimal, ColumnKind::integer,
                                       ColumnKind::date, ColumnKind::boolean, ColumnKind::text}));
    EXPECT_EQ(sheet.columns[0].name, "Partner");
    EXPECT_EQ(sheet.columns[0].samples, (std::vector<std::string>{"Timor-Leste", "Benin", "Fiji"}));
    EXPECT_EQ(sheet.columns[0].filled, 3U);
}

TEST(Detect, finds_the_header_below_titles_and_notes)
{
    auto const sheet = guess("Register of requests,,\n,,\nAs of 31 January 2026,,\n"
                             "Reference,Country,Year\nREQ-1,Benin,2025\nREQ-2,Fiji,2026\n");
    EXPECT_EQ(sheet.header_row, 4U);
    EXPECT_EQ(sheet.rows, 2U);
    EXPECT_EQ(sheet.columns[2].name, "Year");
}

TEST(Detect, joins_headers_of_several_rows)
{
    auto const sheet = guess("Budget,Budget,Name\nplanned,spent,of project\n1,2,x\n3,4,y\n");
    EXPECT_EQ(sheet.header_rows, 2U);
    EXPECT_EQ(sheet.columns[0].name, "Budget planned");
    EXPECT_EQ(sheet.columns[2].name, "Name of project");
    EXPECT_EQ(sheet.rows, 2U);
}

TEST(Detect, admits_that_there_is_no_header)
{
    auto const sheet = guess("2026-01-31,12,x\n2026-02-01,13,y\n");
    EXPECT_EQ(sheet.header_row, 0U);
    EXPECT_EQ(sheet.rows, 2U);
    EXPECT_EQ(sheet.columns[0].name, "");
}

TEST(Detect, takes_years_for_names_in_tables_of_statistics)
{
    auto const sheet = guess("Country,2023,2024,2025\nBenin,1.5,2.5,3.5\nFiji,1,2,3\n");
    EXPECT_EQ(sheet.header_row, 1U);
    EXPECT_EQ(sheet.columns[1].name, "2023");
}

TEST(Detect, says_where_a_second_table_begins)
{
    std::string text = "Name,Day,Sum\n";
    for (int i = 0; i < 200; ++i) {
        text += "x,2026-01-31," + std::to_string(i) + "\n";
    }
    auto const summary = detect(text + "Name,Day,Sum\ny,2026-02-01,3\n");
    ASSERT_TRUE(summary);
    ASSERT_EQ(summary->remarks.size(), 1U);
    EXPECT_EQ(summary->remarks[0].code, "sheets.remark.header_again");
    EXPECT_EQ(summary->remarks[0].place.row, 202U);
}

TEST(Detect, offers_the_first_sheet_that_is_seen_and_has_rows)
{
    auto const summary = detect(testing::spreadsheet(
        "<table:table table:name=\"Empty\"/><table:table table:name=\"Data\">"
        "<table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell></"
        "table:table-row>"
        "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
        "</table:table>"));
    ASSERT_TRUE(summary);
    ASSERT_NE(summary->main_sheet(), nullptr);
    EXPECT_EQ(summary->main_sheet()->sheet.name, "Data");
    EXPECT_EQ(summary->main_sheet()->header_row, 1U);
}

TEST(Detect, knows_numbers_and_dates_as_people_write_them)
{
    struct Case {
        char const *text;
        ColumnKind kind;
    };
    for (auto const &[text, kind] :
         std::initializer_list<Case>{{"12", ColumnKind::integer},
                                     {"-12", ColumnKind::integer},
                                     {"1,250", ColumnKind::integer},
                                     {"1.250.000", ColumnKind::integer},
                                     {"1,250.75", ColumnKind::decimal},
                                     {"1.250,75", ColumnKind::decimal},
                                     {"1 250,75", ColumnKind::decimal},
                                     {"0.5", ColumnKind::decimal},
                                     {"$43.53", ColumnKind::decimal},
                                     {"12%", ColumnKind::integer},
                                     {"1e6", ColumnKind::decimal},
                                     {"1,2,3", ColumnKind::text},
                                     {"007", ColumnKind::text},
                                     {"0", ColumnKind::integer},
                                     {"2026-01-31", ColumnKind::date},
                                     {"2026-01-31T10:30:00Z", ColumnKind::date},
                                     {"31/01/2026", ColumnKind::date},
                                     {"1/2/26", ColumnKind::text},
                                     {"2005-10-31~2005-11-12", ColumnKind::text},
                                     {"REQ-2026-1", ColumnKind::text},
                                     {"", ColumnKind::empty},
                                     {"   ", ColumnKind::empty},
                                     {"true", ColumnKind::boolean},
                                     {"-", ColumnKind::text},
                                     {"12.", ColumnKind::decimal},
                                     {"+62 812 3456", ColumnKind::text}}) {
        EXPECT_EQ(guess_kind(text), kind) << text;
    }
}

} // namespace
} // namespace selatan::sheets

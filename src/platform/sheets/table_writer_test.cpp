#include "base/ensure.hpp"
#include "platform/sheets/formula_guard.hpp"
#include "platform/sheets/table_writer.hpp"

#include <gtest/gtest.h>

namespace selatan::sheets {
namespace {

std::string csv(std::vector<std::vector<Value>> const &rows, std::vector<std::string> const &titles,
                CsvStyle style = {.byte_order_mark = false})
{
    std::string out;
    auto const writer = csv_writer(into(out), style);
    std::vector<Column> columns;
    for (auto const &title : titles) {
        columns.push_back({.title = title});
    }
    writer->header(columns);
    for (auto const &row : rows) {
        writer->row(row);
    }
    writer->finish();
    return out;
}

TEST(CsvWriter, quotes_only_what_needs_it)
{
    EXPECT_EQ(
        csv({{"plain", "a,b", "say \"so\""}, {"two\nlines", " padded ", ""}}, {"x", "y", "z"}),
        "x,y,z\r\nplain,\"a,b\",\"say \"\"so\"\"\"\r\n\"two\nlines\",\" padded \",\r\n");
}

TEST(CsvWriter, begins_with_a_byte_order_mark_when_asked)
{
    EXPECT_EQ(csv({}, {"x"}, {.byte_order_mark = true}), "\xEF\xBB\xBFx\r\n");
}

TEST(CsvWriter, writes_a_row_of_nothing_so_that_it_stays_a_row)
{
    EXPECT_EQ(csv({{}, {std::monostate{}}, {""}}, {"x"}), "x\r\n\"\"\r\n\"\"\r\n\"\"\r\n");
    EXPECT_EQ(csv({{}}, {"x", "y"}), "x,y\r\n,\r\n");
}

TEST(CsvWriter, puts_an_apostrophe_before_text_that_a_spreadsheet_would_run)
{
    for (auto const *const text : {"=1+1", "+62 812", "-5", "@SUM(A1)", "\tx", "\rx", "\nx",
                                   "\xEF\xBC\x9D"
                                   "1"}) {
        auto const out = csv({{text}}, {"x"});
        EXPECT_NE(out.find('\''), std::string::npos) << text;
    }
    EXPECT_EQ(csv({{"=1+1"}}, {"x"}), "x\r\n'=1+1\r\n");
    EXPECT_EQ(csv({{"a=b", "'quoted'"}}, {"x", "y"}), "x,y\r\na=b,'quoted'\r\n");
}

TEST(CsvWriter, guards_titles_too)
{
    EXPECT_EQ(csv({}, {"=cmd"}), "'=cmd\r\n");
}

TEST(FormulaGuard, is_undone_exactly)
{
    for (std::string const text : {"=1", "'=1", "''=1", "'", "''", "'a", "a", "", "-", "'-"}) {
        auto const written = needs_guard(text) ? "'" + text : text;
        auto const read = has_guard(written) ? written.substr(1) : written;
        EXPECT_EQ(read, text);
    }
}

TEST(CsvWriter, leaves_numbers_and_dates_alone)
{
    EXPECT_EQ(csv({{std::int64_t{-5}, Decimal{-1250, 2}, *Date::parse("2026-01-31"), true,
                    Link{"https://example.org", "site"}}},
                  {"a", "b", "c", "d", "e"}),
              "a,b,c,d,e\r\n-5,-12.50,2026-01-31,true,https://example.org\r\n");
}

TEST(CsvWriter, hands_rows_out_at_once)
{
    std::string out;
    auto const writer = csv_writer(into(out), {.byte_order_mark = false});
    writer->header({{.title = "x"}});
    out.clear();
    writer->row({std::int64_t{1}});
    EXPECT_EQ(out, "1\r\n");
}

TEST(CsvWriter, refuses_as_a_bug_a_row_longer_than_the_header)
{
    std::string out;
    auto const writer = csv_writer(into(out));
    EXPECT_THROW(writer->row({"early"}), Bug);
    writer->header({{.title = "x"}});
    EXPECT_THROW(writer->row({"a", "b"}), Bug);
}

TEST(Decimal, prints_its_digits_exactly)
{
    EXPECT_EQ((Decimal{5, 2}.to_string()), "0.05");
    EXPECT_EQ((Decimal{-5, 2}.to_string()), "-0.05");
    EXPECT_EQ((Decimal{125050, 2}.to_string()), "1250.50");
    EXPECT_EQ((Decimal{7, 0}.to_string()), "7");
    EXPECT_EQ((Decimal{INT64_MIN, 18}.to_string()), "-9.223372036854775808");
    EXPECT_EQ(decimal(Money{125050, *Currency::parse("USD")}).to_string(), "1250.50");
}

TEST(XlsxWriter, gives_the_sink_a_zip_archive)
{
    std::string out;
    auto const writer = xlsx_writer(into(out), {.sheet_name = "Partners"});
    writer->header({{.title = "Name"}, {.title = "Problem", .look = Column::Look::error}});
    writer->row({"Timor-Leste", "no focal point"});
    writer->finish();
    EXPECT_TRUE(out.starts_with("PK\x03\x04"));
}

TEST(XlsxWriter, leaves_nothing_behind_when_it_is_never_finished)
{
    std::string out;
    {
        auto const writer = xlsx_writer(into(out));
        writer->header({{.title = "Name"}});
        writer->row({"x"});
    }
    EXPECT_EQ(out, "");
}

TEST(Spool, gives_back_what_went_in_piece_by_piece)
{
    Spool spool;
    auto const sink = spool.sink();
    std::string expected;
    for (int i = 0; i < 100'000; ++i) {
        auto const line = std::to_string(i) + "\n";
        sink(line);
        expected += line;
    }
    std::string got;
    std::string piece;
    bool more = true;
    while (more) {
        more = spool.next(piece);
        got += piece;
    }
    EXPECT_EQ(got, expected);
}

} // namespace
} // namespace selatan::sheets

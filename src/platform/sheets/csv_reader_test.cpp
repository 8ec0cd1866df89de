#include "platform/sheets/encoding.hpp"
#include "platform/sheets/sheets_testing.hpp"
#include "platform/sheets/table_writer.hpp"

#include <gtest/gtest.h>

namespace selatan::sheets {
namespace {

using testing::Collect;
using testing::Texts;

struct Reading : Collect {
    Outcome outcome;
    explicit Reading(std::string_view bytes, Options const &options = {})
    {
        auto const result = read(bytes, options, *this);
        EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().problems[0].code);
        outcome = result.value_or(Outcome{});
    }
};

using namespace std::string_literals;

TEST(CsvReader, reads_quoted_cells_with_delimiters_quotes_and_lines_in_them)
{
    Reading const reading{"name,note\r\n\"Doe, John\",\"said \"\"so\"\"\nand left\"\r\nx,y\r\n"};
    EXPECT_EQ(reading.rows,
              (Texts{{"name", "note"}, {"Doe, John", "said \"so\"\nand left"}, {"x", "y"}}));
    EXPECT_EQ(reading.numbers, (std::vector<std::size_t>{1, 2, 3}));
    EXPECT_EQ(reading.lines, (std::vector<std::size_t>{1, 2, 4}));
    EXPECT_TRUE(reading.remarks.empty());
    EXPECT_EQ(reading.first_seen.encoding, "UTF-8");
    EXPECT_EQ(reading.outcome.cells, 6U);
}

TEST(CsvReader, finds_the_delimiter)
{
    for (char const delimiter : {',', ';', '\t', '|'}) {
        std::string text;
        for (auto const *const row : {"country,amount,day", "Timor-Leste,12.5,2026-01-31",
                                      "Benin,3.0,2026-02-01", "Fiji,1.0,2026-02-02"}) {
            for (auto const *c = row; *c != '\0'; ++c) {
                text.push_back(*c == ',' ? delimiter : *c);
            }
            text += "\n";
        }
        EXPECT_EQ(Reading{text}.outcome.dialect.delimiter, delimiter);
    }
}

TEST(CsvReader, is_not_misled_by_decimal_commas)
{
    Reading const reading{"a;b;c\n1,5;2,5;3,5\n4,25;5,75;6,0\n"};
    EXPECT_EQ(reading.outcome.dialect.delimiter, ';');
    EXPECT_EQ(reading.rows[1], (std::vector<std::string>{"1,5", "2,5", "3,5"}));
}

TEST(CsvReader, leaves_sentences_in_one_column)
{
    Reading const reading{"Remark\nWell, this is one\nAnother one\nYes, and so, too, is this\n"};
    EXPECT_EQ(reading.outcome.dialect.delimiter, Dialect::one_column);
    EXPECT_EQ(reading.rows[3], (std::vector<std::string>{"Yes, and so, too, is this"}));
}

TEST(CsvReader, obeys_a_first_line_that_names_the_delimiter)
{
    Reading const reading{"sep=|\r\na|b\r\n1|2\r\n"};
    EXPECT_EQ(reading.rows, (Texts{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(reading.numbers[0], 1U) << "a spreadsheet does not show that line";
    EXPECT_EQ(reading.lines[0], 2U);
    for (std::string_view const odd : {"sep=;", "\"sep=;\"", "sep=;\n", "sep=\n\n", "sep="}) {
        Collect all;
        EXPECT_TRUE(read(odd, {}, all).has_value()) << odd;
    }
}

TEST(CsvReader, finds_single_quotes_backslashes_and_blanks_after_delimiters)
{
    EXPECT_EQ(Reading("a,b\n'x, y','z'\n'p, q','r'\n").rows[1],
              (std::vector<std::string>{"x, y", "z"}));
    EXPECT_EQ(Reading("a,b\n\"x \\\"y\\\", z\",1\n\"p \\\"q\\\", r\",2\n").rows[1],
              (std::vector<std::string>{"x \"y\", z", "1"}));
    EXPECT_EQ(Reading("a, b, c\n1, \"x, y\", 2\n3, \"p, q\", 4\n").rows[1],
              (std::vector<std::string>{"1", "x, y", "2"}));
}

TEST(CsvReader, keeps_apostrophes_in_words)
{
    Reading const reading{"name,note\nKids' hat,it's fine\nMen's shoe,don't\n"};
    EXPECT_EQ(reading.outcome.dialect.quote, '"');
    EXPECT_EQ(reading.rows[1][0], "Kids' hat");
}

TEST(CsvReader, takes_every_line_end_and_says_when_they_are_mixed)
{
    for (auto const *const end : {"\n", "\r", "\r\n"}) {
        auto const text = "a,b"s + end + "1,2" + end + "3,4" + end;
        Reading const reading{text};
        EXPECT_EQ(reading.rows, (Texts{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
        EXPECT_TRUE(reading.remarks.empty());
    }
    Reading const mixed{"a,b\r\n1,2\r\n3,4\n5,6\n"};
    EXPECT_EQ(mixed.rows.size(), 4U);
    EXPECT_EQ(mixed.said(), (std::vector<std::string>{"mixed_line_ends@3"}));
}

TEST(CsvReader, counts_blank_lines_as_rows_and_leaves_them_out)
{
    Reading const reading{"a,b\n\n1,2\n,\n3,4"};
    EXPECT_EQ(reading.rows, (Texts{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
    EXPECT_EQ(reading.numbers, (std::vector<std::size_t>{1, 3, 5}));
    EXPECT_TRUE(reading.remarks.empty());
}

TEST(CsvReader, reports_rows_with_too_many_or_too_few_cells)
{
    Reading const reading{"a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n"};
    EXPECT_EQ(reading.said(), (std::vector<std::string>{"ragged_row@C3", "ragged_row@D4"}));
    EXPECT_EQ(reading.remarks[0].arguments[0].second, "2");
    EXPECT_EQ(reading.remarks[0].arguments[1].second, "3");
}

TEST(CsvReader, does_not_hold_titles_above_the_table_against_it)
{
    Reading const reading{"Register of 2026\n\na,b,c,d\n1,2,3,4\n5,6,7,8\n"};
    EXPECT_TRUE(reading.remarks.empty());
}

TEST(CsvReader, mends_a_quote_too_many_by_the_number_of_cells)
{
    auto const head = "day,price,name,note\n1,2,x,\"p, q\"\n3,4,y,\"r, s\"\n"s;
    struct Case {
        char const *line;
        std::vector<std::string> cells;
    };
    for (auto const &[line, cells] : std::initializer_list<Case>{
             {"5,\"6,z,\"t, u\"\n7,8,w,\"v, v\"\n", {"5", "\"6", "z", "t, u"}},
             {"5,6,z,\"\"t, u\"\n7,8,w,\"v, v\"\n", {"5", "6", "z", "\"t, u"}},
             {"5,6,z,\"\n7,8,w,\"v, v\"\n", {"5", "6", "z", "\""}},
             {"5,6,\"he said \"hi\" to me\",x\n7,8,w,\"v, v\"\n",
              {"5", "6", "he said \"hi\" to me", "x"}},
             {"5,6,\"Fancy\" hat,x\n7,8,w,\"v, v\"\n", {"5", "6", "\"Fancy\" hat", "x"}}}) {
        Reading const reading{head + line};
        EXPECT_EQ(reading.rows.at(3), cells) << line;
        EXPECT_EQ(reading.rows.back(), (std::vector<std::string>{"7", "8", "w", "v, v"})) << line;
        ASSERT_EQ(reading.remarks.size(), 1U) << line;
        EXPECT_EQ(reading.remarks[0].place.row, 4U);
    }
}

TEST(CsvReader, takes_a_quote_that_is_never_closed_for_text)
{
    Reading const reading{"a,b\n1,2\n3,\"4\n5,6\n"};
    EXPECT_EQ(reading.rows.at(2), (std::vector<std::string>{"3", "\"4"}));
    EXPECT_EQ(reading.rows.at(3), (std::vector<std::string>{"5", "6"}));
    EXPECT_EQ(reading.said(), (std::vector<std::string>{"unclosed_quote@B3"}));
}

TEST(CsvReader, notices_a_delimiter_missing_before_a_quoted_cell)
{
    Reading const reading{"a,b,c\nx,\"p, q\",1\ny\"r, s\",2\n"};
    EXPECT_EQ(reading.said(), (std::vector<std::string>{"stray_quote@A3"}));
    EXPECT_TRUE(Reading("a,b\n24\",x\n5\"x7,y\n").remarks.empty()) << "inches";
}

TEST(CsvReader, takes_off_the_guard_that_the_writer_put_on)
{
    std::string out;
    auto const writer = csv_writer(into(out));
    writer->header({{.title = "phone"}, {.title = "note"}});
    writer->row({"+62 812", "'=already"});
    writer->finish();
    EXPECT_EQ(Reading{out}.rows[1], (std::vector<std::string>{"+62 812", "'=already"}));
    EXPECT_EQ(Reading(out, {.undo_formula_guard = false}).rows[1][0], "'+62 812");
}

TEST(CsvReader, leaves_null_characters_out_and_says_where)
{
    Reading const reading{"a,b\nx\0y,1\nz,2\n"s};
    EXPECT_EQ(reading.rows[1][0], "xy");
    EXPECT_EQ(reading.said(), (std::vector<std::string>{"nul@A2"}));
}

TEST(CsvReader, reads_utf16_with_and_without_a_mark)
{
    auto const widen = [](std::string_view text, bool little) {
        std::string out;
        for (char const c : text) {
            out += little ? std::string{c, '\0'} : std::string{'\0', c};
        }
        return out;
    };
    auto const text = "name,amount\nTimor,1\nBenin,2\n";
    for (bool const little : {true, false}) {
        auto const body = widen(text, little);
        EXPECT_EQ(Reading{body}.rows[1][0], "Timor");
        EXPECT_EQ(Reading{(little ? "\xFF\xFE"s : "\xFE\xFF"s) + body}.rows[0][0], "name");
    }
}

TEST(CsvReader, reads_the_code_pages_of_windows)
{
    Reading const western{"pays,note\nB\xE9nin,coop\xE9ration technique \xE0 d\xE9velopper\n"};
    EXPECT_EQ(western.outcome.encoding, "windows-1252");
    EXPECT_EQ(western.rows[1][0], "B\xC3\xA9nin");
    // المشاريع، التعاون بين بلدان الجنوب
    Reading const arabic{"id,name\n1,\xC7\xE1\xE3\xD4\xC7\xD1\xED\xDA \xC7\xE1\xDD\xE4\xED\xC9 "
                         "\xE6\xC7\xE1\xCA\xDA\xC7\xE6\xE4 \xC8\xED\xE4 \xC8\xE1\xCF\xC7\xE4 "
                         "\xC7\xE1\xCC\xE4\xE6\xC8 \xDD\xED \xC7\xE1\xDA\xC7\xE1\xE3\n"};
    EXPECT_EQ(arabic.outcome.encoding, "windows-1256");
    EXPECT_EQ(arabic.rows[1][1].substr(0, 12), "\xD8\xA7\xD9\x84\xD9\x85\xD8\xB4\xD8\xA7\xD8\xB1");
}

TEST(CsvReader, names_the_place_of_bytes_that_are_no_characters)
{
    Reading const reading{
        "name,town\nS\xC3\xA3o Tom\xC3\xA9,\xC3\x81gua\nB\xC3\xA9nin,Cot\xFFonou\n"};
    EXPECT_EQ(reading.outcome.encoding, "UTF-8");
    EXPECT_EQ(reading.rows[2][1], "Cot\xEF\xBF\xBDonou");
    EXPECT_EQ(reading.said(), (std::vector<std::string>{"unreadable_characters@B3"}));
}

TEST(CsvReader, uses_the_encoding_and_dialect_that_it_is_given)
{
    Options options{.encoding = "ISO-8859-2", .dialect = Dialect{.delimiter = ';', .columns = 1}};
    EXPECT_EQ(Reading("\xB1,b;c\n", options).rows[0],
              (std::vector<std::string>{"\xC4\x85,b", "c"}));
    Collect all;
    auto const refused = read("a,b\n", {.encoding = "klingon"}, all);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems[0].code, "sheets.unknown_encoding");
}

TEST(CsvReader, reads_an_empty_file_as_no_rows)
{
    for (auto const &text : {""s, "\n"s, "\xEF\xBB\xBF"s, "\xFF\xFE"s}) {
        EXPECT_EQ(Reading{text}.outcome.rows, 0U);
    }
}

TEST(CsvReader, stops_when_the_visitor_has_seen_enough)
{
    struct Two : Collect {
        bool row(Row const &one) override
        {
            Collect::row(one);
            return rows.size() < 2;
        }
    } two;
    auto const outcome = read("a,b\n1,2\n3,4\n5,6\n", {}, two);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->rows, 2U);
}

TEST(CsvReader, keeps_its_limits)
{
    struct Case {
        std::string text;
        std::uint64_t Limits::*limit;
        std::uint64_t value;
        char const *code;
        char const *place;
    };
    for (auto const &[text, limit, value, code, place] : std::initializer_list<Case>{
             {"a,b\n1,2\n", &Limits::file, 7, "sheets.too_large", ""},
             {"a,b\n1,2\n3,4\n", &Limits::rows, 2, "sheets.too_many_rows", "3"},
             {"a,b\n1,2,3\n1,2\n", &Limits::columns, 2, "sheets.too_many_columns", "2"},
             {"a,b\n1,2\n3,4\n", &Limits::cells, 5, "sheets.too_many_cells", "3"},
             {"a,b\n1,22222\n", &Limits::cell, 4, "sheets.cell_too_long", "B2"},
             {"a,b\n222,222\n", &Limits::row, 5, "sheets.row_too_long", "2"}}) {
        Options options;
        options.limits.*limit = value;
        Collect all;
        auto const refused = read(text, options, all);
        ASSERT_FALSE(refused) << code;
        EXPECT_EQ(refused.error().decline, Decline::too_large);
        EXPECT_EQ(refused.error().problems[0].code, code);
        EXPECT_EQ(refused.error().problems[0].field, place) << code;
    }
}

TEST(CsvReader, gives_up_on_a_file_of_open_quotes_before_it_costs_the_square)
{
    for (std::string const pattern : {"\"a,", "\"a\n", "\"\"\"a,", ",\"", "\"a\"b", "\\\"\",\""}) {
        std::string text = "a,b\n";
        while (text.size() < (1U << 20U)) {
            text += pattern;
        }
        Collect all; // refused or not, it returns: the test's time limit is the assertion
        static_cast<void>(read(text, {}, all));
    }
}

TEST(CsvReader, bounds_its_remarks)
{
    std::string text = "a,b\n1,2\n3,4\n5,6\n7,8\n";
    for (int i = 0; i < 100; ++i) {
        text += "1,2\n3\n";
    }
    Options options;
    options.limits.remarks = 10;
    Reading const reading{text, options};
    EXPECT_EQ(reading.remarks.size(), 10U);
    EXPECT_EQ(reading.outcome.remarks, 100U);
}

TEST(Encoding, does_not_know_a_name_that_icu_does_not_know)
{
    Decoded out;
    EXPECT_FALSE(decode("a", "nonsense", out));
    EXPECT_TRUE(decode("a\x81z", "windows-1252", out));
    EXPECT_EQ(out.text, "a\xEF\xBF\xBDz") << "a byte that the code page leaves undefined";
}

TEST(Encoding, decodes_characters_beyond_the_basic_plane)
{
    Decoded out;
    ASSERT_TRUE(decode("\xFF\xFE\x3D\xD8\x00\xDE"s, "UTF-16LE", out));
    EXPECT_EQ(out.text, "\xF0\x9F\x98\x80");
    ASSERT_TRUE(decode("\x3D\xD8\x61\x00"s, "UTF-16LE", out));
    EXPECT_EQ(out.text, "\xEF\xBF\xBD"
                        "a")
        << "half a surrogate pair";
}

} // namespace
} // namespace selatan::sheets

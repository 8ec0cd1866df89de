#include "exchange/spreadsheet/mapping.hpp"

#include "exchange/spreadsheet/spreadsheet_testing.hpp"
#include "exchange/spreadsheet/transform.hpp"
#include "platform/i18n/words/words.hpp"

#include <gtest/gtest.h>

namespace selatan::spreadsheet {
namespace {

using testing::FewCodes;

std::vector<std::string> codes_of(Refusal const &refusal)
{
    std::vector<std::string> all;
    for (auto const &problem : refusal.problems) {
        all.push_back(problem.field + ":" + problem.code);
    }
    return all;
}

TEST(Mapping, survives_being_written_and_read)
{
    auto const mapping = testing::register_mapping();
    auto const again = parse_mapping(to_json(mapping));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(*again, mapping);
}

TEST(Mapping, names_every_mistake_in_its_file)
{
    auto const wrong =
        parse_mapping(R"({"name":"x","kind":"reported_activity","source":"","colour":1,
        "header_row":-1,"fields":{"title":{"column":"T","take":"some"},"year":[]}})");
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(codes_of(wrong.error()),
              (std::vector<std::string>{"header_row:spreadsheet.bad_mapping",
                                        "fields.title.take:common.unknown_choice",
                                        "fields.year:spreadsheet.bad_mapping",
                                        "colour:records.unknown_field", "source:common.required"}));
    EXPECT_EQ(codes_of(parse_mapping(R"({"fields":{"title":{},"year":{},"title":{}}})").error()),
              (std::vector<std::string>{"title:records.repeated_key"}));
    EXPECT_EQ(codes_of(parse_mapping("[]").error()),
              (std::vector<std::string>{":spreadsheet.not_a_mapping"}));
}

TEST(Mapping, must_say_where_required_fields_come_from_and_name_fields_that_there_are)
{
    auto mapping = testing::register_mapping();
    std::erase_if(mapping.rules, [](Rule const &rule) { return rule.field == "reported_by"; });
    mapping.rules.push_back({.field = "colour", .columns = {"X"}});
    auto const problems = check_mapping(mapping, reports::reported_activities);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].code, "spreadsheet.unknown_field");
    EXPECT_EQ(problems[1].field, "reported_by");
}

TEST(Mapping, is_guessed_from_titles_in_any_language)
{
    DetectedSheet const sheet{
        .name = "S",
        .header_row = 3,
        .rows = 2,
        .columns = {{.name = "Judul", .kind = "text"},
                    {.name = "PAYS BENEFICIAIRE", .kind = "text"},
                    {.name = "Fin", .kind = "text", .samples = {"31.12.2020"}},
                    {.name = "Lunch", .kind = "text"}}};
    auto const mapping = guess_mapping(sheet, reports::reported_activities);
    EXPECT_EQ(mapping.header_row, 3U);
    ASSERT_NE(mapping.rule("title"), nullptr);
    EXPECT_EQ(mapping.rule("title")->columns.front(), "Judul");
    ASSERT_NE(mapping.rule("country"), nullptr);
    EXPECT_EQ(mapping.rule("country")->columns.front(), "PAYS BENEFICIAIRE");
    ASSERT_NE(mapping.rule("end_on"), nullptr);
    EXPECT_EQ(mapping.rule("end_on")->date, DateFormat::day_first);
    EXPECT_EQ(mapping.rules.size(), 3U);
}

TEST(Mapping, that_comes_with_the_program_fits_its_noun)
{
    for (auto const &mapping : shipped_mappings()) {
        if (mapping.kind == "reported_activity") {
            EXPECT_TRUE(check_mapping(mapping, reports::reported_activities).empty())
                << mapping.name;
        }
    }
    EXPECT_GE(shipped_mappings().size(), 6U);
}

TEST(Dates, are_read_in_the_format_that_the_mapping_names)
{
    auto const read = [](std::string_view text, DateFormat format) {
        auto const date = read_date(text, format);
        return date ? date->to_string() : std::string{"none"};
    };
    EXPECT_EQ(read("2026-01-31T10:00:00", DateFormat::iso), "2026-01-31");
    EXPECT_EQ(read("31/1/2026", DateFormat::day_first), "2026-01-31");
    EXPECT_EQ(read("31.01.2026 14:00", DateFormat::day_first), "2026-01-31");
    EXPECT_EQ(read("1/31/2026", DateFormat::month_first), "2026-01-31");
    EXPECT_EQ(read("2026", DateFormat::year), "2026-01-01");
    EXPECT_EQ(read("2026-01-31", DateFormat::day_first), "2026-01-31"); // a real date in a workbook
    for (auto const *const text : {"31/1", "31/13/2026", "29.02.2026", "1.1.26", "x", ""}) {
        EXPECT_EQ(read(text, DateFormat::day_first), "none") << text;
    }
    EXPECT_EQ(read("31/01/2026", DateFormat::iso), "none");
}

class Row {
public:
    explicit Row(std::vector<std::string> texts) : m_texts{std::move(texts)}
    {
        for (auto const &text : m_texts) {
            m_cells.push_back(
                {text.empty() ? sheets::Kind::empty : sheets::Kind::text, text, text});
        }
    }
    [[nodiscard]] std::span<sheets::Cell const> cells() const { return m_cells; }

private:
    std::vector<std::string> m_texts;
    std::vector<sheets::Cell> m_cells;
};

TEST(Transform, turns_cells_into_what_a_form_would_send)
{
    auto const mapping = testing::register_mapping();
    FewCodes const codes;
    auto const transform = Transform::bind(mapping, reports::reported_activities, codes,
                                           {"No", "Project", "Country", "Year", "Start", "USD m"});
    ASSERT_TRUE(transform.has_value());
    std::vector<CellProblem> problems;
    auto const input = transform->apply(
        Row{{"1", " Rice ", "Timor-Leste", "2011", "31/01/2011", "1.5"}}.cells(), problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(input.get("title"), "Rice");
    EXPECT_EQ(input.get("country"), "TLS");
    EXPECT_EQ(input.get("countries"), "");
    EXPECT_EQ(input.get("start_on"), "2011-01-31");
    EXPECT_EQ(input.get("amount_usd"), "1500000");
    EXPECT_EQ(input.get("reported_by"), "The register");
}

TEST(Transform, keeps_a_region_in_words_and_never_takes_one_country_for_all)
{
    auto const mapping = testing::register_mapping();
    FewCodes const codes;
    auto const transform = Transform::bind(mapping, reports::reported_activities, codes,
                                           {"No", "Project", "Country", "Year", "Start", "USD m"});
    std::vector<CellProblem> problems;
    auto const several =
        transform->apply(Row{{"1", "P", "Angola; Africa, regional"}}.cells(), problems);
    EXPECT_EQ(several.get("country"), "");
    EXPECT_EQ(several.get("countries"), "AGO");
    EXPECT_EQ(several.get("recipient"), "Angola; Africa, regional");
    auto const region = transform->apply(Row{{"1", "P", "Africa, Regional"}}.cells(), problems);
    EXPECT_EQ(region.get("country"), "");
    EXPECT_TRUE(problems.empty());
}

TEST(Transform, names_the_column_of_what_it_cannot_read)
{
    auto const mapping = testing::register_mapping();
    FewCodes const codes;
    auto const transform = Transform::bind(mapping, reports::reported_activities, codes,
                                           {"No", "Project", "Country", "Year", "Start", "USD m"});
    std::vector<CellProblem> problems;
    std::ignore = transform->apply(
        Row{{"1", "P", "Atlantis", "MMXI", "31/31/2011", "much"}}.cells(), problems);
    std::vector<std::string> said;
    for (auto const &one : problems) {
        said.push_back(std::to_string(one.column) + ":" + one.problem.field + ":" +
                       one.problem.code);
    }
    EXPECT_EQ(said, (std::vector<std::string>{
                        "3:country:common.unknown_country", "4:year:common.not_a_number",
                        "5:start_on:common.not_a_date", "6:amount_usd:common.not_a_number"}));
}

TEST(Transform, refuses_columns_that_the_table_lacks)
{
    auto const mapping = testing::register_mapping();
    FewCodes const codes;
    auto const transform = Transform::bind(mapping, reports::reported_activities, codes,
                                           {"No", "project", "Country", "Year"});
    ASSERT_FALSE(transform.has_value());
    EXPECT_EQ(codes_of(transform.error()),
              (std::vector<std::string>{"start_on:spreadsheet.no_such_column",
                                        "amount_usd:spreadsheet.no_such_column"}));
}

TEST(Words, say_every_refusal_of_the_importer)
{
    for (auto const *const code :
         {"unknown_kind", "unknown_field", "no_column", "no_such_column", "no_such_sheet",
          "not_a_mapping", "bad_mapping", "cell_error", "empty_key", "repeated_key",
          "changed_by_hand", "touched", "in_use", "collided", "interrupted", "file_gone", "no_file",
          "no_such_mapping"}) {
        auto const key = std::string{"spreadsheet."} + code;
        EXPECT_EQ(words::problem(Language::ar, {"", key, {}}).find(key), std::string::npos) << key;
    }
}

} // namespace
} // namespace selatan::spreadsheet

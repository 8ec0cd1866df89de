// Corpora that cannot be in the tree. Each test looks at the directory or file that an environment
// variable names, and is skipped without it:
//   SELATAN_POLLUTED_CSV  csv/, clean/ of the Pollock benchmark (HPI), unpacked
//   SELATAN_WORKBOOKS     any directory of spreadsheets in any format
//   SELATAN_STRINGS       a text file, a hostile string a line
#include "platform/sheets/sheets_testing.hpp"
#include "platform/sheets/table_writer.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <set>

namespace selatan::sheets {
namespace {

using testing::Collect;
namespace fs = std::filesystem;

std::string content_of(fs::path const &path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// "row_less_sep_row13_col5.csv" is one of "row_less_sep".
std::string pollution_of(std::string name)
{
    for (std::string_view const kind :
         {"row_less_sep", "row_more_sep", "row_extra_quote", "row_field_delimiter"}) {
        if (name.starts_with(kind)) {
            return std::string{kind};
        }
    }
    return name;
}

enum class Verdict { equal, reported, silent };

/// The rows from the header on, several rows of header joined, as the clean twins have them.
testing::Texts table_of(Collect const &all, SheetGuess const &guess,
                        std::vector<std::size_t> &numbers)
{
    testing::Texts table;
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
        if (all.numbers[i] < guess.header_row) {
            continue;
        }
        bool const joins = !table.empty() && all.numbers[i] < guess.header_row + guess.header_rows;
        if (!joins) {
            table.push_back(all.rows[i]);
            numbers.push_back(all.numbers[i]);
            continue;
        }
        for (std::size_t column = 0; column < all.rows[i].size(); ++column) {
            table.back().at(column) += " " + all.rows[i][column];
        }
    }
    return table;
}

Verdict judge(std::string const &polluted, std::string const &clean)
{
    Collect ours;
    EXPECT_TRUE(read(polluted, {}, ours).has_value());
    auto const summary = detect(polluted);
    EXPECT_TRUE(summary.has_value());
    Collect expected;
    Options strict{.encoding = "UTF-8", .dialect = Dialect{}, .undo_formula_guard = false};
    EXPECT_TRUE(read(clean, strict, expected).has_value());

    std::vector<std::size_t> numbers;
    auto const table = table_of(ours, summary->sheets.at(0), numbers);
    if (table == expected.rows) {
        return Verdict::equal;
    }
    std::set<std::size_t> named;
    for (auto const &remark : summary->remarks) {
        named.insert(remark.place.row);
        if (remark.code == "sheets.remark.header_again") {
            return Verdict::reported; // whatever follows is another table
        }
    }
    if (table.size() != expected.rows.size()) {
        return Verdict::silent;
    }
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i] != expected.rows[i] && named.find(numbers[i]) == named.end()) {
            return Verdict::silent;
        }
    }
    return Verdict::reported;
}

TEST(Corpus, polluted_csv_reads_like_its_clean_twin_or_the_damaged_rows_are_named)
{
    auto const *const root = std::getenv("SELATAN_POLLUTED_CSV");
    if (root == nullptr) {
        GTEST_SKIP() << "SELATAN_POLLUTED_CSV names no directory";
    }
    std::map<std::string, std::map<Verdict, int>> table;
    std::map<Verdict, int> all;
    for (auto const &file : fs::directory_iterator{fs::path{root} / "csv"}) {
        auto const name = file.path().filename().string();
        auto const verdict =
            judge(content_of(file.path()), content_of(fs::path{root} / "clean" / name));
        ++table[pollution_of(name)][verdict];
        ++all[verdict];
    }
    for (auto &[kind, verdicts] : table) {
        std::printf("%-36s equal %4d  reported %4d  silent %4d\n", kind.c_str(),
                    verdicts[Verdict::equal], verdicts[Verdict::reported],
                    verdicts[Verdict::silent]);
    }
    EXPECT_EQ(table["row_extra_quote"][Verdict::equal], 756);
    EXPECT_EQ(table["row_less_sep"][Verdict::silent], 0);
    EXPECT_EQ(table["row_more_sep"][Verdict::silent], 0);
    // A header that is separated by blanks while all rows are not; a file that doubles a quote that
    // is not its quote.
    EXPECT_LE(all[Verdict::silent], 2);
}

TEST(Corpus, workbooks_are_read_or_refused_with_a_reason)
{
    auto const *const root = std::getenv("SELATAN_WORKBOOKS");
    if (root == nullptr) {
        GTEST_SKIP() << "SELATAN_WORKBOOKS names no directory";
    }
    std::map<std::string, std::map<std::string, int>> table;
    for (auto const &file : fs::recursive_directory_iterator{root}) {
        if (!file.is_regular_file()) {
            continue;
        }
        Collect here;
        auto const outcome = read_file(file.path(), {}, here);
        Collect there;
        auto const isolated = isolated_read_file(file.path(), {}, there);
        ASSERT_EQ(isolated, outcome) << file.path();
        ASSERT_EQ(there.rows, here.rows) << file.path();
        ++table[file.path().extension()][outcome ? "read" : outcome.error().problems[0].code];
    }
    for (auto const &[extension, outcomes] : table) {
        for (auto const &[outcome, count] : outcomes) {
            std::printf("%-10s %-26s %4d\n", extension.c_str(), outcome.c_str(), count);
        }
    }
}

TEST(Corpus, hostile_strings_survive_both_writers)
{
    auto const *const path = std::getenv("SELATAN_STRINGS");
    if (path == nullptr) {
        GTEST_SKIP() << "SELATAN_STRINGS names no file";
    }
    std::ifstream file{path};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) {
            lines.push_back(line);
        }
    }
    ASSERT_FALSE(lines.empty());
    std::string csv;
    std::string xlsx;
    auto const to_csv = csv_writer(into(csv));
    auto const to_xlsx = xlsx_writer(into(xlsx));
    for (auto const *writer : {&to_csv, &to_xlsx}) {
        (*writer)->header({{.title = "text"}, {.title = "number"}});
        for (std::size_t i = 0; i < lines.size(); ++i) {
            (*writer)->row({lines[i], static_cast<std::int64_t>(i)});
        }
        (*writer)->finish();
    }
    for (auto const *bytes : {&csv, &xlsx}) {
        Collect all;
        ASSERT_TRUE(read(*bytes, {}, all).has_value());
        ASSERT_EQ(all.rows.size(), lines.size() + 1);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            // XML 1.0 has no U+FFFE: a workbook cannot hold it.
            bool const lost = bytes == &xlsx && lines[i] == "\xEF\xBF\xBE";
            EXPECT_EQ(all.rows[i + 1].at(0), lost ? "\xEF\xBF\xBD" : lines[i]);
        }
    }
}

} // namespace
} // namespace selatan::sheets

#include "base/address_sanitizer.hpp"
#include "platform/sheets/sheets_testing.hpp"
#include "platform/sheets/table_writer.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace selatan::sheets {
namespace {

using testing::Collect;

class File {
public:
    explicit File(std::string_view content) : m_path{"/tmp/selatan-sheets-XXXXXX"}
    {
        ::close(::mkstemp(m_path.data()));
        std::ofstream{m_path, std::ios::binary} << content;
    }
    ~File() { ::unlink(m_path.c_str()); }
    File(File const &) = delete;
    File &operator=(File const &) = delete;
    [[nodiscard]] std::string const &path() const { return m_path; }

private:
    std::string m_path;
};

std::string small_workbook()
{
    return testing::workbook(
        "<sheetData><row><c><v>1.50</v></c><c t=\"str\"><v>x</v></c></row>"
        "<row hidden=\"1\"><c t=\"s\"><v>9</v></c><c><v>2</v></c></row></sheetData>");
}

TEST(IsolatedRead, gives_what_reading_here_gives)
{
    for (auto const &content :
         {small_workbook(), std::string{"a;b\nB\xE9nin;1\n\"x\"y;2;3\n"},
          testing::spreadsheet(
              "<table:table table:name=\"t\"><table:table-row><table:table-cell>"
              "<text:p>x</text:p></table:table-cell></table:table-row></table:table>")}) {
        File const file{content};
        Collect here;
        Collect there;
        auto const expected = read_file(file.path(), {}, here);
        auto const got = isolated_read_file(file.path(), {}, there);
        ASSERT_TRUE(expected);
        ASSERT_TRUE(got) << got.error().problems[0].code;
        EXPECT_EQ(*got, *expected);
        EXPECT_EQ(there.rows, here.rows);
        EXPECT_EQ(there.kinds, here.kinds);
        EXPECT_EQ(there.raws, here.raws);
        EXPECT_EQ(there.numbers, here.numbers);
        EXPECT_EQ(there.lines, here.lines);
        EXPECT_EQ(there.hidden, here.hidden);
        EXPECT_EQ(there.remarks, here.remarks);
        EXPECT_EQ(there.first_seen, here.first_seen);
    }
}

TEST(IsolatedRead, passes_options_and_refusals_on)
{
    File const file{"a;b\n1;2\n"};
    Collect all;
    Options options{.encoding = "windows-1256",
                    .dialect = Dialect{.delimiter = '|', .escape = '\\', .columns = 1}};
    auto const outcome = isolated_read_file(file.path(), options, all);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->encoding, "windows-1256");
    EXPECT_EQ(outcome->dialect, *options.dialect);
    EXPECT_EQ(all.rows[0][0], "a;b");

    options = {};
    options.limits.rows = 1;
    auto const refused = isolated_read_file(file.path(), options, all);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems[0],
              (Problem{"2", "sheets.too_many_rows", {{"limit", "1"}}}));
    EXPECT_EQ(refused.error().decline, Decline::too_large);
}

TEST(IsolatedRead, stops_when_the_visitor_has_seen_enough)
{
    std::string text = "a,b\n";
    for (int i = 0; i < 200'000; ++i) {
        text += "1,2\n";
    }
    File const file{text};
    struct Three : Collect {
        bool row(Row const &one) override
        {
            Collect::row(one);
            return rows.size() < 3;
        }
    } three;
    auto const outcome = isolated_read_file(file.path(), {}, three);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->rows, 3U);
    EXPECT_EQ(three.rows.size(), 3U);
}

TEST(IsolatedRead, lets_exceptions_of_the_visitor_through_and_leaves_no_child)
{
    File const file{"a,b\n1,2\n"};
    struct Thrower : Visitor {
        bool row(Row const & /*row*/) override { throw std::runtime_error{"enough"}; }
    } thrower;
    EXPECT_THROW(static_cast<void>(isolated_read_file(file.path(), {}, thrower)),
                 std::runtime_error);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(IsolatedRead, works_from_several_threads)
{
    File const file{small_workbook()};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&file] {
            Collect all;
            EXPECT_TRUE(isolated_read_file(file.path(), {}, all).has_value());
            EXPECT_EQ(all.rows.size(), 2U);
        });
    }
    for (auto &thread : threads) {
        thread.join();
    }
}

TEST(IsolatedRead, refuses_a_file_that_takes_more_processor_than_it_is_given)
{
    std::string text = "a,b,c,d,e,f,g,h\n";
    while (text.size() < (40U << 20U)) {
        text += "\"1\"\"\",2,3,4,5,6,7,8\n";
    }
    File const file{text};
    Collect all;
    Isolation const mean{.processor = std::chrono::seconds{0}};
    auto const refused = isolated_read_file(file.path(), {}, all, mean);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems[0].code, "sheets.reader_too_slow");
}

#ifndef SELATAN_ADDRESS_SANITIZER
TEST(IsolatedRead, refuses_a_file_that_takes_more_memory_than_it_is_given)
{
    File const file{std::string(40U << 20U, 'x')};
    Collect all;
    Isolation const mean{.memory = 60U << 20U};
    auto const refused = isolated_read_file(file.path(), {}, all, mean);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems[0].code, "sheets.reader_failed");
}
#endif

TEST(IsolatedRead, throws_when_there_is_no_such_file)
{
    Collect all;
    EXPECT_THROW(static_cast<void>(isolated_read_file("/nonexistent/file", {}, all)),
                 std::system_error);
    EXPECT_THROW(static_cast<void>(read_file("/nonexistent/file", {}, all)), std::system_error);
}

} // namespace
} // namespace selatan::sheets

/// As every program that reads in isolation: the child is this program again.
int main(int argc, char **argv)
{
    selatan::sheets::child_main(argc, argv);
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}

#include "cooperation/reference/csv.hpp"

#include "base/ensure.hpp"
#include "cooperation/reference/shipped.hpp"

#include <gtest/gtest.h>

namespace selatan::reference {
namespace {

TEST(Csv, reads_quotes_commas_and_empty_cells)
{
    Csv csv{"a,b,c\n1,\"x, \"\"y\"\"\",\n\"two\nlines\",é,3\n"};
    EXPECT_EQ(csv.header(), (std::vector<std::string>{"a", "b", "c"}));
    ASSERT_TRUE(csv.step());
    EXPECT_EQ(csv.at("b"), "x, \"y\"");
    EXPECT_EQ(csv.cell(2), "");
    ASSERT_TRUE(csv.step());
    EXPECT_EQ(csv.cell(0), "two\nlines");
    EXPECT_FALSE(csv.step());
}

TEST(Csv, a_row_of_another_width_is_a_bug)
{
    Csv csv{"a,b\n1\n"};
    EXPECT_THROW(csv.step(), Bug);
}

TEST(Shipped, holds_every_file_of_the_index)
{
    auto const files = shipped_files();
    for (Csv index{files.at("index.csv")}; index.step();) {
        ASSERT_TRUE(files.contains(index.at("file"))) << index.at("file");
        ASSERT_TRUE(index.at("names").empty() || files.contains(index.at("names")));
        EXPECT_FALSE(index.at("licence").empty());
        EXPECT_FALSE(index.at("source").empty());
        auto rows = 0;
        for (Csv csv{files.at(index.at("file"))}; csv.step();) {
            ++rows;
        }
        EXPECT_EQ(std::to_string(rows), index.at("rows")) << index.at("file");
    }
}

} // namespace
} // namespace selatan::reference

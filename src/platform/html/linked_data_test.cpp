#include "platform/html/linked_data.hpp"

#include <gtest/gtest.h>

namespace selatan::html {
namespace {

TEST(LinkedData, is_a_data_block_that_reads_as_it_was_written)
{
    EXPECT_EQ(linked_data(R"({"name":"Rice","n":[1,null]})").view(),
              R"(<script type="application/ld+json">{"name":"Rice","n":[1,null]}</script>)");
}

TEST(LinkedData, has_no_text_that_ends_it)
{
    auto const block = linked_data(R"({"name":"</script><script>alert('1')</script>&<!--"})");
    auto const all = block.view();
    auto const inner = all.substr(all.find('>') + 1);
    EXPECT_EQ(inner.substr(0, inner.size() - 9).find_first_of("<>&'"), std::string_view::npos);
    EXPECT_NE(all.find("\\u003c/script\\u003e"), std::string_view::npos);
    EXPECT_NE(linked_data(R"({"a":"say \"yes\""})").view().find(R"(say \"yes\")"),
              std::string_view::npos);
}

} // namespace
} // namespace selatan::html

#include "platform/storage/statement_cache.hpp"

#include <gtest/gtest.h>

namespace selatan::storage {

TEST(StatementCache, gives_up_the_one_used_longest_ago)
{
    StatementCache<int> cache{2};
    EXPECT_EQ(cache.insert("one", 1), std::nullopt);
    EXPECT_EQ(cache.insert("two", 2), std::nullopt);
    ASSERT_NE(cache.find("one"), nullptr); // now "two" is the older one
    EXPECT_EQ(cache.insert("three", 3), 2);
    EXPECT_EQ(cache.find("two"), nullptr);
    EXPECT_EQ(*cache.find("one"), 1);
    EXPECT_EQ(*cache.find("three"), 3);
    EXPECT_EQ(cache.size(), 2U);
}

} // namespace selatan::storage

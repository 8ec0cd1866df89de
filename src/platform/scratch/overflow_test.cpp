#include "platform/scratch/overflow.hpp"

#include <array>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace selatan::scratch {
namespace {

std::string all_of(Overflow &overflow)
{
    std::string all;
    std::array<char, 7> some{};
    while (auto const size = overflow.read(some)) {
        all.append(some.data(), size);
    }
    return all;
}

std::string fill(Overflow &overflow, int pieces)
{
    std::string all;
    for (int i = 0; i < pieces; ++i) {
        auto const piece = std::to_string(i) + " ";
        overflow.append(piece);
        all += piece;
    }
    return all;
}

TEST(Overflow, gives_what_it_took_in_its_order)
{
    for (auto const pieces : {0, 1, 10, 1000}) {
        Overflow overflow{100};
        auto const all = fill(overflow, pieces);
        EXPECT_EQ(overflow.is_empty(), pieces == 0);
        EXPECT_EQ(overflow.on_disk() > 0, all.size() > 100) << pieces;
        EXPECT_EQ(all_of(overflow), all) << pieces;
    }
}

TEST(Overflow, takes_a_piece_that_is_larger_than_its_memory)
{
    Overflow overflow{10};
    std::string const large(100, 'x');
    overflow.append("before");
    overflow.append(large);
    overflow.append("behind");
    EXPECT_EQ(all_of(overflow), "before" + large + "behind");
}

TEST(Overflow, stays_in_memory_where_no_file_can_be_opened)
{
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    Overflow overflow{100};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    auto const all = fill(overflow, 1000);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(overflow.on_disk(), 0U);
    EXPECT_EQ(all_of(overflow), all);
}

} // namespace
} // namespace selatan::scratch

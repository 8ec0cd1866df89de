#include "platform/storage/connections.hpp"

#include "platform/storage/backends.hpp"
#include "tests/support/engines.hpp"

namespace selatan::storage {

namespace {

using selatan::testing::TestDatabase;
using namespace std::chrono_literals;

class ConnectionsOf : public ::testing::Test {
protected:
    [[nodiscard]] Connections connections(int capacity, std::chrono::milliseconds kept)
    {
        auto const path = m_database.url().substr(sizeof("sqlite:") - 1);
        return {capacity,
                [this, path] {
                    ++m_opened;
                    return open_sqlite({.path = path}, m_probe);
                },
                kept};
    }
    [[nodiscard]] int opened() const { return m_opened; }

private:
    TestDatabase m_database{Engine::sqlite, TestDatabase::Contents::nothing};
    Probe m_probe{0ms};
    int m_opened = 0;
};

} // namespace

TEST_F(ConnectionsOf, are_used_again)
{
    auto some = connections(2, 1min);
    for (int time = 0; time < 5; ++time) {
        some.give_back(some.take(0ms));
    }
    EXPECT_EQ(opened(), 1);
    EXPECT_EQ(some.close_unused(), 0U) << "used a moment ago";
    some.give_back(some.take(0ms));
    EXPECT_EQ(opened(), 1);
}

TEST_F(ConnectionsOf, that_nobody_uses_are_closed_and_those_in_use_are_not)
{
    auto some = connections(3, 0ms);
    auto first = some.take(0ms);
    auto second = some.take(0ms);
    auto third = some.take(0ms);
    EXPECT_EQ(some.close_unused(), 0U);
    some.give_back(std::move(first));
    some.give_back(std::move(second));
    EXPECT_EQ(some.close_unused(), 2U);
    EXPECT_EQ(some.in_use(), 1);
    some.give_back(std::move(third));

    // The place is free for another.
    EXPECT_EQ(opened(), 3);
    EXPECT_EQ(some.close_unused(), 1U);
    some.give_back(some.take(0ms));
    EXPECT_EQ(opened(), 4);
}

TEST_F(ConnectionsOf, beyond_their_number_are_waited_for)
{
    auto some = connections(1, 1min);
    auto only = some.take(0ms);
    EXPECT_THROW((void)some.take(1ms), Unavailable);
    some.give_back(std::move(only));
    EXPECT_EQ(some.in_use(), 0);
}

} // namespace selatan::storage

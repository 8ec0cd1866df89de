#include "platform/storage/parameters.hpp"

#include <gtest/gtest.h>

namespace selatan::storage {

TEST(Parameters, are_numbered_from_one)
{
    EXPECT_EQ(number_parameters("SELECT a FROM t WHERE b = ? AND c IN (?, ?)"),
              "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)");
    EXPECT_EQ(number_parameters(""), "");
}

TEST(Parameters, are_not_looked_for_in_literals_names_and_comments)
{
    EXPECT_EQ(number_parameters("SELECT '?' || ?"), "SELECT '?' || $1");
    EXPECT_EQ(number_parameters("SELECT 'it''s ?' || ?"), "SELECT 'it''s ?' || $1");
    EXPECT_EQ(number_parameters("SELECT \"odd?\" || ?"), "SELECT \"odd?\" || $1");
    EXPECT_EQ(number_parameters("SELECT ? -- why?\n, ?"), "SELECT $1 -- why?\n, $2");
    EXPECT_EQ(number_parameters("SELECT /* '?' */ ?"), "SELECT /* '?' */ $1");
    EXPECT_EQ(number_parameters("SELECT 5 - ? / ?"), "SELECT 5 - $1 / $2");
}

TEST(Parameters, leave_what_is_never_closed_to_the_engine)
{
    EXPECT_EQ(number_parameters("SELECT '?"), "SELECT '?");
    EXPECT_EQ(number_parameters("SELECT ? /* ?"), "SELECT $1 /* ?");
    EXPECT_EQ(number_parameters("SELECT ? -- ?"), "SELECT $1 -- ?");
}

TEST(Parameters, that_are_compared_with_null_get_a_type)
{
    EXPECT_EQ(number_parameters("(? IS NULL OR a = ?)"), "($1::text IS NULL OR a = $2)");
    EXPECT_EQ(number_parameters("? is\n not null"), "$1::text is\n not null");
    EXPECT_EQ(number_parameters("? IS NOT DISTINCT FROM a"), "$1 IS NOT DISTINCT FROM a");
    EXPECT_EQ(number_parameters("? IS"), "$1 IS");
}

} // namespace selatan::storage

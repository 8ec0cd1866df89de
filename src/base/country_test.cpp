#include "base/audience.hpp"
#include "base/country.hpp"

#include <gtest/gtest.h>

namespace selatan {
namespace {

static_assert(CountryCode::parse("IDN").has_value());
static_assert(!CountryCode::parse("idn").has_value());

TEST(CountryCode, is_three_capital_letters_and_nothing_else)
{
    EXPECT_EQ(CountryCode::parse("TLS")->to_string(), "TLS");
    for (auto const *const bad : {"", "ID", "IDNX", "idn", "I1N", "ID ", "ÉA"}) {
        EXPECT_FALSE(CountryCode::parse(bad).has_value()) << bad;
    }
    EXPECT_LT(*CountryCode::parse("BRA"), *CountryCode::parse("IDN"));
}

TEST(Language, codes_go_both_ways_and_only_arabic_is_right_to_left)
{
    for (auto const language : languages) {
        EXPECT_EQ(parse_language(to_code(language)), language);
        EXPECT_EQ(is_right_to_left(language), to_code(language) == "ar");
    }
    for (auto const *const bad : {"", "EN", "eng", "de", "pt-BR"}) {
        EXPECT_FALSE(parse_language(bad).has_value()) << bad;
    }
}

TEST(Audience, codes_go_both_ways_and_are_ordered_from_all_to_few)
{
    for (auto const audience :
         {Audience::everyone, Audience::partner, Audience::internal, Audience::restricted}) {
        Audience read{};
        EXPECT_TRUE(from_code(to_code(audience), read));
        EXPECT_EQ(read, audience);
    }
    Audience untouched = Audience::partner;
    EXPECT_FALSE(from_code("everyone", untouched)); // the code is "public"
    EXPECT_EQ(untouched, Audience::partner);
    EXPECT_LT(Audience::everyone, Audience::restricted);
}

} // namespace
} // namespace selatan

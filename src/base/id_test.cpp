#include "base/id.hpp"

#include <array>
#include <gtest/gtest.h>
#include <type_traits>
#include <unordered_set>

namespace selatan {
namespace {

struct Request;
struct Offer;

static_assert(!std::is_convertible_v<Id<Request>, Id<Offer>>);
static_assert(!std::is_constructible_v<Id<Request>, Id<Offer>>);
static_assert(!std::is_convertible_v<Uuid, Id<Request>>);

TEST(Uuid, version_7_is_laid_out_as_rfc_9562_says)
{
    // RFC 9562, A.6: the example value for version 7.
    auto const uuid =
        Uuid::make(0x017F22E279B0, {0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F});
    EXPECT_EQ(uuid.to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Uuid, text_and_value_go_both_ways)
{
    auto const lower = Uuid::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    auto const upper = Uuid::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
    ASSERT_TRUE(lower.has_value());
    EXPECT_EQ(lower, upper);
    EXPECT_EQ(upper->to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    EXPECT_EQ(Uuid::from_bytes(lower->bytes), lower);
}

TEST(Uuid, malformed_text_is_refused)
{
    for (auto const *const bad :
         {"", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
          "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
          "017f22e27-9b0-7cc3-98c4-dc0c0c07398f", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
          "017f22e2-79b0-7cc3-98c4-dc0c0c0739-f"}) {
        EXPECT_FALSE(Uuid::parse(bad).has_value()) << bad;
    }
    EXPECT_FALSE(Uuid::from_bytes(std::array<std::uint8_t, 15>{}).has_value());
}

TEST(Uuid, later_ones_sort_after_earlier_ones)
{
    std::array<std::uint8_t, 10> highest{};
    highest.fill(0xFF);
    EXPECT_LT(Uuid::make(1000, highest), Uuid::make(1001, {}));
    EXPECT_LT(Uuid::make(1000, highest).to_string(), Uuid::make(1001, {}).to_string());
}

TEST(Id, compares_hashes_and_prints_as_its_uuid)
{
    auto const id = Id<Request>::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    ASSERT_TRUE(id.has_value());
    EXPECT_EQ(*id, Id<Request>{id->uuid()});
    EXPECT_NE(*id, Id<Request>{});
    EXPECT_TRUE(Id<Request>{}.uuid().is_nil());
    std::unordered_set<Id<Request>> const ids{*id, *id, Id<Request>{}};
    EXPECT_EQ(ids.size(), 2U);
    EXPECT_FALSE(Id<Request>::parse("no").has_value());
}

} // namespace
} // namespace selatan

#include "platform/pdf/card.hpp"

#include <gtest/gtest.h>

namespace selatan::pdf {
namespace {

std::uint32_t number_at(std::string const &bytes, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        number = number << 8 | static_cast<unsigned char>(bytes.at(at + i));
    }
    return number;
}

TEST(Card, is_a_picture_of_the_size_that_social_networks_want)
{
    Card const card{.above = "Agency", .title = "Rice seed", .below = "Timor-Leste"};
    auto const png = draw(card);
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
    // PNG, 11.2.2: width and height stand first in IHDR.
    EXPECT_EQ(number_at(png, 16), static_cast<std::uint32_t>(card_width));
    EXPECT_EQ(number_at(png, 20), static_cast<std::uint32_t>(card_height));
    EXPECT_LT(png.size(), 200'000U);
    EXPECT_EQ(draw(card), png) << "equal cards give equal bytes";
}

TEST(Card, takes_any_title)
{
    std::string long_title;
    for (int i = 0; i < 400; ++i) {
        long_title += "Cooperation ";
    }
    for (auto const &title :
         {std::string{}, long_title, std::string(5000, 'x'), std::string{"a\0b\x01\x1f", 5},
          std::string{"تدريب المدربين على إنتاج البذور"}}) {
        for (auto const language : {Language::en, Language::ar}) {
            EXPECT_GT(draw({.title = title, .language = language}).size(), 1000U);
        }
    }
    EXPECT_NE(draw({.title = "One"}), draw({.title = "Two"}));
}

} // namespace
} // namespace selatan::pdf

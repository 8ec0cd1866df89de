/// \file
/// A picture for those who are sent a link: a few words on a ground of the house's colour, as PNG.
#pragma once

#include "base/country.hpp"

#include <string>

namespace selatan::pdf {

inline constexpr int card_width = 1200;
inline constexpr int card_height = 630;

/// Long titles become smaller until they fit, then end in an ellipsis; control characters are left
/// out.
struct Card {
    std::string above; ///< small, over the title: whose page it is
    std::string title;
    std::string below; ///< small, under it
    Language language = Language::en;

    friend bool operator==(Card const &, Card const &) = default;
};

/// Equal cards give equal bytes. May be called from several threads at once.
[[nodiscard]] std::string draw(Card const &card);

} // namespace selatan::pdf

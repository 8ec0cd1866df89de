/// \file
/// The gallery: every component with plausible content, for eyes, tests and axe. Records, posts
/// and amounts in it are examples.
#pragma once

#include "platform/html/components.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::html::gallery {

[[nodiscard]] Words english();
[[nodiscard]] Words arabic();

struct Page {
    std::string name; ///< "list": the file's name without extension
    Html markup;
};

struct Look {
    bool is_arabic = false;
    std::string theme; ///< "light", "dark", or empty
};
[[nodiscard]] std::vector<Page> pages(Look const &look);

} // namespace selatan::html::gallery

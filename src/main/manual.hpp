/// \file
/// The pages of manual/, which travel in the program and are served at /help.
#pragma once

#include <span>
#include <string_view>

namespace selatan::program {

struct ManualPage {
    std::string_view name;  ///< of the file, without ".md"
    std::string_view title; ///< its first heading
    std::string_view body;  ///< Markdown behind the heading
};
[[nodiscard]] std::span<ManualPage const> manual_pages();
[[nodiscard]] ManualPage const *find_manual_page(std::string_view name);

} // namespace selatan::program

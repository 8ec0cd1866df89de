/// \file
/// The example installation: invented offices, letters and accounts, so that nothing looks empty on
/// the first start. It says what it is on every page.
#pragma once

#include "main/installation.hpp"

#include <span>
#include <string_view>

namespace selatan::program {

struct ExampleUser {
    std::string_view email;
    std::string_view what; ///< the office, and what it may do
};
[[nodiscard]] std::span<ExampleUser const> example_users();
inline constexpr std::string_view example_password = "selatan-example-2026";

/// Fills an empty installation. Once only: `init` asks before.
void fill_example(Installation &installation);

} // namespace selatan::program

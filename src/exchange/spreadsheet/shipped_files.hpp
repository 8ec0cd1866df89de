/// \file
/// Files that travel inside the program, as they were when it was built.
#pragma once

#include <span>
#include <string_view>

namespace selatan::spreadsheet {

[[nodiscard]] std::span<std::string_view const> shipped_mapping_files();

} // namespace selatan::spreadsheet

/// \file
/// The files of templates/ as they were when the program was built.
#pragma once

#include <span>
#include <string_view>

namespace selatan::correspondence {

[[nodiscard]] std::span<std::string_view const> shipped_templates();

} // namespace selatan::correspondence

/// \file
/// Names that people give to accounts and tokens. For this folder only.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string_view>

namespace selatan::auth {

/// Code points, not bytes: a limit must not be half as long in Arabic.
[[nodiscard]] std::size_t count_characters(std::string_view utf8);

/// Adds what is wrong with field `name`: `common.required`, `common.too_long` (argument `max`). The
/// name is as selatan::clean() leaves it, which takes out what could break a mail's header.
void check_name(std::string_view name, std::size_t longest, Problems &problems);

} // namespace selatan::auth

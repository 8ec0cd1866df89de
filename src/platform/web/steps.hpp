/// \file
/// The way that a noun's records take, as its pages show it.
#pragma once

#include "platform/html/parts.hpp"
#include "platform/records/noun.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace selatan::web {

/// The stations of `path` and how far `state` has come. A state without a station of its own stands
/// `at` one (a suspended project where active ones are) and names it; otherwise it is off the way,
/// and nothing is shown.
[[nodiscard]] std::vector<html::Step> steps_along(records::Noun const &noun,
                                                  std::span<std::string_view const> path,
                                                  std::string_view state, Language language,
                                                  std::string_view at = {});

} // namespace selatan::web

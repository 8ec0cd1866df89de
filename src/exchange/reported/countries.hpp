/// \file
/// Countries as addresses, commands and files write them.
#pragma once

#include "cooperation/reference/codelists.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace selatan::reported {

/// GH as IATI writes it, GHA as everything else here does, a code of former times (TP), a name.
[[nodiscard]] inline std::optional<CountryCode> country_in(reference::Codelists const &lists,
                                                           std::string_view text)
{
    auto const found = lists.known(reference::List::country, text);
    return found.size() == 1 ? CountryCode::parse(found.front().code) : std::nullopt;
}

/// As IATI writes it.
[[nodiscard]] inline std::string alpha2_of(reference::Codelists const &lists, CountryCode code)
{
    auto const *const country = lists.country(code);
    return country != nullptr ? country->alpha2 : std::string{};
}

} // namespace selatan::reported

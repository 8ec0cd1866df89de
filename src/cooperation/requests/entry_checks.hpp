/// \file
/// What makes requests fail in practice, told while it can still be mended. Warnings, never
/// refusals: a partner may send its letter alone.
#pragma once

#include "cooperation/requests/request.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::requests {

enum class EntryCheck {
    no_focal_point,           ///< no office of the country is designated today
    no_letter,                ///< neither attached nor referred to by its number
    no_priority,              ///< no national plan or strategy cited
    no_partners_named,        ///< more than one country would take part, but none is named
    single_country_geography, ///< others are named, but it is called bilateral
    period_past,
    language_not_spoken, ///< none of the working languages is used in the country
    no_sector,           ///< told to the desk, which adds it
};
inline constexpr std::array<std::string_view, 8> entry_check_codes{
    "no_focal_point",           "no_letter",   "no_priority",         "no_partners_named",
    "single_country_geography", "period_past", "language_not_spoken", "no_sector"};
[[nodiscard]] constexpr std::string_view to_code(EntryCheck check)
{
    return code_in(entry_check_codes, check);
}

/// What stands outside the request.
struct EntryFacts {
    Date today;
    bool has_focal_point = true;
    bool has_letter = true;          ///< attached
    std::vector<std::string> spoken; ///< languages of the country; empty: not known
    bool for_desk = false;
};

/// In the order of the enumeration.
[[nodiscard]] std::vector<EntryCheck> entry_checks(Request const &request, EntryFacts const &facts);

} // namespace selatan::requests

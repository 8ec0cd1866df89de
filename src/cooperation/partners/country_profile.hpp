/// \file
/// Countries as policy data: what the foreign ministry says of them here. Facts that nobody here
/// decides (codes, regions, groups, languages) are reference data.
#pragma once

#include "base/coded.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>

namespace selatan::partners {

enum class Recognition { undecided, recognised, not_recognised };
inline constexpr std::array<std::string_view, 3> recognitions{"undecided", "recognised",
                                                              "not_recognised"};
[[nodiscard]] constexpr std::string_view to_code(Recognition recognition)
{
    return code_in(recognitions, recognition);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Recognition &recognition)
{
    return value_in(recognitions, code, recognition);
}

enum class Eligibility { undecided, eligible, case_by_case, not_eligible };
inline constexpr std::array<std::string_view, 4> eligibilities{"undecided", "eligible",
                                                               "case_by_case", "not_eligible"};
[[nodiscard]] constexpr std::string_view to_code(Eligibility eligibility)
{
    return code_in(eligibilities, eligibility);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Eligibility &eligibility)
{
    return value_in(eligibilities, code, eligibility);
}

struct CountryProfile {
    std::optional<CountryCode> country;
    i18n::MultilingualText
        official_name; ///< as this installation writes it; empty: as the list does
    Recognition recognition = Recognition::undecided;
    std::optional<Date> relations_since; ///< diplomatic relations
    Eligibility eligibility = Eligibility::undecided;
    records::Codes languages; ///< in which to write to it
    std::string priorities;   ///< what its plans put first
    std::string notes;
};

extern records::NounOf<CountryProfile> const country_profiles;

/// Makes a profile for every active country that has none. `init` calls it.
int make_profiles(storage::Tx &tx, events::Actor const &actor);

} // namespace selatan::partners

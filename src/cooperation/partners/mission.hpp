/// \file
/// Missions: our own, partners', and permanent missions, with the countries that each looks after.
#pragma once

#include "base/coded.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace selatan::partners {

enum class MissionType { embassy, consulate, permanent_mission, liaison_office };
inline constexpr std::array<std::string_view, 4> mission_types{
    "embassy", "consulate", "permanent_mission", "liaison_office"};
[[nodiscard]] constexpr std::string_view to_code(MissionType type)
{
    return code_in(mission_types, type);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, MissionType &type)
{
    return value_in(mission_types, code, type);
}

struct Mission {
    std::string name;
    MissionType type = MissionType::embassy;
    std::optional<CountryCode> sender;  ///< whose mission it is
    std::optional<CountryCode> country; ///< where it is
    std::string city;
    std::string accredited_to; ///< a permanent mission: the organisation
    std::string email;
    std::string phone;
    std::string address;
};

/// A country that a mission looks after besides the one where it is.
struct ConcurrentCountry {
    std::optional<Id<Mission>> mission;
    std::optional<CountryCode> country;
    Date since;
    std::optional<Date> until;
};

extern records::NounOf<Mission> const missions;
extern records::NounOf<ConcurrentCountry> const concurrent_countries;

/// The mission of `sender` that looks after `country` on a day: the one there, else the one whose
/// concurrent country it is.
[[nodiscard]] std::optional<Id<Mission>> mission_for(storage::Reader &reader, CountryCode sender,
                                                     CountryCode country, Date day);

} // namespace selatan::partners

/// \file
/// Organisations, and what they are in cooperation, with dates.
#pragma once

#include "base/coded.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>

namespace selatan::partners {

enum class OrganisationType {
    coordinating_body,
    ministry,
    agency,
    local_government,
    training_centre,
    university,
    research_institute,
    ngo,
    firm,
    international_organisation,
    fund,
    mission,
    other,
};
inline constexpr std::array<std::string_view, 13> organisation_types{"coordinating_body",
                                                                     "ministry",
                                                                     "agency",
                                                                     "local_government",
                                                                     "training_centre",
                                                                     "university",
                                                                     "research_institute",
                                                                     "ngo",
                                                                     "firm",
                                                                     "international_organisation",
                                                                     "fund",
                                                                     "mission",
                                                                     "other"};
[[nodiscard]] constexpr std::string_view to_code(OrganisationType type)
{
    return code_in(organisation_types, type);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, OrganisationType &type)
{
    return value_in(organisation_types, code, type);
}

struct Organisation {
    std::string name;             ///< as it calls itself
    i18n::MultilingualText names; ///< in other languages
    std::string acronym;
    OrganisationType type = OrganisationType::other;
    std::optional<CountryCode> country; ///< nothing: international
    std::optional<Id<Organisation>> parent;
    std::string website;
    std::string email;
    std::string phone;
    std::string address;
    std::string org_id; ///< org-id.guide identifier, as IATI publishes it
};

enum class CooperationRole {
    coordinator,
    requester,
    provider,
    facilitator,
    implementer,
    funder,
    resource_centre,
};
inline constexpr std::array<std::string_view, 7> cooperation_roles{
    "coordinator", "requester", "provider",       "facilitator",
    "implementer", "funder",    "resource_centre"};
[[nodiscard]] constexpr std::string_view to_code(CooperationRole role)
{
    return code_in(cooperation_roles, role);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, CooperationRole &role)
{
    return value_in(cooperation_roles, code, role);
}

/// What an organisation was in cooperation from a day to a day, both included.
struct OrganisationRole {
    std::optional<Id<Organisation>> organisation;
    CooperationRole role = CooperationRole::provider;
    Date since;
    std::optional<Date> until;
    std::string note;
};

extern records::NounOf<Organisation> const organisations;
extern records::NounOf<OrganisationRole> const organisation_roles;

} // namespace selatan::partners

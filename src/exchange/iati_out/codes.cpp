// How our codes read in the standard's lists.
#include "exchange/iati/standard.hpp"
#include "exchange/iati_out/crosswalk.hpp"

#include <algorithm>

namespace selatan::iati_out {

bool is_iati_code(std::string_view list, std::string_view code)
{
    auto const &lists = iati::standard().lists;
    auto const found = std::ranges::find(lists, list, &iati::CodeSet::name);
    return found != lists.end() && !code.empty() && found->contains(code);
}

bool is_organisation_identifier(std::string_view text)
{
    if (text.find_first_of(" \t\r\n/&|?") != std::string_view::npos) {
        return false;
    }
    auto const &agencies = iati::standard().agencies;
    return std::ranges::any_of(agencies, [&](std::string const &agency) {
        return text.size() > agency.size() + 1 && text.starts_with(agency) &&
               text[agency.size()] == '-';
    });
}

std::string country_code(reference::Codelists const &lists, CountryCode country)
{
    auto const *const found = lists.country(country);
    return found != nullptr && is_iati_code("Country", found->alpha2) ? found->alpha2
                                                                      : std::string{};
}

std::string_view organisation_type_code(partners::OrganisationType type)
{
    using enum partners::OrganisationType;
    switch (type) {
    case coordinating_body:
    case ministry:
    case agency:
    case mission:
        return "10"; // Government
    case local_government:
        return "11";
    case training_centre:
        return "15"; // Other Public Sector
    case university:
    case research_institute:
        return "80"; // Academic, Training and Research
    case ngo:
        return "22"; // National NGO
    case firm:
        return "70"; // Private Sector
    case international_organisation:
        return "40"; // Multilateral
    case fund:
    case other:
        break;
    }
    return "90"; // Other
}

std::string_view flow_code(Flow flow)
{
    switch (flow) {
    case Flow::assistance:
        return "10"; // ODA
    case Flow::other_official:
        return "21"; // non-export credit OOF
    case Flow::other:
        break;
    }
    return "50"; // Other flows
}

std::span<TagFamily const> tag_families()
{
    static constexpr std::array<TagFamily, 4> all{{{"arrangement", reference::List::arrangement},
                                                   {"geography", reference::List::geography},
                                                   {"modality", reference::List::modality},
                                                   {"domain", reference::List::domain}}};
    return all;
}

std::string equal_part(std::size_t number, std::size_t of)
{
    constexpr std::size_t whole = 10'000; // hundredths of a per cent
    constexpr std::size_t hundredths = 100;
    auto const part = whole / of + (number == 0 ? whole % of : 0);
    auto const behind = part % hundredths;
    return std::to_string(part / hundredths) + "." + (behind < 10 ? "0" : "") +
           std::to_string(behind);
}

} // namespace selatan::iati_out

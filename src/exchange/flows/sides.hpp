/// \file
/// Where organisations are at home, and whose side they stand on. The South is data: who is of the
/// Group of 77, or receives official development assistance outside Europe, and gives none in the
/// DAC.
#pragma once

#include "cooperation/reference/codelists.hpp"
#include "engine/south_south/south_south.hpp"
#include "exchange/flows/told.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::reported_flows {

struct Home {
    south_south::Side side = south_south::Side::unknown;
    bool is_government = false;
    std::optional<CountryCode> country;
};

class Sides {
public:
    Sides(reference::Codelists const &lists, Date today);

    [[nodiscard]] bool is_south(CountryCode country) const;
    /// ISO 3166 alpha-2, as IATI writes countries, in any case; TP is Timor-Leste still.
    [[nodiscard]] std::optional<CountryCode> country(std::string_view alpha2) const;
    /// By the reference's first part, which names the register; by its name where it is a
    /// government's. Numbers of the DAC from 40000 on, and type 40, are multilateral.
    [[nodiscard]] Home home(ToldOrganisation const &organisation);
    /// Another number when there are other countries, or others are of the South.
    [[nodiscard]] std::int64_t fingerprint() const;

private:
    [[nodiscard]] std::optional<CountryCode> named(std::string_view name) const;

    reference::Codelists const &m_lists;
    std::map<std::string, CountryCode, std::less<>> m_alpha2;
    std::map<CountryCode, bool> m_south;
    std::map<std::pair<std::string, std::pair<std::string, std::string>>, Home> m_known;
};

} // namespace selatan::reported_flows

#include "cooperation/matching/alphabet.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace selatan::matching {

namespace {

using ranking::Bits;
using reference::List;

/// The last bit stands for "something that none of the others is".
constexpr std::size_t shared_bits = 63;
constexpr Bits something_else = Bits{1} << shared_bits;

/// A climate that covers this part of a country says something about its farms and its diseases.
constexpr double notable_percent = 10;

/// An organisation that a third of the world belongs to likens nobody to anybody.
constexpr std::size_t circle_most = 65;

constexpr std::array<std::string_view, 4> income_groups{"LIC", "LMIC", "UMIC", "HIC"};

// People learn; experts work; things arrive; money comes.
constexpr std::array families{
    std::array<std::string_view, 5>{"training", "seminar", "attachment", "study_visit",
                                    "scholarship"},
    std::array<std::string_view, 5>{"expert_assignment", "technology_transfer", "joint_research",
                                    "", ""},
    std::array<std::string_view, 5>{"equipment", "infrastructure", "", "", ""},
    std::array<std::string_view, 5>{"grant", "loan", "debt_relief", "", ""},
};

std::optional<int> number_of(std::string_view text)
{
    int number = 0;
    auto const *const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && rest == end && number > 0 ? std::optional{number} : std::nullopt;
}

} // namespace

Bits BitMap::assign(std::string_view code)
{
    if (auto const known = find(code)) {
        return known;
    }
    if (m_codes.size() == shared_bits) {
        return 0;
    }
    m_codes.emplace_back(code);
    return Bits{1} << (m_codes.size() - 1);
}

Bits BitMap::find(std::string_view code) const
{
    auto const found = std::ranges::find(m_codes, code);
    return found == m_codes.end() ? 0 : Bits{1} << (found - m_codes.begin());
}

std::vector<std::string> BitMap::codes(Bits bits) const
{
    std::vector<std::string> all;
    for (std::size_t i = 0; i < m_codes.size(); ++i) {
        if ((bits >> i & 1U) != 0) {
            all.push_back(m_codes[i]);
        }
    }
    return all;
}

Alphabet::Alphabet(reference::Codelists const &lists, Date today,
                   std::vector<std::string> const &languages)
{
    for (auto const &item : lists.items(List::modality)) {
        m_modalities.assign(item.code);
    }
    for (auto const &item : lists.items(List::climate)) {
        m_climates.assign(item.code);
    }
    for (auto const &item : lists.items(List::group)) {
        if (item.value("nature") == "organisation" &&
            lists.members(item.code, today).size() <= circle_most) {
            m_circles.assign(item.code);
        }
    }
    for (auto const &language : languages) {
        m_languages.assign(language);
    }
    for (auto const *country : lists.countries(Language::en)) {
        m_countries.emplace(country->code, facts_of(*country, today, lists));
    }
}

ranking::Country Alphabet::facts_of(reference::Country const &country, Date today,
                                    reference::Codelists const &lists)
{
    ranking::Country facts;
    if (country.at) {
        facts.position = ranking::Position{country.at->latitude, country.at->longitude};
    }
    for (auto const &climate : country.climates) {
        if (climate.percent >= notable_percent) {
            facts.climates |= m_climates.find(climate.code);
        }
    }
    facts.island = country.is_island;
    facts.landlocked = country.is_landlocked;
    for (auto const *membership : lists.groups(country.code, today)) {
        if (membership->kind != "member") {
            continue;
        }
        facts.groups |= m_circles.find(membership->group);
        auto const income = std::ranges::find(income_groups, membership->group);
        if (income != income_groups.end()) {
            facts.income = static_cast<int>(income - income_groups.begin()) + 1;
        }
    }
    if (!country.sub_region.empty()) {
        facts.groups |= m_circles.assign(country.sub_region);
    }
    return facts;
}

Bits Alphabet::modalities_of(std::vector<std::string> const &codes) const
{
    Bits all = 0;
    for (auto const &code : codes) {
        all |= m_modalities.find(code);
    }
    return all;
}

Bits Alphabet::languages_of(std::vector<std::string> const &codes) const
{
    Bits all = 0;
    for (auto const &code : codes) {
        all |= m_languages.find(code);
    }
    return all;
}

Bits Alphabet::wanted_languages(std::vector<std::string> const &codes) const
{
    auto const known = languages_of(codes);
    return known == 0 && !codes.empty() ? something_else : known;
}

ranking::Country const &Alphabet::country(CountryCode code) const
{
    static ranking::Country const unknown;
    auto const found = m_countries.find(code);
    return found == m_countries.end() ? unknown : found->second;
}

std::vector<Bits> Alphabet::modality_families() const
{
    std::vector<Bits> all;
    for (auto const &family : families) {
        Bits bits = 0;
        for (auto const code : family) {
            bits |= m_modalities.find(code);
        }
        all.push_back(bits);
    }
    return all;
}

std::optional<ranking::SectorCode> sector_number(std::string_view code)
{
    auto number = number_of(code);
    if (!number || code.size() > 5) {
        return std::nullopt;
    }
    for (auto digits = code.size(); digits < 5; ++digits) {
        *number *= 10;
    }
    return *number;
}

std::string sector_code(reference::Codelists const &lists, ranking::SectorCode sector)
{
    auto const code = std::to_string(sector);
    bool const is_category = lists.find(List::sector, code) == nullptr && code.ends_with("00");
    return is_category ? code.substr(0, 3) : code;
}

std::optional<ranking::Sdg> sdg_number(std::string_view code)
{
    auto const point = code.find('.');
    auto const goal = number_of(code.substr(0, point));
    if (!goal || *goal > 17) {
        return std::nullopt;
    }
    ranking::Sdg sdg{.goal = static_cast<std::uint8_t>(*goal), .target = 0};
    if (point == std::string_view::npos) {
        return sdg;
    }
    auto const target = code.substr(point + 1);
    if (target.size() == 1 && target.front() >= 'a' && target.front() <= 'z') {
        sdg.target = static_cast<std::uint8_t>(target.front());
        return sdg;
    }
    auto const number = number_of(target);
    if (!number || *number >= 'a') {
        return std::nullopt;
    }
    sdg.target = static_cast<std::uint8_t>(*number);
    return sdg;
}

std::string sdg_code(ranking::Sdg sdg)
{
    auto code = std::to_string(sdg.goal);
    if (sdg.target == 0) {
        return code;
    }
    return code + "." +
           (sdg.target >= 'a' ? std::string(1, static_cast<char>(sdg.target))
                              : std::to_string(sdg.target));
}

std::vector<ranking::SectorCode> sector_numbers(std::vector<std::string> const &codes)
{
    std::vector<ranking::SectorCode> all;
    for (auto const &code : codes) {
        if (auto const number = sector_number(code)) {
            all.push_back(*number);
        }
    }
    return all;
}

std::vector<ranking::Sdg> sdg_numbers(std::vector<std::string> const &codes)
{
    std::vector<ranking::Sdg> all;
    for (auto const &code : codes) {
        if (auto const number = sdg_number(code)) {
            all.push_back(*number);
        }
    }
    return all;
}

} // namespace selatan::matching

#include "exchange/flows/sides.hpp"

#include "exchange/reported/countries.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace selatan::reported_flows {

namespace {

/// M49: a country of Europe that receives assistance is not of the South.
constexpr std::string_view europe = "150";
constexpr int first_multilateral = 40'000; // DAC's channels: 41… United Nations, 42… the Union …

std::string upper(std::string_view text)
{
    std::string all{text};
    std::transform(all.begin(), all.end(), all.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return all;
}

/// "41114", "XM-DAC-41114-OUTPUT": nothing where there is no number of the DAC.
std::optional<int> channel_of(std::string_view ref)
{
    if (ref.starts_with("XM-DAC-")) {
        ref.remove_prefix(std::string_view{"XM-DAC-"}.size());
    }
    int number = 0;
    auto const [end, error] = std::from_chars(ref.data(), ref.data() + ref.size(), number);
    bool const is_whole = end == ref.data() + ref.size() || *end == '-';
    return error == std::errc{} && is_whole ? std::optional{number} : std::nullopt;
}

} // namespace

Sides::Sides(reference::Codelists const &lists, Date today) : m_lists{lists}
{
    // Codes of former times, and others that are taken for a country's, too.
    for (char first = 'A'; first <= 'Z'; ++first) {
        for (char second = 'A'; second <= 'Z'; ++second) {
            auto const code = std::string{first} + second;
            if (auto const country = reported::country_in(lists, code)) {
                m_alpha2.emplace(code, *country);
            }
        }
    }
    for (auto const *const country : lists.countries(Language::en)) {
        auto const in = [&](std::string_view group) {
            return lists.is_member(country->code, group, today);
        };
        m_south[country->code] =
            !in("DAC") && !in("EU") && (in("G77") || (in("ODA") && country->region != europe));
    }
}

bool Sides::is_south(CountryCode country) const
{
    auto const found = m_south.find(country);
    return found != m_south.end() && found->second;
}

std::optional<CountryCode> Sides::country(std::string_view alpha2) const
{
    auto const found = m_alpha2.find(upper(alpha2));
    return found == m_alpha2.end() ? std::nullopt : std::optional{found->second};
}

std::optional<CountryCode> Sides::named(std::string_view name) const
{
    // "Government of Brazil", "Ministry of Health, Ghana", "Cuba": what stands last, or all.
    std::vector<std::string_view> parts{name};
    for (std::string_view const before :
         {" of the ", " of ", ", ", " du ", " de la ", " del ", " de ", " do ", " da "}) {
        if (auto const at = name.rfind(before); at != std::string_view::npos) {
            parts.push_back(name.substr(at + before.size()));
        }
    }
    for (auto const part : parts) {
        auto const found = m_lists.known(reference::List::country, part);
        if (found.size() == 1) {
            return CountryCode::parse(found.front().code);
        }
    }
    return std::nullopt;
}

Home Sides::home(ToldOrganisation const &organisation)
{
    auto const [place, is_new] =
        m_known.try_emplace({organisation.ref, {organisation.name, organisation.type}});
    auto &home = place->second;
    if (!is_new) {
        return home;
    }
    constexpr std::array<std::string_view, 3> governments{"10", "11", "15"};
    home.is_government =
        std::find(governments.begin(), governments.end(), organisation.type) != governments.end();
    auto const ref = upper(organisation.ref);
    auto const channel = channel_of(ref);
    if (organisation.type == "40" || ref.starts_with("XI-") ||
        (channel && *channel >= first_multilateral)) {
        home.side = south_south::Side::multilateral;
        return home;
    }
    home.country = country(ref.substr(0, ref.find('-')));
    if (!home.country && home.is_government) {
        home.country = named(organisation.name);
    }
    if (home.country) {
        home.side = is_south(*home.country) ? south_south::Side::south : south_south::Side::north;
    }
    return home;
}

std::int64_t Sides::fingerprint() const
{
    // FNV-1a over the codes in their order.
    constexpr std::uint64_t basis = 0xCBF29CE484222325;
    constexpr std::uint64_t prime = 0x100000001B3;
    std::uint64_t hash = basis;
    auto const take = [&](std::string_view text) {
        for (auto const c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * prime;
        }
    };
    take(south_south::revision);
    for (auto const &[alpha2, code] : m_alpha2) {
        take(alpha2);
        take(code.view());
        take(is_south(code) ? "S" : "-");
    }
    return static_cast<std::int64_t>(hash >> 1U);
}

} // namespace selatan::reported_flows

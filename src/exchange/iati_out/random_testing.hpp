/// \file
/// Projects as they are told, made at random from a seed, for tests.
#pragma once

#include "exchange/iati_out/told.hpp"
#include "platform/clock/clock.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace selatan::iati_out::testing {

inline Date day(std::string_view text)
{
    return *Date::parse(text);
}
inline CountryCode country(std::string_view code)
{
    return *CountryCode::parse(code);
}
inline auto const today = day("2026-11-22");

inline ToldPublisher publisher()
{
    ToldPublisher one;
    one.settings.identifier = "XI-IATI-EXAMPLE";
    one.settings.currency = Currency::parse("USD");
    one.settings.organisation = Id<partners::Organisation>{new_uuid(Instant::at_start_of(today))};
    one.settings.contact_email = "iati@example.org";
    one.name = "Coordination team (example)";
    one.names.set(Language::ar, "فريق التنسيق (مثال)");
    one.type = partners::OrganisationType::coordinating_body;
    one.website = "https://example.org/";
    one.base_url = "https://selatan.example";
    return one;
}

/// Projects of every shape that the rules let through.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state{seed} {}

    /// SplitMix64: what a seed gives is the same everywhere.
    std::size_t below(std::size_t limit)
    {
        m_state += 0x9E3779B97F4A7C15U;
        auto mixed = m_state;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return (mixed ^ (mixed >> 31U)) % limit;
    }
    bool yes() { return below(2) == 0; }
    template <std::size_t N>
    std::string one_of(std::array<std::string_view, N> const &all)
    {
        return std::string{all[below(N)]};
    }
    std::string text()
    {
        static constexpr std::array<std::string_view, 8> words{
            "Rice",       "& water",    "<b>",      "]]>",
            "\"quoted\"", "بذور الأرز", "semences", "O’Higgins – São Tomé"};
        auto made = one_of(words);
        for (auto more = below(4); more > 0; --more) {
            made += " " + one_of(words);
        }
        return made;
    }
    Date date_after(Date from, int most)
    {
        return from.plus_days(1 + static_cast<int>(below(static_cast<std::size_t>(most))));
    }
    Money money()
    {
        return {1 + static_cast<std::int64_t>(below(10'000'000)),
                *Currency::parse(yes() ? "USD" : "JPY")};
    }

    ToldActivity activity(ToldPublisher const &from)
    {
        ToldActivity told;
        auto &project = told.project;
        project.id = new_uuid(Instant::at_start_of(today));
        project.reference = "PRJ-2026-" + std::to_string(1000 + below(9000));
        project.title = text();
        project.objective = text();
        project.results = yes() ? text() : "";
        static constexpr std::array<std::string_view, 6> some_states{
            "legal_basis_in_force", "active",           "suspended", "operationally_closed",
            "financially_closed",   "ex_post_evaluated"};
        project.state = one_of(some_states);
        project.country = country(yes() ? "TLS" : "MDG");
        project.arrangement = yes() ? "triangular" : "south_south";
        static constexpr std::array<std::string_view, 5> geographies{
            "bilateral", "sub_regional", "regional", "interregional", "global"};
        project.geography = one_of(geographies);
        project.domain = yes() ? "technical" : "";
        static constexpr std::array<std::string_view, 5> modalities{
            "training", "expert_assignment", "scholarship", "equipment", "loan"};
        for (auto many = below(3); many > 0; --many) {
            if (auto code = one_of(modalities);
                std::ranges::find(project.modalities, code) == project.modalities.end()) {
                project.modalities.push_back(code);
            }
        }
        static constexpr std::array<std::string_view, 4> sectors{"31163", "72010", "74020",
                                                                 "11330"};
        project.sector = one_of(sectors);
        for (std::string_view const code : {"2", "2.3", "4.b", "17.9.1"}) {
            if (yes()) {
                project.sdgs.emplace_back(code);
            }
        }
        project.starts = date_after(day("2023-01-01"), 1'700);
        if (yes()) {
            project.ends = date_after(*project.starts, 900);
        }
        if (yes()) {
            told.closed_on = date_after(*project.starts, 900);
        }
        for (auto const code : portal::topics) {
            portal::Topic topic{};
            static_cast<void>(portal::from_code(code, topic));
            project.topics.push_back(topic);
        }
        if (yes()) {
            project.women = static_cast<std::int64_t>(below(90));
            project.men = static_cast<std::int64_t>(below(90));
            told.people_until = date_after(*project.starts, 100);
        }
        told.identifier = from.settings.identifier + "-" + project.reference;
        told.registered = from.settings.identifier;
        if (below(4) == 0) {
            told.registered = "XM-DAC-77777";
            told.identifier = "XM-DAC-77777-" + project.reference;
        }
        add_parties(told);
        add_places(told);
        add_money(told);
        add_indicators(told);
        return told;
    }

private:
    void add_parties(ToldActivity &told)
    {
        static constexpr std::array<std::string_view, 3> where{"TLS", "FJI", "IDN"};
        for (auto many = 1 + below(4); many > 0; --many) {
            auto &party = told.parties.emplace_back();
            party.id = new_uuid(Instant::at_start_of(today));
            party.name = text();
            party.roles.push_back(one_of(projects::party_roles));
            if (yes()) {
                party.organisation = new_uuid(Instant::at_start_of(today));
                party.type = static_cast<partners::OrganisationType>(
                    below(partners::organisation_types.size()));
                party.identifier = yes() ? "ID-KDN-" + std::to_string(below(1000)) : "";
            }
            if (!party.organisation || yes()) {
                party.country = country(one_of(where));
            }
            if (yes()) {
                party.share = static_cast<std::int64_t>(below(100));
                party.contribution = text();
            }
            if (yes()) {
                party.basis = one_of(projects::bases);
                party.basis_document = text();
                party.in_force_on = told.project.starts;
            }
        }
    }
    void add_places(ToldActivity &told)
    {
        for (auto many = below(3); many > 0; --many) {
            told.places.push_back({.venue = text(), .country = std::nullopt});
            if (yes()) {
                told.places.back().country = country("TLS");
            }
        }
    }
    void add_money(ToldActivity &told)
    {
        if (yes()) {
            told.budgets.push_back({.year = 2024, .value = money()});
        }
        for (auto many = below(5); many > 0; --many) {
            ToldTransaction one{.kind = static_cast<ToldTransaction::Kind>(below(4)),
                                .on = date_after(day("2024-01-01"), 700),
                                .value = money(),
                                .provider = {},
                                .receiver = {},
                                .is_others = below(4) == 0,
                                .description = yes() ? text() : ""};
            if (yes()) {
                one.provider = told.parties[below(told.parties.size())].id;
                one.is_others = false;
            }
            if (yes()) {
                one.receiver = told.parties[below(told.parties.size())].id;
            }
            told.transactions.push_back(std::move(one));
        }
    }
    void add_indicators(ToldActivity &told)
    {
        for (auto many = below(3); many > 0; --many) {
            auto &one = told.indicators.emplace_back();
            one.title = text();
            one.level = static_cast<results::Level>(below(3));
            one.direction = yes() ? results::Direction::up : results::Direction::down;
            one.unit = yes() ? "%" : "tonnes";
            if (yes()) {
                one.baseline = "12.5";
                one.baseline_year = 2022;
            }
            one.sdg = yes() ? "2.3.1" : yes() ? "2.4" : "";
            auto until = day("2023-06-01");
            for (auto targets = below(3); targets > 0; --targets) {
                until = date_after(until, 400);
                one.targets.push_back({.until = until, .value = std::to_string(below(500))});
            }
            auto on = day("2023-02-01");
            for (auto figures = below(4); figures > 0; --figures) {
                on = date_after(on, 300);
                one.figures.push_back(
                    {.on = on, .value = std::to_string(below(500)), .women = {}, .men = {}});
                if (yes()) {
                    one.figures.back().women = static_cast<std::int64_t>(below(50));
                    one.figures.back().men = static_cast<std::int64_t>(below(50));
                }
            }
        }
    }

    std::uint64_t m_state;
};

} // namespace selatan::iati_out::testing

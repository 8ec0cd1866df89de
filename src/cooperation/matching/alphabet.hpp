/// \file
/// Codes as the bits and numbers that engine/ranking compares, and back.
#pragma once

#include "cooperation/reference/codelists.hpp"
#include "engine/ranking/ranking.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::matching {

/// Gives codes bits in the order in which they come. There are 64: whatever comes later has none,
/// and is compared with nothing.
class BitMap {
public:
    ranking::Bits assign(std::string_view code);
    /// No bit for a code that was never assigned.
    [[nodiscard]] ranking::Bits find(std::string_view code) const;
    [[nodiscard]] std::vector<std::string> codes(ranking::Bits bits) const;

private:
    std::vector<std::string> m_codes;
};

/// How the reference data of a day looks to the ranking.
class Alphabet {
public:
    /// `languages`: those that candidates may share; with the modalities, climates and circles of
    /// countries of the lists.
    Alphabet(reference::Codelists const &lists, Date today,
             std::vector<std::string> const &languages);

    [[nodiscard]] BitMap const &modalities() const { return m_modalities; }
    [[nodiscard]] BitMap const &languages() const { return m_languages; }
    [[nodiscard]] BitMap const &climates() const { return m_climates; }
    [[nodiscard]] BitMap const &circles() const { return m_circles; }

    [[nodiscard]] ranking::Bits modalities_of(std::vector<std::string> const &codes) const;
    /// Of a candidate: languages that nobody asked about have no bit.
    [[nodiscard]] ranking::Bits languages_of(std::vector<std::string> const &codes) const;
    /// Of what is wanted: a language that no candidate speaks still is a wish.
    [[nodiscard]] ranking::Bits wanted_languages(std::vector<std::string> const &codes) const;
    /// What is known of a country; nothing of one that the lists do not have.
    [[nodiscard]] ranking::Country const &country(CountryCode code) const;
    /// Its modalities grouped by what can stand in for what.
    [[nodiscard]] std::vector<ranking::Bits> modality_families() const;

private:
    [[nodiscard]] ranking::Country facts_of(reference::Country const &country, Date today,
                                            reference::Codelists const &lists);

    BitMap m_modalities;
    BitMap m_languages;
    BitMap m_climates;
    BitMap m_circles;
    std::map<CountryCode, ranking::Country> m_countries;
};

/// Nothing for a code that is no DAC code.
[[nodiscard]] std::optional<ranking::SectorCode> sector_number(std::string_view code);
/// The code as lists have it: categories without the zeros behind them.
[[nodiscard]] std::string sector_code(reference::Codelists const &lists,
                                      ranking::SectorCode sector);
/// Nothing for a code that is neither a goal nor a target.
[[nodiscard]] std::optional<ranking::Sdg> sdg_number(std::string_view code);
[[nodiscard]] std::string sdg_code(ranking::Sdg sdg);

[[nodiscard]] std::vector<ranking::SectorCode>
sector_numbers(std::vector<std::string> const &codes);
[[nodiscard]] std::vector<ranking::Sdg> sdg_numbers(std::vector<std::string> const &codes);

} // namespace selatan::matching

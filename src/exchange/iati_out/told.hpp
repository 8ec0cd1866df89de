/// \file
/// What is told of a project as IATI: its public facts, gathered before a line is written. What is
/// not public is not in it (told_store reads through the portal's views).
#pragma once

#include "base/money.hpp"
#include "cooperation/funds/amount.hpp"
#include "cooperation/partners/organisation.hpp"
#include "cooperation/portal/public_store.hpp"
#include "cooperation/projects/party.hpp"
#include "cooperation/results/indicator.hpp"
#include "exchange/iati_out/publisher.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::iati_out {

/// Who publishes, as the files name it.
struct ToldPublisher {
    Uuid record; ///< the settings that hold
    Publisher settings;
    Language language = Language::en;
    std::string name;
    i18n::MultilingualText names;
    partners::OrganisationType type = partners::OrganisationType::other;
    std::string website;
    std::string base_url; ///< of the portal, without a slash at the end
};

struct ToldParty {
    Uuid id;
    std::string name;
    std::optional<CountryCode> country; ///< its own, or where its office is
    std::optional<Uuid> organisation;   ///< nothing: takes part as a country
    std::string identifier;             ///< of the organisation; empty: none, or none that holds
    std::string refused_identifier;     ///< one that the standard does not take
    partners::OrganisationType type = partners::OrganisationType::other;
    records::Codes roles;
    std::optional<std::int64_t> share; ///< per cent; on the party's own consent
    std::string contribution;          ///< likewise
    std::string basis;                 ///< code; of the topic documents, like the two below
    std::string basis_document;
    std::optional<Date> in_force_on;

    [[nodiscard]] bool is(std::string_view role) const;
};

/// Outgoing money is negative where it came back.
struct ToldTransaction {
    enum class Kind { incoming, commitment, disbursement, in_kind };
    Kind kind = Kind::commitment;
    Date on;
    Money value;
    std::optional<Uuid> provider; ///< a party; nothing: the publisher, unless `is_others`
    std::optional<Uuid> receiver; ///< a party; nothing: not told
    bool is_others = false;       ///< the money of a fund whose owner is no party here
    std::string description;
};

struct ToldBudget {
    std::int64_t year = 0;
    Money value;
};

struct ToldFigure {
    Date on;
    std::string value;
    std::optional<std::int64_t> women; ///< where numbers of people are public
    std::optional<std::int64_t> men;
};
struct ToldTarget {
    Date until;
    std::string value;
};
struct ToldIndicator {
    Uuid id;
    std::string title;
    results::Level level = results::Level::output;
    results::Direction direction = results::Direction::up;
    std::string unit;
    std::string method;
    std::string baseline;
    std::optional<std::int64_t> baseline_year;
    std::string sdg;
    std::vector<ToldTarget> targets; ///< in the order of their days
    std::vector<ToldFigure> figures; ///< verified, in the order of their days
};

struct ToldActivity {
    portal::PublicProject project;
    std::string identifier; ///< as stored, or as it would be given
    std::string registered; ///< the publisher's identifier when it was given
    bool is_given = false;  ///< stored: published before
    std::string digest;     ///< of what was told at the last publication; empty: nothing
    Instant told_at;        ///< when that changed last
    Instant changed_at;     ///< of the records that are told
    std::optional<Date> closed_on;
    std::optional<Date> people_until; ///< the day by which people had been reached
    std::vector<ToldParty> parties;
    std::vector<portal::Place> places;
    std::vector<ToldBudget> budgets;
    std::vector<ToldTransaction> transactions;
    std::vector<ToldIndicator> indicators;

    [[nodiscard]] ToldParty const *party(std::optional<Uuid> id) const;
    /// Whom it serves: the parties that ask, partners of equal standing, the project's own country.
    [[nodiscard]] std::vector<CountryCode> recipients() const;
};

/// A year of the central budget, as the portal shows it.
struct ToldYear {
    std::int64_t year = 0;
    Money ceiling;
    Money established;
};
/// Budgets of published projects that name one country, by year.
struct ToldCountryBudget {
    CountryCode country;
    std::int64_t year = 0;
    Money value;
    std::int64_t projects = 0;
};

} // namespace selatan::iati_out

/// \file
/// What one side tells of a project, ours or anybody's, in one form: so that the two can be looked
/// for, laid side by side, and compared.
#pragma once

#include "base/coded.hpp"
#include "base/country.hpp"
#include "base/date.hpp"
#include "cooperation/funds/reported_flow.hpp"
#include "cooperation/reference/codelists.hpp"
#include "cooperation/reports/reported_activity.hpp"
#include "engine/linkage/linkage.hpp"
#include "exchange/reconciliation/other_identifier.hpp"
#include "exchange/reported/activity.hpp"
#include "exchange/reported/in_dollars.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reconciliation {

enum class Measure : std::uint8_t { budget, committed, spent };
inline constexpr std::array<std::string_view, 3> measures{"budget", "committed", "spent"};
[[nodiscard]] constexpr std::string_view to_code(Measure measure)
{
    return code_in(measures, measure);
}

/// Money of one kind, one year and one currency, added up.
struct Sum {
    Measure measure = Measure::budget;
    int year = 0;                      ///< 0: of the whole, nobody says when
    std::optional<Currency> currency;  ///< nothing: none is named
    std::int64_t hundredths = 0;       ///< of the currency's unit
    std::optional<std::int64_t> cents; ///< in US dollars; nothing: there is no rate
};

/// Adds a payment or budget to the sums, in its own currency and at its day's rate.
class Sums {
public:
    explicit Sums(reported::InDollars &rates) : m_rates{&rates} {}
    void add(Measure measure, Date on, std::optional<Currency> currency, std::int64_t hundredths);
    /// By measure, year and currency.
    [[nodiscard]] std::vector<Sum> take();

private:
    reported::InDollars *m_rates;
    std::vector<Sum> m_all;
};

struct TakingPart {
    std::string name;
    std::vector<std::string> other_names; ///< acronym, reference: by what it is known besides
    std::vector<std::string> roles;       ///< codes: ours, or the standard's
};

struct Facts {
    std::vector<std::string> titles;      ///< the first is the one to show
    std::vector<std::string> identifiers; ///< the first is the present one
    std::vector<std::string> named;       ///< identifiers of others
    std::vector<OtherIdentifier> others;  ///< as the teller lists them, whatever they are
    std::string status;                   ///< list ActivityStatus; empty: not told in its codes
    std::string status_text;              ///< in the teller's own words, where it has no codes
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::vector<CountryCode> countries;
    std::vector<TakingPart> organisations;
    std::vector<std::string> sectors; ///< DAC purpose codes, or categories
    std::vector<std::string> goals;   ///< "2", "2.3"
    std::vector<Sum> money;

    [[nodiscard]] std::string const &title() const;
};

/// All years of a measure: each currency by itself, and US dollars where every part has a rate.
struct Whole {
    std::vector<Sum> by_currency;
    std::optional<std::int64_t> cents;
};
[[nodiscard]] Whole whole(Facts const &facts, Measure measure);

/// As an IATI activity tells it; `source` is its element, for what the activity does not hold.
[[nodiscard]] Facts facts_of(reported::Activity const &activity, std::string_view source,
                             reference::Codelists const &lists, reported::InDollars &rates);
/// As a row of somebody's register does. Amounts are the register's own conversion.
[[nodiscard]] Facts facts_of(reports::ReportedActivity const &activity);
/// Its promises and payments, where the register tells them one by one: these stand instead of the
/// whole that it tells without a year.
void tell_flows(Facts &facts, std::vector<funds::ReportedFlow> const &flows,
                reported::InDollars &rates);

/// For the search of what tells of the same.
[[nodiscard]] linkage::Account account_of(Facts const &facts);

} // namespace selatan::reconciliation

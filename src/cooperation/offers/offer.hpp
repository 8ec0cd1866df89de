/// \file
/// What a country can do for others: a course, experts, a study visit, equipment, know-how.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/organisation.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace selatan::offers {

/// In what a year's capacity is counted.
enum class Unit { places, expert_days, items };
inline constexpr std::array<std::string_view, 3> units{"places", "expert_days", "items"};
[[nodiscard]] constexpr std::string_view to_code(Unit unit)
{
    return code_in(units, unit);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Unit &unit)
{
    return value_in(units, code, unit);
}

struct Offer {
    std::string title;                  ///< as the provider writes it
    i18n::MultilingualText titles;      ///< in other languages
    std::optional<CountryCode> country; ///< the provider
    std::optional<Id<partners::Organisation>> organisation;
    std::string modality; ///< a code of the list of modalities
    i18n::MultilingualText summary;
    std::string offered;
    records::Codes sectors;
    records::Codes sdgs;
    records::Codes languages;
    records::Codes eligible_groups; ///< with eligible_countries: who may have it; both empty: all
    records::Codes eligible_countries;
    std::optional<std::int64_t> places; ///< a year, in `unit`; nothing: not limited
    Unit unit = Unit::places;
    std::optional<std::int64_t> unit_cost; ///< whole units of `currency`: a price, not a posting
    std::optional<Currency> currency;
    std::optional<std::int64_t> unit_cost_usd; ///< the provider's own estimate, whole dollars
    std::string cost_basis;                    ///< how the estimate was made, and when
    std::optional<std::int64_t> duration_days;
    std::string track_record;
    std::optional<Date> valid_from;
    std::optional<Date> valid_until; ///< the last day
    bool unsolicited = false;        ///< nobody had asked for it

    // Written by the verb `validate`: a resource centre's act, not a claim of whoever offers.
    std::optional<Id<partners::Organisation>> validated_by;
    std::optional<Date> validated_on;
};

extern records::NounOf<Offer> const offers;

// -- The rules ----------------------------------------------------------------------------------

/// First broken, first reported: `offers.not_ready` (what is offered or its sectors are missing),
/// `offers.validity_passed`.
[[nodiscard]] Result<void> decide_submit(Offer const &offer, Date today);

/// `authors` are all who made, changed or submitted it. Refuses `offers.own_check`: whoever had a
/// hand in an offer does not check it.
[[nodiscard]] Result<void> decide_check(std::set<Uuid> const &authors, std::optional<Uuid> by);

/// For publishing and resuming. Refuses `offers.validity_passed`.
[[nodiscard]] Result<void> decide_publish(Offer const &offer, Date today);

// -- Acts beyond the forms ----------------------------------------------------------------------

/// The daily job: offers whose last day has passed are expired. Returns how many.
int expire(storage::Tx &tx, events::Actor const &actor);

} // namespace selatan::offers

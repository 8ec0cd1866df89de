/// \file
/// Who publishes as IATI: the organisation, the identifier under which it is registered, and what
/// its files say where a project says nothing. Data with the day from which it holds.
#pragma once

#include "base/coded.hpp"
#include "base/country.hpp"
#include "cooperation/partners/organisation.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>

namespace selatan::iati_out {

/// What cooperation counts as, where nobody says otherwise. Partners of the South do not call
/// theirs development assistance unless they choose to.
enum class Flow { assistance, other_official, other };
inline constexpr std::array<std::string_view, 3> flows{"assistance", "other_official", "other"};
[[nodiscard]] constexpr std::string_view to_code(Flow flow)
{
    return code_in(flows, flow);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Flow &flow)
{
    return value_in(flows, code, flow);
}

struct Publisher {
    Date since;
    std::optional<Id<partners::Organisation>> organisation;
    std::string identifier; ///< org-id.guide: the agency that registered it, then its number
    bool secondary = false; ///< reports on others' activities only
    std::string language = "en";
    std::optional<Currency> currency;
    Flow flow = Flow::other;
    std::string contact_email;     ///< that everybody may write to
    std::optional<Date> failed_on; ///< since when publishing has not gone through; with `failure`
    std::string failure;
};

extern records::NounOf<Publisher> const publishers;
extern records::Policy const publisher_policy;

/// An organisation's identifier as the standard takes it: begins with an agency that registers
/// organisations, then a hyphen; no blanks, none of / & | ?.
[[nodiscard]] bool is_organisation_identifier(std::string_view text);

/// Every problem: `publishing.since_taken` on "since"; `publishing.not_an_identifier` on
/// "identifier".
[[nodiscard]] Problems decide_publisher(Publisher const &publisher, bool is_taken);

} // namespace selatan::iati_out

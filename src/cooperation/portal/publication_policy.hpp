/// \file
/// What the installation says of its portal: who it is, under what licence the data may be used,
/// from which plan year totals are public. Data that people approve, with the day from which it
/// holds.
#pragma once

#include "platform/records/record.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace selatan::portal {

struct PublicationPolicy {
    Date since;
    i18n::MultilingualText about;
    std::string map_viewpoint; ///< whose: "United Nations"; empty: no map is shown
    i18n::MultilingualText map_disclaimer;
    std::string licence; ///< its name: "CC BY 4.0"
    std::string licence_url;
    std::optional<std::int64_t> budget_from; ///< the first plan year whose totals are public

    /// A map needs a viewpoint and the sentence that stands under it.
    [[nodiscard]] bool has_map() const { return !map_viewpoint.empty() && !map_disclaimer.empty(); }
};

extern records::NounOf<PublicationPolicy> const publication_policies;

/// Every problem: `portal.since_taken` on "since"; `portal.disclaimer_missing` on "map_disclaimer"
/// of a viewpoint without one.
[[nodiscard]] Problems decide_policy(PublicationPolicy const &policy, bool is_taken);

} // namespace selatan::portal

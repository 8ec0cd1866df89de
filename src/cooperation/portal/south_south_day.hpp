/// \file
/// The United Nations Day for South-South Cooperation, 12 September (General Assembly resolution
/// 58/220 chose 19 December, decision 66/550 moved it from 2012 on): the United Nations set the
/// year's theme; an officer records it with its source, and what is done here.
#pragma once

#include "platform/records/record.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace selatan::portal {

struct SouthSouthDay {
    std::string theme; ///< as the United Nations word it
    std::int64_t year = 0;
    i18n::MultilingualText themes; ///< in other languages
    std::string source;            ///< the page or letter that says so
    Date read_on;
    i18n::MultilingualText agency_does;
    i18n::MultilingualText others_do;
};

extern records::NounOf<SouthSouthDay> const south_south_days;

namespace day_states {
inline constexpr std::string_view drafted = "drafted";
inline constexpr std::string_view published = "published";
} // namespace day_states

/// Every problem: `portal.year_taken` on "year"; `common.in_the_future` on "read_on".
[[nodiscard]] Problems decide_day(SouthSouthDay const &day, bool is_taken, Date today);

/// From now on everybody reads it.
[[nodiscard]] Result<records::Saved> publish_day(storage::Tx &tx, auth::Identity const &by,
                                                 records::Head const &head, std::int64_t version);
[[nodiscard]] Result<records::Saved> take_back_day(storage::Tx &tx, auth::Identity const &by,
                                                   records::Head const &head, std::int64_t version);

} // namespace selatan::portal

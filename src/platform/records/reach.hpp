/// \file
/// What a search asks its index before it reads a record: could a grant reach it at all?
#pragma once

#include "platform/records/noun.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

/// What somebody may look in.
struct SearchWithin {
    std::vector<std::string_view> kinds;
    Audience audience = Audience::everyone;
    /// Tokens of the view `record_reach`: countries, organisations, and the kinds of which those do
    /// not decide. What somebody may see has one of them; what has one need not be seen: `compile`
    /// decides. Empty: whatever it has.
    std::vector<std::string> reach;
};
[[nodiscard]] SearchWithin search_within(std::span<Noun const *const> nouns,
                                         auth::Identity const *identity);

} // namespace selatan::records

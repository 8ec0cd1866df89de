/// \file
/// Cooperation of the South in what is reported: who pays or facilitates, who of the South
/// provides, who receives, and who tells of it.
#pragma once

#include "exchange/flows/finding.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reported_flows {

/// A cooperation of the South (`cooperation.hpp`) with all who tell of it.
struct Triangle {
    std::int64_t id = 0;
    std::vector<FoundActivity> accounts; ///< who tells it as its own first; one at least
    std::vector<south_south::Party> parties;
    std::int64_t spent = 0; ///< US cents, counted once
    std::int64_t committed = 0;
    std::map<std::string, std::int64_t> reported; ///< spent, in hundredths, by currency
    std::int64_t in_kind = 0;                     ///< transactions that give other than money

    [[nodiscard]] std::vector<south_south::Party const *> as(south_south::PartyRole role) const;
    /// What says most of its being one: an officer's word, else the surest sign.
    [[nodiscard]] FoundActivity const &surest() const;
};

struct TriangleFilter {
    std::optional<CountryCode> country; ///< in any role
    std::optional<std::int64_t> year;   ///< with money in it; sums are of that year alone
    std::optional<Which> which;         ///< nothing: all that officers did not refuse
    bool with_support_only = true;      ///< somebody pays or facilitates
    bool with_perhaps = false;          ///< also what is only perhaps, while nobody has judged it
    std::int64_t before = 0;            ///< keyset: the last number shown; 0: from the newest
    int limit = 50;
};
[[nodiscard]] std::vector<Triangle> triangles(storage::Reader &reader,
                                              TriangleFilter const &filter);
/// The countries that take part in anything found, for a choice.
[[nodiscard]] std::vector<CountryCode> countries_of_parties(storage::Reader &reader);

/// What a Southern country provides, by all that is found. What several tell is one; what two
/// provide is in the figures of both.
struct Provider {
    CountryCode country;
    std::vector<CountryCode> recipients; ///< in the order of their codes
    std::int64_t cooperations = 0;
    std::int64_t supported = 0; ///< of these, with a supporter
    std::int64_t spent = 0;     ///< US cents, counted once
    std::int64_t committed = 0;
    std::int64_t in_kind = 0; ///< transactions
};
/// The most active first.
[[nodiscard]] std::vector<Provider> providers(storage::Reader &reader);

} // namespace selatan::reported_flows

/// \file
/// Which activities have which facets, as the table holds it: 256 activities of a facet in a row.
/// Private to the stores of this folder.
#pragma once

#include "platform/storage/store.hpp"

#include <bitset>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::reported {

/// Activities whose numbers divided by this are equal are one block.
inline constexpr std::int64_t block_size = 256;
/// Those of a block, by the rest of that division.
using Members = std::bitset<block_size>;

/// The table's text: two hexadecimal digits for each, in any order, some perhaps twice. So a row
/// takes up another activity by appending to it, without being read.
[[nodiscard]] Members members_from(std::string_view text);

class FacetIndex {
public:
    /// Whoever imports holds the turn, so that nobody else writes blocks.
    FacetIndex(storage::Tx &tx, std::int64_t last_activity);

    using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>; ///< facet, activity
    void add(Pairs pairs);
    void remove(Pairs const &pairs);

private:
    storage::Tx &m_tx;
    std::int64_t m_last_block; ///< beyond it there are no rows
};

} // namespace selatan::reported

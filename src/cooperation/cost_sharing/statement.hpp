/// \file
/// A party's statement: every figure with its record and, of what a pool bears, the party's part.
/// The lines add up to the sums, and the parts of all parties to the whole. Pure.
#pragma once

#include "cooperation/cost_sharing/matrix.hpp"

#include <optional>
#include <span>
#include <vector>

namespace selatan::cost_sharing {

struct StatementLine {
    Entry const *entry = nullptr;
    bool is_of_pool = false;
    std::optional<std::int64_t> share; ///< nothing: a pool that is not divided
};

/// What was known in one way, in one measure.
struct StatementSum {
    Measure measure;
    Known known = Known::planned;
    std::int64_t whole = 0;
    std::optional<std::int64_t> share = 0;
};

struct Statement {
    std::vector<StatementLine> lines; ///< by the number of the line, its name and how it is known
    std::vector<StatementSum> sums;
};

/// Of its own entries and of those of the pool. `party` is one of the matrix's, which `entries`
/// made.
[[nodiscard]] Statement make_statement(Arrangement arrangement, Matrix const &matrix,
                                       std::span<Entry const> entries, PartyColumn const &party);

} // namespace selatan::cost_sharing

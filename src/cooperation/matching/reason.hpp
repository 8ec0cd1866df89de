/// \file
/// Why an offer fits a request: one criterion's part in the score, as codes and figures that can be
/// kept, and said later in any language as they were then.
#pragma once

#include "base/country.hpp"
#include "cooperation/reference/codelists.hpp"
#include "engine/ranking/ranking.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::matching {

struct Reason {
    ranking::Criterion criterion{};
    int score = 0;  ///< in thousandths of the most that the criterion gives
    int weight = 0; ///< its share of the whole, in thousandths
    /// Which sentence: "same", "near", "none", "silent" … as the criterion has them.
    std::string kind;
    std::vector<std::string> codes;  ///< of the criterion's code list, or words
    std::vector<std::string> others; ///< what they are compared with
    std::vector<std::int64_t> figures;

    [[nodiscard]] int contribution() const { return score * weight / 1000; }
    /// Something in common, rather than a little left of nothing.
    [[nodiscard]] bool speaks_for() const { return score > 0 && kind != "none"; }
    friend bool operator==(Reason const &, Reason const &) = default;
};

/// One sentence with its figures: "Same sector: 11220 Primary education".
[[nodiscard]] std::string sentence(Reason const &reason, reference::Codelists const &lists,
                                   Language language);
/// "Sector"
[[nodiscard]] std::string_view criterion_name(ranking::Criterion criterion, Language language);

/// As the database keeps them. `parse_reasons` is for what `to_json` wrote: anything else is a Bug.
[[nodiscard]] std::string to_json(std::vector<Reason> const &reasons);
[[nodiscard]] std::vector<Reason> parse_reasons(std::string_view json);

} // namespace selatan::matching

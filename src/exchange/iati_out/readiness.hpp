/// \file
/// How ready a public project is to be told as IATI: what keeps it out, and what would make it
/// richer.
#pragma once

#include "exchange/iati_out/crosswalk.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati_out {

/// Something that is missing; `code` names it in `publishing.missing`.
struct Missing {
    std::string_view code;
    std::string what; ///< the party or the value that it is about; may be empty
    bool keeps_out = false;

    friend bool operator==(Missing const &, Missing const &) = default;
};

/// What keeps it out first: the file would break the standard's rules with it.
[[nodiscard]] std::vector<Missing> judge(ToldActivity const &told,
                                         reference::Codelists const &lists);
[[nodiscard]] bool is_ready(std::vector<Missing> const &missing);

} // namespace selatan::iati_out

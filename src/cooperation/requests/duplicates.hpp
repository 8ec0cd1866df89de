/// \file
/// Requests that are likely the same one, sent twice: a letter and a mission's notice, last year's
/// and this year's.
#pragma once

#include "cooperation/requests/request.hpp"

#include <string>
#include <vector>

namespace selatan::requests {

/// An earlier request, as far as likeness looks at it.
struct Candidate {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::string problem;
    std::string sector;
    records::Codes modalities;
};

struct Duplicate {
    Candidate request;
    double likeness = 0;    ///< of the words, 0 to 1
    bool same_kind = false; ///< the same sector by the same modality
};

inline constexpr int candidates_most = 200;
inline constexpr int duplicates_shown = 5;
inline constexpr double likeness_least = 0.4;

/// Those that are alike in words, or of the same sector and modality; the likest first, at most
/// `duplicates_shown`.
[[nodiscard]] std::vector<Duplicate> likely_duplicates(Request const &request,
                                                       std::vector<Candidate> candidates);

} // namespace selatan::requests

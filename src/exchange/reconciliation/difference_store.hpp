/// \file
/// What SQL knows of differences.
#pragma once

#include "exchange/reconciliation/difference.hpp"

#include <string>
#include <vector>

namespace selatan::reconciliation {

struct KnownDifference {
    Uuid id;
    Topic topic = Topic::starts;
    std::string reference;
    std::string state;
};
[[nodiscard]] std::vector<KnownDifference> differences_of(storage::Reader &reader,
                                                          Uuid counterpart);

/// A difference in the list of the largest.
struct OpenDifference {
    Uuid id;
    std::string reference;
    std::string counterpart;
    std::string project_reference;
    std::string project_title;
    Difference difference;
};
struct OpenFilter {
    std::optional<CountryCode> country;
    std::string teller;
    int limit = 100;
};
/// Those that wait: the most dollars first, then by share, then by days.
[[nodiscard]] std::vector<OpenDifference> largest(storage::Reader &reader, OpenFilter const &filter,
                                                  records::Filter const &may_see);

/// How much waits, and of whom.
struct Waiting {
    std::int64_t proposed = 0;
    std::int64_t open = 0;
    std::int64_t to_mend = 0; ///< theirs is right
    std::int64_t confirmed = 0;
    std::vector<CountryCode> countries; ///< of what is open
    std::vector<std::string> tellers;
};
[[nodiscard]] Waiting waiting(storage::Reader &reader, records::Filter const &may_see);

} // namespace selatan::reconciliation

/// \file
/// Ours and theirs side by side: what is told by both and differs, and what only one tells. Pure.
#pragma once

#include "exchange/reconciliation/facts.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reconciliation {

/// What can be to settle.
enum class Topic { starts, ends, status, countries, budget, committed, spent };
inline constexpr std::array<std::string_view, 7> topics{
    "starts", "ends", "status", "countries", "budget", "committed", "spent"};
[[nodiscard]] constexpr std::string_view to_code(Topic topic)
{
    return code_in(topics, topic);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Topic &topic)
{
    return value_in(topics, code, topic);
}

/// Days that begin or end within a month of each other, and money within a twentieth, are told the
/// same: rates and ways of counting differ by as much.
inline constexpr int days_alike = 31;
inline constexpr std::int64_t percent_alike = 5;

enum class Verdict {
    same,
    differs,
    only_ours,
    only_theirs,
    untold,        ///< by neither
    not_comparable ///< both tell, but not so that it could be compared: no rate, other codes
};

/// How two values of a topic stand to each other. Values as they are written here: days as
/// 2026-11-22, codes, "USD 1200.50".
struct Compared {
    Topic topic = Topic::starts;
    Verdict verdict = Verdict::untold;
    std::string ours;
    std::string theirs;
    std::optional<std::int64_t> dollars; ///< of a difference in money, whole
    std::optional<std::int64_t> percent; ///< of the larger
    std::optional<std::int64_t> days;
};
/// Every topic, in its order.
[[nodiscard]] std::vector<Compared> compare(Facts const &ours, Facts const &theirs);

/// Money of one year alone; nothing else of them is looked at.
[[nodiscard]] Compared compare_year(Measure measure, int year, Facts const &ours,
                                    Facts const &theirs);
/// What they tell of that year.
[[nodiscard]] Facts of_year(Facts const &facts, int year);

/// Every currency of a measure by itself: "USD 1200.50; IDR 5000000.00"; empty: nothing is told.
[[nodiscard]] std::string amounts_of(Facts const &facts, Measure measure);

} // namespace selatan::reconciliation

/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/results/results_store.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/run_verb.hpp"

#include <array>

namespace selatan::results {

using web::run;
using web::run_at_once;

extern web::NounPages const indicator_pages;
extern web::NounPages const target_pages;
extern web::NounPages const figure_pages;
extern web::NounPages const evaluation_pages;
extern web::NounPages const round_pages;
extern web::NounPages const rating_pages;

/// How far it has come, with people that activities reached read from their reports.
struct Shown {
    Progress progress;
    std::vector<FigureRow> figures; ///< of the whole, and of its parts
};
[[nodiscard]] Shown show_progress(IndicatorRow const &row, Reached const &reached, Date today);
/// "34 of 60 people by 31 December 2027: 57% of the way. Measured on …, verified."
[[nodiscard]] std::string explain(web::Context const &context, Indicator const &indicator,
                                  Progress const &progress);
/// A bar with that sentence.
[[nodiscard]] html::Html bar(web::Context const &context, IndicatorRow const &row,
                             Progress const &progress);

/// What a party is asked about the cooperation, in this order.
struct Criterion {
    std::string_view code;
    std::optional<Score> Rating::*score;
    std::string Rating::*why;
};
inline constexpr std::array criteria{
    Criterion{"horizontality", &Rating::horizontality, &Rating::horizontality_why},
    Criterion{"ownership", &Rating::ownership, &Rating::ownership_why},
    Criterion{"mutual_benefit", &Rating::mutual_benefit, &Rating::mutual_benefit_why},
    Criterion{"usefulness", &Rating::usefulness, &Rating::usefulness_why},
};

/// /projects/{id}/results, and the same as CSV and XLSX.
void add_result_routes(web::Router &router);

} // namespace selatan::results

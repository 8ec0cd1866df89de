/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/cost_sharing/cost_sharing_store.hpp"
#include "platform/pdf/document.hpp"

namespace selatan::cost_sharing {

extern web::NounPages const plan_pages;
extern web::NounPages const item_pages;
extern web::NounPages const report_pages;

/// A plan with everything that its matrix and statements are made of.
struct PlanView {
    Head head;
    CostPlan plan;
    std::vector<Entry> entries;
    Matrix matrix;
    std::vector<Confirmation> confirmations;
};
[[nodiscard]] PlanView view_of(storage::Reader &reader, Head const &head, Language language);

/// "IDR", "Expert-days · senior"
[[nodiscard]] std::string measure_name(Language language, Measure const &measure);
[[nodiscard]] std::string figure_text(Language language, std::int64_t count,
                                      Measure const &measure);
[[nodiscard]] std::string known_name(Language language, Known known);
/// Confirmed as the column stands, confirmed and changed since, or not.
enum class Standing { confirmed, changed, unconfirmed };
[[nodiscard]] Standing standing_of(PlanView const &view, PartyColumn const &column);
[[nodiscard]] html::Badge standing_badge(web::Context const &context, PlanView const &view,
                                         PartyColumn const &column);

/// What the plan's own page shows: the matrix, its sums, the parties and what was valued.
[[nodiscard]] html::Html matrix_sections(web::Context const &context, storage::Reader &reader,
                                         PlanView const &view);
/// The entries that a party's statement holds: its own, and those of the pool.
[[nodiscard]] std::vector<Entry const *> statement_entries(PlanView const &view,
                                                           PartyColumn const &column);
/// A party's statement on paper.
[[nodiscard]] pdf::Document statement_paper(PlanView const &view, PartyColumn const &column,
                                            web::App const &app, Language language);

void add_matrix_routes(web::Router &router);

} // namespace selatan::cost_sharing

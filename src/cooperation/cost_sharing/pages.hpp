/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/cost_sharing/cost_sharing_store.hpp"
#include "cooperation/cost_sharing/statement.hpp"
#include "cooperation/funds/report.hpp"
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
[[nodiscard]] Statement statement_of(PlanView const &view, PartyColumn const &column);
/// What a statement shows in all and as the party's part; without a pool both are one.
[[nodiscard]] bool has_shares(PlanView const &view);
/// The sums as a statement begins with them: a row for each measure and, with a pool, for the whole
/// and the party's part.
struct SumRow {
    Measure measure;
    std::string of; ///< empty without a pool
    std::int64_t planned = 0;
    std::int64_t paid = 0;
    std::int64_t reported = 0;
};
[[nodiscard]] std::vector<SumRow> sum_rows(Language language, PlanView const &view,
                                           Statement const &statement);
/// A party's statement on paper.
[[nodiscard]] pdf::Document statement_paper(PlanView const &view, PartyColumn const &column,
                                            web::App const &app, Language language);

[[nodiscard]] std::string plan_url(Head const &head);
[[nodiscard]] std::string statement_url(Head const &head, PartyColumn const &column);
/// A figure of a report; nothing for none.
[[nodiscard]] funds::ReportCell figure_cell(Language language, std::int64_t count,
                                            Measure const &measure);
/// The head of the plan that the address names, as far as the reader may see it.
[[nodiscard]] Result<Head> head_of(web::Context const &context, storage::Reader &reader);

void add_matrix_routes(web::Router &router);
void add_statement_routes(web::Router &router);

} // namespace selatan::cost_sharing

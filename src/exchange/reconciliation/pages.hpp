/// \file
/// What the pages of this folder share.
#pragma once

#include "exchange/reconciliation/comparison.hpp"
#include "exchange/reconciliation/counterpart.hpp"
#include "platform/html/components.hpp"
#include "platform/web/noun_pages.hpp"

#include <string>
#include <vector>

namespace selatan::reconciliation {

extern web::NounPages const counterpart_pages;
extern web::NounPages const difference_pages;

inline constexpr std::string_view overview_path = "/reconciliation";

/// A teller in the comparison: what it tells, and where that is to be read.
struct Told {
    std::string name;
    std::string url; ///< of the counterpart
    Facts facts;
    html::Html source; ///< links to the activity and its XML, or to the register's row
};
/// Ours and theirs side by side, a column for each teller; what differs says by how much.
[[nodiscard]] html::Html comparison_table(web::Context const &context, storage::Reader &reader,
                                          Facts const &ours, std::vector<Told> const &told);
/// What is told now, with the way to it; nothing when nobody tells it any more.
[[nodiscard]] std::optional<Told> read_told(web::Context const &context, storage::Reader &reader,
                                            Counterpart const &counterpart);
/// Why the program proposes it, the most telling first.
[[nodiscard]] html::Html reasons_html(Language language,
                                      std::vector<linkage::Reason> const &reasons);

/// "12 Mar 2026", "Implementation", "USD 1,200.50": a value of a comparison as people read it.
[[nodiscard]] std::string value_text(web::Context const &context, storage::Reader &reader,
                                     Topic topic, std::string const &value);
/// "Theirs begins 45 days apart": what differs, in a sentence; empty where nothing does.
[[nodiscard]] std::string sentence(Language language, Compared const &compared);

void add_overview_route(web::Router &router);
void add_linking_routes(web::Router &router);
void add_project_route(web::Router &router);

} // namespace selatan::reconciliation

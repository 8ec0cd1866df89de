/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/matching/reason.hpp"
#include "platform/web/noun_pages.hpp"

#include <vector>

namespace selatan::matching {

extern web::NounPages const match_pages;

/// The score as a bar with its number.
[[nodiscard]] html::Html score_line(int score, Language language);
/// What speaks for it and what is missing, a sentence each.
[[nodiscard]] html::Html reasons_list(std::vector<Reason> const &reasons,
                                      reference::Codelists const &lists, Language language);
/// Each criterion's score, weight and part, so that the sum can be followed.
[[nodiscard]] html::Html reasons_table(std::vector<Reason> const &reasons, Language language);

void add_suggestion_routes(web::Router &router);

} // namespace selatan::matching

/// \file
/// The capability's pages, for its own files.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::training {

extern web::NounPages const scheme_pages;
extern web::NounPages const rules_pages;
extern web::NounPages const call_pages;
extern web::NounPages const quota_pages;
extern web::NounPages const application_pages;

/// /calls/{id}/board: the selection of a call, many at once.
void add_board_routes(web::Router &router);
/// Where the board of a call is.
[[nodiscard]] std::string url_of_board(std::string_view call_reference);

} // namespace selatan::training

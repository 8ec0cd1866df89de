/// \file
/// Reported activities in a list, who publishes them, and their transactions as a table to take
/// along.
#pragma once

#include "exchange/reported/reading.hpp"
#include "platform/web/context.hpp"
#include "platform/web/search.hpp"

namespace selatan::reported {

/// What an address asks for: words, publisher, country, sector, year, status, organisation with
/// role, identifier. Refuses what means nothing: a list of everything would be taken for an answer.
[[nodiscard]] Result<Wanted> wanted_in(storage::Reader &reader, http::Parameters const &query);

[[nodiscard]] http::Response publishers_page(web::Context &context);
/// What one publisher tells of, and in which files.
[[nodiscard]] http::Response publisher_page(web::Context &context);
[[nodiscard]] std::string url_of_publisher(std::string const &ref);
/// What the installation's one search box finds here, with the way to all of it.
[[nodiscard]] web::Elsewhere search_reported(web::Context const &context, storage::Reader &reader,
                                             std::string const &words);
[[nodiscard]] http::Response activities_page(web::Context &context);
/// The transactions of what the list shows, each whole in one row; `columns=…` chooses.
[[nodiscard]] http::Response transactions_csv(web::Context &context);

} // namespace selatan::reported

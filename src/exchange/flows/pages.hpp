/// \file
/// What the pages of this folder share.
#pragma once

#include "cooperation/funds/report.hpp"
#include "cooperation/reference/codelists.hpp"
#include "engine/south_south/south_south.hpp"
#include "exchange/flows/totals.hpp"
#include "platform/web/route.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace selatan::reported_flows {

inline constexpr std::string_view figures_path = "/flows";
inline constexpr std::string_view parts_path = "/flows/transactions";
inline constexpr std::string_view left_out_path = "/flows/left-out";
inline constexpr std::string_view findings_path = "/flows/south-south";
inline constexpr std::string_view triangles_path = "/flows/triangles";
inline constexpr std::string_view providers_path = "/flows/providers";
inline constexpr std::string_view judge_verb = "judge";

/// The page of a reported activity.
[[nodiscard]] std::string activity_url(std::int64_t activity);

/// What a key stands for, in the reader's language. `name` is the organisation's, of a corridor the
/// provider's.
[[nodiscard]] std::string key_name(Language language, reference::Codelists const &lists,
                                   Dimension dimension, std::string const &code,
                                   std::string const &name);

// -- What pages and files show ------------------------------------------------------------------

/// Files and programs get it all, people a page of it.
[[nodiscard]] bool is_file(web::Context const &context);
[[nodiscard]] std::optional<std::int64_t> number_in(web::Context const &context,
                                                    std::string_view name);
[[nodiscard]] std::string whole_dollars(Language language, std::int64_t cents);
/// People read whole dollars; files have the cents.
[[nodiscard]] funds::ReportCell dollar_cell(Language language, std::int64_t cents,
                                            std::string const &url = {});
[[nodiscard]] funds::ReportCell count_cell(Language language, std::int64_t count);
/// Hundredths of whatever currency, as they were reported.
[[nodiscard]] std::string as_reported(Language language, std::int64_t hundredths,
                                      std::string const &currency);
/// Money without any day: a table below what totals have, or nothing.
[[nodiscard]] html::Html no_day_block(web::Context const &context, storage::Reader &reader,
                                      Money money);
[[nodiscard]] html::Html evidence_html(Language language, south_south::Finding const &finding);
/// Where an officer says what it is.
[[nodiscard]] std::string finding_url(std::int64_t activity);

/// The codes of a corridor, which is "provider>country".
[[nodiscard]] std::pair<std::string, std::string> ends_of(std::string const &code);

/// The transactions behind a figure.
[[nodiscard]] std::string parts_url(Asked const &asked, Dimension dimension,
                                    std::string const &code);

/// The world, each country shaded by what was asked; nothing where no country has anything.
[[nodiscard]] html::Html map_of(web::Context const &context, storage::Reader &reader,
                                Asked const &asked);
/// Bands from who pays to where: the largest.
[[nodiscard]] html::Html bands_of(web::Context const &context, storage::Reader &reader,
                                  Asked const &asked);

/// A word of the query that is none of those known is a problem; empty: nothing was said.
void believe_word(web::Context const &context, std::string_view name,
                  std::vector<std::string_view> const &known, Problems &problems);

// -- Routes -------------------------------------------------------------------------------------

void add_figure_routes(web::Router &router);
void add_part_routes(web::Router &router);
void add_finding_routes(web::Router &router);
void add_triangle_routes(web::Router &router);

} // namespace selatan::reported_flows

/// \file
/// What the pages of this folder share.
#pragma once

#include "cooperation/reference/codelists.hpp"
#include "exchange/flows/totals.hpp"
#include "platform/web/route.hpp"

#include <string>
#include <string_view>

namespace selatan::reported_flows {

inline constexpr std::string_view figures_path = "/flows";
inline constexpr std::string_view parts_path = "/flows/transactions";
inline constexpr std::string_view left_out_path = "/flows/left-out";
inline constexpr std::string_view findings_path = "/flows/south-south";
inline constexpr std::string_view judge_verb = "judge";

/// The page of a reported activity.
[[nodiscard]] std::string activity_url(std::int64_t activity);

/// What a key stands for, in the reader's language.
[[nodiscard]] std::string key_name(Language language, reference::Codelists const &lists,
                                   Dimension dimension, std::string const &code,
                                   std::string const &name);

void add_figure_routes(web::Router &router);
void add_finding_routes(web::Router &router);

} // namespace selatan::reported_flows

/// \file
/// What a figure's page is asked by its address. Private to the pages of this folder.
#pragma once

#include "exchange/flows/pages.hpp"

#include <array>

namespace selatan::reported_flows {

/// "year" and "southern" are ways to ask that are no dimensions of their own.
struct Question {
    Asked asked;
    std::string by = "country";
};
[[nodiscard]] Question question(web::Context const &context);
/// Of the transactions behind a figure; of everything there are some, too.
[[nodiscard]] Asked asked_for_parts(web::Context const &context);
[[nodiscard]] std::string key_asked(web::Context const &context, storage::Reader &reader,
                                    Dimension dimension);
/// Refuses words that are none, and keys that mean nothing.
[[nodiscard]] Result<void> believe_question(web::Context const &context);

/// Ways to ask, in the order in which they are offered; "all" is asked for behind figures alone.
inline constexpr std::array<std::string_view, 12> ways{
    "country",  "year",     "category",  "sector",   "goal",    "provider",
    "southern", "receiver", "publisher", "corridor", "in_kind", "all"};

} // namespace selatan::reported_flows

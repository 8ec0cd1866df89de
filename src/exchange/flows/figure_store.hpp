/// \file
/// Figures as they are kept.
#pragma once

#include "exchange/flows/figures.hpp"
#include "exchange/flows/organisations.hpp"

#include <unordered_map>

namespace selatan::reported_flows {

/// Which of the keys have a row, and which.
using KeyIds = std::unordered_map<Place, std::int64_t>;

/// What was made of the identifiers of these places the last time; its rates are those of
/// flow_rate.
[[nodiscard]] Figures read_figures(storage::Reader &reader, Places const &places, Keys &keys,
                                   KeyIds &ids);
/// Puts figures in the place of those, and the difference into the sums.
void write_figures(storage::Tx &tx, Places const &places, Figures const &figures, Keys &keys,
                   KeyIds &ids, Difference const &difference, InDollars const &dollars,
                   Organisations &organisations);
/// Names and sides of the keys of these organisations, as far as there are such.
void describe_keys(storage::Tx &tx, Organisations &organisations,
                   std::vector<std::string> const &codes);
/// The codes of all organisations that have a key.
[[nodiscard]] std::vector<std::string> described_codes(storage::Reader &reader);

} // namespace selatan::reported_flows

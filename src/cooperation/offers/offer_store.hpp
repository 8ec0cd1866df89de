#pragma once

#include "cooperation/offers/capacity.hpp"
#include "cooperation/offers/offer.hpp"

namespace selatan::offers {

/// How many agreed matches took from it.
[[nodiscard]] std::int64_t agreed_count(storage::Reader &reader, Uuid offer);

/// States this year's and later capacities anew. Refuses `offers.below_held`.
[[nodiscard]] Result<void> restate_capacity(storage::Tx &tx, Uuid offer,
                                            std::optional<std::int64_t> places, int this_year);

/// Published and suspended ones whose last day came before `today`.
[[nodiscard]] std::vector<Uuid> past_validity(storage::Reader &reader, Date today);

} // namespace selatan::offers

/// \file
/// How much of a limited offer is left in a year, and taking from it without taking twice.
#pragma once

#include "base/country.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "cooperation/offers/offer.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace selatan::offers {

struct YearCapacity {
    int year = 0;
    std::int64_t capacity = 0;
    std::int64_t held = 0; ///< promised by agreed matches
    [[nodiscard]] std::int64_t left() const { return capacity - held; }
};

/// Nothing: the offer is not limited, or there is none.
[[nodiscard]] std::optional<YearCapacity> capacity_in(storage::Reader &reader, Id<Offer> offer,
                                                      int year);

/// What a match takes when it is agreed.
struct Taking {
    Id<Offer> offer;
    Uuid agreed_match;
    CountryCode country; ///< for whom
    int year = 0;
    std::int64_t places = 0; ///< in the offer's unit; at least 1
};

/// In the transaction that agrees the match. First broken, first reported: `offers.not_published`,
/// `offers.no_places_left` (arguments left, year). Two officers cannot both take the last place.
[[nodiscard]] Result<void> take(storage::Tx &tx, Taking const &taking);

/// A published offer as matching reads it.
struct Published {
    Uuid id;
    std::string reference;
    std::int64_t version = 0; ///< of the record
    Offer offer;
    std::vector<YearCapacity> years;       ///< those from which something was taken
    std::vector<CountryCode> delivered_to; ///< one for each agreed match, repeats kept

    /// Nothing: not limited.
    [[nodiscard]] std::optional<std::int64_t> left_in(int year) const;
};

/// All of them, by id, in three queries.
[[nodiscard]] std::vector<Published> published(storage::Reader &reader);
/// Another value whenever the answer of `published` would change; nothing while nothing ever was.
[[nodiscard]] std::optional<Uuid> stamp(storage::Reader &reader);
/// For those who write published offers past the verbs: examples and tests.
void renew_stamp(storage::Tx &tx);

} // namespace selatan::offers

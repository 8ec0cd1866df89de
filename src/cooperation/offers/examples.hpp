/// \file
/// Offers for the example installation: invented, modelled on what Southern providers really do,
/// and marked as examples in their titles.
#pragma once

#include "cooperation/offers/offer.hpp"
#include "platform/storage/store.hpp"

#include <span>
#include <vector>

namespace selatan::offers {

/// An organisation that offers, by the country that it is from. Several of one country share its
/// examples in turn.
struct ExampleProvider {
    CountryCode country;
    Uuid organisation;
};

/// Those of a dozen offers whose country has a provider, published, in a fixed order; empty when
/// none has. No person wrote them, and they say so.
std::vector<Id<Offer>> make_examples(storage::Tx &tx, events::Actor const &actor,
                                     std::span<ExampleProvider const> providers);

} // namespace selatan::offers

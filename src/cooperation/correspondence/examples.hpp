/// \file
/// Letters for the example installation, by the same verbs as real ones.
#pragma once

#include "cooperation/correspondence/letter.hpp"
#include "platform/auth/identity.hpp"

#include <string>

namespace selatan::correspondence {

struct ExampleOffice {
    std::string installation;
    auth::Identity desk;     ///< drafts, and initials first: sits in a post
    auth::Identity director; ///< initials last and signs: sits in a post that signs
    CountryCode country;
    Id<partners::Organisation> sender; ///< in that country
    Uuid declined;                     ///< a request that waits for its answer
};

/// A letter that came in and began a request, its acknowledgement waiting for the director's
/// initial, and an answer that was dispatched.
void make_examples(storage::Tx &tx, ExampleOffice const &office);

} // namespace selatan::correspondence

/// \file
/// A course that is over, for an example installation.
#pragma once

#include "base/country.hpp"
#include "platform/auth/identity.hpp"
#include "platform/secrets/vault.hpp"
#include "platform/storage/store.hpp"

#include <span>

namespace selatan::participants {

/// With a person of each of these countries, their attendance, certificates and a follow-up.
/// Nothing where the example has no training course.
void make_completed_course(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                           std::span<CountryCode const> countries);

} // namespace selatan::participants

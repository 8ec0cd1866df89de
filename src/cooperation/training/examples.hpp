/// \file
/// Schemes and a call for an example installation.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/secrets/vault.hpp"
#include "platform/storage/store.hpp"

#include <span>

namespace selatan::training {

/// Four real schemes with the rules that are told of them, and one of the example's own.
void make_schemes(storage::Tx &tx, auth::Identity const &by);
/// An open call for the example's training course, with places for these countries; of the first
/// two, applications on their way.
void make_call(storage::Tx &tx, auth::Identity const &by, std::span<CountryCode const> countries);
/// A call whose nominations are closed: two nominees of each of these countries, a place for each
/// country. Nothing where the example has no training course.
void make_call_to_select(storage::Tx &tx, auth::Identity const &by,
                         std::span<CountryCode const> countries);
/// A course that is over, with a person of each of these countries, their attendance, certificates
/// and a follow-up. Nothing where the example has no training course.
void make_completed_course(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                           std::span<CountryCode const> countries);

} // namespace selatan::training

/// \file
/// Schemes and a call for an example installation.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

#include <span>

namespace selatan::training {

/// Four real schemes with the rules that are told of them, and one of the example's own.
void make_schemes(storage::Tx &tx, auth::Identity const &by);
/// An open call for the example's training course, with places for these countries; of the first
/// two, applications on their way.
void make_call(storage::Tx &tx, auth::Identity const &by, std::span<CountryCode const> countries);

} // namespace selatan::training

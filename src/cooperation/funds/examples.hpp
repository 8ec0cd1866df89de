/// \file
/// Funds for the example installation, made by the same verbs as real ones.
#pragma once

#include "cooperation/funds/fund.hpp"

namespace selatan::funds {

/// Who acts in the examples: two people at least stand behind every amount.
struct ExamplePeople {
    auth::Identity const &finance;
    auth::Identity const &approver;
    auth::Identity const &coordinator;
    auth::Identity const &implementer;
};
struct ExampleOffices {
    CountryCode home;                       ///< whose central budget it is
    Id<partners::Organisation> fund;        ///< the trust fund
    Id<partners::Organisation> contributor; ///< who pays into it
};

/// The central budget, which pays for the first running project that has a payee, and a trust fund
/// that waits for the rest of a contribution. Some of it waits for somebody's desk.
void make_examples(storage::Tx &tx, ExamplePeople const &people, ExampleOffices const &offices);

} // namespace selatan::funds

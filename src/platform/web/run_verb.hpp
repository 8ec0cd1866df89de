/// \file
/// A capability's verb as `VerbPage::run` wants it.
#pragma once

#include "platform/records/record.hpp"

namespace selatan::web {

/// A verb that takes what its form was filled with.
template <typename Wanted,
          Result<records::Saved> (*Verb)(storage::Tx &, auth::Identity const &,
                                         records::Head const &, std::int64_t, Wanted const &)>
Result<records::Saved> run(storage::Tx &tx, auth::Identity const &by, records::Head const &head,
                           std::int64_t version, void const *value)
{
    return Verb(tx, by, head, version, *static_cast<Wanted const *>(value));
}

/// A verb that asks for nothing.
template <Result<records::Saved> (*Verb)(storage::Tx &, auth::Identity const &,
                                         records::Head const &, std::int64_t)>
Result<records::Saved> run_at_once(storage::Tx &tx, auth::Identity const &by,
                                   records::Head const &head, std::int64_t version,
                                   void const * /*value*/)
{
    return Verb(tx, by, head, version);
}

} // namespace selatan::web

/// \file
/// Verbs that are for some of those whose role has them: a party reports on its own items, not on
/// another's, whatever of them it sees. The rule refuses in any case; this keeps the button, the
/// form and the desk's question away.
#pragma once

#include "platform/records/record.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace selatan::web {

/// Those of the records to which this person may do it, as far as its role goes; asked of many at
/// once, so by few queries.
using Voice = std::vector<Uuid> (*)(storage::Reader &reader, auth::Identity const &by,
                                    std::span<Uuid const> records);

/// Of a verb of a kind of record, for the whole process; set while starting.
void set_voice(std::string_view kind, std::string_view verb, Voice voice);
[[nodiscard]] bool is_voiced(std::string_view kind, std::string_view verb);
/// Verbs without a voice of their own are everybody's whose role has them.
[[nodiscard]] bool has_voice(storage::Reader &reader, auth::Identity const *by,
                             std::string_view kind, std::string_view verb,
                             records::Head const &head);
/// The same, of many.
[[nodiscard]] std::vector<Uuid> voiced_of(storage::Reader &reader, auth::Identity const &by,
                                          std::string_view kind, std::string_view verb,
                                          std::span<Uuid const> records);

} // namespace selatan::web

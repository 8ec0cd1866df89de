/// \file
/// Where feeds are kept.
#pragma once

#include "cooperation/activities/calendar_feed.hpp"

namespace selatan::activities {

void put_feed(storage::Tx &tx, Id<auth::User> user, auth::Token const &token);
[[nodiscard]] bool remove_feed(storage::Tx &tx, Id<auth::User> user);
[[nodiscard]] std::optional<Id<auth::User>> user_of_feed(storage::Reader &reader,
                                                         auth::Token const &token);

} // namespace selatan::activities

/// \file
/// The secret address at which one person's calendar program reads the calendar: one per person,
/// made anew or withdrawn at any time. Only its hash is kept.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/auth/token.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <string>

namespace selatan::activities {

/// A new address; the former one stops working. Its token is seen here and never again. Refuses
/// `auth.view_only`. History: user_account "calendar_link_made".
[[nodiscard]] Result<auth::Token> make_feed(storage::Tx &tx, auth::Identity const &by);
/// The address stops working. Nothing happens where there is none. Refuses `auth.view_only`.
/// History: user_account "calendar_link_withdrawn".
[[nodiscard]] Result<void> withdraw_feed(storage::Tx &tx, auth::Identity const &by);

/// When the person's address was made; nothing when there is none.
[[nodiscard]] std::optional<Instant> feed_made_at(storage::Reader &reader, Id<auth::User> user);
/// Whose address it is, with the rights that the person has now; nothing for an unknown one, or
/// when the account is not active.
[[nodiscard]] std::optional<auth::Identity> feed_owner(storage::Reader &reader,
                                                       auth::Token const &token);

} // namespace selatan::activities

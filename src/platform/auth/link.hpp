/// \file
/// Mailed links: invitations and password resets. Opening one shows a form and changes nothing
/// (mail scanners open links); sending the form spends it.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"
#include "platform/auth/services.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <string>

namespace selatan::auth {

/// What the form of a good link shows.
struct LinkView {
    std::string email;
    std::string name;
    Language language = Language::en;
    std::string time_zone = "UTC"; ///< on whose clock `expires` is told
    Instant expires;
};
/// Nothing when the link is unknown, for another purpose, spent, expired or withdrawn.
[[nodiscard]] std::optional<LinkView> look_at_link(storage::Reader &reader, LinkPurpose purpose,
                                                   Token const &token);

/// Sets the password and spends the link; of several at once, one wins. An invited account becomes
/// active; every session ends, and every other link of the account stops working. Refuses what
/// decide_password refuses (the link stays good), then `common.expired_link`.
/// History: user_account "invitation_accepted" or "password_reset".
Result<Id<User>> set_password_by_link(storage::Store &store, Services &services,
                                      LinkPurpose purpose, Token const &token,
                                      std::string const &password);

/// Mails a reset link if the address is an active account's, and says the same if not. Refuses only
/// `common.not_an_email` and `auth.too_often`.
Result<void> request_reset(storage::Store &store, Services const &services,
                           std::string const &email, Client const &client);

/// Makes a link and sends it; those for the same purpose sent before stop working. For invite() and
/// request_reset().
void send_link(storage::Tx &tx, Services const &services, LinkPurpose purpose, Addressee const &to);

} // namespace selatan::auth

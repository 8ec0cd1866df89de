/// \file
/// What the verbs of signing in need besides the database. Made once, in main.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "platform/auth/grant.hpp"
#include "platform/auth/password.hpp"
#include "platform/auth/settings.hpp"
#include "platform/auth/token.hpp"
#include "platform/secrets/vault.hpp"

#include <functional>
#include <string>
#include <utility>

namespace selatan::auth {

enum class LinkPurpose { invitation, password_reset };
[[nodiscard]] std::string_view to_code(LinkPurpose purpose);
[[nodiscard]] bool from_code(std::string_view code, LinkPurpose &purpose);

/// Whom a mail goes to.
struct Addressee {
    Id<User> user;
    std::string email;
    std::string name;
    Language language = Language::en;
};

/// Queues the mail with the link in the verb's transaction. It makes the address from the token,
/// and takes the words from `auth.mail.invitation` or `auth.mail.password_reset` (`subject`,
/// `body`).
using SendLink = std::function<void(storage::Tx &tx, LinkPurpose purpose, Addressee const &to,
                                    Token const &token, Instant expires)>;

/// What an account's owner is told, because it may not have been the owner's doing.
enum class Notice {
    password_changed,
    email_changed, ///< goes to the old address
    second_factor_added,
    second_factor_removed,
    recovery_code_used,
    token_issued,
};
/// The group of `auth.mail` with the words.
[[nodiscard]] std::string_view to_code(Notice notice);
using SendNotice = std::function<void(storage::Tx &tx, Notice notice, Addressee const &to)>;

struct Services {
    Services(Settings chosen, secrets::Vault &open_vault, SendLink link, SendNotice notice)
        : settings{std::move(chosen)}, hasher{settings.password_cost}, vault{open_vault},
          send_link{std::move(link)}, send_notice{std::move(notice)}
    {
    }

    Settings settings;
    PasswordHasher hasher;
    secrets::Vault &vault;
    SendLink send_link;
    SendNotice send_notice;
};

/// The browser or program at the other end, as the throttle and the list of sessions know it.
struct Client {
    std::string address;
    std::string agent;
};

} // namespace selatan::auth

/// \file
/// Signing in: the password, then the second factor where there is one.
///
/// These verbs take the Store, not a transaction: the attempt must be counted although the verb
/// refuses, and a hash must not be computed while a transaction waits.
#pragma once

#include "base/result.hpp"
#include "platform/auth/services.hpp"
#include "platform/auth/session.hpp"

#include <optional>
#include <string>

namespace selatan::auth {

struct Credentials {
    std::string email; ///< as typed
    std::string password;
};

struct SignedIn {
    enum class Next { done, second_factor };
    Token token; ///< for the cookie; always a new one
    Next next = Next::done;
};

/// Refuses `auth.too_often` and `auth.wrong_credentials`: the same, after the same work, whether
/// the address is unknown, the password wrong, or the account suspended or only invited.
/// `replaced`, the session that the browser had, ends. History: user_account "signed_in".
Result<SignedIn> sign_in(storage::Store &store, Services &services, Credentials const &credentials,
                         Client const &client, std::optional<Token> const &replaced = {});

/// Is this the token of a sign-in that waits for its second factor?
[[nodiscard]] bool awaits_second_factor(storage::Reader &reader, Settings const &settings,
                                        Token const &token);
/// A code of the authenticator app, or a recovery code. Gives a new token. Refuses
/// `auth.too_often`, `auth.wrong_code`, `auth.sign_in_again` (it took too long).
Result<SignedIn> give_second_factor(storage::Store &store, Services &services, Token const &pending,
                                    std::string const &code, Client const &client);

/// Types the password again, before something sensitive. Refuses `auth.view_only`,
/// `auth.too_often`, `auth.wrong_password`.
Result<void> confirm_password(storage::Store &store, Services &services, SignedInUser const &by,
                              std::string const &password, Client const &client);

} // namespace selatan::auth

/// \file
/// An applicant's own account: asked for on the page of a public call, opened by a mailed link.
/// Nothing is made of an address before its owner has shown that it is theirs, and nobody learns
/// whether an address has an account.
#pragma once

#include "cooperation/training/call.hpp"
#include "platform/auth/services.hpp"
#include "platform/jobs/runner.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace selatan::training {

/// Does this account apply for its owner alone? An office's account does not.
[[nodiscard]] bool is_applicant(auth::Identity const *identity);

/// Mails a link; to an address that has an account already, how to go on with that one. Refuses
/// what `decide_window` refuses of the call, `common.not_an_email` on "email" and `auth.too_often`.
[[nodiscard]] Result<void> ask_for_account(storage::Store &store, auth::Services const &services,
                                           Head const &call, std::string const &email,
                                           Language language, auth::Client const &client,
                                           std::string_view base_url);

/// What the form of a link shows.
struct ApplicantLink {
    std::string email;
    std::string call; ///< its reference
    std::string course;
    Language language = Language::en;
    bool is_good = false; ///< or too old: then a new one can be asked for
};
/// Nothing when the link is unknown, used, or replaced by a newer one.
[[nodiscard]] std::optional<ApplicantLink> look_at_applicant_link(storage::Reader &reader,
                                                                  auth::Token const &token);
/// Makes the account and spends the link; the reference of the call that it was asked for.
/// Refuses `common.expired_link`, `common.required` and `common.too_long` on "name", and what
/// `decide_password` refuses.
[[nodiscard]] Result<std::string> open_account(storage::Store &store, auth::Services &services,
                                               auth::Token const &token, std::string const &name,
                                               std::string const &password);

/// Drops links that are too old, and drafts of calls that closed long ago: whoever did not apply
/// leaves nothing behind.
void forget_applicants(storage::Tx &tx);
/// Every day.
void handle_applicants(jobs::Runner &runner);

} // namespace selatan::training

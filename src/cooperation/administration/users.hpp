/// \file
/// Accounts as the pages and the API of this folder show them. For this folder only.
#pragma once

#include "cooperation/administration/pages.hpp"
#include "cooperation/administration/titles_store.hpp"
#include "platform/auth/account.hpp"
#include "platform/web/noun_record.hpp"

#include <boost/json/fwd.hpp>

namespace selatan::administration {

[[nodiscard]] std::string url_of(Id<auth::User> user);
/// The account that the path names; refuses as `not_found`.
[[nodiscard]] Result<auth::Account> account_in_path(Context const &context,
                                                    storage::Reader &reader);
/// In the trail: "Users", and one of them.
[[nodiscard]] std::vector<html::Link> trail_to(Context const &context,
                                               auth::Account const &account);

/// The account with all its roles, as programs read it.
[[nodiscard]] std::string user_json(storage::Reader &reader, Id<auth::User> user);

/// What can be done to the account in its present state.
[[nodiscard]] std::vector<html::Action> actions_on(Context const &context, storage::Reader &reader,
                                                   auth::Account const &account);
/// What was done, for `?said=`.
[[nodiscard]] std::optional<html::Notice> said_of_user(Context const &context,
                                                       auth::Account const &account);

/// The roles that the account has and had, with what can be done about them.
[[nodiscard]] html::Html grants_block(Context const &context, storage::Reader &reader,
                                      auth::Account const &account);
/// "Timor-Leste", "Everywhere"
[[nodiscard]] std::string scope_name(Context const &context, Titles const &titles,
                                     auth::Scope const &scope);
/// A role as the history keeps it ("desk_officer country:TLS from 2026-11-21"); nothing when the
/// text is none.
[[nodiscard]] std::optional<auth::Grant> grant_in(std::string_view text);
/// "Desk officer, Timor-Leste: since 21 November 2026"
[[nodiscard]] std::string describe(Context const &context, Titles const &titles,
                                   auth::Grant const &grant);
[[nodiscard]] boost::json::array grants_json(storage::Reader &reader, Id<auth::User> user);

/// The kind of acts on accounts in the history.
inline constexpr std::string_view account_kind = "user_account";
/// Such acts as the history tells them, in the order given.
[[nodiscard]] std::vector<web::Told> acts_on_accounts(Context const &context,
                                                      storage::Reader &reader,
                                                      std::vector<events::Entry> const &entries);

} // namespace selatan::administration

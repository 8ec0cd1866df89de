/// \file
/// What the pages of this folder share. For this folder only.
#pragma once

#include "platform/account/visitor.hpp"
#include "platform/auth/account.hpp"
#include "platform/web/entry.hpp"
#include "platform/web/route.hpp"

#include <string>
#include <vector>

namespace selatan::account {

using web::Context;

void add_sign_in_routes(web::Router &router);
void add_link_routes(web::Router &router);
void add_profile_routes(web::Router &router);
void add_password_routes(web::Router &router);
void add_second_factor_routes(web::Router &router);
void add_session_routes(web::Router &router);
void add_token_routes(web::Router &router);

[[nodiscard]] web::Route get(std::string pattern, web::Gate::Kind gate,
                             http::Response (*handler)(Context &));
[[nodiscard]] web::Route post(std::string pattern, web::Gate::Kind gate,
                              http::Response (*handler)(Context &));

/// A page of one's account: under "My account" in the trail.
[[nodiscard]] http::Response account_page(Context const &context, std::string const &title,
                                          std::string const &lead, html::Html content,
                                          std::optional<html::Notice> flash = {}, int status = 200);
[[nodiscard]] int status_of(Refusal const *refusal);

/// Sends somebody to type the password again, and then back to `next`.
[[nodiscard]] http::Response to_confirmation(Context const &context, std::string_view next);
[[nodiscard]] bool wants_confirmation(Refusal const &refusal);

[[nodiscard]] auth::Account own_account(storage::Reader &reader, Context const &context);

} // namespace selatan::account

/// \file
/// The way in and one's own account, as pages: signing in, links that were mailed, profile,
/// password, second step, sessions, API tokens, language and appearance.
#pragma once

#include "platform/auth/services.hpp"
#include "platform/web/route.hpp"

#include <string>

namespace selatan::account {

void add_routes(web::Router &router);

/// What signing in needs, with mails that are put into the outbox in the words of `auth.mail`.
struct MailWords {
    std::string product;  ///< how the mails call the installation: "Selatan"
    std::string base_url; ///< as people reach it; no slash at the end
};
[[nodiscard]] auth::Services make_services(auth::Settings settings, secrets::Vault &vault,
                                           MailWords words);

} // namespace selatan::account

/// \file
/// Forms for people without a session: who sent them, and how a password is asked for.
#pragma once

#include "platform/auth/services.hpp"
#include "platform/auth/token.hpp"
#include "platform/web/entry.hpp"

#include <optional>
#include <string>

namespace selatan::account {

/// Such forms carry a token too, so that nobody's browser can be signed in to another's account
/// from elsewhere: it follows from a random cookie of the visitor's.
class Visitor {
public:
    explicit Visitor(web::Context const &context);

    /// Was the form that was sent one of ours? With a session, Dispatch looked already.
    [[nodiscard]] bool sent_own_form() const;
    void sign(web::Entry &entry) const;
    /// What `sign` adds, for a form that is no Entry.
    [[nodiscard]] std::vector<html::Hidden> hidden() const;
    /// Sets the cookie where the visitor had none.
    [[nodiscard]] http::Response remember(http::Response response) const;

private:
    web::Context const *m_context;
    std::optional<auth::Token> m_sent;
    auth::Token m_token;
};
[[nodiscard]] Refusal foreign_form();

[[nodiscard]] auth::Client client_of(web::Context const &context);
/// The token in the session's cookie, whatever it is good for.
[[nodiscard]] std::optional<auth::Token> session_token(web::Context const &context);

/// The box for a new password, with the rule beside it.
[[nodiscard]] html::Field new_password_field(web::Context const &context, std::string name);

} // namespace selatan::account

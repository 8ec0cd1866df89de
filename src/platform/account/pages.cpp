#include "platform/account/pages.hpp"

#include "base/ensure.hpp"
#include "platform/account/account.hpp"
#include "words/auth.hpp"

#include <algorithm>

namespace selatan::account {

namespace {

namespace word = words::auth;

std::string visitor_cookie_name(auth::Settings const &settings)
{
    // The prefix keeps other sites of the same domain from setting it (RFC 6265bis, 4.1.3.2).
    return settings.secure_cookies ? "__Host-selatan-visitor" : "selatan-visitor";
}

} // namespace

void add_routes(web::Router &router)
{
    add_sign_in_routes(router);
    add_link_routes(router);
    add_profile_routes(router);
    add_password_routes(router);
    add_second_factor_routes(router);
    add_session_routes(router);
    add_token_routes(router);
}

web::Route get(std::string pattern, web::Gate::Kind gate, http::Response (*handler)(Context &))
{
    // These pages are about a browser's session; a program's token opens none of them.
    auto for_people = [gate, handler](Context &context) {
        return gate == web::Gate::Kind::signed_in && context.session() == nullptr
                   ? context.refused({Decline::forbidden, {{"", "common.forbidden", {}}}})
                   : handler(context);
    };
    return {.method = http::Method::get,
            .pattern = std::move(pattern),
            .gate = {.kind = gate},
            .handler = for_people};
}

web::Route post(std::string pattern, web::Gate::Kind gate, http::Response (*handler)(Context &))
{
    auto route = get(std::move(pattern), gate, handler);
    route.method = http::Method::post;
    return route;
}

auth::Client client_of(Context const &context)
{
    auto const &request = context.request();
    return {.address = request.client,
            .agent =
                http::repaired_text(std::string{request.headers.find("User-Agent").value_or("")})};
}

std::optional<auth::Token> session_token(Context const &context)
{
    auto const &settings = context.app().auth.settings;
    auto const cookie = context.request().cookie(auth::session_cookie_name(settings));
    return cookie ? auth::Token::parse(*cookie) : std::nullopt;
}

Visitor::Visitor(Context const &context)
    : m_context{&context}, m_sent{[&] {
          auto const cookie =
              context.request().cookie(visitor_cookie_name(context.app().auth.settings));
          return cookie ? auth::Token::parse(*cookie) : std::nullopt;
      }()},
      m_token{m_sent ? *m_sent : auth::Token::make()}
{
}

bool Visitor::sent_own_form() const
{
    auto const token = m_context->request().form.find("token").value_or("");
    return m_context->session() != nullptr ||
           (m_sent && auth::equal_in_constant_time(auth::csrf_of(*m_sent), token));
}

void Visitor::sign(web::Entry &entry) const
{
    for (auto &one : hidden()) {
        entry.hidden(std::move(one.name), std::move(one.value));
    }
}

std::vector<html::Hidden> Visitor::hidden() const
{
    if (m_context->session() != nullptr) {
        return {};
    }
    return {{.name = "token", .value = auth::csrf_of(m_token)}};
}

http::Response Visitor::remember(http::Response response) const
{
    // The form is this visitor's alone.
    response.headers.set("Cache-Control", "private, no-store");
    if (!m_sent) {
        auto const &settings = m_context->app().auth.settings;
        http::Cookie const cookie{.name = visitor_cookie_name(settings),
                                  .value = m_token.text(),
                                  .secure = settings.secure_cookies};
        response.headers.add("Set-Cookie", cookie.to_header());
    }
    return response;
}

Refusal foreign_form()
{
    return {Decline::forbidden, {{"", "common.csrf", {}}}};
}

http::Response account_page(Context const &context, std::string const &title,
                            std::string const &lead, html::Html content,
                            std::optional<html::Notice> flash, int status)
{
    auto const language = context.language();
    auto frame =
        context.frame(title, html::page_head({.title = title, .lead = lead}) + std::move(content));
    frame.trail = {{.label = std::string{word::account_title(language)}, .url = "/account"},
                   {.label = title, .url = {}, .current = true}};
    frame.flash = std::move(flash);
    return context.page(std::move(frame), status);
}

int status_of(Refusal const *refusal)
{
    return refusal == nullptr ? 200 : web::status_of(refusal->decline);
}

http::Response to_confirmation(Context const &context, std::string_view next)
{
    return context.redirect("/account/confirmation?next=" + http::encode_component(next));
}

bool wants_confirmation(Refusal const &refusal)
{
    return std::ranges::any_of(refusal.problems, [](Problem const &problem) {
        return problem.code == "auth.confirm_password";
    });
}

auth::Account own_account(storage::Reader &reader, Context const &context)
{
    auto account = auth::find_account(reader, context.who().user);
    ENSURE(account.has_value());
    return std::move(*account);
}

html::Field new_password_field(Context const &context, std::string name)
{
    auto const language = context.language();
    auto const shortest = static_cast<std::int64_t>(context.app().auth.settings.shortest_password);
    return {.name = std::move(name),
            .label = std::string{word::password_new(language)},
            .hint = word::password_hint(language, shortest),
            .is_required = true,
            .autocomplete = "new-password"};
}

} // namespace selatan::account

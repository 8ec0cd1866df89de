// Signing in and out.
#include "platform/account/pages.hpp"
#include "platform/auth/sign_in.hpp"
#include "words/auth.hpp"

#include <algorithm>

namespace selatan::account {

namespace {

namespace word = words::auth;
using web::Gate;

constexpr std::string_view second_step_path = "/sign-in/second-step";

/// After signing in nobody wants to be asked to sign in.
std::string destination_of(Context const &context)
{
    auto const next = web::next_of(context);
    return next.starts_with("/sign-in") || next.starts_with("/sign-out") ? "/" : next;
}

std::string with_next(std::string_view path, std::string const &next)
{
    return std::string{path} + (next == "/" ? "" : "?next=" + http::encode_component(next));
}

/// Whoever tries the example installation need not look for a name and password elsewhere.
html::Html example_accounts(Context const &context)
{
    auto const &settings = context.app().settings;
    if (settings.example_accounts.empty()) {
        return {};
    }
    std::vector<html::Fact> facts;
    for (auto const &[email, what] : settings.example_accounts) {
        facts.push_back({.label = email, .value = html::span(html::lang("en"), html::bdi(what))});
    }
    facts.push_back({.label = std::string{word::sign_in_password(context.language())},
                     .value = html::copyable(settings.example_password, context.words())});
    return html::details(html::cls("disclosure"),
                         html::summary(word::sign_in_example_accounts(context.language())),
                         html::facts(facts));
}

http::Response sign_in_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    Visitor const visitor{context};
    web::Entry entry{context, "/sign-in", refusal};
    visitor.sign(entry);
    entry.hidden("next", destination_of(context))
        .text({.name = "email",
               .label = std::string{word::sign_in_email(language)},
               .is_required = true,
               .autocomplete = "username"},
              {}, {.kind = html::TextKind::email, .max_length = 254})
        .password({.name = "password",
                   .label = std::string{word::sign_in_password(language)},
                   .is_required = true,
                   .autocomplete = "current-password"})
        .submit(std::string{word::sign_in_submit(language)});
    auto const title = std::string{word::sign_in_title(language)};
    auto frame = context.frame(
        title,
        html::page_head({.title = title, .lead = std::string{word::sign_in_intro(language)}}) +
            entry.html() + example_accounts(context) +
            html::p(html::a(html::href("/forgot-password"), word::sign_in_forgot(language))) +
            html::p(html::cls("hint"), word::sign_in_no_account(language)) +
            html::p(html::cls("hint"), word::sign_in_shared_computer(language)));
    frame.flash =
        web::said(context, {{"signed-out", std::string{word::sign_in_signed_out(language)}},
                            {"password-reset", std::string{word::reset_done(language)}},
                            {"account-open", std::string{word::invitation_done(language)}}});
    frame.sign_in.reset();
    return visitor.remember(context.page(std::move(frame), status_of(refusal)));
}

/// Where a sign-in leads, with the new session's cookie.
http::Response go_on(Context const &context, auth::SignedIn const &signed_in)
{
    auto const next = destination_of(context);
    auto response = context.redirect(signed_in.next == auth::SignedIn::Next::second_factor
                                         ? with_next(second_step_path, next)
                                         : next);
    response.headers.add("Set-Cookie",
                         auth::session_cookie(context.app().auth.settings, signed_in.token));
    return response;
}

http::Response show_sign_in(Context &context)
{
    if (context.session() != nullptr) {
        return context.redirect(destination_of(context));
    }
    return sign_in_page(context, nullptr);
}

http::Response sign_in(Context &context)
{
    if (!Visitor{context}.sent_own_form()) {
        auto const refusal = foreign_form();
        return sign_in_page(context, &refusal);
    }
    auto const &form = context.request().form;
    auto const signed_in =
        auth::sign_in(context.store(), context.app().auth,
                      {.email = std::string{form.find("email").value_or("")},
                       .password = std::string{form.find("password").value_or("")}},
                      client_of(context), session_token(context));
    return signed_in ? go_on(context, *signed_in) : sign_in_page(context, &signed_in.error());
}

// -- The second step ----------------------------------------------------------------------------

bool is_half_way(Context const &context)
{
    auto const token = session_token(context);
    return token && context.store().read([&](storage::Reader &reader) {
        return auth::awaits_second_factor(reader, context.app().auth.settings, *token);
    });
}

http::Response second_step_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    Visitor const visitor{context};
    web::Entry entry{context, std::string{second_step_path}, refusal};
    visitor.sign(entry);
    entry.hidden("next", destination_of(context))
        .text({.name = "code",
               .label = std::string{word::second_factor_code(language)},
               .hint = std::string{word::second_factor_code_hint(language)},
               .is_required = true,
               .autocomplete = "one-time-code"},
              {}, {.kind = html::TextKind::one_time_code})
        .submit(std::string{word::second_factor_submit(language)});
    auto const title = std::string{word::second_factor_title(language)};
    auto frame = context.frame(
        title,
        html::page_head(
            {.title = title, .lead = std::string{word::second_factor_intro(language)}}) +
            entry.html() + html::p(html::cls("hint"), word::second_factor_lost(language)) +
            html::p(html::a(html::href("/sign-in"), word::second_factor_start_over(language))));
    frame.sign_in.reset();
    return visitor.remember(context.page(std::move(frame), status_of(refusal)));
}

http::Response show_second_step(Context &context)
{
    return is_half_way(context) ? second_step_page(context, nullptr)
                                : context.redirect(with_next("/sign-in", destination_of(context)));
}

http::Response give_code(Context &context)
{
    if (!Visitor{context}.sent_own_form()) {
        auto const refusal = foreign_form();
        return second_step_page(context, &refusal);
    }
    auto const token = session_token(context);
    if (!token) {
        return context.redirect("/sign-in");
    }
    auto const given = auth::give_second_factor(
        context.store(), context.app().auth, *token,
        std::string{context.request().form.find("code").value_or("")}, client_of(context));
    if (given) {
        return go_on(context, *given);
    }
    // It took too long: everything from the beginning, with the reason.
    return given.error().decline == Decline::conflict ? sign_in_page(context, &given.error())
                                                      : second_step_page(context, &given.error());
}

// -- Out ----------------------------------------------------------------------------------------

http::Response sign_out(Context &context)
{
    if (auto const token = session_token(context)) {
        context.store().write([&](storage::Tx &tx) { auth::sign_out(tx, *token); });
    }
    auto response = context.redirect("/sign-in?said=signed-out");
    response.headers.add("Set-Cookie", auth::expired_session_cookie(context.app().auth.settings));
    // Of a shared computer: nothing that was seen may come back with the back button.
    response.headers.set("Clear-Site-Data", "\"cache\"");
    return response;
}

} // namespace

void add_sign_in_routes(web::Router &router)
{
    router.add(get("/sign-in", Gate::Kind::everyone, show_sign_in));
    router.add(post("/sign-in", Gate::Kind::everyone, sign_in));
    router.add(get(std::string{second_step_path}, Gate::Kind::everyone, show_second_step));
    router.add(post(std::string{second_step_path}, Gate::Kind::everyone, give_code));
    router.add(post("/sign-out", Gate::Kind::everyone, sign_out));
}

} // namespace selatan::account

// Links that were mailed: opening one shows a form and changes nothing, sending the form spends it.
#include "platform/account/pages.hpp"
#include "platform/auth/link.hpp"
#include "words/auth.hpp"

namespace selatan::account {

namespace {

namespace word = words::auth;
using auth::LinkPurpose;
using web::Gate;

// -- Asking for a link --------------------------------------------------------------------------

http::Response forgot_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    Visitor const visitor{context};
    web::Entry entry{context, "/forgot-password", refusal};
    visitor.sign(entry);
    entry
        .text({.name = "email",
               .label = std::string{word::sign_in_email(language)},
               .is_required = true,
               .autocomplete = "username"},
              {}, {.kind = html::TextKind::email, .max_length = 254})
        .submit(std::string{word::forgot_submit(language)})
        .cancel("/sign-in");
    auto const title = std::string{word::forgot_title(language)};
    return visitor.remember(context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::forgot_intro(language)}}) +
            entry.html(),
        {}, status_of(refusal)));
}

/// Says the same whether there is such an account or not.
http::Response sent_page(Context const &context)
{
    auto const language = context.language();
    auto const title = std::string{word::forgot_sent_title(language)};
    return context.page(title, html::page_head({.title = title}) +
                                   html::p(word::forgot_sent_text(language)) +
                                   html::p(html::cls("hint"), word::forgot_sent_hint(language)));
}

http::Response show_forgot(Context &context)
{
    return context.query().find("sent") ? sent_page(context) : forgot_page(context, nullptr);
}

http::Response ask_for_link(Context &context)
{
    if (!Visitor{context}.sent_own_form()) {
        auto const refusal = foreign_form();
        return forgot_page(context, &refusal);
    }
    auto const asked = auth::request_reset(
        context.store(), context.app().auth,
        std::string{context.request().form.find("email").value_or("")}, client_of(context));
    return asked ? context.redirect("/forgot-password?sent=1")
                 : forgot_page(context, &asked.error());
}

// -- Following one ------------------------------------------------------------------------------

std::string_view path_of(LinkPurpose purpose)
{
    return purpose == LinkPurpose::invitation ? "/invitation/" : "/reset/";
}

http::Response dead_link_page(Context const &context, LinkPurpose purpose)
{
    constexpr int gone = 410;
    auto const language = context.language();
    bool const is_reset = purpose == LinkPurpose::password_reset;
    auto const title = std::string{word::link_invalid_title(language)};
    html::PageHead head{.title = title};
    if (is_reset) {
        head.actions = {
            {.label = std::string{word::link_ask_again(language)}, .url = "/forgot-password"}};
    }
    return context.page(title,
                        html::page_head(head) +
                            html::p(is_reset ? word::link_invalid_reset(language)
                                             : word::link_invalid_invitation(language)),
                        {}, gone);
}

http::Response link_page(Context const &context, LinkPurpose purpose, auth::Token const &token,
                         auth::LinkView const &link, Refusal const *refusal)
{
    auto const language = context.language();
    bool const invites = purpose == LinkPurpose::invitation;
    Visitor const visitor{context};
    web::Entry entry{context, std::string{path_of(purpose)} + token.text(), refusal};
    visitor.sign(entry);
    entry.password(new_password_field(context, "password"))
        .submit(std::string{invites ? word::invitation_submit(language)
                                    : word::reset_submit(language)});
    auto const title = invites ? word::invitation_welcome(language, link.name)
                               : std::string{word::reset_title(language)};
    auto const lead = invites ? word::invitation_intro(language, link.email)
                              : word::reset_intro(language, link.email);
    auto frame = context.frame(
        title,
        html::page_head({.title = title, .lead = lead}) + entry.html() + html::when(invites, [&] {
            return html::p(html::cls("hint"),
                           word::invitation_expires(language, link.expires, link.time_zone));
        }));
    frame.sign_in.reset();
    return visitor.remember(context.page(std::move(frame), status_of(refusal)));
}

struct OpenLink {
    auth::Token token;
    auth::LinkView view;
};
std::optional<OpenLink> open_link(Context const &context, LinkPurpose purpose)
{
    auto const token = auth::Token::parse(context.part("token"));
    if (!token) {
        return std::nullopt;
    }
    auto view = context.store().read(
        [&](storage::Reader &reader) { return auth::look_at_link(reader, purpose, *token); });
    return view ? std::optional{OpenLink{*token, std::move(*view)}} : std::nullopt;
}

template <LinkPurpose purpose>
http::Response show_link(Context &context)
{
    auto const link = open_link(context, purpose);
    return link ? link_page(context, purpose, link->token, link->view, nullptr)
                : dead_link_page(context, purpose);
}

template <LinkPurpose purpose>
http::Response spend_link(Context &context)
{
    auto const link = open_link(context, purpose);
    if (!link) {
        return dead_link_page(context, purpose);
    }
    if (!Visitor{context}.sent_own_form()) {
        auto const refusal = foreign_form();
        return link_page(context, purpose, link->token, link->view, &refusal);
    }
    auto const set = auth::set_password_by_link(
        context.store(), context.app().auth, purpose, link->token,
        std::string{context.request().form.find("password").value_or("")});
    if (set) {
        return context.redirect(purpose == LinkPurpose::invitation
                                    ? "/sign-in?said=account-open"
                                    : "/sign-in?said=password-reset");
    }
    return set.error().decline == Decline::conflict
               ? dead_link_page(context, purpose)
               : link_page(context, purpose, link->token, link->view, &set.error());
}

} // namespace

void add_link_routes(web::Router &router)
{
    router.add(get("/forgot-password", Gate::Kind::everyone, show_forgot));
    router.add(post("/forgot-password", Gate::Kind::everyone, ask_for_link));
    // The part is called "token": Dispatch keeps such a path out of the log.
    router.add(get("/reset/{token}", Gate::Kind::everyone, show_link<LinkPurpose::password_reset>));
    router.add(
        post("/reset/{token}", Gate::Kind::everyone, spend_link<LinkPurpose::password_reset>));
    router.add(
        get("/invitation/{token}", Gate::Kind::everyone, show_link<LinkPurpose::invitation>));
    router.add(
        post("/invitation/{token}", Gate::Kind::everyone, spend_link<LinkPurpose::invitation>));
}

} // namespace selatan::account

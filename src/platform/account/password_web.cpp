// Changing one's password, and typing it again before something sensitive.
#include "platform/account/pages.hpp"
#include "platform/auth/sign_in.hpp"
#include "words/auth.hpp"

namespace selatan::account {

namespace {

namespace word = words::auth;
using web::Gate;

html::Field current_password_field(Context const &context)
{
    return {.name = "current_password",
            .label = std::string{word::password_current(context.language())},
            .is_required = true,
            .autocomplete = "current-password"};
}

std::string typed(Context const &context, std::string_view name)
{
    return std::string{context.request().form.find(name).value_or("")};
}

http::Response password_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    web::Entry entry{context, "/account/password", refusal};
    entry.password(current_password_field(context))
        .password(new_password_field(context, "new_password"))
        .submit(std::string{word::password_submit(language)})
        .cancel("/account");
    return account_page(
        context, std::string{word::password_title(language)}, {}, entry.html(),
        web::said(context, {{"changed", std::string{word::password_changed(language)}}}),
        status_of(refusal));
}

http::Response show_password(Context &context)
{
    return password_page(context, nullptr);
}

http::Response change_password(Context &context)
{
    auto const changed = auth::change_password(
        context.store(), context.app().auth, *context.session(), typed(context, "current_password"),
        typed(context, "new_password"), client_of(context));
    return changed ? context.redirect("/account/password?said=changed")
                   : password_page(context, &changed.error());
}

http::Response confirmation_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    web::Entry entry{context, "/account/confirmation", refusal};
    entry.hidden("next", web::next_of(context))
        .password(current_password_field(context))
        .submit(std::string{word::confirm_submit(language)})
        .cancel("/account");
    return account_page(context, std::string{word::confirm_title(language)},
                        std::string{word::confirm_intro(language)}, entry.html(), {},
                        status_of(refusal));
}

http::Response show_confirmation(Context &context)
{
    return confirmation_page(context, nullptr);
}

http::Response confirm(Context &context)
{
    auto const confirmed =
        auth::confirm_password(context.store(), context.app().auth, *context.session(),
                               typed(context, "current_password"), client_of(context));
    return confirmed ? context.redirect(web::next_of(context))
                     : confirmation_page(context, &confirmed.error());
}

} // namespace

void add_password_routes(web::Router &router)
{
    router.add(get("/account/password", Gate::Kind::signed_in, show_password));
    router.add(post("/account/password", Gate::Kind::signed_in, change_password));
    router.add(get("/account/confirmation", Gate::Kind::signed_in, show_confirmation));
    router.add(post("/account/confirmation", Gate::Kind::signed_in, confirm));
}

} // namespace selatan::account

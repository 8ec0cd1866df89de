// API tokens: made here, shown once, revoked here.
#include "platform/account/pages.hpp"
#include "platform/auth/api_token.hpp"
#include "words/auth.hpp"

#include <charconv>

namespace selatan::account {

namespace {

namespace word = words::auth::tokens;
using web::Gate;

constexpr std::string_view path = "/account/tokens";

html::Badge state_of(auth::ApiTokenEntry const &token, Instant now, Language language)
{
    if (token.revoked) {
        return {std::string{word::state_revoked(language)}, html::Tone::bad};
    }
    if (token.expires <= now) {
        return {std::string{word::state_expired(language)}, html::Tone::neutral};
    }
    return {std::string{word::state_active(language)}, html::Tone::good};
}

html::Row row_of(Context const &context, auth::ApiTokenEntry const &token, Instant now)
{
    auto const language = context.language();
    auto const revoke = html::when(!token.revoked && token.expires > now, [&] {
        return html::action_button(
            {.label = std::string{word::revoke(language)},
             .url = std::string{path} + "/" + token.id.to_string() + "/revocation",
             .emphasis = html::Emphasis::danger,
             .posts = true,
             .hidden = context.hidden()});
    });
    return {.key = token.id.to_string(),
            .label = token.name,
            .cells = {html::bdi(token.name), html::code(token.scopes),
                      html::moment(context.moment(token.expires)),
                      token.last_used ? html::moment(context.moment(*token.last_used))
                                      : html::fragment(word::never_used(language)),
                      html::badge(state_of(token, now, language)) + html::fragment(" ", revoke)}};
}

html::Html token_list(Context const &context)
{
    auto const language = context.language();
    auto const now = context.app().clock.now();
    auto const tokens = context.store().read(
        [&](storage::Reader &reader) { return auth::api_tokens_of(reader, context.who().user); });
    html::List list;
    list.caption = word::title(language);
    list.columns = {{.key = "name", .label = std::string{word::name(language)}},
                    {.key = "scopes", .label = std::string{word::scopes(language)}},
                    {.key = "expires", .label = std::string{word::expires(language)}},
                    {.key = "used", .label = std::string{word::last_used(language)}},
                    {.key = "state", .label = std::string{words::auth::account_state(language)}}};
    for (auto const &token : tokens) {
        list.rows.push_back(row_of(context, token, now));
    }
    list.empty = {.picture = html::Icon::lock, .title = std::string{word::empty(language)}};
    return html::list(list, context.words());
}

/// Asks for the password first, where it was typed too long ago: nothing typed is lost then.
html::Html issue_form(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    auto const &settings = context.app().auth.settings;
    if (!auth::decide_sensitive(*context.session(), settings, context.app().clock.now())) {
        return html::p(words::auth::confirm_intro(language)) +
               html::action_row(
                   {{.label = std::string{words::auth::confirm_title(language)},
                     .url = "/account/confirmation?next=" + http::encode_component(path)}});
    }
    web::Entry entry{context, std::string{path}, refusal};
    entry
        .text({.name = "name",
               .label = std::string{word::name(language)},
               .hint = std::string{word::name_hint(language)},
               .is_required = true})
        .text({.name = "scopes",
               .label = std::string{word::scopes(language)},
               .hint = std::string{word::scopes_hint(language)},
               .is_required = true},
              "*:read")
        .number({.name = "valid_days",
                 .label = std::string{word::valid_days(language)},
                 .is_required = true},
                "90", {.min = "1", .max = std::to_string(settings.api_token_longest.count())})
        .submit(std::string{word::issue(language)});
    return entry.html();
}

http::Response tokens_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    return account_page(
        context, std::string{word::title(language)}, std::string{word::intro(language)},
        token_list(context) + html::block(word::issue(language), issue_form(context, refusal)),
        web::said(context, {{"revoked", std::string{word::revoked(language)}}}),
        status_of(refusal));
}

http::Response show_tokens(Context &context)
{
    return tokens_page(context, nullptr);
}

/// Not through Context::act, which remembers its answer: the secret is seen once and kept nowhere.
http::Response issue(Context &context)
{
    auto const &form = context.request().form;
    auto const text = [&](std::string_view name) {
        return std::string{form.find(name).value_or("")};
    };
    auth::NewApiToken wanted{.name = text("name"), .scopes = text("scopes"), .valid_days = 0};
    auto const days = text("valid_days");
    auto const *const end = days.data() + days.size();
    if (std::from_chars(days.data(), end, wanted.valid_days).ptr != end) {
        wanted.valid_days = 0; // which the rule refuses
    }
    auto const issued = context.store().write([&](storage::Tx &tx) {
        return auth::issue_api_token(tx, context.app().auth, *context.session(), wanted);
    });
    if (!issued) {
        return wants_confirmation(issued.error()) ? to_confirmation(context, path)
                                                  : tokens_page(context, &issued.error());
    }
    auto const language = context.language();
    return account_page(
        context, std::string{word::issued(language)}, std::string{word::issued_once(language)},
        html::copyable(issued->secret, context.words()) +
            html::facts({{std::string{word::name(language)}, html::bdi(wanted.name)},
                         {std::string{word::scopes(language)}, html::code(wanted.scopes)},
                         {std::string{word::expires(language)},
                          html::moment(context.moment(issued->expires))}}) +
            html::p(html::a(html::href(path), word::title(language))));
}

http::Response revoke(Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const token = Id<auth::ApiToken>::parse(context.part("id"));
        if (!token) {
            return not_found();
        }
        if (auto done = auth::revoke_api_token(tx, context.who(), *token); !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = std::string{path} + "?said=revoked"};
    });
}

} // namespace

void add_token_routes(web::Router &router)
{
    std::string const base{path};
    router.add(get(base, Gate::Kind::signed_in, show_tokens));
    router.add(post(base, Gate::Kind::signed_in, issue));
    router.add(post(base + "/{id}/revocation", Gate::Kind::signed_in, revoke));
}

} // namespace selatan::account

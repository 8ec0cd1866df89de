// Where the account is signed in.
#include "platform/account/pages.hpp"
#include "words/auth.hpp"

namespace selatan::account {

namespace {

namespace word = words::auth;
using web::Gate;

html::Row row_of(Context const &context, auth::SessionEntry const &entry)
{
    auto const language = context.language();
    bool const is_this_one = entry.id == context.session()->session.id;
    auto const last =
        is_this_one
            ? html::badge({std::string{word::sessions_this_one(language)}, html::Tone::active})
            : html::action_button({.label = std::string{word::sessions_end(language)},
                                   .url = "/account/sessions/" + entry.id.to_string() + "/end",
                                   .emphasis = html::Emphasis::quiet,
                                   .posts = true,
                                   .hidden = context.hidden()});
    auto const agent = html::when(entry.mfa, [&] {
        return html::fragment(" ", html::tag(word::sessions_with_second_factor(language)));
    });
    return {.key = entry.id.to_string(),
            .label = entry.agent,
            .cells = {html::bdi(entry.agent) + agent, html::bdi(entry.client),
                      html::moment(context.moment(entry.created)),
                      html::moment(context.moment(entry.last_seen)), last}};
}

http::Response show_sessions(Context &context)
{
    auto const language = context.language();
    auto const entries = context.store().read([&](storage::Reader &reader) {
        return auth::sessions_of(reader, context.app().auth.settings, context.who().user);
    });
    html::List list;
    list.caption = word::sessions_title(language);
    list.columns = {{.key = "device", .label = std::string{word::sessions_device(language)}},
                    {.key = "address", .label = std::string{word::sessions_address(language)}},
                    {.key = "started", .label = std::string{word::sessions_started(language)}},
                    {.key = "seen", .label = std::string{word::sessions_last_seen(language)}},
                    {.key = "end", .label = std::string{word::sessions_end(language)}}};
    for (auto const &entry : entries) {
        list.rows.push_back(row_of(context, entry));
    }
    auto const button = [&](std::string_view which, std::string_view label) {
        auto hidden = context.hidden();
        hidden.push_back({.name = "which", .value = std::string{which}});
        return html::Action{.label = std::string{label},
                            .url = "/account/sessions/end",
                            .posts = true,
                            .hidden = std::move(hidden)};
    };
    return account_page(
        context, std::string{word::sessions_title(language)},
        std::string{word::sessions_intro(language)},
        html::list(list, context.words()) +
            html::action_row({button("others", word::sessions_end_others(language)),
                              button("all", word::sessions_end_all(language))}),
        web::said(context, {{"ended", std::string{word::sessions_ended(language)}},
                            {"all-ended", std::string{word::sessions_all_ended(language)}}}));
}

http::Response end_one(Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const session = Id<auth::Session>::parse(context.part("id"));
        if (!session) {
            return not_found();
        }
        if (auto done = auth::end_session(tx, context.who(), *session); !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = "/account/sessions?said=ended"};
    });
}

http::Response end_many(Context &context)
{
    bool const all = context.request().form.find("which") == "all";
    auto const which = all ? auth::ThisSession::ends : auth::ThisSession::stays;
    auto response = context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        if (auto done = auth::sign_out_everywhere(tx, *context.session(), which); !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = all ? "/sign-in?said=signed-out"
                                            : "/account/sessions?said=all-ended"};
    });
    if (all && response.status == 303) {
        response.headers.add("Set-Cookie",
                             auth::expired_session_cookie(context.app().auth.settings));
    }
    return response;
}

} // namespace

void add_session_routes(web::Router &router)
{
    router.add(get("/account/sessions", Gate::Kind::signed_in, show_sessions));
    router.add(post("/account/sessions/end", Gate::Kind::signed_in, end_many));
    router.add(post("/account/sessions/{id}/end", Gate::Kind::signed_in, end_one));
}

} // namespace selatan::account

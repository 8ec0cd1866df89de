// The action plan by a mailed link. Opening it changes nothing (mail scanners open links); it is
// good until the deadline, as often as it is used, and then offers a new one.
#include "cooperation/participants/action_plan.hpp"
#include "cooperation/participants/pages.hpp"
#include "platform/html/components.hpp"
#include "platform/web/entry.hpp"
#include "words/participants.hpp"

namespace selatan::participants {

namespace {

namespace word = words::participants;
constexpr int gone = 410;

std::string url_of(auth::Token const &token)
{
    return "/action-plans/" + token.text();
}

struct Opened {
    auth::Token token;
    PlanView view;
};

std::optional<Opened> open_link(web::Context const &context)
{
    auto const token = auth::Token::parse(context.part("token"));
    auto view = token ? context.store().read(
                            [&](storage::Reader &reader) { return look_at_plan(reader, *token); })
                      : std::nullopt;
    return view ? std::optional{Opened{*token, std::move(*view)}} : std::nullopt;
}

http::Response unknown_link(web::Context const &context)
{
    auto const language = context.language();
    auto const title = std::string{word::plan_dead_title(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::plan_unknown_text(language)}}),
        {}, gone);
}

/// Too old, and it is known whose it was.
http::Response old_link(web::Context const &context, auth::Token const &token)
{
    auto const language = context.language();
    auto const title = std::string{word::plan_dead_title(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::plan_old_text(language)}}) +
            html::action_row({{.label = std::string{word::plan_again(language)},
                               .url = url_of(token) + "/renewal",
                               .emphasis = html::Emphasis::primary,
                               .posts = true,
                               .hidden = context.hidden()}}),
        {}, gone);
}

http::Response show(web::Context &context)
{
    auto const opened = open_link(context);
    if (!opened) {
        return unknown_link(context);
    }
    return opened->view.is_good ? plan_page(context, url_of(opened->token), opened->view)
                                : old_link(context, opened->token);
}

http::Response post(web::Context &context)
{
    auto const opened = open_link(context);
    if (!opened) {
        return unknown_link(context);
    }
    auto const url = url_of(opened->token);
    auto const done = context.store().write([&](storage::Tx &tx) {
        return hand_in_plan_by_link(tx, opened->token, plan_typed(context));
    });
    return !done && done.error().decline != Decline::invalid
               ? old_link(context, opened->token)
               : plan_answer(context, url, opened->view, done);
}

/// Says the same whether one was mailed now or within the day, or there is no address.
http::Response renew(web::Context &context)
{
    auto const language = context.language();
    auto const token = auth::Token::parse(context.part("token"));
    auto const asked = token ? context.store().write([&](storage::Tx &tx) {
        return ask_for_plan_again(tx, *token, context.app().settings.base_url);
    })
                             : Result<void>{refuse(Decline::conflict, "", "common.expired_link")};
    if (!asked) {
        return unknown_link(context);
    }
    auto const title = std::string{word::plan_sent_title(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::plan_sent_text(language)}}));
}

} // namespace

std::string plan_typed(web::Context const &context)
{
    return std::string{context.request().form.find("action_plan").value_or("")};
}

http::Response plan_page(web::Context const &context, std::string const &url, PlanView const &view,
                         Refusal const *refusal)
{
    auto const language = context.language();
    auto const title = std::string{word::field_action_plan(language)};
    std::vector<html::Fact> facts{
        {std::string{word::field_person(language)}, html::bdi(view.person)},
        {std::string{word::field_course(language)}, html::bdi(view.course)}};
    if (!view.comment.empty()) {
        facts.push_back({std::string{word::field_plan_comment(language)}, html::bdi(view.comment)});
    }
    web::Entry entry{context, url, refusal};
    constexpr int rows = 10;
    entry
        .area({.name = "action_plan",
               .label = std::string{word::field_action_plan(language)},
               .hint = word::plan_until(language, view.until),
               .is_required = true},
              view.plan, rows)
        .submit(std::string{word::plan_save(language)});
    auto frame = context.frame(
        title, html::page_head({.title = title, .lead = std::string{word::plan_lead(language)}}) +
                   html::facts(facts) + entry.html());
    frame.flash = web::said(context, {{"saved", std::string{word::plan_saved(language)}}});
    return context.page(std::move(frame),
                        refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

http::Response plan_answer(web::Context const &context, std::string const &url,
                           PlanView const &view, Result<void> const &handed_in)
{
    return handed_in ? context.redirect(url + "?said=saved")
                     : plan_page(context, url, view, &handed_in.error());
}

void add_action_plan_routes(web::Router &router)
{
    using http::Method;
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    // The part is called "token": Dispatch keeps such a path out of the log.
    std::string const link = "/action-plans/{token}";
    router.add({.method = Method::get, .pattern = link, .gate = everyone, .handler = show});
    router.add({.method = Method::post, .pattern = link, .gate = everyone, .handler = post});
    router.add(
        {.method = Method::post, .pattern = link + "/renewal", .gate = everyone, .handler = renew});
}

} // namespace selatan::participants

// Outgoing mail. Where no mail server is configured (the example installation), it is read here.
#include "cooperation/administration/pages.hpp"
#include "platform/mail/mail.hpp"
#include "words/administration.hpp"
#include "words/common.hpp"
#include "words/mail.hpp"

#include <array>

namespace selatan::administration {

namespace {

namespace word = words::administration;
namespace common = words::common;
using mail::State;

constexpr int rows_on_a_page = 50;
constexpr std::array states{State::queued, State::sent, State::kept, State::dead};

html::Badge badge_of(State state, Language language)
{
    auto const label = std::string{words::mail::state(language, mail::to_code(state)).value_or("")};
    switch (state) {
    case State::queued:
        return {label, html::Tone::waiting};
    case State::sent:
        return {label, html::Tone::good};
    case State::dead:
        return {label, html::Tone::bad};
    case State::kept:
        break;
    }
    return {label, html::Tone::neutral};
}

std::string url_with(mail::Filter const &filter, std::optional<Id<mail::Mail>> behind)
{
    http::Parameters query;
    if (filter.state) {
        query.add("state", std::string{mail::to_code(*filter.state)});
    }
    if (!filter.to.empty()) {
        query.add("to", filter.to);
    }
    if (behind) {
        query.add("after", behind->to_string());
    }
    return std::string{mail_path} + (query.empty() ? "" : "?" + query.encode());
}

html::Html filter_form(Context const &context, mail::Filter const &filter)
{
    auto const language = context.language();
    std::vector<html::Option> options{
        {.value = "", .label = std::string{words::administration::any(language)}}};
    for (auto const state : states) {
        options.push_back(
            {.value = std::string{mail::to_code(state)}, .label = badge_of(state, language).label});
    }
    return html::form(
        html::cls("entry"), html::attr<"method">("get"), html::action(mail_path),
        html::field_row(
            html::select_field({.name = "state", .label = std::string{word::mail_state(language)}},
                               options, filter.state ? mail::to_code(*filter.state) : "",
                               context.words(), false) +
            html::text_field({.name = "to", .label = std::string{word::mail_to(language)}},
                             filter.to, context.words(), {.kind = html::TextKind::email})),
        html::div(html::cls("actions"),
                  html::button(html::cls("button"), common::action_filter(language))));
}

http::Response list_mail(Context &context)
{
    auto const language = context.language();
    auto const get_text = [&](std::string_view name) {
        return std::string{context.query().find(name).value_or("")};
    };
    mail::Filter filter{.to = get_text("to"),
                        .older_than = Id<mail::Mail>::parse(get_text("after")),
                        .limit = rows_on_a_page + 1};
    if (State state{}; mail::from_code(get_text("state"), state)) {
        filter.state = state;
    }
    auto lines =
        context.store().read([&](storage::Reader &reader) { return mail::list(reader, filter); });
    html::List list;
    if (lines.size() > static_cast<std::size_t>(rows_on_a_page)) {
        lines.pop_back();
        list.paging.next = url_with(filter, lines.back().id);
    }
    if (filter.older_than) {
        list.paging.previous = url_with(filter, std::nullopt);
    }
    list.caption = common::nav_mail(language);
    list.columns = {{.key = "subject", .label = std::string{word::mail_subject(language)}},
                    {.key = "to", .label = std::string{word::mail_to(language)}},
                    {.key = "state", .label = std::string{word::mail_state(language)}},
                    {.key = "queued", .label = std::string{word::mail_queued(language)}}};
    for (auto const &line : lines) {
        auto const url = std::string{mail_path} + "/" + line.id.to_string();
        list.rows.push_back(
            {.key = line.id.to_string(),
             .label = line.subject,
             .cells = {html::a(html::href(url), html::bdi(line.subject)), html::bdi(line.to),
                       html::badge(badge_of(line.state, language)),
                       when_at(context, line.queued)}});
    }
    list.empty = {.picture = html::Icon::letter,
                  .title = std::string{word::mail_empty(language)},
                  .text = std::string{word::mail_empty_text(language)}};
    return show(context,
                {.title = std::string{common::nav_mail(language)},
                 .lead = std::string{word::mail_about(language)},
                 .content = filter_form(context, filter) + html::list(list, context.words())});
}

// -- One of them --------------------------------------------------------------------------------

/// The text, its addresses as links: in the example installation this is how an invitation is
/// followed.
html::Html with_links(std::string_view text)
{
    html::Html all;
    while (!text.empty()) {
        auto const at = std::min(text.find("https://"), text.find("http://"));
        all += html::fragment(text.substr(0, at));
        if (at == std::string_view::npos) {
            break;
        }
        text.remove_prefix(at);
        auto url = text.substr(0, text.find_first_of(" \n\r\t<>\""));
        // What ends a sentence is not the address's.
        while (!url.empty() &&
               std::string_view{".,;:!?)"}.find(url.back()) != std::string_view::npos) {
            url.remove_suffix(1);
        }
        all += html::a(html::href(url), url);
        text.remove_prefix(url.size());
    }
    return all;
}

/// A link that opens an account is its receiver's alone, unless no mail server ever takes it there.
bool is_private(mail::Read const &mail)
{
    return mail.has_secret && mail.line.state != State::kept;
}

html::Html text_of(Context const &context, mail::Read const &mail)
{
    auto const language = context.language();
    if (mail.wiped) {
        return html::notice({.body = html::p(words::mail::wiped(language))});
    }
    if (is_private(mail)) {
        return html::notice(
            {.tone = html::Tone::waiting, .body = html::p(word::mail_private(language))});
    }
    html::Html paragraphs;
    std::string_view rest = mail.text;
    while (!rest.empty()) {
        auto const end = std::min(rest.find("\n\n"), rest.size());
        paragraphs += html::p(with_links(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return html::div(html::cls("prose"), html::lang(to_code(mail.line.language)),
                     html::dir(is_right_to_left(mail.line.language)
                                   ? html::Direction::right_to_left
                                   : html::Direction::left_to_right),
                     paragraphs);
}

http::Response show_mail(Context &context)
{
    auto const language = context.language();
    auto const id = id_of<mail::Mail>(context, "id");
    auto const mail =
        id ? context.store().read([&](storage::Reader &reader) { return mail::read(reader, *id); })
           : std::nullopt;
    if (!mail) {
        return context.refused(not_found().value());
    }
    auto const &line = mail->line;
    std::vector<html::Action> actions;
    if (!mail->wiped && (line.state == State::dead || line.state == State::kept)) {
        actions.push_back({.label = std::string{word::mail_send_again(language)},
                           .url = std::string{mail_path} + "/" + line.id.to_string() + "/delivery",
                           .posts = true,
                           .hidden = context.hidden()});
    }
    std::vector<html::Fact> facts{
        {std::string{word::mail_to(language)},
         html::bdi(line.to_name.empty() ? line.to : line.to_name + " <" + line.to + ">")},
        {std::string{word::mail_state(language)}, html::badge(badge_of(line.state, language))},
        {std::string{word::mail_queued(language)}, when_at(context, line.queued)}};
    if (line.sent) {
        facts.push_back({std::string{word::mail_sent(language)}, when_at(context, line.sent)});
    }
    if (line.attempts > 0) {
        facts.push_back({std::string{word::mail_attempts(language)},
                         html::fragment(std::to_string(line.attempts))});
    }
    if (!line.answer.empty()) {
        facts.push_back({std::string{word::mail_answer(language)}, html::bdi(line.answer)});
    }
    return show(context,
                {.title = line.subject,
                 .actions = std::move(actions),
                 .content = html::facts(facts) + text_of(context, *mail),
                 .above = {{.label = std::string{common::nav_mail(language)},
                            .url = std::string{mail_path}}},
                 .flash = web::said(context,
                                    {{"queued", std::string{word::mail_queued_again(language)}}})});
}

http::Response send_again(Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const id = id_of<mail::Mail>(context, "id");
        if (!id) {
            return refuse(id.error());
        }
        if (auto done = mail::send_again(tx, *id); !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location =
                                std::string{mail_path} + "/" + id->to_string() + "?said=queued"};
    });
}

} // namespace

void add_mail_routes(web::Router &router)
{
    std::string const path{mail_path};
    router.add(get(path, list_mail));
    router.add(get(path + "/{id}", show_mail));
    router.add(post(path + "/{id}/delivery", send_again));
}

} // namespace selatan::administration

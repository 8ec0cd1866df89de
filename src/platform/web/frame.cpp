#include "platform/web/frame.hpp"

#include "platform/records/access.hpp"
#include "platform/web/route.hpp"
#include "words/auth.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace selatan::web {

namespace {

namespace common = words::common;
namespace word = words::web;

html::Words make_words(Language language)
{
    auto const say = [language](records::Word accessor) {
        return std::string{accessor(language)};
    };
    html::Words words;
    words.frame = {.skip_to_content = say(common::nav_skip),
                   .menu = say(common::nav_menu),
                   .close = say(common::action_close),
                   .main_navigation = say(common::nav_main),
                   .search = say(common::nav_search),
                   .search_hint = say(common::nav_search_hint),
                   .language = say(common::nav_language),
                   .account = say(common::nav_account),
                   .sign_out = say(common::nav_sign_out),
                   .theme = say(common::nav_theme),
                   .theme_system = say(common::theme_system),
                   .theme_light = say(common::theme_light),
                   .theme_dark = say(common::theme_dark),
                   .you_are_here = say(common::nav_breadcrumb)};
    words.list = {.filter = say(common::action_filter),
                  .typed_filter = say(word::typed_filter),
                  .apply = say(common::action_apply),
                  .clear = say(common::action_clear),
                  .active = say(common::list_filters),
                  .remove = say(common::action_remove),
                  .columns = say(common::action_columns),
                  .views = say(common::list_views),
                  .save_view = say(common::list_save_view),
                  .view_name = say(common::list_view_name),
                  .visible_to = say(word::visible_to),
                  .download = say(common::action_export),
                  .sort_by = say(word::sort_by),
                  .ascending = say(common::list_ascending),
                  .descending = say(common::list_descending),
                  .select_all = say(common::action_select_all),
                  .select = say(common::action_select),
                  .selected = say(word::selected),
                  .bulk_actions = say(word::bulk_actions),
                  .total = say(common::list_total),
                  .pages = say(common::list_page),
                  .previous = say(common::action_previous),
                  .next = say(common::action_next)};
    words.record = {.waiting_for = say(word::waiting_for),
                    .due = say(common::record_due),
                    .overdue = say(word::overdue),
                    .actions = say(common::record_next_actions),
                    .facts = say(word::facts),
                    .thread = say(common::record_thread),
                    .progress = say(word::progress),
                    .step_done = say(word::step_done),
                    .step_current = say(word::step_current),
                    .step_next = say(word::step_next),
                    .history = say(word::history),
                    .was = say(word::was),
                    .now = say(word::now),
                    .empty = say(word::empty),
                    .reason = say(common::form_reason),
                    .internal = say(common::audience_internal),
                    .internal_hint = say(word::internal_hint),
                    .to_partner = say(word::to_partner),
                    .to_partner_hint = say(word::to_partner_hint),
                    .comment = say(common::action_comment),
                    .add_comment = say(common::comment_add),
                    .who_sees_it = say(word::who_sees_it)};
    words.form = {.problem_title = say(word::problem_title),
                  .error = say(word::error),
                  .required = say(common::form_required),
                  .optional = say(common::form_optional),
                  .choose = say(common::form_choose),
                  .currency = say(word::currency),
                  .drop_file = say(word::drop_file),
                  .add_row = say(word::add_row),
                  .remove_row = say(common::action_remove),
                  .other_languages = say(word::other_languages),
                  .translation_missing = say(word::translation_missing),
                  .machine_translated = say(common::translation_machine),
                  .saving = say(common::form_saving),
                  .saved_at = say(word::saved_at),
                  .saved_here = say(word::saved_here),
                  .restore_draft = say(word::restore_draft)};
    words.parts = {.copy = say(common::action_copy),
                   .copied = say(word::copied),
                   .used = say(word::used),
                   .planned = say(word::planned),
                   .ceiling = say(word::ceiling),
                   .left = say(word::left),
                   .over = say(word::over)};
    return words;
}

std::vector<html::Link> navigation_of(Context const &context)
{
    std::vector<html::Link> links;
    auto const *const who = context.identity();
    if (who == nullptr) {
        return links;
    }
    auto const language = context.language();
    auto const &path = context.request().path;
    for (auto const &item : context.app().navigation) {
        if (!leads_to(item, who)) {
            continue;
        }
        links.push_back(
            {.label = std::string{item.label(language)},
             .url = std::string{item.url},
             .current = path == item.url || path.starts_with(std::string{item.url} + "/"),
             .picture = item.picture,
             .count = {},
             .group = item.group == nullptr ? std::string{} : std::string{item.group(language)}});
    }
    // Of a page and one below it that are both in the menu, the nearer.
    html::Link *nearest = nullptr;
    for (auto &link : links) {
        if (std::exchange(link.current, false) &&
            (nearest == nullptr || link.url.size() > nearest->url.size())) {
            nearest = &link;
        }
    }
    if (nearest != nullptr) {
        nearest->current = true;
    }
    return links;
}

/// On every page while an administrator looks through somebody's eyes.
html::Html viewing_banner(Context const &context)
{
    auto const *const who = context.identity();
    return html::when(who != nullptr && who->viewed_by.has_value(), [&] {
        auto const language = context.language();
        return html::notice(
            {.tone = html::Tone::waiting,
             .title = words::auth::view_as_banner(language, who->name),
             .body = html::action_button({.label = std::string{words::auth::view_as_end(language)},
                                          .url = "/account/viewing/end",
                                          .posts = true,
                                          .hidden = context.hidden()})});
    });
}

} // namespace

bool leads_to(NavigationItem const &item, auth::Identity const *who)
{
    if (item.policy == nullptr) {
        return true;
    }
    auto const &rules = item.policy->rules;
    bool const is_of_ones_own =
        !rules.empty() && std::ranges::all_of(rules, [](records::Rule const &rule) {
            return rule.condition == records::Condition::own;
        });
    bool const is_named =
        who != nullptr && std::ranges::any_of(rules, [who](records::Rule const &rule) {
            return who->has(rule.role);
        });
    return records::could(*item.policy, who, records::verbs::see) && (!is_of_ones_own || is_named);
}

html::Words const &component_words(Language language)
{
    static std::array<html::Words, languages.size()> const all = [] {
        std::array<html::Words, languages.size()> made;
        for (auto const one : languages) {
            made[static_cast<std::size_t>(one)] = make_words(one);
        }
        return made;
    }();
    return all[static_cast<std::size_t>(language)];
}

html::Frame frame_of(Context const &context, std::string title, html::Html content)
{
    auto const language = context.language();
    auto const *const who = context.identity();
    auto const &settings = context.app().settings;
    html::Frame frame;
    frame.layout = who == nullptr ? html::Frame::Layout::narrow : html::Frame::Layout::work;
    frame.language = to_code(language);
    frame.direction = is_right_to_left(language) ? html::Direction::right_to_left
                                                 : html::Direction::left_to_right;
    frame.title = std::move(title);
    frame.product = settings.product;
    frame.installation = settings.installation;
    if (settings.is_example) {
        frame.example_banner = common::example_banner(language);
    }
    frame.navigation = navigation_of(context);
    for (auto const one : languages) {
        frame.languages.push_back(
            {.tag = std::string{to_code(one)},
             .name = std::string{common::language(one, to_code(one)).value_or(to_code(one))}});
    }
    frame.language_url = "/preferences/language";
    frame.hidden = context.hidden();
    auto next = context.request().path;
    if (!context.request().query.empty()) {
        next += "?" + context.request().query;
    }
    if (context.request().method == http::Method::get) {
        frame.hidden.push_back({.name = "next", .value = next});
    }
    if (who != nullptr) {
        frame.theme = who->theme == auth::Theme::system ? "" : auth::to_code(who->theme);
        frame.theme_url = "/preferences/theme";
        frame.search_url = "/search";
        frame.user = html::UserMenu{
            .name = who->name,
            .office = {},
            .links = {{.label = std::string{common::nav_account(language)}, .url = "/account"}},
            .sign_out_url = "/sign-out"};
    } else {
        frame.sign_in =
            html::Link{.label = std::string{common::nav_sign_in(language)}, .url = "/sign-in"};
    }
    frame.footer = {{.label = std::string{common::nav_help(language)}, .url = "/help"}};
    frame.content = viewing_banner(context) + std::move(content);
    return frame;
}

std::string error_title(Language language, Decline decline)
{
    switch (decline) {
    case Decline::invalid:
        return std::string{common::error_invalid(language)};
    case Decline::forbidden:
        return std::string{common::error_forbidden(language)};
    case Decline::not_found:
        return std::string{common::error_not_found(language)};
    case Decline::conflict:
        return std::string{common::error_conflict(language)};
    case Decline::stale:
        return std::string{common::error_stale(language)};
    case Decline::too_large:
        return std::string{common::error_too_large(language)};
    case Decline::too_often:
        return std::string{common::error_too_often(language)};
    }
    return std::string{common::error_internal(language)};
}

namespace {

/// Of an act on a record: the record's own page.
std::string record_acted_on(Context const &context)
{
    auto const &path = context.request().path;
    if (context.route().pattern.find("{id}") == std::string_view::npos) {
        return {};
    }
    auto const id = "/" + std::string{context.part("id")};
    auto const at = path.find(id + "/");
    return id.size() == 1 || at == std::string::npos ? std::string{}
                                                     : path.substr(0, at + id.size());
}

} // namespace

html::Html error_content(Context const &context, Refusal const &refusal)
{
    html::Html body;
    for (auto const &problem : refusal.problems) {
        body += html::p(context.say(problem));
    }
    if (refusal.decline == Decline::not_found) {
        body += html::p(common::error_not_found_text(context.language()));
    }
    auto content = html::page_head({.title = error_title(context.language(), refusal.decline)}) +
                   html::notice({.tone = html::Tone::bad, .body = std::move(body)});
    if (auto const record = record_acted_on(context);
        !record.empty() && refusal.decline != Decline::not_found) {
        content += html::action_row(
            {{.label = std::string{common::action_back(context.language())}, .url = record}});
    }
    return content;
}

http::Response session_over_page(Context const &context, std::string const &next)
{
    auto const language = context.language();
    std::vector<html::Fact> facts;
    for (auto const &[name, text] : context.request().form) {
        bool const is_typed = !text.empty() && name != "token" && name != "version" &&
                              name != "command" && name.find("password") == std::string::npos;
        if (is_typed) {
            facts.push_back({.label = name, .value = html::bdi(text)});
        }
    }
    auto content = html::page_head({.title = std::string{words::web::session_over(language)}}) +
                   html::notice({.tone = html::Tone::waiting,
                                 .body = html::p(words::web::session_over_text(language)),
                                 .live = true}) +
                   html::action_row({{.label = std::string{common::nav_sign_in(language)},
                                      .url = "/sign-in?next=" + http::encode_component(next),
                                      .emphasis = html::Emphasis::primary}});
    if (!facts.empty()) {
        content += html::block(words::web::you_typed(language), html::facts(facts));
    }
    constexpr int unauthorised = 401; // RFC 9110, 15.5.2
    return context.page(std::string{words::web::session_over(language)}, std::move(content), {},
                        unauthorised);
}

http::Response bare_error(Language language, int status, std::string_view request_id, bool is_api)
{
    http::Response response;
    response.status = status;
    std::string title;
    std::string text;
    switch (status) {
    case 404:
    case 405:
        title = common::error_not_found(language);
        text = common::error_not_found_text(language);
        break;
    case 503:
        title = common::error_unavailable(language);
        text = common::problem_unavailable(language);
        break;
    case 500:
        title = common::error_internal(language);
        text = common::problem_internal(language, request_id);
        break;
    default:
        title = common::error_forbidden(language);
        text = common::problem_forbidden(language);
        break;
    }
    if (is_api) {
        response.headers.set("Content-Type", "application/problem+json");
        response.body = "{\"type\":\"about:blank\",\"title\":\"" +
                        std::string{status == 404   ? "Not found"
                                    : status == 405 ? "Method not allowed"
                                    : status == 503 ? "Unavailable"
                                    : status == 500 ? "Internal error"
                                                    : "Not allowed"} +
                        "\",\"status\":" + std::to_string(status) +
                        ",\"instance\":\"urn:request:" + std::string{request_id} + "\"}";
        return response;
    }
    html::Frame frame;
    frame.layout = html::Frame::Layout::narrow;
    frame.language = to_code(language);
    frame.direction = is_right_to_left(language) ? html::Direction::right_to_left
                                                 : html::Direction::left_to_right;
    frame.title = title;
    frame.product = std::string{common::product_name(language)};
    frame.content = html::page_head({.title = title}) + html::p(text);
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.body = html::page(frame, component_words(language)).take();
    return response;
}

} // namespace selatan::web

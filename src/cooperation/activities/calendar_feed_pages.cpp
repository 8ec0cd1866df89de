// The calendar's secret address: made, seen once, withdrawn; and what calendar programs read there.
#include "cooperation/activities/calendar_feed.hpp"
#include "cooperation/activities/icalendar.hpp"
#include "cooperation/activities/pages.hpp"
#include "words/activities.hpp"

namespace selatan::activities {

namespace {

namespace word = words::activities;

constexpr std::string_view path = "/calendar/feed";
constexpr std::string_view ending = ".ics";
// A calendar program shows the past season and what is planned for the next two years.
constexpr int days_behind = 90;
constexpr int days_ahead = 730;
constexpr int items_most = 2000;

CalendarItem item_of(CalendarEntry const &entry, Language language, std::string const &base_url)
{
    using Status = CalendarItem::Status;
    auto const &source = *entry.source;
    auto const settled = entry.is_tentative() ? Status::tentative : Status::confirmed;
    return {.uid = entry.id.to_string() + "-" + std::string{source.starts} + "@selatan",
            .changed = entry.changed_at,
            .revision = entry.version,
            .first = entry.first,
            .last = entry.last,
            .summary = source.what == nullptr
                           ? entry.title
                           : std::string{source.what(language)} + ": " + entry.title,
            .location = entry.place,
            .url = base_url + web::url_of(*source.pages->noun, entry.reference),
            // What is off stays in the feed, so that calendars that had it take it away.
            .status = entry.is_off() ? Status::cancelled : settled};
}

/// Whoever knows the address reads; it answers 404 to a wrong one like to one withdrawn.
http::Response read_feed(web::Context &context, std::span<CalendarSource const> sources)
{
    auto name = context.part("token");
    if (!name.ends_with(ending)) {
        return context.refused(not_found().value());
    }
    name.remove_suffix(ending.size());
    auto const token = auth::Token::parse(name);
    auto const text =
        context.store().read([&](storage::Reader &reader) -> std::optional<std::string> {
            auto const owner = token ? feed_owner(reader, *token) : std::nullopt;
            if (!owner) {
                return std::nullopt;
            }
            auto const today = reader.today();
            std::vector<CalendarItem> items;
            for (auto const &entry :
                 entries(reader, *owner, owner->language, sources, today.plus_days(-days_behind),
                         today.plus_days(days_ahead), items_most)) {
                items.push_back(item_of(entry, owner->language, context.app().settings.base_url));
            }
            auto const &settings = context.app().settings;
            return to_icalendar(
                settings.installation.empty() ? settings.product : settings.installation, items);
        });
    if (!text) {
        return context.refused(not_found().value());
    }
    http::Response response;
    response.headers.set("Content-Type", "text/calendar; charset=utf-8");
    response.headers.set("Content-Disposition", "inline; filename=\"selatan.ics\"");
    response.headers.set("Cache-Control", "private, max-age=900");
    response.body = *text;
    return response;
}

html::Html form_to(web::Context const &context, std::string const &url, std::string_view label,
                   html::Emphasis emphasis)
{
    return html::action_row({{.label = std::string{label},
                              .url = url,
                              .emphasis = emphasis,
                              .posts = true,
                              .hidden = context.hidden()}});
}

http::Response feed_page(web::Context const &context, html::Html const &news)
{
    auto const language = context.language();
    auto const title = std::string{word::feed_title(language)};
    auto const made = context.store().read(
        [&](storage::Reader &reader) { return feed_made_at(reader, context.who().user); });
    auto content =
        html::page_head({.title = title, .lead = std::string{word::feed_lead(language)}});
    content += news;
    if (made) {
        content += html::p(word::feed_made(language), " ", html::moment(context.moment(*made)));
        content += form_to(context, std::string{path}, word::feed_make_again(language),
                           html::Emphasis::normal);
        content += form_to(context, std::string{path} + "/withdrawal",
                           word::feed_withdraw(language), html::Emphasis::danger);
    } else {
        content +=
            form_to(context, std::string{path}, word::feed_make(language), html::Emphasis::primary);
    }
    return context.page(title, std::move(content),
                        {{.label = std::string{word::calendar_title(language)}, .url = "/calendar"},
                         {.label = title, .url = {}, .current = true}});
}

/// Not through Context::act, which remembers its answer: the address is seen once and kept nowhere.
http::Response make(web::Context &context)
{
    auto const language = context.language();
    auto const token =
        context.store().write([&](storage::Tx &tx) { return make_feed(tx, context.who()); });
    if (!token) {
        return context.refused(token.error());
    }
    auto const address = context.app().settings.base_url + std::string{path} + "/" + token->text() +
                         std::string{ending};
    return feed_page(context, html::notice({.tone = html::Tone::good,
                                            .title = std::string{word::feed_once(language)},
                                            .body = html::copyable(address, context.words()) +
                                                    html::p(word::feed_secret(language)),
                                            .live = true}));
}

http::Response withdraw(web::Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        if (auto const done = withdraw_feed(tx, context.who()); !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = std::string{path}};
    });
}

} // namespace

void add_feed_routes(web::Router &router, std::span<CalendarSource const> sources)
{
    using http::Method;
    using Kind = web::Gate::Kind;
    std::string const base{path};
    router.add({.method = Method::get,
                .pattern = base,
                .gate = {.kind = Kind::signed_in},
                .handler = [](web::Context &context) {
                    return feed_page(context, {});
                }});
    router.add({.method = Method::post,
                .pattern = base,
                .gate = {.kind = Kind::signed_in},
                .handler = make});
    router.add({.method = Method::post,
                .pattern = base + "/withdrawal",
                .gate = {.kind = Kind::signed_in},
                .handler = withdraw});
    // A part named "token" is kept out of the log.
    router.add({.method = Method::get,
                .pattern = base + "/{token}",
                .gate = {.kind = Kind::everyone},
                .handler = [sources](web::Context &context) {
                    return read_feed(context, sources);
                }});
}

} // namespace selatan::activities

// The calendar as a month and as a list: links and tables, no script.
#include "cooperation/activities/pages.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "words/activities.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::activities {

namespace {

namespace word = words::activities;
namespace json = boost::json;
using html::Html;

/// Of each source, so that a page stays a page.
constexpr int entries_most = 500;
constexpr std::size_t shown_in_day = 4;

enum class View { month, list };

std::string url_of_month(Month const &month, View view)
{
    return "/calendar?month=" + month.to_string() + (view == View::list ? "&view=list" : "");
}

std::string url_of_entry(CalendarEntry const &entry)
{
    return web::url_of(*entry.source->pages->noun, entry.reference);
}

std::string name_of(CalendarEntry const &entry, Language language)
{
    return entry.source->what == nullptr
               ? entry.title
               : std::string{entry.source->what(language)} + ": " + entry.title;
}

html::Tone tone_of(CalendarEntry const &entry)
{
    auto *const tone = entry.source->pages->tone;
    return tone == nullptr ? html::Tone::neutral : tone(entry.state);
}

std::string days_of(web::Context const &context, CalendarEntry const &entry)
{
    return entry.first == entry.last
               ? context.date(entry.first)
               : word::calendar_days(context.language(), context.date(entry.first),
                                     context.date(entry.last));
}

/// What begins on the day comes before what goes on.
Html day_cell(web::Context const &context, Month const &month, Date day, unsigned weekday,
              Date today, std::vector<CalendarEntry> const &all)
{
    auto const language = context.language();
    std::vector<CalendarEntry const *> of_day;
    for (auto const &entry : all) {
        if (entry.first <= day && day <= entry.last) {
            of_day.push_back(&entry);
        }
    }
    std::ranges::stable_sort(of_day, std::ranges::greater{}, &CalendarEntry::first);
    Html content;
    auto const number = std::to_string(static_cast<unsigned>(day.ymd().day()));
    // The name is seen where a day is a line of its own: on a phone.
    auto const name = i18n::weekday_name(language, weekday);
    content += html::time(html::attr<"datetime">(day.to_string()),
                          html::span(html::cls("day-name"), name, " "),
                          day == today     ? html::strong(number)
                          : month.has(day) ? html::span(number)
                                           : html::small(html::cls("note"), number));
    for (std::size_t i = 0; i < std::min(of_day.size(), shown_in_day); ++i) {
        content += html::div(html::a(html::href(url_of_entry(*of_day[i])),
                                     html::small(html::bdi(name_of(*of_day[i], language)))));
    }
    if (of_day.size() > shown_in_day) {
        content += html::div(
            html::a(html::href(url_of_month(month, View::list)),
                    html::small(word::calendar_more(
                        language, static_cast<std::int64_t>(of_day.size() - shown_in_day)))));
    }
    return html::td(html::when(of_day.empty() && day != today, html::cls("vacant")),
                    html::when(day == today, html::attr<"aria-current">("date")), content);
}

Html month_table(web::Context const &context, Month const &month, Date today,
                 std::vector<CalendarEntry> const &all)
{
    auto const language = context.language();
    Html columns;
    Html heads;
    constexpr unsigned days_of_week = 7;
    for (unsigned weekday = 1; weekday <= days_of_week; ++weekday) {
        // Seven columns of one width, with no more style than the sheet has room for.
        columns += html::col(html::attr<"width">("14%"));
        heads += html::th(html::attr<"scope">("col"), i18n::weekday_name(language, weekday));
    }
    Html weeks;
    for (auto monday = month.first_shown(); monday <= month.last();
         monday = monday.plus_days(days_of_week)) {
        Html days;
        for (unsigned i = 0; i < days_of_week; ++i) {
            days +=
                day_cell(context, month, monday.plus_days(static_cast<int>(i)), i + 1, today, all);
        }
        weeks += html::tr(days);
    }
    return html::div(
        html::cls("table month"),
        html::table(html::caption(html::cls("unseen"), i18n::format_month(language, month.first())),
                    html::element<"colgroup">(columns), html::thead(html::tr(heads)),
                    html::tbody(weeks)));
}

Html month_list(web::Context const &context, Month const &month,
                std::vector<CalendarEntry> const &all)
{
    auto const language = context.language();
    html::List list;
    list.caption = i18n::format_month(language, month.first());
    list.columns = {{.key = "what", .label = std::string{word::calendar_column_what(language)}},
                    {.key = "when", .label = std::string{word::calendar_column_when(language)}},
                    {.key = "where", .label = std::string{word::calendar_column_where(language)}},
                    {.key = "state", .label = std::string{word::calendar_column_state(language)}}};
    for (auto const &entry : all) {
        if (entry.last < month.first() || month.last() < entry.first) {
            continue; // a neighbour's day in the first or last week
        }
        list.rows.push_back(
            {.key = entry.reference,
             .label = entry.reference,
             .cells = {
                 html::a(html::href(url_of_entry(entry)), html::bdi(name_of(entry, language))),
                 html::fragment(days_of(context, entry)), html::bdi(entry.place),
                 html::badge(
                     {.label = web::state_name(*entry.source->pages->noun, entry.state, language),
                      .tone = tone_of(entry)})}});
    }
    list.empty = {.picture = html::Icon::calendar,
                  .title = std::string{word::calendar_empty_title(language)},
                  .text = std::string{word::calendar_empty_text(language)}};
    return html::list(list, context.words());
}

std::vector<html::Action> ways_on(Language language, Month const &month, View view)
{
    std::vector<html::Action> actions;
    if (auto const previous = month.previous()) {
        actions.push_back({.label = i18n::format_month(language, previous->first()),
                           .url = url_of_month(*previous, view),
                           .picture = html::Icon::previous});
    }
    actions.push_back({.label = std::string{word::calendar_today(language)},
                       .url = view == View::list ? "/calendar?view=list" : "/calendar"});
    if (auto const next = month.next()) {
        actions.push_back({.label = i18n::format_month(language, next->first()),
                           .url = url_of_month(*next, view),
                           .picture = html::Icon::next});
    }
    actions.push_back(view == View::month
                          ? html::Action{.label = std::string{word::calendar_as_list(language)},
                                         .url = url_of_month(month, View::list)}
                          : html::Action{.label = std::string{word::calendar_as_month(language)},
                                         .url = url_of_month(month, View::month),
                                         .picture = html::Icon::calendar});
    return actions;
}

std::string to_json(Month const &month, std::vector<CalendarEntry> const &all)
{
    json::array items;
    for (auto const &entry : all) {
        items.push_back(json::object{{"kind", entry.source->pages->noun->kind},
                                     {"reference", entry.reference},
                                     {"title", entry.title},
                                     {"state", entry.state},
                                     {"first", entry.first.to_string()},
                                     {"last", entry.last.to_string()},
                                     {"place", entry.place}});
    }
    return json::serialize(json::object{{"month", month.to_string()}, {"items", std::move(items)}});
}

http::Response calendar(web::Context &context, std::span<CalendarSource const> sources)
{
    auto const language = context.language();
    auto const today = context.app().clock.today();
    auto const wanted = context.query().find("month");
    auto const parsed = wanted ? Month::parse(*wanted) : Month{today};
    if (!parsed) {
        return context.refused({Decline::invalid, {{"month", "activities.unknown_month", {}}}});
    }
    auto const &month = *parsed;
    auto const view =
        context.query().find("view").value_or("") == "list" ? View::list : View::month;
    auto all = context.store().read([&](storage::Reader &reader) {
        return entries(reader, context.who(), language, sources, month.first_shown(),
                       month.last_shown(), entries_most);
    });
    bool const is_cut = all.size() >= static_cast<std::size_t>(entries_most);
    std::erase_if(all, [](CalendarEntry const &entry) { return entry.is_off(); });
    if (context.is_api()) {
        return context.json(to_json(month, all));
    }
    auto const title = std::string{word::calendar_title(language)};
    Html content = html::page_head({.title = i18n::format_month(language, month.first()),
                                    .lead = std::string{word::calendar_lead(language)},
                                    .actions = {{.label = std::string{word::feed_title(language)},
                                                 .url = "/calendar/feed",
                                                 .emphasis = html::Emphasis::quiet}}});
    content += html::action_row(ways_on(language, month, view));
    if (is_cut) {
        content += html::notice({.tone = html::Tone::waiting,
                                 .title = {},
                                 .body = html::p(word::calendar_cut(
                                     language, static_cast<std::int64_t>(entries_most)))});
    }
    content += view == View::list ? month_list(context, month, all)
                                  : month_table(context, month, today, all);
    return context.page(title, std::move(content));
}

} // namespace

void add_calendar_routes(web::Router &router, std::span<CalendarSource const> sources)
{
    router.add({.method = http::Method::get,
                .pattern = "/calendar",
                .gate = {.kind = web::Gate::Kind::signed_in},
                .handler = [sources](web::Context &context) { return calendar(context, sources); },
                .api = web::ApiDoc{.summary = "What takes place in a month (month=2026-11) and "
                                              "touches its weeks.",
                                   .tag = "calendar"}});
}

} // namespace selatan::activities

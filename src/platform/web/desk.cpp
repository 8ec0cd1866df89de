#include "platform/web/desk.hpp"

#include "platform/web/noun_pages.hpp"
#include "platform/web/voice.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace common = words::common;
namespace json = boost::json;

constexpr int shown_per_source = 8;
/// Of what waits for some of those whose role has the verb, so many are looked at.
constexpr int asked_per_source = 50;
constexpr int soon_days = 3;

std::span<DeskPart const> &all_parts()
{
    static std::span<DeskPart const> parts;
    return parts;
}

std::span<DutiesOf const> &all_duties()
{
    static std::span<DutiesOf const> duties;
    return duties;
}

std::vector<DeskDuties> duties_of(Context const &context, storage::Reader &reader)
{
    std::vector<DeskDuties> all;
    for (auto const &find : all_duties()) {
        if (auto found = find(context, reader); !found.all.empty()) {
            all.push_back(std::move(found));
        }
    }
    return all;
}

html::DeskGroup group_of(Language language, DeskDuties const &duties)
{
    html::DeskGroup group{
        .title = duties.title,
        .count = common::list_count(language, static_cast<std::int64_t>(duties.all.size())),
        .items = {},
        .more = duties.more};
    for (auto const &duty : duties.all) {
        group.items.push_back(duty.item);
    }
    return group;
}

html::Html parts_of(Context const &context, storage::Reader &reader)
{
    html::Html all;
    for (auto const &draw : all_parts()) {
        all += draw(context, reader);
    }
    return all;
}

struct Waiting {
    DeskSource const *source = nullptr;
    std::string reference;
    std::string title;
    std::string country;
    std::string state;
    std::optional<Date> due;
};

/// The cells that the desk reads of any noun's list.
Waiting read_waiting(Language language, DeskSource const &source, records::ListPage const &page,
                     records::ListRow const &row)
{
    Waiting waiting{.source = &source, .reference = row.reference};
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto const &column = page.columns[i];
        auto const &text = row.cells[i].text;
        bool const is_title = column.field != nullptr && column.field->column == "title" &&
                              column.field->place == records::Field::Place::record;
        if (column.name == "state") {
            waiting.state = text;
        } else if (column.name == "due") {
            waiting.due = Date::parse(text);
        } else if (column.name == "country") {
            waiting.country = text;
        } else if (column.name == "title" || is_title) {
            waiting.title = records::title_in(language, text, row.cells[i].titles);
        }
    }
    return waiting;
}

/// The rows that this person has a voice in.
std::vector<Uuid> theirs(Context const &context, storage::Reader &reader, DeskSource const &source,
                         records::ListPage const &page)
{
    std::vector<Uuid> rows;
    for (auto const &row : page.rows) {
        rows.push_back(row.id);
    }
    return voiced_of(reader, context.who(), source.pages->noun->kind, source.verb, rows);
}

std::vector<Waiting> find_waiting(Context const &context, storage::Reader &reader)
{
    std::vector<Waiting> all;
    for (auto const &source : context.app().desk) {
        auto const &noun = *source.pages->noun;
        if (!records::could(*noun.policy, context.identity(), source.verb)) {
            continue;
        }
        http::Parameters parameters;
        parameters.add("q", std::string{source.query});
        auto query = records::parse_list(parameters);
        bool const is_for_some = is_voiced(noun.kind, source.verb);
        query.limit = is_for_some ? asked_per_source : shown_per_source;
        for (auto const &column :
             records::columns_of(noun, records::audience_of(context.identity()))) {
            bool const is_title = column.field != nullptr && column.field->column == "title";
            if (column.name == "state" || column.name == "due" || column.name == "country" ||
                column.name == "title" || is_title) {
                query.columns.emplace_back(column.name);
            }
        }
        query.sort = "created"; // the oldest waits longest
        auto const page = records::list(reader,
                                        {.noun = noun,
                                         .identity = context.identity(),
                                         .codes = context.app().codes,
                                         .language = context.language(),
                                         .verb = source.verb,
                                         .within = std::nullopt},
                                        query);
        auto const may = theirs(context, reader, source, page);
        int shown = 0;
        for (auto const &row : page.rows) {
            if (shown == shown_per_source) {
                break;
            }
            if (std::ranges::find(may, row.id) != may.end()) {
                all.push_back(read_waiting(context.language(), source, page, row));
                ++shown;
            }
        }
    }
    std::ranges::stable_sort(all, [](Waiting const &a, Waiting const &b) {
        return (a.due ? a.due->to_string() : "9999") < (b.due ? b.due->to_string() : "9999");
    });
    return all;
}

html::DeskItem item_of(Context const &context, Waiting const &waiting, Date today)
{
    auto const language = context.language();
    auto const &pages = *waiting.source->pages;
    html::DeskItem item;
    item.what = waiting.source->what(language);
    item.title = waiting.title;
    item.url = url_of(*pages.noun, waiting.reference);
    item.reference = waiting.reference;
    item.from = context.app().codes.name("country", waiting.country, language);
    if (!waiting.state.empty()) {
        item.state = html::Badge{.label = state_name(*pages.noun, waiting.state, language),
                                 .tone = pages.tone == nullptr ? html::Tone::neutral
                                                               : pages.tone(waiting.state)};
    }
    if (waiting.due) {
        auto const days = days_between(today, *waiting.due);
        item.due = days < 0            ? html::Due::overdue
                   : days <= soon_days ? html::Due::soon
                                       : html::Due::later;
        item.due_text = common::clock_due_on(language, *waiting.due);
    }
    return item;
}

http::Response desk_page(Context &context)
{
    auto const language = context.language();
    html::Html parts;
    std::vector<DeskDuties> duties;
    auto const waiting = context.store().read([&](storage::Reader &reader) {
        duties = duties_of(context, reader);
        if (!context.is_api()) {
            parts = parts_of(context, reader);
        }
        return find_waiting(context, reader);
    });
    auto const today = context.app().clock.today();
    if (context.is_api()) {
        json::array items;
        for (auto const &one : waiting) {
            items.push_back(
                json::object{{"kind", one.source->pages->noun->kind},
                             {"verb", one.source->verb},
                             {"reference", one.reference},
                             {"title", one.title},
                             {"state", one.state},
                             {"due", one.due ? json::value(one.due->to_string()) : nullptr}});
        }
        for (auto const &[kind, title, more, all] : duties) {
            for (auto const &duty : all) {
                items.push_back(
                    json::object{{"kind", kind},
                                 {"verb", duty.verb},
                                 {"reference", duty.item.reference},
                                 {"title", duty.item.title},
                                 {"state", duty.state},
                                 {"due", duty.due ? json::value(duty.due->to_string()) : nullptr}});
            }
        }
        return context.json(json::serialize(json::object{{"items", std::move(items)}}));
    }
    // One group per noun, in the order of its most urgent item.
    std::vector<html::DeskGroup> groups;
    std::vector<records::Noun const *> nouns;
    for (auto const &one : waiting) {
        auto const *const noun = one.source->pages->noun;
        auto const found = std::ranges::find(nouns, noun);
        auto const index = static_cast<std::size_t>(found - nouns.begin());
        if (found == nouns.end()) {
            nouns.push_back(noun);
            groups.push_back({.title = std::string{noun->plural(language)},
                              .count = {},
                              .items = {},
                              .more = {.label = std::string{words::web::see_all(language)},
                                       .url = std::string{noun->path}}});
        }
        groups[index].items.push_back(item_of(context, one, today));
    }
    for (auto &group : groups) {
        group.count = common::list_count(language, static_cast<std::int64_t>(group.items.size()));
    }
    for (auto const &one : duties) {
        groups.push_back(group_of(language, one));
    }
    html::Html content = html::page_head({.title = std::string{common::nav_desk(language)},
                                          .lead = std::string{words::web::desk_lead(language)}});
    if (!groups.empty()) {
        content += html::desk(groups);
    } else if (parts.empty()) {
        content +=
            html::empty_state({.picture = html::Icon::desk,
                               .title = std::string{words::web::desk_nothing(language)},
                               .text = std::string{words::web::desk_nothing_text(language)}});
    }
    content += parts;
    return context.page(std::string{common::nav_desk(language)}, std::move(content));
}

} // namespace

void set_desk_parts(std::span<DeskPart const> parts, std::span<DutiesOf const> duties)
{
    all_parts() = parts;
    all_duties() = duties;
}

void add_desk_route(Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = "/desk",
                .gate = {.kind = Gate::Kind::signed_in},
                .handler = desk_page,
                .api = ApiDoc{.summary = "What waits for you.", .tag = "desk"}});
}

} // namespace selatan::web

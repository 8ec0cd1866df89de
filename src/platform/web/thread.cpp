#include "platform/web/thread.hpp"

#include "platform/files/file.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/attachment_store.hpp"
#include "platform/web/noun_record.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

namespace selatan::web {

namespace {

namespace common = words::common;
namespace json = boost::json;
using records::Head;

constexpr int acts_most = 300;

/// The nouns that stories are made of: those whose fields name stations, and those they name.
std::vector<records::Noun const *> nouns_of_stories(App const &app)
{
    std::vector<records::Noun const *> all;
    auto const add = [&](records::Noun const *noun) {
        if (noun != nullptr && std::ranges::find(all, noun) == all.end()) {
            all.push_back(noun);
        }
    };
    for (auto const *const noun : app.nouns) {
        for (auto const &field : noun->fields) {
            if (field.is_thread) {
                add(noun);
                add(app.noun(field.list));
            }
        }
    }
    return all;
}

std::vector<Head> story_of(Context const &context, storage::Reader &reader, Uuid record)
{
    auto const nouns = nouns_of_stories(context.app());
    return nouns.empty() ? std::vector<Head>{}
                         : records::thread_of(reader, nouns, context.identity(), record);
}

html::ThreadItem station(Context const &context, Head const &head, Uuid here)
{
    auto const language = context.language();
    auto const &noun = *context.app().noun(head.kind);
    auto const *const pages = context.app().router->pages_of(head.kind);
    html::ThreadItem item;
    item.kind = noun.singular(language);
    item.kinds = noun.plural(language);
    item.reference = head.reference;
    item.title = head.title_in(language);
    item.url = url_of(noun, head.reference);
    if (!head.state.empty()) {
        item.state = html::Badge{.label = state_name(noun, head.state, language),
                                 .tone = pages == nullptr || pages->tone == nullptr
                                             ? html::Tone::neutral
                                             : pages->tone(head.state)};
    }
    item.stage = head.id == here ? html::Step::Stage::current : html::Step::Stage::done;
    return item;
}

/// The stations one under the other, each with its state and, where somebody must act, by when.
html::Html stations_block(Context const &context, std::vector<Head> const &stations)
{
    auto const language = context.language();
    html::DeskGroup group;
    group.title = common::record_thread(language);
    for (auto const &head : stations) {
        auto const one = station(context, head, Uuid{});
        html::DeskItem item;
        item.what = one.kind;
        item.title = one.title;
        item.url = one.url;
        item.reference = one.reference;
        item.state = one.state;
        if (head.country) {
            item.from = context.app().codes.name("country", head.country->view(), language);
        }
        if (head.due_on) {
            item.due_text = common::clock_due_on(language, *head.due_on);
            item.due =
                *head.due_on < context.app().clock.today() ? html::Due::overdue : html::Due::later;
        }
        group.items.push_back(std::move(item));
    }
    return html::desk({group});
}

html::Html documents(Context const &context, storage::Reader &reader,
                     std::vector<Head> const &stations, std::vector<Uuid> const &ids,
                     Audience audience)
{
    auto const attachments = attachments_of_several(reader, ids, audience);
    std::vector<Id<files::File>> file_ids;
    file_ids.reserve(attachments.size());
    for (auto const &attachment : attachments) {
        file_ids.push_back(attachment.file);
    }
    auto const stored = files::find_all(reader, file_ids);
    std::vector<html::TimelineItem> items;
    for (auto const &attachment : attachments) {
        auto const file = std::ranges::find(stored, attachment.file, &files::Stored::id);
        auto const head = std::ranges::find(stations, attachment.record, &Head::id);
        if (file == stored.end() || head == stations.end()) {
            continue;
        }
        auto const url = url_of(*context.app().noun(head->kind), head->reference);
        items.push_back(
            {.when = context.moment(attachment.at),
             .title = attachment.description.empty() ? file->name : attachment.description,
             .url = url + "/documents/" + attachment.id.to_string(),
             .content = html::p(
                 html::a(html::href(url), head->reference), " · ", html::bdi(file->name), " · ",
                 i18n::format_size(context.language(), static_cast<std::uint64_t>(file->size)))});
    }
    return items.empty() ? html::Html{} : html::timeline(items);
}

/// Who leads and who acted, each once, with the records on which they did.
html::Html people(storage::Reader &reader, std::vector<Head> const &stations,
                  std::vector<events::Entry> const &entries)
{
    std::map<Uuid, std::vector<std::string>> where;
    auto const note = [&](std::optional<Uuid> who, std::string const &reference) {
        if (who) {
            auto &all = where[*who];
            if (std::ranges::find(all, reference) == all.end()) {
                all.push_back(reference);
            }
        }
    };
    for (auto const &head : stations) {
        note(head.assignee, head.reference);
    }
    for (auto const &entry : entries) {
        auto const head = std::ranges::find(stations, entry.record, &Head::id);
        if (head != stations.end()) {
            note(entry.actor.user, head->reference);
        }
    }
    std::vector<Uuid> ids;
    ids.reserve(where.size());
    for (auto const &[id, references] : where) {
        ids.push_back(id);
    }
    std::vector<html::Fact> facts;
    for (auto const &[id, name] : names_of_users(reader, ids)) {
        std::string on;
        for (auto const &reference : where[id]) {
            on += (on.empty() ? "" : " · ") + reference;
        }
        facts.push_back({.label = name, .value = html::small(on)});
    }
    return facts.empty() ? html::Html{} : html::facts(facts);
}

http::Response thread_json(Context const &context, std::vector<Head> const &stations)
{
    json::array items;
    for (auto const &head : stations) {
        items.push_back(json::object{
            {"kind", head.kind},
            {"id", head.id.to_string()},
            {"reference", head.reference},
            {"title", head.title},
            {"state", head.state},
            {"country", head.country ? json::value(head.country->to_string()) : json::value()},
            {"due", head.due_on ? json::value(head.due_on->to_string()) : json::value()},
            {"created", head.created_at.to_string()}});
    }
    return context.json(json::serialize(json::object{{"items", std::move(items)}}));
}

http::Response thread_page(Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const language = context.language();
        auto const record = records::resolve(reader, records::any_kind, context.part("id"));
        auto const stations = record ? story_of(context, reader, *record) : std::vector<Head>{};
        // Whoever may not see the record learns nothing of what hangs together with it.
        if (!record || std::ranges::find(stations, *record, &Head::id) == stations.end()) {
            return context.refused({Decline::not_found, {{"", "common.not_found", {}}}});
        }
        if (context.is_api()) {
            return thread_json(context, stations);
        }
        auto const audience = records::audience_of(context.identity());
        std::vector<Uuid> ids;
        std::map<Uuid, html::Link> links;
        html::Record page;
        for (auto const &head : stations) {
            ids.push_back(head.id);
            links.emplace(
                head.id, html::Link{.label = head.reference,
                                    .url = url_of(*context.app().noun(head.kind), head.reference)});
        }
        auto const &first = stations.front();
        page.kind = common::record_thread(language);
        page.reference = first.reference;
        page.title = first.title_in(language);
        auto const entries = events::newest_acts(reader, ids, audience, acts_most);
        auto const comments = records::newest_comments(reader, ids, audience, acts_most);
        auto const block = [](std::string_view title, html::Html const &content) {
            return content.empty() ? html::Html{} : html::block(title, content);
        };
        page.sections = stations_block(context, stations) +
                        block(words::web::attachments(language),
                              documents(context, reader, stations, ids, audience)) +
                        block(words::web::people(language), people(reader, stations, entries));
        page.history = line_of_time(context, reader, entries, comments, links);
        return context.page(
            page.title, html::record(page, context.words()),
            {{.label = std::string{common::record_thread(language)}, .url = {}, .current = true}});
    });
}

} // namespace

void add_thread_route(Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = "/threads/{id}",
                .gate = {.kind = Gate::Kind::signed_in},
                .handler = thread_page,
                .api = ApiDoc{.summary = "The records that came of one another, as one story.",
                              .tag = "thread"}});
}

void add_stations(Context const &context, storage::Reader &reader, Head const &head,
                  html::Record &page)
{
    auto const story = story_of(context, reader, head.id);
    if (story.size() < 2) {
        return;
    }
    auto &stations = page.thread;
    for (auto const &one : story) {
        if (std::ranges::find(stations, one.reference, &html::ThreadItem::reference) ==
            stations.end()) {
            stations.push_back(station(context, one, head.id));
        }
    }
    if (context.identity() == nullptr) {
        return; // the whole story is for who has an account
    }
    page.beside = html::p(html::a(html::href("/threads/" + http::encode_component(head.reference)),
                                  words::web::whole_story(context.language()))) +
                  page.beside;
}

} // namespace selatan::web

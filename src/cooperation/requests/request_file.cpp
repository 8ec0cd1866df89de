#include "cooperation/requests/request_file.hpp"

#include "cooperation/requests/requests.hpp"
#include "platform/files/zip_stream.hpp"
#include "platform/html/markdown.hpp"
#include "platform/records/list.hpp"
#include "platform/web/attachment_store.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/noun_record.hpp"
#include "words/common.hpp"
#include "words/requests.hpp"
#include "words/web.hpp"

#include <algorithm>

namespace selatan::requests {

namespace {

namespace word = words::requests;

html::Html particulars(web::Context const &context, storage::Reader &reader, Head const &head,
                       Audience audience)
{
    auto const request = *records::load(reader, requests, head.id);
    std::vector<html::Fact> facts;
    for (auto const &column : records::columns_of(requests, audience)) {
        if (column.field == nullptr) {
            continue;
        }
        records::CellText cell{
            .text = column.field->print(&request), .label = {}, .reference = {}, .kind = {}};
        if (cell.text.empty()) {
            continue;
        }
        auto value = web::show_cell(context, requests, column, cell);
        if (column.shape == records::Shape::long_text) {
            value = html::from_markdown(cell.text).html();
        } else if (column.shape == records::Shape::link) {
            // A file that is read elsewhere leads nowhere: names, not links.
            auto const id = Uuid::parse(cell.text);
            auto const label = id ? records::label_of(reader, *id) : std::nullopt;
            value = html::bdi(label ? label->reference + " " + label->title : std::string{});
        }
        facts.push_back(
            {.label = std::string{column.label(context.language())}, .value = std::move(value)});
    }
    return html::facts(facts);
}

html::Html history(web::Context const &context, storage::Reader &reader, Head const &head,
                   Audience audience)
{
    auto const language = context.language();
    auto const entries = events::history(reader, requests.kind, head.id, audience);
    auto const names = web::actor_names(reader, entries);
    std::vector<std::pair<Instant, html::Html>> lines;
    for (auto const &entry : entries) {
        auto const who = entry.actor.user ? names.find(*entry.actor.user) : names.end();
        auto const name = who == names.end()
                              ? std::string{words::common::history_by_program(language)}
                              : who->second;
        auto const own = word::acts(language, entry.verb);
        auto const act = own ? *own : words::web::act(language, entry.verb).value_or(entry.verb);
        lines.emplace_back(entry.at,
                           html::p(html::moment(context.moment(entry.at)), " · ", html::bdi(name),
                                   " · ", act, " ", html::bdi(entry.reason)));
    }
    for (auto const &comment : records::comments(reader, head.id, audience)) {
        lines.emplace_back(comment.at, html::p(html::moment(context.moment(comment.at)), " · ",
                                               html::bdi(comment.author_name)) +
                                           html::from_markdown(comment.body).html());
    }
    std::ranges::stable_sort(lines, {}, &std::pair<Instant, html::Html>::first);
    html::Html all;
    for (auto const &[at, line] : lines) {
        all += line;
    }
    return all;
}

std::string as_page(web::Context const &context, storage::Reader &reader, Head const &head,
                    Audience audience)
{
    auto const language = context.language();
    auto const title = head.reference + " · " + head.title;
    html::Document page;
    page.language = to_code(language);
    page.direction = is_right_to_left(language) ? html::Direction::right_to_left
                                                : html::Direction::left_to_right;
    page.head = html::meta(html::attr<"charset">("utf-8")) + html::title(title);
    page.body = html::h1(html::bdi(title)) +
                html::p(web::state_name(requests, head.state, language)) +
                particulars(context, reader, head, audience) +
                html::h2(words::web::history(language)) + history(context, reader, head, audience);
    return html::document(std::move(page)).take();
}

} // namespace

http::Response whole_file(web::Context &context)
{
    auto const audience = records::audience_of(context.identity());
    struct Found {
        std::string reference;
        std::vector<files::ZipEntry> entries;
        std::vector<files::Stored> documents;
    };
    auto found = context.store().read([&](storage::Reader &reader) -> Result<Found> {
        auto const head = records::find(reader, requests, context.identity(), context.part("id"));
        if (!head) {
            return refuse(head.error());
        }
        Found all{.reference = head->reference, .entries = {}, .documents = {}};
        all.entries.push_back(
            {.name = head->reference + ".html",
             .content = files::stream_of(as_page(context, reader, *head, audience))});
        all.entries.push_back(
            {.name = head->reference + ".json",
             .content = files::stream_of(web::record_json(reader, requests, *head, audience))});
        std::vector<Id<files::File>> ids;
        for (auto const &attachment : web::attachments_of(reader, head->id, audience)) {
            ids.push_back(attachment.file);
        }
        all.documents = files::find_all(reader, ids);
        return all;
    });
    if (!found) {
        return context.refused(found.error());
    }
    int number = 0;
    for (auto const &document : found->documents) {
        auto stream = files::open(context.store(), document);
        if (!stream) {
            return context.refused(stream.error());
        }
        // Two documents may bear the same name.
        found->entries.push_back({.name = std::to_string(++number) + " " + document.name,
                                  .content = std::move(*stream)});
    }
    http::Response response;
    response.headers.set("Content-Type", "application/zip");
    response.headers.set("Content-Disposition",
                         "attachment; filename=\"" + found->reference + ".zip\"");
    response.headers.set("Cache-Control", "private, no-store");
    response.stream = files::zip_stream(std::move(found->entries), context.app().clock.now());
    return response;
}

} // namespace selatan::requests

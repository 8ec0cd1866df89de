#include "platform/web/noun_pages.hpp"

#include "platform/web/attachment.hpp"
#include "platform/web/foresight.hpp"
#include "platform/web/noun_handlers.hpp"
#include "platform/web/noun_list.hpp"
#include "platform/web/noun_record.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

http::Response show(Context &context, NounPages const &pages)
{
    auto const &noun = *pages.noun;
    return context.store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, noun, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        if (!context.is_api()) {
            return record_page(context, reader, pages, *head);
        }
        auto response = context.json(json_with_warnings(context, reader, noun, *head));
        response.headers.set("ETag", "\"" + std::to_string(head->version) + "\"");
        return response;
    });
}

http::Response post_comment(Context &context, NounPages const &pages)
{
    auto const &noun = *pages.noun;
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const mine = records::audience_of(context.identity());
    // Partners write to us: what they say, they may read.
    auto audience = mine >= Audience::internal ? Audience::internal : Audience::partner;
    if (auto const sent = input->get("audience"); !sent.empty()) {
        if (!from_code(sent, audience) || audience > std::min(mine, Audience::internal) ||
            audience == Audience::everyone) {
            return context.refused({Decline::invalid, {{"audience", "common.unknown_choice", {}}}});
        }
    }
    auto const body = std::string{input->get("body")};
    return context.act(
        [&](storage::Tx &tx) -> Result<Outcome> {
            auto const head = records::find(tx, noun, context.identity(), context.part("id"),
                                            records::verbs::comment);
            if (!head) {
                return refuse(head.error());
            }
            auto const id = records::comment(tx, context.who().actor(), *head, audience, body);
            if (!id) {
                return refuse(id.error());
            }
            return Outcome{
                .location = url_of(noun, head->reference) + "#comment-" + id->to_string(),
                .json = boost::json::serialize(boost::json::object{{"id", id->to_string()}}),
                .status = 201};
        },
        [&](Refusal const &refusal) {
            return context.store().read([&](storage::Reader &reader) {
                auto const head =
                    records::find(reader, noun, context.identity(), context.part("id"));
                return head && refusal.decline == Decline::invalid
                           ? record_page(context, reader, pages, *head, refusal.problems, body)
                           : context.refused(refusal);
            });
        });
}

} // namespace

void add_routes(Router &router, NounPages const &pages)
{
    using http::Method;
    auto const &noun = *pages.noun;
    router.remember(pages);
    std::string const path{noun.path};
    auto const gate = [&](std::string_view verb) {
        return Gate{.kind = Gate::Kind::policy, .policy = noun.policy, .verb = verb};
    };
    auto const doc = [&](std::string_view summary, ApiDoc::Shape shape) {
        return ApiDoc{.summary = summary, .tag = noun.kind, .answer = noun.fields, .shape = shape};
    };

    router.add({.method = Method::get,
                .pattern = path,
                .gate = gate(records::verbs::see),
                .handler =
                    [&pages](Context &context) {
                        return context.is_api() ? list_json(context, pages)
                                                : list_page(context, pages);
                    },
                .api = doc("Lists records.", ApiDoc::Shape::page_of_records)});
    router.add(
        {.method = Method::get,
         .pattern = path + ".csv",
         .gate = gate(records::verbs::see),
         .handler =
             [&pages](Context &context) { return list_export(context, pages, ExportFormat::csv); },
         .api = doc("Exports the list as CSV.", ApiDoc::Shape::text)});
    router.add(
        {.method = Method::get,
         .pattern = path + ".xlsx",
         .gate = gate(records::verbs::see),
         .handler =
             [&pages](Context &context) { return list_export(context, pages, ExportFormat::xlsx); },
         .api = doc("Exports the list as a workbook.", ApiDoc::Shape::text)});
    router.add({.method = Method::post,
                .pattern = path + "/views",
                .gate = gate(records::verbs::see),
                .handler = [&pages](Context &context) {
                    return save_view(context, pages);
                }});
    if (pages.add != nullptr && !pages.has_own_form) {
        router.add({.method = Method::get,
                    .pattern = path + "/new",
                    .gate = gate(records::verbs::create),
                    .handler = [&pages](Context &context) {
                        return new_form(context, pages, nullptr, {});
                    }});
        auto made = doc("Makes a record.", ApiDoc::Shape::record);
        made.body = noun.fields;
        router.add({.method = Method::post,
                    .pattern = path,
                    .gate = gate(records::verbs::create),
                    .handler = [&pages](Context &context) { return post_new(context, pages); },
                    .api = made});
    }
    router.add({.method = Method::get,
                .pattern = path + "/{id}",
                .gate = gate(records::verbs::see),
                .handler = [&pages](Context &context) { return show(context, pages); },
                .api = doc("Shows a record, by its id or reference.", ApiDoc::Shape::record)});
    router.add({.method = Method::get,
                .pattern = path + "/{id}/edit",
                .gate = gate(records::verbs::change),
                .handler = [&pages](Context &context) {
                    return edit_form(context, pages, nullptr, nullptr);
                }});
    auto changed = doc("Changes the fields that are sent.", ApiDoc::Shape::record);
    changed.body = noun.fields;
    changed.body_is_partial = true;
    changed.wants_version = true;
    router.add({.method = Method::post,
                .pattern = path + "/{id}",
                .gate = gate(records::verbs::change),
                .handler = [&pages](Context &context) {
                    return post_change(context, pages);
                }});
    router.add({.method = Method::patch,
                .pattern = path + "/{id}",
                .gate = gate(records::verbs::change),
                .handler = [&pages](Context &context) { return post_change(context, pages); },
                .api = changed,
                .is_page = false});
    router.add({.method = Method::post,
                .pattern = path + "/{id}/comments",
                .gate = gate(records::verbs::comment),
                .handler = [&pages](Context &context) { return post_comment(context, pages); },
                .api = ApiDoc{.summary = "Adds a comment (body, audience).", .tag = noun.kind}});
    if (pages.saves_drafts) {
        if (pages.add != nullptr) {
            router.add({.method = Method::post,
                        .pattern = path + "/new/draft",
                        .gate = gate(records::verbs::create),
                        .handler = [&pages](Context &context) {
                            return keep_form_draft(context, pages, true);
                        }});
        }
        router.add({.method = Method::post,
                    .pattern = path + "/{id}/draft",
                    .gate = gate(records::verbs::change),
                    .handler = [&pages](Context &context) {
                        return keep_form_draft(context, pages, false);
                    }});
    }
    if (pages.takes_attachments) {
        router.add(
            {.method = Method::get,
             .pattern = path + "/{id}/documents",
             .gate = gate(records::verbs::see),
             .handler = [&pages](Context &context) { return list_attachments(context, pages); },
             .api = ApiDoc{.summary = "Lists the documents: of each its id, name, size in bytes,"
                                      " description, audience, and the address of its file.",
                           .tag = noun.kind},
             .is_page = false});
        router.add(
            {.method = Method::post,
             .pattern = path + "/{id}/documents",
             .gate = gate(records::verbs::comment),
             .handler = [&pages](Context &context) { return attach(context, pages); },
             .api = ApiDoc{.summary = "Attaches documents (multipart: file, description, audience)"
                                      " and lists all.",
                           .tag = noun.kind},
             .takes_uploads = true});
        router.add(
            {.method = Method::get,
             .pattern = path + "/{id}/documents/{document}",
             .gate = gate(records::verbs::see),
             .handler = [&pages](Context &context) { return fetch_attachment(context, pages); },
             .api = ApiDoc{.summary = "Fetches a document.",
                           .tag = noun.kind,
                           .shape = ApiDoc::Shape::text}});
    }
    for (auto const &verb : pages.verbs) {
        auto const verb_path = path + "/{id}/" + std::string{verb.path};
        if (!verb.fields.empty()) {
            router.add({.method = Method::get,
                        .pattern = verb_path,
                        .gate = gate(verb.verb),
                        .handler = [&pages, &verb](Context &context) {
                            return verb_form(context, pages, verb, nullptr, nullptr);
                        }});
        }
        ApiDoc act{
            .summary = verb.verb, .tag = noun.kind, .body = verb.fields, .answer = noun.fields};
        act.shape = ApiDoc::Shape::record;
        act.wants_version = true;
        router.add({.method = Method::post,
                    .pattern = verb_path,
                    .gate = gate(verb.verb),
                    .handler = [&pages, &verb](
                                   Context &context) { return post_verb(context, pages, verb); },
                    .api = act});
    }
}

} // namespace selatan::web

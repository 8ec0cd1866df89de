#include "exchange/reported/batch_web.hpp"

#include "exchange/reported/batch_store.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reading.hpp"
#include "exchange/reported/received.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "platform/i18n/words/words.hpp"
#include "platform/jobs/job.hpp"
#include "words/common.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

namespace selatan::reported {

namespace {

namespace json = boost::json;
namespace word = words::reported;
using http::Method;
using http::Response;
using web::Context;

std::string text_in(json::object const &object, std::string_view name)
{
    auto const *const found = object.if_contains(name);
    auto const *const text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string{*text} : std::string{};
}

json::array const &array_in(json::value const &report, std::string_view name)
{
    static json::array const none;
    auto const *const object = report.if_object();
    auto const *const found = object != nullptr ? object->if_contains(name) : nullptr;
    auto const *const array = found != nullptr ? found->if_array() : nullptr;
    return array != nullptr ? *array : none;
}

/// The first notes, each with the activity that it is about.
html::Html notes_block(Context const &context, json::array const &notes, std::int64_t all)
{
    auto const language = context.language();
    if (notes.empty()) {
        return {};
    }
    html::List list;
    list.id = "notes";
    list.caption = word::batch_problems(language);
    list.columns = {{.key = "activity", .label = std::string{word::list_activity(language)}},
                    {.key = "place", .label = std::string{word::page_where(language)}},
                    {.key = "why", .label = std::string{word::page_why(language)}}};
    for (auto const &note : notes) {
        auto const &object = note.as_object();
        auto const identifier = text_in(object, "identifier");
        auto const why = text_in(object, "why");
        html::Row row;
        row.cells.push_back(html::a(
            html::href("/reported/activities?identifier=" + http::encode_component(identifier)),
            html::bdi(identifier.empty() ? std::string{word::page_nameless(language)}
                                         : identifier)));
        row.cells.push_back(html::code(html::bdi(text_in(object, "path"))));
        row.cells.push_back(html::fragment(word::note(language, why).value_or(why), " ",
                                           html::when(!text_in(object, "value").empty(), [&] {
                                               return html::code(
                                                   html::bdi(text_in(object, "value")));
                                           })));
        list.rows.push_back(std::move(row));
    }
    auto content = html::list(list, context.words());
    if (all > static_cast<std::int64_t>(notes.size())) {
        content +=
            html::p(html::cls("note"),
                    word::page_notes_more(language, static_cast<std::int64_t>(notes.size()), all));
    }
    return html::block(word::batch_problems(language), content);
}

std::vector<html::Notice> refusals(Context const &context, json::array const &problems)
{
    std::vector<html::Notice> all;
    for (auto const &one : problems) {
        auto const &object = one.as_object();
        Problem problem;
        problem.code = text_in(object, "code");
        if (auto const *const arguments = object.if_contains("arguments")) {
            for (auto const &[name, value] : arguments->as_object()) {
                problem.arguments.emplace_back(std::string{name}, std::string{value.as_string()});
            }
        }
        all.push_back({.tone = html::Tone::bad, .title = context.say(problem), .body = {}});
    }
    return all;
}

std::vector<html::Link> trail(Language language)
{
    return {{.label = std::string{word::page_title(language)}, .url = "/reported"},
            {.label = std::string{word::batch_plural(language)}, .url = std::string{batches.path}}};
}

Response upload_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    html::Form form;
    form.id = "import";
    form.url = batches.path;
    form.hidden = context.hidden();
    form.has_files = true;
    html::Field field{.name = "file",
                      .label = std::string{word::batch_file(language)},
                      .hint = std::string{word::page_file_hint(language)},
                      .error = {},
                      .is_required = true};
    if (refusal != nullptr) {
        field.error = context.say(refusal->problems.front());
        form.problems = {{.field = "file", .message = field.error}};
    }
    form.fields = html::file_field(field, context.words(), {.accept = ".xml,.gz,.zip"});
    form.submits = {{.label = std::string{word::page_send(language)}, .name = {}, .value = {}}};
    form.cancel = html::Link{.label = std::string{words::common::action_cancel(language)},
                             .url = std::string{batches.path}};
    auto const title = std::string{word::batch_add(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::page_upload_lead(language)}}) +
            html::entry_form(form, context.words()),
        trail(language), refusal != nullptr ? web::status_of(refusal->decline) : 200);
}

Response post_upload(Context &context)
{
    auto const again = [&](Refusal const &refusal) {
        return context.is_api() ? context.refused(refusal) : upload_page(context, &refusal);
    };
    auto const &uploads = context.request().uploads;
    auto const upload = std::ranges::find(uploads, "file", &http::Upload::field);
    if (upload == uploads.end() || upload->size == 0) {
        // Browsers send a file without name and content when none was chosen.
        bool const is_chosen = upload != uploads.end() && upload->name != "file";
        return again({Decline::invalid,
                      {{"file", is_chosen ? "reported.empty_file" : "reported.no_file", {}}}});
    }
    if (upload->size > upload_bytes_most) {
        constexpr std::uint64_t megabyte = 1U << 20U;
        return again({Decline::too_large,
                      {{"file",
                        "reported.too_large",
                        {{"megabytes", std::to_string(upload_bytes_most / megabyte)}}}}});
    }
    auto const files = received_files(upload->path, upload->name);
    if (!files) {
        return again(files.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            json::array imports;
            std::string reference;
            for (auto const &file : *files) {
                auto const saved = receive(tx, context.who(), file.name, file.pieces);
                if (!saved) {
                    return refuse(saved.error());
                }
                reference = saved->reference;
                imports.push_back(json::object{{"id", saved->id.to_string()},
                                               {"reference", saved->reference},
                                               {"version", saved->version},
                                               {"state", saved->state},
                                               {"file", file.name}});
            }
            // Of an archive the list has them all, the last first.
            bool const is_one = files->size() == 1;
            return web::Outcome{
                .location = is_one ? web::url_of(batches, reference) : std::string{batches.path},
                .json =
                    json::serialize(is_one ? imports.front() : json::object{{"imports", imports}}),
                .status = 202};
        },
        again);
}

/// The file as it came in: its activities from their sources, with what stood around them.
Response file_of(Context &context)
{
    auto const head = context.store().read([&](storage::Reader &reader) {
        return records::find(reader, batches, context.identity(), context.part("id"),
                             records::verbs::see);
    });
    if (!head) {
        return context.refused(head.error());
    }
    struct Kept {
        std::optional<Layout> layout;
        bool has_pieces = false;
    };
    auto kept = context.store().read([&](storage::Reader &reader) {
        return Kept{layout_of(reader, head->id), piece_of(reader, head->id, 1).has_value()};
    });
    if (!kept.layout && !kept.has_pieces) {
        return context.refused({Decline::not_found, {{"", "common.not_found", {}}}});
    }
    Response response;
    response.headers.set("Content-Type", "application/xml");
    response.headers.set("Content-Disposition",
                         "attachment; filename=\"reported-" + head->reference + ".xml\"");
    response.headers.set("Cache-Control", "private, no-store");
    auto *const store = &context.store();
    if (kept.has_pieces) {
        response.stream = [store, batch = head->id,
                           number = std::int64_t{0}](std::string &piece) mutable {
            auto const bytes = store->read(
                [&](storage::Reader &reader) { return piece_of(reader, batch, ++number); });
            if (bytes) {
                piece += Decompressor{}.decompress(*bytes);
            }
            return bytes.has_value();
        };
        return response;
    }
    auto layout = std::make_shared<Layout>(std::move(*kept.layout));
    response.stream = [store, layout, at = std::size_t{0}](std::string &piece) mutable {
        constexpr std::size_t at_a_time = 100;
        store->read([&](storage::Reader &reader) {
            auto const end = std::min(at + at_a_time, layout->entries.size());
            std::vector<std::int64_t> ids;
            for (auto i = at; i < end; ++i) {
                ids.push_back(layout->entries[i].activity);
            }
            auto const sources = sources_of(reader, ids);
            for (std::size_t i = 0; i < sources.size(); ++i) {
                piece += layout->entries[at + i].before;
                piece += sources[i];
            }
            at = end;
        });
        if (at < layout->entries.size()) {
            return true;
        }
        piece += layout->after;
        return false;
    };
    return response;
}

} // namespace

web::RecordExtras batch_extras(Context const &context, storage::Reader &reader,
                               records::Head const &head, void const *value)
{
    auto const language = context.language();
    auto const &batch = *static_cast<Batch const *>(value);
    web::RecordExtras extras;
    auto const text = report_of(reader, head.id);
    auto const report = text.empty() ? json::value{} : json::parse(text);
    if (head.state == states::received) {
        auto const job = job_of(reader, head.id);
        bool const has_ended = job && job->state == jobs::State::dead;
        bool const was_tried = job && job->state == jobs::State::waiting && job->attempts > 0;
        extras.notices.push_back(
            {.tone = has_ended ? html::Tone::bad : html::Tone::active,
             .title = std::string{has_ended   ? word::page_gave_up(language)
                                  : was_tried ? word::page_interrupted(language)
                                              : word::page_waiting(language)},
             .body = {}});
        extras.actions.push_back({.label = std::string{word::page_reload(language)},
                                  .url = web::url_of(batches, head.reference)});
    } else if (head.state == states::refused) {
        extras.notices = refusals(context, array_in(report, "problems"));
    } else if (head.state == states::imported) {
        extras.sections = notes_block(context, array_in(report, "notes"), batch.problems);
        extras.actions.push_back({.label = std::string{word::page_file_back(language)},
                                  .url = web::url_of(batches, head.reference) + "/file",
                                  .emphasis = html::Emphasis::quiet,
                                  .picture = html::Icon::download});
        extras.actions.push_back({.label = std::string{word::list_title(language)},
                                  .url = "/reported/activities",
                                  .emphasis = html::Emphasis::quiet});
    }
    return extras;
}

void add_batch_routes(web::Router &router)
{
    web::add_routes(router, batch_pages);
    auto const gate = [](std::string_view verb) {
        return web::Gate{.kind = web::Gate::Kind::policy, .policy = &policy, .verb = verb};
    };
    router.add({.method = Method::get,
                .pattern = "/reported/imports/new",
                .gate = gate(records::verbs::create),
                .handler = [](Context &context) {
                    return upload_page(context, nullptr);
                }});
    router.add(
        {.method = Method::post,
         .pattern = "/reported/imports",
         .gate = gate(records::verbs::create),
         .handler = post_upload,
         .api =
             web::ApiDoc{
                 .summary =
                     "Takes an IATI file (multipart: file), or a zip of them, and imports it "
                     "in the background.",
                 .tag = "reported"},
         .takes_uploads = true});
    router.add({.method = Method::get,
                .pattern = "/reported/imports/{id}/file",
                .gate = gate(records::verbs::see),
                .handler = file_of,
                .api = web::ApiDoc{.summary = "Gives back the file as it came in.",
                                   .tag = "reported",
                                   .shape = web::ApiDoc::Shape::text}});
}

} // namespace selatan::reported

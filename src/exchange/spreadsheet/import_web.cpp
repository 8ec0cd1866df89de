#include "exchange/spreadsheet/import_web.hpp"

#include "exchange/spreadsheet/files_out.hpp"
#include "exchange/spreadsheet/import_pages.hpp"
#include "exchange/spreadsheet/mapping_form.hpp"
#include "platform/html/components.hpp"
#include "words/common.hpp"
#include "words/spreadsheet.hpp"

#include <boost/json.hpp>

namespace selatan::spreadsheet {

namespace {

namespace word = words::spreadsheet;
namespace common = words::common;
using http::Method;
using http::Response;
using records::Head;
using web::Context;
using web::Outcome;

constexpr files::Limits upload_limits{.bytes = 50 * files::chunk_size};

std::string url_of(records::Saved const &saved)
{
    return web::url_of(batches, saved.reference);
}

std::string json_of(records::Saved const &saved)
{
    return boost::json::serialize(boost::json::object{{"id", saved.id.to_string()},
                                                      {"reference", saved.reference},
                                                      {"version", saved.version},
                                                      {"state", saved.state}});
}

Result<Head> find_batch(Context const &context, storage::Reader &reader, std::string_view verb)
{
    return records::find(reader, batches, context.identity(), context.part("id"), verb);
}

Result<Head> find_batch(Context const &context, std::string_view verb)
{
    return context.store().read(
        [&](storage::Reader &reader) { return find_batch(context, reader, verb); });
}

Response download(std::shared_ptr<sheets::Spool> spool, std::string const &name,
                  std::string const &type)
{
    Response response;
    response.headers.set("Content-Type", type);
    response.headers.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    response.headers.set("Cache-Control", "private, no-store");
    response.stream = [spool = std::move(spool)](std::string &piece) {
        return spool->next(piece);
    };
    return response;
}

constexpr char const *xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr char const *csv_type = "text/csv; charset=utf-8; header=present";

// -- Receiving ----------------------------------------------------------------------------------

Response post_upload(Context &context, Importer const &importer)
{
    auto const again = [&](Refusal const &refusal) {
        return context.is_api() ? context.refused(refusal)
                                : upload_page(context, importer, &refusal);
    };
    auto const &request = context.request();
    auto const upload = std::ranges::find_if(
        request.uploads, [](http::Upload const &one) { return one.field == "file"; });
    if (upload == request.uploads.end() || upload->size == 0) {
        return again({Decline::invalid, {{"file", "spreadsheet.no_file", {}}}});
    }
    auto const examined = files::examine(upload->path, upload->name, "file", upload_limits);
    if (!examined) {
        return again(examined.error());
    }
    // A program may name the mapping at once, and so have the file checked.
    std::optional<Mapping> mapping;
    if (auto const name = request.form.find("mapping"); name && !name->empty()) {
        mapping = importer.mapping_named(*name);
        if (!mapping) {
            return again(
                {Decline::invalid,
                 {{"mapping", "spreadsheet.no_such_mapping", {{"name", std::string{*name}}}}}});
        }
    }
    auto const summary = importer.look(upload->path);
    if (!summary) {
        return again(summary.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<Outcome> {
            auto saved = importer.receive(tx, context.who(), *examined, *summary);
            if (saved && mapping) {
                auto const program = auth::program_identity("web");
                auto const head = records::find(tx, batches, &program, saved->id.to_string());
                saved = importer.check(tx, context.who(), *head, saved->version, *mapping);
            }
            if (!saved) {
                return refuse(saved.error());
            }
            return Outcome{.location = url_of(*saved) + (mapping ? "/progress" : "/mapping"),
                           .json = json_of(*saved),
                           .status = 201};
        },
        again);
}

// -- Mapping ------------------------------------------------------------------------------------

Response get_mapping(Context &context, Importer const &importer)
{
    auto const head = find_batch(context, verbs::check);
    return head ? mapping_page(context, importer, *head) : context.refused(head.error());
}

/// From a form: the name of a mapping, or columns; from a program: a mapping, or {"mapping": name}.
Result<Mapping> mapping_sent(Context const &context, Importer const &importer)
{
    auto const named = [&](std::string_view name) -> Result<Mapping> {
        if (auto mapping = importer.mapping_named(name)) {
            return std::move(*mapping);
        }
        return refuse(Decline::invalid, "mapping", "spreadsheet.no_such_mapping",
                      {{"name", std::string{name}}});
    };
    if (context.is_api()) {
        boost::system::error_code error;
        auto const parsed = boost::json::parse(context.request().body, error);
        if (!error && parsed.is_object() && parsed.get_object().contains("mapping") &&
            parsed.get_object().at("mapping").is_string()) {
            return named(std::string_view{parsed.get_object().at("mapping").get_string()});
        }
        return parse_mapping(context.request().body);
    }
    auto const &form = context.request().form;
    if (auto const name = form.find("mapping")) {
        return named(*name);
    }
    auto const *const target = importer.target(form.find("kind").value_or(std::string_view{}));
    if (target == nullptr) {
        return refuse(Decline::invalid, "kind", "spreadsheet.unknown_kind");
    }
    auto mapping = mapping_from_form(form, *target->noun);
    Problems problems;
    if (mapping.name.empty()) {
        problems.push_back({"name", "common.required", {}});
    }
    if (mapping.source.empty()) {
        problems.push_back({"source", "common.required", {}});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return mapping;
}

Response post_mapping(Context &context, Importer const &importer)
{
    auto const again = [&](Refusal const &refusal) {
        auto const head = find_batch(context, verbs::check);
        bool const has_form = !context.is_api() && head && refusal.decline == Decline::invalid;
        return has_form ? mapping_page(context, importer, *head, &refusal)
                        : context.refused(refusal);
    };
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    auto mapping = mapping_sent(context, importer);
    if (!mapping) {
        return again(mapping.error());
    }
    bool const keeps = context.request().form.find("keep").has_value();
    return context.act(
        [&](storage::Tx &tx) -> Result<Outcome> {
            auto const head = find_batch(context, tx, verbs::check);
            if (!head) {
                return refuse(head.error());
            }
            if (keeps) {
                save_mapping(
                    tx, {.name = mapping->name, .kind = mapping->kind, .json = to_json(*mapping)},
                    context.who().actor().user);
            }
            auto const saved = importer.check(tx, context.who(), *head, *version, *mapping);
            if (!saved) {
                return refuse(saved.error());
            }
            return Outcome{.location = url_of(*saved) + "/progress", .json = json_of(*saved)};
        },
        again);
}

// -- Acting -------------------------------------------------------------------------------------

using Step =
    std::function<Result<records::Saved>(storage::Tx &, Head const &, std::int64_t version)>;

Response act_on_batch(Context &context, std::string_view verb, std::string_view then,
                      Step const &step, std::function<Response(Refusal const &)> const &again = {})
{
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<Outcome> {
            auto const head = find_batch(context, tx, verb);
            if (!head) {
                return refuse(head.error());
            }
            auto const saved = step(tx, *head, *version);
            if (!saved) {
                return refuse(saved.error());
            }
            return Outcome{.location = url_of(*saved) + std::string{then}, .json = json_of(*saved)};
        },
        again);
}

Response undo_page(Context const &context, Refusal const *refusal)
{
    auto const head = find_batch(context, verbs::undo);
    if (!head) {
        return context.refused(refusal == nullptr ? head.error() : *refusal);
    }
    auto const language = context.language();
    auto const title = std::string{word::page_undo(language)};
    auto const url = web::url_of(batches, head->reference);
    html::Form form;
    form.id = "undo";
    form.url = url + "/undo";
    form.hidden = context.hidden(head->version);
    bool const is_touched =
        refusal != nullptr && refusal->problems.front().code == "spreadsheet.touched";
    form.submits = {{.label = title, .emphasis = html::Emphasis::danger}};
    if (is_touched) {
        form.hidden.push_back({"undoing", "untouched"});
        form.submits = {{.label = std::string{word::page_undo_others(language)},
                         .emphasis = html::Emphasis::danger}};
    }
    form.cancel = html::Link{.label = std::string{common::action_cancel(language)}, .url = url};
    html::Html notice;
    if (refusal != nullptr) {
        notice = html::notice({.tone = html::Tone::bad,
                               .title = context.say(refusal->problems.front()),
                               .live = true});
    }
    return context.page(
        title,
        html::page_head({.title = title, .lead = head->reference + " · " + head->title}) + notice +
            html::p(word::page_undo_question(language)) + html::entry_form(form, context.words()),
        {{.label = std::string{word::batch_plural(language)}, .url = std::string{batches.path}},
         {.label = head->reference, .url = url},
         {.label = title, .url = {}, .current = true}},
        refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

Response post_undo(Context &context, Importer const &importer)
{
    auto undoing = Undoing::all_or_nothing;
    if (auto const input = context.input(); input && input->get("undoing") == "untouched") {
        undoing = Undoing::untouched_alone;
    }
    try {
        return act_on_batch(
            context, verbs::undo, "",
            [&](storage::Tx &tx, Head const &head, std::int64_t version) {
                return importer.undo(tx, context.who(), head, version, undoing);
            },
            [&](Refusal const &refusal) {
                return context.is_api() ? context.refused(refusal) : undo_page(context, &refusal);
            });
    } catch (storage::Violation const &violation) {
        if (violation.kind != storage::Violation::Kind::foreign_key) {
            throw;
        }
        return context.refused({Decline::conflict, {{"", "spreadsheet.in_use", {}}}});
    }
}

Response failed_rows(Context &context, Importer const &importer, TableFormat format)
{
    auto const head = find_batch(context, records::verbs::see);
    if (!head) {
        return context.refused(head.error());
    }
    auto file = failed_rows_file(importer, head->id, context.who(), format, context.language());
    if (!file) {
        return context.refused(file.error());
    }
    bool const is_csv = format == TableFormat::csv;
    return download(std::move(*file), head->reference + (is_csv ? "-failed.csv" : "-failed.xlsx"),
                    is_csv ? csv_type : xlsx_type);
}

Response template_of(Context &context, Importer const &importer)
{
    auto const *const target = importer.target(context.part("kind"));
    if (target == nullptr ||
        !records::could(*target->noun->policy, context.identity(), records::verbs::create)) {
        return context.refused({Decline::not_found, {{"", "common.not_found", {}}}});
    }
    return download(template_file(*target->noun, importer.codes(), context.language()),
                    std::string{target->noun->kind} + ".xlsx", xlsx_type);
}

Response report_json(Context &context)
{
    auto const head = find_batch(context, records::verbs::see);
    if (!head) {
        return context.refused(head.error());
    }
    auto const detail =
        context.store().read([&](storage::Reader &reader) { return detail_of(reader, head->id); });
    return context.json(to_json(report_from_json(detail.report), context.language()));
}

Response mapping_json(Context &context)
{
    auto const head = find_batch(context, records::verbs::see);
    if (!head) {
        return context.refused(head.error());
    }
    auto const detail =
        context.store().read([&](storage::Reader &reader) { return detail_of(reader, head->id); });
    if (detail.mapping.empty()) {
        return context.refused({Decline::not_found, {{"", "common.not_found", {}}}});
    }
    auto response = context.json(detail.mapping);
    response.headers.set("Content-Disposition",
                         "attachment; filename=\"" + head->reference + "-mapping.json\"");
    return response;
}

} // namespace

void add_routes(web::Router &router, Importer const &importer)
{
    web::add_routes(router, batch_pages);
    auto const gate = [](std::string_view verb) {
        return web::Gate{.kind = web::Gate::Kind::policy, .policy = &policy, .verb = verb};
    };
    auto const doc = [](std::string_view summary) {
        return web::ApiDoc{.summary = summary, .tag = batches.kind};
    };
    auto const text_doc = [](std::string_view summary) {
        return web::ApiDoc{
            .summary = summary, .tag = batches.kind, .shape = web::ApiDoc::Shape::text};
    };
    std::string const one = std::string{batches.path} + "/{id}";
    router.add({.method = Method::get,
                .pattern = "/imports/new",
                .gate = gate(records::verbs::create),
                .handler = [&importer](Context &context) {
                    return upload_page(context, importer);
                }});
    router.add(
        {.method = Method::post,
         .pattern = "/imports",
         .gate = gate(records::verbs::create),
         .handler = [&importer](Context &context) { return post_upload(context, importer); },
         .api =
             doc("Receives a file (multipart: file); checks it when a mapping is named (mapping)."),
         .takes_uploads = true});
    router.add({.method = Method::get,
                .pattern = "/imports/templates/{kind}",
                .gate = gate(records::verbs::create),
                .handler = [&importer](Context &context) { return template_of(context, importer); },
                .api = text_doc("Makes a workbook to fill in, with the choices built in.")});
    router.add({.method = Method::get,
                .pattern = one + "/mapping",
                .gate = gate(verbs::check),
                .handler = [&importer](Context &context) {
                    return get_mapping(context, importer);
                }});
    router.add(
        {.method = Method::post,
         .pattern = one + "/mapping",
         .gate = gate(verbs::check),
         .handler = [&importer](Context &context) { return post_mapping(context, importer); },
         .api = doc("Checks the file by a mapping: the mapping itself, or its name (mapping).")});
    router.add({.method = Method::get,
                .pattern = one + "/mapping.json",
                .gate = gate(records::verbs::see),
                .handler = mapping_json,
                .api = text_doc("Shows the mapping, to be kept as a file.")});
    router.add({.method = Method::get,
                .pattern = one + "/progress",
                .gate = gate(records::verbs::see),
                .handler = [](Context &context) {
                    auto const head = find_batch(context, records::verbs::see);
                    return head ? progress_page(context, *head) : context.refused(head.error());
                }});
    router.add({.method = Method::get,
                .pattern = one + "/report",
                .gate = gate(records::verbs::see),
                .handler = report_json,
                .api = doc("Tells what a check or an import found, with every problem's sentence."),
                .is_page = false});
    router.add({.method = Method::post,
                .pattern = one + "/import",
                .gate = gate(verbs::import),
                .handler =
                    [&importer](Context &context) {
                        return act_on_batch(
                            context, verbs::import, "/progress",
                            [&](storage::Tx &tx, Head const &head, std::int64_t version) {
                                return importer.start(tx, context.who(), head, version);
                            });
                    },
                .api = doc("Imports what was checked, in the background.")});
    router.add({.method = Method::get,
                .pattern = one + "/undo",
                .gate = gate(verbs::undo),
                .handler = [](Context &context) {
                    return undo_page(context, nullptr);
                }});
    router.add(
        {.method = Method::post,
         .pattern = one + "/undo",
         .gate = gate(verbs::undo),
         .handler = [&importer](Context &context) { return post_undo(context, importer); },
         .api = doc("Undoes an import; with undoing=untouched, all but records changed since.")});
    router.add({.method = Method::get,
                .pattern = one + "/failed.xlsx",
                .gate = gate(records::verbs::see),
                .handler =
                    [&importer](Context &context) {
                        return failed_rows(context, importer, TableFormat::xlsx);
                    },
                .api = text_doc("Gives back the rows that did not come in, as a workbook.")});
    router.add({.method = Method::get,
                .pattern = one + "/failed.csv",
                .gate = gate(records::verbs::see),
                .handler =
                    [&importer](Context &context) {
                        return failed_rows(context, importer, TableFormat::csv);
                    },
                .api = text_doc("Gives back the rows that did not come in, as CSV.")});
}

} // namespace selatan::spreadsheet

#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/letter_draft.hpp"
#include "cooperation/correspondence/letter_paper.hpp"
#include "cooperation/correspondence/pages.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/believe.hpp"
#include "words/common.hpp"
#include "words/correspondence.hpp"

namespace selatan::correspondence {

namespace {

namespace word = words::correspondence;
namespace common = words::common;
using records::field;

// -- Drafting -------------------------------------------------------------------------------------

/// The template that a form or a program names: an id or a reference.
std::optional<Uuid> template_named(storage::Reader &reader, std::string_view text)
{
    return text.empty() ? std::nullopt : records::resolve(reader, letter_templates.kind, text);
}

/// What a link or the chooser's form asks for.
DraftWanted wanted_of(web::Context const &context, storage::Reader &reader,
                      records::Input const &input)
{
    auto const about = input.get("about");
    return {.installation = context.app().settings.installation,
            .about =
                about.empty() ? std::nullopt : records::resolve(reader, records::any_kind, about),
            .from = template_named(reader, input.get("template")),
            .first_language = parse_language(input.get("first_language")),
            .second_language = parse_language(input.get("second_language"))};
}

/// Chooses template and languages; a GET, so that the address says what was chosen.
html::Html chooser(web::Context const &context, storage::Reader &reader, Letter const &letter)
{
    auto const language = context.language();
    auto const &words = context.words();
    auto const choices = template_choices(reader);
    std::vector<html::Option> templates;
    templates.reserve(choices.size());
    for (auto const &one : choices) {
        templates.push_back({.value = one.reference, .label = one.name, .group = {}});
    }
    std::vector<html::Option> tongues;
    tongues.reserve(languages.size());
    for (auto const one : languages) {
        tongues.push_back({.value = std::string{to_code(one)},
                           .label = i18n::language_name(one, language),
                           .group = {}});
    }
    auto const named = [](std::string_view name, std::string_view label) {
        html::Field field;
        field.name = name;
        field.label = label;
        return field;
    };
    auto const about =
        letter.about ? records::label_of(reader, letter.about->uuid()) : std::nullopt;
    auto const from = letter.letter_template
                          ? records::label_of(reader, letter.letter_template->uuid())
                          : std::nullopt;
    html::Form form;
    form.id = "choose";
    form.url = std::string{letters.path} + "/new";
    form.is_get = true;
    form.fields =
        html::select_field(named("template", word::page_from_template(language)), templates,
                           from ? from->reference : "", words, true) +
        html::field_row(
            html::text_field(named("about", word::field_about(language)),
                             about ? about->reference : "", words, {.width = html::Width::third}) +
            html::select_field(named("first_language", word::field_first_language(language)),
                               tongues, to_code(letter.first_language), words, false) +
            html::select_field(
                named("second_language", word::field_second_language(language)), tongues,
                letter.second_language ? to_code(*letter.second_language) : std::string_view{},
                words, true));
    form.submits = {{.label = std::string{word::page_fill(language)},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    return html::entry_form(form, words);
}

http::Response new_letter_page(web::Context &context, records::Input const *typed,
                               Problems const &problems)
{
    auto const language = context.language();
    auto const content = context.store().read([&](storage::Reader &reader) {
        records::Input from_query;
        for (auto const &[name, text] : context.query()) {
            from_query.set(name, text);
        }
        auto const letter = begin_letter(reader, context.who(),
                                         wanted_of(context, reader, typed ? *typed : from_query));
        html::Form form;
        form.id = std::string{letters.kind};
        form.url = letters.path;
        form.hidden = context.hidden();
        if (letter.letter_template) {
            form.hidden.push_back(
                {.name = "template", .value = letter.letter_template->to_string()});
        }
        form.problems = web::field_problems(context, letters.fields, problems);
        form.fields = web::form_fields(context, reader, letters.fields,
                                       {.value = &letter, .typed = typed, .problems = &problems});
        form.submits = {
            {.label = std::string{common::action_save(language)}, .name = {}, .value = {}}};
        form.cancel = html::Link{.label = std::string{common::action_cancel(language)},
                                 .url = std::string{letters.path}};
        return (typed == nullptr ? chooser(context, reader, letter) : html::Html{}) +
               html::entry_form(form, context.words());
    });
    auto const title = std::string{word::letter_add(language)};
    return context.page(
        title, html::page_head({.title = title}) + content,
        {{.label = std::string{word::letter_plural(language)}, .url = std::string{letters.path}},
         {.label = title, .url = {}, .current = true}},
        problems.empty() ? 200 : 422);
}

/// The letter that was sent: what a template says, and over it what somebody wrote.
Result<Letter> letter_sent(web::Context const &context, storage::Tx &tx, records::Input const &sent)
{
    auto letter = begin_letter(tx, context.who(), wanted_of(context, tx, sent));
    records::Input input;
    for (auto const &[name, text] : sent.all()) {
        if (name != "template") {
            input.set(name, text);
        }
    }
    // A program may name the template alone: then nothing that it filled is missing.
    auto const missing =
        letter.letter_template ? records::Missing::kept : records::Missing::refused;
    auto problems = web::believe(context, tx, letters.fields, input, missing, &letter);
    if (problems.empty()) {
        problems = letter_pages.check({.reader = tx,
                                       .by = context.who(),
                                       .head = nullptr,
                                       .before = nullptr,
                                       .after = &letter});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    if (!records::may_create(letter_policy, context.who(), letter.country,
                             records::organisation_of(letters, &letter))) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    return letter;
}

web::Outcome outcome_of(web::Context const &context, storage::Reader &reader, Saved const &saved,
                        int status)
{
    auto const head = records::find(reader, letters, context.identity(), saved.id.to_string());
    return {.location = web::url_of(letters, saved.reference),
            .json = context.is_api() && head
                        ? web::record_json(reader, letters, *head,
                                           records::audience_of(context.identity()))
                        : std::string{},
            .status = status};
}

http::Response post_letter(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const letter = letter_sent(context, tx, *input);
            if (!letter) {
                return refuse(letter.error());
            }
            auto const saved = records::create(tx, context.who().actor(), letters, *letter,
                                               {.assignee = context.who().user.uuid()});
            return outcome_of(context, tx, saved, 201);
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid
                       ? new_letter_page(context, &*input, refusal.problems)
                       : context.refused(refusal);
        });
}

// -- Signed elsewhere -----------------------------------------------------------------------------

struct ImportForm {
    std::string number;
    Date dated;
};
constexpr std::array import_fields{
    field<&ImportForm::number>("number", word::field_number).at_most(120).required(),
    field<&ImportForm::dated>("dated", word::field_dated).required(),
};

http::Response import_page(web::Context &context, records::Input const *typed,
                           Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const head =
            records::find(reader, letters, context.identity(), context.part("id"), "import_signed");
        if (!head) {
            return context.refused(head.error());
        }
        Problems const problems = refusal == nullptr ? Problems{} : refusal->problems;
        ImportForm const value{.number = {}, .dated = reader.today()};
        auto const url = web::url_of(letters, head->reference);
        html::Field file;
        file.name = "file";
        file.label = word::field_signed_document(language);
        file.hint = word::field_scan_hint(language);
        file.is_required = true;
        for (auto const &problem : problems) {
            if (problem.field == "file") {
                file.error = context.say(problem);
            }
        }
        html::Form form;
        form.id = "signed-document";
        form.url = url + "/signed-document";
        form.hidden = context.hidden(head->version);
        form.has_files = true;
        form.problems = web::field_problems(context, import_fields, problems);
        form.fields = web::form_fields(context, reader, import_fields,
                                       {.value = &value, .typed = typed, .problems = &problems}) +
                      html::file_field(file, context.words(), {.accept = ".pdf,.jpg,.jpeg,.png"});
        auto const label = std::string{word::verb_import_signed(language)};
        form.submits = {{.label = label, .name = {}, .value = {}}};
        form.cancel = html::Link{.label = std::string{common::action_cancel(language)}, .url = url};
        html::PageHead page_head{.title = label};
        page_head.lead = head->reference + " · " + head->title;
        return context.page(label,
                            html::page_head(page_head) +
                                html::p(html::cls("lead"), word::explain_import_signed(language)) +
                                html::entry_form(form, context.words()),
                            {{.label = std::string{word::letter_plural(language)},
                              .url = std::string{letters.path}},
                             {.label = head->reference, .url = url},
                             {.label = label, .url = {}, .current = true}},
                            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

http::Response post_import(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const again = [&](Refusal const &refusal) {
        bool const has_form = !context.is_api() && (refusal.decline == Decline::invalid ||
                                                    refusal.decline == Decline::too_large);
        return has_form ? import_page(context, &*input, &refusal) : context.refused(refusal);
    };
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    auto const document = document_sent(context.request());
    if (!document) {
        return again(document.error());
    }
    if (!document->has_value()) {
        return again({Decline::invalid, {{"file", "correspondence.no_document", {}}}});
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head =
                records::find(tx, letters, context.identity(), context.part("id"), "import_signed");
            if (!head) {
                return refuse(head.error());
            }
            ImportForm form;
            auto problems = records::fill(tx, context.app().codes, import_fields, *input,
                                          records::Missing::refused, Audience::internal, &form);
            if (!problems.empty()) {
                return refuse_input(std::move(problems));
            }
            auto const saved =
                import_signed(tx, context.who(), *head, *version,
                              {.number = form.number, .dated = form.dated, .document = **document});
            if (!saved) {
                return refuse(saved.error());
            }
            return outcome_of(context, tx, *saved, 200);
        },
        again);
}

// -- On paper -------------------------------------------------------------------------------------

http::Response get_paper(web::Context &context)
{
    auto const document =
        context.store().read([&](storage::Reader &reader) -> Result<pdf::Document> {
            auto const head =
                records::find(reader, letters, context.identity(), context.part("id"));
            if (!head) {
                return refuse(head.error());
            }
            auto const letter = records::load(reader, letters, head->id);
            bool const for_us = records::audience_of(context.identity()) >= Audience::internal;
            return paper_of(reader, *head, *letter, context.app().settings.installation, for_us);
        });
    if (!document) {
        return context.refused(document.error());
    }
    // Outside the transaction: setting type takes longer than reading.
    http::Response response;
    response.headers.set("Content-Type", "application/pdf");
    response.headers.set("Content-Disposition", "inline; filename=\"letter.pdf\"");
    response.headers.set("Cache-Control", "private, no-store");
    response.body = pdf::render(*document).bytes;
    return response;
}

} // namespace

void add_letter_routes(web::Router &router)
{
    auto const gate = [](std::string_view verb) {
        return web::Gate{.kind = web::Gate::Kind::policy, .policy = &letter_policy, .verb = verb};
    };
    std::string const path{letters.path};
    router.add({.method = http::Method::get,
                .pattern = path + "/new",
                .gate = gate(records::verbs::create),
                .handler = [](web::Context &context) {
                    return new_letter_page(context, nullptr, {});
                }});
    router.add({.method = http::Method::post,
                .pattern = path,
                .gate = gate(records::verbs::create),
                .handler = post_letter,
                .api = web::ApiDoc{.summary = "Drafts a letter; with a template (its reference), "
                                              "what is left out is filled from it.",
                                   .tag = letters.kind,
                                   .body = letters.fields,
                                   .answer = letters.fields,
                                   .shape = web::ApiDoc::Shape::record}});
    router.add({.method = http::Method::get,
                .pattern = path + "/{id}/signed-document",
                .gate = gate("import_signed"),
                .handler = [](web::Context &context) {
                    return import_page(context, nullptr, nullptr);
                }});
    router.add({.method = http::Method::post,
                .pattern = path + "/{id}/signed-document",
                .gate = gate("import_signed"),
                .handler = post_import,
                .api = web::ApiDoc{.summary = "Brings in a letter that was numbered and signed "
                                              "elsewhere (multipart: number, dated, file).",
                                   .tag = letters.kind,
                                   .body = import_fields,
                                   .answer = letters.fields,
                                   .shape = web::ApiDoc::Shape::record,
                                   .wants_version = true},
                .takes_uploads = true});
    router.add({.method = http::Method::get,
                .pattern = path + "/{id}/letter.pdf",
                .gate = gate(records::verbs::see),
                .handler = get_paper,
                .api = web::ApiDoc{.summary = "Fetches the letter on paper, as PDF.",
                                   .tag = letters.kind,
                                   .shape = web::ApiDoc::Shape::text}});
}

} // namespace selatan::correspondence

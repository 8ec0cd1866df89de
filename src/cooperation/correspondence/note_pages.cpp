#include "base/text.hpp"
#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/pages.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/believe.hpp"
#include "platform/web/run_verb.hpp"
#include "words/common.hpp"
#include "words/correspondence.hpp"
#include "words/web.hpp"

#include <algorithm>

namespace selatan::correspondence {

namespace {

namespace word = words::correspondence;
using records::field;
using records::Kind;
using web::run;

constexpr files::Limits document_limits{.bytes = 25 * files::chunk_size};

// -- The verbs' forms -----------------------------------------------------------------------------

constexpr std::array assignment_fields{
    field<&Assignment::post>("post", word::field_assigned_post).of("post"),
    field<&Assignment::officer>("officer", word::field_officer)
        .as(Kind::email)
        .hinted(word::field_officer_hint),
    field<&Assignment::instruction>("instruction", word::field_instruction)
        .as(Kind::long_text)
        .at_most(4000),
    field<&Assignment::deadline>("deadline", word::field_deadline),
};
constexpr std::array settlement_fields{
    field<&Settlement::outcome>("outcome", word::field_outcome)
        .as(Kind::long_text)
        .at_most(4000)
        .required(),
};
constexpr std::array misdirection_fields{
    field<&Misdirection::reason>("reason", word::field_reason).prose().required(),
};
constexpr std::array opening_fields{
    field<&Opening::title>("title", word::field_title).at_most(300).required(),
    field<&Opening::consented_by>("consented_by", word::field_consented_by)
        .at_most(300)
        .hinted(word::field_consented_by_hint),
    field<&Opening::consented_on>("consented_on", word::field_consented_on),
};
constexpr std::array linking_fields{
    field<&Linking::about>("about", word::field_about)
        .of(records::any_kind)
        .hinted(word::field_about_hint)
        .required(),
};

// What the note says already stands in the form.
void prefill_opening(storage::Reader &reader, Head const &head, void *value)
{
    auto const note = records::load(reader, incoming_notes, head.id);
    auto &form = *static_cast<Opening *>(value);
    form.title = head.title;
    if (note && note->organisation && note->dated) {
        if (auto const label = records::label_of(reader, note->organisation->uuid())) {
            form.consented_by = label->title;
            form.consented_on = note->dated;
        }
    }
}

void prefill_note(storage::Reader &reader, auth::Identity const &by, void *value)
{
    auto &note = *static_cast<IncomingNote *>(value);
    note.received_on = reader.today();
    if (by.has(auth::Role::own_mission)) {
        note.channel = requests::Channel::mission;
    }
}

Problems check_draft(web::Draft const &draft)
{
    return check_note(*static_cast<IncomingNote const *>(draft.after), draft.reader.today());
}

// -- The record -----------------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == "settled") {
        return html::Tone::good;
    }
    if (state == "returned") {
        return html::Tone::neutral;
    }
    return state == "registered" ? html::Tone::waiting : html::Tone::active;
}

bool is_unlinked(storage::Reader &reader, Head const &head)
{
    auto const note = records::load(reader, incoming_notes, head.id);
    return note && !note->about;
}

web::RecordExtras show_note(web::Context const &context, storage::Reader &reader, Head const &head,
                            void const *value)
{
    auto const &note = *static_cast<IncomingNote const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    if (head.state == "assigned" && note.post) {
        auto const post = records::label_of(reader, note.post->uuid());
        html::Waiting waiting;
        waiting.who = post ? post->title : std::string{};
        waiting.what = truncate(note.instruction, 80);
        if (head.due_on) {
            auto const left = days_between(reader.today(), *head.due_on);
            waiting.by = {.iso = head.due_on->to_string(), .text = context.date(*head.due_on)};
            waiting.due = left < 0    ? html::Due::overdue
                          : left <= 3 ? html::Due::soon
                                      : html::Due::later;
            waiting.due_text = i18n::relative_days(language, left);
        }
        extras.waiting = std::move(waiting);
    }
    if (records::could(letter_policy, context.identity(), records::verbs::create)) {
        auto const about =
            note.about ? records::label_of(reader, note.about->uuid()) : std::nullopt;
        extras.actions.push_back(
            {.label = std::string{word::letter_add(language)},
             .url = std::string{letters.path} + "/new?about=" +
                    http::encode_component(about ? about->reference : head.reference),
             .picture = html::Icon::letter});
    }
    return extras;
}

// -- Registering from a scan ----------------------------------------------------------------------

/// What of a form is the note's own: not the file, and not the wish to register it all the same.
records::Input note_input(records::Input const &sent)
{
    records::Input input;
    for (auto const &[name, text] : sent.all()) {
        if (name != "anyway") {
            input.set(name, text);
        }
    }
    return input;
}

html::Html scan_field(web::Context const &context, Problems const &problems)
{
    auto const language = context.language();
    html::Field file;
    file.name = "file";
    file.label = word::field_scan(language);
    file.hint = word::field_scan_hint(language);
    html::Html fields;
    auto const found = std::ranges::find(problems, "file", &Problem::field);
    if (found != problems.end()) {
        file.error = context.say(*found);
    }
    fields += html::file_field(file, context.words(), {.accept = ".pdf,.jpg,.jpeg,.png,.docx"});
    bool const is_duplicate = std::ranges::any_of(problems, [](Problem const &problem) {
        return problem.code == "correspondence.same_scan" ||
               problem.code == "correspondence.same_number";
    });
    if (is_duplicate) {
        html::Field anyway;
        anyway.name = "anyway";
        anyway.label = word::field_anyway(language);
        fields += html::checkbox(anyway, false, context.words());
    }
    return fields;
}

http::Response new_note_page(web::Context &context, records::Input const *typed,
                             Problems const &problems)
{
    auto const language = context.language();
    auto const content = context.store().read([&](storage::Reader &reader) {
        IncomingNote note;
        prefill_note(reader, context.who(), &note);
        html::Form form;
        form.id = std::string{incoming_notes.kind};
        form.url = incoming_notes.path;
        form.hidden = context.hidden();
        form.has_files = true;
        form.problems = web::field_problems(context, incoming_notes.fields, problems);
        form.fields = scan_field(context, problems) +
                      web::form_fields(context, reader, incoming_notes.fields,
                                       {.value = &note, .typed = typed, .problems = &problems});
        form.submits = {{.label = std::string{word::note_add(language)}, .name = {}, .value = {}}};
        form.cancel = html::Link{.label = std::string{words::common::action_cancel(language)},
                                 .url = std::string{incoming_notes.path}};
        return html::entry_form(form, context.words());
    });
    auto const title = std::string{word::note_add(language)};
    return context.page(title, html::page_head({.title = title}) + content,
                        {{.label = std::string{word::note_plural(language)},
                          .url = std::string{incoming_notes.path}},
                         {.label = title, .url = {}, .current = true}},
                        problems.empty() ? 200 : 422);
}

http::Response post_note(web::Context &context)
{
    auto const sent = context.input();
    if (!sent) {
        return context.refused(sent.error());
    }
    auto const input = note_input(*sent);
    auto const again = [&](Refusal const &refusal) {
        bool const has_form = !context.is_api() && (refusal.decline == Decline::invalid ||
                                                    refusal.decline == Decline::too_large);
        return has_form ? new_note_page(context, &input, refusal.problems)
                        : context.refused(refusal);
    };
    auto const scan = document_sent(context.request());
    if (!scan) {
        return again(scan.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const &who = context.who();
            Registering wanted{.note = {}, .scan = *scan, .anyway = sent->get("anyway") == "yes"};
            prefill_note(tx, who, &wanted.note);
            auto problems = web::believe(context, tx, incoming_notes.fields, input,
                                         records::Missing::refused, &wanted.note);
            if (problems.empty()) {
                problems = check_note(wanted.note, tx.today());
            }
            if (!problems.empty()) {
                return refuse_input(std::move(problems));
            }
            if (!records::may_create(note_policy, who, wanted.note.country,
                                     records::organisation_of(incoming_notes, &wanted.note))) {
                return refuse(Decline::forbidden, "", "common.forbidden");
            }
            auto const saved = register_note(tx, who, wanted);
            if (!saved) {
                return refuse(saved.error());
            }
            auto const head = records::find(tx, incoming_notes, &who, saved->id.to_string());
            return web::Outcome{.location = web::url_of(incoming_notes, saved->reference),
                                .json = context.is_api() && head
                                            ? web::record_json(tx, incoming_notes, *head,
                                                               records::audience_of(&who))
                                            : std::string{},
                                .status = 201};
        },
        again);
}

} // namespace

Result<std::optional<files::Examined>> document_sent(http::Request const &request)
{
    for (auto const &upload : request.uploads) {
        if (upload.field != "file" || (upload.size == 0 && upload.name.empty())) {
            continue;
        }
        auto examined = files::examine(upload.path, upload.name, "file", document_limits);
        if (!examined) {
            return refuse(examined.error());
        }
        using files::FileType;
        constexpr std::array accepted{FileType::pdf, FileType::png, FileType::jpeg, FileType::docx};
        if (std::ranges::find(accepted, examined->type) == accepted.end()) {
            return refuse(Decline::invalid, "file", "correspondence.not_a_document");
        }
        return std::optional{std::move(*examined)};
    }
    return std::optional<files::Examined>{};
}

std::string fingerprint_of(files::Examined const &document)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (auto const byte : document.digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 0x0FU];
    }
    return text;
}

web::NounPages const note_pages{
    .noun = &incoming_notes,
    .picture = html::Icon::letter,
    .add = word::note_add,
    .has_own_form = true,
    .empty_title = word::note_empty_title,
    .empty_text = word::note_empty_text,
    .about = word::note_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_draft,
    .extras = show_note,
    .verbs =
        {
            {.verb = "assign",
             .path = "assignment",
             .label = word::verb_assign,
             .fields = assignment_fields,
             .type = &records::value_type<Assignment>,
             .emphasis = html::Emphasis::primary,
             .run = run<Assignment, assign>},
            {.verb = "open_request",
             .path = "request",
             .label = word::verb_open_request,
             .explanation = word::explain_open_request,
             .fields = opening_fields,
             .type = &records::value_type<Opening>,
             .emphasis = html::Emphasis::primary,
             .prefill = prefill_opening,
             .possible = is_unlinked,
             .run = run<Opening, open_request>},
            {.verb = "settle",
             .path = "settlement",
             .label = word::verb_settle,
             .fields = settlement_fields,
             .type = &records::value_type<Settlement>,
             .run = run<Settlement, settle>},
            {.verb = "link",
             .path = "link",
             .label = word::verb_link,
             .fields = linking_fields,
             .type = &records::value_type<Linking>,
             .run = run<Linking, link>},
            {.verb = "return_note",
             .path = "return",
             .label = word::verb_return_note,
             .fields = misdirection_fields,
             .type = &records::value_type<Misdirection>,
             .emphasis = html::Emphasis::danger,
             .run = run<Misdirection, return_note>},
        },
};

void add_note_routes(web::Router &router)
{
    web::Gate const gate{
        .kind = web::Gate::Kind::policy, .policy = &note_policy, .verb = records::verbs::create};
    router.add({.method = http::Method::get,
                .pattern = std::string{incoming_notes.path} + "/new",
                .gate = gate,
                .handler = [](web::Context &context) {
                    records::Input from_query;
                    for (auto const &[name, text] : context.query()) {
                        from_query.set(name, text);
                    }
                    return new_note_page(context, &from_query, {});
                }});
    router.add({.method = http::Method::post,
                .pattern = std::string{incoming_notes.path},
                .gate = gate,
                .handler = post_note,
                .api = web::ApiDoc{.summary = "Registers what came in (multipart with the scan as "
                                              "file, or JSON without); anyway=yes "
                                              "registers what looks like a duplicate.",
                                   .tag = incoming_notes.kind,
                                   .body = incoming_notes.fields,
                                   .answer = incoming_notes.fields,
                                   .shape = web::ApiDoc::Shape::record},
                .takes_uploads = true});
}

} // namespace selatan::correspondence

#include "base/ensure.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/approvals/pages.hpp"
#include "cooperation/workdays/calendar.hpp"
#include "platform/html/form.hpp"
#include "platform/web/believe.hpp"
#include "words/approvals.hpp"
#include "words/common.hpp"
#include "words/partners.hpp"

#include <algorithm>

namespace selatan::approvals {

namespace {

namespace word = words::approvals;
namespace common = words::common;
using records::field;
using records::Input;
using records::Kind;

/// What is typed, before the offices are believed: they are boxes of the form's own making.
struct Form {
    std::optional<Id<records::AnyRecord>> subject;
    Purpose purpose = Purpose::screening;
    std::string question;
    Date deadline;
    records::Codes offices;
};
constexpr std::array asking_fields{
    field<&Form::subject>("subject", word::field_subject)
        .of(records::any_kind)
        .hinted(word::field_subject_hint)
        .required(),
    field<&Form::purpose>("purpose", word::field_purpose)
        .among(purposes, word::purposes)
        .required(),
    field<&Form::question>("question", word::field_question)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::field_question_hint)
        .required(),
    field<&Form::deadline>("deadline", word::field_deadline)
        .hinted(word::field_deadline_hint)
        .required(),
    field<&Form::offices>("offices", word::field_offices)
        .hinted(word::field_offices_hint)
        .required(),
};
constexpr std::array more_fields{asking_fields[3], asking_fields[4]};

/// Requests are screened, plan lines appraised, projects approved.
Purpose usual_purpose(std::string_view kind)
{
    return kind == "request"   ? Purpose::screening
           : kind == "project" ? Purpose::approval
                               : Purpose::appraisal;
}

/// The record asked about, if this person may see it.
std::optional<Head> find_subject(web::Context const &context, storage::Reader &reader,
                                 std::string_view id_or_reference)
{
    auto const id = records::resolve(reader, records::any_kind, id_or_reference);
    auto const label = id ? records::label_of(reader, *id) : std::nullopt;
    auto const *const noun = label ? context.app().noun(label->kind) : nullptr;
    if (noun == nullptr) {
        return std::nullopt;
    }
    auto head = records::find(reader, *noun, context.identity(), id->to_string());
    return head ? std::optional{std::move(*head)} : std::nullopt;
}

// -- Reading what was sent ------------------------------------------------------------------------

std::vector<std::string> chosen_in(Input const &input)
{
    records::Codes chosen;
    if (auto const text = input.get("offices"); !text.empty()) {
        records::Text<records::Codes>::parse(text, chosen);
    }
    return chosen;
}

/// Believes the fields, and the offices by their ids or references.
Problems read_form(web::Context const &context, storage::Reader &reader,
                   std::span<records::Field const> fields, Input const &input, Form &form,
                   Offices &offices)
{
    Input without_offices;
    for (auto const &[name, text] : input.all()) {
        if (name != "offices") {
            without_offices.set(name, text);
        }
    }
    auto problems = web::believe(context, reader, fields.first(fields.size() - 1), without_offices,
                                 records::Missing::refused, &form);
    auto const chosen = chosen_in(input);
    if (chosen.size() > offices_most) {
        problems.push_back(
            {"offices", "approvals.too_many_offices", {{"max", std::to_string(offices_most)}}});
        return problems;
    }
    for (auto const &one : chosen) {
        if (auto const id = records::resolve(reader, partners::organisations.kind, one)) {
            offices.emplace_back(*id);
        } else {
            problems.push_back({"offices", "records.unknown_record", {{"value", one}}});
        }
    }
    return problems;
}

// -- The form -------------------------------------------------------------------------------------

/// Every office that can be asked, with a box each; those without accounts are to be written to by
/// letter, and say so.
html::Html office_boxes(web::Context const &context, storage::Reader &reader,
                        std::set<Uuid> const &left_out, Input const *typed,
                        Problems const &problems)
{
    auto const language = context.language();
    auto const &by = context.who();
    auto const country = by.office ? country_of_office(reader, *by.office) : std::nullopt;
    std::vector<html::Option> options;
    for (auto const &office : offices_to_ask(reader, country)) {
        if (!left_out.contains(office.id)) {
            options.push_back({.value = office.id.to_string(),
                               .label = office.has_people
                                            ? office.name
                                            : word::page_nobody(language, office.name),
                               .group = {}});
        }
    }
    if (options.empty()) {
        return html::empty_state({.picture = html::Icon::partners,
                                  .title = std::string{word::page_no_offices(language)},
                                  .text = std::string{word::page_no_offices_text(language)}});
    }
    html::Field frame{.name = "offices",
                      .label = std::string{word::field_offices(language)},
                      .hint = std::string{word::field_offices_hint(language)},
                      .is_required = true};
    auto const problem = std::ranges::find(problems, "offices", &Problem::field);
    if (problem != problems.end()) {
        frame.error = context.say(*problem);
    }
    return html::choices_field(frame, options,
                               typed == nullptr ? std::vector<std::string>{} : chosen_in(*typed),
                               context.words());
}

struct Shown {
    std::string title;
    std::string lead;
    std::string url;
    std::string back;
    std::vector<html::Hidden> hidden;
    std::span<records::Field const> fields; ///< the last one is the offices'
    std::set<Uuid> left_out;
};

http::Response form_page(web::Context const &context, storage::Reader &reader, Shown const &shown,
                         Form const &value, Input const *typed, Problems const &problems)
{
    auto const language = context.language();
    html::Form form;
    form.id = "asking";
    form.url = shown.url;
    form.hidden = shown.hidden;
    form.problems = web::field_problems(context, shown.fields, problems);
    form.fields = web::form_fields(context, reader, shown.fields.first(shown.fields.size() - 1),
                                   {.value = &value, .typed = typed, .problems = &problems}) +
                  office_boxes(context, reader, shown.left_out, typed, problems);
    form.submits = {{.label = shown.title, .name = {}, .value = {}}};
    form.cancel =
        html::Link{.label = std::string{common::action_cancel(language)}, .url = shown.back};
    return context.page(shown.title,
                        html::page_head({.title = shown.title, .lead = shown.lead}) +
                            html::p(html::cls("lead"), word::verb_ask_explanation(language)) +
                            html::entry_form(form, context.words()),
                        {{.label = std::string{consultations.plural(language)},
                          .url = std::string{consultations.path}},
                         {.label = shown.title, .url = {}, .current = true}},
                        problems.empty() ? 200 : 422);
}

Date usual_deadline(storage::Reader &reader)
{
    return workdays::calendar(reader).after(reader.today(), days_to_answer);
}

std::string json_of(web::Context const &context, storage::Reader &reader, Saved const &saved)
{
    auto const head =
        records::find(reader, consultations, context.identity(), saved.id.to_string());
    ENSURE(head.has_value()); // who asks may see
    return web::record_json(reader, consultations, *head, records::audience_of(context.identity()));
}

// -- Asking ---------------------------------------------------------------------------------------

http::Response ask_form(web::Context const &context, Input const *typed, Problems const &problems)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const wanted = typed != nullptr
                                ? std::string{typed->get("subject")}
                                : std::string{context.query().find("subject").value_or("")};
        auto const subject = find_subject(context, reader, wanted);
        Form value;
        value.deadline = usual_deadline(reader);
        Shown shown{.title = std::string{word::verb_ask(language)},
                    .lead = {},
                    .url = std::string{consultations.path},
                    .back = std::string{consultations.path},
                    .hidden = context.hidden(),
                    .fields = asking_fields,
                    .left_out = {}};
        // A page that leads here says what it is about; nobody needs to type it.
        if (subject) {
            value.purpose = usual_purpose(subject->kind);
            shown.lead = word::page_about(language, subject->reference + " · " + subject->title);
            shown.back = web::url_of(*context.app().noun(subject->kind), subject->reference);
            shown.hidden.push_back({.name = "subject", .value = subject->id.to_string()});
            shown.fields = std::span{asking_fields}.subspan(1);
        }
        return form_page(context, reader, shown, value, typed, problems);
    });
}

http::Response post_ask(web::Context const &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            Form form;
            Asking wanted;
            auto problems = read_form(context, tx, asking_fields, *input, form, wanted.offices);
            std::optional<Head> subject;
            if (form.subject) {
                subject = find_subject(context, tx, form.subject->to_string());
                if (!subject) {
                    problems.push_back({"subject",
                                        "records.unknown_record",
                                        {{"value", std::string{input->get("subject")}}}});
                }
            }
            if (!problems.empty()) {
                return refuse_input(std::move(problems));
            }
            if (!records::may_create(consultation_policy, context.who(), subject->country,
                                     subject->organisation)) {
                return refuse(Decline::forbidden, "", "common.forbidden");
            }
            wanted.subject = form.subject;
            wanted.purpose = form.purpose;
            wanted.question = form.question;
            wanted.deadline = form.deadline;
            auto const saved = ask(tx, context.who(), *subject, wanted);
            if (!saved) {
                return refuse(saved.error());
            }
            return web::Outcome{.location = web::url_of(consultations, saved->reference),
                                .json = json_of(context, tx, *saved),
                                .status = 201};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid
                       ? ask_form(context, &*input, refusal.problems)
                       : context.refused(refusal);
        });
}

// -- Asking more ----------------------------------------------------------------------------------

http::Response more_form(web::Context const &context, Input const *typed, Problems const &problems)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, consultations, context.identity(),
                                        context.part("id"), "ask_more");
        if (!head) {
            return context.refused(head.error());
        }
        auto const consultation = records::load(reader, consultations, head->id);
        ENSURE(consultation.has_value());
        Form value;
        value.deadline = std::max(consultation->deadline, usual_deadline(reader));
        auto const url = web::url_of(consultations, head->reference);
        return form_page(context, reader,
                         {.title = std::string{word::verb_ask_more(language)},
                          .lead = head->reference + " · " + head->title,
                          .url = url + "/offices",
                          .back = url,
                          .hidden = context.hidden(head->version),
                          .fields = more_fields,
                          .left_out = offices_in(reader, head->id, std::nullopt)},
                         value, typed, problems);
    });
}

http::Response post_more(web::Context const &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head = records::find(tx, consultations, context.identity(),
                                            context.part("id"), "ask_more");
            if (!head) {
                return refuse(head.error());
            }
            Form form;
            AskingMore wanted;
            auto problems = read_form(context, tx, more_fields, *input, form, wanted.offices);
            if (!problems.empty()) {
                return refuse_input(std::move(problems));
            }
            wanted.deadline = form.deadline;
            auto const saved = ask_more(tx, context.who(), *head, *version, wanted);
            if (!saved) {
                return refuse(saved.error());
            }
            return web::Outcome{.location = web::url_of(consultations, saved->reference),
                                .json = json_of(context, tx, *saved)};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid
                       ? more_form(context, &*input, refusal.problems)
                       : context.refused(refusal);
        });
}

} // namespace

void add_asking_routes(web::Router &router)
{
    using http::Method;
    std::string const path{consultations.path};
    auto const gate = [](std::string_view verb) {
        return web::Gate{
            .kind = web::Gate::Kind::policy, .policy = &consultation_policy, .verb = verb};
    };
    auto const doc = [](std::string_view summary, std::span<records::Field const> body) {
        return web::ApiDoc{.summary = summary,
                           .tag = consultations.kind,
                           .body = body,
                           .answer = consultations.fields,
                           .shape = web::ApiDoc::Shape::record};
    };
    router.add({.method = Method::get,
                .pattern = path + "/new",
                .gate = gate(records::verbs::create),
                .handler = [](web::Context &context) {
                    return ask_form(context, nullptr, {});
                }});
    router.add(
        {.method = Method::post,
         .pattern = path,
         .gate = gate(records::verbs::create),
         .handler = [](web::Context &context) { return post_ask(context); },
         .api = doc("Asks several offices for their opinions about a record.", asking_fields)});
    router.add({.method = Method::get,
                .pattern = path + "/{id}/offices",
                .gate = gate("ask_more"),
                .handler = [](web::Context &context) {
                    return more_form(context, nullptr, {});
                }});
    auto more = doc("Asks more offices.", more_fields);
    more.wants_version = true;
    router.add({.method = Method::post,
                .pattern = path + "/{id}/offices",
                .gate = gate("ask_more"),
                .handler = [](web::Context &context) { return post_more(context); },
                .api = more});
}

} // namespace selatan::approvals

// The form of an applicant with an account: all parts with what they lack, and sending it.
#include "cooperation/training/application_form.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/pages.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "words/applicants.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::training {

namespace {

namespace word = words::applicants;
namespace json = boost::json;

json::array problems_json(web::Context const &context, Problems const &problems)
{
    json::array all;
    for (auto const &problem : problems) {
        all.push_back(json::object{
            {"field", problem.field}, {"code", problem.code}, {"detail", context.say(problem)}});
    }
    return all;
}

// -- All parts ------------------------------------------------------------------------------------

html::Fact line_of(web::Context const &context, Head const &call, Section section,
                   SectionDraft const *draft, Problems const &problems)
{
    auto const language = context.language();
    html::Badge badge{std::string{word::form_not_begun(language)}, html::Tone::neutral};
    html::Html when;
    if (draft != nullptr) {
        auto const count = static_cast<std::int64_t>(problems.size());
        badge = problems.empty()
                    ? html::Badge{std::string{word::form_complete(language)}, html::Tone::good}
                    : html::Badge{word::form_lacking(language, count), html::Tone::waiting};
        when = html::fragment(" ", word::form_saved(language, context.instant(draft->saved)));
    }
    auto const label = draft == nullptr ? word::form_write(language) : word::form_change(language);
    return {.label = name_of(section, language),
            .value = html::badge(badge) + when + html::fragment(" ") +
                     html::a(html::href(url_of_section(call.reference, section)),
                             html::attr<"aria-label">(std::string{label} + ": " +
                                                      name_of(section, language)),
                             label)};
}

html::Html submission(web::Context const &context, Head const &call, Refusal const *refusal)
{
    auto const language = context.language();
    auto const &words = context.words();
    html::Form form;
    form.id = "submission";
    form.url = url_of_application_form(call.reference);
    form.hidden = context.hidden();
    for (auto const code : consents) {
        html::Field field;
        field.name = code;
        field.label = word::consents(language, code).value_or(code);
        field.is_required = code != to_code(Consent::contact);
        if (refusal != nullptr) {
            auto const found = std::ranges::find(refusal->problems, code, &Problem::field);
            if (found != refusal->problems.end()) {
                field.error = context.say(*found);
                form.problems.push_back({.field = field.name, .message = field.error});
            }
        }
        bool const was_given = refusal != nullptr && context.request().form.find(code).has_value();
        form.fields += html::checkbox(field, was_given, words);
    }
    if (refusal != nullptr && form.problems.empty()) {
        for (auto const &problem : refusal->problems) {
            form.problems.push_back({.field = {}, .message = context.say(problem)});
        }
    }
    form.submits = {{.label = std::string{word::form_submit(language)}, .name = {}, .value = {}}};
    return html::block(word::form_submission(language),
                       html::p(word::form_submission_hint(language)) +
                           html::entry_form(form, words));
}

std::string form_json(web::Context const &context, storage::Reader &reader, Head const &call)
{
    auto const value = records::load(reader, calls, call.id);
    auto const drafts = drafts_of(reader, context.who().user, call.id);
    json::array parts;
    for (auto const section : all_sections) {
        parts.push_back(
            section_json(context, reader, call.id, section, find_section(drafts, section)));
    }
    auto const is_open = decide_window(*value, call.state, reader.now()).has_value();
    json::value countries;
    if (auto const taken = countries_taken(reader, call.id)) {
        countries = json::array{};
        for (auto const &country : *taken) {
            countries.as_array().push_back(json::string{country.to_string()});
        }
    }
    return json::serialize(
        json::object{{"call", json::object{{"reference", call.reference}, {"title", call.title}}},
                     {"closes_on", value->closes_on ? json::value(value->closes_on->to_string())
                                                    : json::value(nullptr)},
                     {"is_open", is_open},
                     {"countries", std::move(countries)},
                     {"sections", std::move(parts)}});
}

http::Response overview(web::Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto const user = context.who().user;
        auto const drafts = drafts_of(reader, user, call->id);
        auto const own = own_application_to(reader, user, call->id);
        bool const is_written_again =
            own && !drafts.empty() &&
            records::head_of(reader, applications, *own).state == application_states::withdrawn;
        if (own && !is_written_again) {
            auto const label = records::label_of(reader, *own);
            return context.redirect((context.is_api() ? "/api" : "") +
                                    std::string{own_applications_path} + "/" + label->reference);
        }
        if (context.is_api()) {
            return context.json(form_json(context, reader, *call));
        }
        std::vector<html::Fact> lines;
        bool is_complete = true;
        Application application;
        for (auto const section : all_sections) {
            auto const *const draft = find_section(drafts, section);
            auto const problems = draft == nullptr
                                      ? Problems{}
                                      : fill_section(reader, context.app().codes, call->id, section,
                                                     draft->typed, application);
            is_complete = is_complete && draft != nullptr && problems.empty();
            lines.push_back(line_of(context, *call, section, draft, problems));
        }
        auto const title = std::string{word::form_title(language)};
        auto const is_open =
            decide_window(*records::load(reader, calls, call->id), call->state, reader.now());
        auto content = html::page_head({.title = title, .lead = call->title_in(language)});
        if (is_open) {
            content += html::p(word::form_lead(language));
            if (is_written_again) {
                content += html::notice({.tone = html::Tone::neutral,
                                         .title = {},
                                         .body = html::p(word::form_again(language))});
            }
            content += html::p(countries_told(context, reader, call->id));
        } else {
            content +=
                html::notice({.tone = html::Tone::bad,
                              .title = {},
                              .body = html::p(context.say(is_open.error().problems.front()))});
        }
        content += html::facts(lines);
        if (is_open && (is_complete || refusal != nullptr)) {
            content += submission(context, *call, refusal);
        }
        return context.page(title, std::move(content), trail_to(context, *call, std::nullopt),
                            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

http::Response submit_all(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    std::vector<Consent> given;
    for (auto const code : consents) {
        Consent consent{};
        bool says_yes = false;
        records::Text<bool>::parse(input->get(code), says_yes);
        if (says_yes && from_code(code, consent)) {
            given.push_back(consent);
        }
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const call = find_call(context, tx);
            if (!call) {
                return refuse(call.error());
            }
            auto const made = apply(tx, context.app().codes, context.who(), *call, given);
            if (!made) {
                return refuse(made.error());
            }
            constexpr int created = 201;
            return web::Outcome{
                .location = std::string{own_applications_path} + "/" + made->reference,
                .json =
                    context.is_api() ? own_json(tx, context.who(), made->reference) : std::string{},
                .status = created};
        },
        [&](Refusal const &refusal) { return overview(context, &refusal); });
}

/// What an applicant says yes to, as programs send it.
struct Agreement {
    bool truth = false;
    bool processing = false;
    bool contact = false;
};
constexpr std::array agreement_fields{
    records::field<&Agreement::truth>("truth", word::consents_truth).required(),
    records::field<&Agreement::processing>("processing", word::consents_processing).required(),
    records::field<&Agreement::contact>("contact", word::consents_contact)};

/// The questions of all parts: a part takes its own.
std::span<records::Field const> all_questions()
{
    static auto const all = [] {
        std::vector<records::Field> fields;
        for (auto const section : all_sections) {
            auto const some = fields_of(section);
            fields.insert(fields.end(), some.begin(), some.end());
        }
        return fields;
    }();
    return all;
}

} // namespace

Result<Head> find_call(web::Context const &context, storage::Reader &reader)
{
    return records::find(reader, calls, context.identity(), context.part("id"));
}

std::string url_of_section(std::string_view call, Section section)
{
    return url_of_application_form(call) + "/" + std::string{to_code(section)};
}

std::string name_of(Section section, Language language)
{
    return std::string{word::sections(language, to_code(section)).value_or(to_code(section))};
}

std::vector<html::Link> trail_to(web::Context const &context, Head const &call,
                                 std::optional<Section> section)
{
    auto const language = context.language();
    std::vector<html::Link> trail{
        {.label = std::string{word::own_plural(language)},
         .url = std::string{own_applications_path}},
        {.label = std::string{word::form_title(language)},
         .url = section ? url_of_application_form(call.reference) : std::string{},
         .current = !section}};
    if (section) {
        trail.push_back({.label = name_of(*section, language), .url = {}, .current = true});
    }
    return trail;
}

std::string countries_told(web::Context const &context, storage::Reader &reader, Uuid call)
{
    auto const countries = countries_taken(reader, call);
    if (!countries) {
        return {};
    }
    auto const language = context.language();
    std::vector<std::string> names;
    names.reserve(countries->size());
    for (auto const &country : *countries) {
        names.push_back(context.app().codes.name("country", country.view(), language));
    }
    std::ranges::sort(names);
    return word::ask_countries(language, i18n::join_list(language, names));
}

json::object section_json(web::Context const &context, storage::Reader &reader, Uuid call,
                          Section section, SectionDraft const *draft)
{
    json::object answers;
    Problems problems;
    if (draft != nullptr) {
        Application application;
        problems =
            fill_section(reader, context.app().codes, call, section, draft->typed, application);
        answers = answers_json(fields_of(section), &application);
        for (auto const &[name, text] : draft->typed.all()) {
            if (!text.empty() && !answers.contains(name)) {
                answers[name] = text;
            }
        }
    }
    return {
        {"section", to_code(section)},
        {"saved", draft == nullptr ? json::value(nullptr) : json::value(draft->saved.to_string())},
        {"answers", std::move(answers)},
        {"problems", problems_json(context, problems)},
        {"is_complete", draft != nullptr && problems.empty()}};
}

std::string url_of_application_form(std::string_view call_reference)
{
    return web::url_of(calls, call_reference) + "/application";
}

void add_application_form_routes(web::Router &router)
{
    using http::Method;
    web::Gate const applicants{.kind = web::Gate::Kind::policy,
                               .policy = &own_application_policy,
                               .verb = own_verbs::apply};
    auto const doc = [](std::string_view summary) {
        return web::ApiDoc{.summary = summary, .tag = applications.kind};
    };
    auto submission = doc("Submits an applicant's own application; every part must be complete.");
    submission.body = agreement_fields;
    auto part = doc("Saves a part (`person`, `work`, `course`), complete or not, with its problems "
                    "in the answer.");
    part.body = all_questions();
    part.body_is_partial = true;
    auto const form = std::string{calls.path} + "/{id}/application";
    router.add({.method = Method::get,
                .pattern = form,
                .gate = applicants,
                .handler = [](web::Context &context) { return overview(context, nullptr); },
                .api = doc("An applicant's own application to a call while it is written; leads on "
                           "to it once it is submitted.")});
    router.add({.method = Method::post,
                .pattern = form,
                .gate = applicants,
                .handler = submit_all,
                .api = submission});
    router.add({.method = Method::get,
                .pattern = form + "/{section}",
                .gate = applicants,
                .handler = show_section,
                .api = doc("A part as it was saved.")});
    // For everybody, so that a session that ended costs nobody what was typed.
    router.add({.method = Method::post,
                .pattern = form + "/{section}",
                .gate = {.kind = web::Gate::Kind::everyone},
                .handler = post_section,
                .api = part});
}

} // namespace selatan::training

// The form of an applicant with an account: a page for each part, saved by itself, so that a slow
// line or a session that ended loses one page at most, and not even that.
#include "cooperation/training/applicant.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/pages.hpp"
#include "platform/account/visitor.hpp"
#include "platform/auth/sign_in.hpp"
#include "platform/html/form.hpp"
#include "words/applicants.hpp"
#include "words/auth.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::training {

namespace {

namespace word = words::applicants;
namespace json = boost::json;
using account::Visitor;

constexpr std::string_view email_field = "sign_in_email";
constexpr std::string_view password_field = "sign_in_password";
constexpr std::string_view code_field = "sign_in_code";

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

json::array problems_json(web::Context const &context, Problems const &problems)
{
    json::array all;
    for (auto const &problem : problems) {
        all.push_back(json::object{
            {"field", problem.field}, {"code", problem.code}, {"detail", context.say(problem)}});
    }
    return all;
}

/// A part as it was saved, and what is wrong with it; as it was typed where that means nothing.
json::object section_json(web::Context const &context, storage::Reader &reader, Section section,
                          SectionDraft const *draft)
{
    json::object answers;
    Problems problems;
    if (draft != nullptr) {
        Application application;
        problems = fill_section(reader, context.app().codes, section, draft->typed, application);
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

std::string form_json(web::Context const &context, storage::Reader &reader, Head const &call)
{
    auto const value = records::load(reader, calls, call.id);
    auto const drafts = drafts_of(reader, context.who().user, call.id);
    json::array parts;
    for (auto const section : all_sections) {
        parts.push_back(section_json(context, reader, section, find_section(drafts, section)));
    }
    auto const is_open = decide_window(*value, call.state, reader.now()).has_value();
    return json::serialize(
        json::object{{"call", json::object{{"reference", call.reference}, {"title", call.title}}},
                     {"closes_on", value->closes_on ? json::value(value->closes_on->to_string())
                                                    : json::value(nullptr)},
                     {"is_open", is_open},
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
        if (auto const own = own_application_to(reader, user, call->id)) {
            auto const label = records::label_of(reader, *own);
            return context.redirect((context.is_api() ? "/api" : "") +
                                    std::string{own_applications_path} + "/" + label->reference);
        }
        if (context.is_api()) {
            return context.json(form_json(context, reader, *call));
        }
        auto const drafts = drafts_of(reader, user, call->id);
        std::vector<html::Fact> lines;
        bool is_complete = true;
        Application application;
        for (auto const section : all_sections) {
            auto const *const draft = find_section(drafts, section);
            auto const problems =
                draft == nullptr
                    ? Problems{}
                    : fill_section(reader, context.app().codes, section, draft->typed, application);
            is_complete = is_complete && draft != nullptr && problems.empty();
            lines.push_back(line_of(context, *call, section, draft, problems));
        }
        auto const title = std::string{word::form_title(language)};
        auto const is_open =
            decide_window(*records::load(reader, calls, call->id), call->state, reader.now());
        auto content = html::page_head({.title = title, .lead = call->title});
        if (is_open) {
            content += html::p(word::form_lead(language));
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

// -- One part -------------------------------------------------------------------------------------

/// Signing in within the form, after the session ended: whatever was typed goes along.
html::Html sign_in_fields(web::Context const &context, bool wants_code)
{
    auto const language = context.language();
    auto const &words = context.words();
    html::Field field;
    field.is_required = true;
    if (wants_code) {
        field.name = code_field;
        field.label = words::auth::second_factor_code(language);
        field.hint = words::auth::second_factor_code_hint(language);
        field.autocomplete = "one-time-code";
        return html::text_field(field, "", words, {.kind = html::TextKind::one_time_code});
    }
    field.name = email_field;
    field.label = word::form_sign_in_email(language);
    field.autocomplete = "username";
    auto fields = html::text_field(field, context.request().form.find(email_field).value_or(""),
                                   words, {.kind = html::TextKind::email, .max_length = 254});
    field.name = password_field;
    field.label = word::form_sign_in_password(language);
    field.autocomplete = "current-password";
    return std::move(fields) +
           html::text_field(field, "", words, {.kind = html::TextKind::password});
}

/// What the form shows besides the fields themselves.
struct SectionPage {
    Section section{};
    records::Input typed;
    Problems problems;          ///< of the fields
    std::vector<Problem> heavy; ///< of the whole
    bool is_signed_out = false;
    bool wants_code = false;
    int status = 200;
};

html::Html section_form(web::Context const &context, storage::Reader &reader, Head const &call,
                        SectionPage const &shown, Visitor const &visitor)
{
    auto const language = context.language();
    auto const fields = fields_of(shown.section);
    // Nothing is proposed but the name: a date of birth that stands there already is not read.
    auto typed = shown.typed;
    if (typed.all().empty() && context.identity() != nullptr) {
        typed.set("title", context.identity()->name);
    }
    html::Form form;
    form.id = "entry";
    form.url = url_of_section(call.reference, shown.section);
    form.hidden = context.hidden();
    for (auto &one : visitor.hidden()) {
        form.hidden.push_back(std::move(one));
    }
    form.problems = web::field_problems(context, fields, shown.problems);
    for (auto const &problem : shown.heavy) {
        form.problems.push_back({.field = {}, .message = context.say(problem)});
    }
    form.fields =
        web::form_fields(context, reader, fields, {.typed = &typed, .problems = &shown.problems});
    if (shown.is_signed_out) {
        form.fields += html::field_group(word::form_sign_in_save(language), "",
                                         sign_in_fields(context, shown.wants_code));
    }
    form.submits = {{.label = std::string{shown.is_signed_out ? word::form_sign_in_save(language)
                                                              : word::form_save(language)},
                     .name = {},
                     .value = {}}};
    form.cancel = html::Link{.label = std::string{word::form_title(language)},
                             .url = url_of_application_form(call.reference)};
    return html::entry_form(form, context.words());
}

http::Response section_page(web::Context const &context, storage::Reader &reader, Head const &call,
                            SectionPage const &shown)
{
    auto const language = context.language();
    Visitor const visitor{context};
    auto const title = name_of(shown.section, language);
    auto content = html::page_head({.title = title, .lead = call.title});
    if (shown.is_signed_out) {
        content += html::notice({.tone = html::Tone::waiting,
                                 .title = {},
                                 .body = html::p(word::form_session_over(language)),
                                 .live = true});
    }
    content += section_form(context, reader, call, shown, visitor);
    auto frame = context.frame(title, std::move(content));
    frame.trail = trail_to(context, call, shown.section);
    if (shown.is_signed_out) {
        frame.sign_in.reset(); // it would lead away from what was typed
    }
    return visitor.remember(context.page(std::move(frame), shown.status));
}

std::optional<Section> section_of(web::Context const &context)
{
    Section section{};
    return from_code(context.part("section"), section) ? std::optional{section} : std::nullopt;
}

/// A part as it stands now.
http::Response section_of_program(web::Context const &context, Section section)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto const drafts = drafts_of(reader, context.who().user, call->id);
        return context.json(
            json::serialize(section_json(context, reader, section, find_section(drafts, section))));
    });
}

http::Response show_section(web::Context &context)
{
    auto const section = section_of(context);
    if (!section) {
        return context.refused(not_found().value());
    }
    if (context.is_api()) {
        return section_of_program(context, *section);
    }
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        SectionPage shown;
        shown.section = *section;
        auto const drafts = drafts_of(reader, context.who().user, call->id);
        if (auto const *const draft = find_section(drafts, *section)) {
            Application application;
            shown.typed = draft->typed;
            shown.problems =
                fill_section(reader, context.app().codes, *section, draft->typed, application);
        }
        return section_page(context, reader, *call, shown);
    });
}

/// The part that comes after this one, and after the last all of them.
std::string next_of(Head const &call, Section section)
{
    auto const *const here = std::ranges::find(all_sections, section);
    return here + 1 == all_sections.end() ? url_of_application_form(call.reference)
                                          : url_of_section(call.reference, *(here + 1));
}

/// Where saving leads: on, or back to what has to be mended before it can be submitted.
Result<std::string> save(web::Context const &context, storage::Tx &tx, auth::Identity const &by,
                         Section section, records::Input const &typed)
{
    auto const call = records::find(tx, calls, &by, context.part("id"));
    if (!call) {
        return refuse(call.error());
    }
    if (auto const saved = save_section(tx, by, *call, section, typed); !saved) {
        return refuse(saved.error());
    }
    Application application;
    bool const is_complete =
        fill_section(tx, context.app().codes, section, typed, application).empty();
    return is_complete ? next_of(*call, section) : url_of_section(call->reference, section);
}

http::Response again(web::Context const &context, SectionPage const &shown)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        return call ? section_page(context, reader, *call, shown) : context.refused(call.error());
    });
}

/// Signs in with what the form carries; nothing when it carries nothing yet.
std::optional<Result<auth::SignedIn>> sign_in_again(web::Context const &context)
{
    auto &app = context.app();
    auto const &form = context.request().form;
    auto const text = [&](std::string_view name) {
        return std::string{form.find(name).value_or("")};
    };
    auto const pending = account::session_token(context);
    if (pending && form.find(code_field)) {
        return auth::give_second_factor(context.store(), app.auth, *pending, text(code_field),
                                        account::client_of(context));
    }
    if (!form.find(email_field)) {
        return std::nullopt;
    }
    return auth::sign_in(context.store(), app.auth,
                         {.email = text(email_field), .password = text(password_field)},
                         account::client_of(context), pending);
}

/// The session ended while the part was typed: it comes back with a sign-in in the same form.
http::Response save_signed_out(web::Context const &context, SectionPage shown)
{
    constexpr int not_saved = 403;
    shown.is_signed_out = true;
    shown.status = not_saved;
    auto const signed_in = Visitor{context}.sent_own_form() ? sign_in_again(context) : std::nullopt;
    if (!signed_in) {
        return again(context, shown);
    }
    if (!*signed_in) {
        shown.heavy = signed_in->error().problems;
        shown.wants_code = context.request().form.find(code_field).has_value();
        return again(context, shown);
    }
    auto const &settings = context.app().auth.settings;
    auto const token = (*signed_in)->token;
    auto const with_session = [&](http::Response response) {
        response.headers.add("Set-Cookie", auth::session_cookie(settings, token));
        return response;
    };
    if ((*signed_in)->next == auth::SignedIn::Next::second_factor) {
        shown.wants_code = true;
        return with_session(again(context, shown));
    }
    auto const saved = context.store().write([&](storage::Tx &tx) -> Result<std::string> {
        auto const user = auth::resolve_session(tx, settings, token);
        if (!user || !is_applicant(&user->identity)) {
            return refuse(Decline::forbidden, "", "common.forbidden");
        }
        return save(context, tx, user->identity, shown.section, shown.typed);
    });
    return with_session(saved ? context.redirect(*saved) : context.refused(saved.error()));
}

http::Response post_section(web::Context &context)
{
    auto const section = section_of(context);
    auto const sent = context.input();
    if (!section || !sent) {
        return context.refused(section ? sent.error() : not_found().value());
    }
    SectionPage shown;
    shown.section = *section;
    shown.typed = answers_in(*section, *sent);
    if (context.identity() == nullptr) {
        constexpr int unauthorized = 401;
        return context.is_api()
                   ? context.refused({Decline::forbidden, {{"", "common.forbidden", {}}}},
                                     unauthorized)
                   : save_signed_out(context, std::move(shown));
    }
    if (!is_applicant(context.identity())) {
        return context.refused({Decline::forbidden, {{"", "common.forbidden", {}}}});
    }
    auto const saved = context.store().write([&](storage::Tx &tx) {
        return save(context, tx, context.who(), shown.section, shown.typed);
    });
    if (!saved) {
        return context.refused(saved.error());
    }
    return context.is_api() ? section_of_program(context, *section) : context.redirect(*saved);
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

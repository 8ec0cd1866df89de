// A part of the form of an applicant with an account: a page of its own, saved by itself, so that a
// slow line or a session that ended loses one page at most, and not even that.
#include "cooperation/training/applicant.hpp"
#include "cooperation/training/application_form.hpp"
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
    auto content = html::page_head({.title = title, .lead = call.title_in(language)});
    if (shown.is_signed_out) {
        content += html::notice({.tone = html::Tone::waiting,
                                 .title = {},
                                 .body = html::p(word::form_session_over(language)),
                                 .live = true});
    }
    if (shown.section == Section::person) {
        content += html::p(countries_told(context, reader, call.id));
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
        return context.json(json::serialize(
            section_json(context, reader, call->id, section, find_section(drafts, section))));
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
        fill_section(tx, context.app().codes, call->id, section, typed, application).empty();
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

} // namespace

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
            shown.problems = fill_section(reader, context.app().codes, call->id, *section,
                                          draft->typed, application);
        }
        return section_page(context, reader, *call, shown);
    });
}

http::Response post_section(web::Context &context)
{
    auto const section = section_of(context);
    if (!section) {
        return context.refused(not_found().value());
    }
    auto const sent = context.input();
    if (!sent) {
        return context.refused(sent.error());
    }
    auto const forbidden = refuse(Decline::forbidden, "", "common.forbidden");
    SectionPage shown;
    shown.section = *section;
    shown.typed = answers_in(*section, *sent);
    if (context.identity() == nullptr) {
        if (!context.is_api()) {
            return save_signed_out(context, std::move(shown));
        }
        constexpr int unauthorized = 401;
        return context.refused(forbidden.value(), unauthorized);
    }
    if (!is_applicant(context.identity())) {
        return context.refused(forbidden.value());
    }
    auto const saved = context.store().write([&](storage::Tx &tx) {
        return save(context, tx, context.who(), shown.section, shown.typed);
    });
    if (!saved) {
        return context.refused(saved.error());
    }
    return context.is_api() ? section_of_program(context, *section) : context.redirect(*saved);
}

} // namespace selatan::training

// Certificates: the record, the paper, a class's all at once, and the public check of one.
#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/participants/certificate.hpp"
#include "cooperation/participants/certificate_paper.hpp"
#include "cooperation/participants/certificate_store.hpp"
#include "cooperation/participants/pages.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/training/training.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/html/components.hpp"
#include "platform/records/list.hpp"
#include "platform/web/entry.hpp"
#include "words/participants.hpp"
#include "words/training.hpp"

#include <array>
#include <boost/json.hpp>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = certificate_states;
namespace json = boost::json;
using records::field;

constexpr std::string_view issue_verb = "issue_certificates";

constexpr std::array revocation_fields{
    field<&Revocation::reason>("reason", word::form_reason).prose().required(),
};

Result<Saved> run_revoke(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version, void const *value)
{
    return revoke(tx, by, head, version, *static_cast<Revocation const *>(value));
}

html::Tone tone_of(std::string_view state)
{
    return state == states::valid ? html::Tone::good : html::Tone::bad;
}

std::string url_of_paper(std::string_view reference)
{
    return web::url_of(certificates, reference) + "/certificate.pdf";
}

/// Is it what would be printed now? A name may have been corrected meanwhile.
bool is_out_of_date(storage::Reader &reader, CourseCertificate const &certificate)
{
    auto const participant = records::load(reader, participants, certificate.participant->uuid());
    ENSURE(participant.has_value());
    return participant->title != certificate.title || participant->language != certificate.language;
}

web::RecordExtras show_certificate(web::Context const &context, storage::Reader &reader,
                                   Head const &head, void const *value)
{
    auto const language = context.language();
    web::RecordExtras extras;
    extras.actions.push_back({.label = std::string{word::certificates_paper(language)},
                              .url = url_of_paper(head.reference),
                              .emphasis = html::Emphasis::primary,
                              .picture = html::Icon::download});
    std::array<std::string_view, 1> const replaces{"replace"};
    if (is_out_of_date(reader, *static_cast<CourseCertificate const *>(value)) &&
        !records::allowed(reader, certificates, context.identity(), head, replaces).empty()) {
        extras.notices.push_back({.tone = html::Tone::waiting,
                                  .title = {},
                                  .body = html::p(word::certificates_differs(language))});
        extras.actions.push_back({.label = std::string{word::verb_replace(language)},
                                  .url = web::url_of(certificates, head.reference) + "/replacement",
                                  .posts = true,
                                  .hidden = context.hidden(head.version)});
    }
    return extras;
}

} // namespace

http::Response pdf_answer(std::string bytes, std::string_view name)
{
    http::Response response;
    response.headers.set("Content-Type", "application/pdf");
    response.headers.set("Content-Disposition",
                         "inline; filename=\"" + std::string{name} + ".pdf\"");
    response.headers.set("Cache-Control", "private, no-store");
    response.body = std::move(bytes);
    return response;
}

std::string certificates_pdf(web::Context const &context,
                             std::vector<DrawnCertificate> const &drawn)
{
    auto const &settings = context.app().settings;
    return pdf::render(
               paper_of(drawn, settings.installation, settings.base_url, context.app().clock.now()))
        .bytes;
}

namespace {

http::Response fetch_paper(web::Context &context)
{
    auto const drawn =
        context.store().read([&](storage::Reader &reader) -> Result<DrawnCertificate> {
            auto const head =
                records::find(reader, certificates, context.identity(), context.part("id"));
            if (!head) {
                return refuse(head.error());
            }
            auto found = certificate_to_draw(reader, context.app().auth.vault, *head);
            ENSURE(found.has_value());
            return std::move(*found);
        });
    return drawn ? pdf_answer(certificates_pdf(context, {*drawn}), drawn->number)
                 : context.refused(drawn.error());
}

/// Not a VerbPage: the new paper's secret is sealed by the vault.
http::Response issue_anew(web::Context &context)
{
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const head =
            records::find(tx, certificates, context.identity(), context.part("id"), "replace");
        if (!head) {
            return refuse(head.error());
        }
        auto const saved = replace(tx, context.app().auth.vault, context.who(), *head, *version);
        if (!saved) {
            return refuse(saved.error());
        }
        return web::Outcome{.location = web::url_of(certificates, saved->reference),
                            .json = json::serialize(json::object{{"id", saved->id.to_string()},
                                                                 {"reference", saved->reference},
                                                                 {"version", saved->version},
                                                                 {"state", saved->state}})};
    });
}

// -- A whole class --------------------------------------------------------------------------------

/// A class page is for whoever may see a certificate of it; to issue takes the call's own rule.
Result<Head> find_call(web::Context const &context, storage::Reader &reader,
                       std::string_view verb = records::verbs::see)
{
    return records::find(reader, calls, context.identity(), context.part("id"), verb);
}

std::string url_of_class(Head const &call)
{
    return web::url_of(calls, call.reference) + "/certificates";
}

/// The job that `?job=` names, if it issues for this call and is not done.
std::optional<jobs::Shown> running_job(web::Context const &context, storage::Reader &reader,
                                       Head const &call)
{
    auto const id = Id<jobs::Job>::parse(context.query().find("job").value_or(""));
    auto job = id ? jobs::find(reader, *id) : std::nullopt;
    bool const is_ours = job && job->kind == issuing_job &&
                         job->payload.find(call.id.to_string()) != std::string::npos;
    bool const is_working =
        is_ours && (job->state == jobs::State::waiting || job->state == jobs::State::running);
    return is_working ? job : std::nullopt;
}

html::Html progress_of(web::Context const &context, Head const &call, jobs::Shown const &job)
{
    auto const language = context.language();
    auto const &[done, total, message] = job.progress;
    constexpr std::int64_t percent = 100;
    return html::progress_bar(
        {.id = "issuing",
         .label = std::string{word::certificates_progress(language)},
         .percent = total == 0 ? 0 : static_cast<int>(done * percent / total),
         .text = total == 0 ? std::string{} : word::certificates_progress_of(language, done, total),
         .poll = url_of_class(call) + "?job=" + job.id.to_string()});
}

/// Those of the call, good or not any more.
html::Html list_of(web::Context const &context, storage::Reader &reader, Head const &call)
{
    records::ListQuery query;
    query.columns = {"title", "state", "country", "issued_on"};
    return web::list_html(context, reader, certificate_pages, query, std::pair{"call", call.id});
}

/// Who signs, and the button.
html::Html issuing_form(web::Context const &context, storage::Reader &reader, Head const &call)
{
    namespace training_word = words::training;
    auto const language = context.language();
    auto const value = records::load(reader, calls, call.id);
    constexpr int most = 300;
    web::Entry entry{context, url_of_class(call)};
    entry
        .text({.name = "signatory",
               .label = std::string{training_word::field_signatory(language)},
               .hint = std::string{training_word::field_signatory_hint(language)}},
              value->signatory, {.max_length = most})
        .text({.name = "signatory_post",
               .label = std::string{training_word::field_signatory_post(language)}},
              value->signatory_post, {.max_length = most})
        .submit(std::string{word::verb_certify(language)});
    return entry.html();
}

http::Response class_page(web::Context &context)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto const job = running_job(context, reader, *call);
        auto const waiting = count_to_certify(reader, call->id);
        auto const issued = static_cast<std::int64_t>(
            valid_certificates_of(reader, context.who(), call->id).size());
        std::array<std::string_view, 1> const issues{issue_verb};
        bool const may_issue =
            !records::allowed(reader, calls, context.identity(), *call, issues).empty();
        auto const title = std::string{certificates.plural(language)};
        html::PageHead head{.title = title,
                            .lead = call->reference + " · " + call->title_in(language)};
        if (issued > 0) {
            head.actions.push_back({.label = std::string{word::certificates_all_on_paper(language)},
                                    .url = url_of_class(*call) + ".pdf",
                                    .picture = html::Icon::download});
        }
        auto content = html::page_head(head) + html::p(word::certificates_lead(language));
        if (job) {
            content += progress_of(context, *call, *job);
        }
        content += html::p(word::certificates_issued(language, issued));
        if (may_issue) {
            content += html::p(word::certificates_to_issue(language, waiting));
        }
        if (may_issue && waiting > 0 && !job) {
            content += issuing_form(context, reader, *call);
        }
        if (issued > 0) {
            content += list_of(context, reader, *call);
        }
        return context.page(
            title, std::move(content),
            {{.label = std::string{calls.plural(language)}, .url = std::string{calls.path}},
             {.label = call->reference, .url = web::url_of(calls, call->reference)},
             {.label = title, .url = {}, .current = true}});
    });
}

constexpr std::array signatory_fields{
    records::field<&training::Signatory::name>("signatory", words::training::field_signatory),
    records::field<&training::Signatory::post>("signatory_post",
                                               words::training::field_signatory_post)};

http::Response issue_class(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    constexpr std::size_t most = 300;
    auto const text = [&](std::string_view name) {
        return truncate(clean(input->get(name)), most);
    };
    std::optional<training::Signatory> signatory;
    if (input->has("signatory") || input->has("signatory_post")) {
        signatory = {.name = text("signatory"), .post = text("signatory_post")};
    }
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const call = find_call(context, tx, issue_verb);
        if (!call) {
            return refuse(call.error());
        }
        auto const job = issue_to_class(tx, context.who(), call->id, signatory);
        return web::Outcome{.location = url_of_class(*call) + "?job=" + job.to_string(),
                            .json = json::serialize(json::object{{"job", job.to_string()}}),
                            .status = 202};
    });
}

http::Response fetch_class_paper(web::Context &context)
{
    auto const drawn =
        context.store().read([&](storage::Reader &reader)
                                 -> Result<std::pair<std::string, std::vector<DrawnCertificate>>> {
            auto const call = find_call(context, reader);
            if (!call) {
                return refuse(call.error());
            }
            auto all =
                certificates_to_draw(reader, context.app().auth.vault, context.who(), call->id);
            if (all.empty()) {
                return not_found();
            }
            return std::pair{call->reference, std::move(all)};
        });
    return drawn ? pdf_answer(certificates_pdf(context, drawn->second),
                              drawn->first + "-certificates")
                 : context.refused(drawn.error());
}

// -- The public check -----------------------------------------------------------------------------

/// It is nobody's business to find these by a search engine, or to keep them.
http::Response kept_by_nobody(http::Response response)
{
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("X-Robots-Tag", "noindex, nofollow");
    return response;
}

html::Notice verdict(Language language, std::string_view state, std::string_view installation)
{
    if (state == states::valid) {
        return {.tone = html::Tone::good,
                .title = std::string{word::check_valid(language)},
                .body = html::p(word::check_valid_text(language, installation))};
    }
    if (state == states::revoked) {
        return {.tone = html::Tone::bad,
                .title = std::string{word::check_revoked(language)},
                .body = html::p(word::check_revoked_text(language, installation))};
    }
    return {.tone = html::Tone::waiting,
            .title = std::string{word::check_replaced(language)},
            .body = html::p(word::check_replaced_text(language))};
}

/// Anybody's question, without an account: one look by the hash of 256 random bits, nothing
/// written.
http::Response check(web::Context &context)
{
    auto const language = context.language();
    auto const title = std::string{word::check_title(language)};
    auto const token = auth::Token::parse(context.part("token"));
    auto const &throttle = context.app().auth.settings.throttle;
    auto const &client = context.request().client;
    using auth::AttemptPurpose;
    if (auto const may = context.store().read([&](storage::Reader &reader) {
            return auth::decide_lookup(reader, throttle, AttemptPurpose::code, client);
        });
        !may) {
        return kept_by_nobody(context.refused(may.error()));
    }
    auto const found = token ? context.store().read([&](storage::Reader &reader) {
        return check_certificate(reader, *token);
    })
                             : std::nullopt;
    if (!found) {
        constexpr int missing = 404;
        context.store().write([&](storage::Tx &tx) {
            auth::count_wrong_code(tx, AttemptPurpose::code, context.part("token"), client);
        });
        return kept_by_nobody(context.page(
            title,
            html::page_head({.title = title, .lead = {}}) +
                html::empty_state({.picture = html::Icon::search,
                                   .title = std::string{word::check_unknown_title(language)},
                                   .text = std::string{word::check_unknown_text(language)}}),
            {}, missing));
    }
    auto const days =
        word::invitation_from_to(language, context.date(found->starts), context.date(found->ends));
    std::vector<html::Fact> facts{
        {std::string{word::field_person(language)}, html::bdi(found->name)},
        {std::string{word::field_course(language)}, html::bdi(found->course)},
        {std::string{word::check_days(language)}, html::fragment(days)},
        {std::string{word::field_institute(language)}, html::bdi(found->institute)},
        {std::string{word::check_number(language)}, html::bdi(found->number)},
        {std::string{word::field_issued_on(language)},
         html::fragment(context.date(found->issued_on))}};
    if (found->ended_on) {
        facts.push_back({std::string{word::field_ended_on(language)},
                         html::fragment(context.date(*found->ended_on))});
    }
    return kept_by_nobody(context.page(
        title,
        html::page_head({.title = title, .lead = {}}) +
            html::notice(verdict(language, found->state, context.app().settings.installation)) +
            html::facts(facts)));
}

} // namespace

web::NounPages const certificate_pages{
    .noun = &certificates,
    .picture = html::Icon::check,
    .empty_title = word::certificate_empty_title,
    .empty_text = word::certificate_empty_text,
    .about = word::certificate_about,
    .act_name = word::acts,
    .tone = tone_of,
    .extras = show_certificate,
    .verbs = {{.verb = "revoke",
               .path = "revocation",
               .label = word::verb_revoke,
               .explanation = word::verb_revoke_explanation,
               .fields = revocation_fields,
               .type = &records::value_type<Revocation>,
               .emphasis = html::Emphasis::danger,
               .run = run_revoke}},
    .takes_attachments = false,
};

std::string url_of_class_certificates(std::string_view call_reference)
{
    return web::url_of(calls, call_reference) + "/certificates";
}

void add_certificate_routes(web::Router &router)
{
    using http::Method;
    auto const gate = [](records::Policy const &policy, std::string_view verb) {
        return web::Gate{.kind = web::Gate::Kind::policy, .policy = &policy, .verb = verb};
    };
    auto const doc = [](std::string_view summary, web::ApiDoc::Shape shape) {
        return web::ApiDoc{.summary = summary, .tag = certificates.kind, .shape = shape};
    };
    using Shape = web::ApiDoc::Shape;
    std::string const path{certificates.path};
    auto const of_class = std::string{calls.path} + "/{id}/certificates";
    router.add({.method = Method::get,
                .pattern = path + "/{id}/certificate.pdf",
                .gate = gate(certificate_policy, records::verbs::see),
                .handler = fetch_paper,
                .api = doc("Fetches a certificate on paper, as PDF.", Shape::text)});
    auto anew = doc("Issues a corrected certificate; the old one says that it was replaced.",
                    Shape::object);
    anew.wants_version = true;
    router.add({.method = Method::post,
                .pattern = path + "/{id}/replacement",
                .gate = gate(certificate_policy, "replace"),
                .handler = issue_anew,
                .api = anew});
    router.add({.method = Method::get,
                .pattern = of_class,
                .gate = gate(certificate_policy, records::verbs::see),
                .handler = class_page});
    auto issuing =
        doc("Issues certificates to everybody of a call who completed the course, in the "
            "background.",
            Shape::object);
    issuing.body = signatory_fields;
    router.add({.method = Method::post,
                .pattern = of_class,
                .gate = gate(training::call_policy, issue_verb),
                .handler = issue_class,
                .api = issuing});
    router.add({.method = Method::get,
                .pattern = of_class + ".pdf",
                .gate = gate(certificate_policy, records::verbs::see),
                .handler = fetch_class_paper,
                .api = doc("Fetches the valid certificates of a call on paper, as one PDF.",
                           Shape::text)});
    // The part is called "token": Dispatch keeps such a path out of the log.
    router.add({.method = Method::get,
                .pattern = "/certificates/{token}",
                .gate = {.kind = web::Gate::Kind::everyone},
                .handler = check});
}

} // namespace selatan::participants

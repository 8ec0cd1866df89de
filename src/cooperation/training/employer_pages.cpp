// An employer's link: sent from the application, answered by whoever has it. Opening it changes
// nothing (mail scanners open links); sending its form spends it.
#include "cooperation/training/copy_form.hpp"
#include "cooperation/training/employer.hpp"
#include "cooperation/training/own_file.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "platform/web/entry.hpp"
#include "words/applicants.hpp"
#include "words/training.hpp"

#include <array>
#include <boost/json.hpp>

namespace selatan::training {

namespace {

namespace word = words::training;

Result<Head> find_application(web::Context const &context, storage::Reader &reader)
{
    return records::find(reader, applications, context.identity(), context.part("id"), "certify");
}

// -- Asking ---------------------------------------------------------------------------------------

http::Response ask_page(web::Context &context, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const head = find_application(context, reader);
        if (!head) {
            return context.refused(head.error());
        }
        auto const application = records::load(reader, applications, head->id);
        auto const title = std::string{word::employer_ask(language)};
        web::Entry entry{context, url_of_employer_link(head->reference), refusal};
        entry
            .text({.name = "email",
                   .label = std::string{word::field_employer_email(language)},
                   .is_required = true},
                  application->employer_email, {.kind = html::TextKind::email, .max_length = 254})
            .submit(title)
            .cancel(web::url_of(applications, head->reference));
        return context.page(
            title,
            html::page_head({.title = title, .lead = head->reference + " · " + head->title}) +
                html::p(
                    word::employer_ask_explanation(language, std::int64_t{employer_link_days})) +
                entry.html(),
            {{.label = std::string{applications.plural(language)},
              .url = std::string{applications.path}},
             {.label = head->reference, .url = web::url_of(applications, head->reference)},
             {.label = title, .url = {}, .current = true}},
            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

http::Response ask(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const email = std::string{input->get("email")};
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head = find_application(context, tx);
            if (!head) {
                return refuse(head.error());
            }
            if (auto const asked =
                    ask_employer(tx, context.who(), *head, email, context.app().settings.base_url);
                !asked) {
                return refuse(asked.error());
            }
            return web::Outcome{
                .location = web::url_of(applications, head->reference),
                .json = boost::json::serialize(boost::json::object{
                    {"reference", head->reference},
                    {"employer_email", email},
                    {"good_until", tx.today().plus_days(employer_link_days).to_string()}})};
        },
        [&](Refusal const &refusal) {
            return context.is_api() ? context.refused(refusal) : ask_page(context, &refusal);
        });
}

struct EmployerBody {
    std::string email;
};
constexpr std::array employer_fields{
    records::field<&EmployerBody::email>("email", word::field_employer_email)
        .as(records::Kind::email)
        .required()};

// -- Answering ------------------------------------------------------------------------------------

http::Response dead_link(web::Context const &context)
{
    constexpr int gone = 410;
    return context.refused({Decline::conflict, {{"", "common.expired_link", {}}}}, gone);
}

html::Html particulars(web::Context const &context, EmployerView const &view)
{
    auto const language = context.language();
    std::vector<html::Fact> facts{
        {std::string{word::field_person(language)}, html::bdi(view.person)},
        {std::string{word::field_employer(language)}, html::bdi(view.employer)},
        {std::string{word::call_singular(language)}, html::bdi(view.course.title_in(language))}};
    if (view.course_starts && view.course_ends) {
        facts.push_back({std::string{word::employer_days(language)},
                         html::fragment(context.date(*view.course_starts), " – ",
                                        context.date(*view.course_ends))});
    }
    return html::facts(facts);
}

/// What the employer fills in, with what is there, and the form to hand it in.
html::Html documents_block(web::Context const &context, std::string const &url,
                           EmployerView const &view, Refusal const *refusal)
{
    auto const language = context.language();
    if (view.documents.empty()) {
        return {};
    }
    std::vector<html::Fact> facts;
    CopyForm wanted{.id = "document",
                    .url = url + "/documents",
                    .which_label = std::string{words::applicants::own_which(language)},
                    .documents = {},
                    .first = {},
                    .file_label = std::string{words::applicants::own_file(language)},
                    .file_hint = std::string{words::applicants::own_file_hint(language)},
                    .submit = std::string{words::applicants::own_hand_in(language)}};
    for (auto const &one : view.documents) {
        auto const name = std::string{word::documents(language, one.code).value_or(one.code)};
        facts.push_back(
            {.label = name,
             .value = html::badge(
                 one.is_handed_in
                     ? html::Badge{std::string{words::applicants::own_handed_in(language)},
                                   html::Tone::good}
                     : html::Badge{std::string{words::applicants::own_still_wanted(language)},
                                   html::Tone::waiting})});
        if (wanted.first.empty() && !one.is_handed_in) {
            wanted.first = one.code;
        }
        wanted.documents.push_back({.value = one.code, .label = name, .group = {}});
    }
    return html::block(word::employer_documents(language),
                       html::p(word::employer_documents_hint(language)) + html::facts(facts) +
                           copy_form(context, wanted, refusal));
}

/// Which of the two forms on the page was refused.
enum class Sent { answer, document };

http::Response answer_page(web::Context &context, Refusal const *refusal, Sent sent = Sent::answer)
{
    auto const language = context.language();
    auto const token = auth::Token::parse(context.part("token"));
    auto const view = token ? context.store().read([&](storage::Reader &reader) {
        return look_at_employer_link(reader, *token);
    })
                            : std::nullopt;
    if (!view) {
        return dead_link(context);
    }
    auto const url = "/employer-certificates/" + token->text();
    web::Entry entry{context, url, sent == Sent::answer ? refusal : nullptr};
    entry
        .text({.name = "certified_by",
               .label = std::string{word::employer_name(language)},
               .hint = std::string{word::form_certified_by_hint(language)},
               .is_required = true},
              {}, {.max_length = 300})
        .radio(
            {.name = "answer",
             .label = std::string{word::employer_answer(language)},
             .is_required = true},
            {{.value = "yes", .label = std::string{word::employer_certify(language)}, .hint = {}},
             {.value = "no", .label = std::string{word::employer_answer_no(language)}, .hint = {}}})
        .area({.name = "reason",
               .label = std::string{word::employer_reason(language)},
               .hint = std::string{word::employer_reason_hint(language)}})
        .submit(std::string{word::employer_send(language)});
    auto const title = std::string{word::employer_title(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::employer_lead(language)}}) +
            particulars(context, *view) +
            documents_block(context, url, *view, sent == Sent::document ? refusal : nullptr) +
            entry.html(),
        {}, refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

http::Response take_document(web::Context &context)
{
    auto const token = auth::Token::parse(context.part("token"));
    if (!token) {
        return dead_link(context);
    }
    auto const refused = [&](Refusal const &refusal) {
        return refusal.decline == Decline::invalid ? answer_page(context, &refusal, Sent::document)
                                                   : dead_link(context);
    };
    auto const examined = examine_own_file(context.request());
    if (!examined) {
        return refused(examined.error());
    }
    auto const document = std::string{context.request().form.find("document").value_or("")};
    auto const name = word::documents(context.language(), document).value_or(document);
    auto const done = context.store().write([&](storage::Tx &tx) {
        return hand_in_by_link(tx, *token, document, *examined, std::string{name});
    });
    return done ? context.redirect("/employer-certificates/" + token->text())
                : refused(done.error());
}

http::Response answer(web::Context &context)
{
    auto const language = context.language();
    auto const token = auth::Token::parse(context.part("token"));
    if (!token) {
        return dead_link(context);
    }
    auto const &form = context.request().form;
    auto const said = form.find("answer").value_or("");
    EmployerAnswer const answer{
        .certifies = said == "yes" || said == "no" ? std::optional{said == "yes"} : std::nullopt,
        .name = std::string{form.find("certified_by").value_or("")},
        .reason = std::string{form.find("reason").value_or("")}};
    auto const done =
        context.store().write([&](storage::Tx &tx) { return answer_by_link(tx, *token, answer); });
    if (!done) {
        return done.error().decline == Decline::invalid ? answer_page(context, &done.error())
                                                        : dead_link(context);
    }
    auto const title = std::string{word::employer_thanks(language)};
    return context.page(
        title, html::page_head(
                   {.title = title, .lead = std::string{word::employer_thanks_text(language)}}));
}

} // namespace

std::string url_of_employer_link(std::string_view application_reference)
{
    return web::url_of(applications, application_reference) + "/employer-link";
}

void add_employer_routes(web::Router &router)
{
    using http::Method;
    web::Gate const gate{
        .kind = web::Gate::Kind::policy, .policy = &application_policy, .verb = "certify"};
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    auto const link = std::string{applications.path} + "/{id}/employer-link";
    router.add({.method = Method::get, .pattern = link, .gate = gate, .handler = [](auto &context) {
                    return ask_page(context, nullptr);
                }});
    router.add({.method = Method::post,
                .pattern = link,
                .gate = gate,
                .handler = ask,
                .api = web::ApiDoc{.summary = "Mails the employer a link by which it certifies, or "
                                              "says why not.",
                                   .tag = applications.kind,
                                   .body = employer_fields}});
    // The part is called "token": Dispatch keeps such a path out of the log.
    router.add({.method = Method::get,
                .pattern = "/employer-certificates/{token}",
                .gate = everyone,
                .handler = [](auto &context) {
                    return answer_page(context, nullptr);
                }});
    router.add({.method = Method::post,
                .pattern = "/employer-certificates/{token}",
                .gate = everyone,
                .handler = answer});
    router.add({.method = Method::post,
                .pattern = "/employer-certificates/{token}/documents",
                .gate = everyone,
                .handler = take_document,
                .takes_uploads = true});
}

} // namespace selatan::training

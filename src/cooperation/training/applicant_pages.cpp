// An applicant's way to an account: asked for on a public call's page, opened by a mailed link.
// Opening the link changes nothing (mail scanners open links); sending its form spends it.
#include "cooperation/training/applicant.hpp"
#include "cooperation/training/application.hpp"
#include "cooperation/training/pages.hpp"
#include "platform/account/visitor.hpp"
#include "platform/web/entry.hpp"
#include "words/applicants.hpp"

namespace selatan::training {

namespace {

namespace word = words::applicants;
using account::Visitor;

// -- Asking ---------------------------------------------------------------------------------------

struct OpenCall {
    Head head;
    Call call;
};

Result<OpenCall> find_open_call(web::Context const &context)
{
    return context.store().read([&](storage::Reader &reader) -> Result<OpenCall> {
        auto const head = records::find(reader, calls, context.identity(), context.part("id"));
        if (!head) {
            return refuse(head.error());
        }
        auto call = records::load(reader, calls, head->id);
        if (!call || !call->is_public) {
            return not_found();
        }
        if (auto const may = decide_window(*call, head->state, reader.now()); !may) {
            return refuse(may.error());
        }
        return OpenCall{*head, std::move(*call)};
    });
}

std::vector<html::Link> trail_to(web::Context const &context, Head const &call,
                                 std::string const &title)
{
    return {
        {.label = std::string{calls.plural(context.language())}, .url = std::string{calls.path}},
        {.label = call.reference, .url = web::url_of(calls, call.reference)},
        {.label = title, .url = {}, .current = true}};
}

http::Response ask_page(web::Context const &context, OpenCall const &open, Refusal const *refusal)
{
    auto const language = context.language();
    auto const title = std::string{word::ask_title(language)};
    auto content = html::page_head({.title = title, .lead = open.head.title_in(language)});
    Visitor const visitor{context};
    if (context.identity() != nullptr) {
        content += html::notice({.tone = html::Tone::waiting,
                                 .title = {},
                                 .body = html::p(word::ask_office(language))});
    } else {
        web::Entry entry{context, url_of_applying(open.head.reference), refusal};
        visitor.sign(entry);
        entry
            .text({.name = "email",
                   .label = std::string{word::ask_email(language)},
                   .hint = std::string{word::ask_email_hint(language)},
                   .is_required = true,
                   .autocomplete = "email"},
                  {}, {.kind = html::TextKind::email, .max_length = 254})
            .submit(std::string{word::ask_submit(language)})
            .cancel(web::url_of(calls, open.head.reference));
        content += html::p(word::ask_explanation(language, *open.call.closes_on));
        content += context.store().read([&](storage::Reader &reader) {
            return html::p(countries_told(context, reader, open.head.id));
        });
        content += entry.html() +
                   html::p(html::a(
                       html::href("/sign-in?next=" + url_of_application_form(open.head.reference)),
                       word::ask_has_account(language)));
    }
    auto frame = context.frame(title, std::move(content));
    frame.trail = trail_to(context, open.head, title);
    return visitor.remember(context.page(
        std::move(frame), refusal == nullptr ? 200 : web::status_of(refusal->decline)));
}

/// Says the same whether there is such an account or not.
http::Response sent_page(web::Context const &context, OpenCall const &open)
{
    auto const language = context.language();
    auto const title = std::string{word::ask_sent_title(language)};
    return context.page(title,
                        html::page_head({.title = title}) + html::p(word::ask_sent_text(language)) +
                            html::p(html::cls("hint"), word::ask_sent_hint(language)),
                        trail_to(context, open.head, title));
}

http::Response show_ask(web::Context &context)
{
    auto const open = find_open_call(context);
    if (!open) {
        return context.refused(open.error());
    }
    if (is_applicant(context.identity())) {
        return context.redirect(url_of_application_form(open->head.reference));
    }
    return context.query().find("sent") ? sent_page(context, *open)
                                        : ask_page(context, *open, nullptr);
}

http::Response ask(web::Context &context)
{
    auto const open = find_open_call(context);
    if (!open) {
        return context.refused(open.error());
    }
    if (!Visitor{context}.sent_own_form()) {
        auto const refusal = account::foreign_form();
        return ask_page(context, *open, &refusal);
    }
    auto const asked = ask_for_account(
        context.store(), context.app().auth, open->head,
        std::string{context.request().form.find("email").value_or("")}, context.language(),
        account::client_of(context), context.app().settings.base_url);
    return asked ? context.redirect(url_of_applying(open->head.reference) + "?sent=1")
                 : ask_page(context, *open, &asked.error());
}

// -- The link -------------------------------------------------------------------------------------

/// Too old, and the call is known: a new one can be asked for there.
http::Response dead_link(web::Context const &context, std::optional<ApplicantLink> const &link)
{
    constexpr int gone = 410;
    auto const language = context.language();
    auto const title = std::string{word::link_dead_title(language)};
    html::Action const way_out =
        link ? html::Action{.label = std::string{word::link_again(language)},
                            .url = url_of_applying(link->call),
                            .emphasis = html::Emphasis::primary}
             : html::Action{.label = std::string{word::link_calls(language)},
                            .url = std::string{calls.path}};
    return context.page(title,
                        html::page_head({.title = title,
                                         .lead = std::string{word::link_dead_text(language)},
                                         .actions = {way_out}}),
                        {}, gone);
}

struct GoodLink {
    auth::Token token;
    ApplicantLink view;
};

std::optional<ApplicantLink> look(web::Context const &context,
                                  std::optional<auth::Token> const &token)
{
    return token ? context.store().read([&](storage::Reader &reader) {
        return look_at_applicant_link(reader, *token);
    })
                 : std::nullopt;
}

http::Response link_page(web::Context const &context, GoodLink const &link, Refusal const *refusal)
{
    auto const language = context.language();
    Visitor const visitor{context};
    web::Entry entry{context, "/applicant-accounts/" + link.token.text(), refusal};
    visitor.sign(entry);
    entry
        .text({.name = "name",
               .label = std::string{word::link_name(language)},
               .is_required = true,
               .autocomplete = "name"},
              {}, {.max_length = 200})
        .password(account::new_password_field(context, "password"))
        .submit(std::string{word::link_submit(language)});
    auto const title = std::string{word::link_title(language)};
    auto frame = context.frame(
        title,
        html::page_head({.title = title, .lead = word::link_lead(language, link.view.email)}) +
            html::facts({{std::string{word::own_course(language)}, html::bdi(link.view.course)}}) +
            entry.html());
    frame.sign_in.reset();
    return visitor.remember(context.page(
        std::move(frame), refusal == nullptr ? 200 : web::status_of(refusal->decline)));
}

http::Response show_link(web::Context &context)
{
    auto const token = auth::Token::parse(context.part("token"));
    auto const view = look(context, token);
    return view && view->is_good ? link_page(context, {*token, *view}, nullptr)
                                 : dead_link(context, view);
}

http::Response spend_link(web::Context &context)
{
    auto const token = auth::Token::parse(context.part("token"));
    auto const view = look(context, token);
    if (!view || !view->is_good) {
        return dead_link(context, view);
    }
    GoodLink const link{*token, *view};
    if (!Visitor{context}.sent_own_form()) {
        auto const refusal = account::foreign_form();
        return link_page(context, link, &refusal);
    }
    auto const &form = context.request().form;
    auto const call = open_account(context.store(), context.app().auth, *token,
                                   std::string{form.find("name").value_or("")},
                                   std::string{form.find("password").value_or("")});
    if (call) {
        return context.redirect("/sign-in?said=account-open&next=" +
                                http::encode_component(url_of_application_form(*call)));
    }
    return call.error().decline == Decline::conflict ? dead_link(context, view)
                                                     : link_page(context, link, &call.error());
}

} // namespace

std::string url_of_applying(std::string_view call_reference)
{
    return web::url_of(calls, call_reference) + "/account";
}

void add_applicant_routes(web::Router &router)
{
    using http::Method;
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    auto const asking = std::string{calls.path} + "/{id}/account";
    // The part is called "token": Dispatch keeps such a path out of the log.
    auto const link = "/applicant-accounts/{token}";
    router.add({.method = Method::get, .pattern = asking, .gate = everyone, .handler = show_ask});
    router.add({.method = Method::post, .pattern = asking, .gate = everyone, .handler = ask});
    router.add({.method = Method::get, .pattern = link, .gate = everyone, .handler = show_link});
    router.add({.method = Method::post, .pattern = link, .gate = everyone, .handler = spend_link});
}

} // namespace selatan::training

// Passport and medical part: written, looked at, erased; each by an act, never by opening a page.
#include "cooperation/training/pages.hpp"
#include "cooperation/training/restricted.hpp"
#include "cooperation/training/training.hpp"
#include "platform/web/entry.hpp"
#include "words/training.hpp"

namespace selatan::training {

namespace {

namespace word = words::training;

constexpr std::string_view see_verb = "see_restricted";
constexpr std::string_view erase_verb = "erase_restricted";

Result<Head> find_application(web::Context const &context, storage::Reader &reader,
                              std::string_view verb)
{
    return records::find(reader, applications, context.identity(), context.part("id"), verb);
}

/// The same for an act without a form: it names the version that the person saw.
Result<Head> find_as_seen(web::Context const &context, storage::Reader &reader,
                          std::string_view verb)
{
    auto head = find_application(context, reader, verb);
    if (head && head->version != context.version()) {
        return refuse(Decline::stale, "", "common.stale");
    }
    return head;
}

html::Html facts_of(Language language, Restricted const &value)
{
    return html::facts(
        {{std::string{word::restricted_passport(language)}, html::bdi(value.passport)},
         {std::string{word::restricted_expiry(language)}, html::bdi(value.expiry)},
         {std::string{word::restricted_medical(language)}, html::bdi(value.medical)}});
}

html::Html act_button(web::Context const &context, std::string const &url, std::string_view label,
                      html::Emphasis emphasis, std::int64_t version)
{
    return html::action_row({{.label = std::string{label},
                              .url = url,
                              .emphasis = emphasis,
                              .posts = true,
                              .hidden = context.hidden(version)}});
}

/// The form starts empty, whatever is kept: opening it is no look.
html::Html entry_form(web::Context const &context, std::string const &url, Refusal const *refusal)
{
    auto const language = context.language();
    web::Entry entry{context, url, refusal};
    entry
        .text({.name = "passport",
               .label = std::string{word::restricted_passport(language)},
               .is_required = true,
               .autocomplete = "off"},
              {}, {.max_length = 50})
        .date({.name = "expiry", .label = std::string{word::restricted_expiry(language)}})
        .area({.name = "medical",
               .label = std::string{word::restricted_medical(language)},
               .hint = std::string{word::restricted_medical_hint(language)}},
              {}, 5)
        .submit(std::string{word::restricted_write(language)});
    return entry.html();
}

http::Response page(web::Context const &context, Head const &head, bool is_kept,
                    Restricted const *shown, Refusal const *refusal)
{
    auto const language = context.language();
    auto const url = url_of_restricted(head.reference);
    auto const title = std::string{word::restricted_title(language)};
    auto content = html::page_head({.title = title, .lead = head.reference + " · " + head.title});
    content += html::p(word::restricted_lead(language));
    if (shown != nullptr) {
        content += facts_of(language, *shown);
    } else if (is_kept) {
        content += act_button(context, url + "/look", word::restricted_look(language),
                              html::Emphasis::primary, head.version);
    } else {
        content += html::p(html::cls("note"), word::restricted_none(language));
    }
    content +=
        html::block(is_kept ? word::restricted_replace(language) : word::restricted_write(language),
                    entry_form(context, url, refusal));
    if (is_kept && records::could(application_policy, context.identity(), erase_verb)) {
        content +=
            html::block(word::restricted_erase(language),
                        html::p(word::restricted_erase_explanation(language)) +
                            act_button(context, url + "/erasure", word::restricted_erase(language),
                                       html::Emphasis::danger, head.version));
    }
    auto response =
        context.page(title, std::move(content),
                     {{.label = std::string{applications.plural(language)},
                       .url = std::string{applications.path}},
                      {.label = head.reference, .url = web::url_of(applications, head.reference)},
                      {.label = title, .url = {}, .current = true}},
                     refusal == nullptr ? 200 : web::status_of(refusal->decline));
    response.headers.set("Cache-Control", "no-store");
    return response;
}

http::Response show(web::Context &context, Refusal const *refusal)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head = find_application(context, reader, see_verb);
        return head ? page(context, *head, has_restricted(reader, head->id), nullptr, refusal)
                    : context.refused(head.error());
    });
}

/// Not through Context::act, which remembers its answer.
http::Response look(web::Context &context)
{
    struct Seen {
        Head head;
        std::optional<Restricted> value;
    };
    auto const seen = context.store().write([&](storage::Tx &tx) -> Result<Seen> {
        auto head = find_as_seen(context, tx, see_verb);
        if (!head) {
            return refuse(head.error());
        }
        auto value = look_restricted(tx, context.app().auth.vault, context.who(), *head);
        if (!value) {
            return refuse(value.error());
        }
        return Seen{.head = std::move(*head), .value = std::move(*value)};
    });
    if (!seen) {
        return context.refused(seen.error());
    }
    return page(context, seen->head, seen->value.has_value(), seen->value ? &*seen->value : nullptr,
                nullptr);
}

http::Response write(web::Context &context)
{
    auto const text = [&](std::string_view name) {
        return std::string{context.request().form.find(name).value_or("")};
    };
    Restricted const value{
        .passport = text("passport"), .expiry = text("expiry"), .medical = text("medical")};
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head = find_application(context, tx, see_verb);
            if (!head) {
                return refuse(head.error());
            }
            if (auto const done =
                    write_restricted(tx, context.app().auth.vault, context.who(), *head, value);
                !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = url_of_restricted(head->reference)};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid ? show(context, &refusal)
                                                       : context.refused(refusal);
        });
}

http::Response erase(web::Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const head = find_as_seen(context, tx, erase_verb);
        if (!head) {
            return refuse(head.error());
        }
        if (auto const done = erase_restricted(tx, context.app().auth.vault, context.who(), *head);
            !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = url_of_restricted(head->reference)};
    });
}

} // namespace

std::string url_of_restricted(std::string_view application_reference)
{
    return web::url_of(applications, application_reference) + "/restricted";
}

void add_restricted_routes(web::Router &router)
{
    using http::Method;
    auto const base = std::string{applications.path} + "/{id}/restricted";
    auto const add = [&](Method method, std::string const &pattern, std::string_view verb,
                         auto handler) {
        router.add(
            {.method = method,
             .pattern = pattern,
             .gate = {.kind = web::Gate::Kind::policy, .policy = &application_policy, .verb = verb},
             .handler = std::move(handler)});
    };
    add(Method::get, base, see_verb, [](web::Context &context) { return show(context, nullptr); });
    add(Method::post, base, see_verb, write);
    add(Method::post, base + "/look", see_verb, look);
    add(Method::post, base + "/erasure", erase_verb, erase);
}

} // namespace selatan::training

// What is kept of passports and medical parts, and when it goes by itself.
#include "cooperation/training/pages.hpp"
#include "cooperation/training/retention.hpp"
#include "cooperation/training/training.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/participants.hpp"

namespace selatan::training {

namespace {

namespace word = words::participants;

html::Html table_of(web::Context const &context, std::vector<Kept> const &all)
{
    auto const language = context.language();
    html::Html rows;
    for (auto const &kept : all) {
        auto const day = kept.erased_on();
        rows += html::tr(
            html::th(
                html::attr<"scope">("row"),
                html::a(html::href(web::url_of(calls, kept.reference)), html::bdi(kept.title))),
            html::td(html::cls("number"),
                     html::attr<"data-label">(word::retention_people(language)),
                     i18n::format_number(language, kept.people)),
            html::td(html::attr<"data-label">(word::retention_on(language)),
                     day ? context.date(*day) : std::string{word::retention_never(language)}));
    }
    return html::div(
        html::cls("table"),
        html::table(html::caption(html::cls("unseen"), word::retention_title(language)),
                    html::thead(html::tr(
                        html::th(html::attr<"scope">("col"), word::field_call(language)),
                        html::th(html::attr<"scope">("col"), html::cls("number"),
                                 word::retention_people(language)),
                        html::th(html::attr<"scope">("col"), word::retention_on(language)))),
                    html::tbody(rows)));
}

http::Response show(web::Context &context)
{
    auto const language = context.language();
    auto const all = context.store().read(
        [&](storage::Reader &reader) { return kept_restricted(reader, context.who()); });
    if (context.is_api()) {
        return context.json(as_json(all));
    }
    auto const title = std::string{word::retention_title(language)};
    auto content =
        html::page_head({.title = title, .lead = std::string{word::retention_lead(language)}});
    content += all.empty()
                   ? html::empty_state({.picture = html::Icon::lock,
                                        .title = std::string{word::retention_empty_title(language)},
                                        .text = std::string{word::retention_empty_text(language)}})
                   : table_of(context, all);
    return context.page(
        title, std::move(content),
        {{.label = std::string{schemes.plural(language)}, .url = std::string{schemes.path}},
         {.label = title, .url = {}, .current = true}});
}

} // namespace

void add_retention_routes(web::Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = std::string{retention_path},
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &application_policy,
                         .verb = "erase_restricted"},
                .handler = show,
                .api = web::ApiDoc{.summary = "Tells when passports and medical parts are erased.",
                                   .tag = applications.kind}});
}

} // namespace selatan::training

// What is kept of passports and medical parts, when it goes by itself, and how it goes at once:
// choose courses, see whose papers would be erased, erase them all or none.
#include "cooperation/training/pages.hpp"
#include "cooperation/training/retention.hpp"
#include "cooperation/training/training.hpp"
#include "platform/html/components.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/entry.hpp"
#include "words/participants.hpp"
#include "words/training.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace selatan::training {

namespace {

namespace word = words::participants;

constexpr std::string_view verb = "erase_restricted";

std::string url_of(std::string_view step)
{
    return std::string{retention_path} + "/" + std::string{step};
}

std::vector<html::Link> trail(web::Context const &context, std::string const &step = {})
{
    auto const language = context.language();
    std::vector<html::Link> links{
        {.label = std::string{schemes.plural(language)}, .url = std::string{schemes.path}},
        {.label = std::string{word::retention_title(language)},
         .url = std::string{step.empty() ? std::string_view{} : retention_path},
         .current = step.empty()}};
    if (!step.empty()) {
        links.push_back({.label = step, .url = {}, .current = true});
    }
    return links;
}

html::List list_of(web::Context const &context, std::vector<Kept> const &all)
{
    auto const language = context.language();
    html::List list;
    list.caption = word::retention_title(language);
    list.columns = {{.key = "call", .label = std::string{word::field_call(language)}},
                    {.key = "people",
                     .label = std::string{word::retention_people(language)},
                     .is_number = true},
                    {.key = "on", .label = std::string{word::retention_on(language)}}};
    for (auto const &kept : all) {
        auto const day = kept.erased_on();
        list.rows.push_back(
            {.key = kept.reference,
             .label = kept.reference,
             .cells = {
                 html::a(html::href(web::url_of(calls, kept.reference)), html::bdi(kept.title)),
                 html::fragment(i18n::format_number(language, kept.people)),
                 html::fragment(day ? context.date(*day)
                                    : std::string{word::retention_never(language)})}});
    }
    list.bulk = {{.label = std::string{word::retention_choose(language)},
                  .url = url_of("affected"),
                  .emphasis = html::Emphasis::danger}};
    list.hidden = context.hidden();
    list.empty = {.picture = html::Icon::lock,
                  .title = std::string{word::retention_empty_title(language)},
                  .text = std::string{word::retention_empty_text(language)}};
    return list;
}

/// "Erased for good: the papers of 12 people", told by the page before.
html::Html done_notice(web::Context const &context)
{
    auto const told = context.query().find("erased");
    std::int64_t count = 0;
    if (!told || records::Text<std::int64_t>::parse(*told, count) != nullptr || count < 0) {
        return {};
    }
    return html::notice({.tone = html::Tone::good,
                         .title = word::retention_done(context.language(), count),
                         .body = {},
                         .live = true});
}

http::Response show(web::Context const &context, std::string const &objection = {})
{
    auto const all = context.store().read(
        [&](storage::Reader &reader) { return kept_restricted(reader, context.who()); });
    if (context.is_api()) {
        return context.json(as_json(all));
    }
    auto const language = context.language();
    auto const title = std::string{word::retention_title(language)};
    auto content =
        html::page_head({.title = title, .lead = std::string{word::retention_lead(language)}}) +
        done_notice(context);
    if (!objection.empty()) {
        content +=
            html::notice({.tone = html::Tone::bad, .title = objection, .body = {}, .live = true});
    }
    content += html::list(list_of(context, all), context.words());
    return context.page(title, std::move(content), trail(context),
                        objection.empty() ? 200 : web::status_of(Decline::invalid));
}

html::List list_of(web::Context const &context, std::vector<KeptPerson> const &people)
{
    auto const language = context.language();
    html::List list;
    list.caption = word::retention_people(language);
    list.columns = {{.key = "person", .label = std::string{word::field_person(language)}},
                    {.key = "country",
                     .label = std::string{words::training::field_nominating_country(language)}},
                    {.key = "call", .label = std::string{word::field_call(language)}}};
    for (auto const &person : people) {
        auto const country =
            person.country ? context.app().codes.name("country", person.country->view(), language)
                           : std::string{};
        list.rows.push_back({.key = person.reference,
                             .label = person.reference,
                             .cells = {html::a(html::href(url_of_restricted(person.reference)),
                                               html::bdi(person.name)),
                                       html::bdi(country), html::bdi(person.call_reference)}});
    }
    list.empty = {
        .picture = html::Icon::lock, .title = word::retention_affected(language, 0), .text = {}};
    return list;
}

/// Whose papers would be erased, before anything happens. What is confirmed is who stands there.
http::Response affected_page(web::Context const &context, std::vector<KeptPerson> const &people)
{
    auto const language = context.language();
    auto const title = std::string{word::retention_choose(language)};
    auto content = html::page_head(
        {.title = title,
         .lead = word::retention_affected(language, static_cast<std::int64_t>(people.size()))});
    if (people.size() == erased_at_most) {
        content += html::p(html::cls("note"), word::retention_first(language));
    }
    content += html::list(list_of(context, people), context.words());
    if (!people.empty()) {
        web::Entry entry{context, url_of("erasure")};
        for (auto const &person : people) {
            entry.hidden("applications", person.reference);
        }
        entry.note(html::p(word::retention_warning(language)))
            .submit(std::string{word::retention_confirm(language)}, html::Emphasis::danger)
            .cancel(std::string{retention_path});
        content += entry.html();
    }
    return context.page(title, std::move(content), trail(context, title));
}

http::Response affected(web::Context const &context)
{
    auto const keys = context.request().form.all("key");
    std::vector<Uuid> chosen;
    std::string objection;
    auto const people = context.store().read([&](storage::Reader &reader) {
        auto const today = reader.today();
        for (auto const &kept : kept_restricted(reader, context.who())) {
            if (std::ranges::find(keys, kept.reference) == keys.end()) {
                continue;
            }
            if (auto const allowed = decide_erasure(kept, today); !allowed) {
                objection = context.say(allowed.error().problems.front());
            }
            chosen.push_back(kept.call);
        }
        return kept_people(reader, context.who(), chosen);
    });
    if (keys.empty()) {
        objection = word::retention_unchosen(context.language());
    }
    return objection.empty() ? affected_page(context, people) : show(context, objection);
}

http::Response erase(web::Context const &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    records::Codes references;
    records::Text<records::Codes>::parse(input->get("applications"), references);
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const erased =
                erase_chosen(tx, context.app().auth.vault, context.who(), references);
            if (!erased) {
                return refuse(erased.error());
            }
            return web::Outcome{
                .location = std::string{retention_path} + "?erased=" + std::to_string(*erased),
                .json = boost::json::serialize(boost::json::object{{"erased", *erased}})};
        },
        [&](Refusal const &refusal) {
            return context.is_api() ? context.refused(refusal)
                                    : show(context, context.say(refusal.problems.front()));
        });
}

struct Chosen {
    records::Codes applications;
};
constexpr std::array chosen_fields{
    records::field<&Chosen::applications>("applications", word::retention_people).required()};

} // namespace

void add_retention_routes(web::Router &router)
{
    using http::Method;
    auto const add = [&](Method method, std::string const &pattern, auto handler,
                         std::optional<web::ApiDoc> api) {
        router.add(
            {.method = method,
             .pattern = pattern,
             .gate = {.kind = web::Gate::Kind::policy, .policy = &application_policy, .verb = verb},
             .handler = std::move(handler),
             .api = api});
    };
    add(
        Method::get, std::string{retention_path},
        [](web::Context &context) { return show(context); },
        web::ApiDoc{.summary = "Tells when passports and medical parts are erased.",
                    .tag = applications.kind});
    add(
        Method::post, url_of("affected"), [](web::Context &context) { return affected(context); },
        std::nullopt);
    add(
        Method::post, url_of("erasure"), [](web::Context &context) { return erase(context); },
        web::ApiDoc{.summary = "Erases for good what is kept of the applications named.",
                    .tag = applications.kind,
                    .body = chosen_fields});
}

} // namespace selatan::training

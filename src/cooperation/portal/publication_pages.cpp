// What the desk looks at: how far each project is on its way to the portal, and who is missing.
#include "cooperation/portal/consent_store.hpp"
#include "cooperation/portal/pages.hpp"
#include "cooperation/portal/portal.hpp"
#include "cooperation/projects/projects.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "words/portal.hpp"
#include "words/projects.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace json = boost::json;

constexpr std::string_view path = "/publication";
constexpr int page_size = 50;

std::string url_of(std::string_view reference)
{
    return std::string{path} + "/" + std::string{reference};
}

std::string name_of(Topic topic, Language language)
{
    return std::string{word::topics(language, to_code(topic)).value_or(to_code(topic))};
}

std::string names_of(std::span<Topic const> all, Language language)
{
    std::vector<std::string> names;
    for (auto const topic : all) {
        names.push_back(name_of(topic, language));
    }
    return names.empty() ? std::string{word::page_nothing_public(language)}
                         : i18n::join_list(language, names);
}

http::Response overview(web::Context &context)
{
    auto const language = context.language();
    auto const after = Uuid::parse(context.query().find("after").value_or(""));
    auto rows = context.store().read([&](storage::Reader &reader) {
        return readiness(
            reader, records::compile(projects::policy, context.identity(), records::verbs::see),
            after, page_size + 1);
    });
    bool const has_more = rows.size() > page_size;
    if (has_more) {
        rows.pop_back();
    }
    html::List list;
    list.id = "publication";
    list.caption = std::string{word::page_title(language)};
    list.columns = {
        {.key = "project", .label = std::string{words::projects::project_singular(language)}},
        {.key = "asked", .label = std::string{word::page_asked(language)}},
        {.key = "given", .label = std::string{word::page_given(language)}},
        {.key = "public", .label = std::string{word::page_public(language)}}};
    for (auto const &one : rows) {
        list.rows.push_back(
            {.key = one.reference,
             .label = one.reference,
             .cells = {html::a(html::href(url_of(one.reference)), html::bdi(one.title)),
                       html::fragment(word::page_so_many(language, one.asked, one.parties)),
                       html::fragment(word::page_so_many(language, one.given, one.parties)),
                       html::fragment(names_of(one.topics, language))}});
    }
    if (has_more) {
        list.paging.next = std::string{path} + "?after=" + rows.back().id.to_string();
    }
    list.empty = {.picture = html::Icon::project,
                  .title = std::string{word::page_empty_title(language)},
                  .text = std::string{word::page_empty_text(language)}};
    auto const title = std::string{word::page_title(language)};
    return context.page(
        title, html::page_head({.title = title,
                                .lead = std::string{word::page_lead(language)},
                                .actions = {{.label = std::string{word::consent_plural(language)},
                                             .url = "/publication-consents"}}}) +
                   html::list(list, context.words()));
}

Result<Head> project_of(web::Context const &context, storage::Reader &reader)
{
    return records::find(reader, projects::projects, context.identity(), context.part("id"));
}

/// A party's word on one topic, said and not only coloured.
std::string mark_of(PartyConsent const &one, Topic topic, Language language)
{
    if (one.allows(topic)) {
        return std::string{word::page_yes(language)};
    }
    if (one.state == consent_states::given) {
        return std::string{word::page_no(language)};
    }
    return one.state.empty() ? std::string{word::page_not_asked(language)}
                             : std::string{word::states(language, one.state).value_or(one.state)};
}

html::Html table_of(web::Context const &context, Head const &project,
                    std::vector<PartyConsent> const &parties)
{
    auto const language = context.language();
    auto const open = decide_public(project.state, parties);
    html::List list;
    list.id = "topics";
    list.caption = std::string{word::page_of_project(language)};
    list.columns.push_back({.key = "topic", .label = std::string{word::page_topic(language)}});
    for (auto const &one : parties) {
        if (one.is_concerned()) {
            list.columns.push_back({.key = one.party.to_string(), .label = one.name});
        }
    }
    list.columns.push_back({.key = "public", .label = std::string{word::page_public(language)}});
    for (auto const code : topics) {
        Topic topic{};
        static_cast<void>(from_code(code, topic));
        html::Row row{.key = std::string{code}, .label = name_of(topic, language)};
        row.cells.push_back(html::fragment(name_of(topic, language)));
        for (auto const &one : parties) {
            if (one.is_concerned()) {
                row.cells.push_back(html::fragment(mark_of(one, topic, language)));
            }
        }
        bool const is_open = std::ranges::find(open, topic) != open.end();
        row.cells.push_back(
            topic == Topic::contribution
                ? html::fragment(word::page_each_its_own(language))
                : html::badge({.label = std::string{is_open ? word::page_yes(language)
                                                            : word::page_no(language)},
                               .tone = is_open ? html::Tone::good : html::Tone::neutral}));
        list.rows.push_back(std::move(row));
    }
    return html::list(list, context.words());
}

html::Html consents_table(web::Context const &context, std::vector<PartyConsent> const &parties)
{
    auto const language = context.language();
    html::List list;
    list.id = "consents";
    list.caption = std::string{word::consent_plural(language)};
    list.columns = {{.key = "party", .label = std::string{word::field_party(language)}},
                    {.key = "state", .label = std::string{word::page_state(language)}},
                    {.key = "by", .label = std::string{word::field_given_by(language)}},
                    {.key = "document", .label = std::string{word::field_document(language)}},
                    {.key = "on", .label = std::string{word::field_given_on(language)}}};
    for (auto const &one : parties) {
        if (!one.is_concerned()) {
            continue;
        }
        auto const name = html::bdi(one.name);
        list.rows.push_back(
            {.key = one.party.to_string(),
             .label = one.name,
             .cells = {one.reference.empty()
                           ? name
                           : html::a(html::href(web::url_of(consents, one.reference)), name),
                       one.state.empty()
                           ? html::fragment(word::page_not_asked(language))
                           : html::badge({.label = web::state_name(consents, one.state, language),
                                          .tone = consent_pages.tone(one.state)}),
                       html::bdi(one.consent.given_by), html::bdi(one.consent.document),
                       html::fragment(one.consent.given_on ? context.date(*one.consent.given_on)
                                                           : std::string{})}});
    }
    list.empty = {.title = std::string{word::page_no_parties(language)}};
    return html::list(list, context.words());
}

std::string to_json(Head const &project, std::vector<PartyConsent> const &parties)
{
    json::array open;
    for (auto const topic : decide_public(project.state, parties)) {
        open.emplace_back(to_code(topic));
    }
    json::array all;
    for (auto const &one : parties) {
        if (one.is_concerned()) {
            json::array named;
            for (auto const &code : one.consent.topics) {
                named.emplace_back(code);
            }
            all.push_back(json::object{{"party", one.name},
                                       {"consent", one.reference},
                                       {"state", one.state.empty() ? "not_asked" : one.state},
                                       {"topics", std::move(named)}});
        }
    }
    return json::serialize(json::object{
        {"project", project.reference}, {"public", std::move(open)}, {"parties", std::move(all)}});
}

http::Response of_project(web::Context &context)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const project = project_of(context, reader);
        if (!project) {
            return context.refused(project.error());
        }
        auto const parties = consents_of(reader, project->id);
        if (context.is_api()) {
            return context.json(to_json(*project, parties));
        }
        auto const open = decide_public(project->state, parties);
        html::PageHead head{
            .title = project->title,
            .lead = word::page_project_lead(language, names_of(open, language)),
            .actions = {{.label = project->reference,
                         .url = web::url_of(projects::projects, project->reference)}}};
        if (decide_ask(project->state, parties) &&
            records::could(consent_policy, context.identity(), "ask")) {
            head.actions.insert(head.actions.begin(),
                                {.label = std::string{word::verb_ask(language)},
                                 .url = url_of(project->reference) + "/asking",
                                 .emphasis = html::Emphasis::primary,
                                 .posts = true,
                                 .hidden = context.hidden()});
        }
        html::Html content = html::page_head(head);
        if (!is_publishable(project->state)) {
            content += html::notice({.tone = html::Tone::waiting,
                                     .body = html::p(word::problem_not_publishable(language))});
        }
        content += html::block(word::page_who(language), consents_table(context, parties));
        content += html::block(word::page_what(language), table_of(context, *project, parties));
        auto const title = std::string{word::page_title(language)};
        return context.page(project->title, std::move(content),
                            {{.label = title, .url = std::string{path}},
                             {.label = project->reference, .url = {}, .current = true}});
    });
}

http::Response ask_parties(web::Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const project = project_of(context, tx);
        if (!project) {
            return refuse(project.error());
        }
        auto const asked = ask(tx, context.who(), *project);
        if (!asked) {
            return refuse(asked.error());
        }
        return web::Outcome{.location = url_of(project->reference),
                            .json = to_json(*project, consents_of(tx, project->id))};
    });
}

} // namespace

void add_publication_routes(web::Router &router)
{
    web::Gate const officers{
        .kind = web::Gate::Kind::policy, .policy = &settings_policy, .verb = records::verbs::see};
    web::Gate const who_asks{
        .kind = web::Gate::Kind::policy, .policy = &consent_policy, .verb = "ask"};
    router.add({.method = http::Method::get,
                .pattern = std::string{path},
                .gate = officers,
                .handler = overview});
    router.add({.method = http::Method::get,
                .pattern = url_of("{id}"),
                .gate = officers,
                .handler = of_project,
                .api = web::ApiDoc{.summary = "What everybody may read of a project, and what each "
                                              "party consented to.",
                                   .tag = "publication_consent",
                                   .shape = web::ApiDoc::Shape::object}});
    router.add(
        {.method = http::Method::post,
         .pattern = url_of("{id}/asking"),
         .gate = who_asks,
         .handler = ask_parties,
         .api = web::ApiDoc{.summary = "Asks each party of a project that has not been asked "
                                       "for its consent to publication.",
                            .tag = "publication_consent",
                            .shape = web::ApiDoc::Shape::object}});
}

} // namespace selatan::portal

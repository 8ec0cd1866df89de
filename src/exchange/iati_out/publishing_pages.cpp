// What officers look at: how ready each project is, what its XML would be, when was published last.
#include "cooperation/portal/consent_store.hpp"
#include "cooperation/projects/projects.hpp"
#include "exchange/iati_out/pages.hpp"
#include "exchange/iati_out/publication.hpp"
#include "exchange/iati_out/told_store.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "words/iati_web.hpp"
#include "words/projects.hpp"
#include "words/publishing.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

namespace selatan::iati_out {

namespace {

namespace json = boost::json;
namespace word = words::publishing;
using html::Html;

constexpr std::string_view path = "/iati/publishing";
constexpr int page_size = 50;

std::string url_of(std::string_view reference)
{
    return std::string{path} + "/" + std::string{reference};
}

enum class Standing { published, waits, left_out, not_public };
constexpr std::array<std::string_view, 4> standings{"published", "waits", "left_out", "not_public"};

/// A project with what is said of it as an activity.
struct Line {
    std::string reference;
    std::string title;
    Standing standing = Standing::not_public;
    std::string identifier; ///< once it was given
    std::vector<Missing> missing;
};

Line line_of(ToldActivity const &told, std::vector<Missing> missing)
{
    Line line{.reference = told.project.reference,
              .title = told.project.title,
              .identifier = told.is_given ? told.identifier : std::string{},
              .missing = std::move(missing)};
    if (!is_ready(line.missing)) {
        line.standing = Standing::left_out;
    } else {
        line.standing = told.is_given ? Standing::published : Standing::waits;
    }
    return line;
}

html::Tone tone_of(Standing standing)
{
    switch (standing) {
    case Standing::published:
        return html::Tone::good;
    case Standing::waits:
        return html::Tone::waiting;
    case Standing::left_out:
        return html::Tone::bad;
    case Standing::not_public:
        break;
    }
    return html::Tone::neutral;
}

Html badge_of(Standing standing, Language language)
{
    return html::badge(
        {.label = std::string{word::standings(language, code_in(standings, standing)).value_or("")},
         .tone = tone_of(standing)});
}

std::string sentence_of(Missing const &missing, Language language)
{
    auto const text = word::missing(language, missing.code).value_or(missing.code);
    return missing.what.empty() ? std::string{text} : std::string{text} + " (" + missing.what + ")";
}

/// What keeps it out is never left out of the line; of the rest only how much there is.
Html summary_of(Line const &line, Language language)
{
    Html all;
    std::int64_t others = 0;
    for (auto const &one : line.missing) {
        if (one.keeps_out) {
            all += html::div(sentence_of(one, language));
        } else {
            ++others;
        }
    }
    if (others > 0) {
        all += html::div(html::small(word::page_could_say_more(language, others)));
    }
    return html::div(all);
}

struct Overview {
    std::optional<ToldPublisher> publisher;
    std::optional<Publication> last;
    std::vector<Line> lines;
    std::string next; ///< the cursor of the page after this one
};

Overview read_overview(web::Context const &context, storage::Reader &reader)
{
    Overview all;
    all.publisher = publisher_of(reader, context.app().settings.base_url);
    all.last = last_publication(reader);
    auto const after = Uuid::parse(context.query().find("after").value_or(""));
    auto rows = portal::readiness(
        reader, records::compile(projects::policy, context.identity(), records::verbs::see), after,
        page_size + 1);
    if (rows.size() > page_size) {
        rows.pop_back();
        all.next = rows.back().id.to_string();
    }
    std::map<Uuid, Line> told;
    if (all.publisher && !rows.empty()) {
        auto const lists = reference::lists(reader);
        auto open = portal::public_projects(reader, {}, page_size, after);
        std::erase_if(open,
                      [&](portal::PublicProject const &one) { return one.id < rows.back().id; });
        for (auto const &one : gather(reader, *all.publisher, std::move(open))) {
            auto prepared = prepare(one, *all.publisher, *lists, reader.today());
            told.emplace(one.project.id, line_of(one, std::move(prepared.missing)));
        }
    }
    for (auto &row : rows) {
        auto const found = told.find(row.id);
        all.lines.push_back(found != told.end()
                                ? std::move(found->second)
                                : Line{.reference = row.reference, .title = row.title});
    }
    return all;
}

json::array missing_json(Line const &line)
{
    json::array all;
    for (auto const &one : line.missing) {
        all.push_back(
            json::object{{"what", one.code}, {"of", one.what}, {"keeps_out", one.keeps_out}});
    }
    return all;
}

/// Of what was published so far: whoever publishes has seen the last time.
std::int64_t version_of(std::optional<Publication> const &last)
{
    return last ? last->number : 0;
}

std::string to_json(Overview const &all)
{
    json::array lines;
    for (auto const &line : all.lines) {
        lines.push_back(json::object{{"project", line.reference},
                                     {"standing", code_in(standings, line.standing)},
                                     {"identifier", line.identifier},
                                     {"missing", missing_json(line)}});
    }
    json::object whole{{"projects", std::move(lines)}, {"next", all.next}};
    whole["version"] = version_of(all.last);
    if (all.last) {
        whole["last"] = json::object{{"at", all.last->at.to_string()},
                                     {"activities", all.last->activities},
                                     {"left_out", all.last->left_out}};
    }
    return json::serialize(whole);
}

html::List list_of(Overview const &all, Language language)
{
    html::List list;
    list.id = "publishing";
    list.caption = std::string{word::page_title(language)};
    list.columns = {
        {.key = "project", .label = std::string{words::projects::project_singular(language)}},
        {.key = "standing", .label = std::string{word::page_standing(language)}},
        {.key = "missing", .label = std::string{word::page_missing(language)}}};
    for (auto const &line : all.lines) {
        bool const is_public = line.standing != Standing::not_public;
        auto const url = is_public ? url_of(line.reference) : "/publication/" + line.reference;
        list.rows.push_back(
            {.key = line.reference,
             .label = line.reference,
             .cells = {html::a(html::href(url), html::bdi(line.title)),
                       badge_of(line.standing, language), summary_of(line, language)}});
    }
    if (!all.next.empty()) {
        list.paging.next = std::string{path} + "?after=" + all.next;
    }
    list.empty = {.picture = html::Icon::project,
                  .title = std::string{word::page_empty_title(language)},
                  .text = std::string{word::page_empty_text(language)}};
    return list;
}

http::Response overview(web::Context &context)
{
    auto const language = context.language();
    auto const all = context.store().read(
        [&](storage::Reader &reader) { return read_overview(context, reader); });
    if (context.is_api()) {
        return context.json(to_json(all));
    }
    html::PageHead head{
        .title = std::string{word::page_title(language)},
        .lead = std::string{word::page_lead(language)},
        .actions = {
            {.label = std::string{word::publisher_plural(language)}, .url = "/iati-publishers"},
            {.label = std::string{words::iati_web::link(language)}, .url = "/iati/validator"}}};
    if (all.publisher && records::could(publisher_policy, context.identity(), "publish")) {
        head.actions.insert(head.actions.begin(),
                            {.label = std::string{word::verb_publish(language)},
                             .url = std::string{path},
                             .emphasis = html::Emphasis::primary,
                             .posts = true,
                             .hidden = context.hidden(version_of(all.last))});
    }
    Html content = html::page_head(head);
    if (!all.publisher) {
        content += html::notice({.tone = html::Tone::waiting,
                                 .title = {},
                                 .body = html::p(word::problem_no_publisher(language))});
    }
    if (all.last) {
        content += html::figures({{.value = i18n::format_number(language, all.last->activities),
                                   .label = std::string{word::page_activities(language)},
                                   .url = "/open/iati/activities.xml"},
                                  {.value = i18n::format_number(language, all.last->left_out),
                                   .label = std::string{word::page_left_out(language)},
                                   .url = {}},
                                  {.value = context.date(context.app().clock.day_of(all.last->at)),
                                   .label = std::string{word::page_last(language)},
                                   .url = "/open/iati/organisation.xml"}});
    }
    content += html::list(list_of(all, language), context.words());
    content += html::p(html::a(html::href("/public/" + std::string{to_code(language)} + "/iati"),
                               word::page_crosswalk(language)));
    return context.page(head.title, std::move(content));
}

// -- One project ----------------------------------------------------------------------------------

Html missing_block(Line const &line, Language language)
{
    Html keeps_out;
    Html poorer;
    for (auto const &one : line.missing) {
        (one.keeps_out ? keeps_out : poorer) += html::li(sentence_of(one, language));
    }
    Html content;
    if (!keeps_out.empty()) {
        content += html::notice({.tone = html::Tone::bad,
                                 .title = std::string{word::page_keeps_out(language)},
                                 .body = html::ul(keeps_out)});
    }
    if (!poorer.empty()) {
        content += html::block(word::page_poorer(language), html::ul(poorer));
    }
    return content;
}

http::Response of_project(web::Context &context)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const project =
            records::find(reader, projects::projects, context.identity(), context.part("id"));
        if (!project) {
            return context.refused(project.error());
        }
        auto const publisher = publisher_of(reader, context.app().settings.base_url);
        auto const told =
            publisher ? find_told(reader, *publisher, project->reference) : std::nullopt;
        if (!told) {
            return context.refused({Decline::not_found, {{"", "publishing.not_public", {}}}});
        }
        auto const lists = reference::lists(reader);
        auto const prepared = prepare(*told, *publisher, *lists, reader.today());
        auto const line = line_of(*told, prepared.missing);
        html::PageHead const head{
            .title = line.title,
            .lead = word::page_identifier(language, told->identifier),
            .actions = {
                {.label = line.reference, .url = web::url_of(projects::projects, line.reference)}}};
        Html content = html::page_head(head) + html::p(badge_of(line.standing, language)) +
                       missing_block(line, language);
        if (!prepared.rendered.xml.empty()) {
            // A box that scrolls within itself, on a phone too, and from which one can copy.
            auto const title = word::page_xml(language);
            content += html::block(
                title, html::element<"textarea">(
                           html::attr<"rows">("24"), html::flag<"readonly">(),
                           html::attr<"wrap">("off"), html::attr<"aria-label">(title),
                           html::dir(html::Direction::left_to_right), prepared.rendered.xml));
        }
        return context.page(
            line.title, std::move(content),
            {{.label = std::string{word::page_title(language)}, .url = std::string{path}},
             {.label = line.reference, .url = {}, .current = true}});
    });
}

http::Response publish_all(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        if (*version != version_of(last_publication(tx))) {
            return refuse(Decline::stale, "", "common.stale");
        }
        auto const published = publish(tx, context.who(), context.app().settings.base_url);
        if (!published) {
            return refuse(published.error());
        }
        return web::Outcome{.location = std::string{path},
                            .json =
                                json::serialize(json::object{{"activities", published->activities},
                                                             {"fresh", published->fresh},
                                                             {"left_out", published->left_out}})};
    });
}

} // namespace

void add_publishing_routes(web::Router &router)
{
    web::Gate const officers{
        .kind = web::Gate::Kind::policy, .policy = &publisher_policy, .verb = records::verbs::see};
    web::Gate const who_publishes{
        .kind = web::Gate::Kind::policy, .policy = &publisher_policy, .verb = "publish"};
    router.add({.method = http::Method::get,
                .pattern = std::string{path},
                .gate = officers,
                .handler = overview,
                .api = web::ApiDoc{.summary = "How ready each project is to be published as IATI.",
                                   .tag = "own_publisher",
                                   .shape = web::ApiDoc::Shape::object}});
    router.add({.method = http::Method::get,
                .pattern = url_of("{id}"),
                .gate = officers,
                .handler = of_project});
    router.add(
        {.method = http::Method::post,
         .pattern = std::string{path},
         .gate = who_publishes,
         .handler = publish_all,
         .api = web::ApiDoc{.summary = "Publishes every public project that is ready as IATI.",
                            .tag = "own_publisher",
                            .shape = web::ApiDoc::Shape::object}});
}

} // namespace selatan::iati_out

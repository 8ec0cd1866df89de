// Home, public calls, plan totals, the Day, and the description of the open data.
#include "cooperation/portal/open_data.hpp"
#include "cooperation/portal/project_pages.hpp"
#include "cooperation/portal/social.hpp"
#include "platform/html/parts.hpp"
#include "platform/i18n/format.hpp"
#include "platform/i18n/negotiate.hpp"
#include "words/common.hpp"
#include "words/portal.hpp"
#include "words/training.hpp"

#include <algorithm>

namespace selatan::portal {

namespace {

namespace word = words::portal;
using html::attr;
using html::cls;
using html::Html;

constexpr int newest_most = 6;

// -- Home -----------------------------------------------------------------------------------------

Html figures_of(Visit const &visit)
{
    auto const language = visit.language();
    auto const all = totals(visit.reader());
    std::vector<html::Figure> figures{
        {.value = visit.number(all.projects),
         .label = std::string{word::nav_projects(language)},
         .url = visit.url("/projects")},
        {.value = visit.number(static_cast<std::int64_t>(country_figures(visit.reader()).size())),
         .label = std::string{word::nav_countries(language)},
         .url = visit.url("/countries")},
        {.value = visit.number(static_cast<std::int64_t>(goal_figures(visit.reader()).size())),
         .label = std::string{word::nav_goals(language)},
         .url = visit.url("/goals")}};
    std::erase_if(figures, [](html::Figure const &figure) { return figure.value == "0"; });
    if (all.with_people > 0) {
        figures.push_back({.value = visit.number(all.people),
                           .label = std::string{word::figure_people(language)},
                           .url = visit.url("/projects") + to_query({.topic = Topic::people})});
    }
    return html::figures(figures);
}

Html newest_projects(Visit const &visit)
{
    auto const projects = public_projects(visit.reader(), {}, newest_most);
    auto const language = visit.language();
    if (projects.empty()) {
        return html::p(cls("empty"), word::projects_none(language));
    }
    return html::ul(
        cls("projects"), html::each(projects, [&](PublicProject const &project) {
            return html::li(
                html::h3(html::a(html::href(visit.url_of_project(project.reference)),
                                 html::bdi(project.title))),
                html::p(cls("small"), project.country ? visit.country_name(*project.country) : "",
                        project.sector.empty() ? "" : " · ",
                        project.sector.empty() ? Html{} : visit.named("sector", project.sector)));
        }));
}

std::string_view theme_in(SouthSouthDay const &day, Language language)
{
    auto const own = day.themes.in(language);
    return own.empty() ? std::string_view{day.theme} : own;
}

std::optional<Page> home(Visit const &visit)
{
    auto const language = visit.language();
    Html content = html::h1(html::bdi(visit.installation()));
    content += visit.policy().about.empty()
                   ? html::p(cls("lead"), word::home_lead(language))
                   : html::div(cls("lead"), prose(visit.policy().about, language));
    content += figures_of(visit);
    content += html::block(word::home_newest(language), newest_projects(visit));
    if (auto const days = published_days(visit.reader()); !days.empty()) {
        auto const &day = days.front();
        content += html::block(word::home_day(language, std::to_string(day.year)),
                               html::p(html::a(html::href(visit.url("/south-south-day")),
                                               html::bdi(theme_in(day, language)))));
    }
    return Page{.title = {},
                .description = word::home_description(language, visit.installation()),
                .path = {},
                .content = std::move(content)};
}

http::Response to_home(web::Context &context)
{
    auto const language =
        i18n::negotiate(context.request().headers.find("Accept-Language").value_or(""))
            .value_or(Language::en);
    auto response = context.redirect(public_url(language, ""));
    response.headers.set("Vary", "Accept-Language");
    return response;
}

// -- Calls ----------------------------------------------------------------------------------------

std::optional<Page> calls_page(Visit const &visit)
{
    auto const language = visit.language();
    std::vector<std::vector<Html>> rows;
    for (auto const &call : public_calls(visit.reader())) {
        auto const own = call.titles.in(language);
        auto const until = call.closes_on ? i18n::format_date(language, *call.closes_on) + " (" +
                                                call.time_zone + ")"
                                          : std::string{};
        rows.push_back(
            {html::a(html::href("/calls/" + call.reference),
                     html::bdi(own.empty() ? std::string_view{call.title} : own)),
             html::bdi(call.institute),
             html::fragment(words::training::call_states(language, call.state).value_or("")),
             html::fragment(visit.number(call.places)), html::fragment(until)});
    }
    auto const title = std::string{word::nav_calls(language)};
    Html content = html::h1(title) + html::p(cls("lead"), word::calls_lead(language));
    content += table_or(word::calls_none(language), "calls", title,
                        {{title},
                         {std::string{words::training::field_institute(language)}},
                         {std::string{word::page_state(language)}},
                         {std::string{words::training::field_places(language)}, true},
                         {std::string{words::training::field_closes_on(language)}}},
                        rows);
    return Page{.title = title,
                .description = std::string{word::calls_lead(language)},
                .path = "/calls",
                .content = std::move(content)};
}

// -- Plan totals ----------------------------------------------------------------------------------

std::optional<Page> budget_page(Visit const &visit)
{
    auto const first_year = visit.policy().budget_from;
    if (!first_year) {
        return std::nullopt;
    }
    auto const language = visit.language();
    std::vector<std::vector<Html>> rows;
    for (auto const &one : plan_totals(visit.reader(), *first_year)) {
        // A ceiling that was lowered afterwards is passed: the bar ends there, the figure does not.
        auto const percent = one.ceiling > 0 ? one.established * 100 / one.ceiling : 0;
        bool const is_passed = one.established > one.ceiling;
        auto const drawn = std::min<std::int64_t>(percent, 100);
        rows.push_back(
            {html::fragment(std::to_string(one.year)), html::fragment(one.currency.view()),
             html::fragment(visit.number(one.ceiling)),
             html::fragment(visit.number(one.established)),
             html::fragment(
                 html::element<"meter">(
                     attr<"min">("0"), attr<"max">("100"), attr<"value">(std::to_string(drawn)),
                     // Beyond `high`, and better low: in red.
                     attr<"low">(is_passed ? "1" : "0"), attr<"high">(is_passed ? "99" : "100"),
                     attr<"optimum">("0"), attr<"aria-label">(word::column_part(language)),
                     visit.number(percent) + " %"),
                 " ", visit.number(percent), " %", html::when(is_passed, [&] {
                     return html::fragment(" · ", word::budget_passed(language));
                 }))});
    }
    auto const title = std::string{word::nav_budget(language)};
    return Page{.title = title,
                .description = std::string{word::budget_lead(language)},
                .path = "/budget",
                .content = html::h1(title) + html::p(cls("lead"), word::budget_lead(language)) +
                           table_or(word::budget_none(language), "budget", title,
                                    {{std::string{word::column_year(language)}},
                                     {std::string{word::column_currency(language)}},
                                     {std::string{word::column_ceiling(language)}, true},
                                     {std::string{word::column_established(language)}, true},
                                     {std::string{word::column_part(language)}, true}},
                                    rows) +
                           downloads(visit, "/open/budget")};
}

// -- The Day --------------------------------------------------------------------------------------

Html section_of(Visit const &visit, std::string_view title, i18n::MultilingualText const &text)
{
    return html::when(!text.empty(),
                      [&] { return html::h3(title) + prose(text, visit.language()); });
}

std::optional<Page> day_page(Visit const &visit)
{
    auto const language = visit.language();
    auto const title = std::string{word::day_title(language)};
    Html content = html::h1(title) + html::p(cls("lead"), word::day_lead(language));
    auto const days = published_days(visit.reader());
    if (days.empty()) {
        content += html::p(cls("empty"), word::day_none(language));
    }
    for (auto const &day : days) {
        content += html::block(
            std::to_string(day.year),
            html::fragment(
                html::p(html::strong(html::bdi(theme_in(day, language)))),
                section_of(visit, word::field_agency_does(language), day.agency_does),
                section_of(visit, word::field_others_do(language), day.others_do),
                html::p(cls("small"),
                        html::a(html::href(day.source),
                                word::day_source(language,
                                                 i18n::format_date(language, day.read_on))))));
    }
    return Page{.title = title,
                .description = std::string{word::day_lead(language)},
                .path = "/south-south-day",
                .content = std::move(content)};
}

// -- Open data ------------------------------------------------------------------------------------

std::optional<Page> data_page(Visit const &visit)
{
    auto const language = visit.language();
    auto const title = std::string{word::nav_data(language)};
    Html content = html::h1(title) + html::p(cls("lead"), word::data_lead(language));
    for (auto const &file : open_tables(visit.extensions())) {
        std::vector<std::vector<Html>> rows;
        for (auto const &column : file.columns) {
            rows.push_back(
                {html::element<"code">(column.name), html::fragment(column.meaning(language)),
                 html::fragment(column.topic
                                    ? word::topics(language, to_code(*column.topic)).value_or("")
                                    : word::data_always(language))});
        }
        content += html::block(file.title(language),
                               data_table(file.name, file.title(language),
                                          {{std::string{word::data_column(language)}},
                                           {std::string{word::data_meaning(language)}},
                                           {std::string{word::data_given_while(language)}}},
                                          rows) +
                                   downloads(visit, "/open/" + std::string{file.name}));
    }
    for (auto const &standard : visit.extensions().standards) {
        Html links;
        for (auto const &file : standard.files) {
            links += html::fragment(" ", html::a(html::href(file.path), file.name(language)));
        }
        content += html::block(
            standard.title(language),
            html::p(cls("downloads"), word::download(language), links) +
                html::p(
                    html::a(html::href(visit.url(standard.page)), standard.page_title(language)),
                    " · ", html::a(html::href(standard.checker), standard.checker_name(language))));
    }
    return Page{.title = title,
                .description = std::string{word::data_lead(language)},
                .path = "/data",
                .content = std::move(content),
                .linked_data = data_as_linked_data(visit)};
}

} // namespace

void add_home_pages(web::Router &router, Extensions const &extensions)
{
    router.add({.method = http::Method::get,
                .pattern = "/public",
                .gate = {.kind = web::Gate::Kind::everyone},
                .handler = to_home});
    add_public_page(router, extensions, "", home);
    add_public_page(router, extensions, "/calls", calls_page);
    add_public_page(router, extensions, "/budget", budget_page);
    add_public_page(router, extensions, "/south-south-day", day_page);
    add_public_page(router, extensions, "/data", data_page);
    for (auto const &extra : extensions.pages) {
        add_public_page(router, extensions, extra.path, [extra](Visit const &visit) {
            auto const title = std::string{extra.title(visit.language())};
            return Page{.title = title,
                        .description = {},
                        .path = std::string{extra.path},
                        .content = html::h1(title) + extra.content(visit)};
        });
        if (extra.one != nullptr) {
            add_public_page(router, extensions, std::string{extra.path} + "/{reference}",
                            [extra](Visit const &visit) {
                                return extra.one(visit, visit.context().part("reference"));
                            });
        }
    }
}

} // namespace selatan::portal

// Countries, sectors, goals and flows: each figure leads to the projects that it counts.
#include "cooperation/portal/project_pages.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/parts.hpp"
#include "words/portal.hpp"

#include <algorithm>
#include <set>

namespace selatan::portal {

namespace {

namespace word = words::portal;
using html::attr;
using html::cls;
using html::Html;

Html count_link(Visit const &visit, std::int64_t count, std::string const &url)
{
    return count == 0 ? html::fragment("0") : html::a(html::href(url), visit.number(count));
}

std::string url_of_part(Visit const &visit, CountryCode country, Part part)
{
    return visit.url("/projects") + to_query({.country = country, .part = part});
}

Html heading(std::string_view title, std::string_view lead)
{
    return html::h1(title) + html::p(cls("lead"), lead);
}

Html trail(Visit const &visit, std::string_view path, std::string_view name)
{
    return html::p(cls("trail"), html::a(html::href(visit.url(path)), name));
}

// -- Pictures -------------------------------------------------------------------------------------
// Their place and shape is known before the script fills them, so that nothing moves; what they
// show, the table beside them says.

constexpr std::string_view pictures_script = "pictures.js";

/// None before whose names and boundaries it shows is chosen, and what stands under it.
Html map_of(Visit const &visit, std::string_view title)
{
    auto const &policy = visit.policy();
    return html::when(policy.has_map(), [&] {
        return html::figure(cls("picture"),
                            html::element<"svg">(attr<"viewBox">("0 0 1200 560"),
                                                 attr<"role">("group"), attr<"aria-label">(title),
                                                 attr<"data-map">(html::assets::url("world.svg"))),
                            html::figcaption(cls("small"),
                                             prose(policy.map_disclaimer, visit.language()),
                                             html::p(word::map_viewpoint(visit.language()), " ",
                                                     html::bdi(policy.map_viewpoint), ". ",
                                                     word::map_source(visit.language()))));
    });
}

/// As what somebody gives, in the colour that its bands have.
Html part_of_flow(Part part, Language language)
{
    return html::span(cls("part"), attr<"data-part">(to_code(part)),
                      part == Part::facilitates ? word::column_facilitates(language)
                                                : word::column_provides(language));
}

/// As high as the fuller of its two sides needs.
Html flows_picture(std::vector<Flow> const &all, std::string_view title, Language language)
{
    std::set<std::string> from;
    std::set<CountryCode> to;
    for (auto const &one : all) {
        from.insert(one.from);
        to.insert(one.to);
    }
    constexpr std::size_t line = 34;
    constexpr std::size_t margins = 40;
    auto const height = margins + line * std::max(from.size(), to.size());
    return html::when(!all.empty(), [&] {
        return html::figure(
            cls("picture wide"), attr<"tabindex">("0"), attr<"role">("region"),
            attr<"aria-label">(title),
            html::element<"svg">(attr<"viewBox">("0 0 960 " + std::to_string(height)),
                                 attr<"role">("img"), attr<"aria-label">(title),
                                 html::flag<"data-flows">()),
            html::figcaption(cls("legend small"), part_of_flow(Part::provides, language), " ",
                             part_of_flow(Part::facilitates, language)));
    });
}

// -- Countries ------------------------------------------------------------------------------------

std::optional<Page> countries_page(Visit const &visit)
{
    auto const language = visit.language();
    auto all = country_figures(visit.reader());
    std::ranges::sort(all, {},
                      [&](CountryFigures const &one) { return visit.country_name(one.country); });
    std::vector<std::vector<Html>> rows;
    for (auto const &one : all) {
        auto const code = one.country.to_string();
        rows.push_back(
            {html::a(html::href(visit.url("/countries/" + code)), visit.country_name(one.country)),
             count_link(visit, one.projects, visit.url("/projects?country=" + code)),
             count_link(visit, one.asks, url_of_part(visit, one.country, Part::asks)),
             count_link(visit, one.provides, url_of_part(visit, one.country, Part::provides)),
             count_link(visit, one.facilitates,
                        url_of_part(visit, one.country, Part::facilitates))});
    }
    auto const title = std::string{word::nav_countries(language)};
    return Page{.title = title,
                .description = std::string{word::countries_lead(language)},
                .path = "/countries",
                .content = heading(title, word::countries_lead(language)) + map_of(visit, title) +
                           table_or(word::countries_none(language), "countries", title,
                                    {{std::string{word::column_country(language)}},
                                     {std::string{word::nav_projects(language)}, true},
                                     {std::string{word::column_asks(language)}, true},
                                     {std::string{word::column_provides(language)}, true},
                                     {std::string{word::column_facilitates(language)}, true}},
                                    rows) +
                           downloads(visit, "/open/countries"),
                .scripts = visit.policy().has_map() ? std::vector{pictures_script}
                                                    : std::vector<std::string_view>{}};
}

std::optional<Page> country_page(Visit const &visit)
{
    auto const code = CountryCode::parse(visit.context().part("code"));
    if (!code) {
        return std::nullopt;
    }
    auto const all = country_figures(visit.reader());
    auto const found = std::ranges::find(all, *code, &CountryFigures::country);
    if (found == all.end()) {
        return std::nullopt;
    }
    auto const language = visit.language();
    auto const name = visit.country_name(*code);
    ProjectFilter const filter{.country = code};
    auto const as = [&](Part part, std::int64_t count, std::string_view label) {
        return html::Figure{.value = visit.number(count),
                            .label = std::string{label},
                            .url = count == 0 ? "" : url_of_part(visit, *code, part)};
    };
    std::vector<html::Figure> const figures{
        {.value = visit.number(found->projects),
         .label = std::string{word::nav_projects(language)},
         .url = visit.url("/projects") + to_query(filter)},
        as(Part::asks, found->asks, word::column_asks(language)),
        as(Part::provides, found->provides, word::column_provides(language)),
        as(Part::facilitates, found->facilitates, word::column_facilitates(language))};
    return Page{.title = name,
                .description = word::country_lead(language, name),
                .path = "/countries/" + code->to_string(),
                .content = trail(visit, "/countries", word::nav_countries(language)) +
                           heading(name, word::country_lead(language, name)) +
                           html::figures(figures) + projects_section(visit, filter)};
}

// -- Sectors and goals ----------------------------------------------------------------------------

struct Kind {
    std::string_view path;
    std::string_view list;
    records::Word title;
    std::string_view (*lead)(Language);
    std::string_view (*none)(Language);
    std::vector<CodeFigure> (*figures)(storage::Reader &);
    std::string ProjectFilter::*field;
    std::string_view file;
};

constexpr Kind sectors{.path = "/sectors",
                       .list = "sector",
                       .title = word::nav_sectors,
                       .lead = word::sectors_lead,
                       .none = word::sectors_none,
                       .figures = sector_figures,
                       .field = &ProjectFilter::sector,
                       .file = "/open/sectors"};
constexpr Kind goals{.path = "/goals",
                     .list = "sdg",
                     .title = word::nav_goals,
                     .lead = word::goals_lead,
                     .none = word::goals_none,
                     .figures = goal_figures,
                     .field = &ProjectFilter::goal,
                     .file = "/open/goals"};

std::string url_of_code(Visit const &visit, Kind const &kind, std::string_view code)
{
    return visit.url(std::string{kind.path} + "/" + std::string{code});
}

std::optional<Page> codes_page(Visit const &visit, Kind const &kind)
{
    auto const language = visit.language();
    std::vector<std::vector<Html>> rows;
    for (auto const &one : kind.figures(visit.reader())) {
        ProjectFilter filter;
        filter.*kind.field = one.code;
        rows.push_back(
            {html::a(html::href(url_of_code(visit, kind, one.code)), one.code, " ",
                     visit.named(kind.list, one.code)),
             count_link(visit, one.projects, visit.url("/projects") + to_query(filter))});
    }
    auto const title = std::string{kind.title(language)};
    return Page{.title = title,
                .description = std::string{kind.lead(language)},
                .path = std::string{kind.path},
                .content =
                    heading(title, kind.lead(language)) +
                    table_or(kind.none(language), "codes", title,
                             {{title}, {std::string{word::nav_projects(language)}, true}}, rows) +
                    downloads(visit, kind.file)};
}

/// Of a code that some public project has; others have no page.
std::optional<Page> code_page(Visit const &visit, Kind const &kind)
{
    auto const code = std::string{visit.context().part("code")};
    auto const all = kind.figures(visit.reader());
    if (std::ranges::find(all, code, &CodeFigure::code) == all.end()) {
        return std::nullopt;
    }
    auto const language = visit.language();
    auto const name = visit.name(kind.list, code);
    ProjectFilter filter;
    filter.*kind.field = code;
    return Page{.title = name,
                .description = word::code_lead(language, name),
                .path = std::string{kind.path} + "/" + code,
                .content = trail(visit, kind.path, kind.title(language)) +
                           html::h1(code, " ", visit.named(kind.list, code)) +
                           html::p(cls("lead"), word::code_lead(language, name)) +
                           projects_section(visit, filter)};
}

// -- Flows ----------------------------------------------------------------------------------------

std::optional<Page> flows_page(Visit const &visit)
{
    auto const language = visit.language();
    std::vector<std::vector<Html>> rows;
    auto const all = flows(visit.reader());
    for (auto const &one : all) {
        auto const from = one.from_is_country ? CountryCode::parse(one.from) : std::nullopt;
        rows.push_back(
            {from ? html::a(html::href(visit.url("/countries/" + one.from)),
                            visit.country_name(*from))
                  : html::bdi(one.from),
             part_of_flow(one.facilitates ? Part::facilitates : Part::provides, language),
             html::a(html::href(visit.url("/countries/" + one.to.to_string())),
                     visit.country_name(one.to)),
             html::a(
                 html::href(visit.url("/projects") +
                            to_query({.country = one.to,
                                      .part = one.facilitates ? Part::facilitates : Part::provides,
                                      .from = from,
                                      .from_name = from ? "" : one.from})),
                 visit.number(one.projects))});
    }
    auto const title = std::string{word::nav_flows(language)};
    return Page{.title = title,
                .description = std::string{word::flows_lead(language)},
                .path = "/flows",
                .content = heading(title, word::flows_lead(language)) +
                           flows_picture(all, title, language) +
                           table_or(word::flows_none(language), "flows", title,
                                    {{std::string{word::column_from(language)}},
                                     {std::string{word::column_as(language)}},
                                     {std::string{word::column_to(language)}},
                                     {std::string{word::nav_projects(language)}, true}},
                                    rows) +
                           downloads(visit, "/open/flows"),
                .scripts = {pictures_script}};
}

} // namespace

void add_browse_pages(web::Router &router, Extensions const &extensions)
{
    add_public_page(router, extensions, "/countries", countries_page);
    add_public_page(router, extensions, "/countries/{code}", country_page);
    for (auto const *const kind : {&sectors, &goals}) {
        add_public_page(router, extensions, kind->path,
                        [kind](Visit const &visit) { return codes_page(visit, *kind); });
        add_public_page(router, extensions, std::string{kind->path} + "/{code}",
                        [kind](Visit const &visit) { return code_page(visit, *kind); });
    }
    add_public_page(router, extensions, "/flows", flows_page);
}

} // namespace selatan::portal

#include "cooperation/portal/project_pages.hpp"

#include "cooperation/portal/social.hpp"
#include "platform/html/parts.hpp"
#include "platform/i18n/format.hpp"
#include "words/activities.hpp"
#include "words/common.hpp"
#include "words/portal.hpp"
#include "words/projects.hpp"

#include <algorithm>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace of_project = words::projects;
using html::attr;
using html::cls;
using html::Html;

constexpr int page_size = 30;

std::string period_of(Visit const &visit, PublicProject const &project)
{
    auto const language = visit.language();
    auto const from = project.starts ? i18n::format_month(language, *project.starts) : "";
    auto const until = project.ends ? i18n::format_month(language, *project.ends) : "";
    return from + (from.empty() || until.empty() ? "" : " – ") + until;
}

std::string names_in(Visit const &visit, std::string_view list, records::Codes const &codes)
{
    std::vector<std::string> names;
    for (auto const &code : codes) {
        names.push_back(visit.name(list, code));
    }
    return i18n::join_list(visit.language(), names);
}

Html item_of(Visit const &visit, PublicProject const &project)
{
    auto const language = visit.language();
    Html line;
    auto const add = [&line](Html const &particular) {
        line += line.empty() ? particular : html::fragment(" · ", particular);
    };
    if (project.country) {
        add(html::fragment(visit.country_name(*project.country)));
    }
    if (!project.sector.empty()) {
        add(visit.named("sector", project.sector));
    }
    if (auto const period = period_of(visit, project); !period.empty()) {
        add(html::fragment(period));
    }
    if (project.women || project.men) {
        add(html::fragment(
            word::people_reached(language, project.women.value_or(0) + project.men.value_or(0))));
    }
    return html::li(html::h3(html::a(html::href(visit.url_of_project(project.reference)),
                                     html::bdi(project.title))),
                    html::p(cls("small"), line));
}

// -- The list -------------------------------------------------------------------------------------

ProjectFilter filter_of(http::Parameters const &query)
{
    auto const text = [&query](std::string_view name) {
        return std::string{query.find(name).value_or("")};
    };
    auto const is_code = [](std::string_view code) {
        return std::ranges::all_of(code, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '_';
        });
    };
    ProjectFilter filter;
    filter.country = CountryCode::parse(text("country"));
    if (Part part{}; filter.country && from_code(text("as"), part)) {
        filter.part = part;
    }
    if (filter.country) {
        filter.from = CountryCode::parse(text("from"));
        filter.from_name = text("from-name");
    }
    for (auto const &[name, code] : {std::pair{"sector", &filter.sector},
                                     {"goal", &filter.goal},
                                     {"modality", &filter.modality}}) {
        if (auto value = text(name); is_code(value)) {
            *code = std::move(value);
        }
    }
    constexpr int year_digits = 4;
    if (auto const year = text("year"); year.size() == year_digits) {
        std::int64_t number = 0;
        if (records::Text<std::int64_t>::parse(year, number) == nullptr) {
            filter.year = static_cast<int>(number);
        }
    }
    if (Topic topic{}; from_code(text("with"), topic)) {
        filter.topic = topic;
    }
    return filter;
}

struct Choice {
    std::string code;
    std::string name;
};

Html choice_field(Visit const &visit, std::string_view name, std::string_view label,
                  std::vector<Choice> const &choices, std::string_view chosen)
{
    return html::label(
        html::span(label),
        html::select(
            attr<"name">(name), html::option(attr<"value">(""), word::filter_any(visit.language())),
            html::each(choices, [&](Choice const &choice) {
                return html::option(attr<"value">(choice.code),
                                    html::flag<"selected">(choice.code == chosen), choice.name);
            })));
}

Html filter_form(Visit const &visit, ProjectFilter const &filter)
{
    auto const language = visit.language();
    std::vector<Choice> countries;
    for (auto const &one : country_figures(visit.reader())) {
        countries.push_back({one.country.to_string(), visit.country_name(one.country)});
    }
    std::ranges::sort(countries, {}, &Choice::name);
    std::vector<Choice> const parts{
        {std::string{to_code(Part::asks)}, std::string{word::column_asks(language)}},
        {std::string{to_code(Part::provides)}, std::string{word::column_provides(language)}},
        {std::string{to_code(Part::facilitates)}, std::string{word::column_facilitates(language)}}};
    std::vector<Choice> sectors;
    for (auto const &one : sector_figures(visit.reader())) {
        sectors.push_back({one.code, visit.name("sector", one.code)});
    }
    std::vector<Choice> goals;
    for (auto const &one : goal_figures(visit.reader())) {
        goals.push_back({one.code, one.code + ". " + visit.name("sdg", one.code)});
    }
    std::vector<Choice> modalities;
    for (auto const &one : visit.context().app().codes.options("modality", language)) {
        modalities.push_back({one.code, one.label});
    }
    return html::form(
        cls("filter"), html::action(visit.url("/projects")),
        choice_field(visit, "country", word::column_country(language), countries,
                     filter.country ? filter.country->view() : ""),
        choice_field(visit, "as", word::column_as(language), parts,
                     filter.part ? to_code(*filter.part) : ""),
        choice_field(visit, "sector", word::column_sector(language), sectors, filter.sector),
        choice_field(visit, "goal", word::filter_goal(language), goals, filter.goal),
        choice_field(visit, "modality", word::filter_modality(language), modalities,
                     filter.modality),
        html::label(html::span(word::column_year(language)),
                    html::input(attr<"name">("year"), attr<"inputmode">("numeric"),
                                attr<"maxlength">("4"), attr<"size">("4"),
                                attr<"value">(filter.year ? std::to_string(*filter.year) : ""))),
        html::button(words::common::action_show(language)),
        html::a(html::href(visit.url("/projects")), words::common::action_clear(language)));
}

/// The flow whose projects are listed: from whom, to whom. The form does not ask for it.
Html flow_of(Visit const &visit, ProjectFilter const &filter)
{
    bool const has_flow = filter.from || !filter.from_name.empty();
    return html::when(has_flow && filter.country.has_value(), [&] {
        auto const from = filter.from ? visit.country_name(*filter.from) : filter.from_name;
        return html::p(
            html::strong(html::bdi(from), " → ", html::bdi(visit.country_name(*filter.country))));
    });
}

std::optional<Page> list_page(Visit const &visit)
{
    auto const language = visit.language();
    auto const filter = filter_of(visit.context().query());
    auto const title = std::string{word::nav_projects(language)};
    std::string after;
    if (auto const id = Uuid::parse(visit.context().query().find("after").value_or(""))) {
        after = "after=" + id->to_string();
    }
    return Page{.title = title,
                .description = std::string{word::projects_lead(language)},
                .path = "/projects" + to_query(filter),
                .content = html::h1(title) + html::p(cls("lead"), word::projects_lead(language)) +
                           filter_form(visit, filter) + flow_of(visit, filter) +
                           projects_section(visit, filter, after) +
                           downloads(visit, "/open/projects")};
}

// -- One project ----------------------------------------------------------------------------------

void add_fact(std::vector<html::Fact> &facts, std::string_view label, std::string_view value)
{
    if (!value.empty()) {
        facts.push_back({.label = std::string{label}, .value = html::fragment(html::bdi(value))});
    }
}

Html goals_of(Visit const &visit, PublicProject const &project)
{
    // Targets are sentences of forty words: their beginning tells which, the goal's page all.
    constexpr std::size_t name_most = 90;
    Html items;
    for (auto const &code : project.sdgs) {
        auto const goal = code.substr(0, code.find('.'));
        items += html::li(html::a(html::href(visit.url("/goals/" + goal)), code, " ",
                                  visit.named("sdg", code, name_most)));
    }
    return html::ul(items);
}

std::vector<html::Fact> facts_of(Visit const &visit, PublicProject const &project)
{
    auto const language = visit.language();
    std::vector<html::Fact> facts;
    if (project.country) {
        facts.push_back(
            {.label = std::string{of_project::field_country(language)},
             .value = html::a(html::href(visit.url("/countries/" + project.country->to_string())),
                              visit.country_name(*project.country))});
    }
    add_fact(facts, of_project::field_arrangement(language),
             visit.name("arrangement", project.arrangement));
    add_fact(facts, of_project::field_geography(language),
             visit.name("geography", project.geography));
    if (!project.sector.empty()) {
        facts.push_back({.label = std::string{of_project::field_sector(language)},
                         .value = html::a(html::href(visit.url("/sectors/" + project.sector)),
                                          visit.named("sector", project.sector))});
    }
    add_fact(facts, of_project::field_modalities(language),
             names_in(visit, "modality", project.modalities));
    if (!project.sdgs.empty()) {
        facts.push_back(
            {.label = std::string{word::nav_goals(language)}, .value = goals_of(visit, project)});
    }
    add_fact(facts, word::column_period(language), period_of(visit, project));
    if (project.amount && project.currency) {
        // It opens no further: the plan is not public line by line, and the page says so.
        facts.push_back(
            {.label = std::string{word::column_amount(language)},
             .value = html::fragment(
                 html::bdi(project.currency->to_string() + " " + visit.number(*project.amount)),
                 html::p(cls("small"), word::amount_of_plan(language)))});
    }
    if (project.shows(Topic::people)) {
        // What nobody reported is no zero.
        auto const said = [&](std::string_view label, std::optional<std::int64_t> const &people) {
            facts.push_back(
                {.label = std::string{label},
                 .value = people ? html::a(html::href("#activities"), visit.number(*people))
                                 : html::fragment(word::not_reported(language))});
        };
        said(word::column_women(language), project.women);
        said(word::column_men(language), project.men);
    }
    return facts;
}

Html parties_table(Visit const &visit, PublicProject const &project,
                   std::vector<PublicParty> const &parties)
{
    auto const language = visit.language();
    bool const tells = std::ranges::any_of(
        parties, [](PublicParty const &one) { return one.share || !one.contribution.empty(); });
    bool const has_bases = project.shows(Topic::documents);
    std::vector<TableColumn> columns{{std::string{of_project::party_singular(language)}},
                                     {std::string{of_project::field_roles(language)}}};
    if (tells) {
        columns.push_back({std::string{of_project::field_contribution(language)}});
        columns.push_back({std::string{of_project::field_share(language)}, true});
    }
    if (has_bases) {
        columns.push_back({std::string{of_project::field_basis(language)}});
    }
    std::vector<std::vector<Html>> rows;
    for (auto const &one : parties) {
        std::vector<std::string> roles;
        for (auto const &role : one.roles) {
            roles.emplace_back(of_project::party_roles(language, role).value_or(role));
        }
        auto const name =
            one.is_country && one.country ? visit.country_name(*one.country) : one.name;
        Html first = one.country
                         ? html::a(html::href(visit.url("/countries/" + one.country->to_string())),
                                   html::bdi(name))
                         : html::bdi(name);
        std::vector<Html> cells{std::move(first), html::fragment(i18n::join_list(language, roles))};
        if (tells) {
            cells.push_back(html::bdi(one.contribution));
            cells.push_back(html::fragment(one.share ? visit.number(*one.share) + " %" : ""));
        }
        if (has_bases) {
            auto const kind = of_project::bases(language, one.basis).value_or("");
            cells.push_back(html::fragment(
                kind, kind.empty() || one.basis_document.empty() ? "" : ": ",
                html::bdi(one.basis_document),
                one.in_force_on ? " (" + i18n::format_date_short(language, *one.in_force_on) + ")"
                                : std::string{}));
        }
        rows.push_back(std::move(cells));
    }
    return data_table("parties", of_project::party_plural(language), columns, rows);
}

std::string name_of(Visit const &visit, Place const &place)
{
    auto const country = place.country ? visit.country_name(*place.country) : "";
    return place.venue + (place.venue.empty() || country.empty() ? "" : ", ") + country;
}

/// What the numbers of people are the sums of.
Html activities_of(Visit const &visit, PublicProject const &project)
{
    auto const all = public_activities(visit.reader(), project.id);
    if (all.empty()) {
        return {};
    }
    auto const language = visit.language();
    bool const has_days = project.shows(Topic::dates);
    bool const has_places = project.shows(Topic::places);
    std::vector<TableColumn> columns{{std::string{word::filter_modality(language)}}};
    if (has_days) {
        columns.push_back({std::string{words::activities::field_delivered_on(language)}});
    }
    if (has_places) {
        columns.push_back({std::string{words::activities::field_venue(language)}});
    }
    columns.push_back({std::string{word::column_women(language)}, true});
    columns.push_back({std::string{word::column_men(language)}, true});
    std::vector<std::vector<Html>> rows;
    auto const add = [&](Html first, std::string const &day, std::string const &place,
                         std::optional<std::int64_t> women, std::optional<std::int64_t> men) {
        auto const people = [&](std::optional<std::int64_t> count) {
            return html::fragment(count ? visit.number(*count)
                                        : std::string{word::not_reported(language)});
        };
        std::vector<Html> cells{std::move(first)};
        if (has_days) {
            cells.push_back(html::fragment(day));
        }
        if (has_places) {
            cells.push_back(html::bdi(place));
        }
        cells.push_back(people(women));
        cells.push_back(people(men));
        rows.push_back(std::move(cells));
    };
    for (auto const &one : all) {
        add(html::fragment(visit.name("modality", one.modality)),
            one.ended_on ? i18n::format_date_short(language, *one.ended_on) : std::string{},
            name_of(visit, one.place), one.women, one.men);
    }
    add(html::strong(word::total(language)), {}, {}, project.women, project.men);
    auto const title = std::string{word::activities(language)};
    return html::block(title, data_table("activities", title, columns, rows));
}

Html places_of(Visit const &visit, PublicProject const &project)
{
    auto const places = public_places(visit.reader(), project.id);
    return html::when(!places.empty(), [&] {
        return html::block(word::column_places(visit.language()),
                           html::ul(cls("places"), html::each(places, [&](Place const &place) {
                                        return html::li(html::bdi(name_of(visit, place)));
                                    })));
    });
}

std::optional<Page> project_page(Visit const &visit)
{
    ProjectFilter wanted;
    wanted.reference = std::string{visit.context().part("reference")};
    auto const found = public_projects(visit.reader(), wanted, 1);
    if (wanted.reference.empty() || found.empty()) {
        return std::nullopt;
    }
    auto const language = visit.language();
    auto const &project = found.front();
    Html content = html::fragment(
        html::p(cls("trail"),
                html::a(html::href(visit.url("/projects")), word::nav_projects(language)), " / ",
                project.reference),
        html::h1(html::bdi(project.title)),
        html::when(!project.objective.empty(),
                   [&] { return html::p(cls("lead"), html::bdi(project.objective)); }),
        html::facts(facts_of(visit, project)));
    auto const parties = public_parties(visit.reader(), project.id);
    content +=
        html::block(of_project::party_plural(language), parties_table(visit, project, parties));
    content += places_of(visit, project);
    content += activities_of(visit, project);
    if (!project.results.empty()) {
        content +=
            html::block(of_project::field_results(language), html::p(html::bdi(project.results)));
    }
    for (auto const &section : visit.extensions().sections) {
        if (project.shows(section.topic)) {
            auto told = section.content(visit, project);
            if (!told.empty()) {
                content += html::block(section.title(language), told);
            }
        }
    }
    content += html::p(
        cls("small"),
        word::project_published(
            language, i18n::format_date(language, visit.reader().day_of(project.published_at))));
    return Page{.title = project.title,
                .description = project.objective,
                .path = "/projects/" + project.reference,
                .content = std::move(content),
                .has_card = true,
                .linked_data = project_as_linked_data(visit, project, parties)};
}

} // namespace

std::string to_query(ProjectFilter const &filter)
{
    http::Parameters query;
    if (filter.country) {
        query.add("country", filter.country->to_string());
    }
    if (filter.part) {
        query.add("as", std::string{to_code(*filter.part)});
    }
    if (filter.from) {
        query.add("from", filter.from->to_string());
    }
    if (!filter.from_name.empty()) {
        query.add("from-name", filter.from_name);
    }
    for (auto const &[name, code] : {std::pair{"sector", &filter.sector},
                                     {"goal", &filter.goal},
                                     {"modality", &filter.modality}}) {
        if (!code->empty()) {
            query.add(name, *code);
        }
    }
    if (filter.year) {
        query.add("year", std::to_string(*filter.year));
    }
    if (filter.topic) {
        query.add("with", std::string{to_code(*filter.topic)});
    }
    return query.empty() ? std::string{} : "?" + query.encode();
}

Html projects_section(Visit const &visit, ProjectFilter const &filter,
                      std::string_view rest_of_query)
{
    constexpr std::string_view after_name = "after=";
    std::optional<Uuid> after;
    if (rest_of_query.starts_with(after_name)) {
        after = Uuid::parse(rest_of_query.substr(after_name.size()));
    }
    auto const language = visit.language();
    auto projects = public_projects(visit.reader(), filter, page_size + 1, after);
    auto const all = count_public_projects(visit.reader(), filter);
    if (all == 0) {
        return html::p(cls("empty"), word::projects_none(language));
    }
    bool const has_more = projects.size() > page_size;
    if (has_more) {
        projects.pop_back();
    }
    Html section = html::p(cls("small"), word::projects_count(language, all));
    section += html::ul(cls("projects"), html::each(projects, [&](PublicProject const &project) {
                            return item_of(visit, project);
                        }));
    if (has_more) {
        auto const query = to_query(filter);
        section += html::p(
            html::a(html::href(visit.url("/projects") + query + (query.empty() ? "?" : "&") +
                               std::string{after_name} + projects.back().id.to_string()),
                    word::projects_more(language)));
    }
    return section;
}

void add_project_pages(web::Router &router, Extensions const &extensions)
{
    add_public_page(router, extensions, "/projects", list_page);
    add_public_page(router, extensions, "/projects/{reference}", project_page);
}

} // namespace selatan::portal

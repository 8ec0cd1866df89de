#include "cooperation/portal/open_data.hpp"

#include "cooperation/portal/extension.hpp"
#include "cooperation/portal/public_store.hpp"
#include "cooperation/portal/visit.hpp"
#include "words/activities.hpp"
#include "words/portal.hpp"
#include "words/projects.hpp"

#include <array>
#include <boost/json.hpp>
#include <map>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace of_project = words::projects;
namespace json = boost::json;
using Row = std::vector<sheets::Value>;
using Take = std::function<void(Row const &)>;

sheets::Value value_of(std::optional<std::int64_t> number)
{
    return number ? sheets::Value{*number} : sheets::Value{};
}
sheets::Value value_of(std::optional<Date> date)
{
    return date ? sheets::Value{*date} : sheets::Value{};
}
template <typename Which>
sheets::Value value_of(std::optional<ThreeLetters<Which>> code)
{
    return code ? sheets::Value{code->to_string()} : sheets::Value{};
}
sheets::Value value_of(std::string const &text)
{
    return text.empty() ? sheets::Value{} : sheets::Value{text};
}
sheets::Value value_of(records::Codes const &codes)
{
    return value_of(records::Text<records::Codes>::print(codes));
}

// -- Projects -------------------------------------------------------------------------------------

constexpr std::array project_columns{
    OpenColumn{"reference", word::data_reference},
    OpenColumn{"title", of_project::field_title},
    OpenColumn{"objective", of_project::field_objective},
    OpenColumn{"state", word::data_state},
    OpenColumn{"country", of_project::field_country},
    OpenColumn{"requesters", word::data_requesters},
    OpenColumn{"providers", word::data_providers},
    OpenColumn{"facilitators", word::data_facilitators},
    OpenColumn{"arrangement", of_project::field_arrangement},
    OpenColumn{"geography", of_project::field_geography},
    OpenColumn{"domain", of_project::field_domain},
    OpenColumn{"modalities", of_project::field_modalities},
    OpenColumn{"sector", word::data_sector},
    OpenColumn{"sdgs", of_project::field_sdgs},
    OpenColumn{"starts", of_project::field_starts, Topic::dates},
    OpenColumn{"ends", of_project::field_ends, Topic::dates},
    OpenColumn{"amount", word::data_amount, Topic::money},
    OpenColumn{"currency", word::column_currency, Topic::money},
    OpenColumn{"women", word::column_women, Topic::people},
    OpenColumn{"men", word::column_men, Topic::people},
    OpenColumn{"results", of_project::field_results, Topic::results},
    OpenColumn{"page", word::data_page},
};

/// Who takes part as what: countries by their codes, offices by their names.
struct Roles {
    std::string requesters;
    std::string providers;
    std::string facilitators;
};

void add_name(std::string &names, std::string const &name)
{
    names += (names.empty() ? "" : "; ") + name;
}

std::map<Uuid, Roles> roles_of(storage::Reader &reader)
{
    std::map<Uuid, Roles> all;
    each_public_party(reader, [&](Uuid const &project, PublicParty const &party) {
        auto &roles = all[project];
        auto const name =
            party.is_country && party.country ? party.country->to_string() : party.name;
        for (auto const &role : party.roles) {
            if (role == "requester" || role == "partner") {
                add_name(roles.requesters, name);
            }
            if (role == "provider" || role == "partner") {
                add_name(roles.providers, name);
            }
            if (role == "facilitator") {
                add_name(roles.facilitators, name);
            }
        }
    });
    return all;
}

void each_project(web::App const &app, storage::Reader &reader, Take const &take)
{
    auto const roles = roles_of(reader);
    Roles const nobody;
    each_public_project(reader, {}, [&](PublicProject const &project) {
        auto const found = roles.find(project.id);
        auto const &parties = found == roles.end() ? nobody : found->second;
        take({project.reference,
              project.title,
              value_of(project.objective),
              project.state,
              value_of(project.country),
              value_of(parties.requesters),
              value_of(parties.providers),
              value_of(parties.facilitators),
              value_of(project.arrangement),
              value_of(project.geography),
              value_of(project.domain),
              value_of(project.modalities),
              value_of(project.sector),
              value_of(project.sdgs),
              value_of(project.starts),
              value_of(project.ends),
              value_of(project.amount),
              project.amount ? value_of(project.currency) : sheets::Value{},
              value_of(project.women),
              value_of(project.men),
              value_of(project.results),
              absolute_url(app, public_url(Language::en, "/projects/" + project.reference))});
    });
}

// -- Figures --------------------------------------------------------------------------------------

constexpr std::array country_columns{
    OpenColumn{"country", word::column_country},
    OpenColumn{"projects", word::nav_projects},
    OpenColumn{"requester", word::column_asks},
    OpenColumn{"provider", word::column_provides},
    OpenColumn{"facilitator", word::column_facilitates},
};
void each_country(web::App const & /*app*/, storage::Reader &reader, Take const &take)
{
    for (auto const &one : country_figures(reader)) {
        take({one.country.to_string(), one.projects, one.asks, one.provides, one.facilitates});
    }
}

constexpr std::array sector_columns{OpenColumn{"sector", word::data_sector},
                                    OpenColumn{"projects", word::nav_projects}};
constexpr std::array goal_columns{OpenColumn{"goal", word::column_goal},
                                  OpenColumn{"projects", word::nav_projects}};
template <auto Figures>
void each_code(web::App const & /*app*/, storage::Reader &reader, Take const &take)
{
    for (auto const &one : Figures(reader)) {
        take({one.code, one.projects});
    }
}

constexpr std::array flow_columns{
    OpenColumn{"from", word::column_from}, OpenColumn{"as", word::column_as},
    OpenColumn{"to", word::column_to}, OpenColumn{"projects", word::nav_projects}};
void each_flow(web::App const & /*app*/, storage::Reader &reader, Take const &take)
{
    for (auto const &one : flows(reader)) {
        take({one.from, std::string{one.facilitates ? "facilitator" : "provider"},
              one.to.to_string(), one.projects});
    }
}

constexpr std::array budget_columns{OpenColumn{"year", word::column_year},
                                    OpenColumn{"currency", word::column_currency},
                                    OpenColumn{"ceiling", word::column_ceiling},
                                    OpenColumn{"established", word::column_established}};
void each_plan(web::App const & /*app*/, storage::Reader &reader, Take const &take)
{
    auto const first_year = policy_on(reader, reader.today()).budget_from;
    if (!first_year) {
        return;
    }
    for (auto const &one : plan_totals(reader, *first_year)) {
        take({one.year, one.currency.to_string(), one.ceiling, one.established});
    }
}

// -- Files ----------------------------------------------------------------------------------------

struct ToJson {
    json::value operator()(std::monostate /*nothing*/) const { return nullptr; }
    json::value operator()(std::string const &text) const { return json::string{text}; }
    json::value operator()(bool yes) const { return yes; }
    json::value operator()(std::int64_t number) const { return number; }
    json::value operator()(sheets::Decimal const &number) const
    {
        return json::string{number.to_string()};
    }
    json::value operator()(Date date) const { return json::string{date.to_string()}; }
    json::value operator()(Instant instant) const { return json::string{instant.to_string()}; }
    json::value operator()(sheets::Link const &link) const { return json::string{link.url}; }
};

std::string json_file(web::App const &app, storage::Reader &reader, OpenTable const &table)
{
    auto const policy = policy_on(reader, reader.today());
    json::array rows;
    table.each(app, reader, [&](Row const &row) {
        json::object one;
        for (std::size_t i = 0; i < row.size(); ++i) {
            one[table.columns[i].name] = std::visit(ToJson{}, row[i]);
        }
        rows.push_back(std::move(one));
    });
    return json::serialize(json::object{{"licence", policy.licence},
                                        {"licence_url", policy.licence_url},
                                        {"dictionary", absolute_url(app, "/open/dictionary.json")},
                                        {"example", app.settings.is_example},
                                        {"rows", std::move(rows)}});
}

void write_table(web::App const &app, storage::Reader &reader, OpenTable const &table,
                 sheets::TableWriter &writer)
{
    std::vector<sheets::Column> columns;
    for (auto const &column : table.columns) {
        columns.push_back(
            {.title = std::string{column.name}, .hint = std::string{column.meaning(Language::en)}});
    }
    writer.header(std::move(columns));
    table.each(app, reader, [&writer](Row const &row) { writer.row(row); });
    writer.finish();
}

enum class Format { csv, json, xlsx };
constexpr std::array<std::pair<Format, std::string_view>, 3> formats{
    {{Format::csv, ".csv"}, {Format::json, ".json"}, {Format::xlsx, ".xlsx"}}};

http::Response file(web::Context &context, OpenTable const &table, Format format)
{
    auto const &app = context.app();
    http::Response response;
    context.store().read([&](storage::Reader &reader) {
        if (auto const url = policy_on(reader, reader.today()).licence_url; !url.empty()) {
            response.headers.add("Link", "<" + url + ">; rel=\"license\"");
        }
        switch (format) {
        case Format::json:
            response.headers.set("Content-Type", "application/json");
            response.body = json_file(app, reader, table);
            break;
        case Format::csv:
            response.headers.set("Content-Type", "text/csv; charset=utf-8");
            write_table(app, reader, table, *sheets::csv_writer(sheets::into(response.body)));
            break;
        case Format::xlsx:
            response.headers.set(
                "Content-Type",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
            write_table(app, reader, table,
                        *sheets::xlsx_writer(
                            sheets::into(response.body),
                            {.sheet_name = std::string{table.name}, .made_at = reader.now()}));
            break;
        }
    });
    make_cacheable(response);
    return response;
}

http::Response dictionary(web::Context &context, std::span<OpenTable const> all)
{
    auto const &app = context.app();
    json::array tables;
    for (auto const &table : all) {
        json::array columns;
        for (auto const &column : table.columns) {
            json::object meanings;
            for (auto const language : languages) {
                meanings[to_code(language)] = column.meaning(language);
            }
            columns.push_back(json::object{
                {"name", column.name},
                {"meaning", std::move(meanings)},
                {"given_while_public",
                 column.topic ? json::value{to_code(*column.topic)} : json::value{nullptr}}});
        }
        tables.push_back(json::object{
            {"name", table.name},
            {"files", json::array{absolute_url(app, "/open/" + std::string{table.name} + ".csv"),
                                  absolute_url(app, "/open/" + std::string{table.name} + ".json"),
                                  absolute_url(app, "/open/" + std::string{table.name} + ".xlsx")}},
            {"columns", std::move(columns)}});
    }
    http::Response response;
    response.headers.set("Content-Type", "application/json");
    context.store().read([&](storage::Reader &reader) {
        auto const policy = policy_on(reader, reader.today());
        response.body = json::serialize(json::object{{"licence", policy.licence},
                                                     {"licence_url", policy.licence_url},
                                                     {"tables", std::move(tables)}});
    });
    make_cacheable(response);
    return response;
}

// -- For readers and search engines ---------------------------------------------------------------

std::string escaped(std::string_view text)
{
    // What is text in HTML is text in XML: the builder's escaping serves both.
    return std::move(html::fragment(text)).take();
}

http::Response feed(web::Context &context)
{
    constexpr int entries_most = 50;
    auto const &app = context.app();
    auto const home = absolute_url(app, public_url(Language::en, ""));
    auto const &installation =
        app.settings.installation.empty() ? app.settings.product : app.settings.installation;
    auto projects = context.store().read(
        [&](storage::Reader &reader) { return newest_publications(reader, entries_most); });
    std::string updated = "1970-01-01T00:00:00Z";
    std::string entries;
    for (auto const &project : projects) {
        if (&project == &projects.front()) {
            updated = project.published_at.to_string();
        }
        auto const url =
            absolute_url(app, public_url(Language::en, "/projects/" + project.reference));
        entries += "<entry><id>" + escaped(url) + "</id><title>" + escaped(project.title) +
                   "</title><updated>" + project.published_at.to_string() +
                   "</updated><link href=\"" + escaped(url) + "\"/><summary>" +
                   escaped(project.objective) + "</summary></entry>\n";
    }
    http::Response response;
    response.headers.set("Content-Type", "application/atom+xml; charset=utf-8");
    response.body =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>" +
        escaped(home) + "</id><title>" + escaped(installation) + "</title><author><name>" +
        escaped(installation) + "</name></author><updated>" + updated + "</updated><link href=\"" +
        escaped(home) + "\"/><link rel=\"self\" href=\"" +
        escaped(absolute_url(app, "/open/feed.atom")) + "\"/>\n" + entries + "</feed>\n";
    make_cacheable(response);
    return response;
}

http::Response sitemap(web::Context &context, Extensions const &extensions)
{
    constexpr std::size_t urls_most = 50'000; // of one file (sitemaps.org)
    auto const &app = context.app();
    std::vector<std::string> paths{"",       "/projects", "/countries",       "/sectors", "/goals",
                                   "/flows", "/calls",    "/south-south-day", "/data"};
    context.store().read([&](storage::Reader &reader) {
        for (auto const &one : country_figures(reader)) {
            paths.push_back("/countries/" + one.country.to_string());
        }
        for (auto const &one : sector_figures(reader)) {
            paths.push_back("/sectors/" + one.code);
        }
        for (auto const &one : goal_figures(reader)) {
            paths.push_back("/goals/" + one.code);
        }
        each_public_project(reader, {}, [&paths](PublicProject const &project) {
            paths.push_back("/projects/" + project.reference);
        });
        for (auto const &extra : extensions.pages) {
            paths.emplace_back(extra.path);
            for (auto const &reference : extra.references != nullptr ? extra.references(reader)
                                                                     : std::vector<std::string>{}) {
                paths.push_back(std::string{extra.path} + "/" + reference);
            }
        }
    });
    paths.resize(std::min(paths.size(), urls_most / languages.size()));
    http::Response response;
    response.headers.set("Content-Type", "application/xml; charset=utf-8");
    response.body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (auto const &path : paths) {
        for (auto const language : languages) {
            response.body += "<url><loc>" + escaped(absolute_url(app, public_url(language, path))) +
                             "</loc></url>\n";
        }
    }
    response.body += "</urlset>\n";
    make_cacheable(response);
    return response;
}

http::Response robots(web::Context &context)
{
    http::Response response;
    response.headers.set("Content-Type", "text/plain; charset=utf-8");
    // What is not the public's asks for an account: there is nothing to find.
    response.body = "User-agent: *\nAllow: /public\nAllow: /open\nAllow: /calls\nAllow: /assets\n"
                    "Disallow: /\nSitemap: " +
                    absolute_url(context.app(), "/sitemap.xml") + "\n";
    make_cacheable(response);
    return response;
}

} // namespace

std::vector<OpenTable> open_tables(Extensions const &extensions)
{
    std::vector<OpenTable> all{
        {"projects", word::nav_projects, project_columns, each_project},
        {"countries", word::nav_countries, country_columns, each_country},
        {"sectors", word::nav_sectors, sector_columns, each_code<sector_figures>},
        {"goals", word::nav_goals, goal_columns, each_code<goal_figures>},
        {"flows", word::nav_flows, flow_columns, each_flow},
        {"budget", word::nav_budget, budget_columns, each_plan},
    };
    all.insert(all.end(), extensions.tables.begin(), extensions.tables.end());
    return all;
}

void add_open_routes(web::Router &router, Extensions const &extensions)
{
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    auto const get = [&](std::string pattern,
                         std::function<http::Response(web::Context &)> handler) {
        router.add({.method = http::Method::get,
                    .pattern = std::move(pattern),
                    .gate = everyone,
                    .handler = std::move(handler)});
    };
    auto const all = open_tables(extensions);
    for (auto const &table : all) {
        for (auto const &[format, ending] : formats) {
            get("/open/" + std::string{table.name} + std::string{ending},
                [table, format = format](web::Context &context) {
                    return file(context, table, format);
                });
        }
    }
    get("/open/dictionary.json", [all](web::Context &context) { return dictionary(context, all); });
    get("/open/feed.atom", feed);
    get("/sitemap.xml",
        [extensions](web::Context &context) { return sitemap(context, extensions); });
    get("/robots.txt", robots);
}

} // namespace selatan::portal

#include "cooperation/portal/social.hpp"

#include "cooperation/portal/open_data.hpp"
#include "platform/pdf/card.hpp"
#include "words/common.hpp"
#include "words/portal.hpp"

#include <boost/json.hpp>
#include <map>
#include <mutex>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace json = boost::json;
using html::attr;
using html::Html;

constexpr std::string_view card_file = "/card.png";
constexpr std::string_view schema = "https://schema.org";

/// Drawing takes some milliseconds, and whoever sends an address about sends many readers: the last
/// few pictures are kept, by what stands on them.
class DrawnCards {
public:
    std::string png_of(pdf::Card const &card)
    {
        auto const key = std::string{to_code(card.language)} + '\n' + card.above + '\n' +
                         card.title + '\n' + card.below;
        {
            std::scoped_lock const lock{m_mutex};
            if (auto const found = m_drawn.find(key); found != m_drawn.end()) {
                return found->second;
            }
        }
        auto png = pdf::draw(card);
        std::scoped_lock const lock{m_mutex};
        constexpr std::size_t kept = 64;
        if (m_drawn.size() >= kept) {
            m_drawn.clear();
        }
        m_drawn.emplace(key, png);
        return png;
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::string> m_drawn;
};

http::Response picture(pdf::Card const &card)
{
    static DrawnCards drawn;
    http::Response response;
    response.headers.set("Content-Type", "image/png");
    response.body = drawn.png_of(card);
    make_cacheable(response);
    return response;
}

std::string const &installation_of(web::App const &app)
{
    return app.settings.installation.empty() ? app.settings.product : app.settings.installation;
}

http::Response no_picture()
{
    constexpr int missing = 404;
    http::Response response;
    response.status = missing;
    return response;
}

http::Response card_of_portal(web::Context &context)
{
    auto const language = parse_language(context.part("language"));
    if (!language) {
        return no_picture();
    }
    return picture({.above = std::string{words::common::product_tagline(*language)},
                    .title = installation_of(context.app()),
                    .below = {},
                    .language = *language});
}

http::Response card_of_project(web::Context &context)
{
    auto const language = parse_language(context.part("language"));
    ProjectFilter filter;
    filter.reference = std::string{context.part("reference")};
    if (!language || filter.reference.empty()) {
        return no_picture();
    }
    return context.store().read([&](storage::Reader &reader) {
        auto const found = public_projects(reader, filter, 1);
        if (found.empty()) {
            return no_picture();
        }
        Visit const visit{context, reader, *language, {}};
        auto const &project = found.front();
        std::string below = project.country ? visit.country_name(*project.country) : std::string{};
        if (!project.sector.empty()) {
            below += (below.empty() ? "" : " · ") + visit.name("sector", project.sector);
        }
        return picture({.above = installation_of(context.app()),
                        .title = project.title,
                        .below = std::move(below),
                        .language = *language});
    });
}

void put(json::object &out, std::string_view name, std::string const &text)
{
    if (!text.empty()) {
        out[name] = text;
    }
}

json::object country_of(Visit const &visit, CountryCode code)
{
    return {{"@type", "Country"}, {"name", visit.country_name(code)}};
}

} // namespace

Html social_card(web::App const &app, Language language, Page const &page)
{
    auto const &installation = installation_of(app);
    auto const title = page.title.empty() ? installation : page.title;
    auto const property = [](std::string_view name, std::string_view content) {
        return html::meta(attr<"property">(name), attr<"content">(content));
    };
    auto const url = [&](std::string_view path) {
        return absolute_url(app, public_url(language, path));
    };
    auto const picture_url =
        url(std::string{page.has_card ? page.path : ""} + std::string{card_file});
    return html::fragment(
        property("og:site_name", installation), property("og:title", title),
        property("og:description", page.description), property("og:type", "website"),
        property("og:url", url(page.path)), property("og:locale", to_code(language)),
        property("og:image", picture_url), property("og:image:type", "image/png"),
        property("og:image:width", std::to_string(pdf::card_width)),
        property("og:image:height", std::to_string(pdf::card_height)),
        property("og:image:alt", title),
        html::meta(attr<"name">("twitter:card"), attr<"content">("summary_large_image")));
}

std::string project_as_linked_data(Visit const &visit, PublicProject const &project,
                                   std::vector<PublicParty> const &parties)
{
    json::object out{
        {"@context", schema},
        {"@type", "Project"},
        {"name", project.title},
        {"identifier", project.reference},
        {"url", absolute_url(visit.context().app(), visit.url_of_project(project.reference))}};
    put(out, "description", project.objective);
    if (project.country) {
        out["areaServed"] = country_of(visit, *project.country);
    }
    json::array about;
    if (!project.sector.empty()) {
        about.emplace_back(visit.name("sector", project.sector));
    }
    for (auto const &code : project.sdgs) {
        about.emplace_back(code + " " + visit.name("sdg", code));
    }
    if (!about.empty()) {
        out["keywords"] = std::move(about);
    }
    // A project begins and ends as any organisation does, in schema.org's words.
    if (project.starts) {
        out["foundingDate"] = project.starts->to_string();
    }
    if (project.ends) {
        out["dissolutionDate"] = project.ends->to_string();
    }
    json::array members;
    for (auto const &party : parties) {
        members.push_back(party.is_country && party.country
                              ? country_of(visit, *party.country)
                              : json::object{{"@type", "Organization"}, {"name", party.name}});
    }
    if (!members.empty()) {
        out["member"] = std::move(members);
    }
    return json::serialize(out);
}

std::string data_as_linked_data(Visit const &visit)
{
    auto const language = visit.language();
    auto const &app = visit.context().app();
    json::array sets;
    for (auto const &table : open_tables(visit.extensions())) {
        json::array files;
        for (auto const &[ending, type] :
             {std::pair{".csv", "text/csv"},
              {".json", "application/json"},
              {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}}) {
            files.push_back(json::object{
                {"@type", "DataDownload"},
                {"encodingFormat", type},
                {"contentUrl", absolute_url(app, "/open/" + std::string{table.name} + ending)}});
        }
        json::object one{
            {"@type", "Dataset"},
            {"name", std::string{table.title(language)} + " · " + visit.installation()},
            {"description", word::data_lead(language)},
            {"distribution", std::move(files)}};
        put(one, "license", visit.policy().licence_url);
        sets.push_back(std::move(one));
    }
    return json::serialize(json::object{{"@context", schema},
                                        {"@type", "DataCatalog"},
                                        {"name", word::nav_data(language)},
                                        {"url", absolute_url(app, visit.url("/data"))},
                                        {"dataset", std::move(sets)}});
}

void add_card_routes(web::Router &router)
{
    auto const get = [&](std::string_view page, http::Response (*handler)(web::Context &)) {
        router.add({.method = http::Method::get,
                    .pattern = "/public/{language}" + std::string{page} + std::string{card_file},
                    .gate = {.kind = web::Gate::Kind::everyone},
                    .handler = handler});
    };
    get("", card_of_portal);
    get("/projects/{reference}", card_of_project);
}

} // namespace selatan::portal

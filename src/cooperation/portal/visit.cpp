#include "cooperation/portal/visit.hpp"

#include "base/text.hpp"
#include "cooperation/portal/social.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/linked_data.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/portal.hpp"

#include <algorithm>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace common = words::common;
using html::attr;
using html::cls;
using html::Html;

std::string const &name_of_installation(web::App const &app)
{
    return app.settings.installation.empty() ? app.settings.product : app.settings.installation;
}

Html head_of(web::App const &app, Language language, Page const &page)
{
    auto const &installation = name_of_installation(app);
    auto const title = page.title.empty() ? installation : page.title + " · " + installation;
    Html alternates;
    for (auto const other : languages) {
        alternates += html::link(attr<"rel">("alternate"), attr<"hreflang">(to_code(other)),
                                 html::href(absolute_url(app, public_url(other, page.path))));
    }
    Html head = html::fragment(
        html::meta(attr<"charset">("utf-8")),
        html::meta(attr<"name">("viewport"),
                   attr<"content">("width=device-width, initial-scale=1")),
        html::title(title),
        html::meta(attr<"name">("description"), attr<"content">(page.description)),
        html::meta(attr<"name">("color-scheme"), attr<"content">("light dark")),
        html::link(attr<"rel">("stylesheet"), html::href(html::assets::url("portal.css"))),
        html::link(attr<"rel">("icon"), attr<"type">("image/svg+xml"),
                   html::href(html::assets::url("mark.svg"))),
        html::link(attr<"rel">("canonical"),
                   html::href(absolute_url(app, public_url(language, page.path)))),
        alternates,
        html::link(attr<"rel">("alternate"), attr<"type">("application/atom+xml"),
                   html::href("/open/feed.atom")),
        social_card(app, language, page),
        html::when(!page.linked_data.empty(), [&] { return html::linked_data(page.linked_data); }));
    for (auto const script : page.scripts) {
        head += html::script_file(html::assets::url(script));
    }
    return head;
}

Html navigation(Visit const &visit, Page const &page)
{
    auto const language = visit.language();
    struct Entry {
        std::string_view path;
        records::Word label;
    };
    std::vector<Entry> entries{
        {"/projects", word::nav_projects}, {"/countries", word::nav_countries},
        {"/sectors", word::nav_sectors},   {"/goals", word::nav_goals},
        {"/flows", word::nav_flows},       {"/calls", word::nav_calls}};
    if (visit.policy().budget_from) {
        entries.push_back({"/budget", word::nav_budget});
    }
    entries.push_back({"/south-south-day", word::nav_day});
    for (auto const &extra : visit.extensions().pages) {
        entries.push_back({extra.path, extra.title});
    }
    entries.push_back({"/data", word::nav_data});
    return html::nav(cls("ways"), attr<"aria-label">(common::nav_main(language)),
                     html::ul(html::each(entries, [&](Entry const &entry) {
                         bool const is_here = page.path == entry.path ||
                                              page.path.starts_with(std::string{entry.path} + "/");
                         return html::li(html::a(html::href(visit.url(entry.path)),
                                                 html::when(is_here, attr<"aria-current">("page")),
                                                 entry.label(language)));
                     })));
}

Html language_links(Language language, Page const &page)
{
    return html::nav(cls("languages"), attr<"aria-label">(common::nav_language(language)),
                     html::ul(html::each(languages, [&](Language other) {
                         auto const tag = to_code(other);
                         return html::li(
                             html::a(html::href(public_url(other, page.path)), html::lang(tag),
                                     attr<"hreflang">(tag),
                                     html::when(other == language, attr<"aria-current">("true")),
                                     common::language(other, tag).value_or(tag)));
                     })));
}

http::Response answer(Visit const &visit, Page page, int status)
{
    auto const language = visit.language();
    auto const &app = visit.context().app();
    auto const &settings = app.settings;
    if (page.description.empty()) {
        page.description = word::home_description(language, name_of_installation(app));
    }
    Html body = html::fragment(
        html::a(cls("skip"), html::href("#content"), common::nav_skip(language)),
        html::when(settings.is_example,
                   [&] { return html::aside(cls("example"), common::example_banner(language)); }),
        html::header(
            html::a(cls("brand"), html::href(visit.url("")),
                    html::img(html::src(html::assets::url("mark.svg")), attr<"alt">(""),
                              attr<"width">("36"), attr<"height">("36")),
                    html::span(html::strong(html::bdi(name_of_installation(app))),
                               html::small(common::product_tagline(language)))),
            html::a(cls("menu"), html::href("#menu"), common::nav_menu(language)),
            html::div(html::id("menu"), cls("menus"), language_links(language, page),
                      navigation(visit, page),
                      html::a(cls("menu"), html::href("#"), common::action_close(language)))),
        html::main_(html::id("content"), attr<"tabindex">("-1"), page.content),
        html::footer(
            html::p(word::footer_consent(language)),
            html::when(!visit.policy().licence.empty(),
                       [&] {
                           auto const &licence = visit.policy();
                           return html::p(word::footer_licence(language), " ",
                                          licence.licence_url.empty()
                                              ? html::bdi(licence.licence)
                                              : html::a(html::href(licence.licence_url),
                                                        html::bdi(licence.licence)));
                       }),
            html::ul(html::li(html::a(html::href("/open/feed.atom"), word::footer_feed(language))),
                     html::li(html::a(html::href("/sign-in"), common::nav_sign_in(language))))));
    http::Response response;
    response.status = status;
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.headers.set("Content-Language", std::string{to_code(language)});
    response.body =
        html::document({.language = to_code(language),
                        .direction = is_right_to_left(language) ? html::Direction::right_to_left
                                                                : html::Direction::left_to_right,
                        .theme = {},
                        .head = head_of(app, language, page),
                        .body = std::move(body)})
            .take();
    make_cacheable(response);
    return response;
}

Page not_found(Language language)
{
    return {.title = std::string{common::error_not_found(language)},
            .content =
                html::h1(common::error_not_found(language)) + html::p(word::not_public(language))};
}

} // namespace

Visit::Visit(web::Context const &context, storage::Reader &reader, Language language,
             Extensions const &extensions)
    : m_context{&context}, m_reader{&reader}, m_language{language}, m_extensions{extensions},
      m_policy{policy_on(reader, reader.today())}, m_lists{reference::lists(reader)}
{
}

std::string const &Visit::installation() const
{
    return name_of_installation(m_context->app());
}

std::string Visit::url(std::string_view path) const
{
    return public_url(m_language, path);
}

std::string Visit::url_of_project(std::string_view reference) const
{
    return url("/projects/" + std::string{reference});
}

std::string Visit::country_name(CountryCode code) const
{
    return std::string{m_lists->name(code, m_language).text};
}

std::string Visit::name(std::string_view list, std::string_view code) const
{
    reference::List which{};
    if (!reference::from_code(list, which)) {
        return std::string{code};
    }
    return std::string{m_lists->name(which, code, m_language).text};
}

Html Visit::named(std::string_view list, std::string_view code, std::size_t most) const
{
    reference::List which{};
    if (!reference::from_code(list, which)) {
        return html::bdi(code);
    }
    auto const name = m_lists->name(which, code, m_language);
    bool const is_foreign = name.is_fallback && !name.is_code;
    return html::bdi(html::when(is_foreign, html::lang(to_code(name.language))),
                     most == std::string_view::npos ? std::string{name.text}
                                                    : truncate(name.text, most));
}

std::string Visit::number(std::int64_t value) const
{
    return i18n::format_number(m_language, value);
}

std::string public_url(Language language, std::string_view path)
{
    return "/public/" + std::string{to_code(language)} + std::string{path};
}

std::string absolute_url(web::App const &app, std::string_view path)
{
    return app.settings.base_url + std::string{path};
}

void add_public_page(web::Router &router, Extensions const &extensions, std::string_view pattern,
                     std::function<std::optional<Page>(Visit const &)> make)
{
    router.add({.method = http::Method::get,
                .pattern = "/public/{language}" + std::string{pattern},
                .gate = {.kind = web::Gate::Kind::everyone},
                .handler = [make = std::move(make), extensions](web::Context &context) {
                    auto const language = parse_language(context.part("language"));
                    return context.store().read([&](storage::Reader &reader) {
                        constexpr int missing = 404;
                        if (!language) {
                            Visit const visit{context, reader, context.language(), extensions};
                            return answer(visit, not_found(visit.language()), missing);
                        }
                        Visit const visit{context, reader, *language, extensions};
                        auto page = make(visit);
                        return page ? answer(visit, std::move(*page), 200)
                                    : answer(visit, not_found(*language), missing);
                    });
                }});
}

void make_cacheable(http::Response &response)
{
    response.headers.set("Cache-Control", "public, max-age=1, must-revalidate");
    response.headers.set("ETag", "\"" + std::to_string(response.body.size()) + "-" +
                                     std::to_string(std::hash<std::string>{}(response.body)) +
                                     "\"");
}

// -- Pieces ---------------------------------------------------------------------------------------

Html table_or(std::string_view none, std::string_view table_id, std::string_view spoken,
              std::vector<TableColumn> const &columns, std::vector<std::vector<Html>> const &rows)
{
    return rows.empty() ? html::p(cls("empty"), none) : data_table(table_id, spoken, columns, rows);
}

Html downloads(Visit const &visit, std::string_view path)
{
    std::string const base{path};
    return html::p(cls("downloads"), word::download(visit.language()), " ",
                   html::a(html::href(base + ".csv"), "CSV"), " ",
                   html::a(html::href(base + ".json"), "JSON"), " ",
                   html::a(html::href(base + ".xlsx"), "XLSX"));
}

} // namespace selatan::portal

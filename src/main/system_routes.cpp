#include "main/system_routes.hpp"

#include "main/installation.hpp"
#include "main/manual.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/markdown.hpp"
#include "platform/web/log.hpp"
#include "words/common.hpp"

namespace selatan::program {

namespace {

namespace common = words::common;

http::Response text(std::string body, std::string type)
{
    http::Response response;
    response.headers.set("Content-Type", std::move(type));
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
}

http::Response health(web::Context &context)
{
    // Alive is not enough: whoever asks wants to know whether requests can be answered.
    context.store().read([](storage::Reader &reader) { return identity_of(reader).has_value(); });
    return text("ok\n", "text/plain; charset=utf-8");
}

http::Response metrics(web::Context &context)
{
    auto const figures = context.store().figures();
    auto body = web::request_metrics();
    body +=
        "# HELP selatan_database_queries_total Statements run.\n"
        "# TYPE selatan_database_queries_total counter\nselatan_database_queries_total " +
        std::to_string(figures.queries) +
        "\n# HELP selatan_database_transactions_total Transactions begun.\n"
        "# TYPE selatan_database_transactions_total counter\nselatan_database_transactions_total " +
        std::to_string(figures.transactions) +
        "\n# HELP selatan_database_collisions_total Transactions run again after a collision.\n"
        "# TYPE selatan_database_collisions_total counter\nselatan_database_collisions_total " +
        std::to_string(figures.collisions) +
        "\n# HELP selatan_database_connections_in_use Connections at work now.\n"
        "# TYPE selatan_database_connections_in_use gauge\nselatan_database_connections_in_use " +
        std::to_string(figures.in_use) + "\n";
    return text(std::move(body), "text/plain; version=0.0.4; charset=utf-8");
}

http::Response front_door(web::Context &context)
{
    return context.redirect(context.identity() == nullptr ? "/public" : "/desk");
}

http::Response help_index(web::Context &context)
{
    html::Html items;
    for (auto const &page : manual_pages()) {
        items += html::li(html::a(html::href("/help/" + std::string{page.name}), page.title));
    }
    auto const title = std::string{common::nav_help(context.language())};
    return context.page(title, html::page_head({.title = title}) +
                                   html::ul(html::cls("index"), html::lang("en"), items));
}

http::Response help_page(web::Context &context)
{
    auto const *const page = find_manual_page(context.part("page"));
    if (page == nullptr) {
        return context.refused({Decline::not_found, {{"", "common.not_found", {}}}});
    }
    return context.page(
        std::string{page->title},
        html::page_head({.title = std::string{page->title}}) +
            html::article(html::cls("prose"), html::lang("en"),
                          html::dir(html::Direction::left_to_right),
                          html::from_markdown(page->body).html()),
        {{.label = std::string{common::nav_help(context.language())}, .url = "/help"},
         {.label = std::string{page->title}, .url = {}, .current = true}});
}

} // namespace

void add_system_routes(web::Router &router)
{
    using http::Method;
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    router.add({.method = Method::get, .pattern = "/", .gate = everyone, .handler = front_door});
    router.add({.method = Method::get, .pattern = "/healthz", .gate = everyone, .handler = health});
    // Browsers ask for it where nothing names a picture: beside a PDF.
    router.add({.method = Method::get,
                .pattern = "/favicon.ico",
                .gate = everyone,
                .handler = [](web::Context &context) {
                    return context.redirect(html::assets::url("mark.svg"));
                }});
    // Figures, not data; a proxy in front decides who may read them.
    router.add(
        {.method = Method::get, .pattern = "/metrics", .gate = everyone, .handler = metrics});
    router.add({.method = Method::get,
                .pattern = "/openapi.json",
                .gate = everyone,
                .handler =
                    [](web::Context &context) {
                        return text(web::openapi(context.app(), *context.app().router),
                                    "application/json");
                    },
                .api = web::ApiDoc{.summary = "Describes this API.", .tag = "system"},
                .is_page = false});
    router.add(
        {.method = Method::get, .pattern = "/help", .gate = everyone, .handler = help_index});
    router.add(
        {.method = Method::get, .pattern = "/help/{page}", .gate = everyone, .handler = help_page});
}

} // namespace selatan::program

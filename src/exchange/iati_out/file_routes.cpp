// The two files as the portal serves them: read anew for each answer, so that what a party withdrew
// is gone.
#include "exchange/iati_out/pages.hpp"
#include "exchange/iati_out/publication.hpp"
#include "exchange/iati_out/told_store.hpp"
#include "platform/http/protocol.hpp"
#include "words/publishing.hpp"

namespace selatan::iati_out {

namespace {

using Write = Written (*)(storage::Reader &, ToldPublisher const &, xml::Output const &);

http::Response nothing_yet(web::Context const &context)
{
    http::Response response;
    constexpr int missing = 404;
    response.status = missing;
    response.headers.set("Content-Type", "text/plain; charset=utf-8");
    response.body = std::string{words::publishing::files_none(context.language())} + "\n";
    return response;
}

http::Response file(web::Context const &context, Write write)
{
    auto const &app = context.app();
    http::Response response;
    Instant newest;
    std::string licence;
    context.store().read([&](storage::Reader &reader) {
        auto const publisher = publisher_of(reader, app.settings.base_url);
        // Until somebody publishes, there is no file, not even of the organisation.
        if (!publisher || !last_publication(reader)) {
            return;
        }
        newest = write(reader, *publisher, [&response](std::string_view piece) {
                     response.body += piece;
                 }).newest;
        licence = portal::policy_on(reader, reader.today()).licence_url;
    });
    if (response.body.empty()) {
        return nothing_yet(context);
    }
    response.headers.set("Content-Type", "application/xml; charset=utf-8");
    response.headers.set("Last-Modified", http::http_date(newest));
    if (!licence.empty()) {
        response.headers.add("Link", "<" + licence + ">; rel=\"license\"");
    }
    portal::make_cacheable(response);
    return response;
}

} // namespace

void add_file_routes(web::Router &router)
{
    for (auto const &[path, write] : {std::pair{activities_path, Write{write_activities}},
                                      std::pair{organisation_path, Write{write_organisation}}}) {
        router.add({.method = http::Method::get,
                    .pattern = std::string{path},
                    .gate = {.kind = web::Gate::Kind::everyone},
                    .handler = [write = write](web::Context &context) {
                        return file(context, write);
                    }});
    }
}

} // namespace selatan::iati_out

#include "exchange/reported/activity_pages.hpp"
#include "exchange/reported/batch_web.hpp"
#include "exchange/reported/list_pages.hpp"
#include "exchange/reported/reported.hpp"

#include <array>

namespace selatan::reported {

std::span<records::Noun const *const> nouns()
{
    static constexpr std::array<records::Noun const *, 1> all{&batches};
    return all;
}

void add_routes(web::Router &router)
{
    using http::Method;
    add_batch_routes(router);
    router.search_in({.policy = &policy, .search = search_reported});
    web::Gate const officers{
        .kind = web::Gate::Kind::policy, .policy = &policy, .verb = records::verbs::see};
    auto const doc = [](std::string_view summary, web::ApiDoc::Shape shape) {
        return web::ApiDoc{.summary = summary, .tag = "reported", .shape = shape};
    };
    auto const object = web::ApiDoc::Shape::object;
    auto const text = web::ApiDoc::Shape::text;
    router.add({.method = Method::get,
                .pattern = "/reported",
                .gate = officers,
                .handler = publishers_page,
                .api = doc("Lists who publishes what was imported.", object)});
    router.add({.method = Method::get,
                .pattern = "/reported/publishers/{ref}",
                .gate = officers,
                .handler = publisher_page,
                .api = doc("Shows what a publisher tells of, and in which files.", object)});
    router.add({.method = Method::get,
                .pattern = "/reported/activities",
                .gate = officers,
                .handler = activities_page,
                .api = doc("Lists reported activities, newest first; before= asks for the next.",
                           object)});
    router.add({.method = Method::get,
                .pattern = "/reported/activities/{id}",
                .gate = officers,
                .handler = activity_page,
                .api = doc("Shows what a reported activity says.", object)});
    router.add({.method = Method::get,
                .pattern = "/reported/activities/{id}/source",
                .gate = officers,
                .handler = source_page});
    router.add({.method = Method::get,
                .pattern = "/reported/activities/{id}/source.xml",
                .gate = officers,
                .handler = source_file,
                .api = doc("Gives an activity's XML as it was published.", text)});
    router.add({.method = Method::get,
                .pattern = "/reported/transactions.csv",
                .gate = officers,
                .handler = transactions_csv,
                .api = doc("Gives the transactions of the activities that the list shows; "
                           "columns= chooses.",
                           text)});
}

} // namespace selatan::reported
